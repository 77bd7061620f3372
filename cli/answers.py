"""``htst answers``: what a register remembers of answers about its papers, and how one is forgotten."""

import json
from collections.abc import Iterator, Sequence

import click
from sqlalchemy import Engine

from cli.options import as_json, asked_in_shell, with_database
from cli.registers import register_option, the_register
from register.imports.answers import ListedAnswer
from register.phrases import day, joined, option
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

    Behind an answer about a row are the days as at which the papers were read that it was given for.

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
        listed = [vars(one) | {"as_at": [day.isoformat() for day in one.as_at]} for one in found]
        click.echo(json.dumps(listed, ensure_ascii=False))
        return
    if forget is not None:
        click.echo("Forgotten; later papers ask again:")
    click.echo("\n".join(_typed(found)) or "Nothing is remembered.")


def _typed(found: Sequence[ListedAnswer]) -> Iterator[str]:
    """A line for each answer, as it is typed; behind one about a row the days of the papers that it was given for."""
    for answer in found:
        row = answer.about if answer.option in ("--not", "--with") else f"{answer.about}={answer.words}"
        days = f"  (as at {joined([day(each) for each in answer.as_at])})" if answer.as_at else ""
        yield f"  {option(answer.option, answer.words if answer.option == '--dates' else row)}{days}"
