"""``htst audit``: whether the record is whole."""

import json
import re
import sys
from collections.abc import Sequence
from datetime import date

import click
from sqlalchemy import Connection, Engine

from cli.options import as_json, asked_in_shell, with_database
from cli.printing import attestation_json, attestation_text, miscounted_text
from cli.progress_bar import counted
from cli.registers import register_option, the_register
from cli.table import say
from register.phrases import day, joined
from register.refused import Refused
from register.register import Register
from storage.actions import change_chain, change_log, registers
from storage.database.engine import reading
from workflow import audit
from workflow.audit import Verification

BROKEN = 1
"""The exit status when the record is not as it was written."""
_HASH = re.compile(r"[0-9a-f]{64}")


@click.group("audit")
def audit_command() -> None:
    """Check the record."""


@audit_command.command(short_help="Check that changes, actions, papers and minutes are as they were written.")
@click.option("--recount", is_flag=True, help="Rewrite actions that do not match their changes.")
@click.option("--holds", metavar="HASH", help="Also check that the change with this hash is still there.")
@register_option
@as_json
@with_database
def verify(engine: Engine, slug: str | None, as_json: bool, recount: bool, holds: str | None) -> None:
    """Check that every change is as it was written, and that actions, published papers, sign-offs and what is recorded
    of meetings match the changes.

    A receipt of publication gives the hash of its change, and this command gives the hash of the last one. --holds HASH
    shows whether changes have since been cut off, or all rewritten.

    If anything is wrong, it exits with 1 and names the first.
    """
    sought = _hash_of(holds) if holds is not None else None
    with reading(engine) as tx:
        known = [the_register(tx, slug)] if slug else list(registers.every(tx))
        total = sum(change_log.count(tx, one.slug) for one in known)
        with counted("Checking every change", total) as advance:
            found = {one.slug: audit.verify(tx, one, advance) for one in known}
        holders = _holders(tx, known, sought) if sought else {}
    is_lost = sought is not None and not holders
    if recount and not is_lost:  # else the actions may show what was cut off
        for name, verification in found.items():
            if verification.actions:
                audit.write_anew(*asked_in_shell(engine), name, verification.actions)
    if as_json:
        written = {
            name: _verification_json(one) | ({"holds": holders.get(name)} if sought else {})
            for name, one in found.items()
        }
        click.echo(json.dumps(written, ensure_ascii=False))
    elif not found:
        say("There is no register yet, so there are no changes to check.")
    else:
        for name, verification in found.items():
            _say_what_was_found(name, verification, recount=recount and not is_lost)
        _say_who_holds(holders, f" of {slug}" if slug else "", is_lost=is_lost)
    needs_recount = any(one.actions for one in found.values()) and not recount
    if is_lost or needs_recount or not all(one.is_whole for one in found.values()):
        sys.exit(BROKEN)


def _hash_of(typed: str) -> str:
    """The hash that was typed. Raises Refused for what is none: a shorter one could be forged."""
    hashed = typed.strip().lower()
    if not _HASH.fullmatch(hashed):
        raise Refused(f"“{typed[:80]}” is not the hash of a change: give all 64 digits, 0 to 9 and a to f.")
    return hashed


def _holders(tx: Connection, known: Sequence[Register], hashed: str) -> dict[str, int]:
    """The number of the change with that hash, by the register that has it."""
    numbers = {one.slug: change_chain.number_of(tx, one.slug, hashed) for one in known}
    return {slug: number for slug, number in numbers.items() if number is not None}


def _say_who_holds(holders: dict[str, int], which: str, *, is_lost: bool) -> None:
    for name, number in holders.items():
        say(f"{name}: change {number} has the hash you gave.")
    if is_lost:
        say(
            f"No change{which} has the hash you gave: changes have been cut off, or all rewritten. Compare the "
            "database with a backup before anything is written.",
            err=True,
        )


def _say_what_was_found(name: str, found: Verification, *, recount: bool) -> None:
    if found.broken_at is None:
        say(f"{name}: {_all_as_written(found)}.")
    else:
        say(f"{name}: change {found.broken_at} is not as it was written.", err=True)
    for forgetting in found.vouched_for:
        say(f"  {attestation_text(forgetting)}")
    if found.actions:
        say(f"{name}: {miscounted_text(list(found.actions.values()), recount=recount)}", err=True)
    if found.papers:
        say(f"{name}: {_altered_papers_text(found.papers)}", err=True)
    if found.sign_offs:
        what = f"the sign-offs of the paper for {_days(found.sign_offs)} do not match the changes"
        say(f"{name}: {what}: restore them from a backup.", err=True)
    if found.meetings:
        what = f"what is recorded of the meeting on {_days(found.meetings)} does not match the changes"
        say(f"{name}: {what}: restore it from a backup.", err=True)


def _all_as_written(found: Verification) -> str:
    if not found.changes:
        return "there is no change yet"
    if found.changes == 1:
        return f"the one change is as it was written; its hash is {found.newest}"
    return f"all {found.changes:,} changes are as they were written; the last has the hash {found.newest}"


def _days(meetings: Sequence[date]) -> str:
    return joined([day(one) for one in meetings])


def _altered_papers_text(meetings: Sequence[date]) -> str:
    """That published papers are not as they were published, and what to do about it."""
    several = len(meetings) > 1
    return (
        f"the paper{'s' if several else ''} for {_days(meetings)} "
        f"{'are' if several else 'is'} not as published, or gone: restore {'them' if several else 'it'} from a backup."
    )


def _verification_json(found: Verification) -> dict[str, object]:
    """What the check of a register's record found, for scripts."""
    return {
        "changes": found.changes,
        "broken_at": found.broken_at,
        "newest": found.newest,
        "vouched_for": [attestation_json(one) for one in found.vouched_for],
        "miscounted": list(found.actions.values()),
        "altered_papers": [one.isoformat() for one in found.papers],
        "altered_sign_offs": [one.isoformat() for one in found.sign_offs],
        "altered_meetings": [one.isoformat() for one in found.meetings],
    }
