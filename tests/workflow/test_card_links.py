"""Links between actions: shown from both ends, and what becomes of one is told, once, to those that lean on it."""

from datetime import UTC, date, datetime

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from register.progress import Status
from tests.workflow.test_cards_moved import assign, import_with
from workflow.context import Context, Request
from workflow.progress import MoveRequest, move_action

NEXT_DIGEST = datetime(2022, 11, 21, 10, tzinfo=UTC)


def end(office: Office, ref: str, to: Status = Status.NOT_WARRANTED) -> None:
    at = office.slack.now()
    request = Request(f"test:{ref}", MONITOR, "C0LEADS", at, "command")
    wanted = MoveRequest(to, words="Begun.", reason="the board decided so")
    move_action(Context(office.engine, lambda: at), request, "kent", ref, wanted)


def digest(office: Office, channel: str) -> str:
    if office.slack.now() < NEXT_DIGEST:
        office.slack.move_to(NEXT_DIGEST)
        office.settle()
    return shown_text(office.slack.messages(channel)[-1])


def test_links_are_shown_from_both_ends(office: Office) -> None:
    ends = [office.slack.command(OFFICER_IDS["CYPE"], "C0CYPE", f"/htst status {ref}") for ref in ("1", "10")]
    assert "Refers to action 10" in str(ends[0].blocks)
    assert "Referred to by actions 1" in str(ends[1].blocks)


def test_when_an_action_ends_those_that_lean_on_it_hear_in_their_digest_and_by_no_other_message(
    office: Office,
) -> None:
    assign(office, "1 10 14")
    before = [len(office.slack.messages(one)) for one in ("C0CYPE", "C0GET")]
    end(office, "10")
    office.settle()
    assert [len(office.slack.messages(one)) for one in ("C0CYPE", "C0GET")] == before
    for channel in ("C0CYPE", "C0GET"):
        message = digest(office, channel).split("What changed this week")[1]
        assert "*1*  Map every report" in message or "|1>*  Map every report" in message
        assert "Action 10, which it refers to, is no longer warranted" in message


def test_when_an_action_moves_to_others_or_is_put_off_those_that_lean_on_it_hear(office: Office) -> None:
    office.slack.move_to(datetime(2022, 11, 16, 12, tzinfo=UTC))
    import_with(office, {"10": ("GLD",)}, date(2022, 11, 16))
    for typed in ("due 10 28 February 2023 because the panel meets then", "grant 10"):
        assert office.slack.command(MONITOR, "C0LEADS", f"/htst {typed}").ok
    message = digest(office, "C0CYPE")
    assert "Action 10, which it refers to, is now with GLD" in message
    assert "Action 10, which it refers to, is now due 28 February 2023" in message


def test_what_is_done_itself_and_a_step_on_the_way_are_not_told(office: Office) -> None:
    end(office, "14")
    end(office, "10", Status.IN_PROGRESS)
    assert "which it refers to" not in digest(office, "C0CYPE")


def test_what_a_paper_of_the_first_papers_day_changes_is_in_the_first_digest(office: Office) -> None:
    office.slack.move_to(datetime(2022, 11, 16, 12, tzinfo=UTC))
    import_with(office, {"10": ("GLD",)}, date(2022, 11, 15))
    message = digest(office, "C0GLD").split("What changed this week")[1]
    assert "10>*" in message or "*10*" in message
    assert "New action" not in message  # what the first paper brought is where the register begins
