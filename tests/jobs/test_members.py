"""Who sits in a directorate's channel is an officer of it: as Slack lists them, and as it tells of single people."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from jobs.members import read_members
from jobs.people import PeopleReader
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.register_tables import directorate
from storage.intake import channels

AMY, GARETH, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], OFFICER_IDS["GLD"]


def codes(office: Office, person: str) -> list[str]:
    with reading(office.engine) as tx:
        register = registers.find(tx, "kent")
    return [one.code for one in register.directorates_of(person)]


def in_direct_message(office: Office, person: str, typed: str) -> str:
    """What somebody sees who types that where no directorate speaks."""
    answer = office.slack.command(person, office.slack.dm(person), typed)
    assert answer.ok, answer.error
    return shown_text({"text": answer.text, "blocks": answer.blocks})


def test_mine_is_the_same_wherever_an_officer_asks(office: Office) -> None:
    here = office.slack.command(AMY, "C0CYPE", "/htst mine")
    assert in_direct_message(office, AMY, "/htst mine") == shown_text(
        {"text": here.text, "blocks": here.blocks}
    )
    assert "Yours:" in in_direct_message(office, AMY, "/htst mine")


def test_who_looks_after_the_register_sits_in_channels_by_office(office: Office) -> None:
    assert codes(office, MONITOR) == []
    assert codes(office, CYPE_LEAD) == ["CYPE"]


def test_who_joins_or_leaves_a_channel_is_an_officer_from_then_on_or_no_more(office: Office) -> None:
    assert codes(office, AMY) == ["CYPE"]
    office.slack.join(AMY, "C0GET")
    assert codes(office, AMY) == ["CYPE", "GET"]
    assert "reported complete" in in_direct_message(office, AMY, "/htst done 35 Signed off")
    office.slack.leave(AMY, "C0GET")
    assert codes(office, AMY) == ["CYPE"]
    assert "Only officers" in in_direct_message(office, AMY, "/htst reopen 35 because it is not")


def test_settings_that_are_saved_again_forget_nobody(office: Office) -> None:
    with transaction(office.engine) as tx:
        registers.save(tx, office.register)
    assert codes(office, AMY) == ["CYPE"]


@pytest.fixture
def reader(office: Office) -> PeopleReader:
    client = SlackClient(office.slack.bot_token, office.slack.api_url)
    return PeopleReader(office.engine, client, office.slack.now, page_interval=0)


def test_what_was_missed_is_read_after_a_day_and_a_new_channel_at_once(
    office: Office, reader: PeopleReader
) -> None:
    office.slack.workspace.conversation("C0CYPE").members.remove(AMY)  # while the bot was down
    read_members(reader)
    assert codes(office, AMY) == ["CYPE"]
    moved: Register = replace(
        office.register,
        directorates=tuple(
            replace(one, channel="C0LEADS" if one.code == "GLD" else one.channel)
            for one in office.register.directorates
        ),
    )
    with transaction(office.engine) as tx:
        registers.save(tx, moved)
    assert codes(office, LENA) == []
    office.slack.workspace.conversation("C0LEADS").members.append(LENA)
    read_members(reader)
    assert codes(office, LENA) == ["GLD"]
    later = replace(reader, clock=lambda: office.slack.now() + timedelta(days=1))
    read_members(later)
    assert codes(office, AMY) == []


@pytest.mark.parametrize("is_new", [False, True])
def test_who_comes_or_leaves_while_the_list_is_read_is_not_lost(
    office: Office, reader: PeopleReader, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    """Slack's list was written before they came; the event is newer."""
    if is_new:
        with transaction(office.engine) as tx:
            tx.execute(update(directorate).where(directorate.c.channel == "C0CYPE").values(members=None))
    listed, late = SlackClient.members, [True]

    def list_and_then_they_move(client: SlackClient, channel: str, cursor: str = "") -> object:
        found = listed(client, channel, cursor)
        if channel == "C0CYPE" and late:
            late.clear()
            office.slack.join(GARETH, "C0CYPE")
            office.slack.leave(AMY, "C0CYPE")
        return found

    monkeypatch.setattr(SlackClient, "members", list_and_then_they_move)
    read_members(replace(reader, clock=lambda: office.slack.now() + timedelta(days=1)))
    assert (codes(office, GARETH), codes(office, AMY)) == (["CYPE", "GET"], [])


def test_a_channel_that_slack_does_not_show_keeps_no_other_from_being_read(
    office: Office, reader: PeopleReader
) -> None:
    office.slack.workspace.conversation("C0CYPE").is_private = True
    office.slack.workspace.conversation("C0CYPE").members.remove("U0HTST")
    office.slack.workspace.conversation("C0GLD").members.remove(LENA)
    read_members(replace(reader, clock=lambda: office.slack.now() + timedelta(days=1)))
    assert codes(office, LENA) == []
    assert codes(office, AMY) == ["CYPE"]


def test_a_channel_with_a_new_id_keeps_who_sits_there(office: Office) -> None:
    with transaction(office.engine) as tx:
        channels.rename(tx, "C0CYPE", "C0NEW")
    assert codes(office, AMY) == ["CYPE"]
