"""A register as it was known for a meeting, for tests of what is put together from it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from papers.assemble.material import Material
from register.action import Action
from register.committee.movement import Happening, HappeningKind
from register.committee.paper_plan import PaperPlan
from register.committee.table_columns import Column
from register.life import Decision, Revision
from register.progress import Status
from tests.messages.wording import KENT, action, promised

SINCE, MEETING = date(2022, 11, 15), date(2023, 3, 16)
NOW = datetime(2023, 3, 8, 9, tzinfo=UTC)
JANUARY, APRIL, JUNE = date(2023, 1, 31), date(2023, 4, 30), date(2023, 6, 30)
COLUMNS = (
    Column("defined", "Activity"),
    Column("ref", "Ref"),
    Column("owners", "Owner"),
    Column("progress", "Progress"),
)
PLAN = PaperPlan(
    organisation="Kent County Council",
    sender="General Counsel",
    author=("Helen Marsh", "Monitoring Officer"),
    themes={"Contracts": ("1", "2")},
)


def doing(ref: str, due: date | None = JUNE, **changes: Any) -> Action:
    """An action in progress that is due then."""
    return action(ref, promised(due), **{"status": Status.IN_PROGRESS, "progress": "In progress"} | changes)


def asked(decision: Decision, number: int = 1, day: int = 1, **more: Any) -> Revision:
    """Another date for an action that was due in January."""
    at = datetime(2023, 2, day, 9, tzinfo=UTC)
    return Revision(
        number,
        "30 June 2023",
        "The tender is late",
        "U0CYPE",
        at,
        JUNE,
        JANUARY,
        decision=decision.value,
        **more,
    )


def material(*after: Action, **more: Any) -> Material:
    """A register of those actions, of which one paper was published before."""
    known: dict[str, Any] = {
        "register": replace(KENT, paper=PLAN),
        "meeting": MEETING,
        "moment": NOW,
        "since": SINCE,
        "before": [doing(one.ref) for one in after],
        "after": after,
        "history": (),
        "between": (),
        "columns": COLUMNS,
    }
    return Material(**known | more)


def happened(kind: HappeningKind, ref: str, text: str = "", **more: Any) -> Happening:
    return Happening(ref, kind, date(2023, 2, 1), "U0CYPE", text, **more)
