"""The messages of the round before a meeting, where several registers meet in a channel."""

from datetime import date

from config import register_file
from messages import rounds, update_requests
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.committee.meetings import Round, run_up
from register.committee.rounds import DatedStep, RoundState, RoundStep, UpdateRequest
from tests.conftest import ROOT

KENT = register_file.read(ROOT / "config" / "kent.toml")
MEETING = date(2023, 3, 16)


def messages_of(commands: CommandSpelling) -> list[Message]:
    days = run_up(MEETING, KENT.calendar, KENT.meetings.round)
    state = RoundState(days, (), "", is_published=False)
    return [
        update_requests.updates_asked(
            KENT,
            [DatedStep(RoundStep.CHASE, days.chase_from, days)],
            UpdateRequest("C0CYPE", ("CYPE",), ()),
            (),
            commands,
            today=MEETING,
        ),
        rounds.sign_off_asked(KENT, state, ["CYPE"], commands, today=MEETING),
        rounds.author_asked(KENT, state, [], commands, today=MEETING),
        rounds.meeting_was_held(KENT, MEETING, commands),
    ]


def test_where_several_registers_meet_each_message_of_a_round_says_which_it_is_for() -> None:
    for message in messages_of(CommandSpelling(("kent",))):
        assert KENT.title in message.text
        assert KENT.title in str(message.blocks)
    for message in messages_of(CommandSpelling()):
        assert KENT.title not in message.text


def test_a_published_paper_says_how_it_is_sent() -> None:
    text = rounds.published_text(MEETING, "0" * 64, "Keep this.", CommandSpelling(("kent",)), is_notice=False)
    first, *to_keep = text.split("\n")
    assert first.endswith("`/htst in kent paper 2023-03-16` sends it to you.")
    assert to_keep == [f"SHA-256 {'0' * 64}", "Keep this."]


def test_a_request_for_two_papers_names_both_meetings_and_says_for_which_it_is_the_last_day() -> None:
    first = run_up(MEETING, KENT.calendar, KENT.meetings.round)
    second = run_up(date(2023, 3, 23), KENT.calendar, KENT.meetings.round)
    ask = UpdateRequest("C0CYPE", ("CYPE",), ())

    def asked(*steps: tuple[RoundStep, Round]) -> str:
        dated = [DatedStep(step, days.cut_off, days) for step, days in steps]
        return update_requests.updates_asked(KENT, dated, ask, (), CommandSpelling(), today=first.cut_off).text

    both = asked((RoundStep.CHASE, first), (RoundStep.CHASE, second))
    assert "16 March 2023 and 23 March 2023: updates for the committee's papers" in both
    assert "Please answer by 1 March 2023" in both
    one_is_last = asked((RoundStep.CUT_OFF, first), (RoundStep.CHASE, second))
    assert one_is_last.startswith("16 March 2023: last day for updates.")
    assert "no update for the papers of 16 March 2023 and 23 March 2023" in one_is_last
    assert "Please answer today, the last day for 16 March 2023;" in one_is_last
    assert "Please answer today;" in asked((RoundStep.CUT_OFF, first), (RoundStep.CUT_OFF, second))
