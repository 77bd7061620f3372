"""The messages of the round before a meeting, where several registers meet in a channel."""

from datetime import date

from config import register_file
from messages import rounds
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.committee.meetings import run_up
from register.committee.rounds import RoundState, UpdateRequest
from tests.conftest import ROOT

KENT = register_file.read(ROOT / "config" / "kent.toml")
MEETING = date(2023, 3, 16)


def messages_of(commands: CommandSpelling) -> list[Message]:
    days = run_up(MEETING, KENT.calendar, KENT.meetings.round)
    state = RoundState(days, (), "", is_published=False)
    return [
        rounds.updates_asked(
            KENT, days, UpdateRequest("C0CYPE", ("CYPE",), ()), (), commands, last_call=False, today=MEETING
        ),
        rounds.sign_off_asked(KENT, state, ["CYPE"], commands, today=MEETING),
        rounds.author_asked(KENT, state, [], commands, today=MEETING),
        rounds.meeting_to_record(KENT, MEETING, commands, was_held=True),
    ]


def test_where_several_registers_meet_each_message_of_a_round_says_which_it_is_for() -> None:
    for message in messages_of(CommandSpelling(("kent",))):
        assert KENT.title in message.text
        assert KENT.title in str(message.blocks)
    for message in messages_of(CommandSpelling()):
        assert KENT.title not in message.text


def test_a_published_paper_says_how_it_is_sent() -> None:
    text = rounds.published_text(MEETING, "0" * 64, "Keep this.", CommandSpelling(("kent",)), is_notice=False)
    assert text.endswith("`/htst in kent paper 2023-03-16` sends it to you. Keep this.")
