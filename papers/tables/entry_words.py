"""The words of an entry by field: cells joined, combined cells split, ticks and answers to "Complete?" read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from papers.formats.grid import Findings
from papers.formats.whitespace import BULLET_SIGN
from papers.tables.cells import says_nothing
from papers.tables.entries import TableEntry
from papers.tables.headings import folded
from papers.tables.joining import join
from papers.tables.layout import DELIVERED, OFFICERS, OWNERS, PROGRESS, REF, WHO_OR_WHEN, FoundColumn
from papers.tables.periods import labels_of
from papers.tables.splitting import split
from register.days.target_dates import AFTER_ANY_PAPER, day_done
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised

_COMPLETE_HEADING = LazyPattern(
    r"(complete|completed|done|closed|implemented|addressed|complied|complied with)(?: (?:yes no|y n))?"
)
YES = frozenset({"y", "yes", "✓", "✔", "☑", "☒", "x", "true", "1"})
_NO = frozenset({"n", "no", "✗", "✘", "☐", "false", "0"})
_ON_LINES = WHO_OR_WHEN - {OWNERS}
"""The fields that keep the lines of their cell; of owners each is read by itself."""
_GOES_ON = LazyPattern(r"(?:[,&(/-]|\b(?:of|the|and|or|to|an?|for|in|on|with|by|from|at|as|that|[A-Z]\w*))$")
"""The end of a row with which its sentence cannot end, or in a name: "of the Kent⏎County Council"."""
_SHAREPOINT_NUMBER = LazyPattern(r";#\d+(?=;#|$)")


@dataclass
class EntryWords:
    """The words of an entry: ``values`` by field, one for each of its columns; ``more`` by the heading of columns that
    hold no field.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, words: str) -> None:
        """Add the words of a further column of a field."""
        self.values.setdefault(name, []).append(words)

    def value(self, name: str) -> str:
        """The words of a field, those of each of its columns on a line; "" for none."""
        return "\n".join(filter(None, self.values.get(name, ())))


def read_entry_words(
    entry: TableEntry, word_counts: Mapping[str, int], findings: Findings, *, paragraphs: bool
) -> EntryWords:
    """The words of an entry; warnings about words that are broken over two pages are added to ``findings``.

    ``word_counts`` is the vocabulary of the paper (joining.vocabulary); ``paragraphs`` as in lines.lines_of.
    """
    layout, found = entry.layout, EntryWords()
    periods = labels_of(layout)
    for key, column in zip(layout.keys, layout.columns, strict=True):
        if column.is_withheld or column.fields == (REF,):
            continue
        # People and dates stand one below the other; in the text of a PDF a long post breaks in the same way.
        keeps_lines = column.prose or (paragraphs and column.name in _ON_LINES)
        words = _joined_cells(entry, key, word_counts, findings, keeps_lines, paragraphs and column.prose)
        if not column.fields:
            if column.heading or words.strip("☐"):  # boxes to choose rows by have no heading
                found.more[key] = words
        elif column.is_ticked or column.fields == (PROGRESS,):
            _add_progress(found, column, words)
        elif key in periods:
            found.add(DELIVERED, "" if says_nothing(words) else f"{periods[key]}: {words}")
        elif len(column.fields) > 1:
            _add_combined(found, column.fields, words)
        else:
            found.add(column.fields[0], words)
            if column.fields == (OFFICERS,) and words and layout.has_several_officers:
                found.more[_heading(column)] = words
    for words in entry.delivered_below:
        found.add(DELIVERED, words)
    return found


def _add_progress(found: EntryWords, column: FoundColumn, words: str) -> None:
    """Add the progress that a cell has: its words, the heading over a tick, or what an answer to "Complete?" means;
    that is also kept as printed.
    """
    heading = _heading(column)
    if column.is_ticked:
        is_marked = bool(words) and words.strip().casefold() not in _NO
        found.add(PROGRESS, heading if is_marked else "")
        return
    answer = _yes_or_no(column.heading, words)
    if answer is None:
        found.add(PROGRESS, words)
    else:
        found.more[heading] = words
        found.add(PROGRESS, answer)


def _add_combined(found: EntryWords, fields: tuple[str, ...], words: str) -> None:
    """Add each field's part of a cell that holds several; an entry has its reference already."""
    parts = split(words, fields)
    for name in fields:
        if name != REF:
            found.add(name, parts.get(name, ""))


def _heading(column: FoundColumn) -> str:
    return " ".join(column.heading.split())


def _joined_cells(
    entry: TableEntry,
    key: str,
    word_counts: Mapping[str, int],
    findings: Findings,
    keeps_lines: bool,
    keeps_paragraphs: bool,
) -> str:
    """The cells of a column (by its key) from all the rows of an entry as one text."""
    text = ""
    for part in entry.parts.get(key, ()):
        piece = part if keeps_lines else " ".join(part.split())
        begins_paragraph = piece[:1] == BULLET_SIGN or (
            keeps_paragraphs
            and (text[-1:] in tuple(".!?:;") or (piece[:1].isupper() and not _GOES_ON.search(text)))
        )
        text, warning = join(text, piece, word_counts, "\n" if begins_paragraph else " ")
        if warning:
            findings.warnings.append(f"{capitalised(entry.place)}: action {entry.ref} {warning}")
    return without_list_numbers(text)


def without_list_numbers(text: str) -> str:
    """A cell exported from SharePoint without the number behind each person or group: "Records Team;#12;#Legal;#7"."""
    return _SHAREPOINT_NUMBER.sub("", text).replace(";#", "; ") if ";#" in text else text


def _yes_or_no(heading: str, words: str) -> str | None:
    """What a cell below "Complete?" says: the heading's word for a yes or a tick, "" for a no or an empty box; None
    for other words, and below other headings.
    """
    match = _COMPLETE_HEADING.fullmatch(folded(heading))
    if match is None:
        return None
    answer = words.strip().casefold()
    first, _space, day = answer.partition(" ")
    if day and day_done(day.strip("-–: ()"), AFTER_ANY_PAPER):  # "Yes 5/11"
        answer = first
    if answer in YES:
        return match[1].capitalize()
    return "" if answer in _NO else None
