"""The round before a meeting in the local Slack: asked once for just what is missing, answered in one form, signed
off, published, and the meeting recorded in one form.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from papers.write import paper_json
from papers.write.files import as_bytes
from register.progress import Status
from register.refused import Refused
from register.words.queries import Query
from storage.actions import actions, meetings, published, registers
from storage.database import paper_tables
from storage.database.engine import reading, transaction
from storage.intake import drafts
from tests.workflow.test_progress import ask
from workflow.publishing import NOT_SIGNED_OFF, paper_of

AMY, GARETH, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], OFFICER_IDS["GLD"]
MARCH, MAY = date(2023, 3, 16), date(2023, 5, 16)
CHASE, LAST_CALL, LEADS, AUTHOR, PUBLISH = (
    datetime(2023, month, day, 9, 0, tzinfo=UTC) for month, day in ((2, 22), (3, 1), (3, 2), (3, 6), (3, 8))
)


def of_the_round(office: Office, channel: str) -> list[dict[str, Any]]:
    """The messages of the round in a channel, by the button that they carry or their heading."""
    found = office.slack.messages(channel)
    return [one for one in found if re.search(r"'action_id': '(round|sign_off)'", str(one.get("blocks")))]


def go_to(office: Office, moment: datetime) -> None:
    office.slack.move_to(moment)
    office.settle()


def open_form(office: Office, person: str, channel: str, message: dict[str, Any], action_id: str) -> Any:
    answer = office.slack.press(person, channel, message["ts"], action_id)
    assert answer.ok, answer.error
    view = office.slack.view(person)
    assert view
    return view


def test_each_directorate_is_asked_once_for_just_what_is_missing(office: Office) -> None:
    go_to(office, datetime(2022, 11, 21, 10, tzinfo=UTC))
    ask(office, LENA, "C0GLD", "/htst update 5 The reminder went out.")
    go_to(office, CHASE)
    for channel in ("C0CYPE", "C0GET", "C0GLD"):
        (message,) = of_the_round(office, channel)
        assert "by 1 March 2023" in shown_text(message)
    words = shown_text(of_the_round(office, "C0GLD")[0])
    assert "*4*" in words
    assert "*5*" not in words
    go_to(office, datetime(2023, 2, 23, 9, 0, tzinfo=UTC))
    assert len(of_the_round(office, "C0GLD")) == 1


def test_an_owner_answers_for_all_rows_in_one_form_and_what_is_blank_stays_asked(office: Office) -> None:
    go_to(office, CHASE)
    (message,) = of_the_round(office, "C0GLD")
    view = open_form(office, LENA, "C0GLD", message, "round")
    labels = [one["label"]["text"] for one in view["blocks"] if one.get("block_id", "").startswith("words:")]
    places = {label.split(":")[0]: place for place, label in enumerate(labels)}
    assert {"4", "5", "44"} <= set(places)
    assert "9" not in places  # complete: nothing is asked of it
    words, because = f"words:{places['4']}", f"no_change:{places['5']}"
    wrong = office.slack.submit(
        LENA,
        view["id"],
        {
            words: {words: "Reviewed with members."},
            because: {because: "Waiting for a decision"},
        },
    )
    assert wrong == {}
    office.settle()
    answer = ask(office, LENA, "C0GLD", "/htst round 16 March 2023")
    gld = answer[answer.index("*GLD*") : answer.index("*Author*")]
    assert "2 of 26 answered" in gld
    go_to(office, LAST_CALL)
    last = shown_text(of_the_round(office, "C0GLD")[-1])
    assert "Please answer today" in last
    assert "*4*" not in last
    assert "*6*" in last
    with reading(office.engine) as tx:
        paper = paper_of(tx, office.register, MARCH)
    assert paper.moves
    assert [(one.ref, one.words) for one in paper.moves.unchanged] == [("5", "Waiting for a decision")]
    assert {row[0]: row[2] for row in paper.appendix.rows}["4"] == "Reviewed with members."


def test_what_stands_in_a_form_that_is_closed_is_there_when_it_is_opened_again(office: Office) -> None:
    go_to(office, CHASE)
    (message,) = of_the_round(office, "C0GLD")
    view = open_form(office, LENA, "C0GLD", message, "round")
    for field, value in (("words:0", "Half a sent"), ("no_change:1", "Waiting for a decision")):
        assert office.slack.press_view(LENA, view["id"], field, value=value).ok
    office.slack.close(LENA, view["id"])
    with reading(office.engine) as tx:
        assert "4" not in {row[0] for row in paper_of(tx, office.register, MARCH).appendix.rows if row[2]}

    def fields(person: str) -> dict[str, Any]:
        opened = open_form(office, person, "C0GLD", message, "round")
        return {one["block_id"]: one["element"] for one in opened["blocks"] if one["type"] == "input"}

    again = fields(LENA)
    assert again["words:0"]["initial_value"] == "Half a sent"
    assert again["no_change:1"]["initial_option"]["value"] == "Waiting for a decision"
    assert "initial_value" not in fields("U0GLDLEAD")["words:0"]  # it is hers alone
    view = office.slack.view(LENA)
    assert view
    assert office.slack.submit(LENA, view["id"], {"words:0": {"words:0": "Half a sentence is whole."}}) == {}
    with reading(office.engine) as tx:
        # Sent; the other was chosen already and went too.
        assert drafts.of_person(tx, "kent", MARCH, LENA) == {}
    assert "initial_option" not in fields(LENA)["no_change:1"]


def test_the_bots_own_page_says_who_has_answered_while_the_round_is_under_way(office: Office) -> None:
    office.slack.open_home(CYPE_LEAD)
    office.settle()
    assert "Updates for the paper" not in str(office.slack.home(CYPE_LEAD))
    go_to(office, CHASE)
    ask(office, LENA, "C0GLD", "/htst update 5 The reminder went out.")
    office.slack.open_home(CYPE_LEAD)
    office.settle()
    page = str(office.slack.home(CYPE_LEAD))
    assert "Updates for the paper of 16 March 2023" in page
    assert "GLD 1 of 26" in page


def test_a_form_that_says_nothing_is_sent_back(office: Office) -> None:
    go_to(office, CHASE)
    view = open_form(office, LENA, "C0GLD", of_the_round(office, "C0GLD")[0], "round")
    wrong = office.slack.submit(LENA, view["id"], {})
    assert "at least one action" in wrong["words:0"]


def test_an_officer_who_is_named_is_asked_alone_and_not_through_the_channel(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 34 <@{AMY}>")
    go_to(office, CHASE)
    (message,) = of_the_round(office, office.slack.dm(AMY))
    assert "1 action of yours has no update" in shown_text(message)
    assert "*34*" not in shown_text(of_the_round(office, "C0CYPE")[0])


def test_leads_sign_off_and_then_the_author_hears_what_is_lacking(office: Office) -> None:
    go_to(office, LEADS)
    (asked,) = of_the_round(office, office.slack.dm(CYPE_LEAD))
    assert "Sign off CYPE" in shown_text(asked)
    assert office.slack.press(CYPE_LEAD, office.slack.dm(CYPE_LEAD), asked["ts"], "sign_off").ok
    assert "Only the directorates' leads" in ask(office, AMY, "C0CYPE", "/htst signoff 16 March 2023")
    answer = ask(office, MONITOR, "C0LEADS", "/htst round 16 March 2023")
    assert f"signed off by <@{CYPE_LEAD}>" in answer
    go_to(office, AUTHOR)
    message = shown_text(office.slack.messages(office.slack.dm(MONITOR))[-1])
    assert "the sign-off of GET and GLD" in message
    assert "an update since 15 November 2022" in message
    assert "author" in ask(office, MONITOR, "C0LEADS", "/htst signoff 16 March 2023")


def test_a_lead_of_two_directorates_is_asked_once_and_signs_off_both_with_one_press(office: Office) -> None:
    with transaction(office.engine) as tx:
        theirs = tuple(
            replace(one, lead=CYPE_LEAD if one.code != "GLD" else one.lead)
            for one in office.register.directorates
        )
        registers.save(tx, replace(office.register, directorates=theirs))
    go_to(office, LEADS)
    channel = office.slack.dm(CYPE_LEAD)
    (asked,) = of_the_round(office, channel)
    assert "Sign off CYPE and GET for 16 March 2023" in shown_text(asked)
    assert office.slack.press(CYPE_LEAD, channel, asked["ts"], "sign_off").ok
    with reading(office.engine) as tx:
        assert published.signed_off(tx, "kent", MARCH).keys() == {"CYPE", "GET"}


def test_what_is_published_is_made_again_to_the_letter_whatever_changed_since(office: Office) -> None:
    go_to(office, PUBLISH)
    ask(office, LENA, "C0GLD", "/htst update 4 Write to amy.carter@kent.example about it.")
    refused = ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023")
    assert "The leads of CYPE, GET and GLD have not signed off." in refused
    assert "Action 4, Activity Delivered: e-mail address" in refused
    for lead, channel in ((CYPE_LEAD, "C0CYPE"), ("U0GETLEAD", "C0GET"), ("U0GLDLEAD", "C0GLD")):
        assert "Signed off" in ask(office, lead, channel, "/htst signoff 16 March 2023")
    refused = ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023")
    assert "signed off" not in refused
    assert "Action 4, Activity Delivered: e-mail address" in refused
    answer = ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023 because it is a public address")
    with reading(office.engine) as tx:
        kept = published.of_meeting(tx, "kent", MARCH)
        before = paper_of(tx, office.register, MARCH)
        found = actions.find(tx, office.register, "4")
    assert kept
    assert kept.sha256 in answer
    assert {one["because"] for one in kept.findings} == {"it is a public address"}
    assert found
    assert found.delivered == "Write to amy.carter@kent.example about it."
    ask(office, LENA, "C0GLD", "/htst update 4 And something else.")
    with reading(office.engine) as tx:
        assert paper_of(tx, office.register, MARCH) == before == paper_json.thawed(kept.text)[0]
        assert paper_json.digest(kept.text) == kept.sha256
        assert paper_of(tx, office.register, MARCH, draft=True) != before
    assert "stays as it was published" in ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023")
    assert "Only the register's administrators" in ask(
        office, CYPE_LEAD, "C0LEADS", "/htst publish 16 May 2023"
    )


def test_a_paper_without_a_leads_sign_off_waits_or_says_so(office: Office) -> None:
    go_to(office, PUBLISH)
    ask(office, CYPE_LEAD, "C0CYPE", "/htst signoff 16 March 2023")
    refused = ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023")
    assert "The leads of GET and GLD have not signed off." in refused
    assert "because" in refused
    assert "frozen" in ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023 because both are on leave")
    with reading(office.engine) as tx:
        kept = published.of_meeting(tx, "kent", MARCH)
        cover = paper_of(tx, office.register, MARCH).cover
        assert published.signed_off(tx, "kent", MARCH)["author"][0] == MONITOR  # who publishes is its author
    assert kept
    assert [(one["place"], one["kind"]) for one in kept.findings] == [
        ("GET", NOT_SIGNED_OFF),
        ("GLD", NOT_SIGNED_OFF),
    ]
    (printed,) = [one for one in cover.assurance if one.heading == "Sign-off"]
    assert [one.text for one in printed.passages] == [
        "This report is published without the sign-off of the leads of GET and GLD.",
        "Reason: both are on leave",
    ]


def test_a_published_paper_that_somebody_changed_in_the_database_is_not_shown(office: Office) -> None:
    go_to(office, PUBLISH)
    ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023 because the leads are on leave")
    with transaction(office.engine) as tx:
        kept = published.of_meeting(tx, "kent", MARCH)
        assert kept
        tx.execute(update(paper_tables.published).values(text=kept.text.replace("Complete", "Ongoing")))
    with reading(office.engine) as tx, pytest.raises(Refused, match="its hash differs"):
        paper_of(tx, office.register, MARCH)


def test_a_paper_that_misses_its_day_says_why_and_first_that_it_is_to_follow(office: Office) -> None:
    go_to(office, datetime(2023, 3, 9, 10, tzinfo=UTC))
    assert "was to be published by 8 March 2023" in ask(
        office, MONITOR, "C0LEADS", "/htst publish 16 March 2023"
    )
    ask(office, AMY, "C0CYPE", "/htst update 3 Ring 03000 412345")
    late = "because two leads were away urgent because the committee meets again only in May"
    answer = ask(office, MONITOR, "C0LEADS", f"/htst publish 16 March 2023 to follow {late}")
    assert "is to follow" in answer
    with reading(office.engine) as tx:
        notice = paper_of(tx, office.register, MARCH)
    assert notice.cover.late
    assert (notice.cover.late.reason, notice.cover.late.to_follow) == ("two leads were away", True)
    # Nothing leaves with the notice.
    assert (notice.appendix.rows, notice.moves, notice.charts) == ((), None, ())
    refused = ask(office, MONITOR, "C0LEADS", f"/htst publish 16 March 2023 {late}")
    assert "have not signed off" in refused  # why it is late is no reason for that
    accepted = f"{late} accepted because the leads are on leave"
    assert "is published" in ask(office, MONITOR, "C0LEADS", f"/htst publish 16 March 2023 {accepted}")
    with reading(office.engine) as tx:
        whole = paper_of(tx, office.register, MARCH)
    assert whole.cover.late
    assert whole.cover.late.urgency == "the committee meets again only in May"
    assert not whole.cover.late.to_follow


def test_what_is_exempt_is_left_out_everywhere_and_its_paragraph_is_named(office: Office) -> None:
    ask(office, MONITOR, "C0LEADS", "/htst exempt 10 Paragraph 3 of Part 1 of Schedule 12A")
    now = office.slack.now()
    asked = meetings.MembersQuestion(
        date(2022, 11, 15), "24", "Cllr Jones", "When will 10 be done?", ("10",), now, MONITOR
    )
    with transaction(office.engine) as tx:
        meetings.ask(tx, "kent", asked)
        paper = paper_of(tx, office.register, MARCH)
    assert (paper.questions, paper.exempt[0].questions) == ((), 1)
    as_bytes(paper, ".html")  # nothing exempt is printed in it
    assert "10" not in [row[0] for row in paper.appendix.rows]
    assert [(one.paragraph, one.refs) for one in paper.exempt] == [
        ("Paragraph 3 of Part 1 of Schedule 12A", ("10",))
    ]
    ask(office, MONITOR, "C0LEADS", "/htst exempt 10 ended")
    with reading(office.engine) as tx:
        assert "10" in [row[0] for row in paper_of(tx, office.register, MARCH).appendix.rows]


def test_words_typed_behind_narrative_are_not_dropped_in_silence(office: Office) -> None:
    answer = ask(office, MONITOR, "C0LEADS", "/htst narrative 5 The survey is out.")
    assert "is written in a form" in answer
    assert "“The survey is out.” was not saved." in answer


def test_the_author_edits_the_words_with_the_updates_in_view(office: Office) -> None:
    go_to(office, datetime(2022, 11, 21, 10, tzinfo=UTC))
    ask(office, LENA, "C0GLD", "/htst update 5 The reminder went out to all.")
    answer = office.slack.command(MONITOR, "C0LEADS", "/htst narrative 5")
    assert answer.ok
    shown = office.slack.ephemeral(MONITOR)[-1]
    assert "The reminder went out to all." in shown_text(shown)
    view = open_form(office, MONITOR, "C0LEADS", shown, "narrative")
    assert office.slack.submit(MONITOR, view["id"], {"words": {"words": "A reminder went out."}}) == {}
    with reading(office.engine) as tx:
        rows = {row[0]: row for row in paper_of(tx, office.register, MARCH).appendix.rows}
    assert rows["5"][2] == "A reminder went out."
    assert office.slack.command(MONITOR, "C0LEADS", "/htst narrative 5").ok
    printed = shown_text(office.slack.ephemeral(MONITOR)[-1])
    assert re.search(rf"A reminder went out\.\n— <@{LENA}>, 21 November 2022 \(change \d+\)", printed)


def test_the_paper_comes_as_a_file_under_the_list_of_what_it_lacks(office: Office) -> None:
    ask(office, GARETH, "C0GET", "/htst update 35 A letter went to ᠠ.")
    answer = ask(office, MONITOR, "C0LEADS", "/htst paper 16 March 2023 docx")
    assert "direct message" in answer
    channel = office.slack.dm(MONITOR)
    (message,) = [one for one in office.slack.messages(channel) if "Still lacking" in str(one.get("blocks"))]
    assert "somebody to verify Actions 9 and 16" in shown_text(message)
    assert "“ᠠ” (U+1820)" in shown_text(message)
    assert "Action 35, Activity Delivered" in shown_text(message)
    _root, file = office.slack.thread(channel, message["ts"])
    assert file["files"][0]["name"].endswith(".docx")
    assert "Only the directorates' leads" in ask(office, AMY, "C0CYPE", "/htst paper 16 March 2023")


def test_a_meeting_is_recorded_in_one_form_and_drives_what_follows(office: Office) -> None:
    ask(office, GARETH, "C0GET", "/htst due 35 exactly 31 May 2023 because the tender is late")
    ask(office, CYPE_LEAD, "C0LEADS", "/htst verify 16")
    go_to(office, datetime(2023, 3, 17, 10, tzinfo=UTC))
    assert office.slack.command(MONITOR, "C0LEADS", "/htst meeting").ok
    shown = office.slack.ephemeral(MONITOR)[-1]
    view = open_form(office, MONITOR, "C0LEADS", shown, "meeting")
    values: dict[str, dict[str, Any]] = {
        "number": {"number": "24"},
        "noted": {"noted": "the progress"},
        "agreed": {"agreed": "updates every quarter"},
        "granted": {"granted": ["35"]},
        "closed": {"closed": ["9", "16"]},
        "questions": {"questions": "When will action 10 be done?"},
    }
    wrong = office.slack.submit(MONITOR, view["id"], values)
    assert "after who asked it and a colon" in wrong["questions"]
    with reading(office.engine) as tx:
        (nine,) = actions.matching(tx, office.register, Query(MARCH, refs=("9",)))
    assert nine.status is Status.IMPLEMENTED  # all of it or nothing
    values["questions"] = {"questions": "Cllr Jones: When will action 10 be done?"}
    assert office.slack.submit(MONITOR, view["id"], values) == {}
    office.settle()
    with reading(office.engine) as tx:
        found = {ref: actions.find(tx, office.register, ref) for ref in ("9", "16", "35")}
        decided = meetings.decisions(tx, "kent", date(2023, 3, 1), MARCH)
    assert {one.kind for one in decided} == {"noted", "agreed", "granted", "closed"}
    assert {one.minute for one in decided} == {"24"}
    assert all(found[ref] and found[ref].status is Status.CLOSED for ref in ("9", "16"))  # type: ignore[union-attr]
    assert found["35"]
    assert found["35"].deadline == date(2023, 5, 31)
    assert found["35"].life.revisions[0].answer == "Agreed by the Committee on 16 March 2023, minute 24"

    (question,) = [one for one in office.slack.messages("C0LEADS") if "Cllr Jones asked" in shown_text(one)]
    office.slack.say(CYPE_LEAD, "C0LEADS", "Let me look into it.", thread_ts=question["ts"])
    office.slack.say(CYPE_LEAD, "C0LEADS", "Answer: By the end of June.", thread_ts=question["ts"])
    office.settle()
    with reading(office.engine) as tx:
        paper = paper_of(tx, office.register, MAY)
    (printed,) = paper.questions
    assert (printed.member, printed.answer, printed.minute, printed.refs) == (
        "Cllr Jones",
        "By the end of June.",
        "24",
        ("10",),
    )
    assert paper.moves
    assert [one.words for one in paper.moves.closed] == [
        "Closed by the Committee on 16 March 2023, minute 24"
    ] * 2


@pytest.mark.parametrize("typed", ["/htst round", "/htst paper"])
def test_without_a_day_the_next_meeting_is_meant(office: Office, typed: str) -> None:
    assert "16 March 2023" in ask(office, MONITOR, "C0LEADS", typed)
