"""The demo's office: the bot at work on the sample paper, in a local Slack workspace, with its own database."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.app import as_wsgi, make_app
from bot.commands import VERBS
from bot.counters import Counters
from bot.guests import Guests
from config import register_file
from jobs.block_support import find_blocks
from jobs.deliver import DeliveryTiming
from jobs.members import read_members
from jobs.people import PeopleReader, read_people
from jobs.timetable import tick
from papers.read import read
from playground.app_settings import AppSettings
from playground.server import Playground
from playground.workspace import Channel, SlackUser, SlashCommand
from register.days.calendar import Nation, bank_holidays
from register.register import Register
from runtime.bot_process import listening, save_workspace
from runtime.startup import identify
from runtime.worker_process import SENDERS, sending
from slack_api.client import SlackClient
from storage.actions import registers
from storage.database import ready
from storage.database.engine import open_database, reading, reading_once, transaction
from storage.queue import notices
from workflow.context import Context
from workflow.imports import import_reading

_ROOT = Path(__file__).parent.parent
SAMPLE = _ROOT / "papers" / "sample" / "management-action-table.docx"
MANIFEST = _ROOT / "config" / "manifest.json"
SETTINGS = _ROOT / "config" / "kent.toml"
PAPER_DAY = date(2022, 11, 15)
START_TIME = datetime(2022, 11, 15, 10, 0, tzinfo=UTC)

MONITOR, CYPE_LEAD, GUEST_USER = "U0MONITOR", "U0CYPELEAD", "U0GUEST"
OFFICER_IDS = {"CYPE": "U0CYPE", "GET": "U0GET", "GLD": "U0GLD"}
BOT = SlackUser("U0HTST", "HTST", "Keeps management actions moving", is_bot=True)
PEOPLE = (
    SlackUser(OFFICER_IDS["CYPE"], "Amy Carter", "Officer, Children, Young People and Education"),
    SlackUser(OFFICER_IDS["GET"], "Gareth Evans", "Officer, Growth, Environment and Transport"),
    SlackUser(OFFICER_IDS["GLD"], "Lena Okafor", "Officer, Governance, Law and Democracy"),
    SlackUser(CYPE_LEAD, "Ruth Adeyemi", "Lead, Children, Young People and Education"),
    SlackUser("U0GETLEAD", "Simon Hale", "Lead, Growth, Environment and Transport"),
    SlackUser("U0GLDLEAD", "Priya Nair", "Lead, Governance, Law and Democracy"),
    SlackUser(MONITOR, "Helen Marsh", "Monitoring Officer"),
    SlackUser(GUEST_USER, "Tom Hughes", "Adviser, of another firm", is_guest=True),
)
LEAD_OFFICERS = (CYPE_LEAD, "U0GETLEAD", "U0GLDLEAD", MONITOR)
CHANNELS = (
    Channel(
        "C0CYPE", "cype", "Children, Young People and Education", ("U0CYPE", "U0CYPELEAD", MONITOR, BOT.id)
    ),
    Channel(
        "C0GET", "get", "Growth, Environment and Transport", ("U0GET", "U0GETLEAD", MONITOR, GUEST_USER, BOT.id)
    ),
    Channel("C0GLD", "gld", "Governance, Law and Democracy", ("U0GLD", "U0GLDLEAD", MONITOR, BOT.id)),
    Channel("C0LEADS", "leads", "Leads and the Monitoring Officer", (*LEAD_OFFICERS, BOT.id)),
)


class SenderControl(threading.Event):
    """The stop event of the sender threads, which can also wake them, and counts the notices they have attempted.

    The senders wait on it between two looks at the queue (``jobs.deliver.deliver_all``); ``set`` stops them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._woken = threading.Condition()
        self._attempted = threading.Condition()
        self.attempts = 0

    def wake(self) -> None:
        """Have the waiting senders look at the queue at once."""
        with self._woken:
            self._woken.notify_all()

    def count_attempt(self, _kind: str, _outcome: str) -> None:
        """Count an attempt; the delivery observer of the senders."""
        with self._attempted:
            self.attempts += 1
            self._attempted.notify_all()

    def wait_for_attempts(self, attempts: int, seconds: float) -> None:
        """Wait until there have been so many attempts in all, or until so many seconds are over."""
        with self._attempted:
            self._attempted.wait_for(lambda: self.attempts >= attempts, seconds)

    def set(self) -> None:
        """Stop the senders."""
        super().set()
        self.wake()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until ``set`` or ``wake`` is called, or ``timeout`` seconds are over; whether to stop."""
        with self._woken:
            if not self.is_set():
                self._woken.wait(timeout)
            return self.is_set()


@dataclass(frozen=True)
class Office:
    """The running demo: the local workspace, the register in it, and the database behind it."""

    slack: Playground
    engine: Engine
    register: Register
    sender_control: SenderControl

    def settle(self, seconds: float = 120) -> None:
        """Wait until all that is queued has been sent. Raises TimeoutError when it is not by then."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            attempts = self.sender_control.attempts
            with reading_once(self.engine) as tx:
                count = notices.open_count(tx)
            if not count:
                return
            self.sender_control.wake()
            self.sender_control.wait_for_attempts(attempts + count, 0.05)
        raise TimeoutError(f"notices were still waiting after {seconds:.0f} seconds")


@contextlib.contextmanager
def office(
    database_url: str,
    port: int = 0,
    *,
    messages_per_second: float | None = 1.0,
    timing: DeliveryTiming | None = None,
    senders: int = SENDERS,
    figures: bool = False,
    reopened: bool = False,
) -> Iterator[Office]:
    """Kent's people in a local workspace on 15 November 2022, with the bot running and the sample paper imported.

    With ``figures`` lists and digests have Slack's own tables and charts. The database must be empty, or, if
    ``reopened``, one that an earlier office left without any use of it: the paper and the people are in it already.
    All parts use the workspace's clock; when its date moves, the timetable runs.
    """
    engine = open_database(database_url)
    ready.make_ready(engine)
    with _workspace(engine, port, messages_per_second) as slack:
        client, control = SlackClient(slack.bot_token, slack.api_url), SenderControl()
        context, guests = Context(engine, slack.now), Guests(engine)
        counts, identity, secret = Counters(), identify(client), slack.signing_secret
        save_workspace(engine, identity)
        if not reopened:
            read_in(engine)
            # At the time when it opens, as the clock of a reopened office starts at that time again.
            people_reader = PeopleReader(engine, client, lambda: START_TIME)
            read_people(people_reader)
            read_members(people_reader)
        if figures:
            find_blocks(engine, client)
        with reading(engine) as tx:
            (register,) = registers.every(tx)
        app = make_app(context, client, identity, secret, counts, refused_guests=guests)
        with (
            listening(as_wsgi(app, secret, counts), 0, "127.0.0.1") as bot_port,
            sending(engine, client, slack.now, control, timing, control.count_attempt, senders=senders),
        ):
            slack.connect(f"http://127.0.0.1:{bot_port}/slack/events")
            yield Office(slack, engine, register, control)
    engine.dispose()


def _workspace(engine: Engine, port: int, messages_per_second: float | None) -> Playground:
    return Playground(
        people=PEOPLE,
        channels=CHANNELS,
        commands=(slash_command(),),
        app=AppSettings.of_manifest(json.loads(MANIFEST.read_text())),
        bot=BOT,
        team="Kent (rehearsal)",
        now=START_TIME,
        port=port,
        messages_per_second=messages_per_second,
        on_date=lambda moment: tick(engine, moment, moment),
        holidays=bank_holidays(Nation.ENGLAND),
    )


def read_in(engine: Engine) -> None:
    """Save Kent's register as its settings file has it, and read the sample paper into it, when the office opens."""
    register, paper = register_file.read(SETTINGS), read(SAMPLE)
    with transaction(engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, paper, PAPER_DAY, START_TIME)


def slash_command() -> SlashCommand:
    """``/htst`` with its verbs, as Slack's client would propose them."""
    usages = ((verb, verb.usage.removeprefix(f"/htst {verb.name}").strip()) for verb in VERBS.values())
    verbs = tuple((verb.name, f"{usage} — {verb.help}" if usage else verb.help) for verb, usage in usages)
    return SlashCommand(
        "/htst", "Management actions: status, updates, lists", "[status | list | update …]", verbs
    )
