"""``htst forget``: a person who has left is forgotten, and the record stays whole."""

import click
from sqlalchemy import Engine

from cli.options import asked_in_shell, with_database
from cli.table import say
from register.phrases import number, shortened
from workflow.forgetting import Forgotten, forget


@click.command("forget", short_help="Replace a person with a pseudonym everywhere.")
@click.argument("person")
@click.option(
    "--name", "names", multiple=True, help="A name to look for in what people wrote; can be given again."
)
@with_database
def forget_command(engine: Engine, person: str, names: tuple[str, ...]) -> None:
    """Replace PERSON (a Slack user id) with a pseudonym everywhere.

    The record stays whole: htst audit verify shows it. Words that still name the person are listed, for an
    administrator to withdraw. Copies made before still name them.
    """
    context, request = asked_in_shell(engine)
    say("\n".join(_lines(person, forget(context, request, person, names))))


def _lines(person: str, forgotten: Forgotten) -> list[str]:
    lines = [f"{person} is “{forgotten.pseudonym}” from now on."]
    lines += [f"  {slug}: in {number(count, 'change')}" for slug, count in forgotten.changes.items()]
    lines += [f"  table {name}: in {number(count, 'row')}" for name, count in forgotten.rows.items()]
    for slug, several in forgotten.words.items():
        lines.append(
            f"Words in “{slug}” that still name them; /htst withdraw REF because … takes an update back:"
        )
        for found in several:
            of = f"action {found.ref}, " if found.ref else ""
            lines.append(f"  {of}{found.where}: {shortened(' '.join(found.words.split()), 100)}")
    if forgotten.published:
        lines.append(
            f"{number(forgotten.published, 'published paper')} name them; what is published stays as it is."
        )
    lines.append("Copies made before (htst backup) and messages in Slack still name them.")
    return lines
