"""Writing the bodies' tables in each kind of file, and which rows were read right, asked about, or neither."""

import csv
import html
import io
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

from papers.read import Reading
from register.action import Line
from register.days.target_dates import target_of
from register.fields import FIELDS_BY_NAME
from register.imports.answers import NO_ANSWERS
from register.imports.doubts import Doubt, doubts_of
from register.imports.printed_status import with_answers
from tests.papers.bodies import Body, boards, councils, others, panels, programs
from tests.papers.pdfs import WIDTH, as_pdf, table, width_of

BODIES = (*councils.BODIES, *others.BODIES, *programs.BODIES, *boards.BODIES, *panels.BODIES)
_SUFFIX = {"pipes": ".md", "spaces": ".txt", "pdf unruled": ".pdf"}


@dataclass(frozen=True)
class Verdict:
    """One row, of which body and kind, and its fields that are not as expected, with whether each was asked."""

    body: str
    kind: str
    ref: str
    wrong: tuple[tuple[str, Any, Any, bool], ...]

    @property
    def word(self) -> str:
        """Right, asked or silent."""
        if not self.wrong:
            return "right"
        return "asked" if all(asked for *_, asked in self.wrong) else "silent"


def write(body: Body, kind: str, folder: Path) -> Path:
    """Write a body's table as that kind of file."""
    path = folder / f"{body.name.replace(' ', '-').replace(chr(39), '')}-{kind.replace(' ', '-')}"
    path = path.with_name(path.name + _SUFFIX.get(kind, f".{kind}"))
    width = max(map(len, body.rows))
    rows = [[*row, *[""] * (width - len(row))] for row in body.rows]
    {
        "csv": _csv,
        "txt": _tabs,
        "pipes": _pipes,
        "xlsx": _xlsx,
        "docx": _docx,
        "html": _html,
        "pdf": _pdf,
        "pdf unruled": _pdf,
        "spaces": _spaces,
    }[kind](path, rows, body, kind)
    return path


def _csv(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _flat(cell: str) -> str:
    return " ".join(cell.split())


def _tabs(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    path.write_text("\n".join("\t".join(map(_flat, row)) for row in rows), encoding="utf-8")


def _pipes(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows]
    head = next(at for at, row in enumerate(rows) if sum(map(bool, row)) > 2)
    lines.insert(head + 1, "|" + "---|" * len(rows[0]))
    path.write_text("\n".join(lines), encoding="utf-8")


def _xlsx(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([cell or None for cell in row])
    for at in body.spans:
        sheet.merge_cells(start_row=at + 1, end_row=at + 1, start_column=1, end_column=len(rows[0]))
    book.save(path)


def _docx(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    document = Document()
    content = document.add_table(rows=0, cols=len(rows[0]))
    for at, row in enumerate(rows):
        cells = content.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
        if at in body.spans:
            cells[0].merge(cells[-1]).text = row[0]
    document.save(str(path))


def _html(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    written = []
    for at, row in enumerate(rows):
        cells = [html.escape(cell).replace("\n", "<br>") for cell in row]
        if at in body.spans:
            written.append(f'<tr><td colspan="{len(row)}">{cells[0]}</td></tr>')
        else:
            written.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    page = f"<!DOCTYPE html><html><body><table>{''.join(written)}</table></body></html>"
    path.write_text(page, encoding="utf-8")


def _pdf(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    widths = body.widths or _widths(rows, WIDTH - 60)
    as_pdf(path, table(rows, widths, ruled=kind == "pdf", spans=body.spans))


def _widths(rows: list[list[str]], whole: float) -> list[float]:
    """As wide as the longest word of each column asks, and what is left by how much each holds."""
    least, wants = [], []
    for column in zip(*rows, strict=True):
        cells = [cell for cell, row in zip(column, rows, strict=True) if sum(map(bool, row)) > 1]
        least.append(max((width_of(word) for cell in cells for word in cell.split()), default=1) + 12)
        wants.append(max(map(width_of, cells)) + 12)
    left = whole - sum(least)
    more = [max(want - one, 0) for want, one in zip(wants, least, strict=True)]
    return [one + min(extra, left * extra / max(sum(more), 1)) for one, extra in zip(least, more, strict=True)]


def _spaces(path: Path, rows: list[list[str]], body: Body, kind: str) -> None:
    widths = [min(max(len(_flat(cell)) for cell in column), 34) for column in zip(*rows, strict=True)]
    lines = []
    for at, row in enumerate(rows):
        if at in body.spans:
            lines.append(row[0])
            continue
        cells = [textwrap.wrap(_flat(cell), width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            parts = [
                (cell[number] if number < len(cell) else "").ljust(width)
                for cell, width in zip(cells, widths, strict=True)
            ]
            lines.append("   ".join(parts).rstrip())
        if not any(cell[:1] and cell[0].isdigit() for cell in row[:1]):
            lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def verdicts(body: Body, kind: str, found: Reading) -> Iterator[Verdict]:
    """What became of each row of a body."""
    doubts = [*found.doubts, *doubts_of(found.lines, body.as_at, with_answers(NO_ANSWERS), found.order, ())]
    lines = list(found.lines)
    for at, expected in enumerate(body.expected):
        ref = str(expected.get("ref", at + 1))
        line = next((one for one in lines if one.ref == ref), lines[at] if at < len(lines) else None)
        if line is None:
            yield Verdict(body.name, kind, ref, (("row", "an action", "nothing", _reported(found, body, at)),))
            continue
        wrong = []
        for name, value in expected.items():
            seen = _value(line, name, body, found)
            if not _same(seen, value):
                wrong.append((name, value, seen, _asked(line, name, doubts)))
        yield Verdict(body.name, kind, ref, tuple(wrong))
    for line in lines[len(body.expected) :]:
        yield Verdict(body.name, kind, line.ref, (("row", "nothing", line.defined, False),))


def _value(line: Line, name: str, body: Body, found: Reading) -> Any:
    target = target_of(line, body.as_at, found.order)
    if name == "deadline":
        return target.deadline
    if name == "deadlines":
        return tuple(one.deadline for one in target.milestones)
    if name == "original":
        return target.milestones[0].original
    if name == "status":
        status = with_answers(NO_ANSWERS)(line.progress)
        return status.value if status else "unknown"
    return line.value(name)


def _same(seen: Any, value: Any) -> bool:
    if isinstance(seen, str) and isinstance(value, str) and len(value) > 8:
        return _flat(seen).startswith(_flat(value))
    return bool(seen == value)


def _asked(line: Line, name: str, doubts: list[Doubt]) -> bool:
    about = {"deadline": "target", "deadlines": "target", "original": "target", "status": "progress"}.get(
        name, name
    )
    fields = {about, "original", "revised"} if about == "target" else {about}
    if about not in FIELDS_BY_NAME:
        return False
    return any(doubt.ref in ("", line.ref) and doubt.field in fields for doubt in doubts)


def _reported(found: Reading, body: Body, at: int) -> bool:
    words = next((str(value) for value in body.expected[at].values()), "")
    return any(words in sentence for sentence in (*found.warnings, *found.left_out))


def tally(all_verdicts: list[Verdict]) -> Mapping[str, int]:
    """How many rows were right, asked about and silently wrong."""
    counts = {"right": 0, "asked": 0, "silent": 0}
    for item in all_verdicts:
        counts[item.word] += 1
    return counts
