"""``htst history``: what happened to an action."""

import json

import click
from sqlalchemy import Engine

from cli.options import as_json, with_database
from cli.printing import event_json, history_text
from cli.registers import register_option, the_register
from cli.table import say
from register.refused import Refused
from storage.actions import change_log
from storage.database.engine import reading
from workflow.finding import known_ref, removed_ref


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
