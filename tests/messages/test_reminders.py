"""What reminders, escalations and digests say: short, true and in plain words."""

from datetime import UTC, date, timedelta

import pytest

from messages import digest as digest_messages
from messages import reminders as reminder_messages
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.action import Action
from register.digest import Changed, digest
from tests.messages.wording import (
    DECEMBER,
    KENT,
    MARCH,
    NOVEMBER,
    PAPER,
    TODAY,
    WEEK_AGO,
    action,
    assert_fits,
    batch,
    buttons,
    promised,
    shown,
    update_of,
)


def test_a_reminder_says_when_what_and_with_whom() -> None:
    first, second = action("3", promised(NOVEMBER)), action("14", updates=(update_of(2, "Half done."),))
    message = reminder_messages.reminder(
        batch("reminder", (first, first.milestones[0]), (second, second.milestones[0])),
        KENT,
        TODAY,
        CommandSpelling(),
    )
    everything = shown(message.blocks)
    for words in (
        "Reminder: 1 action past its date and 1 due soon",
        ":red_circle: *3 weeks late, due 30 November 2022*",
        ":large_orange_circle: *Due 31 December 2022, in 10 days*",
        "With GET · no update yet",
        "With GET · last update 16 December 2022",
        "`/htst update 3 what has been done`",
    ):
        assert words in everything
    assert buttons(message.blocks) == [("Update", "update", "kent:3"), ("Update", "update", "kent:14")]
    assert "<@" not in everything + message.text


@pytest.mark.parametrize(
    ("deadlines", "today", "heading"),
    [
        ([NOVEMBER], date(2022, 11, 29), "Reminder: action 1 is due tomorrow"),
        ([NOVEMBER], date(2022, 12, 7), "Reminder: action 1 is 7 days late"),
        ([NOVEMBER, DECEMBER], date(2022, 11, 16), "Reminder: 2 actions due by 31 December 2022"),
        ([NOVEMBER, NOVEMBER], date(2022, 12, 7), "Reminder: 2 actions past their date"),
    ],
)
def test_the_heading_of_a_reminder_says_it_all(deadlines: list[date], today: date, heading: str) -> None:
    actions = [action(str(n), promised(day)) for n, day in enumerate(deadlines, start=1)]
    message = reminder_messages.reminder(
        batch("reminder", *((a, a.milestones[0]) for a in actions)), KENT, today, CommandSpelling()
    )
    assert message.blocks[0]["text"]["text"] == heading
    assert message.text.startswith(heading)


def test_a_reminder_of_a_hundred_names_every_ref() -> None:
    actions = [action(str(n), promised(NOVEMBER)) for n in range(1, 101)]
    message = reminder_messages.reminder(
        batch("reminder", *((a, a.milestones[0]) for a in actions)), KENT, TODAY, CommandSpelling()
    )
    everything = shown(message.blocks)
    assert "*And 85 more:* 16, 17, " in everything
    assert ", 100\n`/htst list CYPE` shows them." in everything


def test_an_escalation_says_why_one_is_told_and_what_was_last_said() -> None:
    late = action("3", promised(NOVEMBER), updates=(update_of(1, "Waiting for legal advice."),))
    to_lead = shown(
        reminder_messages.escalation(
            batch("escalation", (late, late.milestones[0])), KENT, TODAY, CommandSpelling()
        ).blocks
    )
    assert "1 action well past its date" in to_lead
    assert "because you lead CYPE" in to_lead
    assert "> Waiting for legal advice." in to_lead
    to_admin = batch("escalation", (late, late.milestones[0]), directorate=None)
    assert "because you look after “Home to School" in shown(
        reminder_messages.escalation(to_admin, KENT, TODAY, CommandSpelling()).blocks
    )


def digested(actions: list[Action], changes: list[Changed], code: str | None = "CYPE") -> tuple[Message, ...]:
    return digest_messages.digest(
        digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC), code, TODAY, CommandSpelling()
    )


def test_a_digest_tells_the_week() -> None:
    actions = [
        action("3", promised(NOVEMBER)),
        action("38", promised(NOVEMBER, "Identification"), promised(DECEMBER, "Training")),
        action("4", promised(MARCH), updates=(update_of(1, "Begun."),)),
    ]
    changes = [
        Changed("4", WEEK_AGO, "Progress: blank → In progress", "U0OFFICER"),
        Changed("4", WEEK_AGO, "Target date: May → March", "Table.docx"),
    ]
    (message,) = digested(actions, changes)
    everything = shown(message.blocks)
    for words in (
        "CYPE: the week to 21 December 2022",
        "*3 open of 3 actions*\n:red_circle: 2 overdue\n:large_orange_circle: 1 due in the next four weeks",
        "2 with no update since the paper of 15 November 2022",
        "What changed this week: 1 action",
        "> Progress: blank → In progress\n> Target date: May → March (from Table.docx)",
        "*Overdue, oldest first: 2*\n:red_circle: 3 weeks late, due 30 November 2022\n• *3*",
        "(Identification) · with GET",
        "*Due in the next four weeks: 1*\n:large_orange_circle: Due 31 December 2022, in 10 days\n• *38*",
        "(Training) · with GET",
        "*No update since the paper of 15 November 2022: 2*\n3, 38",
    ):
        assert words in everything
    assert "<@" not in everything + message.text
    (to_leads,) = digested(actions, changes, None)
    assert "All directorates: the week to 21 December 2022" in shown(to_leads.blocks)
    assert " · CYPE, GET" in shown(to_leads.blocks)


def test_a_digest_with_nothing_to_say_says_so() -> None:
    (message,) = digested([action("4", promised(MARCH))], [])
    assert (
        "Nothing changed this week, nothing is overdue, and nothing is due in the next four weeks."
        in message.text
    )
    (empty,) = digested([], [])
    assert "No action is open, and nothing changed this week." in shown(empty.blocks)


def test_a_digest_of_500_actions_is_one_message_that_can_be_read() -> None:
    actions = [action(str(n), promised(TODAY + timedelta(days=n % 60 - 30))) for n in range(1, 501)]
    changes = [
        Changed(str(n), WEEK_AGO, f"Update: step {n} of many is done", "U0OFFICER") for n in range(1, 501)
    ]
    (message,) = digested(actions, changes)
    everything = shown(message.blocks)
    assert f"_and {260 - 8} more:_ `/htst list overdue CYPE`" in everything
    assert "`/htst list due 28 CYPE`" in everything
    assert "161 and 339 more" in everything
    assert_fits(message)
