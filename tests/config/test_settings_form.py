"""The form of a register's settings leaves alone what it has no field for."""

from dataclasses import fields, replace
from datetime import date, time

import pytest

from config.settings_form import tables_of, with_settings
from register.committee.meetings import Meeting, MeetingPlan
from register.committee.paper_plan import PaperPlan
from register.days.calendar import Nation
from register.life_plan import LifePlan
from register.notices.plans import DigestPlan, ReminderPlan, Steps
from register.register import Directorate, Register

PLAN = ReminderPlan(
    steps=Steps((9, 3), (2, 5), 6),
    lead_after=3,
    admin_after=None,
    at=time(8, 15),
    once_a_week=False,
    high=Steps((20,), (1,), 2),
    high_words=("red",),
)
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
    reminders=PLAN,
    digest=DigestPlan(4, time(10)),
    cards_when_due=True,
    life=LifePlan(3, ("Money",)),
    meetings=MeetingPlan((Meeting(date(2023, 3, 16)),)),
    paper=PaperPlan("Kent County Council"),
    absences=lambda _day: {},
)


@pytest.mark.parametrize(
    ("settings", "unset"), [(PLAN, ReminderPlan()), (REGISTER, Register("", ""))], ids=["reminders", "register"]
)
def test_each_setting_is_tried_with_another_value_than_it_has_unset(
    settings: Register | ReminderPlan, unset: Register | ReminderPlan
) -> None:
    names = [one.name for one in fields(settings)]
    assert [name for name in names if getattr(settings, name) == getattr(unset, name)] == []


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing() -> None:
    assert with_settings(REGISTER, tables_of(REGISTER)) == REGISTER


def test_what_is_entered_is_set_and_all_else_of_the_reminders_stays() -> None:
    shown = tables_of(REGISTER)
    tables = shown | {"reminders": shown["reminders"] | {"before": [7], "at": "07:45"}}
    found = with_settings(REGISTER, tables).reminders
    assert found == replace(PLAN, steps=replace(PLAN.steps, before=(7,)), at=time(7, 45))
