"""A register's settings for the papers that it writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from register.committee.sample import SHARE

TARGET_PERCENT = 90
"""Percent of actions to be implemented by their date, where a committee has set no other target."""


@dataclass(frozen=True)
class PaperPlan:
    """What a register's papers print besides its actions.

    ``organisation``  the council's name.
    ``sender``        "From" on the covering report.
    ``status``        "Unrestricted", or what else stands there.
    ``author``        the lines at its foot: name, post.
    ``target``        percent of actions to be implemented by their date.
    ``sample``        percent of the usual claims of "complete" that are drawn to be verified.
    ``not_named``     names that no paper should print: pupils, officers below a level.
    ``may_be_named``  names that papers may print: officers from a level up; others are pointed at.
    ``people``        the names of people by their Slack user ids, for "granted by".
    ``themes``        titles of themes, and the refs of their actions.
    ``table``         what the committee calls its table of actions: the title of the appendix.
    ``contact``       to whom the public page's readers can turn.
    """

    organisation: str = ""
    sender: str = ""
    status: str = "Unrestricted"
    author: tuple[str, ...] = ()
    target: int = TARGET_PERCENT
    sample: int = SHARE
    not_named: tuple[str, ...] = ()
    may_be_named: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict, hash=False)
    themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    contact: str = ""
    table: str = "Table of actions"
