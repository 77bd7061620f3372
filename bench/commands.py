"""/htst status 10 over signed HTTP against a bare Bolt app that only acks (benchmarks 1, 2 and 6)."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bench.measure import Result, paired, percentile

CLIENTS = 16
SECRET = "benchmark"


@dataclass(frozen=True)
class Server:
    """A server process: its port, how long it took to be ready, and its process id."""

    port: int
    ready: float
    pid: int


@contextmanager
def server_process(kind: str, database_url: str) -> Iterator[Server]:
    """A server of that kind in a process of its own."""
    began = time.perf_counter()
    command = [sys.executable, "-m", f"bench.{kind}", SECRET, database_url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        port = int(process.stdout.readline())
        yield Server(port, time.perf_counter() - began, process.pid)
        process.stdin.close()


def measure_commands(database_url: str, database: str, size: int, rounds: int) -> Iterator[Result]:
    """Single requests, then 16 at once, then start-up time and memory."""
    with server_process("bot_server", database_url) as ours, server_process("bare_bolt", database_url) as bare:
        ready = [(ours.ready, bare.ready)]
        at_rest = [(_memory(ours.pid), _memory(bare.pid))]
        for server in (ours, bare):
            _ask(server.port, 50)
        halves, tails = [], []
        for _round in range(rounds):
            mine, theirs = _ask(ours.port, 200), _ask(bare.port, 200)
            halves.append((percentile(mine, 0.5), percentile(theirs, 0.5)))
            tails.append((percentile(mine, 0.99), percentile(theirs, 0.99)))
        name = f"1. /htst status 10, register of {size:,}, against bare Bolt"
        yield paired(f"{name}: p50", database, halves, "s", "1.5 or less")
        yield paired(f"{name}: p99", database, tails, "s", "said as measured")
        rates = [(_rate(ours.port), _rate(bare.port)) for _round in range(rounds)]
        yield paired("2. the same, 16 at once: requests a second", database, rates, "1/s", "0.7 or more")
        loaded = [(_memory(ours.pid), _memory(bare.pid))]
    for _round in range(rounds - 1):
        with (
            server_process("bot_server", database_url) as ours,
            server_process("bare_bolt", database_url) as bare,
        ):
            ready.append((ours.ready, bare.ready))
            at_rest.append((_memory(ours.pid), _memory(bare.pid)))
    yield paired("6. start to ready", database, ready, "s", "said as measured")
    yield paired("6. memory at rest", database, at_rest, "MiB", "said as measured")
    yield paired("6. memory after the load", database, loaded, "MiB", "said as measured")


def _ask(port: int, times: int) -> list[float]:
    """Ask for action 10 so many times over one connection; the seconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    took = []
    for number in range(times):
        body, headers = _request(number)
        began = time.perf_counter()
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        assert answer.status == 200
    connection.close()
    return took


def _rate(port: int, each: int = 60) -> float:
    """Requests a second with 16 clients at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _client: _ask(port, each), range(CLIENTS)))
    return CLIENTS * each / (time.perf_counter() - began)


def _request(number: int) -> tuple[str, dict[str, str]]:
    body = urlencode(
        {
            "command": "/htst",
            "text": "status 10",
            "user_id": "U0ADMIN",
            "channel_id": "C0D1",
            "channel_name": "d1",
            "team_id": "T0BENCH",
            "trigger_id": f"{time.time_ns()}.{number}",
            "response_url": "http://127.0.0.1:9/",
        }
    )
    moment = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=body)
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": str(signature),
    }


def _memory(pid: int) -> float:
    """A process's resident memory, in MiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 2**20
