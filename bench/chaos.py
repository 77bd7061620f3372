"""The chaos run: real processes killed with -9 again and again while Slack is unwell; and what became of it.

    python -m bench.chaos --notices 1000 --replies 1000 --seed 1 --kind sqlite

Notices are queued and replies said while bots, clocks and workers die and Slack misbehaves. Then they are left
alone. Every reply must be one update, and every notice one message, unless it is listed as needing somebody.
"""

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from bench.__main__ import databases
from bench.killing import OURSELVES, Cast, Toll
from bench.mortal import POINTS
from bench.reckoning import Reckoning, is_all_done, reckon
from bench.unwell import Unwell
from playground.server import Playground
from playground.workspace import Channel, Command, Person
from register.register import Directorate, Register
from slack_api.client import SlackClient
from storage.actions import change_log, papers, registers, write_actions
from storage.actions.write_actions import Author
from storage.database.engine import open_database, transaction
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice

AMY, ADMIN, BOT = "U0AMY", "U0ADMIN", "U0HTST"
LEADS = "C0LEADS"
SLUG = "chaos"
RETRIES = (0.2, 1.0, 3.0, 5.0, 5.0, 10.0, 10.0, 20.0, 30.0)
"""Slack's own are at once, after a minute and after five; a run of minutes needs them sooner."""
A_CHART_EVERY = 19
"""Of so many notices one has a chart, in any of the channels: each takes a worker a moment to draw."""
NOT_THERE = "SQLite has no such thing"
HURRIED_RETRIES = (0.2, 0.5, *(1.0,) * 40)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    seconds: float
    notices: int
    replies: int
    seed: int
    channels: int = 40
    patience: float = 600
    workers: int = 4
    """On PostgreSQL."""
    kill_every: float = 3.0
    disturb_every: float = 0.25
    lag: float = 10.0
    options: tuple[str, ...] = ()
    """For each process: see ``bench.mortal``."""
    restarts: int = 2
    """How often PostgreSQL as a whole is stopped and started again."""
    is_deadly: bool = True
    """Whether processes are killed."""

    @property
    def is_hurried(self) -> bool:
        """With delivery's waits, and Slack's limits, twenty times shorter."""
        return "--hurried" in self.options


def hurried(seconds: float, notices: int, replies: int, seed: int) -> Size:
    """A size whose recoveries take seconds, so that a test can wait for them."""
    return Size(
        seconds,
        notices,
        replies,
        seed,
        channels=20,
        workers=2,
        kill_every=1.2,
        disturb_every=0.15,
        lag=1.0,
        patience=180,
        options=("--hurried",),
        restarts=1,
    )


@dataclass
class Run:
    """What was done, and what came of it."""

    size: Size
    kind: str
    toll: Toll
    reckoning: Reckoning
    disturbed: dict[str, int]
    redelivered: int
    looked: int
    given_up: int
    """Replies of which every delivery failed: only the catch-up can have found them, or work done too late."""
    over_http: int
    """Events acknowledged over HTTP; all others were over Socket Mode."""
    tail: float
    """Seconds from when all was left alone until nothing was under way any more, or patience ended."""

    def problems(self) -> list[str]:
        """Why the run does not count as passed, in words; nothing when it does."""
        found = self.reckoning
        wrong = [] if found.is_well else ["something was lost, said twice or left undone: see the figures"]
        if self.tail >= self.size.patience:
            wrong.append(f"not all was settled {self.size.patience:.0f} s after everybody was left alone")
        wrong += [f"nothing died at the point: {point}" for point in self.toll.unhit]
        if self.kind == "postgresql" and not self.toll.restarts:
            wrong.append("the database server was never stopped")
        return wrong


def cast_of(kind: str, size: Size) -> dict[str, int]:
    """How many of each process: on SQLite those of one machine, on PostgreSQL several of each."""
    if kind == "sqlite":
        return {"bot": 1, "clock": 1, "worker": 2}
    return {"bot": 2, "clock": 2, "worker": size.workers}


def chaos(database_url: str, size: Size, folder: Path) -> Run:
    """One run on an empty database of the current schema; ``folder`` takes what the processes say."""
    kind = make_url(database_url).get_backend_name()
    ours = make_url(database_url)
    if kind == "postgresql":
        ours = ours.update_query_dict({"application_name": OURSELVES})
    engine = open_database(ours.render_as_string(hide_password=False))
    with workspace(size) as slack:
        roots = prepare(engine, slack, size)
        unwell = Unwell(slack, random.Random(size.seed), size.disturb_every, size.lag)
        dice = random.Random(size.seed + 1)
        cast = Cast(
            slack, engine, database_url, cast_of(kind, size), dice, folder, size.kill_every, size.options
        )
        cast.is_over = not size.is_deadly
        with cast.at_work() as toll:
            cast.wait_until_all_run()
            cast.is_wild = size.is_deadly
            unwell.start()
            try:
                with ThreadPoolExecutor(1) as operator:
                    if kind == "postgresql":
                        restarted = operator.submit(restart, cast, size)
                    work(engine, slack, roots, size)
                if kind == "postgresql":
                    restarted.result()
                cast.is_wild = False
                if not size.is_hurried:
                    cast.wait_until_all_hit(size.seconds)
            finally:
                unwell.get_well()
                cast.calm()
            tail = wait(engine, slack, size)
        found = reckon(engine, slack, SLUG, size.notices, size.replies, AMY)
        sent = [one for one in slack.deliveries("message") if len(one.attempts) > 1]
        looked = len(slack.calls("conversations.history"))
        said = [one for one in slack.deliveries("message") if str(one.event.get("text")).startswith("Reply ")]
        over_http = sum(one.acked and "server" in one.attempts[-1].headers for one in said)
    engine.dispose()
    given_up = sum(not one.acked for one in said)
    return Run(size, kind, toll, found, dict(unwell.done), len(sent), looked, given_up, over_http, tail)


def restart(cast: Cast, size: Size) -> None:
    """Have the database server stopped and started again, so many times over the run's seconds."""
    for _time in range(size.restarts):
        threading.Event().wait(size.seconds / (size.restarts + 1))
        cast.restart_server()


@contextmanager
def workspace(size: Size) -> Iterator[Playground]:
    """Slack with so many channels, in real time."""
    people = [Person(AMY, "Amy Carter"), Person(ADMIN, "Helen Marsh"), Person(BOT, "HTST", is_bot=True)]
    members = tuple(one.id for one in people)
    places = [Channel(_channel(number), f"chaos-{number}", members=members) for number in range(size.channels)]
    with Playground(
        people=people,
        channels=[*places, Channel(LEADS, "leads", members=members)],
        bot=people[-1],
        now=datetime.now(UTC),
        commands=[Command("/htst")],
        messages_per_second=20.0 if size.is_hurried else 1.0,
        retry_waits=HURRIED_RETRIES if size.is_hurried else RETRIES,
    ) as slack:
        yield slack


def prepare(engine: Engine, slack: Playground, size: Size) -> list[str]:
    """A register whose every directorate has a channel, an action, and its card there; gives the cards' ts.

    Its first paper is eight days old, so that one digest is due to each channel when a clock first looks.
    """
    now, client = datetime.now(UTC), SlackClient(slack.bot_token, slack.api_url)
    parts = tuple(
        Directorate(f"D{number}", f"Directorate {number}", _channel(number), AMY)
        for number in range(size.channels)
    )
    register = replace(
        Register(SLUG, "Chaos"), directorates=parts, admins=(ADMIN,), leads_channel=LEADS, timezone="UTC"
    )
    target: dict[str, Any] = {"label": "", "printed": "TBC", "deadline": None, "original": None, "met": None}
    roots = []
    with transaction(engine) as tx:
        registers.save(tx, register)
        change_log.lock(tx, SLUG)
        for number, one in enumerate(parts, start=1):
            state = {"ref": str(number), "position": number, "defined": "Do", "delivered": "Done"}
            state |= {"target": {"printed": "TBC", "milestones": [target]}, "owners": [one.code]}
            state |= {"progress": "Ongoing", "status": "in progress"}
            (action,) = write_actions.add(tx, register, [state], Author("paper", now, "paper", now))
            card = cards.assign(tx, SLUG, one.code, one.channel, [action])[action]
            posted = client.call("chat.postMessage", {"channel": one.channel, "text": f"Action {number}"})
            cards.posted(tx, card, one.channel, posted["ts"])
            roots.append(str(posted["ts"]))
        papers.add(tx, SLUG, "chaos", "0" * 64, (now - timedelta(days=8)).date(), now)
    return roots


def work(engine: Engine, slack: Playground, roots: list[str], size: Size) -> None:
    """Over the run's seconds, queue the notices and say the replies, all at their own moments."""
    chance, began = random.Random(size.seed + 2), time.monotonic()
    deeds = [(chance.uniform(0, size.seconds), "notice", number) for number in range(size.notices)]
    deeds += [(chance.uniform(0, size.seconds), "reply", number) for number in range(size.replies)]
    with ThreadPoolExecutor(32) as people:
        replies: list[Future[str]] = []
        for moment, what, number in sorted(deeds):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            place = number % size.channels
            if what == "reply":
                words = f"Reply {number}."
                replies.append(people.submit(slack.say, AMY, _channel(place), words, roots[place]))
            else:
                for one in _said(number, _channel(place)):
                    queue(engine, one)
        for answered in replies:
            answered.result()


def _said(number: int, channel: str) -> Iterator[Notice]:
    """A notice of the run; every so many of them have a chart in their thread."""
    key = f"chaos:{number}"
    yield Notice(SLUG, key, "chaos", channel, payload={"text": f"Notice {number}."})
    if number % A_CHART_EVERY == 0:
        drawn = {"title": f"Chart {number}", "lines": [], "groups": [["All", [["Open", 3, 1]]]]}
        about = {"under": key, "name": f"chart-{number}"}
        yield Notice(SLUG, f"chart:{key}", "chart", channel, Method.ATTACH, payload=about | drawn)


def queue(engine: Engine, one: Notice) -> None:
    """Queue a notice, again and again while the database is away: its key keeps it from being queued twice."""
    while True:
        try:
            with transaction(engine) as tx:
                notices.queue(tx, one, datetime.now(UTC))
        except DBAPIError:
            threading.Event().wait(0.2)
        else:
            return


def wait(engine: Engine, slack: Playground, size: Size) -> float:
    """Leave everybody alone until nothing is under way, or patience ends; gives the seconds it took.

    A reply that Slack gave up on is under way until a bot's catch-up has found it in the thread.
    """
    began = time.monotonic()
    while time.monotonic() - began < size.patience:
        if slack.outbound.settle(0.2, retries=True) and is_all_done(engine, size.replies):
            break
        threading.Event().wait(0.2)
    return time.monotonic() - began


def _channel(number: int) -> str:
    return f"C0CHAOS{number:02}"


def report(run: Run) -> str:
    """The figures, as lines of ``name: value``."""
    toll, size, is_server = run.toll, run.size, run.kind == "postgresql"
    lines = {
        "database": run.kind,
        "processes": _sum(cast_of(run.kind, size)),
        "seed": size.seed,
        "work over": f"{size.seconds:.0f} s in {size.channels} channels",
        "killed at random": _sum(toll.killed),
        "killed at a named point": sum(toll.died_at.values()),
        **{f"… {kind}: {point}": toll.died_at[point] for kind in POINTS for point in POINTS[kind]},
        "ended by themselves": _sum(toll.ended),
        "bots started": _sum(toll.bots),
        "connections ended by the database": toll.backends if is_server else NOT_THERE,
        "whole server stopped and started": toll.restarts if is_server else NOT_THERE,
        "faults of Slack": _sum(run.disturbed),
        "replies acknowledged over HTTP (others over Socket Mode)": run.over_http,
        "replies of which every delivery failed": run.given_up,
        "events delivered again": run.redelivered,
        "look-ups in history": run.looked,
        "until all was settled": f"{run.tail:.0f} s",
        **run.reckoning.lines(),
        "passed": "no: " + "; ".join(run.problems()) if run.problems() else "yes",
    }
    return "\n".join(f"  {name}: {value}" for name, value in lines.items())


def _sum(counts: dict[str, int]) -> str:
    parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f"{sum(counts.values())} ({parts})" if parts else "0"


@click.command()
@click.option("--seconds", default=150.0, show_default=True, help="For how long things are said and killed.")
@click.option("--notices", "notice_count", default=1000, show_default=True)
@click.option("--replies", "reply_count", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--kind", multiple=True, default=("sqlite", "postgresql"), show_default=True)
@click.option(
    "--hurried", "is_hurried", is_flag=True, help="Delivery's waits and Slack's limits twenty times shorter."
)
@click.option("--database-url", help="This empty database of the current schema, instead of new ones.")
@click.option("--logs", type=click.Path(path_type=Path), help="A folder that keeps what the processes say.")
def main(
    seconds: float,
    notice_count: int,
    reply_count: int,
    seed: int,
    kind: tuple[str, ...],
    is_hurried: bool,
    database_url: str | None,
    logs: Path | None,
) -> None:
    """Kill and disturb, then count.

    The exit status is 1 when something was lost, said twice or not settled in time, or a point was not hit.
    """
    kind_of_size = hurried if is_hurried else Size
    size = kind_of_size(seconds, notice_count, reply_count, seed)
    is_well = True
    for one in (make_url(database_url).get_backend_name(),) if database_url else kind:
        with databases(one) as place, tempfile.TemporaryDirectory() as folder:
            url = database_url or place.new()[1]
            run = chaos(url, size, logs or Path(folder))
        click.echo(report(run))
        is_well &= not run.problems()
    raise SystemExit(not is_well)


if __name__ == "__main__":
    main()
