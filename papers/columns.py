"""Which column of a table is what: by its heading and, where a page dropped one, by what its cells hold."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from papers.look_alikes import in_latin
from register.dates import read_target
from register.progress import from_print

REF, DEFINED, DELIVERED, TARGET, OWNERS, PROGRESS = FIELDS = (
    "ref",
    "defined",
    "delivered",
    "target",
    "owners",
    "progress",
)

Layout = tuple[str | None, ...]
"""The field each column holds, in the order of the columns; None for a column that is not read."""

# Headings seen in councils' action tables, folded to lower case letters; where one table has two headings of a
# field, the one nearer the front is the field and the other is left unread.
HEADINGS: dict[str, tuple[str, ...]] = {
    REF: (
        *("action ref", "action reference", "action no", "action number", "action id", "ref", "ref no"),
        *("reference", "recommendation no", "recommendation ref", "recommendation number", "rec no", "rec ref"),
        *("no", "number", "id", "#", "item no", "item"),
    ),
    DEFINED: (
        *("activity defined", "action defined", "agreed management action", "management action"),
        *("management actions", "agreed action", "agreed actions", "action required", "action description"),
        *("action", "actions", "activity", "recommendation", "recommendations", "description", "task", "what"),
    ),
    DELIVERED: (
        *("activity delivered", "action delivered", "delivered", "progress to date", "progress update"),
        *("latest update", "update", "updates", "update on progress", "current position", "action taken"),
        *("actions taken", "narrative", "management response", "officer response", "response"),
        *("comments", "comment", "notes"),
    ),
    TARGET: (
        *("target date", "revised target date", "target completion date", "target", "due date", "due"),
        *("date due", "deadline", "completion date", "implementation date", "by when", "timescale"),
        *("timescales", "when", "date"),
    ),
    OWNERS: (
        *("cmt owner", "action owner", "owner", "owners", "lead directorate", "directorate", "lead", "leads"),
        *("responsible", "lead officer", "responsible officer", "officer responsible", "responsibility"),
        *("accountable officer", "accountable", "assigned to", "by whom", "who"),
    ),
    PROGRESS: (
        *("progress indicator", "rag status", "rag rating", "rag", "status", "current status"),
        *("progress status", "progress", "state"),
    ),
}

_FIELD_OF = {heading: (rank, field) for field, words in HEADINGS.items() for rank, heading in enumerate(words)}
_REF = re.compile(
    r"(?:(?i:action|recommendation|rec|item)\.?\s*)?#?\(?\s*"
    r"((?:[A-Z]{1,8}[ ./-]?){0,2}\d{1,7}(?:[./-]\d{1,4}){0,3}[a-z]?|[A-Za-z]|"
    r"x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3}|X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})[.)]?"  # roman numbers to 39
)
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_BETWEEN_CODES = re.compile(r"(?:[\s,/&;+]|\band\b)+")
_RAG = frozenset({"red", "amber", "green", "blue", "r", "a", "g", "b", "on target", "off target", "at risk"})

# What a page can do without: the less, the dearer.
_DROPPED = {REF: -100, DEFINED: -30, TARGET: -3, OWNERS: -3, DELIVERED: -2, PROGRESS: -1, None: 0}
_MOST_HEADINGS = 64
_LONGEST_HEADING = 80  # letters; a row with a longer cell is one of words
_WIDEST = 12  # columns of a table from which a page may drop some

# How well what a cell looks like suits a field; an empty cell suits any.
_SUITS: dict[str | None, dict[str, int]] = {
    REF: {"ref": 3, "date": -4, "codes": -4, "word": -4, "text": -4},
    DEFINED: {"ref": -3, "date": -3, "codes": -3, "word": -2, "text": 2},
    DELIVERED: {"ref": -2, "date": -2, "codes": -2, "word": -1, "text": 2},
    TARGET: {"ref": -4, "date": 3, "codes": -4, "word": 0, "text": -4},
    OWNERS: {"ref": -4, "date": -4, "codes": 3, "word": -1, "text": -2},
    PROGRESS: {"ref": -4, "date": -4, "codes": -3, "word": 3, "text": -4},
    None: {"ref": 0, "date": 0, "codes": 0, "word": 0, "text": 0},
}


def headings(cells: Sequence[str]) -> Layout | None:
    """The layout a row of headings tells, or None when the row is not one.

    It is one when it names the reference, the action and at least one more field.
    """
    if len(cells) > _MOST_HEADINGS or any(len(cell) > _LONGEST_HEADING for cell in cells):
        return None
    best: dict[str, tuple[int, int]] = {}
    folded = [_folded(cell) for cell in cells]
    for at, heading in enumerate(folded):
        rank, field = _FIELD_OF.get(heading, (0, ""))
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, at)
    if "progress" in folded and best[PROGRESS][1] != folded.index("progress"):
        # "Progress" beside "Status" or "RAG" is the narrative.
        best.setdefault(DELIVERED, (0, folded.index("progress")))
    if not {REF, DEFINED} <= best.keys() or len(best) < 3:
        return None
    fields = {at: field for field, (_, at) in best.items()}
    return tuple(fields.get(at) for at in range(len(cells)))


def _folded(heading: str) -> str:
    """A heading in lower case Latin letters and single spaces, without its punctuation."""
    words = in_latin(heading)[0].lower().replace("(s)", "s")
    return " ".join(re.sub(r"[^a-z#]+", " ", words).split())


def reference(cell: str) -> str | None:
    """The reference a cell holds, without the word "Action", a # or a full stop; None when it holds none."""
    match = _REF.fullmatch(cell.strip()) if len(cell) <= 40 else None
    return match[1] if match else None


def codes(cell: str) -> tuple[str, ...] | None:
    """The owners' codes in a cell, in the order printed, each once; None when the cell holds anything else."""
    if cell.strip().lower() in ("all", "all directorates"):
        return ("ALL",)
    words = [word for word in _BETWEEN_CODES.split(cell) if word]
    if not words or not all(_CODE.fullmatch(word) for word in words):
        return None
    return tuple(dict.fromkeys(words))


def fit(rows: Sequence[Sequence[str]], layout: Layout) -> Layout | None:
    """The layout of rows that have fewer columns than ``layout``: the same fields in order, some dropped.

    ``rows`` all have one width. Which were dropped is told by what the cells hold; None when nothing fits, or
    when two ways fit equally well and would put words in different fields.
    """
    width = len(rows[0])
    if width >= len(layout) or len(layout) > _WIDEST:
        return layout if width == len(layout) else None
    looks = [[look(row[at]) for row in rows if row[at]] for at in range(width)]
    ways = []
    for kept in combinations(range(len(layout)), width):
        fields = [layout[at] for at in kept]
        score = sum(_DROPPED[field] for at, field in enumerate(layout) if at not in kept)
        score += sum(
            _SUITS[field][seen] for field, column in zip(fields, looks, strict=True) for seen in column
        )
        ways.append((score, fields))
    top = max(score for score, _ in ways)
    best = [fields for score, fields in ways if score == top]
    filled = [at for at in range(width) if looks[at]]
    if top < -20 or any(fields[at] != best[0][at] for fields in best for at in filled):
        return None
    return tuple(best[0])


def suits(rows: Sequence[Sequence[str]], layout: Layout) -> int:
    """How well rows suit a layout that is at least as wide as they are; higher is better."""
    return sum(
        _SUITS[field][look(cell)] for row in rows for field, cell in zip(layout, row, strict=False) if cell
    )


def look(cell: str) -> str:
    """What a filled cell looks like: "ref", "codes", "date", "word" (of progress) or "text"."""
    if from_print(cell) is not None or cell.lower() in _RAG:
        return "word"
    if len(cell) <= 80 and read_target(cell, date(2000, 1, 1)).understood:
        return "date"
    if reference(cell):
        return "ref"
    return "codes" if codes(cell) else "text"
