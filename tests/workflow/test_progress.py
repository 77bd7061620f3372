"""The whole life of an action in the local Slack: done, verified, sent back, closed, reopened, ended; undone."""

from datetime import UTC, datetime

import pytest

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from register.action import Action
from register.progress import Status
from storage.actions import actions, change_chain
from storage.database.engine import reading
from tests.recorded import posted_card

AMY, GARETH, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], OFFICER_IDS["GLD"]
GET_LEAD, GLD_LEAD = "U0GETLEAD", "U0GLDLEAD"


def ask(office: Office, person: str, channel: str, typed: str) -> str:
    answer = office.slack.command(person, channel, typed)
    assert answer.ok, answer.error
    office.settle()
    return shown_text({"text": answer.text, "blocks": answer.blocks})


def action(office: Office, ref: str) -> Action:
    with reading(office.engine) as tx:
        found = actions.find(tx, office.register, ref)
        assert change_chain.broken_at(tx, "kent") is None
        as_at = {one.ref: one for one in actions.as_at(tx, office.register, office.slack.now())}
    assert found is not None
    assert as_at[ref] == found  # as-at answers for every field from the changes
    return found


def dm(office: Office, person: str) -> str:
    """The last thing the bot wrote to somebody alone."""
    return shown_text(office.slack.messages(office.slack.dm(person))[-1])


def test_an_action_is_done_verified_and_closed(office: Office) -> None:
    answer = ask(office, AMY, "C0CYPE", "/htst done 38 Both names agreed, see https://kent.example/names")
    assert "reported complete" in answer
    assert "to verify it" in answer
    done = action(office, "38")
    assert (done.status, done.progress) == (Status.IMPLEMENTED, "Complete")
    assert [(one.kind, one.by) for one in done.life.evidence] == [("link", AMY)]
    assert done.life.reported_by == AMY
    assert done.waiting_for == "verification"
    assert "https://kent.example/names" in dm(office, CYPE_LEAD)

    assert "verified" in ask(office, CYPE_LEAD, "C0LEADS", "/htst verify 38")
    assert (action(office, "38").status, action(office, "38").life.verified_by) == (Status.VERIFIED, CYPE_LEAD)

    answer = ask(office, MONITOR, "C0LEADS", "/htst close 38 meeting 15 November 2022")
    assert "closed, as agreed on 15 November 2022" in answer
    closed = action(office, "38")
    assert (closed.status, str(closed.life.closed_on)) == (Status.CLOSED, "2022-11-15")


def test_nobody_verifies_what_they_reported_themselves(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", "/htst done 38 All seen to")
    assert "somebody other than the person who reported it" in ask(
        office, CYPE_LEAD, "C0CYPE", "/htst verify 38"
    )
    assert action(office, "38").status is Status.IMPLEMENTED
    assert GET_LEAD in str(office.slack.calls("conversations.open")) or dm(office, GET_LEAD)


def test_an_officer_cannot_verify_or_close_and_reads_who_can(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst done 38 All seen to")
    assert "Only the directorates' leads" in ask(office, GARETH, "C0GET", "/htst verify 38")
    assert "Only the register's administrators" in ask(
        office, CYPE_LEAD, "C0LEADS", "/htst close 38 meeting 15 Nov 2022"
    )


def test_what_is_sent_back_says_why_to_whoever_reported_it(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst done 38 One name is agreed")
    assert "is sent back" in ask(
        office, CYPE_LEAD, "C0LEADS", "/htst reject 38 because the second name is missing"
    )
    back = action(office, "38")
    assert (back.status, back.life.reported_by) == (Status.IN_PROGRESS, "")
    assert "the second name is missing" in dm(office, AMY)


def test_what_a_move_needs_is_asked_for_by_name(office: Office) -> None:
    assert "what shows that it is done" in ask(office, AMY, "C0CYPE", "/htst done 38")
    ask(office, AMY, "C0CYPE", "/htst done 38 none because the post was abolished")
    assert [one.kind for one in action(office, "38").life.evidence] == ["none"]
    assert "Say why" in ask(office, CYPE_LEAD, "C0LEADS", "/htst reject 38")
    assert "at which meeting" in ask(office, MONITOR, "C0LEADS", "/htst close 38")
    assert "still to come" in ask(office, MONITOR, "C0LEADS", "/htst close 38 meeting 16 March 2023")


def test_an_ended_action_says_how(office: Office) -> None:
    ask(office, MONITOR, "C0LEADS", "/htst assign 1")  # action 1 refers to action 10
    answer = ask(office, MONITOR, "C0LEADS", "/htst end 10 superseded by the new framework")
    assert "Action 10 is superseded by the new framework." in answer
    ended = action(office, "10")
    assert (ended.status, ended.life.ended) == (Status.SUPERSEDED, "by the new framework")
    status = ask(office, MONITOR, "C0LEADS", "/htst status 10")
    assert "Superseded by the new framework." in status
    assert "None: it has ended" in status
    assert "Say how it ended" in ask(office, MONITOR, "C0LEADS", "/htst end 12")
    ask(office, MONITOR, "C0LEADS", "/htst end 12 no longer warranted: the scheme was withdrawn.")
    assert "No longer warranted: the scheme was withdrawn." in ask(
        office, MONITOR, "C0LEADS", "/htst status 12"
    )


def test_another_date_is_asked_granted_and_the_first_is_kept(office: Office) -> None:
    command = "/htst due 35 exactly 31 March 2023 because the tender is late"
    assert "Only officers of the directorates that own it" in ask(office, AMY, "C0CYPE", command)
    assert "You have asked for 31 March 2023" in ask(office, GARETH, "C0GET", command)
    before = action(office, "35")
    assert before.waiting_for == "a decision on the date asked for"
    assert "tender is late" in dm(office, GET_LEAD)
    assert "Only leads of the directorates that own it" in ask(office, CYPE_LEAD, "C0CYPE", "/htst grant 35")
    assert "Granted" in ask(office, GET_LEAD, "C0GET", "/htst grant 35")
    after = action(office, "35")
    assert str(after.deadline) == "2023-03-31"
    assert after.original == before.deadline
    assert [(one.decision, one.decided_by, one.reason) for one in after.life.revisions] == [
        ("granted", GET_LEAD, "the tender is late")
    ]
    assert "31 March 2023" in dm(office, GARETH)
    changed = ask(office, GARETH, "C0GET", "/htst what changed this week?")
    assert "15 November 2022: 1 action" in changed  # what the first paper brought is no change
    assert "1 with another date" in changed
    assert "Target date: December 2022 → 31 March 2023" in changed
    assert "Nothing changed" in ask(office, GARETH, "C0GET", "/htst what changed this week in GLD?")


def test_a_lead_grants_one_extension_and_never_their_own(office: Office) -> None:
    ask(office, GET_LEAD, "C0GET", "/htst due 35 exactly 31 March 2023 because the tender is late")
    assert "You asked for this date yourself" in ask(office, GET_LEAD, "C0GET", "/htst grant 35")
    assert "Granted" in ask(office, MONITOR, "C0LEADS", "/htst grant 35")
    ask(office, GARETH, "C0GET", "/htst due 35 exactly 30 April 2023 because it is later still")
    assert "wait for the committee" in ask(office, GET_LEAD, "C0GET", "/htst grant 35")
    assert "Granted" in ask(office, MONITOR, "C0LEADS", "/htst grant 35")
    assert len(action(office, "35").life.granted) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("31 March 2021 because of a slip", "has passed: is the year right"),
        ("31 March 2032 because of a slip", "is the year right"),
        ("soon because of a slip", "cannot tell which day “soon” is"),
        ("28 February 2023", "Say why"),
        (
            "31 March 2023 because of a slip",
            "is after the meeting of 16 March 2023, where it would still be undone",
        ),
        ("31 December 2022 because of a slip", "is not later than the present date"),
        ("1 November 2022 because of a slip", "has passed"),
    ],
)
def test_a_date_that_looks_like_a_slip_is_asked_about(office: Office, words: str, expected: str) -> None:
    assert expected in ask(office, GARETH, "C0GET", f"/htst due 35 {words}")
    assert action(office, "35").life.revisions == ()


def test_a_likely_slip_in_the_form_is_asked_about_and_taken_when_it_is_meant(
    office: Office,
) -> None:
    card = posted_card(office, "C0GET", "35")
    assert office.slack.press(GARETH, "C0GET", card, "new_date").ok
    view = office.slack.view(GARETH)
    assert view is not None
    fields = {"date": {"date": "2032-03-31"}, "reason": {"reason": "The tender is late"}}
    assert "sure" not in str(view["blocks"])  # nobody is asked before there is a question
    assert office.slack.submit(GARETH, view["id"], fields) == {}
    view = office.slack.view(GARETH)
    assert view is not None
    assert "is the year right?" in str(view["blocks"])
    assert "The tender is late" in str(view["blocks"])
    fields["date"] = {"date": "2023-03-31"}
    assert office.slack.submit(GARETH, view["id"], fields) == {}
    view = office.slack.view(GARETH)
    assert view is not None
    assert "after the meeting of 16 March 2023" in str(view["blocks"])
    # All else still stands there.
    assert office.slack.submit(GARETH, view["id"], {"sure": {"sure": "yes"}}) == {}
    asked = action(office, "35").life.asked
    assert asked is not None
    assert str(asked.deadline) == "2023-03-31"


def test_because_of_is_kept_whole(office: Office) -> None:
    """Without its first word, "of the payroll year" would be printed."""
    answer = ask(office, AMY, "C0CYPE", "/htst nochange 14 because of the payroll year")
    assert "no change in action 14, because of the payroll year." in answer
    assert "said that nothing has changed (because of the payroll year)" in ask(
        office, AMY, "C0CYPE", "/htst history 14"
    )
    ask(office, AMY, "C0CYPE", "/htst ontime 14 doubtful because of the payroll year")
    assert action(office, "14").updates[-1].text == "because of the payroll year"


def test_who_says_that_nothing_shows_it_gave_no_evidence(office: Office) -> None:
    assert "reported complete" in ask(office, AMY, "C0CYPE", "/htst done 14 none because nobody kept minutes")
    history = ask(office, AMY, "C0CYPE", "/htst history 14")
    assert "gave no evidence (because nobody kept minutes)" in history


def test_a_refused_date_stays_and_the_reason_is_told(office: Office) -> None:
    ask(office, GARETH, "C0GET", "/htst due 35 exactly 31 March 2023 because the tender is late")
    was = action(office, "35").deadline
    assert "Say why" in ask(office, GET_LEAD, "C0GET", "/htst refuse 35")
    assert action(office, "35").life.asked is not None
    ask(office, GET_LEAD, "C0GET", "/htst refuse 35 because the committee meets in March")
    assert action(office, "35").deadline == was
    assert "the committee meets in March" in dm(office, GARETH)


def test_an_officer_and_a_lead_directorate_are_named(office: Office) -> None:
    answer = ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}|amy>")
    assert f"<@{AMY}> is now the officer" in answer
    assert dict(action(office, "38").life.officers) == {"CYPE": AMY}
    assert "named you for action 38" in dm(office, AMY)
    assert "GET now leads" in ask(office, CYPE_LEAD, "C0CYPE", "/htst assign 38 to get")
    assert action(office, "38").life.lead == "GET"
    assert "officer for action 38 in GET" in ask(
        office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{GARETH}> for growth, environment and transport"
    )
    assert "CYPE now leads" in ask(
        office, CYPE_LEAD, "C0CYPE", "/htst assign 38 to Children, Young People & Education"
    )
    assert "Name one of CYPE and GET" in ask(office, CYPE_LEAD, "C0CYPE", "/htst assign 38 to CYPE / GET")
    assert "There is no directorate HR here. There are CYPE, GET and GLD" in ask(
        office, CYPE_LEAD, "C0CYPE", "/htst assign 38 to HR"
    )
    assert "There is no directorate human resources here" in ask(
        office, CYPE_LEAD, "C0CYPE", "/htst assign 38 to human resources"
    )
    assert "Only the register's administrators" in ask(office, CYPE_LEAD, "C0CYPE", "/htst assign 38 to GLD")


def test_reminders_rest_for_a_fortnight_at_most_and_never_past_the_date(office: Office) -> None:
    say = "/htst snooze 38 until"
    assert "14 days at most" in ask(office, AMY, "C0CYPE", f"{say} 20 December 2022 because Amy is away")
    assert "Say why" in ask(office, AMY, "C0CYPE", f"{say} 22 November 2022")
    assert "snoozed until 22 November 2022" in ask(
        office, AMY, "C0CYPE", f"{say} 22 November 2022 because of leave"
    )
    rest = action(office, "38").life.snooze
    assert rest is not None
    assert (str(rest.until), rest.reason) == ("2022-11-22", "because of leave")


def test_somebody_says_that_they_are_away(office: Office) -> None:
    answer = ask(office, AMY, "C0CYPE", f"/htst away until 2 December 2022 deputy <@{GARETH}>")
    assert "away until 2 December 2022" in answer
    assert f"<@{GARETH}> stands in" in answer
    assert "has passed" in ask(office, AMY, "C0CYPE", "/htst away until 2 November 2022")


def test_what_one_recorded_last_is_taken_back(office: Office) -> None:
    assert "nothing of yours" in ask(office, AMY, "C0CYPE", "/htst undo")
    ask(office, AMY, "C0CYPE", "/htst update 38 Too early")
    assert "Taken back" in ask(office, AMY, "C0CYPE", "/htst undo")
    assert action(office, "38").updates == ()
    ask(office, AMY, "C0CYPE", "/htst done 38 All seen to")
    assert "Taken back" in ask(office, AMY, "C0CYPE", "/htst undo")
    undone = action(office, "38")
    assert (undone.status, undone.progress) == (Status.NOT_STARTED, "")
    assert [one.text for one in undone.updates] == []
    assert [one.is_withdrawn for one in undone.life.evidence] == [True]


def test_what_others_built_on_is_not_taken_back(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst done 38 All seen to")
    ask(office, CYPE_LEAD, "C0LEADS", "/htst verify 38")
    assert "has changed again since" in ask(office, AMY, "C0CYPE", "/htst undo")
    assert action(office, "38").status is Status.VERIFIED


def test_an_administrator_takes_back_anybodys_words_with_a_reason(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst update 38 Names a child")
    assert "Only the register's administrators" in ask(
        office, CYPE_LEAD, "C0CYPE", "/htst withdraw 38 because of a name"
    )
    assert "Taken back" in ask(office, MONITOR, "C0LEADS", "/htst withdraw 38 because it names a child")
    assert action(office, "38").updates == ()
    assert "because it names a child" in ask(office, MONITOR, "C0LEADS", "/htst history 38")


def test_words_that_are_taken_back_are_no_evidence_either(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst done 38 Tom of Hill School has his place")
    ask(office, MONITOR, "C0LEADS", "/htst withdraw 38 because it names a child")
    for typed in ("/htst history 38", "/htst status 38"):
        assert "Tom" not in ask(office, CYPE_LEAD, "C0LEADS", typed)
    assert action(office, "38").status is Status.IMPLEMENTED
    assert "verified" in ask(office, CYPE_LEAD, "C0LEADS", "/htst verify 38")


def test_the_history_reads_like_a_story(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst update 38 Begun")
    ask(office, AMY, "C0CYPE", "/htst done 38 All seen to")
    story = ask(office, AMY, "C0CYPE", "/htst history 38")
    for words in ("gave an update: Begun", "changed the progress: Not started → Complete", "added the action"):
        assert words in story
    assert story.index("changed the progress") < story.index("gave an update: Begun") < story.index("added")


@pytest.fixture
def asked(office: Office) -> str:
    """The ts of the message that asks Ruth to verify action 38, in her direct messages."""
    ask(office, AMY, "C0CYPE", "/htst done 38 All seen to")
    ts: str = office.slack.messages(office.slack.dm(CYPE_LEAD))[-1]["ts"]
    return ts


def test_a_lead_verifies_by_a_press(office: Office, asked: str) -> None:
    assert office.slack.press(CYPE_LEAD, office.slack.dm(CYPE_LEAD), asked, "verify").ok
    assert action(office, "38").status is Status.VERIFIED


def test_a_lead_sends_back_by_a_form(office: Office, asked: str) -> None:
    assert office.slack.press(CYPE_LEAD, office.slack.dm(CYPE_LEAD), asked, "reject").ok
    view = office.slack.view(CYPE_LEAD)
    assert view is not None
    assert list(office.slack.submit(CYPE_LEAD, view["id"], {})) == ["reason"]
    assert office.slack.submit(CYPE_LEAD, view["id"], {"reason": {"reason": "One name is missing."}}) == {}
    assert action(office, "38").status is Status.IN_PROGRESS


def test_a_form_opened_before_somebody_moved_the_action_says_so_and_keeps_the_words(office: Office) -> None:
    ask(office, MONITOR, "C0LEADS", "/htst assign 38")
    card = next(one for one in office.slack.messages("C0CYPE") if "kent:38" in str(one["blocks"]))
    assert office.slack.press(AMY, "C0CYPE", card["ts"], "update").ok
    view = office.slack.view(AMY)
    assert view is not None
    ask(office, GARETH, "C0GET", "/htst done 38 All seen to")
    late = {"words": {"words": "Still at it."}, "progress": {"progress": "in progress"}}
    assert office.slack.submit(AMY, view["id"], late) == {}
    again = office.slack.view(AMY)
    assert again is not None
    assert "has changed since you opened the form" in str(again["blocks"])
    assert "Still at it." in str(again["blocks"])
    assert action(office, "38").status is Status.IMPLEMENTED
    office.slack.move_to(datetime(2022, 11, 15, 12, tzinfo=UTC))
