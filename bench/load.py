"""How much a machine carries: people's requests at a steady rate, and how long each waited (benchmark 10)."""

import itertools
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bench.commands import SECRET, server_process
from bench.measure import Figure, percentile

RATES = (5, 20, 50)
"""Requests a second."""
SECONDS = 10
SLACK_WAITS = 3.0
MIX = ("status 10", "mine", "list overdue", "status", "update {n} The draft was sent.")
"""What is asked, in turn: a fifth of it is written."""
_numbers = itertools.count(1)


def measure_load(url: str, database: str, processes: int) -> Iterator[Figure]:
    """Each rate for some seconds over so many bots in turn; waits in ms, and how many Slack would have given up on."""
    with ExitStack() as stack:
        ports = [stack.enter_context(server_process("bot_server", url)).port for _each in range(processes)]
        for port in ports:
            _ask(port, "status 10")
        for rate in RATES:
            waits = _steady(ports, rate)
            bots = f"{processes} bot{'s' if processes > 1 else ''}"
            values = {
                "p50": f"{percentile(waits, 0.5) * 1000:.0f} ms",
                "p95": f"{percentile(waits, 0.95) * 1000:.0f} ms",
                "longest": f"{max(waits) * 1000:.0f} ms",
                "over 3 s": sum(wait > SLACK_WAITS for wait in waits),
            }
            yield Figure(f"10. {rate} requests a second, a fifth of them updates, {bots}", database, values)


def _steady(ports: list[int], rate: int) -> list[float]:
    """The waits of requests that begin at a steady rate, however long those before them take; seconds."""
    waits, lock = [], threading.Lock()
    began = time.perf_counter()

    def one(number: int) -> None:
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        ok = _ask(ports[number % len(ports)], MIX[number % len(MIX)].format(n=number % 100 + 1))
        with lock:
            waits.append(time.perf_counter() - due if ok else 2 * SLACK_WAITS)

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(one, range(rate * SECONDS)))
    return waits


def _ask(port: int, typed: str) -> bool:
    """Ask over a connection of its own, as Slack does; whether it was answered 200."""
    number = next(_numbers)
    body = urlencode(
        {
            "command": "/htst",
            "text": typed,
            "user_id": f"U0D{number % 12 + 1}",
            "channel_id": "C0D1",
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
