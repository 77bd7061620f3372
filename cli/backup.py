"""``htst backup`` and ``htst restore``."""

import os
import pwd
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from cli.options import FilePath, with_engine
from cli.progress_bar import working
from register.phrases import number
from runtime.stopping import tidying_on_sigterm
from storage.database import backup, schema

PASSWORD = "Give the password in PGPASSWORD or in ~/.pgpass."  # noqa: S105 - a sentence, not a password


@click.command("backup", short_help="Copy the register to FILE while the bot runs.")
@click.argument("file", type=FilePath(dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@with_engine
def backup_command(engine: Engine, file: Path, force: bool) -> None:
    """Copy the register to FILE while the bot runs (PostgreSQL: with pg_dump)."""
    with working("Copying the register"), tidying_on_sigterm():
        size = backup.backup(engine, file, force=force)
    sound = ", and the copy is sound" if engine.dialect.name == "sqlite" else ""
    click.echo(f"The register is copied to {file} ({size:,} bytes){sound}.")


@click.command("restore", short_help="Replace the register with the copy FILE.")
@click.argument("file", type=FilePath(dir_okay=False), required=False)
@click.option(
    "--force", is_flag=True, help="Replace a database that has data in it; the old one is kept beside it."
)
@click.option("--accept-tampered", is_flag=True, help="Take a copy even though its changes were altered.")
@click.option(
    "--done", is_flag=True, help="After pg_restore: have waiting notices looked up before they are sent."
)
@with_engine
def restore_command(engine: Engine, file: Path | None, force: bool, accept_tampered: bool, done: bool) -> None:
    """Replace the register with the copy FILE (for PostgreSQL: show the commands that do it)."""
    now = datetime.now(UTC)
    if done:
        schema.refuse_unreachable(engine)
        restored = backup.complete_restore(engine, now)
        _warn(restored.broken)
        click.echo(f"Restored: register {', '.join(restored.registers)}.")
        click.echo(_looked_up(restored.looked_up))
        return
    if file is None:
        raise click.UsageError("Say which FILE to restore.")
    if engine.dialect.name != "sqlite":
        click.echo(shlex.join(backup.restore_command(engine, file)))
        click.echo("htst migrate")
        click.echo("htst restore --done")
        click.echo(
            f"Stop every process first, then run these three in turn, as the user {_this_user()}. {PASSWORD}",
            err=True,
        )
        return
    with working("Checking and restoring the copy"), tidying_on_sigterm():
        restored = backup.restore(engine, file, now, force=force, accept_tampered=accept_tampered)
    _warn(restored.broken)
    click.echo(f"Restored from {file}: register {', '.join(restored.registers) or 'none'}.")
    if restored.previous:
        click.echo(f"What was there before is in {restored.previous}.")
    click.echo(_looked_up(restored.looked_up))


def _this_user() -> str:
    """The name of the user that this runs as, whatever the environment says."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # as in a container
        return str(os.geteuid())


def _warn(broken: Sequence[tuple[str, int]]) -> None:
    for slug, change in broken:
        click.echo(
            f"WARNING: this copy has been tampered with: change {change} of {slug}, and perhaps others after it, is "
            "not as written. What this register says is no longer evidence.",
            err=True,
        )


def _looked_up(count: int) -> str:
    if not count:
        return "No notice was waiting when the copy was made."
    waiting = f"{number(count, 'notice')} {'was' if count == 1 else 'were'} waiting"
    return f"{waiting} when the copy was made. Slack is checked before anything is sent again."
