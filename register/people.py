"""Who is in the workspace, as Slack knows them."""

import re
from dataclasses import dataclass


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


def is_person(author: str) -> bool:
    """Whether the author of an update is a Slack user id, rather than the name of a paper."""
    return bool(re.fullmatch(r"[UW][A-Z0-9]{2,20}", author))
