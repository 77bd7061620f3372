"""Splitting the cells of a combined column ("Lead / Timescale", "Status and comments") into its fields."""

import re
from datetime import date

from papers.tables.cells import is_status, look, owner_codes, reference
from papers.tables.headings import named_field
from papers.tables.layout import (
    DEFINED,
    DELIVERED,
    EVIDENCE,
    OFFICERS,
    OWNERS,
    PROGRESS,
    RATING,
    REF,
    RESPONSE,
    TITLE,
)
from register.days.target_dates import read_target
from register.fields import Look, field_of
from register.imports.printed_status import leading_words
from register.lazy_pattern import LazyPattern
from register.progress import from_print

_DATE_FIELDS = frozenset({"raised", "original", "target", "revised", "completed"})
_SEPARATORS = (r"\n", r"\s+/\s+", r"\s*;\s*", r"\s+[–—-]\s+", r"\s*\|\s*")
_LOOSE_SEPARATORS = (r"\s*/\s*", r"\s*,\s*")  # tried last: they are also parts of dates
_SAME_ROLE = {OWNERS: OFFICERS, OFFICERS: OWNERS}
"""Fields whose labels may stand for each other: "Officer: the Clerk" under "Action and owner"."""

_OWNER_AT_END = LazyPattern(
    r"(?P<task>.*\S)\s*(?:[(\[](?P<inside>[^()\[\]]{2,60})[)\]]\.?|\n(?:[\w ]{2,20}:\s*)?(?P<line>[^\n]{2,60}))",
    re.S,
)
_OF_DAYS = LazyPattern(
    r"\b(?:19|20)\d\d\b|\b(?:from|review(?:ed)?|phase|stage|start(?:ing|s)?|pilot|(?:week|month|quarter|term|annual|year)ly)\b",
    re.I,
)
"""Words that speak of days, and not of who does something by them."""
_PEOPLE = frozenset({OWNERS, OFFICERS})
_EDGE_CHARACTERS = " \t\n,;:.–—-/|("
_DAY = date(2000, 1, 1)


def split(cell: str, names: tuple[str, ...]) -> dict[str, str]:
    """The words of a cell by the names of the fields (``names``) of its column.

    Words that cannot be split are put whole into the field that they fit best. A field that has no words is not in the
    result.
    """
    if len(names) == 1 or not cell.strip():
        return dict.fromkeys(names[:1], cell)
    if labelled := _by_labels(cell, names):
        return labelled
    if PROGRESS in names and DELIVERED in names:
        return _status_and_words(cell)
    if set(names) == {RATING, PROGRESS}:
        return _rating_and_status(cell)
    if set(names) == {DELIVERED, EVIDENCE}:
        return {DELIVERED: cell}  # both are sentences, and a mark between two of them divides neither
    if names[0] == REF:
        return _ref_and_words(cell, names[1])
    if DEFINED in names and set(names) <= {DEFINED, TITLE, RESPONSE, "section"}:  # all of them are sentences
        return {DEFINED: cell}
    if set(names) == {DEFINED, OWNERS}:
        return _task_and_owner(cell)
    date_names = [name for name in names if name in _DATE_FIELDS]
    other_names = [name for name in names if name not in _DATE_FIELDS]
    if date_names and other_names:
        day, rest = (
            (PROGRESS in other_names and _day_and_status(cell))
            or (not _PEOPLE.isdisjoint(other_names) and _line_about_days(cell))
            or _day_and_words(cell)
        )
        found = {date_names[0]: day} if day else {}
        return found | (split(rest, tuple(other_names)) if rest else {})
    return _by_looks(cell, names)


def _by_labels(cell: str, names: tuple[str, ...]) -> dict[str, str]:
    """The words of a cell with lines such as "Deadline: 31 March 2027", by the fields of these labels; {} without any.

    The lines without such a label are of the fields that are left.
    """
    found: dict[str, str] = {}
    others: list[str] = []
    for line in cell.split("\n"):
        label, _colon, words = line.partition(":")
        # "Completed: agreed in May" is a status with words behind it.
        name = named_field(label) if words.strip() and not is_status(label) else ""
        name = name if name in names else _SAME_ROLE.get(name, "")
        if name in names and name not in found:
            found[name] = words.strip()
        else:
            others.append(line)
    left = tuple(name for name in names if name not in found)
    if not found or (others and not left):
        return {}
    return found | (split("\n".join(others), left) if others else {})


def _task_and_owner(cell: str) -> dict[str, str]:
    """What is to be done, and the owner in brackets or on a line of its own at the end."""
    match = _OWNER_AT_END.fullmatch(cell)
    return {DEFINED: match["task"], OWNERS: match["inside"] or match["line"]} if match else {DEFINED: cell}


def _rating_and_status(cell: str) -> dict[str, str]:
    """A single word is the progress, whether it is a status or a rating; of two words the status is the progress."""
    for separator in (*_SEPARATORS, *_LOOSE_SEPARATORS):
        pieces = [piece.strip() for piece in re.split(separator, cell) if piece.strip()]
        statuses = [piece for piece in pieces if from_print(piece) is not None]
        if len(pieces) == 2 and len(statuses) == 1:
            (rating,) = (piece for piece in pieces if piece is not statuses[0])
            return {RATING: rating, PROGRESS: statuses[0]}
    return {PROGRESS: cell}


def _status_and_words(cell: str) -> dict[str, str]:
    """A status alone is the progress; of a status with words behind it the whole cell is what was delivered too."""
    if look(cell) is Look.WORD:
        return {PROGRESS: cell}
    leading = leading_status(cell)
    return {PROGRESS: leading, DELIVERED: cell} if leading else {DELIVERED: cell}


def leading_status(words: str) -> str:
    """The status that words consist of or begin with, as printed ("Complete" of "Complete – agreed in May"), or ""."""
    leading = words.strip() if from_print(words) is not None else leading_words(words)
    return leading if leading and from_print(leading) is not None else ""


def _ref_and_words(cell: str, name: str) -> dict[str, str]:
    match = re.match(r"(.{1,24}?)(?:\s*[.):–—-]\s+|\s*\n\s*|\s+)(?=\S{2})", cell, re.S)
    ref = reference(match[1]) if match else reference(cell)
    if match and ref:
        return {REF: ref, name: cell[match.end() :]}
    return {REF: ref} if ref else {name: cell}


def _day_and_status(cell: str) -> tuple[str, str] | None:
    """The date and the status of a cell that consists of the two: "31 March 2027 – in progress"; None for others."""
    for separator in _SEPARATORS:
        pieces = [piece.strip() for piece in re.split(separator, cell) if piece.strip()]
        days = [piece for piece in pieces if _is_day(piece)]
        statuses = [piece for piece in pieces if from_print(piece) is not None]
        if len(pieces) == 2 and len(days) == 1 and len(statuses) == 1 and days != statuses:
            return days[0], statuses[0]
    return None


def _day_and_words(cell: str) -> tuple[str, str]:
    """The date in a cell and its other words; "" for either that is missing."""
    if _is_day(cell):
        return cell, ""
    for separator in _SEPARATORS:
        pieces = [piece for piece in re.split(separator, cell) if piece.strip()]
        days = [piece for piece in pieces if _is_day(piece)]
        if len(pieces) > 1 and len(days) == 1:
            rest = [piece for piece in pieces if piece is not days[0]]
            return days[0].strip(), "\n".join(rest) if separator == r"\n" else _without_piece(cell, days[0])
    words = list(re.finditer(r"\S+", cell))
    for at in range(1, min(len(words), 40)):
        if _is_day(cell[words[at].start() :]):
            return cell[words[at].start() :], cell[: words[at].start()].strip(_EDGE_CHARACTERS)
    for at in range(min(len(words), 10) - 1, 0, -1):
        if _is_day(cell[: words[at].start()]):
            return cell[: words[at].start()].strip(), cell[words[at].start() :].strip(_EDGE_CHARACTERS)
    return "", cell


def _line_about_days(cell: str) -> tuple[str, str] | None:
    """The last line of a cell where it says more of its day than the day, and the lines above it, of which none has
    one: "Head of Care⏎Pilot from May; review by 30 June 2025". None for others.
    """
    *before, last = [line for line in cell.split("\n") if line.strip()]
    day, rest = _day_and_words(last)
    if not before or not day or not _OF_DAYS.search(rest) or any(_day_and_words(line)[0] for line in before):
        return None
    return last.strip(), "\n".join(before)


def _without_piece(cell: str, piece: str) -> str:
    before, _piece, after = cell.partition(piece)
    return f"{before.strip(_EDGE_CHARACTERS)} {after.strip(_EDGE_CHARACTERS)}".strip()


def _is_day(words: str) -> bool:
    target = read_target(words.strip(), _DAY)
    is_unlabelled = target.understood and not any(one.label for one in target.milestones)
    return is_unlabelled and (target.deadline is not None or bool(target.done) or look(words) is Look.DATE)


def _by_looks(cell: str, names: tuple[str, ...]) -> dict[str, str]:
    """The pieces of a cell by field, in the order of ``names`` or reversed, by which the looks of the pieces fit.

    A cell without as many pieces as fields is put whole into one field.
    """
    for separator in (*_SEPARATORS, *_LOOSE_SEPARATORS):
        pieces = [piece.strip() for piece in re.split(separator, cell) if piece.strip()]
        if len(pieces) == len(names):
            suits = [[field_of(name).looks.get(look(piece), 0) for name in names] for piece in pieces]
            fit_in_order = sum(suits[at][at] for at in range(len(names)))
            fit_reversed = sum(suits[at][-1 - at] for at in range(len(names)))
            ordered = names if fit_in_order >= fit_reversed else tuple(reversed(names))
            return dict(zip(ordered, pieces, strict=True))
    if OWNERS in names and owner_codes(cell):
        return {OWNERS: cell}
    best = max(names, key=lambda name: field_of(name).looks.get(look(cell), 0))
    return {best: cell}
