"""Themes as a paper prints them: a narrative, the actions it speaks of by who leads them, and responses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from register.action import EVERY_DIRECTORATE, spelt_out
from register.doubts import Doubt
from register.refs import folded_ref
from register.themes import Led


@dataclass(frozen=True)
class Response:
    """One numbered answer of the officers, such as 1.1."""

    number: str
    text: str


@dataclass(frozen=True)
class Theme:
    """A theme as a paper prints it; an action may stand in several. ``place`` is where its title stands."""

    title: str
    narrative: str
    groups: tuple[Led, ...]
    responses: tuple[Response, ...]
    place: str


def doubts_about(
    themes: Sequence[Theme], owners: Mapping[str, tuple[str, ...]], directorates: Sequence[str]
) -> list[Doubt]:
    """What to ask about themes: an action in none, one nobody knows, a group that is not its owners.

    ``owners`` are the printed owner codes of each action of the register, by ref; ``directorates`` its codes.
    """
    found: list[Doubt] = []
    known = {folded_ref(ref): ref for ref in owners}
    seen: set[str] = set()
    for theme in themes:
        for group in theme.groups:
            for printed in group.refs:
                ref = known.get(folded_ref(printed))
                if ref is None:
                    question = (
                        f"the theme “{theme.title}” names it, and there is no such action; which is meant?"
                    )
                    found.append(Doubt(theme.place, printed, "ref", group.printed, "", question))
                    continue
                seen.add(ref)
                meant = leaders(group.printed, directorates)
                theirs = set(spelt_out(owners[ref], directorates))
                if meant and meant != theirs:
                    question = f"the theme “{theme.title}” has it under “{group.printed}”; whose is it?"
                    found.append(Doubt(theme.place, ref, "owners", " ".join(owners[ref]), "", question))
    place = themes[0].place if themes else ""
    grouped = any(theme.groups for theme in themes)
    alone = [ref for ref in owners if grouped and ref not in seen]
    return found + [Doubt(place, ref, "section", "", "", "it stands in no theme; should it?") for ref in alone]


def leaders(printed: str, directorates: Iterable[str]) -> set[str]:
    """The directorates that a group's heading names; all of them for "All", none for words that name none."""
    codes = list(directorates)
    words = printed.replace("/", " ").replace(",", " ").replace("&", " ").replace("+", " ").split()
    if any(word.upper() == EVERY_DIRECTORATE for word in words):
        return set(codes)
    return {code for code in codes if code in words}
