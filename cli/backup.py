"""``htst backup`` and ``htst restore``."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from cli.opening import with_engine
from config.settings import Settings
from storage.database import backup as copies

PASSWORD = "Give the password in PGPASSWORD or in ~/.pgpass."  # noqa: S105 - none, a sentence about one


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@with_engine
def backup(settings: Settings, engine: Engine, file: Path, force: bool) -> None:
    """Copy the register to FILE while the bot runs (for PostgreSQL: say how)."""
    if engine.dialect.name != "sqlite":
        click.echo(shlex.join(copies.dump_command(engine.url, file)))
        click.echo(PASSWORD, err=True)
        return
    size = copies.backup(engine, file, force=force)
    click.echo(f"The register is copied to {file} ({size:,} bytes), and the copy is sound.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--force", is_flag=True, help="Replace a database that has data in it; it is kept beside it.")
@click.option("--done", is_flag=True, help="After pg_restore: have what waits looked up before it is sent.")
@with_engine
def restore(settings: Settings, engine: Engine, file: Path | None, force: bool, done: bool) -> None:
    """Put the copy FILE in the place of the register (for PostgreSQL: say how)."""
    now = datetime.now(UTC)
    if done:
        click.echo(_looked_up(copies.settle_in(engine, now)))
        return
    if file is None:
        raise click.UsageError("Say which FILE.")
    if engine.dialect.name != "sqlite":
        click.echo(shlex.join(copies.restore_command(engine, file)))
        click.echo("htst migrate")
        click.echo("htst restore --done")
        click.echo(f"Stop every process first, then run these three in turn. {PASSWORD}", err=True)
        return
    did = copies.restore(engine, file, now, force=force)
    click.echo(f"Restored from {file}: register {', '.join(did.registers) or 'none'}.")
    if did.kept:
        click.echo(f"What was there before lies in {did.kept}.")
    click.echo(_looked_up(did.looked_up))


def _looked_up(count: int) -> str:
    if not count:
        return "No notice was waiting when the copy was made."
    waiting = "1 notice was" if count == 1 else f"{count} notices were"
    return f"{waiting} waiting when the copy was made: looked up in Slack before anything is sent again."
