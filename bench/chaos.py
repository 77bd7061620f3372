"""The chaos run: real processes are killed with SIGKILL again and again while Slack has faults.

    python -m bench.chaos --notices 1000 --replies 1000 --seed 1 --kind sqlite

Notices are queued and replies posted while bots, clocks and workers die and Slack's calls fail. Then the faults
stop. Every reply must become one update, and every notice one message, unless it is listed for an operator.
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

import click
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from bench.__main__ import databases
from bench.chaos_outcome import ChaosOutcome, count_outcome, is_all_done
from bench.crash_points import POINTS
from bench.slack_faults import FaultInjector
from bench.supervisor import OWN_CONNECTIONS, KillCounts, KillPlan, Supervisor
from cli.progress_bar import working
from playground.server import Playground
from playground.workspace import Channel, SlackUser, SlashCommand
from register.action import Milestone
from register.change import ActionState, TargetDate
from register.days.calendar import Nation
from register.notices.plans import DigestPlan
from register.progress import Status
from register.register import Directorate, Register
from slack_api.client import SlackClient
from storage.actions import change_log, papers, registers, write_actions
from storage.actions.change_log import Author
from storage.database.engine import open_database, transaction
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice, NoticeKind

AMY, ADMIN, BOT = "U0AMY", "U0ADMIN", "U0HTST"
LEADS_CHANNEL = "C0LEADS"
REGISTER_SLUG = "chaos"
RETRIES = (0.2, 1.0, 3.0, 5.0, 5.0, 10.0, 10.0, 20.0, 30.0)
"""Slack retries at once, after a minute and after five; a run of minutes needs shorter waits."""
CHART_EVERY = 19
"""Every such notice has a chart, which takes a worker some time to draw."""
NOT_ON_SQLITE = "SQLite has no such thing"
SLACK_WAITS = 3.0
"""Seconds, also in tests, where the local Slack's timeout is longer otherwise: an ack that was lost with its connection
never arrives.
"""
HURRIED_RETRIES = (0.2, 0.5, *(1.0,) * 40)


@dataclass(frozen=True)
class Size:
    """The parameters of a run."""

    seconds: float
    notices: int
    replies: int
    seed: int
    channels: int = 40
    timeout: float = 600
    workers: int = 4
    """On PostgreSQL."""
    kill_every: float = 3.0
    fault_every: float = 0.25
    lag: float = 10.0
    options: tuple[str, ...] = ()
    """For each process: see ``bench.crash_points``."""
    restarts: int = 2
    """How often PostgreSQL as a whole is stopped and started again."""
    is_deadly: bool = True
    """Whether processes are killed."""

    @property
    def is_hurried(self) -> bool:
        """Whether delivery's waits and Slack's limits are twenty times shorter."""
        return "--hurried" in self.options


def hurried(seconds: float, notices: int, replies: int, seed: int) -> Size:
    """Parameters with which recoveries take seconds, so that a test can wait for them."""
    return Size(
        seconds,
        notices,
        replies,
        seed,
        channels=20,
        workers=2,
        kill_every=1.2,
        fault_every=0.15,
        lag=1.0,
        timeout=180,
        options=("--hurried",),
        restarts=1,
    )


@dataclass
class ChaosRun:
    """What was done in a run, and its outcome."""

    size: Size
    kind: str
    kills: KillCounts
    outcome: ChaosOutcome
    faults: dict[str, int]
    redelivered: int
    lookups: int
    given_up: int
    """Replies of which every delivery failed: only the catch-up, or a handler that finished late, can record them."""
    over_http: int
    """Events acknowledged over HTTP; all others were over Socket Mode."""
    tail: float
    """Seconds from the end of the faults until nothing was in progress any more, or the timeout."""

    def problems(self) -> list[str]:
        """The reasons why the run failed; empty when it passed."""
        found = self.outcome
        wrong = [] if found.is_well else ["something was lost, said twice or left undone: see the figures"]
        if self.tail >= self.size.timeout:
            wrong.append(f"not all was settled {self.size.timeout:.0f} s after everybody was left alone")
        wrong += [f"nothing died at the point: {point}" for point in self.kills.points_not_reached]
        if self.kind == "postgresql" and not self.kills.restarts:
            wrong.append("the database server was never stopped")
        return wrong


def process_counts(kind: str, size: Size) -> dict[str, int]:
    """How many of each process: on SQLite one bot and one clock, on PostgreSQL several of each."""
    if kind == "sqlite":
        return {"bot": 1, "clock": 1, "worker": 2}
    return {"bot": 2, "clock": 2, "worker": size.workers}


def chaos(database_url: str, size: Size, folder: Path) -> ChaosRun:
    """One run on an empty database of the current schema; ``folder`` is for the processes' logs."""
    kind = make_url(database_url).get_backend_name()
    url = make_url(database_url)
    if kind == "postgresql":
        url = url.update_query_dict({"application_name": OWN_CONNECTIONS})
    engine = open_database(url.render_as_string(hide_password=False))
    with workspace(size) as slack:
        roots = prepare(engine, slack, size)
        faults = FaultInjector(slack, random.Random(size.seed), size.fault_every, size.lag)
        dice = random.Random(size.seed + 1)
        plan = KillPlan(process_counts(kind, size), dice, folder, size.kill_every, size.options)
        supervisor = Supervisor(slack, engine, database_url, plan)
        supervisor.is_over = not size.is_deadly
        with supervisor.running() as kills:
            supervisor.wait_until_all_run()
            supervisor.kills_at_random = size.is_deadly
            faults.start()
            try:
                with ThreadPoolExecutor(1) as operator:
                    if kind == "postgresql":
                        restarted = operator.submit(restart, supervisor, size)
                    work(engine, slack, roots, size)
                if kind == "postgresql":
                    restarted.result()
                supervisor.kills_at_random = False
                if not size.is_hurried:
                    supervisor.wait_until_all_hit(size.seconds)
            finally:
                faults.stop()
                supervisor.end_killing()
            tail = wait(engine, slack, size)
        found = count_outcome(engine, slack, REGISTER_SLUG, size.notices, size.replies, AMY)
        redelivered = [one for one in slack.deliveries("message") if len(one.attempts) > 1]
        lookups = len(slack.calls("conversations.history"))
        replies = [
            one for one in slack.deliveries("message") if str(one.event.get("text")).startswith("Reply ")
        ]
        over_http = sum(one.acked and "server" in one.attempts[-1].headers for one in replies)
    engine.dispose()
    given_up = sum(not one.acked for one in replies)
    return ChaosRun(
        size, kind, kills, found, dict(faults.done), len(redelivered), lookups, given_up, over_http, tail
    )


def restart(supervisor: Supervisor, size: Size) -> None:
    """Stop and start the database server so many times, spread over the run's seconds."""
    for _time in range(size.restarts):
        threading.Event().wait(size.seconds / (size.restarts + 1))
        supervisor.restart_server()


@contextmanager
def workspace(size: Size) -> Iterator[Playground]:
    """The playground with the run's channels, in real time."""
    people = [
        SlackUser(AMY, "Amy Carter"),
        SlackUser(ADMIN, "Helen Marsh"),
        SlackUser(BOT, "HTST", is_bot=True),
    ]
    members = tuple(one.id for one in people)
    places = [Channel(_channel(number), f"chaos-{number}", members=members) for number in range(size.channels)]
    with Playground(
        people=people,
        channels=[*places, Channel(LEADS_CHANNEL, "leads", members=members)],
        bot=people[-1],
        now=datetime.now(UTC),
        commands=[SlashCommand("/htst")],
        messages_per_second=20.0 if size.is_hurried else 1.0,
        patience=SLACK_WAITS,
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
        Register(REGISTER_SLUG, "Chaos"),
        directorates=parts,
        admins=(ADMIN,),
        leads_channel=LEADS_CHANNEL,
        timezone="UTC",
        nation=Nation.NONE,
        # Due today: what an earlier day left over waits for a working day.
        digest=DigestPlan(now.weekday(), datetime.min.time()),
    )
    target = TargetDate("TBC", (Milestone("", "TBC", None),))
    roots = []
    with transaction(engine) as tx:
        registers.save(tx, register)
        change_log.lock(tx, REGISTER_SLUG)
        for number, part in enumerate(parts, start=1):
            state = ActionState(
                str(number), number, "Do", "Done", target, (part.code,), "Ongoing", Status.IN_PROGRESS
            )
            (action,) = write_actions.add(tx, register, [state], Author("paper", now, "paper", now))
            card = cards.ensure(tx, REGISTER_SLUG, part.channel, [action])[action]
            posted = client.call("chat.postMessage", {"channel": part.channel, "text": f"Action {number}"})
            cards.mark_posted(tx, card, part.channel, posted["ts"])
            roots.append(str(posted["ts"]))
        read_at = now - timedelta(days=8)  # so that the week's digest and the day's reminders are due at once
        papers.add(tx, REGISTER_SLUG, "chaos", "0" * 64, read_at.date(), read_at, papers.PaperParts())
    return roots


def work(engine: Engine, slack: Playground, roots: list[str], size: Size) -> None:
    """Queue the notices and post the replies, each at a random time within the run's seconds."""
    chance, began = random.Random(size.seed + 2), time.monotonic()
    tasks = [(chance.uniform(0, size.seconds), "notice", number) for number in range(size.notices)]
    tasks += [(chance.uniform(0, size.seconds), "reply", number) for number in range(size.replies)]
    with ThreadPoolExecutor(32) as people:
        replies: list[Future[str]] = []
        for moment, what, number in sorted(tasks):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            place = number % size.channels
            if what == "reply":
                words = f"Reply {number}."
                replies.append(people.submit(slack.say, AMY, _channel(place), words, roots[place]))
            else:
                for notice in _notices(number, _channel(place)):
                    queue_with_retries(engine, notice)
        for answered in replies:
            answered.result()


def _notices(number: int, channel: str) -> Iterator[Notice]:
    """A notice of the run, with a chart in its thread for one of CHART_EVERY."""
    key = f"chaos:{number}"
    yield Notice(REGISTER_SLUG, key, NoticeKind.DIGEST, channel, payload={"text": f"Notice {number}."})
    if number % CHART_EVERY == 0:
        drawn = {"title": f"Chart {number}", "lines": [], "groups": [["All", [["Open", 3, 1]]]]}
        about = {"under": key, "name": f"chart-{number}"}
        yield Notice(
            REGISTER_SLUG, f"chart:{key}", NoticeKind.CHART, channel, Method.ATTACH, payload=about | drawn
        )


def queue_with_retries(engine: Engine, notice: Notice) -> None:
    """Queue a notice, with retries while the database is down; its key keeps it from being queued twice."""
    while True:
        try:
            with transaction(engine) as tx:
                notices.queue(tx, notice, datetime.now(UTC))
        except DBAPIError:
            threading.Event().wait(0.2)
        else:
            return


def wait(engine: Engine, slack: Playground, size: Size) -> float:
    """Wait until nothing is in progress any more, or the timeout; return the seconds it took.

    A reply that Slack gave up on is in progress until a bot's catch-up has found it in the thread.
    """
    began = time.monotonic()
    while time.monotonic() - began < size.timeout:
        if slack.outbound.settle(0.2, retries=True) and is_all_done(engine, size.replies):
            break
        threading.Event().wait(0.2)
    return time.monotonic() - began


def _channel(number: int) -> str:
    return f"C0CHAOS{number:02}"


def report(run: ChaosRun) -> str:
    """The figures, as lines of ``name: value``."""
    kills, size, is_server = run.kills, run.size, run.kind == "postgresql"
    lines = {
        "database": run.kind,
        "processes": _sum(process_counts(run.kind, size)),
        "seed": size.seed,
        "work over": f"{size.seconds:.0f} s in {size.channels} channels",
        "killed at random": _sum(kills.killed),
        "killed at a named point": sum(kills.died_at.values()),
        **{f"… {kind}: {point}": kills.died_at[point] for kind in POINTS for point in POINTS[kind]},
        "ended by themselves": _sum(kills.ended),
        "bots started": _sum(kills.bots),
        "connections ended by the database": kills.backends if is_server else NOT_ON_SQLITE,
        "whole server stopped and started": kills.restarts if is_server else NOT_ON_SQLITE,
        "faults of Slack": _sum(run.faults),
        "replies acknowledged over HTTP (others over Socket Mode)": run.over_http,
        "replies of which every delivery failed": run.given_up,
        "events delivered again": run.redelivered,
        "look-ups in history": run.lookups,
        "until all was settled": f"{run.tail:.0f} s",
        **run.outcome.lines(),
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
    for database in (make_url(database_url).get_backend_name(),) if database_url else kind:
        with databases(database) as place, tempfile.TemporaryDirectory() as folder:
            url = database_url or place.new()[1]
            with working(f"Killing and disturbing on {database}"):
                run = chaos(url, size, logs or Path(folder))
        click.echo(report(run))
        is_well &= not run.problems()
    raise SystemExit(not is_well)


if __name__ == "__main__":
    main()
