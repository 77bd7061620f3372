"""What reminders and escalations say: short, true and in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from messages import reminders as reminder_messages
from messages.command_spelling import CommandSpelling
from register.life import Delay, Life, Revision
from register.notices.plans import ReminderPlan
from tests.messages.wording import (
    DECEMBER,
    KENT,
    NOVEMBER,
    TODAY,
    action,
    batch,
    buttons,
    promised,
    shown,
    update_of,
)

ASKED = Revision(7, "March", "the tender", "U0OFFICER", datetime(2022, 12, 20, tzinfo=UTC))


def test_a_reminder_says_when_what_and_with_whom() -> None:
    first, second = action("3", promised(NOVEMBER)), action("14", updates=(update_of(2, "Half done."),))
    message = reminder_messages.reminder(
        batch("reminder", (first, first.milestones[0]), (second, second.milestones[0])),
        KENT,
        TODAY,
        CommandSpelling(),
        {},
    )
    everything = shown(message.blocks)
    for words in (
        "Reminder: 1 action past its date, 3 weeks late, and 1 due soon",
        ":red_circle: *3 weeks late, due 30 November 2022*",
        ":large_orange_circle: *Due 31 December 2022, in 10 days*",
        "With GET · no update yet",
        "With GET · last update 16 December 2022",
        "`/htst update 3 what has been done`",
    ):
        assert words in everything
    assert buttons(message.blocks) == [
        ("Update", "update", "kent:3"),
        ("Update", "update", "kent:14"),
        ("Answer for all 2 …", "answer_all", "kent::3,14"),
    ]
    assert "<@" not in everything + message.text


@pytest.mark.parametrize(
    ("deadlines", "today", "heading"),
    [
        ([NOVEMBER], date(2022, 11, 29), "Reminder: action 1 is due tomorrow"),
        ([NOVEMBER], date(2022, 12, 7), "Reminder: action 1 is 7 days late"),
        (
            [NOVEMBER, DECEMBER],
            date(2022, 11, 16),
            "Reminder: 2 actions due by 31 December 2022, the first in 2 weeks",
        ),
        ([NOVEMBER, NOVEMBER], date(2022, 11, 16), "Reminder: 2 actions due by 30 November 2022, in 2 weeks"),
        (
            [NOVEMBER, NOVEMBER],
            date(2022, 12, 7),
            "Reminder: 2 actions past their date, the oldest 7 days late",
        ),
    ],
)
def test_the_heading_of_a_reminder_says_it_all(deadlines: list[date], today: date, heading: str) -> None:
    actions = [action(str(n), promised(day)) for n, day in enumerate(deadlines, start=1)]
    message = reminder_messages.reminder(
        batch("reminder", *((a, a.milestones[0]) for a in actions)), KENT, today, CommandSpelling(), {}
    )
    assert message.blocks[0]["text"]["text"] == heading
    assert message.text.startswith(heading)


def test_a_reminder_of_a_hundred_names_every_ref() -> None:
    actions = [action(str(n), promised(NOVEMBER)) for n in range(1, 101)]
    message = reminder_messages.reminder(
        batch("reminder", *((a, a.milestones[0]) for a in actions)), KENT, TODAY, CommandSpelling(), {}
    )
    everything = shown(message.blocks)
    assert "*And 85 more:* 16, 17, " in everything
    assert ", 100\n`/htst list CYPE` shows them." in everything


def test_an_escalation_says_why_one_is_told_and_what_was_last_said() -> None:
    late = action("3", promised(NOVEMBER), updates=(update_of(1, "Waiting for legal advice."),))
    to_lead = shown(
        reminder_messages.escalation(
            batch("escalation", (late, late.milestones[0])), KENT, TODAY, CommandSpelling(), {}
        ).blocks
    )
    assert "1 action well past its date" in to_lead
    assert "because you lead CYPE" in to_lead
    assert "> Waiting for legal advice." in to_lead
    of_both = replace(batch("escalation", (late, late.milestones[0])), directorates=("CYPE", "GET"))
    assert "because you lead CYPE and GET." in shown(
        reminder_messages.escalation(of_both, KENT, TODAY, CommandSpelling(), {}).blocks
    )
    to_admin = batch("escalation", (late, late.milestones[0]), directorate=None)
    assert "because you look after “Home to School" in shown(
        reminder_messages.escalation(to_admin, KENT, TODAY, CommandSpelling(), {}).blocks
    )


def test_an_action_counts_once_however_many_of_its_dates_are_late_or_due() -> None:
    both = action("38", promised(NOVEMBER, "Names"), promised(DECEMBER, "Training"))
    late = action("3", promised(NOVEMBER), promised(date(2022, 12, 9), "Report"))
    items = [(one, milestone) for one in (both, late) for milestone in one.milestones]
    heading = reminder_messages.late_and_due(batch("reminder", *items).items, TODAY)
    assert heading == "2 actions past their date, the oldest 3 weeks late"
    message = reminder_messages.escalation(batch("escalation", *items), KENT, TODAY, CommandSpelling(), {})
    assert message.text.startswith("2 actions well past their date")


def test_of_an_action_whose_dates_do_not_all_fit_nothing_more_is_counted() -> None:
    many = action("7", *(promised(date(2022, 11, n), f"Part {n}") for n in range(1, 26)))
    message = reminder_messages.reminder(
        batch("reminder", *((many, one) for one in many.milestones)), KENT, TODAY, CommandSpelling(), {}
    )
    assert "more:" not in shown(message.blocks)


def test_a_reminder_past_the_date_says_what_the_directorate_has_answered() -> None:
    late = action("3", promised(NOVEMBER))
    message = reminder_messages.reminder(
        batch("reminder", (late, late.milestones[0]), answers=[(late, late.milestones[0])]),
        KENT,
        TODAY,
        CommandSpelling(),
        {},
    )
    everything = shown(message.blocks)
    assert "What is answered here is past its date: is it done, or when will it be?" in everything
    assert "With GET\nAnswered on 17 December 2022:\n> Sent to the board &amp; waiting." in everything


def test_an_escalation_asks_for_a_decision_where_there_is_an_answer_and_for_one_where_there_is_none() -> None:
    late, silent = action("3", promised(NOVEMBER)), action("5", promised(NOVEMBER))
    items = [(late, late.milestones[0]), (silent, silent.milestones[0])]

    def escalated(*which: int, answered: bool) -> str:
        chosen = [items[n] for n in which]
        notice = batch("escalation", *chosen, answers=items[:1] if answered else ())
        return shown(reminder_messages.escalation(notice, KENT, TODAY, CommandSpelling(), {}).blocks)

    decide, see_to_it = "Grant a new date, accept it as it is, or press on.", "says why it is late"
    assert decide in escalated(0, answered=True)
    assert see_to_it not in escalated(0, answered=True)
    assert decide not in escalated(0, 1, answered=False)
    assert see_to_it in escalated(0, 1, answered=False)
    both = escalated(0, 1, answered=True)
    assert both.index(decide) < both.index("*3*") < both.index(see_to_it) < both.index("*5*")
    assert "`/htst end 3 risk accepted by …` accepts it as it is" in both


def test_an_escalation_asks_no_more_why_a_date_was_missed_once_that_is_said() -> None:
    why = Delay(NOVEMBER, "Money", "The tender came in over.", "U0OFFICER", datetime(2022, 12, 8, tzinfo=UTC))
    late, silent = action("3", promised(NOVEMBER), life=Life(delays=(why,))), action("5", promised(NOVEMBER))
    items = [(late, late.milestones[0]), (silent, silent.milestones[0])]
    for chosen, asked in ((items[:1], "says when it will be done"), (items, "says why it is late and when")):
        notice = batch("escalation", *chosen)
        message = reminder_messages.escalation(notice, KENT, TODAY, CommandSpelling(), {})
        assert asked in shown(message.blocks)
        assert asked in message.text


@pytest.mark.parametrize(("asked", "pressed"), [((), ["new_date", "update"]), ((ASKED,), ["grant", "update"])])
def test_an_escalation_has_the_button_of_the_decision(asked: tuple[Revision, ...], pressed: list[str]) -> None:
    late, silent = action("3", promised(NOVEMBER), life=Life(revisions=asked)), action("5", promised(NOVEMBER))
    items = [(late, late.milestones[0]), (silent, silent.milestones[0])]
    notice = batch("escalation", *items, answers=items[:1])
    message = reminder_messages.escalation(notice, KENT, TODAY, CommandSpelling(), {})
    found = [one["accessory"]["action_id"] for one in message.blocks if "accessory" in one]
    assert found == pressed
    assert ("asks for March: the tender" in shown(message.blocks)) == bool(asked)


def test_an_answer_is_shown_without_the_ref_that_said_whose_it_is() -> None:
    late = action("3", promised(NOVEMBER), updates=(update_of(1, "3: Waiting for legal advice."),))
    message = reminder_messages.escalation(
        batch("escalation", (late, late.milestones[0])), KENT, TODAY, CommandSpelling(), {}
    )
    assert "> Waiting for legal advice." in shown(message.blocks)


def test_a_high_priority_and_the_named_officer_are_said_and_the_ref_leads_to_the_card() -> None:
    urgent = action(
        "3", promised(NOVEMBER), more={"priority": "High"}, life=Life(officers={"CYPE": "U0OFFICER"})
    )
    link = "https://kent.slack.com/archives/C0CYPE/p1668506400000100"
    message = reminder_messages.reminder(
        batch("reminder", (urgent, urgent.milestones[0])), KENT, TODAY, CommandSpelling(), {"3": link}
    )
    assert f"*<{link}|3>*  Agree who answers" in shown(message.blocks)
    assert "High priority · with GET · <@U0OFFICER> · no update yet" in shown(message.blocks)
    kent = replace(KENT, reminders=ReminderPlan(high_words=("red",)))
    other = reminder_messages.reminder(
        batch("reminder", (urgent, urgent.milestones[0])), kent, TODAY, CommandSpelling(), {}
    )
    assert "igh priority" not in shown(other.blocks)
