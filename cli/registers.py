"""``htst configure``, ``list`` and ``status``: a register set up and shown."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy import Connection, Engine

from cli.channel_names import with_channel_ids
from cli.meeting_calendar import with_meetings
from cli.opening import Day, as_json, with_database
from cli.printing import action_json, action_text, list_text
from config import register_file
from config.settings import Settings
from register.action import EVERY_DIRECTORATE, Action
from register.refs import read_ref
from register.refused import Refused
from register.register import Register
from storage.actions import actions, registers
from storage.actions.actions import Filter
from storage.database.engine import reading
from workflow.finding import known_ref
from workflow.registers import configure

register_option = click.option("--register", "slug", help="Which register, when there are several.")
as_at_option = click.option("--as-at", type=Day(), help="The register as it was known on that day.")


@click.command("configure")
@click.argument("file", type=click.Path(path_type=Path))
@with_database
def configure_command(settings: Settings, engine: Engine, file: Path) -> None:
    """Load a register's settings from FILE (TOML). Can be run again."""
    register = with_meetings(with_channel_ids(register_file.read(file), settings, click.echo), file)
    configure(engine, register)
    click.echo(f"Register {register.slug}: {register.title}; directorates {', '.join(register.codes)}.")


@click.command("list")
@click.option("--overdue", is_flag=True, help="Only those whose date has passed.")
@click.option("--owner", metavar="CODE", help="Only those of a directorate.")
@click.option(
    "--due-within", type=click.IntRange(0, 9999), metavar="DAYS", help="Only those due in so many days."
)
@as_at_option
@register_option
@as_json
@with_database
def list_command(
    settings: Settings,
    engine: Engine,
    overdue: bool,
    owner: str | None,
    due_within: int | None,
    as_at: datetime | None,
    slug: str | None,
    as_json: bool,
) -> None:
    """List actions."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        today = _day(register, as_at)
        which = Filter(today, owner=_owner(tx, register, owner, today), overdue=overdue, due_within=due_within)
        if as_at is None:
            found = actions.wanted(tx, register, which)
        else:
            then = actions.as_at(tx, register, register.calendar.day_end(today))
            found = [action for action in then if which.matches(action)]
    if as_json:
        click.echo(json.dumps([action_json(action, today) for action in found], ensure_ascii=False))
    else:
        click.echo(list_text(found, today))


def _owner(tx: Connection, register: Register, typed: str | None, today: date) -> str | None:
    """The code of the owner that was typed. Raises Refused when nothing has such an owner."""
    directorate = register.directorate(typed) if typed else None
    code = directorate.code if directorate else typed
    known = (*register.codes, EVERY_DIRECTORATE)
    if code and code not in known and not actions.count(tx, register, Filter(today, code)):
        raise Refused(f"Nothing is owned by {code}; the directorates here are {', '.join(register.codes)}.")
    return code


@click.command("status")
@click.argument("ref")
@as_at_option
@register_option
@as_json
@with_database
def status_command(
    settings: Settings, engine: Engine, ref: str, as_at: datetime | None, slug: str | None, as_json: bool
) -> None:
    """Show one action in full."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        today = _day(register, as_at)
        ref = known_ref(tx, register, read_ref(ref)[0], "status")
        found = actions.find(tx, register, ref) if as_at is None else _as_known(tx, register, ref, today)
    if found is None:
        raise Refused(f"Action {ref} was not in the register on {today}.")
    click.echo(
        json.dumps(action_json(found, today), ensure_ascii=False) if as_json else action_text(found, today)
    )


def the_register(tx: Connection, slug: str | None) -> Register:
    """The register of that slug, or the only one there is. Raises Refused when it must be named."""
    if slug:
        return registers.find(tx, slug)
    known = registers.every(tx)
    if not known:
        raise Refused("There is no register yet. Run htst configure FILE.toml, then htst import FILE.")
    if len(known) > 1:
        slugs = ", ".join(register.slug for register in known)
        raise Refused(f"There are several registers ({slugs}): say which with --register.")
    return known[0]


def _as_known(tx: Connection, register: Register, ref: str, day: date) -> Action | None:
    known = actions.as_at(tx, register, register.calendar.day_end(day))
    return next((action for action in known if action.ref == ref), None)


def _day(register: Register, as_at: datetime | None) -> date:
    return as_at.date() if as_at else register.today(datetime.now(UTC))
