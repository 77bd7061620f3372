"""``htst notices``: list the notices that were not delivered, and resolve those that need an operator."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from sqlalchemy import Engine

from cli.options import as_json, with_database
from cli.table import say
from register.lazy_pattern import LazyPattern
from register.phrases import number
from register.refused import Refused
from storage.database.engine import reading, transaction
from storage.intake.threads import Thread
from storage.queue import resolution
from storage.queue.notices import NoticeState
from storage.queue.resolution import (
    FAILED_STATES,
    MOST_SHOWN,
    UNKNOWN_STATES,
    WAITING_STATES,
    NoticeDecision,
    NoticeRecord,
    StateCount,
)
from workflow.context import lock_every

LARGEST_ID = 2**63 - 1
"""The largest number that either database keeps."""
_LINK = LazyPattern(r"^https?://\S+/archives/(?P<channel>[CDG]\w+)/p(?P<seconds>\d{10})(?P<rest>\d{6})\b")
_PLACE = LazyPattern(r"(?P<channel>[CDG]\w+)[ ,:/]+(?P<seconds>\d{10})\.(?P<rest>\d{6})")


@click.group("notices", short_help="List what was not delivered, and settle it.", invoke_without_command=True)
@click.option("--failed", is_flag=True, help="Those that Slack refused or that came too late.")
@click.option("--waiting", is_flag=True, help="Those that are still to go out.")
@click.option("--unknown", is_flag=True, help="Those that may or may not have arrived.")
@as_json
@click.pass_context
def notices_command(context: click.Context, /, **options: bool) -> None:
    """List notices that are not delivered: all that need attention, unless an option picks some."""
    if context.invoked_subcommand is None:
        _list(**options)


@with_database
def _list(engine: Engine, failed: bool, waiting: bool, unknown: bool, as_json: bool) -> None:
    states = (
        (FAILED_STATES if failed else ())
        + (WAITING_STATES if waiting else ())
        + (UNKNOWN_STATES if unknown else ())
    )
    with reading(engine) as tx:
        counts = resolution.counts_by_state(tx)
        found = resolution.list_notices(tx, states or FAILED_STATES + UNKNOWN_STATES)
    now = datetime.now(UTC)
    if as_json:
        click.echo(json.dumps([_json(one, now) for one in found]))
        return
    say(f"The queue: {queue_text(counts, now)}.")
    for record in found:
        say(_line(record, now))
    if len(found) == MOST_SHOWN:
        say(f"These are the newest {MOST_SHOWN}.")
    if any(one.state in FAILED_STATES + UNKNOWN_STATES for one in found):
        say("Settle them with: htst notices resolve ID … --sent LINK | --again | --drop")


@notices_command.command("resolve", short_help="Decide about notices that failed or are in doubt.")
@click.argument("numbers", metavar="ID …", nargs=-1, required=True, type=click.IntRange(1, LARGEST_ID))
@click.option(
    "--sent",
    metavar="LINK",
    is_flag=False,
    flag_value="",
    help="It is in Slack: somebody has looked and copied its link. (A mark under a reply has none.)",
)
@click.option("--again", "decision", flag_value="again", help="Send it (once more).")
@click.option("--drop", "decision", flag_value="drop", help="Do not send it.")
@with_database
def resolve_command(engine: Engine, numbers: tuple[int, ...], sent: str | None, decision: str | None) -> None:
    """Decide about notices that failed, or that may or may not have arrived."""
    if (sent is None) == (decision is None):
        raise Refused("Choose one of --sent LINK (it is in Slack), --again and --drop.")
    decided = NoticeDecision(decision or "sent")
    place = _place(sent) if sent else None
    if place and len(numbers) > 1:
        raise Refused("A link leads to one message, so it can settle only one notice.")
    done = {"sent": "counts as sent", "again": "will be sent again", "drop": "is dropped"}[decided]
    with transaction(engine) as tx:  # all of them, or none
        # Or a change under way would not draw the card again that is found to be posted, and would want, while it holds
        # one request of a message, the other that is held here.
        lock_every(tx)
        found = [resolution.resolve(tx, one, decided, datetime.now(UTC), place) for one in numbers]
    for id_, resolved in zip(numbers, found, strict=True):
        say(f"{id_} ({resolved.kind} to {resolved.to}) {done}.")


def _place(typed: str) -> Thread:
    """A message's channel and ts, from its link in Slack or as "CHANNEL TS"."""
    found = _LINK.search(typed) or _PLACE.fullmatch(typed.strip())
    if found is None:
        raise Refused(
            f"“{typed}” is not a link to a message. In Slack, choose “Copy link” on the message: "
            "https://….slack.com/archives/C…/p…"
        )
    return Thread(found["channel"], f"{found['seconds']}.{found['rest']}")


def age_text(time: timedelta) -> str:
    """A length of time in its largest unit: 12 s, 3 min, 5 h, 2 d."""
    seconds = max(int(time.total_seconds()), 0)
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def queue_text(counts: Sequence[StateCount], now: datetime) -> str:
    """The queue in one line: how many in which state, and how old the oldest of each is."""
    parts = [f"{one.count} {one.state} (the oldest for {age_text(now - one.oldest)})" for one in counts]
    return ", ".join(parts) or "empty"


def _line(record: NoticeRecord, now: datetime) -> str:
    about = f" about {', '.join(record.refs[:8])}{' …' if len(record.refs) > 8 else ''}" if record.refs else ""
    tries = number(record.tries, "try", "tries")
    why = f": {record.error}" if record.error else ""
    age = age_text(now - record.queued_at)
    return f"{record.id}  {record.state}  {record.kind} to {record.to}{about}, queued {age} ago, {tries}{why}"


def _json(record: NoticeRecord, now: datetime) -> dict[str, Any]:
    fields = {name: getattr(record, name) for name in NoticeRecord.__dataclass_fields__}
    fields |= {name: when.isoformat() for name, when in fields.items() if isinstance(when, datetime)}
    fields["state"], fields["refs"] = NoticeState(record.state).value, list(record.refs)
    return fields | {"age_seconds": round((now - record.queued_at).total_seconds())}
