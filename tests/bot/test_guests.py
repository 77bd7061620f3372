"""Guests of the workspace: refused kindly, by the door they came through, unless a setting lets them in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot import outsiders
from bot.app import as_wsgi, make_app, take
from bot.counters import Counters
from bot.guests import GUESTS_KEPT_SECONDS, Guests
from bot.socket_mode import Connection as SocketConnection
from demo.office import GUEST_USER, LEAD_OFFICERS, OFFICER_IDS, Office
from playground.workspace import SlackUser
from register import people as known
from runtime.bot_process import listening
from runtime.startup import identify
from slack_api.client import SlackClient, person_from_user
from storage.actions import actions
from storage.database.engine import reading, transaction
from storage.intake import absences, inbox, people
from tests.recorded import posted_card
from workflow.context import Context

GARETH, NEW = OFFICER_IDS["GET"], "U0NEWCOMER"
WHEN = datetime(2022, 11, 15, 10, tzinfo=UTC)


class House:
    """The office's own bot once more, with its counts at hand, over HTTP or Socket Mode."""

    def __init__(self, office: Office, *, refuses: bool = True) -> None:
        self.counts = Counters()
        caller = SlackClient(office.slack.bot_token, office.slack.api_url)
        self.guests = Guests(office.engine) if refuses else None
        context = Context(office.engine, office.slack.now)
        self.app = make_app(
            context,
            caller,
            identify(caller),
            office.slack.signing_secret,
            self.counts,
            refused_guests=self.guests,
        )

    def refused(self) -> int:
        return self.counts.read().get(("request", "guest"), 0)


@pytest.fixture
def card(office: Office) -> str:
    """The ts of the card of action 14 in #get, where the guest is too."""
    return posted_card(office, "C0GET", "14")


@pytest.fixture(params=["http", "socket"])
def house(request: pytest.FixtureRequest, office: Office, card: str) -> Iterator[House]:
    """The bot on either road."""
    house = House(office)
    if request.param == "http":
        inside = as_wsgi(house.app, office.slack.signing_secret, house.counts)
        with listening(inside, 0, "127.0.0.1") as port:
            office.slack.connect(f"http://127.0.0.1:{port}/slack/events")
            yield house
        return
    line = SocketConnection(house.app, office.slack.app_token, lambda: None, house.counts, 0.2)
    line.open()
    office.slack.sockets.wait_for(1)
    yield house
    office.slack.sockets.drop()
    line.close()


def updates(office: Office) -> list[str]:
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "14")
    assert action is not None
    return [one.text for one in action.updates]


def test_a_guests_command_reply_and_press_change_nothing_and_are_answered_to_them_alone(
    office: Office, card: str, house: House
) -> None:
    answer = office.slack.command(GUEST_USER, "C0GET", "/htst status 14")
    assert answer.text == outsiders.GUEST
    office.slack.command(GUEST_USER, "C0GET", "/htst update 14 Done, says the guest")
    reply = office.slack.say(GUEST_USER, "C0GET", "Done, says the guest", thread_ts=card)
    office.slack.edit(GUEST_USER, "C0GET", reply, "Done, says the guest again")
    office.slack.press(GUEST_USER, "C0GET", card, "update")
    office.settle()
    assert updates(office) == []
    assert office.slack.view(GUEST_USER) is None
    assert {one["text"] for one in office.slack.ephemeral(GUEST_USER)} == {outsiders.GUEST}
    assert len(office.slack.ephemeral(GUEST_USER)) == 4  # two commands, the reply, the press
    assert house.refused() == 5
    with reading(office.engine) as tx:
        assert inbox.seen(tx, [f"message:C0GET:{reply}"])
    office.slack.say(GARETH, "C0GET", "A member, in the same thread", thread_ts=card)
    assert updates(office) == ["A member, in the same thread"]


def test_a_guests_home_page_says_why_it_is_empty_and_nothing_else(office: Office, house: House) -> None:
    office.slack.open_home(GUEST_USER)
    office.settle()
    (block,) = (office.slack.home(GUEST_USER) or {})["blocks"]
    assert block["text"]["text"] == outsiders.GUEST


def test_the_home_page_of_a_member_who_becomes_a_guest_and_back_follows(office: Office, house: House) -> None:
    def page() -> str:
        office.slack.open_home(GARETH)
        office.settle()
        return str(office.slack.home(GARETH))

    assert "Your actions" in page()
    office.slack.change(GARETH, is_guest=True)
    assert outsiders.GUEST in page()
    assert "Your actions" not in str(office.slack.home(GARETH))
    office.slack.change(GARETH, is_guest=False)
    assert "Your actions" in page()


def test_whoever_joins_as_a_guest_is_refused_from_the_first_word(office: Office, house: House) -> None:
    office.slack.admit(SlackUser(NEW, "Iris Newcomer", is_guest=True))
    office.slack.join(NEW, "C0GET")
    assert office.slack.command(NEW, "C0GET", "/htst mine").text == outsiders.GUEST


def test_a_member_who_becomes_a_guest_and_back_is_told_apart_at_once(
    office: Office, card: str, house: House
) -> None:
    assert office.slack.command(GARETH, "C0GET", "/htst status 14").text != outsiders.GUEST
    office.slack.change(GARETH, is_guest=True)
    assert office.slack.command(GARETH, "C0GET", "/htst status 14").text == outsiders.GUEST
    office.slack.change(GARETH, is_guest=False)
    office.slack.say(GARETH, "C0GET", "A member again", thread_ts=card)
    assert updates(office) == ["A member again"]


def test_news_of_a_person_that_changes_nothing_leaves_no_trace(office: Office, house: House) -> None:
    with reading(office.engine) as tx:
        before = people.count(tx)
    office.slack.change(GARETH, title="On leave until Monday")
    (delivery,) = office.slack.deliveries("user_change")
    assert delivery.acked
    with reading(office.engine) as tx:
        assert not inbox.seen(tx, [f"event:{delivery.body['event_id']}"])
        assert people.count(tx) == before


def test_late_news_of_a_person_does_not_undo_what_came_after_it(office: Office, house: House) -> None:
    office.slack.change(GARETH, is_guest=True)
    (first,) = office.slack.deliveries("user_change")
    office.slack.move_to(office.slack.now() + timedelta(seconds=1))  # Slack tells the second, no more
    office.slack.change(GARETH, is_guest=False)
    office.slack.redeliver(first)
    late = dict(first.body, event_id="Ev0LATE")
    assert take(house.app, late)
    assert office.slack.command(GARETH, "C0GET", "/htst mine").text != outsiders.GUEST


def test_guests_are_let_in_where_the_setting_says_so(office: Office, card: str) -> None:
    house = House(office, refuses=False)
    inside = as_wsgi(house.app, office.slack.signing_secret, house.counts)
    with listening(inside, 0, "127.0.0.1") as port:
        office.slack.connect(f"http://127.0.0.1:{port}/slack/events")
        office.slack.say(GUEST_USER, "C0GET", "Tested by our firm", thread_ts=card)
        assert office.slack.command(GUEST_USER, "C0GET", "/htst status 14").text != outsiders.GUEST
        office.slack.change(GARETH, is_guest=True)
    assert updates(office) == ["Tested by our firm"]
    assert house.refused() == 0
    with reading(office.engine) as tx:
        assert people.guests(tx) == {GUEST_USER, GARETH}  # what is known of people is kept all the same


def test_who_is_not_known_yet_is_taken_for_a_member(office: Office, house: House) -> None:
    """Somebody whose joining was missed, until the list is read."""
    with office.slack.workspace.lock:
        office.slack.workspace.admit(SlackUser(NEW, "Iris Newcomer", is_guest=True))
    office.slack.join(NEW, "C0GET")
    assert office.slack.command(NEW, "C0GET", "/htst status 14").text != outsiders.GUEST


def test_somebody_who_becomes_a_guest_while_the_list_is_read_is_not_let_in_for_longer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests, read = Guests(engine, lambda: 0.0), people.guests

    def read_before_the_change(tx: Connection) -> frozenset[str]:
        found = read(tx)
        monkeypatch.undo()
        with transaction(engine) as other:
            people.save(other, known.Person("U1", is_guest=True), WHEN)
        guests.forget()
        return found

    monkeypatch.setattr(people, "guests", read_before_the_change)
    assert guests.ids() == frozenset()
    assert guests.ids() == {"U1"}


def test_a_new_guest_is_refused_as_soon_as_the_database_can_be_read_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = Guests(engine, lambda: 0.0)
    assert guests.ids() == frozenset()
    with transaction(engine) as tx:
        people.save(tx, known.Person("U1", is_guest=True), WHEN)
    guests.forget()

    def out_of_reach(_tx: Connection) -> frozenset[str]:
        raise OSError("out of reach")

    with monkeypatch.context() as patched:
        patched.setattr(people, "guests", out_of_reach)
        with pytest.raises(OSError, match="out of reach"):
            guests.ids()
    assert guests.ids() == {"U1"}


def test_a_request_costs_no_look_and_an_old_answer_is_read_anew(engine: Engine) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    now = [0.0]
    guests = Guests(engine, lambda: now[0])
    for _request in range(100):
        assert guests.ids() == frozenset()
    assert len([one for one in statements if "FROM person" in one]) == 1
    with transaction(engine) as tx:
        people.save(tx, known.Person("U1", is_guest=True), WHEN)
    assert guests.ids() == frozenset()
    now[0] += GUESTS_KEPT_SECONDS
    assert guests.ids() == {"U1"}
    with transaction(engine) as tx:
        people.save(tx, replace(known.Person("U1", is_guest=True), is_gone=True), WHEN)
    guests.forget()
    assert guests.ids() == frozenset()


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
def test_guests_of_one_channel_are_guests_like_those_of_several(kind: str) -> None:
    assert person_from_user({"id": "U1", kind: True}).is_guest
    assert not person_from_user({"id": "U1", kind: False}).is_guest


@pytest.mark.parametrize(
    ("user", "home"),
    [
        ({"team_id": "T1"}, "T1"),
        ({"team_id": "T1", "enterprise_user": {"id": "W1", "enterprise_id": "E1"}}, "E1"),
        ({"profile": {"team": "T1"}}, "T1"),
        ({}, ""),
    ],
)
def test_where_somebody_is_from_stands_in_slacks_user_object(user: dict[str, Any], home: str) -> None:
    assert person_from_user({"id": "U1", **user}).home == home


def test_a_guest_who_is_not_let_in_is_named_for_nothing(office: Office, house: House) -> None:
    for words in (f"assign 14 <@{GUEST_USER}> for GET", f"away until 18 November deputy <@{GUEST_USER}>"):
        assert (
            "is a guest in this workspace"
            in office.slack.command(LEAD_OFFICERS[1], "C0GET", f"/htst {words}").text
        )
    with reading(office.engine) as tx:
        assert absences.current_and_coming(tx, date(2022, 11, 15)) == []
