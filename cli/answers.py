"""``htst answers``: what a register remembers of answers about its papers, and how one is forgotten."""

import json
from collections.abc import Sequence

import click
from sqlalchemy import Engine

from cli.options import as_json, asked_in_shell, with_database
from cli.registers import register_option, the_register
from register.imports.answers import ListedAnswer
from register.phrases import option
from storage.actions import papers
from storage.database.engine import reading
from workflow.import_answers import forget_answer


@click.command("answers", short_help="Show what people answered about papers, as it is typed.")
@click.option(
    "--forget", metavar="WORDS", help="Forget what was answered about that heading, word, row or place."
)
@register_option
@as_json
@with_database
def answers_command(engine: Engine, forget: str | None, slug: str | None, as_json: bool) -> None:
    """Show what people answered about papers, each as typed for htst import; later papers are read by these answers.

    --forget removes an answer: for --status "Green=in progress" use --forget Green, for --dates use --forget dates, for
    --row "12 target=…" use --forget "12 target". Later papers ask again. What was imported does not change.
    """
    with reading(engine) as tx:
        register = the_register(tx, slug)
        found = papers.answers(tx, register.slug).listed
    if forget is not None:
        context, request = asked_in_shell(engine)
        found = forget_answer(context, request, register.slug, forget)
    if as_json:
        click.echo(json.dumps([vars(one) for one in found], ensure_ascii=False))
        return
    if forget is not None:
        click.echo("Forgotten; later papers ask again:")
    click.echo("\n".join(_typed(found)) or "Nothing is remembered.")


def _typed(found: Sequence[ListedAnswer]) -> list[str]:
    rows = (one.about if one.option in ("--not", "--with") else f"{one.about}={one.words}" for one in found)
    pairs = zip(found, rows, strict=True)
    return [f"  {option(one.option, one.words if one.option == '--dates' else row)}" for one, row in pairs]
