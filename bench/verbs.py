"""Every verb, form and the home page at three sizes of a register, in process (benchmark 9)."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from bench import interactions
from bench.busy_register import ADMIN, LEAD, NOW, OFFICER
from bench.measure import Figure
from bot import commands
from jobs.render import render
from register.refused import Refused
from storage.database.engine import reading
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request

VERBS = (
    ("status", LEAD, "status"),
    ("status 10", OFFICER, "status 10"),
    ("status 3-7", OFFICER, "status 3-7"),
    ("status of an action that is not there", OFFICER, "status 9999999"),
    ("status, misspelt", OFFICER, "staus 10"),
    ("list", OFFICER, "list"),
    ("list overdue", OFFICER, "list overdue"),
    ("list overdue, a later part", OFFICER, "list overdue from 81"),
    ("list of a directorate", OFFICER, "list open in D3"),
    ("list due next month", OFFICER, "list due next month"),
    ("list not updated since Monday", OFFICER, "list not updated since Monday"),
    ("list, words that many have", OFFICER, "list safeguarding"),
    ("list, words that one has", OFFICER, "list arrangements of budget number 84"),
    ("list, words that none has", OFFICER, "list xylophone"),
    ("a list without its verb", OFFICER, "what is late in D2?"),
    ("mine, of a lead", LEAD, "mine"),
    ("mine, of an officer", OFFICER, "mine"),
    ("mine, of nobody known", "U0NOBODY", "mine"),
    ("update 10", OFFICER, "update 10 The draft was sent."),
    ("update 3, 14 and 16", OFFICER, "update 3, 14 and 16: the drafts were sent."),
    ("undo", OFFICER, "undo"),
    ("done", LEAD, "done 13 The policy is published: https://example.org/policy"),
    ("verify", ADMIN, "verify 13"),
    ("reject", ADMIN, "reject 13 because it is a draft"),
    ("close", ADMIN, "close 13 meeting 16 November 2022"),
    ("reopen", ADMIN, "reopen 13 because the committee asked for more"),
    ("end", ADMIN, "end 22 superseded by action 23"),
    ("due", LEAD, "due 37 31 March 2023 because the panel meets then"),
    ("grant", ADMIN, "grant 37"),
    ("refuse", ADMIN, "refuse 37 because it has waited for long"),
    ("assign 10", ADMIN, "assign 10"),
    ("assign 10 to D2", ADMIN, "assign 10 to D2"),
    ("away", OFFICER, "away until 6 January 2023"),
    ("snooze", LEAD, "snooze 49 until 25 November because the school is closed"),
    ("history 10", OFFICER, "history 10"),
    ("withdraw", ADMIN, "withdraw 10 because it names a child"),
    ("nochange", LEAD, "nochange 61 because the contract runs"),
    ("exempt", ADMIN, "exempt 61 Paragraph 3 of Part 1 of Schedule 12A"),
    ("meeting", ADMIN, "meeting 12 December 2022"),
    ("help", OFFICER, "help"),
    ("narrative", ADMIN, "narrative 10"),
    ("round", LEAD, "round"),
    ("signoff", LEAD, "signoff 12 December 2022"),
    ("paper", ADMIN, "paper"),
    ("assign all", ADMIN, "assign all"),
)
SIZES = (1_000, 10_000, 100_000)
ENOUGH = 1.0
"""Seconds of processor time; an operation that takes longer is not repeated."""
_keys = itertools.count()
_seconds = itertools.count()


def measure_verbs(engines: dict[int, Engine], database: str, times: int) -> Iterator[Figure]:
    """The time of each verb, form and home page at each size of the register (one database each), in ms; in brackets
    its processor time, with that of the database server.
    """
    found: dict[str, dict[str, Any]] = {}
    for size, engine in engines.items():
        for name, took, busy in _measured(engine, times):
            found.setdefault(name, {})[f"{size:,}:"] = f"{took * 1000:.1f} ms ({busy * 1000:.1f})"
    for name, figures in found.items():
        yield Figure(f"9. {name}", database, figures)


def _measured(engine: Engine, times: int) -> Iterator[tuple[str, float, float]]:
    """Each operation's name, and the best of so many runs in seconds: elapsed time, and processor time."""
    context = Context(engine, _now)
    for name, person, typed in VERBS:
        yield name, *_best(engine, partial(_as_it_is, partial(_typed, context, person, typed)), times)
    for name, prepare in interactions.in_slack():
        yield name, *_best(engine, partial(_bound, prepare, context), times)
    for name, person in (("of a lead", LEAD), ("of an officer", OFFICER), ("of nobody known", "U0NOBODY")):
        yield f"home page {name}", *_best(engine, partial(_as_it_is, partial(_home, engine, person)), times)
    for name, work in (*interactions.jobs(), *interactions.in_shell()):
        yield name, *_best(engine, partial(_as_it_is, partial(work, engine)), times)


def _now() -> datetime:
    """Another time at each call, as ``undo`` takes back together all that was recorded at the same time."""
    return NOW + timedelta(seconds=next(_seconds))


def _as_it_is(work: Callable[[], Any]) -> Callable[[], Any]:
    return work


def _bound(prepare: interactions.Prepared, context: Context) -> Callable[[], Any]:
    return partial(prepare(context), context)


def _best(engine: Engine, prepare: Callable[[], Callable[[], Any]], times: int) -> tuple[float, float]:
    """The best of so many runs, each prepared again; where an operation is refused, the time of the refusal counts."""
    took: list[float] = []
    busy: list[float] = []
    servers = _servers(engine)
    while len(took) < times and (not busy or busy[-1] < ENOUGH):
        try:
            work = prepare()
        except Refused:
            if took:  # no action is left on which it could be measured once more
                break
            raise
        worked, began = _processor_seconds(servers), time.perf_counter()
        with suppress(Refused):  # such as what was done the time before
            work()
        took.append(time.perf_counter() - began)
        busy.append(_processor_seconds(servers) - worked)
    return min(took), min(busy)


def _servers(engine: Engine) -> dict[int, float]:
    """The database server's processes for our connections; none for SQLite, which runs in this process."""
    if engine.dialect.name != "postgresql":
        return {}
    with engine.connect() as connection:
        ours = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        return dict.fromkeys(connection.execute(text(ours)).scalars(), 0.0)


def _processor_seconds(servers: dict[int, float]) -> float:
    """The processor time of this process and those, in seconds; for one that has ended, what it had used before."""
    for server in servers:
        with suppress(FileNotFoundError):  # of a connection that was closed just now
            servers[server] = int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e9
    return time.process_time() + sum(servers.values())


def _typed(context: Context, person: str, typed: str) -> None:
    key = f"trigger:bench{next(_keys)}"
    commands.answer(context, Request(key, person, "C0SOMEWHERE", context.now(), "command"), typed)


def _home(engine: Engine, person: str) -> None:
    notice = Notice("bench", f"home:{person}", NoticeKind.HOME, person, Method.PUBLISH)
    with reading(engine) as tx:
        render(tx, notice, NOW)
