"""What people type after /htst, and what they see, through signed requests to the running bot."""

import re
from datetime import date

import pytest

from bot.commands import VERBS
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from storage.actions import actions
from storage.database.engine import reading

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


def ask(office: Office, typed: str, person: str = AMY, channel: str = "C0CYPE") -> str:
    """What a person sees who types that."""
    answer = office.slack.command(person, channel, typed)
    assert answer.ok, answer.error
    assert answer.text
    return shown_text({"text": answer.text, "blocks": answer.blocks})


@pytest.mark.parametrize("typed", ["10", "#10", "10.", "Action 10", "action10", "status 10", "STATUS #10"])
def test_an_action_is_found_however_it_is_typed(office: Office, typed: str) -> None:
    words = ask(
        office, f"/htst {typed}" if "tatus" in typed.lower() or typed[0].isdigit() else f"/htst status {typed}"
    )
    assert "Action 10" in words
    assert "31 December 2022" in words


def test_status_shows_what_is_asked_of_whom_by_when_and_what_refers_to_what(office: Office) -> None:
    words = ask(office, "/htst status 31", CYPE_LEAD, "C0LEADS")
    for expected in (
        "Action 31",
        "Every directorate",
        "28 February 2023",
        "17",
        "Next reminder",
        "31 January 2023",
    ):
        assert expected in words
    assert "31" in ask(office, "/htst status 17").split("eferred to by")[1]


def test_status_without_a_ref_is_the_register_in_one_look(office: Office) -> None:
    words = ask(office, "/htst status", MONITOR, "C0LEADS")
    for expected in ("42 open of 44", "0 overdue", "6 due", "Complete 2", "CYPE", "GET", "GLD", "no update"):
        assert expected in words


def test_only_the_person_who_asked_sees_the_answer(office: Office) -> None:
    ask(office, "/htst status 10")
    assert office.slack.messages("C0CYPE") == []
    assert len(office.slack.ephemeral(AMY)) == 1
    assert office.slack.ephemeral(CYPE_LEAD) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/htst statsu 10", "/htst status 10"),
        ("/htst status 45", "/htst status 44"),
        ("/htst update 99 Sent the draft", "/htst update 44 Sent the draft"),
        ("/htst assgin all", "/htst assign all"),
        ("/htst frobnicate", "/htst help"),
        ("/htst update", "/htst update 10"),
        ("/htst update 10", "what has been done"),
        ("/htst assign", "/htst assign all"),
        ("/htst assign ,", "/htst assign all"),
        ("/htst ²", "I do not know “²”"),
        ("/htst list due 0", "1 to 999"),
        ("/htst list due ²", "None has “due ²” in its words"),
        ("/htst list due " + "9" * 5000, "1 to 999"),
        ("/htst list CYPE GET", "owned by CYPE or GET"),
        ("/htst staus10", "/htst status 10"),
        ("/htst update ten Sent the draft", "“ten” is not an action"),
    ],
)
def test_a_slip_is_met_with_a_sentence_that_says_what_to_type(
    office: Office, typed: str, expected: str
) -> None:
    assert expected in ask(office, typed, MONITOR, "C0LEADS")


def test_no_action_is_proposed_that_is_not_like_what_was_typed(office: Office) -> None:
    for typed in ("/htst update the draft is done", "/htst status ten"):
        assert "Did you mean" not in ask(office, typed)


@pytest.mark.parametrize("typed", ["status\t10", "status\n10", "  status   10 ", "status: 10", "status10"])
def test_spacing_and_stops_do_not_matter(office: Office, typed: str) -> None:
    assert "31 December 2022" in ask(office, f"/htst {typed}")


def test_what_was_mistyped_cannot_call_everybody_in(office: Office) -> None:
    words = ask(office, "/htst <!channel> <script>")
    assert "<!channel>" not in words


def test_help_names_every_verb(office: Office) -> None:
    for typed in ("/htst help", "/htst"):
        words = ask(office, typed)
        for verb in VERBS.values():
            assert verb.usage.replace("<", "&lt;") in words


def test_lists_hold_what_was_asked_for(office: Office) -> None:
    assert "Actions overdue: there are none" in ask(office, "/htst list overdue")
    due = ask(office, "/htst list due 30")
    assert "6" in due.splitlines()[0]
    for ref in ("3", "5", "14", "21", "38", "42"):
        assert f"*{ref}*" in due
    of_get = ask(office, "/htst list GET")
    assert "19" in of_get.splitlines()[0]
    assert "*35*" in of_get
    assert "*34*" not in of_get
    assert "*40*" not in of_get
    assert "None has “zebra crossings” in its words." in ask(office, "/htst list zebra crossings")


def test_a_list_is_seen_to_its_end_the_most_urgent_first(office: Office) -> None:
    seen: list[str] = []
    typed: str | None = "/htst list"
    while typed:
        words = ask(office, typed)
        seen += re.findall(r"• \*(\d+)\*", words)
        more = re.search(r"`(/htst list from \d+)` shows the next", words)
        typed = more[1] if more else None
    assert sorted(seen, key=int) == [str(n) for n in range(1, 45)]
    assert set(seen[:6]) == {"3", "5", "14", "21", "38", "42"}
    assert seen[-2:] == ["9", "16"]  # done
    assert "ends at 44: type `/htst list`" in ask(office, "/htst list from 45")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("due in 30 days", "Actions due in the next 30 days: 6"),
        ("due within the next 4 weeks", "Actions due in the next 28 days: 6"),
        ("overdue in CYPE", "Actions overdue, owned by CYPE: there are none"),
        ("all", "All actions: 44"),
        ("ALL", "Actions owned by ALL: 6"),
    ],
)
def test_lists_are_asked_for_in_ordinary_words(office: Office, typed: str, title: str) -> None:
    assert ask(office, f"/htst list {typed}").startswith(title)


def test_words_are_looked_for_as_they_were_typed(office: Office) -> None:
    assert "reply within" in ask(office, "/htst list reply within").splitlines()[0]


def test_an_update_is_saved_before_it_is_said_to_be(office: Office) -> None:
    assert "Saved as an update to action 10" in ask(
        office, "/htst update #10 Draft <agreement> & costs sent to GET"
    )
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "10")
    assert action is not None
    (update,) = action.updates
    assert (update.by, update.text, update.source) == (AMY, "Draft <agreement> & costs sent to GET", "command")
    words = ask(office, "/htst status 10")
    assert "Draft &lt;agreement&gt; &amp; costs sent to GET" in words
    assert f"<@{AMY}>" in words


def test_mine_are_those_of_the_directorate_one_leads_or_asks_from(office: Office) -> None:
    assert "20" in ask(office, "/htst mine", CYPE_LEAD, "C0LEADS")
    assert "18" in ask(office, "/htst mine", GARETH, "C0GET")


def test_only_leads_and_administrators_post_cards(office: Office) -> None:
    assert "Only" in ask(office, "/htst assign all", AMY, "C0CYPE")
    office.settle()
    assert office.slack.messages("C0CYPE") == []


def test_several_cards_are_posted_at_once(office: Office) -> None:
    assert "Posting cards for actions 10 and 11:" in ask(office, "/htst assign 10, 11", CYPE_LEAD, "C0LEADS")
    again = ask(office, "/htst assign 11 and #10", CYPE_LEAD, "C0LEADS")
    assert "nothing to post: actions 11 and 10 already have a card in each of their channels." in again
    assert "action 10 already has a card in each of its channels." in ask(
        office, "/htst assign 10", CYPE_LEAD, "C0LEADS"
    )
    assert "no action 99" in ask(office, "/htst assign 12 99", CYPE_LEAD, "C0LEADS")


def test_an_exception_says_that_nothing_was_saved(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("storage.actions.updates.add", fail)
    assert "nothing was saved" in ask(office, "/htst update 10 Sent the draft")
    monkeypatch.undo()
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "10")
    assert action is not None
    assert action.updates == ()
    assert "Saved" in ask(office, "/htst update 10 Sent the draft")


def test_days_are_the_committees_own(office: Office) -> None:
    assert office.register.timezone == "Europe/London"
    assert office.slack.now().date() == date(2022, 11, 15)
