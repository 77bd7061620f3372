"""Where two registers meet in a channel, a reply that names an action of the other is not filed under this thread's."""

from dataclasses import replace

import pytest

from demo.office import OFFICER_IDS, PAPER_DAY, START_TIME, Office
from register.action import Line
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from tests.readings import paper_of
from tests.recorded import updates
from workflow.imports import import_reading

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def audit(office: Office, card: str) -> str:
    """Kent's card of action 3, in the channel of which a register with lettered refs is receipt of, too."""
    other = replace(office.register, slug="audit", title="Internal audit", leads_channel="")
    lines = [
        Line(ref, f"Check {ref}", "", "15 December 2022", ("CYPE",), "In progress", "") for ref in ("AGS2", "3")
    ]
    with transaction(office.engine) as tx:
        registers.save(tx, other)
        import_reading(tx, other, replace(paper_of(lines), sha256="a" * 64), PAPER_DAY, START_TIME)
    return card


@pytest.mark.parametrize(
    "words", ["AGS2: risks entered", "Update on AGS2 - risks entered", "3: sent. AGS2 done"]
)
def test_it_is_said_where_the_update_belongs_and_it_can_be_kept_here(
    office: Office, audit: str, words: str
) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=audit)
    office.settle()
    assert updates(office) == ()
    (receipt,) = office.slack.ephemeral(AMY)
    assert "AGS2 is an action of “Internal audit”" in receipt["text"]
    assert "`/htst in audit update AGS2 …`" in receipt["text"]
    assert office.slack.press(AMY, "C0CYPE", receipt["ts"], "record_it").ok
    assert [one.text for one in updates(office)] == [words]


@pytest.mark.parametrize("words", ["3: sent", "see AGS2 for the rest", "Action 3 is with Legal"])
def test_a_ref_that_both_have_and_one_that_is_only_mentioned_are_of_the_thread(
    office: Office, audit: str, words: str
) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=audit)
    office.settle()
    assert len(updates(office)) == 1
    with reading(office.engine) as tx:
        other = actions.find(tx, registers.find(tx, "audit"), "3")
    assert other is not None
    assert other.updates == ()


def test_a_reply_that_names_an_action_and_says_nothing_of_it_is_answered_without_a_choice(
    office: Office, card: str
) -> None:
    office.slack.say(AMY, "C0CYPE", "that was for 14", thread_ts=card)
    office.settle()
    (receipt,) = office.slack.ephemeral(AMY)
    assert "This names action 14 and says nothing more, so I recorded nothing." in receipt["text"]
