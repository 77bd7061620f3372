"""``htst themes``: the themes as the last paper with themes printed them."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click
from sqlalchemy import Engine

from cli.options import as_json, with_database
from cli.registers import as_at_option, register_option, the_register
from cli.table import say
from register.committee.themed_report import Theme
from register.phrases import joined
from storage.actions import papers
from storage.database.engine import reading


@click.command("themes", short_help="Show the themes of the last paper that had any.")
@as_at_option
@register_option
@as_json
@with_database
def themes_command(engine: Engine, as_at: datetime | None, slug: str | None, as_json: bool) -> None:
    """Show the themes that were imported: narrative, actions by who leads them, and responses."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        by = as_at.date() if as_at else register.today(datetime.now(UTC))
        found = papers.themes(tx, register.slug, by)
    if as_json:
        click.echo(json.dumps([theme.as_json() for theme in found], ensure_ascii=False))
    else:
        say("\n".join(_text(found)) or "No paper with themes was imported.")


def _text(themes: Sequence[Theme]) -> Iterator[str]:
    for theme in themes:
        yield theme.title
        yield from (f"  {group.line}" for group in theme.groups)
        if theme.responses:
            yield f"  Responses: {joined(one.number for one in theme.responses)}"
        yield from (f"  {paragraph}" for paragraph in theme.narrative.splitlines())
