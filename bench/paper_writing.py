"""How long a paper takes to write in each format, and how much memory (benchmark 8)."""

import io
import json
import multiprocessing
import resource
import statistics
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import docx
import typst
from openpyxl import Workbook

from bench.measure import Figure, Result, paired, seconds
from papers.write.files import ENDINGS, as_bytes
from papers.write.paper import (
    Appendix,
    Chart,
    CommitteePaper,
    Cover,
    Moves,
    PaperBar,
    PaperItem,
    PaperRecommendation,
)

_HEADINGS = (
    "Action Ref.",
    "Activity Defined",
    "Activity Delivered",
    "Target Date",
    "CMT Owner",
    "Progress Indicator",
)
ROW_COUNTS = (44, 2_000)
_DEFINED = (
    "Review the arrangements between the directorates and say who answers for each of them, and to whom. "
)
_DELIVERED = "The first draft went round in January; what came back is being worked in with the finance team. "


def paper_of(rows: int) -> CommitteePaper:
    """A paper of ``rows`` actions with texts about as long as in a published one; a third of them have changed."""
    refs = [str(number) for number in range(1, rows + 1)]
    table = tuple(
        (ref, _DEFINED * (1 + number % 3), _DELIVERED * (number % 4), "March 2023", "CYPE GET", "Ongoing")
        for number, ref in enumerate(refs)
    )
    moved = tuple(PaperItem(ref, _DEFINED, "CYPE GET", _DELIVERED) for ref in refs[::3])
    return CommitteePaper(
        "Progress of the management actions",
        datetime(2023, 3, 9, 12, tzinfo=UTC),
        Cover(
            "General Counsel",
            "Governance and Audit Committee",
            date(2023, 3, 16),
            "Management actions",
            "Unrestricted",
            (PaperRecommendation("note", "the progress reported."),),
        ),
        Appendix(_HEADINGS, table),
        Moves(date(2022, 11, 15), date(2023, 3, 16), updated=moved),
        charts=(Chart("Open actions", (PaperBar("CYPE", 20, 12), PaperBar("GET", 18, 11)), "overdue", "open"),),
    )


def measure_writing(rounds: int, sizes: tuple[int, ...] = ROW_COUNTS) -> Iterator[Figure]:
    """Every format at every size: median seconds, the most of them, and the most memory of a fresh process."""
    for ending in ENDINGS:
        for rows in sizes:
            paper = paper_of(rows)
            times = [seconds(partial(as_bytes, paper, ending)) for _round in range(rounds)]
            with multiprocessing.get_context("spawn").Pool(1) as fresh:
                memory = fresh.apply(peak_memory, (rows, ending))
            figures = {
                "median": f"{statistics.median(times):.2f} s",
                "longest": f"{max(times):.2f} s",
                "memory": f"{memory} MB",
            }
            yield Figure(f"8. a paper of {rows:,} rows as {ending}", "none", figures)


def beside_the_libraries(rounds: int, rows: int = ROW_COUNTS[0]) -> Iterator[Result]:
    """A whole paper beside its appendix alone, as the libraries write it when nothing more is asked (benchmark 9)."""
    paper = paper_of(rows)
    cells = (paper.appendix.headings, *paper.appendix.rows)
    for ending, bare in (
        (".docx", _bare_docx),
        (".pdf", _bare_pdf),
        (".xlsx", _bare_xlsx),
    ):
        work = partial(as_bytes, paper, ending), partial(bare, cells)
        for task in work:
            task()  # once before the timing, as modules and templates are loaded at first use
        pairs = [(seconds(work[0]), seconds(work[1])) for _round in range(rounds)]
        name = f"9. a paper of {rows} rows as {ending}, against its table by the library alone"
        yield paired(name, "none", pairs, "s", "said as measured")


_Cells = Sequence[Sequence[str]]


def _bare_docx(rows: _Cells) -> None:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(io.BytesIO())


def _bare_pdf(rows: _Cells) -> None:
    words = ", ".join(json.dumps(text, ensure_ascii=False) for row in rows for text in row)
    typst.compile(f"#table(columns: {len(rows[0])}, {words})".encode())


def _bare_xlsx(rows: _Cells) -> None:
    book = Workbook()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    book.save(io.BytesIO())


def peak_memory(rows: int, ending: str) -> int:
    """The most memory that this process and those it starts have needed for one paper, in MB."""
    as_bytes(paper_of(rows), ending)
    # For this process itself getrusage would give its parent's peak before the fork, where that was larger.
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return (int(own.split()[1]) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
