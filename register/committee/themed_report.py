"""Themes as a paper prints them: a narrative, the actions it speaks of by who leads them, and responses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from register.action import EVERY_DIRECTORATE, expand_owners
from register.committee.themes import LeadGroup
from register.fields import field_of
from register.imports.doubts import Doubt
from register.imports.row_answers import AS_READ, LEFT_OUT, field_of_key
from register.refs import folded_ref


@dataclass(frozen=True)
class Response:
    """One numbered answer of the officers, such as 1.1."""

    number: str
    text: str


@dataclass(frozen=True)
class Theme:
    """A theme as a paper prints it; an action may be in several. ``place`` is the place of its title in the paper."""

    title: str
    narrative: str
    groups: tuple[LeadGroup, ...]
    responses: tuple[Response, ...]
    place: str

    def as_json(self) -> dict[str, Any]:
        """For scripts, and as it is stored."""
        return {
            "title": self.title,
            "narrative": self.narrative,
            "groups": [{"printed": one.printed, "refs": list(one.refs)} for one in self.groups],
            "responses": [asdict(one) for one in self.responses],
        }

    @classmethod
    def read(cls, written: dict[str, Any]) -> Self:
        """From what ``as_json`` gave."""
        groups = tuple(LeadGroup(one["printed"], tuple(one["refs"])) for one in written["groups"])
        responses = tuple(Response(**one) for one in written["responses"])
        return cls(written["title"], written["narrative"], groups, responses, "")


def refs_by_title(themes: Iterable[Theme], sections: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The refs of each theme's actions by its title: those that its groups name, and those that stand in it.

    ``sections`` are the sections that the register's actions stand in (empty for none), by ref in the register's
    order; a ref that the register does not have is left out.
    """
    known = {folded_ref(ref): ref for ref in sections}
    found: dict[str, tuple[str, ...]] = {}
    for theme in themes:
        named = [known.get(folded_ref(ref)) for group in theme.groups for ref in group.refs]
        within = [ref for ref, section in sections.items() if section == theme.title]
        refs = dict.fromkeys(ref for ref in (*named, *within) if ref)
        if refs:
            found[theme.title] = tuple(refs)
    return found


def doubts_about(
    themes: Sequence[Theme], owners: Mapping[str, tuple[str, ...]], directorates: Sequence[str]
) -> list[Doubt]:
    """What to ask about themes: an action in none, one nobody knows, a group that is not its owners.

    ``owners`` are the printed owner codes of each action of the register, by ref; ``directorates`` its codes.
    """
    found: list[Doubt] = []
    known = {folded_ref(ref): ref for ref in owners}
    positions = {code: number for number, code in enumerate(directorates)}
    seen: set[str] = set()
    named = ((theme, group, printed) for theme in themes for group in theme.groups for printed in group.refs)
    for theme, group, printed in named:
        ref = known.get(folded_ref(printed))
        if ref is None:
            question = f"the theme “{theme.title}” names it, and there is no such action; which is meant?"
            found.append(Doubt(theme.place, printed, "ref", group.printed, "", question))
            continue
        seen.add(ref)
        leading = leaders(group.printed, directorates)
        owning = set(expand_owners(owners[ref], positions))
        if leading and leading != owning:
            question = f"the theme “{theme.title}” has it under “{group.printed}”; whose is it?"
            owners_printed = field_of("owners").printed(owners[ref])
            found.append(Doubt(theme.place, ref, "owners", owners_printed, "", question))
    place = themes[0].place if themes else ""
    grouped = any(theme.groups for theme in themes)
    alone = [ref for ref in owners if grouped and ref not in seen]
    return found + [
        Doubt(place, ref, "section", "", "", "it is not in any theme; should it be?") for ref in alone
    ]


def with_refs(themes: Iterable[Theme], corrections: Mapping[str, str]) -> tuple[Theme, ...]:
    """The themes with corrected references, by the printed one (folded); one corrected to "" is left out."""

    def of(group: LeadGroup) -> LeadGroup:
        refs = (corrections.get(folded_ref(ref), ref) for ref in group.refs)
        return replace(group, refs=tuple(dict.fromkeys(filter(None, refs))))

    return tuple(replace(theme, groups=tuple(map(of, theme.groups))) for theme in themes)


def corrected_refs(rows: Mapping[str, str], themes: Iterable[Theme]) -> dict[str, str]:
    """From a person's answers about ``rows``: the right reference for each that themes print (folded); "" where it is
    to be left out.
    """
    printed = {folded_ref(ref) for theme in themes for group in theme.groups for ref in group.refs}
    corrections = {}
    for key, words in rows.items():
        ref, name = field_of_key(key)
        if name == "ref" and words and words.casefold() != AS_READ and folded_ref(ref) in printed:
            corrections[folded_ref(ref)] = "" if words.casefold() == LEFT_OUT else words
    return corrections


def leaders(printed: str, directorates: Iterable[str]) -> set[str]:
    """The directorates that a group's heading names; all of them for "All", none for words that name none."""
    codes = list(directorates)
    words = printed.replace("/", " ").replace(",", " ").replace("&", " ").replace("+", " ").split()
    if any(word.upper() == EVERY_DIRECTORATE for word in words):
        return set(codes)
    return {code for code in codes if code in words}
