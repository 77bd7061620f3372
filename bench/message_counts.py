"""How many messages Kent's people get in 18 weeks: when nobody answers, and when everybody answers on Mondays.

Run it with ``python -m bench.message_counts``; ``--settings FILE`` measures other settings on the same table.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import click
from sqlalchemy import Engine

from config import register_file
from demo.office import OFFICER_IDS, PAPER_DAY, SAMPLE, SETTINGS
from jobs.timetable import tick
from papers.read import read
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import open_database, reading, transaction
from storage.database.migrate import migrate
from storage.queue.notices import Notice
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.updates import record_updates

WEEKS = 18
"""Calendar weeks, that of the paper first: 14 November 2022 to 19 March 2023."""
ANSWERED_AT = time(11)
FORTNIGHT = timedelta(days=14)
LIMITS = {"channel": (2.0, 1.0), "lead": (3.5, 3.5), "administrator": (7.5, 7.5)}
"""The most messages a week on average for each role: when nobody answers, and when everybody answers."""
SAME = 0.1
"""The largest share of messages that may ask about exactly the same actions as the one before."""


@dataclass(frozen=True)
class Sent:
    """A message that was sent on a local day: where, its words, and the actions it asks about."""

    on: date
    to: str
    kind: str
    words: str
    asks: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """The messages to one channel or person: in all, a week on average (``a_week``) and in the fullest week (``most``).

    ``heading`` is how often the most frequent first line came, ``repeated`` how many messages were word for word
    like an earlier one, ``same`` how many asked about exactly the same actions as the last one that asked there, if
    that was at most a fortnight before.
    """

    who: str
    role: str
    messages: int
    a_week: float
    most: int
    heading: int
    repeated: int
    same: int

    @property
    def share(self) -> float:
        """The share of messages that asked about exactly the same actions as the one before."""
        return self.same / self.messages if self.messages else 0.0


def play(engine: Engine, register: Register, *, answering: bool) -> list[Sent]:
    """All messages of these weeks: the timetable runs each evening; if ``answering``, people answer on Monday mornings.

    The database must be empty.
    """
    start = datetime.combine(PAPER_DAY, time(10), UTC)
    with transaction(engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, read(SAMPLE), PAPER_DAY, start)
    first = PAPER_DAY - timedelta(days=PAPER_DAY.weekday())
    sent: list[Sent] = []
    for day in (PAPER_DAY + timedelta(days=n) for n in range(WEEKS * 7)):
        if day >= first + timedelta(weeks=WEEKS):
            break
        if answering and day.weekday() == 0:
            sent += _ticked(engine, register, day, time(10))
            _answer(engine, register, datetime.combine(day, ANSWERED_AT, register.calendar.zone))
        sent += _ticked(engine, register, day, time(18))
    return sent


def figures(register: Register, sent: Sequence[Sent]) -> Iterator[Figures]:
    """What each channel, lead and administrator got; people read the channels they are in, and what is sent to them."""
    for directorate in register.directorates:
        yield _counted(f"#{directorate.code.lower()}", "channel", sent, {directorate.channel})
    for directorate in register.directorates:
        theirs = {directorate.channel, register.leads_channel, directorate.lead}
        yield _counted(f"lead of {directorate.code}", "lead", sent, theirs)
    every = {register.leads_channel, *register.channels}
    for admin in register.admins:
        yield _counted("administrator", "administrator", sent, every | {admin})


def _ticked(engine: Engine, register: Register, day: date, at: time) -> list[Sent]:
    moment = datetime.combine(day, at, register.calendar.zone)
    return [_sent(day, one) for one in tick(engine, moment, moment)]


def _sent(day: date, notice: Notice) -> Sent:
    words = str(notice.payload.get("text") or notice.payload.get("title"))
    asks = notice.reminds if notice.kind in ("digest", "chart") else notice.refs
    return Sent(day, notice.to, notice.kind, words, frozenset(asks))


def _answer(engine: Engine, register: Register, moment: datetime) -> None:
    """Each directorate's officer gives an update on each of its open actions, in its channel."""
    context, today = Context(engine, lambda: moment), register.today(moment)
    with reading(engine) as tx:
        still_open = [one for one in actions.as_at(tx, register, moment) if not one.status.is_done]
    for directorate in register.directorates:
        officer = OFFICER_IDS[directorate.code]
        theirs = [action.ref for action in still_open if directorate.code in action.directorates]
        request = Request(f"{directorate.code}:{today}", officer, directorate.channel, moment, "command")
        record_updates(context, request, register.slug, [(ref, f"As at {today}: under way.") for ref in theirs])


def _counted(who: str, role: str, sent: Sequence[Sent], places: set[str]) -> Figures:
    theirs = [one for one in sent if one.to in places]
    weeks = Counter(one.on.isocalendar()[:2] for one in theirs)
    words = Counter((one.to, one.words) for one in theirs)
    headings = Counter((one.to, one.words.splitlines()[0]) for one in theirs)
    asking = [one for one in theirs if one.asks]
    same = 0
    for place in sorted(places):
        same += sum(
            last.asks == one.asks and one.on - last.on <= FORTNIGHT
            for last, one in pairwise(s for s in asking if s.to == place)
        )
    return Figures(
        who,
        role,
        len(theirs),
        len(theirs) / WEEKS,
        max(weeks.values(), default=0),
        max(headings.values(), default=0),
        sum(count - 1 for count in words.values()),
        same,
    )


def measured(register: Register, *, answering: bool) -> list[Figures]:
    """The figures of a register's settings on Kent's table, in a database of their own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = open_database(f"sqlite:///{folder}/quiet.db")
        migrate(engine)
        found = list(figures(register, play(engine, register, answering=answering)))
        engine.dispose()
    return found


def table(found: Sequence[Figures]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| Who | Messages | A week | Most in a week | The same heading | Word for word | The same actions again |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.who} | {one.messages} | {one.a_week:.1f} | {one.most} | {one.heading} times | {one.repeated} | "
        f"{one.same} ({one.share:.0%}) |"
        for one in found
    ]
    return "\n".join(lines)


@click.command()
@click.option(
    "--settings", type=click.Path(path_type=Path), default=SETTINGS, help="A register's settings file."
)
def main(settings: Path) -> None:
    """Measure and print both tables."""
    register = register_file.read(settings)
    for title, answering in (("Nobody answers", False), ("Everybody answers on Mondays", True)):
        click.echo(f"{title}\n\n{table(measured(register, answering=answering))}\n")


if __name__ == "__main__":
    main()
