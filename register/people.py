"""Who is in the workspace, as Slack knows them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A member of the workspace: a Slack user id, whether a guest, and whether no longer there."""

    id: str
    is_guest: bool
    is_gone: bool = False


def is_person(author: str) -> bool:
    """Whether the author of an update is a Slack user id, rather than the name of a paper."""
    return bool(re.fullmatch(r"[UW][A-Z0-9]{2,}", author))
