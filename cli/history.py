"""``htst history`` and ``htst audit``: what happened to an action, and whether the record is whole."""

import json
import sys
from collections.abc import Sequence
from datetime import date

import click
from sqlalchemy import Engine

from cli.options import as_json, asked_in_shell, with_database
from cli.printing import attestation_json, attestation_text, event_json, history_text, miscounted_text
from cli.progress_bar import counted
from cli.registers import register_option, the_register
from cli.table import say
from register.phrases import day, joined
from register.refused import Refused
from storage.actions import change_log, registers
from storage.database.engine import reading
from workflow import audit
from workflow.audit import Verification
from workflow.finding import known_ref, removed_ref

BROKEN = 1
"""The exit status when the chain of changes is not as it was written, or actions or papers are not as it says."""


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


@audit_command.command(short_help="Check that changes, actions and published papers are as they were written.")
@click.option("--recount", is_flag=True, help="Write actions anew where they are not as their changes say.")
@register_option
@as_json
@with_database
def verify(engine: Engine, slug: str | None, as_json: bool, recount: bool) -> None:
    """Check that every change is as it was written, that every action is and is counted as its changes say, and that
    every published paper is as it was published.

    Exits with 1 and names the first that is not.
    """
    with reading(engine) as tx:
        known = [the_register(tx, slug)] if slug else registers.every(tx)
        total = sum(change_log.count(tx, one.slug) for one in known)
        with counted("Checking every change", total) as advance:
            found = {one.slug: audit.verify(tx, one, advance) for one in known}
    for name, verification in found.items():
        if recount and verification.actions:
            audit.write_anew(*asked_in_shell(engine), name, verification.actions)
    if as_json:
        click.echo(
            json.dumps({name: _verification_json(one) for name, one in found.items()}, ensure_ascii=False)
        )
    elif not found:
        say("There is no register yet, and so no change to check.")
    else:
        for name, verification in found.items():
            _say_what_was_found(name, verification, recount=recount)
    if any(one.broken_at is not None or one.papers or (one.actions and not recount) for one in found.values()):
        sys.exit(BROKEN)


def _say_what_was_found(name: str, found: Verification, *, recount: bool) -> None:
    if found.broken_at is None:
        say(f"{name}: {_all_as_written(found.changes)}.")
    else:
        say(f"{name}: change {found.broken_at} is not as it was written.", err=True)
    for forgetting in found.vouched_for:
        say(f"  {attestation_text(forgetting)}")
    if found.actions:
        say(f"{name}: {miscounted_text(list(found.actions.values()), recount=recount)}", err=True)
    if found.papers:
        say(f"{name}: {_altered_papers_text(found.papers)}", err=True)


def _all_as_written(count: int) -> str:
    if count == 1:
        return "the one change is as it was written"
    return f"all {count:,} changes are as they were written"


def _altered_papers_text(meetings: Sequence[date]) -> str:
    """That published papers are not as they were published, and what to do about it."""
    several = len(meetings) > 1
    return (
        f"the paper{'s' if several else ''} for {joined([day(one) for one in meetings])} "
        f"{'are' if several else 'is'} not as published, or gone: restore {'them' if several else 'it'} from a backup."
    )


def _verification_json(found: Verification) -> dict[str, object]:
    """What the check of a register's record found, for scripts."""
    return {
        "changes": found.changes,
        "broken_at": found.broken_at,
        "vouched_for": [attestation_json(one) for one in found.vouched_for],
        "miscounted": list(found.actions.values()),
        "altered_papers": [one.isoformat() for one in found.papers],
    }
