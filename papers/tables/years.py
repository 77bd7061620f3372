"""The financial year that a table is of, by which a quarter without its year is understood."""

from collections.abc import Iterable, Iterator

from papers.tables.layout import ORIGINAL, REVISED, TARGET
from papers.tables.table_rows import ActionTable
from register.lazy_pattern import LazyPattern

_YEARS = LazyPattern(r"(?<!\d)(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)(?!\d)")
_QUARTER = LazyPattern(r"(?i:\b(?:q|qtr\.?|quarter)\s*[1-4]\b|\bquarter\b)")
_OTHER_YEAR = LazyPattern(r"(?i:\b(?:academic|school|calendar|municipal)\b)")


def years_of(table: ActionTable, titles: Iterable[str] = ()) -> str:
    """The one financial year that is named above a table, in the headings of its dates or beside its quarters, as
    "2026/27"; "" where none is named, several are, or years of another kind may be meant.

    ``titles`` are the first words of the document.
    """
    texts = [words for words in (*titles, *_texts(table)) if words]
    if any(map(_OTHER_YEAR.search, texts)):
        return ""
    years = {(int(first), int(last)) for words in texts for first, last in _YEARS.findall(words)}
    begins = {first for first, last in years if last == (first + 1) % 100}
    if len(begins) != 1:
        return ""
    year = begins.pop()
    return f"{year}/{(year + 1) % 100:02}"


def _texts(table: ActionTable) -> Iterator[str]:
    yield from (table.title, table.banner, table.spot.table, *table.above)
    for at, column in enumerate(table.layout.columns):
        if not {TARGET, ORIGINAL, REVISED} & set(column.fields):
            continue
        yield column.heading
        cells = (row.cells[at] for chunk in table.chunks for row in chunk.rows if at < len(row.cells))
        yield from (cell for cell in cells if _QUARTER.search(cell))
