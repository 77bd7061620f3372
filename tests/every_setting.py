"""A register each of whose settings has another value than where its file says nothing of it."""

from dataclasses import fields
from datetime import date, time
from typing import Any

from register.committee.meetings import Meeting, MeetingPlan, RoundPlan
from register.committee.paper_plan import PaperPlan
from register.days.calendar import Nation
from register.life_plan import LifePlan
from register.notices.plans import DigestPlan, ReminderPlan, Steps
from register.progress import Status
from register.register import Directorate, Register

PLANS: dict[str, Any] = {
    "reminders": ReminderPlan(
        steps=Steps((9, 3), (2, 5), 6),
        lead_after=3,
        admin_after=None,
        at=time(8, 15),
        once_a_week=False,
        high=Steps((20,), (1,), 2),
        high_words=("red",),
    ),
    "digest": DigestPlan(4, time(10)),
    "life": LifePlan(3, ("Money",), {"Green": Status.IN_PROGRESS}),
    "meetings": MeetingPlan(
        (Meeting(date(2023, 3, 16), "Committee", "Hall"),),
        RoundPlan(3, 2, 3, 3, 6),
        time(7),
        14,
        ("C0LEADS", "U0MONITOR"),
    ),
    "paper": PaperPlan(
        "Council",
        "Counsel",
        "Exempt",
        ("Manager",),
        80,
        50,
        ("A name",),
        ("Another",),
        {"U0MONITOR": "the Monitoring Officer"},
        {"Buses": ("1", "2")},
        "the Manager",
        "Action log",
    ),
}
REGISTER = Register(
    slug="kent",
    title="Transport",
    committee="Audit",
    timezone="Europe/Dublin",
    nation=Nation.WALES,
    closed_days=(date(2022, 12, 28),),
    leads_channel="C0LEADS",
    admins=("U0MONITOR",),
    directorates=(Directorate("GET", "Growth", "C0GET", "U0GETLEAD"),),
    cards_when_due=True,
    absences=lambda _day: {},
    **PLANS,
)


def left_unset() -> list[str]:
    """The settings that have the value which they have where nothing is said of them; there must be none."""
    unset = Register("", "")
    pairs = [(REGISTER, unset), *((plan, getattr(unset, name)) for name, plan in PLANS.items())]
    pairs.append((REGISTER.meetings.round, unset.meetings.round))
    return [
        f"{type(ours).__name__}.{one.name}"
        for ours, default in pairs
        for one in fields(ours)
        if getattr(ours, one.name) == getattr(default, one.name)
    ]
