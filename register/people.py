"""Who is in the workspace, as Slack knows them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from register.action import Action
from register.register import Register, is_user_id
from register.words.text_folding import folded, word_set


@dataclass(frozen=True)
class Person:
    """Somebody whom Slack lists: a Slack user id, whether a guest, whether no longer there, and where from.

    ``home`` is the id of their organisation of workspaces (E…) or else of their workspace (T…): people of
    another one are listed too where a channel is shared with it. Empty when Slack does not say.
    """

    id: str
    is_guest: bool
    is_gone: bool = False
    home: str = ""


SLACK = "Slack"
"""The author of changes that nobody made but Slack reported: who has left, or a channel's new id."""
PSEUDONYM = "Former colleague"
"""How the pseudonyms of people who were forgotten begin (``register.forgetting``)."""


def is_person(author: str) -> bool:
    """Whether the author of an update is a person, also one who was forgotten, rather than the name of a paper."""
    return is_user_id(author) or is_forgotten(author)


def is_forgotten(author: str) -> bool:
    """Whether it is the pseudonym of somebody who was forgotten, to whom nothing can be sent."""
    return re.fullmatch(rf"{PSEUDONYM} [0-9A-F]{{6}}", author) is not None


def called(words: str, names: Mapping[str, str]) -> list[str]:
    """The people (user ids) in whose name all of these words stand, by the names that the settings give."""
    asked = word_set(folded(words))
    return [user for user, name in names.items() if asked and asked <= word_set(folded(name))]


def speaks_for(register: Register, person: str, channel: str, action: Action) -> frozenset[str]:
    """The directorates for which a person speaks when they say something of an action in a channel ("": in none).

    Officers and leads speak for their own directorates, and an administrator for none. Anybody else speaks for the
    directorate in whose channel they say it; outside such a channel for those of the owners in whose channels they sit,
    and where that is not known for all that own the action.
    """
    officers = {code for code, officer in action.life.officers.items() if officer == person}
    own = officers | {one.code for one in register.directorates if one.lead == person}
    if own:
        return frozenset(own)
    if person in register.admins:
        return frozenset()
    here = {one.code for one in register.directorates if channel and one.speaks_in((channel,))}
    owners = frozenset(action.directorates)
    seats = {one.code for one in register.directorates if person in one.members}
    return frozenset(here) or owners & seats or owners
