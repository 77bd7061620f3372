"""Cells of combined headings ("Lead / Timescale", "Status and comments"): which words are which field."""

import re
from datetime import date

from papers.tables.cells import codes, look, reference
from papers.tables.columns import DEFINED, DELIVERED, OWNERS, PROGRESS, RATING, REF, TITLE
from register.days.target_dates import read_target
from register.fields import Look, field_of
from register.imports.doubts import leading_words
from register.progress import from_print

_DATED = frozenset({"raised", "original", "target", "revised", "completed"})
_SEPARATORS = (r"\n", r"\s+/\s+", r"\s*;\s*", r"\s+[–—-]\s+", r"\s*\|\s*")
_LOOSE = (r"\s*/\s*", r"\s*,\s*")  # these part names, and stand inside dates
_JOIN = " \t\n,;:.–—-/|("
_DAY = date(2000, 1, 1)


def split(cell: str, names: tuple[str, ...]) -> dict[str, str]:
    """The words of a cell by field. All are kept; what cannot be parted stands in the field it suits."""
    if len(names) == 1 or not cell.strip():
        return dict.fromkeys(names[:1], cell)
    if PROGRESS in names and DELIVERED in names:
        return _status_and_words(cell)
    if set(names) == {RATING, PROGRESS}:
        return _rating_and_status(cell)
    if names[0] == REF:
        return _ref_and_words(cell, names[1])
    if set(names) == {TITLE, DEFINED} or set(names) == {"section", DEFINED}:
        return {DEFINED: cell}
    dated = [name for name in names if name in _DATED]
    others = [name for name in names if name not in _DATED]
    if dated and others:
        day, rest = _day_and_words(cell)
        found = {dated[0]: day} if day else {}
        return found | (split(rest, tuple(others)) if rest else {})
    return _by_looks(cell, names)


def _rating_and_status(cell: str) -> dict[str, str]:
    """One word is the progress, be it a status or a rating; of two the one that is a status."""
    for separator in (*_SEPARATORS, *_LOOSE):
        pieces = [piece.strip() for piece in re.split(separator, cell) if piece.strip()]
        known = [piece for piece in pieces if from_print(piece) is not None]
        if len(pieces) == 2 and len(known) == 1:
            (rating,) = (piece for piece in pieces if piece is not known[0])
            return {RATING: rating, PROGRESS: known[0]}
    return {PROGRESS: cell}


def _status_and_words(cell: str) -> dict[str, str]:
    """A status alone is the progress; with words behind it, these are what was delivered, whole."""
    if look(cell) is Look.WORD:
        return {PROGRESS: cell}
    leading = leading_status(cell)
    return {PROGRESS: leading, DELIVERED: cell} if leading else {DELIVERED: cell}


def leading_status(words: str) -> str:
    """The status that words are or begin with, as printed ("Complete – agreed in May"); "" for none."""
    leading = words.strip() if from_print(words) is not None else leading_words(words)
    return leading if leading and from_print(leading) is not None else ""


def _ref_and_words(cell: str, name: str) -> dict[str, str]:
    match = re.match(r"(.{1,24}?)(?:\s*[.):–—-]\s+|\s*\n\s*|\s+)(?=\S{2})", cell, re.S)
    ref = reference(match[1]) if match else reference(cell)
    if match and ref:
        return {REF: ref, name: cell[match.end() :]}
    return {REF: ref} if ref else {name: cell}


def _day_and_words(cell: str) -> tuple[str, str]:
    """The date in a cell and its other words; "" for what is not there."""
    if _is_day(cell):
        return cell, ""
    for separator in _SEPARATORS:
        pieces = [piece for piece in re.split(separator, cell) if piece.strip()]
        days = [piece for piece in pieces if _is_day(piece)]
        if len(pieces) > 1 and len(days) == 1:
            rest = [piece for piece in pieces if piece is not days[0]]
            return days[0].strip(), "\n".join(rest) if separator == r"\n" else _without(cell, days[0])
    words = list(re.finditer(r"\S+", cell))
    for at in range(1, min(len(words), 40)):
        if _is_day(cell[words[at].start() :]):
            return cell[words[at].start() :], cell[: words[at].start()].strip(_JOIN)
    for at in range(min(len(words), 10) - 1, 0, -1):
        if _is_day(cell[: words[at].start()]):
            return cell[: words[at].start()].strip(), cell[words[at].start() :].strip(_JOIN)
    return "", cell


def _without(cell: str, piece: str) -> str:
    before, _piece, after = cell.partition(piece)
    return f"{before.strip(_JOIN)} {after.strip(_JOIN)}".strip()


def _is_day(words: str) -> bool:
    target = read_target(words.strip(), _DAY)
    plain = target.understood and not any(one.label for one in target.milestones)
    return plain and (target.deadline is not None or bool(target.done) or look(words) is Look.DATE)


def _by_looks(cell: str, names: tuple[str, ...]) -> dict[str, str]:
    """The pieces of a cell, each to the field it suits best; one for each, in their order, where that fits."""
    for separator in (*_SEPARATORS, *_LOOSE):
        pieces = [piece.strip() for piece in re.split(separator, cell) if piece.strip()]
        if len(pieces) == len(names):
            suits = [[field_of(name).looks.get(look(piece), 0) for name in names] for piece in pieces]
            straight = sum(suits[at][at] for at in range(len(names)))
            crossed = sum(suits[at][-1 - at] for at in range(len(names)))
            ordered = names if straight >= crossed else tuple(reversed(names))
            return dict(zip(ordered, pieces, strict=True))
    if OWNERS in names and codes(cell):
        return {OWNERS: cell}
    best = max(names, key=lambda name: field_of(name).looks.get(look(cell), 0))
    return {best: cell}
