"""A load test: requests to many registers at a constant rate, the latency of each, and the processor time (benchmark
10).
"""

import itertools
import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from sqlalchemy import text

from bench.commands import SECRET, server_process
from bench.measure import Figure, percentile
from storage.database.engine import open_database

REGISTERS, ACTIONS, PEOPLE = 40, 250, 5_000
"""A council's committees, the actions of each, and how many people ask in all of them."""
RATES = (5, 20, 50, 100, 150)
"""Requests a second."""
SECONDS = 10
SLACK_WAITS = 3.0
MIX = ("status 10", "mine", "list overdue", "status", "update {n} The draft was sent.")
"""The commands, in turn: a fifth of them write."""
_numbers = itertools.count(1)


def measure_load(url: str, database: str, processes: int) -> Iterator[Figure]:
    """Each rate for some seconds over so many bots in turn; waits in ms, and how many Slack would have given up on."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server_process("bot_server", url)) for _each in range(processes)]
        ports = [server.port for server in servers]
        for port in ports:
            _ask(port, "status 10")
        for rate in RATES:
            bots_before, database_before = _busy_seconds([one.pid for one in servers]), _database_seconds(url)
            ours, began = time.process_time(), time.perf_counter()
            waits = _steady(ports, rate)
            took = time.perf_counter() - began
            busy = _busy_seconds([one.pid for one in servers]) - bots_before
            theirs = _database_seconds(url) - database_before
            ours = time.process_time() - ours
            bots = f"{processes} bot{'s' if processes > 1 else ''}"
            values = {
                "p50": f"{percentile(waits, 0.5) * 1000:.0f} ms",
                "p95": f"{percentile(waits, 0.95) * 1000:.0f} ms",
                "longest": f"{max(waits) * 1000:.0f} ms",
                "over 3 s": sum(wait > SLACK_WAITS for wait in waits),
                "answered a second": f"{len(waits) / took:.1f}",
                "processor a request": f"{busy / len(waits) * 1000:.1f} ms",
                "processors in use by bots": f"{busy / took:.2f}",
                "by PostgreSQL": f"{theirs / took:.2f}",
                "by the asking": f"{ours / took:.2f}",
            }
            yield Figure(f"10. {rate} requests a second, a fifth of them updates, {bots}", database, values)


def _busy_seconds(pids: Iterable[int]) -> float:
    """The processor time of these processes in seconds."""
    fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def _database_seconds(url: str) -> float:
    """The processor time of PostgreSQL's processes for that database; 0 for SQLite, which runs in the bots' own."""
    if not url.startswith("postgresql"):
        return 0.0
    engine = open_database(url, 1)
    with engine.connect() as connection:
        ours = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        found = connection.execute(text(ours)).scalars().all()
    engine.dispose()
    return _busy_seconds(found)


def _steady(ports: list[int], rate: int) -> list[float]:
    """The latencies in seconds of requests that start at a constant rate, however long those before them take."""
    waits, lock = [], threading.Lock()
    began = time.perf_counter()

    def ask_at_its_time(number: int) -> None:
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        ok = _ask(ports[number % len(ports)], MIX[number % len(MIX)].format(n=number % 100 + 1))
        with lock:
            waits.append(time.perf_counter() - due if ok else 2 * SLACK_WAITS)

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(ask_at_its_time, range(rate * SECONDS)))
    return waits


def _ask(port: int, typed: str) -> bool:
    """Send a command over a connection of its own, as Slack does; whether the status was 200."""
    number = next(_numbers)
    body = urlencode(
        {
            "command": "/htst",
            "text": typed,
            "user_id": f"U0P{number * 7 % PEOPLE}",
            "channel_id": f"C0R{number % REGISTERS + 1}D{number % 12 + 1}",
            "channel_name": "d1",
            "team_id": "T0BENCH",
            "trigger_id": f"{time.time_ns()}.{number}",
            "response_url": "http://127.0.0.1:9/",
        }
    )
    moment = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": str(signature),
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/slack/events", body, headers)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
