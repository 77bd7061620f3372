"""``htst configure``, ``list`` and ``status``: a register set up and shown."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, Engine

from cli.channel_names import with_channel_ids
from cli.meeting_calendar import with_meetings
from cli.options import Day, FilePath, as_json, asked_in_shell, once_each, with_database, with_settings
from cli.printing import action_json, action_text, list_text, summary_json, summary_text
from cli.table import say
from config import register_file
from config.settings import Settings
from register.action import EVERY_DIRECTORATE, Action
from register.directorate_changes import DirectorateChanges
from register.notices.digest import summary
from register.phrases import day, joined
from register.refused import Refused
from register.register import Register
from register.words.day_ranges import Days
from register.words.queries import Query, State, matches
from register.words.query_context import QueryContext
from register.words.query_reading import read_query
from storage.actions import actions, papers, registers
from storage.actions.change_log import Author
from storage.actions.queries import other_owners
from storage.actions.summary import summary_of
from storage.database.engine import reading
from workflow.context import SHELL
from workflow.finding import named_refs, refs_of
from workflow.registers import configure, rename_register

register_option = click.option("--register", "slug", help="Which register, when there are several.")
as_at_option = click.option("--as-at", type=Day(), help="The register as it was known on that day.")


@click.command("configure")
@click.argument("file", type=FilePath())
@click.option("--renamed", metavar="OLD=NEW", multiple=True, help="A directorate has another code now.")
@click.option("--removed", metavar="OLD", multiple=True, help="A directorate is gone for good.")
@with_database
@with_settings
def configure_command(
    settings: Settings, engine: Engine, file: Path, renamed: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    """Load a register's settings from FILE (TOML). Can be run again.

    If FILE no longer has a directorate that owns open actions, say what became of it: --renamed or --removed.
    """
    register = with_meetings(with_channel_ids(register_file.read(file), settings, say), file)
    pairs = [one.partition("=") for one in renamed]
    wrong = next((old for old, _equals, new in pairs if not (old and new)), None)
    if wrong is not None:
        raise Refused(f"--renamed takes the old code and the new one: --renamed {wrong or 'OLD'}=NEW.")
    now = datetime.now(UTC)
    renamings = once_each("--renamed", ((old.strip(), new.strip()) for old, _equals, new in pairs))
    answers = DirectorateChanges(renamings, frozenset(removed))
    came_to = configure(engine, register, Author(SHELL, now, SHELL, now), answers)
    say(f"Register {register.slug}: {register.title}; directorates {', '.join(register.codes)}.")
    if came_to.moved:
        say(f"Actions with a new owner: {joined(came_to.moved)}.")
    if came_to.cancelled:
        days = joined(day(one) for one in came_to.cancelled)
        say(
            f"Cancelled: the meeting of {days}. The messages that asked for updates and sign-offs for it now say so."
        )
    if came_to.left:
        say(
            f"Actions that no directorate owns, so nobody is reminded: {joined(came_to.left)}. Give each to one "
            f"with /htst assign {came_to.left[0]} to CODE."
        )


@click.command("rename", short_help="Put a register's mistyped slug right.")
@click.argument("slug")
@click.argument("new", metavar="NEW")
@with_database
def rename_command(engine: Engine, slug: str, new: str) -> None:
    """Put a register's mistyped slug right, before it has spoken in Slack.

    Where NEW is configured already and holds nothing, its settings are kept.
    """
    if not register_file.SLUG_PATTERN.fullmatch(new):
        raise Refused(f"“{new}” cannot name a register: use small letters, digits and dashes, such as kent.")
    context, request = asked_in_shell(engine)
    if rename_register(context, request, slug, new):
        say(f"The register {slug} is called {new} now, with the settings that {new} had.")
    else:
        say(f"The register {slug} is called {new} now; its settings file should say so too.")


@click.command("list", short_help="List actions: all, or those that WORDS describe.")
@click.argument("words", nargs=-1)
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
    engine: Engine,
    words: tuple[str, ...],
    overdue: bool,
    owner: str | None,
    due_within: int | None,
    as_at: datetime | None,
    slug: str | None,
    as_json: bool,
) -> None:
    """List actions: all, or those that WORDS describe, as in Slack ("overdue CYPE", "due next week")."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        today = _day(register, as_at)
        renamed = papers.answers(tx, register.slug).renamed
        reader = QueryContext(register, today, others=other_owners(tx, register), renamed=renamed)
        query = read_query(reader, " ".join(words))
        code = _owner(tx, register, owner, today)
        if code:
            _check_only_here(query.owners, "--owner", "whose actions are meant")
            query = replace(query, owners=(code,))
        query = replace(query, states=query.states | {State.OVERDUE}) if overdue else query
        if due_within is not None:
            _check_only_here(query.due, "--due-within", "when they are due")
            query = replace(query, due=(Days(today, today + timedelta(days=due_within)),))
        if as_at is not None and query.finished is not None:
            raise Refused(
                "What was finished on some days can be listed only of the register as it is now: leave out --as-at."
            )
        if as_at is None:
            found = actions.matching(tx, register, query)
        else:
            then = actions.as_at(tx, register, register.calendar.day_end(today))
            found = [action for action in then if matches(query, action, register)]
    if as_json:
        click.echo(json.dumps([action_json(action, today) for action in found], ensure_ascii=False))
    elif query.words and not found:
        say(f"None has {joined(f'“{phrase}”' for phrase in query.words)} in its words.")
    else:
        say(list_text(found, today))


def _check_only_here(in_words: Sequence[object], option: str, what: str) -> None:
    """Raise Refused where the words say what an option says too: of several owners or days, any one is enough, and
    the option would widen the list.
    """
    if in_words:
        raise Refused(f"The words and {option} both say {what}: leave one of them out.")


def _owner(tx: Connection, register: Register, typed: str | None, today: date) -> str | None:
    """The code of the owner that was typed. Raises Refused when nothing has such an owner."""
    directorate = register.directorate(typed) if typed else None
    code = directorate.code if directorate else typed
    if code and code.upper() == EVERY_DIRECTORATE:
        return EVERY_DIRECTORATE
    if code and code not in register.codes and not actions.count(tx, register, Query(today, owners=(code,))):
        raise Refused(f"Nothing is owned by {code}; the directorates here are {', '.join(register.codes)}.")
    return code


@click.command("status", short_help="Show the whole register in numbers, or actions in full.")
@click.argument("refs", nargs=-1, metavar="[REF…]")
@as_at_option
@register_option
@as_json
@with_database
def status_command(
    engine: Engine,
    refs: tuple[str, ...],
    as_at: datetime | None,
    slug: str | None,
    as_json: bool,
) -> None:
    """Show the whole register in numbers, or one action in full, or several (10 11, 3-7).

    As JSON the register and one action are an object, several actions a list.
    """
    with reading(engine) as tx:
        register = the_register(tx, slug)
        today = _day(register, as_at)
        then = actions.as_at(tx, register, register.calendar.day_end(today)) if as_at else None
        if not refs:
            state = (
                summary_of(tx, register, today)
                if then is None
                else summary(then, today, register.calendar.zone)
            )
            shown: Any = summary_json(state, register, today)
            text = "" if as_json else summary_text(state, register, today)
        else:
            found = _named(tx, register, refs, then, today)
            several = [action_json(action, today) for action in found]
            shown = several if len(several) > 1 else several[0]
            text = "\n\n".join(action_text(action, today) for action in found)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        say(text)


def _named(
    tx: Connection, register: Register, refs: tuple[str, ...], then: Sequence[Action] | None, today: date
) -> list[Action]:
    """The actions of these refs, now or among those of an earlier day (``then``). Raises Refused if one is missing."""
    requested = named_refs(refs_of(tx, register), " ".join(refs), "status")
    if then is None:
        known = {ref: actions.find(tx, register, ref) for ref in requested}
    else:
        known = {action.ref: action for action in then}
    absent = [ref for ref in requested if known.get(ref) is None]
    if absent:
        raise Refused(f"Action {absent[0]} was not in the register on {today}.")
    return [action for ref in requested if (action := known[ref])]


def the_register(tx: Connection, slug: str | None) -> Register:
    """The register of that slug, or the only one there is. Raises Refused when it must be named."""
    if slug:
        return registers.find(tx, slug)
    known = registers.every(tx)
    if not known:
        where = tx.engine.url.render_as_string(hide_password=True)
        raise Refused(
            f"There is no register yet in {where}. Run htst configure FILE.toml, then htst import FILE; or let "
            "DATABASE_URL name the database that has one."
        )
    if len(known) > 1:
        slugs = ", ".join(register.slug for register in known)
        raise Refused(f"There are several registers ({slugs}): say which with --register.")
    return known[0]


def _day(register: Register, as_at: datetime | None) -> date:
    return as_at.date() if as_at else register.today(datetime.now(UTC))
