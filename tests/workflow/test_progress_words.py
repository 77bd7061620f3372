"""The word that a paper prints for what somebody did in Slack: the committee's own, whatever other actions have."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Engine

from papers.read import read_bytes
from register.progress import Status
from register.register import Register
from storage.actions import actions
from storage.database.engine import reading
from tests.workflow.test_narrative import Round
from workflow.paper_files import lacking
from workflow.progress import MoveRequest, move_action

JANUARY, MARCH = date(2023, 1, 10), date(2023, 1, 12)
HEAD = "Ref,Action,Update,Target Date,Owner,Status"
KEY = "Key: B = Complete; G = On track; A = Some slippage; R = Off track,,,,,"


class Actions:
    """A register that reads tables of letters, and in which people act."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self.engine, self.register, self.round = engine, register, Round(engine, register)

    def read_in(self, statuses: Sequence[str], day: date, last: str = "") -> None:
        rows = [
            f"{at},Mend gate number {at} of the park,,31 March 2023,CYPE,{status}"
            for at, status in enumerate(statuses, start=1)
        ]
        paper = read_bytes(f"{day}.csv", "\n".join([HEAD, *rows, last]).encode())
        self.round.import_reading(paper, day)

    def becomes(self, ref: str, status: Status, **more: object) -> str:
        """Move an action, and return the word that it has then."""
        if status is Status.IMPLEMENTED:
            more = {"words": "none because it was seen"}
        by = "U0CYPELEAD" if status is Status.VERIFIED else "U0MONITOR"
        move_action(*self.round.asks(by), "kent", ref, MoveRequest(status, **more))  # type: ignore[arg-type]
        with reading(self.engine) as tx:
            action = actions.find(tx, self.register, ref)
        assert action is not None
        return action.progress

    def lacking(self) -> list[str]:
        with reading(self.engine) as tx:
            return lacking(tx, self.register, date(2023, 3, 16))


@pytest.fixture
def table(engine: Engine, kent: Register) -> Actions:
    return Actions(engine, kent)


def test_what_becomes_complete_prints_the_letter_of_the_papers_own_scale(table: Actions) -> None:
    """The only action with the letter may be open again, or may never have been one: the key has it."""
    table.read_in(["G", "G", "G"], JANUARY, KEY)
    assert table.becomes("1", Status.IMPLEMENTED) == "B"
    assert table.becomes("1", Status.IN_PROGRESS, reason="it broke") == "G"
    assert table.becomes("2", Status.IMPLEMENTED) == "B"


def test_the_word_does_not_change_with_what_other_actions_have_by_now(table: Actions) -> None:
    table.read_in(["Completed", "In progress", "In progress", "In progress"], JANUARY)
    assert table.becomes("1", Status.IN_PROGRESS, reason="it broke") == "In progress"
    assert table.becomes("2", Status.IMPLEMENTED) == "Completed"


def test_a_later_paper_without_the_word_does_not_change_it_and_one_with_another_does(table: Actions) -> None:
    table.read_in(["Completed", "In progress", "In progress", "In progress"], JANUARY)
    table.read_in(["In progress", "In progress", "In progress", "In progress"], date(2023, 1, 11))
    assert table.becomes("2", Status.IMPLEMENTED) == "Completed"
    table.read_in(["In progress", "Completed", "Done", "Done"], MARCH)
    assert table.becomes("1", Status.IMPLEMENTED) == "Done"


def test_words_that_are_of_one_action_alone_are_printed_for_no_other(table: Actions) -> None:
    table.read_in(["Completed 12/10/22", "60%", "In progress – a draft is out", "Not started"], JANUARY)
    assert table.becomes("4", Status.IN_PROGRESS) == "In progress"
    assert table.becomes("4", Status.IMPLEMENTED) == "Complete"


def test_what_is_verified_and_closed_keeps_the_letter_of_what_is_complete(table: Actions) -> None:
    table.read_in(["G", "A", "B"], JANUARY, KEY)
    assert table.becomes("1", Status.IMPLEMENTED) == "B"
    assert table.becomes("1", Status.VERIFIED) == "B"
    assert table.becomes("1", Status.CLOSED, meeting=MARCH) == "B"
    assert not [one for one in table.lacking() if "a letter of the column" in one]


def test_a_word_in_a_column_of_letters_without_one_for_it_is_said_to_whoever_drafts_the_paper(
    table: Actions,
) -> None:
    table.read_in(["G", "A", "R"], JANUARY)
    assert table.becomes("1", Status.IMPLEMENTED) == "Complete"
    (found,) = [one for one in table.lacking() if "a letter of the column" in one]
    assert found == "a letter of the column Status for “Complete”, which is printed there for Action 1"
