"""Updates by command, one or several at once: all of it is kept or nothing, and its author can take it back."""

import pytest

from demo.office import CYPE_LEAD, OFFICER_IDS, Office
from demo.story import shown_text
from storage.actions import change_chain
from storage.database.engine import reading
from tests.recorded import updates

AMY = OFFICER_IDS["CYPE"]


def typed(office: Office, words: str, person: str = AMY, channel: str = "C0CYPE") -> dict[str, object]:
    """The message that somebody alone sees who types that."""
    answer = office.slack.command(person, channel, f"/htst {words}")
    assert answer.ok, answer.error
    return office.slack.ephemeral(person)[-1]


def texts(office: Office, *refs: str) -> list[list[str]]:
    return [[update.text for update in updates(office, ref)] for ref in refs]


@pytest.mark.parametrize(
    ("words", "refs", "text"),
    [
        ("update 3 and 14 Draft sent", ("3", "14"), "Draft sent"),
        ("update 10 and 11 both drafts sent", ("10", "11"), "both drafts sent"),
        ("update 10, 11 drafts sent", ("10", "11"), "drafts sent"),
        ("update #3, #14 & #16: sent to GET", ("3", "14", "16"), "sent to GET"),
        ("update 3-5: drafted", ("3", "4", "5"), "drafted"),
        ("update actions 3 to 5 drafted", ("3", "4", "5"), "drafted"),
        ("update 10: 11 drafts sent", ("10",), "11 drafts sent"),
        ("update 10 2,000 leaflets are out", ("10",), "2,000 leaflets are out"),
        ("log 10 Draft sent", ("10",), "Draft sent"),
    ],
)
def test_an_update_goes_to_each_action_that_is_named(
    office: Office, words: str, refs: tuple[str, ...], text: str
) -> None:
    answer = shown_text(typed(office, words))
    assert all(ref in answer for ref in refs)
    assert texts(office, *refs) == [[text]] * len(refs)
    assert texts(office, "1", "20", "44") == [[], [], []]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("update 10 and 99 drafts sent", "There is no action 99"),
        ("update 10, 99 drafts sent", "`/htst update 10: 99 drafts sent`"),
        ("update 10 11 drafts sent", "`/htst update 10, 11: drafts sent` or `/htst update 10: 11 drafts sent`"),
        ("update 10, 14 days more are needed", "`/htst update 10: 14 days more are needed`"),
        ("update 3 - 7 drafts sent", "`/htst update 3, 4, 5, 6, 7: drafts sent`"),
        ("update 7-3 drafts sent", "There is no action 7-3"),
        ("update 10,000 letters sent", "There is no action 10,000"),
        ("update 10 and 11", "what has been done on actions 10 and 11"),
        ("update", "Say which action"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_whole(office: Office, words: str, sentence: str) -> None:
    assert sentence in shown_text(typed(office, words))
    assert texts(office, "3", "7", "10", "11", "14") == [[]] * 5


def test_a_failure_at_the_second_action_keeps_nothing_of_the_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.actions import updates as stored

    keep = stored.add
    kept: list[int] = []

    def fail_at_the_second(*given: object, **more: object) -> int:
        kept.append(1)
        if len(kept) == 2:
            raise RuntimeError("broken on purpose")
        return keep(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.actions.updates.add", fail_at_the_second)
    assert "nothing was saved" in shown_text(typed(office, "update 3 and 14 Draft sent"))
    monkeypatch.undo()
    assert texts(office, "3", "14") == [[], []]
    typed(office, "update 3 and 14 Draft sent")
    assert texts(office, "3", "14") == [["Draft sent"], ["Draft sent"]]


def test_what_was_recorded_at_once_is_taken_back_at_once_by_button_or_undo(office: Office) -> None:
    answer = typed(office, "update 3 and 14 Draft sent")
    assert office.slack.press(AMY, "C0CYPE", str(answer["ts"]), "not_an_update").ok
    assert texts(office, "3", "14") == [[], []]
    assert "no longer an update to actions 3 and 14" in office.slack.ephemeral(AMY)[-1]["text"]
    typed(office, "update 3 and 14 Draft sent")
    assert "actions 3 and 14" in shown_text(typed(office, "undo"))
    assert texts(office, "3", "14") == [[], []]
    with reading(office.engine) as tx:
        assert change_chain.broken_at(tx, "kent") is None


def complete_buttons(message: dict[str, object]) -> list[str]:
    """The actions that a message offers to mark complete."""
    blocks = message.get("blocks") or []
    assert isinstance(blocks, list)
    found = [block.get("accessory") or {} for block in blocks]
    return [button["value"] for button in found if button.get("action_id") == "done"]


def test_an_update_that_says_done_offers_to_mark_the_action_complete(office: Office) -> None:
    assert complete_buttons(typed(office, "update 3 and 10 All done and signed off")) == ["kent:3", "kent:10"]
    assert complete_buttons(typed(office, "update 3 Nearly done")) == []
    assert complete_buttons(typed(office, "update 9 Done")) == []  # it is complete
    assert complete_buttons(typed(office, "update 5 Done")) == []  # GLD's: not hers to report
    assert complete_buttons(typed(office, "update 5 Done", CYPE_LEAD, "C0LEADS")) == ["kent:5"]


def test_mark_complete_opens_the_form_that_asks_what_shows_it(office: Office) -> None:
    answer = typed(office, "update 10 Done")
    assert office.slack.press(AMY, "C0CYPE", str(answer["ts"]), "done").ok
    view = office.slack.view(AMY)
    assert view is not None
    assert "Complete action 10" in str(view["title"])


@pytest.mark.parametrize("words", ["complete 10", "finish 10"])
def test_other_words_for_done_ask_what_shows_it(office: Office, words: str) -> None:
    assert "what shows that it is done" in shown_text(typed(office, words))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("close 10", "/htst close 10 meeting"),
        ("extend 10", "/htst due 10 28 January 2023 because"),
        ("snooze 10", "/htst snooze 10 until"),
        ("postpone 10 to May", "/htst due 10 exactly 31 May 2023 because"),
        ("tick 10", "/htst done 10"),
        ("comment 10 Sent", "/htst update 10 Sent"),
        ("10 Draft sent", "/htst update 10: Draft sent"),
    ],
)
def test_words_typed_as_verbs_lead_to_what_they_mean(office: Office, words: str, meant: str) -> None:
    assert meant in shown_text(typed(office, words))
