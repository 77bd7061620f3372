"""The data for a committee paper, as the register knew it on a day, before any of it is put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from papers.write.paper import Late, PaperQuestion, Section
from register.action import Action, Line
from register.committee.covering_report import CoveringReport
from register.committee.movement import Happening
from register.committee.table_columns import Column
from register.register import Register


@dataclass(frozen=True)
class Material:
    """A register as it was known for one meeting, and as the last paper showed it.

    ``meeting`` and ``since`` are local days, ``since`` that of the last paper (None: there was none); ``moment`` (UTC)
    is the date in the files. ``before`` and ``after`` are the actions as known on these two days, ``history`` holds all
    changes and ``between`` those since the last paper. ``columns``, ``printed`` and ``key`` are the columns, lines and
    key of the last paper. ``delivered`` are the words for the table by ref; they include updates that nobody has edited
    into the text yet, whose number by ref is ``pending``; ``reworded`` are the actions of which an update was edited or
    taken back after those words were written from it. ``raised`` is the day on which each action came into the
    register after its first table, by ref; ``seed`` the SHA-256 of the last paper; ``minutes`` the numbers of the
    minutes under which actions were closed, by ref. ``report`` is the covering report that was read for the meeting, if
    any. ``unsigned`` are the directorates whose lead has not signed off, ``unsigned_because`` the reason for publishing
    without it.
    """

    register: Register
    meeting: date
    moment: datetime
    since: date | None
    before: Sequence[Action]
    after: Sequence[Action]
    history: Sequence[Happening]
    between: Sequence[Happening]
    columns: tuple[Column, ...]
    printed: Sequence[Line] = ()
    key: Mapping[str, str] = field(default_factory=dict)
    delivered: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    reworded: tuple[str, ...] = ()
    raised: Mapping[str, date] = field(default_factory=dict)
    seed: str = ""
    sections: tuple[Section, ...] = ()
    questions: tuple[PaperQuestion, ...] = ()
    minutes: Mapping[str, str] = field(default_factory=dict)
    late: Late | None = None
    report: CoveringReport | None = None
    unsigned: tuple[str, ...] = ()
    unsigned_because: str = ""

    @cached_property
    def line_of(self) -> Mapping[str, Line]:
        """The last paper's lines by ref."""
        return {line.ref: line for line in self.printed}

    def without_exempt(self) -> "Material":
        """A copy without the exempt actions, which are not published, and without Members' questions about them."""
        exempt = {one.ref for one in self.after if one.life.exempt}
        return replace(
            self,
            before=[one for one in self.before if one.ref not in exempt],
            after=[one for one in self.after if one.ref not in exempt],
            history=[one for one in self.history if one.ref not in exempt],
            between=[one for one in self.between if one.ref not in exempt],
            questions=tuple(one for one in self.questions if exempt.isdisjoint(one.refs)),
        )
