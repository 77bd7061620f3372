"""From the rows of tables to the lines of a register: columns told, continued rows joined, codes mended."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from papers import columns
from papers.columns import DEFINED, DELIVERED, OWNERS, PROGRESS, REF, TARGET, Layout
from papers.joining import join, vocabulary
from papers.look_alikes import in_latin
from register.action import Line
from register.refused import Refused

MOST_ROWS = 250_000
MOST_ROWS_OF_ONE = 200
_MISPLACED = (
    5  # how much better a row suits another layout when a date or a code of it stands in a wrong column
)


@dataclass(frozen=True)
class Spot:
    """One row of a paper: its table ("table 1", "sheet Actions" or nothing), and a row or line from 1."""

    table: str
    unit: str
    number: int

    def __str__(self) -> str:
        return f"{self.table}{', ' if self.table else ''}{self.unit} {self.number}"

    def until(self, last: "Spot") -> str:
        """The place from this row to another, in words."""
        if self == last:
            return str(self)
        if self.table == last.table:
            return f"{self.table}{', ' if self.table else ''}{self.unit}s {self.number} to {last.number}"
        return f"{self}, to {last}"


def refuse_too_many(spot: Spot) -> None:
    """Raise Refused at a row beyond MOST_ROWS: small files can hold millions of them, and no register does."""
    if spot.number > MOST_ROWS:
        raise Refused(f"At {spot} the table goes on beyond {MOST_ROWS:,} rows; import it in parts.")


@dataclass(frozen=True)
class Row:
    """The words of one row and where it stands; ``above`` holds the words above cells merged downwards."""

    cells: tuple[str, ...]
    spot: Spot
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Rows that belong together: a page of text, a table, a sheet.

    ``by_content``: a block without headings may have dropped columns, so its cells tell what they are.
    Otherwise cells that are not there are blank cells on the right.
    """

    rows: tuple[Row, ...]
    by_content: bool


@dataclass
class _Entry:
    """An action being put together from one or more rows."""

    ref: str
    first: Spot
    last: Spot
    rows: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)


def lines_of(blocks: Iterable[Block], *, paragraphs: bool) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of a paper's tables in their order, and warnings that name the place.

    ``paragraphs``: a row that continues an action after a full stop begins a new paragraph (sheets and Word
    tables); in the text of a PDF it is the same paragraph over a page. Raises Refused: no row of headings, no
    action, a row whose columns cannot be told, a reference that stands twice.
    """
    warnings: list[str] = []
    entries: list[_Entry] = []
    words: list[str] = []
    layout: Layout | None = None
    for stretch, layout in _stretches(blocks, warnings):
        for row, fields in _laid_out(stretch, layout):
            words.extend(row.cells)
            _take(row, fields, entries, warnings)
    if layout is None:
        raise Refused(
            "No table of actions was found: it needs a row of headings such as Action Ref, Action, Owner and "
            "Target Date."
        )
    if not entries:
        raise Refused("The table has headings but no actions: each needs a row with its reference.")
    _refuse_twice(entries)
    known = vocabulary(words) if any(entry.first != entry.last for entry in entries) else {}
    lines = tuple(_line(entry, known, paragraphs, warnings) for entry in entries)
    return lines, tuple(dict.fromkeys(warnings))


def _stretches(blocks: Iterable[Block], warnings: list[str]) -> Iterator[tuple[Block, Layout]]:
    """The rows under each row of headings, with the layout those tell; what comes before any is left out."""
    layout: Layout | None = None
    for block in blocks:
        rows: list[Row] = []
        by_content = block.by_content
        for row in block.rows:
            found = columns.headings(row.cells)
            if not found:
                rows.append(row)
                continue
            if rows and layout:
                yield Block(tuple(rows), by_content), layout
            warnings.extend(_about_headings(row, found))
            layout, rows = found, []
        if layout:
            yield Block(tuple(rows), by_content), layout


def _about_headings(row: Row, layout: Layout) -> Iterator[str]:
    for heading, told in zip(row.cells, layout, strict=True):
        if heading and told is None:
            yield f"The column “{heading}” was not read: it is none of those a register keeps."
    names = {
        DELIVERED: "what was delivered",
        TARGET: "target dates",
        OWNERS: "owners",
        PROGRESS: "progress",
    }
    for name, words in names.items():
        if name not in layout:
            yield f"The table has no column of {words}, so that is blank for each action."


def _laid_out(block: Block, layout: Layout) -> Iterator[tuple[Row, dict[str, str]]]:
    """Each row that is not blank, with its words by field."""
    rows = [_trimmed(row, len(layout)) for row in block.rows if any(row.cells)]
    if not rows:
        return
    widest = max(len(row.cells) for row in rows)
    page: Layout | None = layout
    if block.by_content and widest < len(layout):
        page = columns.fit([row.cells for row in rows if len(row.cells) == widest], layout)
    for row in rows:
        own = page
        if block.by_content and len(row.cells) < widest:
            own = _narrower(row, page, layout)
        if own is None:
            raise Refused(
                f"At {rows[0].spot.until(rows[-1].spot)} the columns cannot be told: there are fewer than the "
                "headings name, and the words fit more than one. Put the headings over that part of the table."
            )
        inherits = _own_reference(row, own)
        fields: dict[str, str] = {}
        for at, name in enumerate(own):
            cell = row.cells[at] if at < len(row.cells) else ""
            if not cell and inherits and at < len(row.above):
                cell = row.above[at]
            if name:
                fields[name] = cell
        yield row, fields


def _trimmed(row: Row, width: int) -> Row:
    """``row`` without blank cells beyond the headings; Refused when there are words beyond them."""
    cells = row.cells
    if len(cells) <= width:
        return row
    if any(cells[width:]):
        raise Refused(
            f"At {row.spot} there are {len(cells)} cells under {width} headings; give each column a heading, "
            "or put quotes around a cell that holds commas."
        )
    return Row(cells[:width], row.spot, row.above[:width])


def _narrower(row: Row, page: Layout | None, layout: Layout) -> Layout | None:
    """The layout of a row with fewer cells than its page: blanks lost on its right, or dropped columns.

    Lost blanks are far more common, so that they are believed unless a date or a code would be misplaced.
    """
    own = columns.fit([row.cells], layout)
    if page is None or own is None:
        return page or own
    better = columns.suits([row.cells], own) - columns.suits([row.cells], page)
    return own if better > _MISPLACED else page


def _own_reference(row: Row, layout: Layout) -> bool:
    at = layout.index(REF) if REF in layout else len(row.cells)
    return at < len(row.cells) and bool(row.cells[at])


def _take(row: Row, fields: dict[str, str], entries: list[_Entry], warnings: list[str]) -> None:
    """Begin a new entry with a row, or continue the last one."""
    printed = fields.pop(REF, "")
    plain = re.sub(r"\s*\(?\s*(?:cont(?:'?d|inued)?)\.?\s*\)?$", "", in_latin(printed)[0], flags=re.I)
    ref = columns.reference(plain)
    continues = not printed or (plain != printed and bool(entries) and entries[-1].ref == ref)
    if not continues and ref is None:
        if (fields.get(DEFINED) or fields.get(DELIVERED)) and (fields.get(TARGET) or fields.get(OWNERS)):
            raise Refused(
                f"At {row.spot} “{printed}” is not an action reference; number each action, such as 12 or 4.1."
            )
        warnings.append(f"{_begin(row.spot)}: “{printed}” is taken for a heading or a note and was left out.")
        return
    if continues and not entries:
        warnings.append(f"{_begin(row.spot)}: there is no reference and no action before it; it was left out.")
        return
    if not continues and ref is not None:
        entries.append(_Entry(ref, row.spot, row.spot))
    entry = entries[-1]
    entry.last = row.spot
    entry.rows += 1
    if entry.rows > MOST_ROWS_OF_ONE:
        raise Refused(
            f"At {row.spot} action {entry.ref} goes on for more than {MOST_ROWS_OF_ONE} rows; look whether the "
            "references after it are missing."
        )
    for name, words in fields.items():
        if words:
            latin, mended = in_latin(words)
            entry.parts.setdefault(name, []).append(latin)
            warnings.extend(
                f"{_begin(row.spot)}: “{was}” holds letters of another alphabet and was read as {now}."
                for was, now in mended
            )


def _refuse_twice(entries: Sequence[_Entry]) -> None:
    seen: dict[str, _Entry] = {}
    for entry in entries:
        other = seen.setdefault(entry.ref.lower(), entry)
        if other is not entry:
            raise Refused(
                f"Action {entry.ref} stands twice, at {other.first.until(other.last)} and at "
                f"{entry.first.until(entry.last)}; give each action a reference of its own."
            )


def _line(entry: _Entry, known: dict[str, int], paragraphs: bool, warnings: list[str]) -> Line:
    place = entry.first.until(entry.last)

    def words(name: str) -> str:
        whole = ""
        for part in entry.parts.get(name, []):
            flat = part if name in (DEFINED, DELIVERED) else " ".join(part.split())
            new_paragraph = paragraphs and name in (DEFINED, DELIVERED) and whole[-1:] in tuple(".!?:;")
            whole, doubt = join(whole, flat, known, "\n" if new_paragraph else " ")
            if doubt:
                warnings.append(f"{_begin(place)}: action {entry.ref} {doubt}")
        return whole

    if not entry.parts.get(DEFINED):
        warnings.append(f"{_begin(place)}: action {entry.ref} has no words that say what is to be done.")
    owners = words(OWNERS)
    told = columns.codes(owners) if owners else ()
    if told is None:
        warnings.append(f"{_begin(place)}: the owner “{owners}” is not made of codes and is kept as printed.")
        told = (owners,)
    return Line(entry.ref, words(DEFINED), words(DELIVERED), words(TARGET), told, words(PROGRESS), place)


def _begin(place: Spot | str) -> str:
    words = str(place)
    return words[:1].upper() + words[1:]
