"""Nobody who is away or has left is called, and reminders that rest are not sent: through the local Slack."""

from datetime import UTC, datetime

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from jobs.people import READ_INTERVAL, PeopleReader, read_people
from slack_api.client import SlackClient
from storage.actions import actions, change_chain
from storage.database.engine import reading
from tests.workflow.test_progress import action, ask, dm

AMY, GARETH, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], OFFICER_IDS["GLD"]


def move_to(office: Office, day: str) -> None:
    office.slack.move_to(datetime.fromisoformat(f"{day}T18:00").replace(tzinfo=UTC))
    office.settle()


def said(office: Office, channel: str, about: str) -> list[str]:
    """What was posted in a channel since the office opened, of messages that hold some words."""
    found = [str(one.get("blocks")) for one in office.slack.messages(channel)]
    return [one for one in found if about in one]


def dms(office: Office, person: str) -> list[str]:
    return [str(one["blocks"]) for one in office.slack.messages(office.slack.dm(person))]


def test_a_reminder_mentions_the_deputy_of_an_officer_who_is_away(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    ask(office, AMY, "C0CYPE", f"/htst away until 2 December 2022 deputy <@{LENA}>")
    move_to(office, "2022-11-16")
    (reminder,) = said(office, "C0CYPE", "Reminder:")
    assert f"<@{LENA}>, as the officer is away until 2 December 2022" in reminder
    assert f"<@{AMY}>" not in reminder


def test_without_a_deputy_it_mentions_the_lead_and_once_back_the_officer(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    ask(office, AMY, "C0CYPE", "/htst away until 18 November 2022")
    move_to(office, "2022-11-16")
    (reminder,) = said(office, "C0CYPE", "Reminder:")
    assert f"<@{CYPE_LEAD}>, as the officer is away until 18 November 2022" in reminder
    assert f"<@{AMY}>" not in reminder
    move_to(office, "2022-11-29")
    later = said(office, "C0CYPE", "Reminder:")[-1]
    assert f"<@{AMY}>" in later
    assert "is away" not in later


def test_where_everybody_is_away_nobody_is_called(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    ask(office, AMY, "C0CYPE", f"/htst away until 2 December 2022 deputy <@{LENA}>")
    ask(office, LENA, "C0GLD", "/htst away until 2 December 2022")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst away until 2 December 2022")
    move_to(office, "2022-11-16")
    (reminder,) = said(office, "C0CYPE", "Reminder:")
    assert "the officer is away until 2 December 2022" in reminder
    assert "<@" not in reminder


def test_what_is_to_be_escalated_to_a_lead_who_is_away_goes_to_their_deputy(office: Office) -> None:
    move_to(office, "2022-12-09")
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst away until 20 January 2023 deputy <@{AMY}>")
    move_to(office, "2022-12-16")
    assert not [one for one in dms(office, CYPE_LEAD) if "well past" in one]
    (message,) = [one for one in dms(office, AMY) if "well past" in one]
    assert f"You get this in place of <@{CYPE_LEAD}>, who is away." in message


def test_without_a_deputy_an_escalation_goes_to_the_administrators(office: Office) -> None:
    move_to(office, "2022-12-09")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst away until 20 January 2023")
    move_to(office, "2022-12-16")
    assert not [one for one in dms(office, CYPE_LEAD) if "well past" in one]
    assert any(f"in place of <@{CYPE_LEAD}>" in one for one in dms(office, MONITOR))


def test_who_must_decide_and_is_away_is_asked_through_their_deputy_if_that_one_may(office: Office) -> None:
    get_lead, command = "U0GETLEAD", "/htst due 35 exactly 31 March 2023 because the tender is late"
    ask(office, get_lead, "C0GET", f"/htst away until 2 December 2022 deputy <@{GARETH}>")
    assert f"I have asked <@{MONITOR}>" in ask(office, GARETH, "C0GET", command)
    assert not dms(office, get_lead)
    assert "is asked for" in dm(office, MONITOR)


def test_nobody_who_is_away_is_called_to_be_told_that_they_were_named(office: Office) -> None:
    ask(office, AMY, "C0CYPE", f"/htst away until 2 December 2022 deputy <@{LENA}>")
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    assert not dms(office, AMY)
    assert f"named <@{AMY}>, for whom you stand in, for action 38" in dms(office, LENA)[-1]


def test_the_lead_is_told_once_that_an_officer_has_left_and_nobody_mentions_them(office: Office) -> None:
    for ref in ("38", "42"):
        ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign {ref} <@{AMY}>")
    ask(office, AMY, "C0CYPE", f"/htst away until 20 December 2022 deputy <@{LENA}>")
    office.slack.change(AMY, is_gone=True)
    office.settle()
    assert f"You no longer stand in for <@{AMY}>" in dms(office, LENA)[-1]
    assert f"<@{AMY}>" not in ask(office, CYPE_LEAD, "C0CYPE", "/htst who is away")
    (message,) = dms(office, CYPE_LEAD)
    assert f"<@{AMY}> has left Slack and was the officer in CYPE for actions 38 and 42" in message
    assert "`/htst assign 38, 42 @name`" in message
    assert dict(action(office, "38").life.officers) == {}
    office.slack.change(AMY, title="Left")
    client = SlackClient(office.slack.bot_token, office.slack.api_url)
    office.slack.move_to(office.slack.now() + READ_INTERVAL)
    read_people(PeopleReader(office.engine, client, office.slack.now, page_interval=0))
    office.settle()
    assert len(dms(office, CYPE_LEAD)) == 1
    assert f"<@{AMY}>" not in said(office, "C0CYPE", "Reminder:")[-1]
    assert "named no officer in CYPE any more" in ask(office, CYPE_LEAD, "C0CYPE", "/htst history 38")


def test_the_list_of_people_tells_of_an_officer_whose_leaving_was_not_heard(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    office.slack.connect("http://127.0.0.1:9/nobody")  # the event comes to nothing
    office.slack.change(AMY, is_gone=True)
    client = SlackClient(office.slack.bot_token, office.slack.api_url)
    office.slack.move_to(office.slack.now() + READ_INTERVAL)
    read_people(PeopleReader(office.engine, client, office.slack.now, page_interval=0))
    office.settle()
    assert len([one for one in dms(office, CYPE_LEAD) if "has left Slack" in one]) == 1


def test_the_administrators_are_told_that_the_settings_name_a_lead_who_left(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    office.slack.change(CYPE_LEAD, is_gone=True)
    office.slack.change(AMY, is_gone=True)
    office.settle()
    message = dms(office, MONITOR)
    assert any("still name them as the lead of CYPE" in one for one in message)
    with reading(office.engine) as tx:
        assert actions.officers(tx, office.register) == {}
        assert change_chain.broken_at(tx, "kent") is None


def test_an_action_whose_reminders_rest_is_asked_about_by_nothing_until_its_day(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst snooze 38 until 24 November 2022 because the lead is away")
    ask(office, AMY, "C0CYPE", "/htst snooze 14 until 18 November 2022 because the lead is away")
    move_to(office, "2022-11-16")
    (reminder,) = said(office, "C0CYPE", "Reminder:")
    assert "*3*" in reminder
    assert "*38*" not in reminder
    assert "*14*" not in reminder
    move_to(office, "2022-11-21")
    digest = said(office, "C0CYPE", "the week to 21 November")[-1]
    assert "reminders snoozed until 24 November 2022" in digest
    move_to(office, "2022-11-23")  # a step of 38 falls on this day, one before its rest ends
    assert not [one for one in said(office, "C0CYPE", "Reminder:") if "*38*" in one]
    move_to(office, "2022-11-29")  # the day before the date
    assert "*38*" in said(office, "C0CYPE", "Reminder:")[-1]


def test_who_is_away_is_named_with_what_they_said_and_only_once_with_until_when(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", "/htst away until 2 December 2022")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst ontime 38 yes")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst update 38 The draft is with Legal, and they answer next week")
    shown = ask(office, AMY, "C0CYPE", "/htst status 38")
    assert f"<@{CYPE_LEAD}> (away until 2 December 2022)" in shown
    assert shown.count("away until") == 1
    assert f"<@{CYPE_LEAD}> said on" in shown or f"<@{CYPE_LEAD}> (away until 2 December 2022) said on" in shown
    assert "somebody" not in shown


def test_a_rest_holds_in_the_week_in_which_it_ends(office: Office) -> None:
    """On Monday a channel is asked of all that falls due by Sunday, but not of what rests until Wednesday."""
    ask(office, AMY, "C0CYPE", "/htst snooze 38 until 23 November 2022 because the lead is away")
    move_to(office, "2022-11-21")
    digest = said(office, "C0CYPE", "the week to 21 November")[-1]
    assert "kent:3'" in digest
    assert "kent:38'" not in digest
    move_to(office, "2022-11-23")
    assert "*38*" in said(office, "C0CYPE", "Reminder:")[-1]


def test_a_new_card_calls_nobody_who_is_away_and_a_status_says_until_when(office: Office) -> None:
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    ask(office, AMY, "C0CYPE", "/htst away until 2 December 2022")
    ask(office, MONITOR, "C0CYPE", "/htst assign 38")
    office.settle()
    (card,) = said(office, "C0CYPE", "'kent:38'")
    assert "somebody away until 2 December 2022 for CYPE" in card
    assert f"<@{AMY}>" not in card
    shown = ask(
        office, MONITOR, "C0CYPE", "/htst status 38"
    )  # which they alone see: a mention calls nobody there
    assert f"<@{AMY}> (away until 2 December 2022) for CYPE" in shown
    move_to(office, "2022-12-03")
    assert f"<@{AMY}>" in ask(office, MONITOR, "C0CYPE", "/htst status 38")
