"""What Slack itself tells: events it leaves out, a mention beside its message, a channel with a new id."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.app import as_wsgi, make_app
from bot.channel_events import channel_changed
from bot.counters import Counters
from bot.guests import Guests
from config.settings import Settings
from demo.office import BOT, GUEST_USER, MONITOR, OFFICER_IDS, PAPER_DAY, Office
from jobs.catch_up import CatchUpSettings
from register.action import Line
from register.register import Register
from runtime import bot_process
from runtime.bot_process import listening
from runtime.metrics import Metrics
from runtime.startup import identify
from slack_api.client import SlackClient
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import card as card_table
from storage.database.queue_tables import notice
from storage.intake import inbox
from storage.processes import job_runs
from storage.queue.notices import Notice, NoticeKind, NoticeState
from tests.ports import free_port
from tests.readings import paper_of
from tests.recorded import updates
from tests.waiting import until
from workflow.alerts import tell_admins
from workflow.context import Context
from workflow.imports import import_reading

AMY = OFFICER_IDS["CYPE"]
NEW = "C0SHARED"
NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


class House:
    """The office's own bot once more, with its counts and its calls for a catch-up at hand."""

    def __init__(self, office: Office) -> None:
        self.counts, self.looks = Counters(), list[bool]()
        caller = SlackClient(office.slack.bot_token, office.slack.api_url)
        self.app = make_app(
            Context(office.engine, office.slack.now),
            caller,
            identify(caller),
            office.slack.signing_secret,
            self.counts,
            refused_guests=Guests(office.engine),
            look=lambda: self.looks.append(True),
        )


@pytest.fixture
def house(office: Office, card: str) -> Iterator[House]:
    house = House(office)
    with listening(as_wsgi(house.app, office.slack.signing_secret, house.counts), 0, "127.0.0.1") as port:
        office.slack.connect(f"http://127.0.0.1:{port}/slack/events")
        yield house


def test_events_that_slack_leaves_out_are_acknowledged_counted_warned_of_and_looked_for(
    office: Office, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert office.slack.rate_limit_events().status == 200
    assert house.counts.read() == {("event", "left out by Slack"): 1}
    assert house.looks == [True]
    assert "Slack leaves out events of ours since 10:00 UTC" in caplog.text


def test_what_was_left_out_is_recorded_by_a_catch_up_at_once(
    office: Office, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_process, "CATCH_UP_SETTINGS", CatchUpSettings(call_interval=0))
    port = free_port()
    secret = office.slack.signing_secret
    settings = Settings(bot_token=office.slack.bot_token, signing_secret=secret, port=port)
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    metrics = Metrics(office.engine, Counters(), office.slack.now)
    with bot_process.serving(settings, office.engine, caller, office.slack.now, threading.Event(), metrics):
        until(lambda: looked(office), "the catch-up of the start")
        office.slack.connect(None)
        office.slack.say(AMY, "C0CYPE", "Left out by Slack", thread_ts=card)
        office.slack.connect(f"http://127.0.0.1:{port}/slack/events")
        assert updates(office) == ()
        assert office.slack.rate_limit_events().ok
        until(lambda: updates(office), "what was left out is recorded")
    assert [free.text for free in updates(office)] == ["Left out by Slack"]


def looked(office: Office) -> bool:
    with reading(office.engine) as tx:
        return job_runs.through(tx, office.register.slug, "catch-up") is not None


def test_a_mention_is_one_message_though_slack_tells_of_it_twice(office: Office, house: House) -> None:
    mention = {
        "type": "app_mention",
        "user": GUEST_USER,
        "channel": "C0CYPE",
        "ts": "1.1",
        "text": "<@U0HTST> done",
    }
    sent = office.slack.send_event(mention)
    assert sent is not None
    assert sent.acked
    assert house.counts.read() == {}


def test_a_channel_with_a_new_id_goes_on_as_before(office: Office, card: str, house: House) -> None:
    before = office.slack.say(AMY, "C0CYPE", "Said before", thread_ts=card)
    office.settle()
    office.slack.convert("C0CYPE", NEW)
    assert house.looks == [True]
    with reading(office.engine) as tx:
        (register,) = registers.every(tx)
        assert inbox.seen(tx, [f"message:{NEW}:{before}"])
    directorate = register.directorate("CYPE")
    assert directorate is not None
    assert directorate.channel == NEW
    office.slack.edit(AMY, NEW, before, "Said before, and better")
    office.slack.say(AMY, NEW, "Said after", thread_ts=card)
    office.settle()
    assert [one.text for one in updates(office)] == ["Said before, and better", "Said after"]
    (shown,) = [one for one in office.slack.messages(NEW) if one["ts"] == card]
    assert "Said after" in str(shown)
    (message,) = office.slack.messages(office.slack.dm(MONITOR))
    assert f"`{NEW}` instead of `C0CYPE`" in message["text"]
    assert "htst configure" in str(message["blocks"])
    assert "3" in office.slack.command(AMY, NEW, "/htst mine").text
    office.slack.move_to(office.slack.now() + timedelta(days=1))
    office.settle()
    assert len(office.slack.messages(NEW)) > len(office.slack.thread(NEW, card))  # the day's reminder


def test_news_of_a_new_id_that_comes_twice_changes_nothing_more(
    office: Office, card: str, house: House
) -> None:
    office.slack.convert("C0CYPE", NEW)
    (delivery,) = office.slack.deliveries("channel_id_changed")
    assert office.slack.redeliver(delivery).ok
    office.slack.say(MONITOR, NEW, "Still heard", thread_ts=card)
    assert [one.text for one in updates(office)] == ["Still heard"]


def errors(office: Office) -> list[str | None]:
    with reading(office.engine) as tx:
        waiting = select(notice.c.error).where(notice.c.state == NoticeState.WAITING)
        return list(tx.execute(waiting).scalars())


def test_an_archived_channel_is_told_once_and_its_cards_wait_until_it_is_back(
    office: Office, card: str
) -> None:
    before = len(office.slack.messages(office.slack.dm(MONITOR)))
    office.slack.archive("C0CYPE", AMY)
    office.settle()
    (message,) = office.slack.messages(office.slack.dm(MONITOR))[before:]
    assert f"<@{AMY}> has archived <#C0CYPE>" in message["text"]
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 1").ok
    until(lambda: "is_archived" in errors(office), "the card waits")
    assert office.slack.command(MONITOR, "C0LEADS", "/htst update 3 Said meanwhile").ok
    until(lambda: "is_inactive" in errors(office), "the new state of the other card waits")
    assert len(office.slack.messages(office.slack.dm(MONITOR))) == before + 1
    office.slack.archive("C0CYPE", AMY, archived=False)
    office.slack.move_to(office.slack.now() + timedelta(hours=1, minutes=1))
    office.settle()
    assert any("Action 1:" in one["text"] for one in office.slack.messages("C0CYPE"))
    assert "Said meanwhile" in str(office.slack.messages("C0CYPE"))


def alerts_to(office: Office, person: str) -> list[str]:
    found = [str(one["text"]) for one in office.slack.messages(office.slack.dm(person))]
    return [one for one in found if "has archived" in one or "could not be delivered" in one]


def test_what_fails_in_an_archived_channel_is_not_told_besides_until_it_was_back(office: Office) -> None:
    def days(*which: int) -> None:
        for day in which:
            office.slack.move_to(datetime(2022, 11, day, 18, tzinfo=UTC))
            office.settle()

    office.slack.archive("C0CYPE", AMY)
    days(16, 18, 21, 22, 23)  # reminders, and a digest
    assert len(alerts_to(office, MONITOR)) == 1
    office.slack.archive("C0CYPE", AMY, archived=False)
    office.slack.archive("C0CYPE", AMY)  # nothing has arrived in between, and it is told all the same
    office.settle()
    assert len(alerts_to(office, MONITOR)) == 2
    office.slack.archive("C0CYPE", AMY, archived=False)
    days(29)
    office.slack.connect(None)  # nothing tells us that it is archived, but what fails there
    office.slack.archive("C0CYPE", AMY)
    days(30)
    office.slack.move_to(datetime(2022, 12, 20, 18, tzinfo=UTC))
    office.settle()
    (_first, _second, third) = alerts_to(office, MONITOR)
    assert "could not be delivered to <#C0CYPE>" in third


def test_who_looks_after_several_registers_in_an_archived_channel_is_told_once(
    engine: Engine, kent: Register
) -> None:
    other = replace(kent, slug="other", title="Other actions", admins=(MONITOR, AMY))
    with transaction(engine) as tx:
        registers.save(tx, other)
    archived = {"type": "channel_archive", "channel": "C0CYPE", "user": "U0CYPELEAD"}
    channel_changed(Context(engine, lambda: NOW), {"event_id": "Ev1", "event": archived})
    with transaction(engine) as tx:
        for slug in ("kent", "other"):
            failed = Notice(slug, f"reminder:{slug}", NoticeKind.REMINDER, "C0CYPE")
            tell_admins(tx, failed, NoticeState.FAILED, "is_archived", NOW)
        rows = tx.execute(select(notice.c.to, notice.c.payload).where(notice.c.kind == NoticeKind.ALERT)).all()
    found = {row.to: row.payload["text"] for row in rows}
    assert len(rows) == len(found) == 2
    assert f"where {kent.title} and Other actions speak: nothing can be posted" in found[MONITOR]
    assert "where Other actions speaks" in found[AMY]


def test_a_channel_that_is_renamed_left_or_deleted_is_told_to_the_administrators(
    office: Office, card: str
) -> None:
    def told() -> str:
        office.settle()
        text: str = office.slack.messages(office.slack.dm(MONITOR))[-1]["text"]
        return text

    office.slack.rename("C0CYPE", "children")
    assert "is now called #children" in told()
    office.slack.leave(BOT.id, "C0CYPE", AMY)
    assert f"<@{AMY}> has removed HTST from <#C0CYPE>" in told()
    office.slack.join(BOT.id, "C0CYPE")
    office.slack.remove("C0CYPE", AMY)
    assert f"<@{AMY}> has deleted a channel (`C0CYPE`)" in told()


def test_a_channel_that_settings_know_by_its_name_is_to_be_chosen_anew(engine: Engine, kent: Register) -> None:
    by_name = replace(
        kent, directorates=(replace(kent.directorates[0], channel="#cype"), *kent.directorates[1:])
    )
    with transaction(engine) as tx:
        registers.save(tx, by_name)
        import_reading(
            tx, by_name, paper_of([Line("1", "Asked", "", "May 2023", ("CYPE",), "", "")]), PAPER_DAY, NOW
        )
        number = actions.find_id(tx, by_name, "1")
        tx.execute(card_table.insert().values(action=number, place="cype", channel="C0CYPE", ts="1.1"))
    renamed = {"type": "channel_rename", "channel": {"id": "C0CYPE", "name": "children"}}
    channel_changed(Context(engine, lambda: NOW), {"event_id": "Ev1", "event": renamed})
    with reading(engine) as tx:
        payload = tx.execute(select(notice.c.payload).where(notice.c.kind == "trouble")).scalar_one()
    assert "is now called #children" in payload["text"]
    assert "still have its old name" in str(payload["blocks"])
