"""``htst history`` and ``htst audit``: what happened to an action, and whether the record is whole."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

import click
from sqlalchemy import Engine

from cli.options import as_json, with_database
from cli.printing import attestation_json, attestation_text, event_json, history_text, miscounted_text
from cli.progress_bar import counted
from cli.registers import register_option, the_register
from cli.table import say
from register.refused import Refused
from storage.actions import audit, change_log, registers
from storage.database.engine import reading, transaction
from storage.queue import cards
from workflow.finding import known_ref, removed_ref

BROKEN = 1
"""The exit status when the chain of changes is not as it was written, or actions are not as it says."""


@click.command("history", short_help="Show all that happened to an action.")
@click.argument("ref")
@register_option
@as_json
@with_database
def history_command(engine: Engine, ref: str, slug: str | None, as_json: bool) -> None:
    """Show all that happened to an action, the first change first; also of one whose import was undone."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        try:
            ref = known_ref(tx, register, ref, "history")
        except Refused:
            ref = removed_ref(tx, register, ref)
            if not ref:
                raise
        events = [entry.event() for entry in change_log.history(tx, register.slug, ref)]
    if as_json:
        click.echo(json.dumps([event_json(event) for event in events], ensure_ascii=False))
    else:
        say(history_text(ref, events))


@click.group("audit")
def audit_command() -> None:
    """Check the record."""


@audit_command.command(short_help="Check that every change is as it was written.")
@click.option("--recount", is_flag=True, help="Write actions anew where they are not as their changes say.")
@register_option
@as_json
@with_database
def verify(engine: Engine, slug: str | None, as_json: bool, recount: bool) -> None:
    """Check that every change is as it was written, and that every action is and is counted as its changes say.

    Exits with 1 and names the first that is not.
    """
    with reading(engine) as tx:
        known = [the_register(tx, slug)] if slug else registers.every(tx)
        counts = {register.slug: change_log.count(tx, register.slug) for register in known}
        with counted("Checking every change", sum(counts.values())) as advance:
            broken = {slug: change_log.broken_at(tx, slug, advance) for slug in counts}
        vouched = {one.slug: change_log.attestations(tx, one.slug) for one in known}
        # What cannot be trusted to be as it was written need not even be readable.
        whole = [one for one in known if broken[one.slug] is None]
        drifted = {one.slug: dict(audit.differing(tx, one)) for one in whole}
    if recount:
        _recount(engine, drifted)
    if as_json:
        found = {
            name: {
                "changes": counts[name],
                "broken_at": first,
                "vouched_for": [attestation_json(one) for one in vouched[name]],
                "miscounted": list(drifted.get(name, {}).values()),
            }
            for name, first in broken.items()
        }
        click.echo(json.dumps(found, ensure_ascii=False))
    elif not broken:
        say("There is no register yet, and so no change to check.")
    for name, first in () if as_json else broken.items():
        if first is None:
            say(f"{name}: {_all_as_written(counts[name])}.")
        else:
            say(f"{name}: change {first} is not as it was written.", err=True)
        for forgetting in vouched[name]:
            say(f"  {attestation_text(forgetting)}")
        if drifted.get(name):
            say(f"{name}: {miscounted_text(list(drifted[name].values()), recount=recount)}", err=True)
    if any(first is not None for first in broken.values()) or (any(drifted.values()) and not recount):
        sys.exit(BROKEN)


def _all_as_written(count: int) -> str:
    if count == 1:
        return "the one change is as it was written"
    return f"all {count:,} changes are as they were written"


def _recount(engine: Engine, drifted: Mapping[str, Mapping[int, str]]) -> None:
    """Write those actions anew, and have their cards drawn again: they may show what was wrong."""
    now = datetime.now(UTC)
    for slug, refs in drifted.items():
        with transaction(engine) as tx:
            change_log.lock(tx, slug)
            register = registers.find(tx, slug)
            audit.write_anew(tx, register, list(refs), register.today(now))
            cards.redraw(tx, list(refs), now)
