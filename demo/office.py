"""The demo: the whole job on the project's own sample, in a local Slack workspace, with its own database."""

import contextlib
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import indent

from sqlalchemy import Engine

from bot.app import as_wsgi, make_app
from bot.commands import VERBS
from bot.counters import Counters
from bot.guests import Guests
from config import register_file
from jobs.deliver import Pace
from jobs.people import Roll, read_people
from jobs.timetable import tick
from papers.read import read
from playground.server import Playground
from playground.workspace import Channel, Command, Person
from register.calendar import Nation, bank_holidays
from register.register import Register
from runtime import processes
from slack_api.client import SlackClient
from storage.actions import registers
from storage.database import schema
from storage.database.engine import open_database, reading, transaction
from storage.queue import notices
from workflow.capture import Context
from workflow.imports import take_in

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "papers" / "sample" / "management-action-table.docx"
SETTINGS = ROOT / "config" / "kent.toml"
AS_AT = date(2022, 11, 15)
MORNING = datetime(2022, 11, 15, 10, 0, tzinfo=UTC)

MONITOR, LEAD, GUEST = "U0MONITOR", "U0CYPELEAD", "U0GUEST"
OFFICERS = {"CYPE": "U0CYPE", "GET": "U0GET", "GLD": "U0GLD"}
BOT = Person("U0HTST", "HTST", "Keeps management actions moving", is_bot=True)
PEOPLE = (
    Person(OFFICERS["CYPE"], "Amy Carter", "Officer, Children, Young People and Education"),
    Person(OFFICERS["GET"], "Gareth Evans", "Officer, Growth, Environment and Transport"),
    Person(OFFICERS["GLD"], "Lena Okafor", "Officer, Governance, Law and Democracy"),
    Person(LEAD, "Ruth Adeyemi", "Lead, Children, Young People and Education"),
    Person("U0GETLEAD", "Simon Hale", "Lead, Growth, Environment and Transport"),
    Person("U0GLDLEAD", "Priya Nair", "Lead, Governance, Law and Democracy"),
    Person(MONITOR, "Helen Marsh", "Monitoring Officer"),
    Person(GUEST, "Tom Hughes", "Adviser, of another firm", is_guest=True),
)
LEADS = (LEAD, "U0GETLEAD", "U0GLDLEAD", MONITOR)


CHANNELS = (
    Channel(
        "C0CYPE", "cype", "Children, Young People and Education", ("U0CYPE", "U0CYPELEAD", MONITOR, BOT.id)
    ),
    Channel(
        "C0GET", "get", "Growth, Environment and Transport", ("U0GET", "U0GETLEAD", MONITOR, GUEST, BOT.id)
    ),
    Channel("C0GLD", "gld", "Governance, Law and Democracy", ("U0GLD", "U0GLDLEAD", MONITOR, BOT.id)),
    Channel("C0LEADS", "leads", "Leads and the Monitoring Officer", (*LEADS, BOT.id)),
)


@dataclass(frozen=True)
class Office:
    """The running demo: the local workspace, the register in it, and the database behind it."""

    slack: Playground
    engine: Engine
    register: Register

    def settle(self, seconds: float = 120) -> None:
        """Wait until all that is queued has been sent. Raises TimeoutError when it is not by then."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            with reading(self.engine) as tx:
                if not notices.open_count(tx):
                    return
            time.sleep(0.1)
        raise TimeoutError(f"notices were still waiting after {seconds:.0f} seconds")


@contextlib.contextmanager
def office(
    database_url: str, port: int = 0, *, messages_per_second: float | None = 1.0, pace: Pace | None = None
) -> Iterator[Office]:
    """Kent's people in a local workspace on 15 November 2022, the bot at work there, the sample paper read in.

    The database must be empty. The workspace's clock is everybody's; when its date moves, the timetable runs.
    """
    engine = open_database(database_url)
    schema.make_ready(engine)
    slack = Playground(
        people=PEOPLE,
        channels=CHANNELS,
        commands=(_command(),),
        bot=BOT,
        team="Kent (rehearsal)",
        now=MORNING,
        port=port,
        messages_per_second=messages_per_second,
        on_date=lambda moment: tick(engine, moment, moment),
        holidays=bank_holidays(Nation.ENGLAND),
    )
    with slack:
        register, paper = register_file.read(SETTINGS), read(SAMPLE)
        with transaction(engine) as tx:
            registers.save(tx, register)
            take_in(tx, register, (paper.name, paper.sha256), paper.lines, AS_AT, slack.now())
        caller, stop = SlackClient(slack.bot_token, slack.api_url), threading.Event()
        context, guests = Context(engine, slack.now), Guests(engine)
        counts, identity, secret = Counters(), processes.introduced(caller), slack.signing_secret
        read_people(Roll(engine, caller, slack.now))
        app = make_app(context, caller, identity, secret, counts, refused_guests=guests)
        with (
            processes.listening(as_wsgi(app, secret, counts), 0, "127.0.0.1") as bot_port,
            processes.sending(engine, caller, slack.now, stop, pace),
        ):
            slack.connect(f"http://127.0.0.1:{bot_port}/slack/events")
            yield Office(slack, engine, register)
    engine.dispose()


def play(port: int, say: Callable[[str], None]) -> None:
    """Open the office with its cards posted, print the page's address, and stay until told to end."""
    logging.getLogger().setLevel(logging.WARNING)
    with (
        processes.until_told() as stop,
        tempfile.TemporaryDirectory() as folder,
        office(f"sqlite:///{folder}/demo.db", port) as opened,
    ):
        opened.slack.command(MONITOR, "C0LEADS", "/htst assign all")
        say(f"A local Slack workspace, Kent's, on 15 November 2022:\n\n    {opened.slack.url}\n")
        say("The cards of 42 open actions are being posted, one a second in a channel, as Slack allows.")
        say("Try /htst status 10, reply under a card, and move the date. Ctrl+C ends it; nothing is kept.")
        stop.wait()


def tell(say: Callable[[str], None]) -> int:
    """Play the story to its end and print it; 0 when each step did what it should, 1 when one did not."""
    from demo.story import STEPS

    logging.getLogger().setLevel(logging.ERROR)
    failures = 0
    with tempfile.TemporaryDirectory() as folder, office(f"sqlite:///{folder}/demo.db") as opened:
        for number, (title, step) in enumerate(STEPS, start=1):
            say(f"\n{number}. {title}")
            try:
                for line in step(opened):
                    say(indent(line, "   "))
            except (AssertionError, TimeoutError) as error:
                failures += 1
                say(f"   ✗ This is not as it should be: {error}")
            else:
                say("   ✓ as it should be")
    say(f"\n{len(STEPS) - failures} of {len(STEPS)} steps did what they should.")
    return 1 if failures else 0


def _command() -> Command:
    usages = ((verb, verb.usage.removeprefix(f"/htst {verb.name}").strip()) for verb in VERBS.values())
    verbs = tuple((verb.name, f"{usage} — {verb.help}" if usage else verb.help) for verb, usage in usages)
    return Command("/htst", "Management actions: status, updates, lists", "[status | list | update …]", verbs)
