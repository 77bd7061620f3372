"""What a cell looks like, independent of its heading: a reference, a date, codes, a status, a name or text."""

import re
from datetime import date
from functools import lru_cache

from papers.formats.whitespace import without_bullets
from register.days.target_dates import read_target
from register.fields import Look
from register.lazy_pattern import LazyPattern
from register.progress import from_print

_LONGEST_REF = 40
_SIMPLE_REF = LazyPattern(
    r"\(?\s*((?:[A-Z]{1,8}[ ./-]?){0,2}\d{1,7}(?:[./-]\d{1,4}){0,3}[a-z]?|[A-Za-z]|"
    r"x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3}|X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})[.):]?"  # roman numbers to 39
)
_REF_LABEL = LazyPattern(
    r"(?:(?:agreed\s+)?action|recommendation|rec|item|ref|minute|min|no|number|finding)\b\.?\s*(?:no\b\.?\s*)?(?=\S)",
    re.I,
)
_COMPOSED_REF = LazyPattern(
    r"(?P<section>\w[^•▪]*)[ /][A-Z]{0,5}-?\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?(?: \(\d{1,3}\))?"
)
_SECTION = LazyPattern(
    r"(?!(?:see|now|was|were|new|note|page|part|with|merged|combined|replace[sd]|superseded|closed|completed?|"
    r"(?:(?:sub|grand)[- ]?)?totals?)\b)[^\W\d_]+\b",
    re.I,
)
"""How the name of a section begins, before a reference."""
_PIECES = LazyPattern(r"[A-Za-z]+|\d+|\S")
_ROMAN = LazyPattern(r"x{0,3}(?:ix|iv|v?i{1,3}|v|x)")
_REF_SEPARATORS = frozenset("./-()#:_–&")

_CODE = LazyPattern(r"[A-Z][A-Z0-9]{1,5}|[A-Z][A-Za-z0-9]{0,5}[A-Z][A-Za-z0-9]{0,3}(?:-[A-Z]{1,4})?")
_CODE_SEPARATORS = LazyPattern(r"(?:[\s,/&;+]|\band\b)+")

_PERCENT = LazyPattern(r"\d{1,3}(?:\.\d+)?\s*%")
_SAYS_NOTHING = LazyPattern(
    r"(?:[-–—.]+|n/?a|n\.a\.|none|nil|not applicable|blank|not revised|no change|unchanged)", re.I
)
_STATUS_OR_RATING = LazyPattern(
    r"red|amber|green|blue|yellow|grey|black|r|a|g|b|(?:on|off)[ -](?:target|track|schedule)|at risk|open|live|"
    r"pending|delayed|overdue|outstanding|deferred|on hold|paused|cancelled|withdrawn|not (?:yet )?due|"
    r"not yet started|(?:partially|partly|substantially|fully|not)(?: yet)? "
    r"(?:completed?|implemented|met|achieved|started)|"
    r"to do|doing|in hand|under ?way|slipped|behind schedule|missed|"
    r"yes|no|y|n|true|false|accepted|partially accepted|agreed|not accepted|rejected|"
    r"(?:very )?high|medium|low|critical|essential|important|desirable|advisory|significant|moderate|minor|"
    r"major|urgent|priority [1-5]|p[1-5]|highest|lowest|normal|"
    # Arrows, dots and other shapes, ticks and coloured circles.
    r"[\u2190-\u21ff\u2580-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff•\ufe0f]{1,4}",
    re.I,
)
_STATUS = LazyPattern(r"red|amber|green|blue|open|(?:on|off) (?:target|track)|overdue|delayed|at risk", re.I)
_ROLE = LazyPattern(
    r"\b(?:head|director|directors|manager|officer|officers|lead|chief|team|council|board|service|services|police|"
    r"trust|partnership|committee|department|secretary|clerk|chair|deputy|assistant|executive|councillor|cllr|dr|mrs?|"
    r"ms|governor|governors|accountant|solicitor|auditor|headteacher|principal|nurse|consultant|owner|icb|ccg|nhs)\b",
    re.I,
)
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "to", "with", "in", "de", "van", "von", "all"})
_LONGEST_NAME = 90


def reference(cell: str) -> str | None:
    """The reference that a cell holds, without a label such as "Action", "#" or a full stop; None for other cells.

    Brackets and slashes inside it are kept as printed: 7 (i), SR (25/26) 01.
    """
    text = cell.strip()
    if not text or len(text) > _LONGEST_REF:
        return None
    label = _REF_LABEL.match(text)
    text = (text[label.end() :] if label else text).lstrip("#").strip()
    match = _SIMPLE_REF.fullmatch(text)
    if match:
        return match[1]
    text = text.rstrip(".:;, ")
    return text if _is_compound(text) else None


def _is_compound(text: str) -> bool:
    """Whether a text is a reference made of digits, short words in capitals, single letters and Roman numerals."""
    pieces = _PIECES.findall(text)
    words = [piece for piece in pieces if piece[0].isalpha()]
    words_are_short = all(
        (word.isupper() and len(word) <= 8) or len(word) == 1 or _ROMAN.fullmatch(word) or _CODE.fullmatch(word)
        for word in words
    )
    separators = {piece for piece in pieces if not piece[0].isalnum()}
    digits = sum(len(piece) for piece in pieces if piece[0].isdigit())
    is_balanced = text.count("(") == text.count(")") and not text.startswith((")", "/", "-"))
    return (
        words_are_short
        and separators <= _REF_SEPARATORS
        and 1 <= digits <= 14
        and len(words) <= 5
        and len(pieces) <= 14
        and is_balanced
    )


def is_composed_reference(cell: str) -> bool:
    """Whether a cell holds a reference behind the name of its section, as it is printed where references start again in
    each: "Payroll 1", "11 June 2026/5".
    """
    text = " ".join(cell.split())
    found = _COMPOSED_REF.fullmatch(text) if len(text) <= _LONGEST_REF and look(text) is not Look.DATE else None
    section = found["section"] if found else ""
    if not section or (_REF_LABEL.match(section) and any(map(str.isdigit, section))):
        return False  # "Action 1 Action 2" are two
    return _SECTION.match(section) is not None or look(section) is Look.DATE


def owner_codes(cell: str) -> tuple[str, ...] | None:
    """The codes of owners in a cell, in the order printed, without repeats; None when it holds anything else.

    "All directorates" is the code ALL.
    """
    if cell.strip().lower() in ("all", "all directorates"):
        return ("ALL",)
    words = [word for word in _CODE_SEPARATORS.split(cell) if word]
    if not words or not all(_CODE.fullmatch(word) for word in words):
        return None
    return tuple(dict.fromkeys(words))


def says_nothing(cell: str) -> bool:
    """Whether a cell is blank or holds a placeholder for nothing: a dash, N/A, none, not revised."""
    return not cell.strip() or bool(_SAYS_NOTHING.fullmatch(cell.strip()))


@lru_cache(maxsize=8_192)  # owners, dates and statuses repeat from row to row
def look(cell: str) -> Look:
    """The look of a cell that is not blank."""
    text = without_bullets(cell).strip()
    if len(text) <= 40 and (from_print(text) is not None or _STATUS_OR_RATING.fullmatch(text)):
        return Look.WORD
    first, separator, second = text.partition(" / ")
    # "Complete / Cwblhawyd": one status in two languages.
    if separator and from_print(first) is not None and from_print(first) == from_print(second):
        return Look.WORD
    if _PERCENT.fullmatch(text):
        return Look.PERCENT
    if len(text) <= 80 and read_target(text, date(2000, 1, 1)).understood:
        return Look.DATE
    if reference(text):
        return Look.REF
    if owner_codes(text):
        return Look.CODES
    return Look.NAME if _is_name(text) else Look.TEXT


def is_status(heading: str) -> bool:
    """Whether the words of a heading are a status or a rating."""
    text = " ".join(heading.split())
    return bool(text) and (from_print(text) is not None or bool(_STATUS.fullmatch(text)))


def _is_name(text: str) -> bool:
    """Whether a text reads like the name of a person, post or body: capitals or words of posts, and no sentence."""
    if len(text) > _LONGEST_NAME or text.endswith((".", "?", "!")):
        return False
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)
    if not words or len(words) > 12:
        return False
    capital = [word for word in words if word[0].isupper()]
    small = [word for word in words if not word[0].isupper() and word not in _SMALL_WORDS]
    if small:
        return bool(_ROLE.search(text)) and len(small) <= 1 and len(words) <= 6 and len(capital) > len(small)
    return len(capital) >= 2 or bool(_ROLE.search(text)) or len(words) == 1
