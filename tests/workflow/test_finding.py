"""Two committees in one house: their registers meet in a channel, and nobody is left without an answer."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from demo.office import CYPE_LEAD, OFFICER_IDS, PAPER_DAY, Office
from playground.workspace import SlackUser
from register.action import Action, Line
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from tests.bot.test_commands import ask
from tests.readings import paper_of
from workflow.imports import import_reading

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def send(office: Office) -> Register:
    """A second register in the same channels, with actions 7 and 10 of its own, both CYPE's."""
    second = replace(office.register, slug="send", title="SEND improvement", committee="Cabinet")
    lines = [
        Line(ref, f"SEND promise {ref}", "", "December 2022", ("CYPE",), "", f"line {ref}")
        for ref in ("7", "10")
    ]
    with transaction(office.engine) as tx:
        registers.save(tx, second)
        import_reading(tx, second, paper_of(lines, "send.txt", "0" * 64), PAPER_DAY, office.slack.now())
    return second


def updated(office: Office, register: Register, ref: str) -> Action:
    with reading(office.engine) as tx:
        found = actions.find(tx, register, ref)
    assert found is not None
    return found


def test_who_names_no_register_is_told_the_very_words_to_type(office: Office, send: Register) -> None:
    for typed in ("status 10", "list overdue", "update 10 Sent the `draft`", "status", "10"):
        words = ask(office, f"/htst {typed}")
        spelt = typed.replace("`", "'")
        assert f"`/htst in kent {spelt}`" in words
        assert f"`/htst in send {spelt}` for “SEND improvement”" in words
    assert updated(office, office.register, "10").updates == ()


def test_the_register_that_is_named_answers(office: Office, send: Register) -> None:
    assert "SEND promise 10" in ask(office, "/htst in send status 10")
    assert "SEND promise 10" in ask(office, "/htst in SEND: 10")
    assert "SEND promise" not in ask(office, "/htst in kent 10")
    assert "All actions: 2" in ask(office, "/htst in send list")
    assert "2 open of 2" in ask(office, "/htst in send status")
    assert "action 7" in ask(office, "/htst in send update 7 Draft sent")
    assert [one.text for one in updated(office, send, "7").updates] == ["Draft sent"]
    assert updated(office, office.register, "7").updates == ()
    assert "Posting cards for action 7" in ask(office, "/htst in send assign 7", CYPE_LEAD, "C0LEADS")


def test_what_is_proposed_is_meant_for_the_register_that_was_named(office: Office, send: Register) -> None:
    assert "`/htst in send update 10 Sent`" in ask(office, "/htst in send update 11 Sent")
    assert "`/htst in send status 10`" in ask(office, "/htst in send statsu 10")
    assert "no register called sned. Did you mean send?" in ask(office, "/htst in sned status 10")
    assert "What you can ask me" in ask(office, "/htst in send")
    assert "`/htst in kent status 10`" in ask(office, "/htst in")


def test_peoples_own_words_are_asked_about_and_then_answered_where_several_registers_meet(
    office: Office, send: Register
) -> None:
    for typed in ("what is late?", "due next week", "update 7 and 10 Draft sent", "done", "status 7-10"):
        assert f"`/htst in send {typed}`" in ask(office, f"/htst {typed}"), typed
    assert "Actions due by 31 March 2023: 2" in ask(office, "/htst in send list due by 31 March 2023")
    assert "Actions due by 31 March 2023: 2" in ask(office, "/htst in send due by 31 March 2023")
    assert "None has “zzz” in its words." in ask(office, "/htst in send list zzz")
    assert "`/htst in send list`" in ask(office, "/htst in send list zzz")
    assert "actions 7 and 10" in ask(office, "/htst in send update 7 and 10 Draft sent")
    assert updated(office, office.register, "10").updates == ()
    assert "`/htst in send update 7, 10: forms sent`" in ask(office, "/htst in send update 7 10 forms sent")
    assert "Taken back" in ask(office, "/htst in send undo")
    assert updated(office, send, "10").updates == ()


def test_a_mention_is_answered_where_several_registers_meet(office: Office, send: Register) -> None:
    for words in ("@HTST status 10", "@HTST in send status 10"):
        office.slack.say(AMY, "C0CYPE", words)
        office.settle()
    which, answer = office.slack.ephemeral(AMY)
    assert "`/htst in send status 10`" in which["text"]
    assert "SEND promise 10" in str(answer["blocks"])


def told_to_type(answer: Any) -> set[str]:
    """Every command in a message or view that can be typed as it stands."""
    found = re.findall(r"`(/htst [^`]+)`", json.dumps(answer, ensure_ascii=False))
    return {one for one in found if "REF" not in one and "REGISTER" not in one}


def test_what_the_bot_says_to_type_works_where_it_says_it(office: Office, send: Register) -> None:
    slack = office.slack
    with transaction(office.engine) as tx:  # so many that no notice shows them all
        lines = [
            Line(str(n), f"SEND promise {n}", "", "30 November 2022", ("CYPE",), "", f"line {n}")
            for n in range(20, 60)
        ]
        import_reading(tx, send, paper_of(lines, "more.txt", "1" * 64), PAPER_DAY, slack.now())
    ask(office, "/htst in send assign all", CYPE_LEAD, "C0LEADS")
    office.settle()
    for day in (16, 30, 1, 5):
        slack.move_to(datetime(2022, 11 if day > 15 else 12, day, 10, tzinfo=UTC))
        office.settle()
    (reminder, *_more) = [command for command in slack.messages("C0CYPE") if "Reminder" in command["text"]]
    slack.say(AMY, "C0CYPE", "Which one is that?", reminder["ts"])
    for typed in (
        "in send list",
        "in send mine",
        "in send status",
        "in send list nothing",
        "statsu 10",
        "update",
    ):
        slack.command(AMY, "C0CYPE", f"/htst {typed}")
    slack.command(GARETH, "C0GET", "/htst in send mine")
    slack.open_home(CYPE_LEAD)
    office.settle()

    direct = slack.dm(CYPE_LEAD)
    hints = {
        (AMY, "C0CYPE"): told_to_type([slack.messages("C0CYPE"), slack.ephemeral(AMY)]),
        (GARETH, "C0GET"): told_to_type(slack.ephemeral(GARETH)),
        (CYPE_LEAD, direct): told_to_type([slack.messages(direct), slack.home(CYPE_LEAD)]),
        (CYPE_LEAD, "C0LEADS"): told_to_type(slack.messages("C0LEADS")),
    }
    assert [place for place, commands in hints.items() if not commands] == []
    for (person, place), commands in hints.items():
        for command in commands:
            answer = ask(office, command, person, place)
            assert "Several registers" not in answer, f"{command} in {place}"
            assert "no register called" not in answer, f"{command} in {place}"


def test_a_channel_of_one_register_alone_speaks_of_it(office: Office, send: Register) -> None:
    with transaction(office.engine) as tx:
        cype_only = tuple(one for one in send.directorates if one.code == "CYPE")
        registers.save(tx, replace(send, directorates=cype_only, leads_channel=""))
    assert "SEND promise" not in ask(office, "/htst 10", GARETH, "C0GET")


def test_the_home_page_shows_every_register_one_belongs_to(office: Office, send: Register) -> None:
    office.slack.open_home(CYPE_LEAD)
    office.settle()
    page = str(office.slack.home(CYPE_LEAD))
    assert page.index(office.register.title) < page.index("SEND improvement")
    assert "SEND promise 7" in page
    assert "/htst in send list" in page or "SEND promise 10" in page


def test_the_home_page_of_somebody_with_nothing_is_not_empty(office: Office, send: Register) -> None:
    office.slack.admit(SlackUser("U0NINA", "Nina Shah"))
    office.slack.open_home("U0NINA")
    office.settle()
    assert "None of the open actions is yours" in str(office.slack.home("U0NINA"))
    assert ask(office, "/htst in send update 7 Looked at it", GARETH, "C0GET")
    office.slack.open_home(GARETH)
    office.settle()
    assert "SEND promise 7" in str(office.slack.home(GARETH))
