"""``htst import``: a committee paper read into a register, and what a person answers about it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Connection, Engine

from cli.import_answers import answer_options
from cli.import_text import import_json, import_text
from cli.options import Day, FilePath, as_json, asked_in_shell, with_database
from cli.progress_bar import working
from cli.registers import the_register
from cli.table import say
from config import register_file
from papers.read import read as read_paper
from papers.reading_result import Reading
from register.imports.answers import Answers
from register.phrases import joined, number
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading
from workflow.import_undo import undo_import, undone_text
from workflow.imports import import_paper


@click.command("import", short_help="Read a committee's paper into a register, or take it back.")
@click.argument("file", type=FilePath(), required=False)
@click.option("--register", "slug", help="The register to read the paper into; needed with FILE.")
@click.option("--as-at", type=Day(), help="The day the paper speaks of; needed with FILE.")
@answer_options
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@click.option("--undo", is_flag=True, help="Undo the last import instead, if nothing has been said since.")
@as_json
@with_database
def import_command(
    engine: Engine,
    file: Path | None,
    slug: str | None,
    as_at: datetime | None,
    answers: Answers,
    dry_run: bool,
    undo: bool,
    as_json: bool,
) -> None:
    """Read a committee table (text, CSV, XLSX, DOCX, PDF or HTML) into a register.

    You are asked about anything doubtful, and your answers are remembered for the register's later papers. --row
    answers for one row: give the date, owners, status, reference or words that are meant, "as read" if the row was read
    correctly, or "left out" if it is not an action; give nothing to take the answer back. "every target" answers for
    all rows whose target date is asked about. --with takes --not back. --undo takes the last import back, for instance
    to import the paper again with the right day.
    """
    if undo:
        _undo(engine, slug, as_json, any((file, as_at, answers != Answers(), dry_run)))
        return
    file, slug, as_at = _needed(file, slug, as_at)
    notes: list[str] = []
    into = [Register(slug, slug)]
    with working(f"Reading {file.name}") as go_on:
        paper, imported = import_paper(
            engine,
            _for_import(into, notes),
            partial(_read, file, go_on),
            as_at.date(),
            datetime.now(UTC),
            answers,
            dry_run=dry_run,
        )
    if as_json:
        click.echo(json.dumps(import_json(paper, imported, notes), ensure_ascii=False))
    else:
        say(import_text(paper, imported, notes, into[0], dry_run=dry_run))


def _needed(file: Path | None, slug: str | None, as_at: datetime | None) -> tuple[Path, str, datetime]:
    """The three values that every import needs. Raises Refused, which names all that are missing."""
    given = {"FILE": file, "--register SLUG": slug, "--as-at YYYY-MM-DD": as_at}
    missing = [name for name, value in given.items() if value is None]
    if file is None or slug is None or as_at is None:
        raise Refused(
            f"An import also needs {joined(missing)}, for example: "
            "htst import november.docx --register kent --as-at 2022-11-15."
        )
    return file, slug, as_at


def _undo(engine: Engine, slug: str | None, as_json: bool, with_more: bool) -> None:
    """Undo the last import of a register, and print what that came to. Raises Refused."""
    if with_more:
        raise Refused(
            "--undo takes back the last import: use it with --register alone, and import again afterwards."
        )
    with reading(engine) as tx:
        register = the_register(tx, slug)
    context, request = asked_in_shell(engine)
    undone = undo_import(context, request, register.slug)
    if as_json:
        printed = {"paper": undone.paper.name, "as_at": undone.paper.as_at.isoformat()}
        click.echo(
            json.dumps(printed | {"gone": undone.removed, "set_back": undone.set_back}, ensure_ascii=False)
        )
    else:
        say(undone_text(undone))


def _read(file: Path, go_on: Callable[[str], None], known: Answers) -> Reading:
    paper = read_paper(file, known)
    go_on(f"Comparing {number(len(paper.lines), 'line')} with the register")
    return paper


def _for_import(into: list[Register], notes: list[str]) -> Callable[[Connection], Register]:
    """The function that finds the register to import into. ``into`` is a list of one register that has its slug, and
    is replaced by the one found. When the database has no register yet, it is created, with a note.
    """
    slug = into[0].slug

    def find(tx: Connection) -> Register:
        if registers.every(tx):
            into[0] = registers.find(tx, slug)
            return into[0]
        if not register_file.SLUG_PATTERN.fullmatch(slug):
            raise Refused(
                f"“{slug}” cannot name a register: use small letters, digits and dashes, such as kent."
            )
        registers.save(tx, Register(slug, slug))
        notes[:] = [f"The register {slug} is new here and has no channels yet: run htst configure FILE.toml."]
        return registers.find(tx, slug)

    return find
