"""The processes of the chaos run: started, killed with -9, started again, as a supervisor does."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, text

from bench.mortal import POINTS
from config.settings import VARIABLES
from playground.server import Playground

ROOT = Path(__file__).parent.parent
OURSELVES = "chaos"
"""The name under which the run itself is connected to PostgreSQL: its own connections are let live."""


@dataclass
class Role:
    """A process that is to run; ``port`` where it listens, if it does."""

    kind: str
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    point: str = ""
    starts_at: float = 0.0


@dataclass
class Toll:
    """What was done to the processes and the database."""

    killed: Counter[str] = field(default_factory=Counter)
    died_at: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    """Those that ended by themselves, by kind and exit status."""
    backends: int = 0


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
        hurried: bool,
    ) -> None:
        """``every`` is the mean time in seconds between two kills; ``folder`` takes what the processes say."""
        self.toll, self.is_wild = Toll(), False
        self._slack, self._engine, self._chance, self._folder = slack, engine, chance, folder
        self._deaths, self._cuts = random.Random(chance.random()), random.Random(chance.random())
        self._every, self._hurried = every, hurried
        self._environ = {name: value for name, value in os.environ.items() if name not in VARIABLES} | {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "HTST_MESSAGES_PER_SECOND": "0",
        }
        self._roles = [
            Role(kind, free_port() if kind == "bot" else 0)
            for kind, count in counts.items()
            for _n in range(count)
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

    def _supervise(self) -> None:
        """Start what does not run, and have Slack talk to a bot that does."""
        while not self._stop.wait(0.05):
            for role in self._roles:
                if role.process is not None and role.process.poll() is not None:
                    self._note(role, role.process.returncode)
                    role.process = None
                if role.process is None and role.starts_at <= time.monotonic():
                    self._start(role)
            ready = [role.port for role in self._roles if role.port and role.process and listens(role.port)]
            if ready:
                self._slack.connect(f"http://127.0.0.1:{ready[0]}/slack/events")
                self._heard.set()

    def wait_until_heard(self) -> None:
        """Come back when a bot listens. Raises TimeoutError when none does within a minute."""
        if not self._heard.wait(60):
            raise TimeoutError(f"no bot listens; {self._folder} holds what they say")

    def _start(self, role: Role) -> None:
        words = [sys.executable, "-m", "bench.mortal", role.kind]
        role.point = ""
        if self.is_wild and self._chance.random() < 0.4:
            role.point = self._chance.choice(sorted(POINTS[role.kind]))
            words += ["--die-at", role.point, "--passing", str(self._chance.randint(1, 6))]
        if self._hurried:
            words.append("--hurried")
        environ = self._environ | ({"PORT": str(role.port)} if role.port else {})
        number = self._roles.index(role)
        with (self._folder / f"{role.kind}-{number}.log").open("ab") as said:
            role.process = subprocess.Popen(words, cwd=ROOT, env=environ, stderr=said, stdout=said)

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
                with self._engine.begin() as tx:
                    self.toll.backends += tx.execute(query, {"ours": OURSELVES, "share": share}).scalar_one()


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
