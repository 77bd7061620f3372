"""What a digest says: short, true, in plain words, and in one message."""

from datetime import UTC, date, timedelta

from messages import digest as digest_messages
from messages.command_spelling import CommandSpelling
from messages.digest import Place
from messages.layout import Message
from messages.links import Links
from register.action import Action
from register.notices.batches import Batch
from register.notices.digest import Changed, digest
from register.notices.week_counts import Counted
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


def digested(
    actions: list[Action],
    changes: list[Changed],
    *codes: str,
    asked: Batch | None = None,
    links: Links | None = None,
    chart: str = "",
) -> tuple[Message, ...]:
    place = Place(codes, CommandSpelling(), links or {}, chart)
    return digest_messages.digest(
        digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC), place, TODAY, KENT, asked
    )


def test_a_digest_tells_the_week() -> None:
    actions = [
        action("3", promised(NOVEMBER)),
        action("38", promised(NOVEMBER, "Identification"), promised(DECEMBER, "Training")),
        action("4", promised(MARCH), updates=(update_of(1, "Begun."),)),
    ]
    changes = [
        Changed("4", WEEK_AGO, "Progress: blank → In progress", "U0OFFICER"),
        Changed("4", WEEK_AGO, "Target date: May → March", "Table.docx", Counted.MOVED),
        Changed("4", WEEK_AGO, "Update: Begun.", "U0OFFICER", Counted.UPDATED),
    ]
    (message,) = digested(actions, changes, "CYPE")
    everything = shown(message.blocks)
    for words in (
        "CYPE: the week to 21 December 2022",
        "*3 open of 3 actions*\n:red_circle: 2 overdue\n:large_orange_circle: 1 due in the next four weeks",
        "2 with no update since the paper of 15 November 2022",
        "*What changed this week: 1 action*\n1 updated · 1 with another date",
        "> Progress: blank → In progress\n> Target date: May → March (from Table.docx)",
        "*Overdue, oldest first: 2*\n:red_circle: 3 weeks late, due 30 November 2022\n• *3*",
        "(Identification) · with GET",
        "*Due in the next four weeks: 1*\n:large_orange_circle: Due 31 December 2022, in 10 days\n• *38*",
        "(Training) · with GET",
        "*No update since the paper of 15 November 2022: 2*\n3, 38",
    ):
        assert words in everything
    (to_leads,) = digested(actions, changes)
    assert "All directorates: the week to 21 December 2022" in shown(to_leads.blocks)
    assert " · CYPE, GET" in shown(to_leads.blocks)


def test_a_digest_with_nothing_to_say_says_so() -> None:
    (message,) = digested([action("4", promised(MARCH))], [], "CYPE")
    assert (
        "Nothing changed this week, nothing is overdue, and nothing is due in the next four weeks."
        in message.text
    )
    (empty,) = digested([], [], "CYPE")
    assert "No action is open, and nothing changed this week." in shown(empty.blocks)


def test_a_digest_of_500_actions_is_one_message_that_can_be_read() -> None:
    actions = [action(str(n), promised(TODAY + timedelta(days=n % 60 - 30))) for n in range(1, 501)]
    changes = [
        Changed(str(n), WEEK_AGO, f"Update: step {n} of many is done", "U0OFFICER") for n in range(1, 501)
    ]
    (message,) = digested(actions, changes, "CYPE")
    everything = shown(message.blocks)
    assert f"_and {260 - 8} more:_ `/htst list overdue CYPE`" in everything
    assert "`/htst list due 28 CYPE`" in everything
    assert "161 and 339 more" in everything
    assert_fits(message)


def test_what_is_asked_stands_at_the_top_with_its_buttons_and_is_not_listed_again_below() -> None:
    late = [action(ref, promised(NOVEMBER)) for ref in ("3", "14")]
    other = action("21", promised(date(2022, 10, 31)))
    asked = batch("reminder", *((one, one.milestones[0]) for one in late))
    (message,) = digested([*late, other], [], "CYPE", asked=asked)
    everything = shown(message.blocks)
    assert "Please answer: 2 actions past their date, the oldest 3 weeks late" in everything
    assert buttons(message.blocks) == [
        ("Update", "update", "kent:3"),
        ("Update", "update", "kent:14"),
        ("Answer for all 2 …", "answer_all", "kent::3,14"),
    ]
    assert ":red_circle: 3 overdue" in everything
    below = everything[everything.index("*Also overdue, oldest first: 1*") :]
    assert "*21*" in below
    assert "• *3*" not in below
    assert message.text.count("Action 3:") == 1


def test_a_digest_that_asks_of_a_hundred_is_one_message() -> None:
    actions = [action(str(n), promised(TODAY + timedelta(days=n % 60 - 30))) for n in range(1, 301)]
    changes = [Changed(str(n), WEEK_AGO, f"Update: step {n} is done", "U0OFFICER") for n in range(1, 301)]
    links = {one.ref: f"https://kent.slack.com/archives/C0CYPE/p{n:016}" for n, one in enumerate(actions)}
    asked = batch("reminder", *((one, one.milestones[0]) for one in actions[:100]))
    (message,) = digested(
        actions, changes, "CYPE", asked=asked, links=links, chart="The chart is in this thread."
    )
    assert_fits(message)
    assert len(buttons(message.blocks)) >= 8
    assert "The chart is in this thread." in shown(message.blocks)


def test_directorates_that_share_a_channel_share_the_digest() -> None:
    (message,) = digested([action("3", promised(NOVEMBER))], [], "CYPE", "GET")
    assert message.text.startswith("CYPE and GET: the week to 21 December 2022")


def test_each_ref_leads_to_its_card() -> None:
    link = "https://kent.slack.com/archives/C0CYPE/p1668506400000100"
    changes = [Changed("3", WEEK_AGO, "Update: sent", "U0OFFICER")]
    (message,) = digested([action("3", promised(NOVEMBER))], changes, "CYPE", links={"3": link})
    assert shown(message.blocks).count(f"*<{link}|3>*") == 2
