"""The bot in one workspace of an Enterprise Grid: colleagues of a sister workspace, and strangers."""

from collections.abc import Iterator

import pytest

from bot import outsiders
from bot.app import as_wsgi, make_app
from bot.counters import Counters
from bot.guests import Guests
from demo.office import Office
from jobs.people import PeopleReader, read_people
from playground.workspace import Enterprise, SlackUser
from runtime.bot_process import listening
from runtime.startup import identify
from slack_api.client import SlackClient
from storage.database.engine import transaction
from storage.database.slack_tables import listing
from tests.recorded import updates
from workflow.context import Context

SISTER, STRANGER = "U0SISTER", "U0SAM"


@pytest.fixture
def grid(office: Office, card: str) -> Iterator[Office]:
    """The office in a Grid, with a colleague of a sister workspace and a stranger in #cype, which is shared."""
    ws = office.slack.workspace
    with ws.lock:
        ws.enterprise = Enterprise("E0ORG", "Organisation", ("T0SISTER",))
        ws.people[SISTER] = SlackUser(SISTER, "Ben Sister", team="T0SISTER")
        ws.people[STRANGER] = SlackUser(STRANGER, "Sam Elsewhere", team="T0OTHER")
        ws.conversations["C0CYPE"].members += [SISTER, STRANGER]
        ws.conversations["C0CYPE"].is_ext_shared = True
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    counts, secret = Counters(), office.slack.signing_secret
    us, guests = identify(caller), Guests(office.engine)
    app = make_app(Context(office.engine, office.slack.now), caller, us, secret, counts, refused_guests=guests)
    with listening(as_wsgi(app, secret, counts), 0, "127.0.0.1") as port:
        office.slack.connect(f"http://127.0.0.1:{port}/slack/events")
        yield office


@pytest.fixture
def listed(grid: Office) -> Office:
    """The same once Slack's list of people has been read again."""
    with transaction(grid.engine) as tx:
        tx.execute(listing.delete())
    caller = SlackClient(grid.slack.bot_token, grid.slack.api_url)
    read_people(PeopleReader(grid.engine, caller, grid.slack.now))
    return grid


def update_by(office: Office, person: str, card: str, words: str) -> bool:
    """Press *Update* and send the form; False when no form came."""
    office.slack.press(person, "C0CYPE", card, "update")
    form = office.slack.view(person)
    if form is None:
        return False
    assert office.slack.submit(person, form["id"], {"words": {"words": words}}) == {}
    return True


def test_a_colleague_of_a_sister_workspace_presses_and_sends(grid: Office, card: str) -> None:
    assert update_by(grid, SISTER, card, "Done next door")
    assert [(one.by, one.text) for one in updates(grid)] == [(SISTER, "Done next door")]


def test_once_people_are_listed_sisters_count_however_they_speak_and_strangers_do_not(
    listed: Office, card: str
) -> None:
    listed.slack.say(SISTER, "C0CYPE", "In the thread", thread_ts=card)
    listed.slack.say(SISTER, "C0CYPE", "To all", thread_ts=card, broadcast=True)
    assert update_by(listed, SISTER, card, "In the form")
    listed.slack.say(STRANGER, "C0CYPE", "From outside", thread_ts=card)
    listed.slack.say(STRANGER, "C0CYPE", "From outside, to all", thread_ts=card, broadcast=True)
    assert not update_by(listed, STRANGER, card, "From outside, by a form")
    listed.settle()
    assert [(one.by, one.text) for one in updates(listed)] == [
        (SISTER, "In the thread"),
        (SISTER, "To all"),
        (SISTER, "In the form"),
    ]
    assert {one["text"] for one in listed.slack.ephemeral(STRANGER)} == {outsiders.OUTSIDE}
