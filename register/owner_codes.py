"""Directorates as people and papers write them: "FINANCE", "Finance / CYPE", "children young people & education"."""

from collections.abc import Mapping, Sequence

from register.action import EVERY_DIRECTORATE, Line
from register.lazy_pattern import LazyPattern
from register.register import Directorate, Register
from register.words.text_folding import folded

_BETWEEN = ("and ", "& ", "+ ", "the ", "jointly ", "joint ", "with ", "led by ", "lead ")
_BEHIND = (" directorates", " directorate", " leads", " leading", " lead", " to lead")
_POSTS = LazyPattern(r"\n|;|\s/\s")
_BEHIND_A_POST = LazyPattern(r"\S\s*\(([^()]+)\)\s*$")
_DOTTED = LazyPattern(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
"""An abbreviation with stops: "C.Y.P.E."."""


def directorates_in(words: str, register: Register) -> tuple[Directorate, ...] | None:
    """The directorates that words name, by code or name, each once; None when they say anything else."""
    rest = _plain(words)
    known = sorted(
        (
            (_plain(spelt), one)
            for one in register.directorates
            for spelt in (one.code, one.name)
            if spelt.strip()
        ),
        key=lambda pair: -len(pair[0]),
    )
    found: list[Directorate] = []
    while rest:
        before = next((one for one in _BETWEEN if rest.startswith(one)), "")
        match = next(((spelt, one) for spelt, one in known if _begins(rest, spelt)), None)
        if match is None and not before:
            return None
        if match is None:
            rest = rest[len(before) :]
            continue
        spelt, directorate = match
        found.append(directorate)
        rest = rest[len(spelt) :].strip()
        behind = next((one.strip() for one in _BEHIND if _begins(rest, one.strip())), "")
        rest = rest[len(behind) :].strip()
    return tuple(dict.fromkeys(found)) or None


def owners_of(line: Line, register: Register) -> tuple[str, ...]:
    """The owners that a paper's line prints, in the register's own spelling; strangers stay as they are printed.

    A line without codes, whose column of people names directorates and nobody else, is owned by those; one with
    officers alone by the directorates that its section is headed with.
    """
    if line.owners:
        spelt = (code for one in line.owners for code in _own_spelling(one, register))
        return tuple(dict.fromkeys(spelt))
    printed = line.more.get("officers", "")
    named = directorates_in(printed, register) or _in_brackets(printed, register)
    if not named and printed:
        named = directorates_in(line.more.get("section", ""), register)
    return tuple(one.code for one in named or ())


def renamed_in(owners: Sequence[str], renamed: Mapping[str, str], register: Register) -> dict[str, str]:
    """The codes among those owners that are another code now, each with that one.

    ``renamed`` maps codes that directorates had; one that is in use again is not among them.
    """
    now = {old.casefold(): new for old, new in renamed.items() if old not in register.codes}
    return {one: now[one.casefold()] for one in owners if one not in register.codes and one.casefold() in now}


def _own_spelling(printed: str, register: Register) -> tuple[str, ...]:
    """The codes that a printed owner names; itself where it names a stranger, too."""
    if printed in register.codes:
        return (printed,)
    if printed.upper() == EVERY_DIRECTORATE:
        return (EVERY_DIRECTORATE,)
    named = directorates_in(printed, register) or _in_brackets(printed, register)
    return tuple(one.code for one in named or ()) or (printed,)


def _in_brackets(printed: str, register: Register) -> tuple[Directorate, ...] | None:
    """The directorates in brackets behind every post of a cell: "Head of Payroll (Resources)"; None for other cells."""
    posts = [post for post in _POSTS.split(printed) if post.strip()]
    named = [
        directorates_in(found[1], register) if (found := _BEHIND_A_POST.search(post)) else None
        for post in posts
    ]
    return tuple(dict.fromkeys(one for some in named for one in some or ())) if all(named) else None


def _begins(text: str, words: str) -> bool:
    return text == words or text.startswith(f"{words} ")


def _plain(words: str) -> str:
    words = _DOTTED.sub(lambda found: found[0].replace(".", ""), words)
    return " ".join("and" if one in ("&", "+") else one for one in folded(words).split())
