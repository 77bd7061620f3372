"""The group of commands: a refusal is printed as one sentence, with advice for the shell, and exits with 2."""

import contextlib
import errno
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from register.refused import Command, Refused
from runtime.loading import modules_loading
from storage.database.backup import AlreadyExists, TamperedCopy, WouldReplace
from storage.database.schema import Damaged, OtherVersion
from storage.queue.resolution import HasNoPlace, NeedsPlace, NoSuchNotice

REFUSED = 2
"""The exit status of a refused command; nothing was changed."""

# What to type after a refusal of storage, which does not know the command line.
_ADVICE: dict[type[Refused], str] = {
    AlreadyExists: "Name another file, or use --force.",
    WouldReplace: "Use --force to replace it; the old one is kept beside it.",
    TamperedCopy: "Use --accept-tampered if you have no better copy.",
    OtherVersion: "Make a copy of it, then run htst migrate.",
    Damaged: "Put a copy back with htst restore FILE --force.",
    NoSuchNotice: "htst notices lists those that need attention.",
    NeedsPlace: "Use --sent LINK (in Slack, “Copy link” on the message).",
    HasNoPlace: "Use --sent alone.",
}


class Commands(click.Group):
    """A group whose commands, when refused, print the reason in one sentence, change nothing and exit with 2.

    ``modules`` are those of other commands, by the command's name: "status" is ``status_command`` there. Each is loaded
    when it is needed: all together take a third of the time of a short command, and 8 MB in every process.
    """

    def __init__(self, *given: Any, modules: Mapping[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({*self.commands, *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None where there is none."""
        if cmd_name in self._modules and cmd_name not in self.commands:
            with modules_loading():
                module = import_module(self._modules[cmd_name])
            self.add_command(getattr(module, f"{cmd_name.replace('-', '_')}_command"))
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed. Whatever is not in UTF-8 is refused, as no database keeps it."""
        strange = next((one for one in args if not _is_utf8(one)), None)
        if strange is not None:
            shown = strange.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            raise click.UsageError(
                f"“{shown}” is not in UTF-8: set the terminal to UTF-8, and rename a file whose name is not.",
                ctx,
            )
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False  # of every command under it, too
        try:
            return super().invoke(ctx)
        except Refused as refused:
            click.echo(f"htst: {refusal_text(refused)}", err=True)
            sys.exit(REFUSED)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read has gone, which click answers
                raise
            # What is to be written to a file is refused where that is done; what is left is our own output.
            _drop_output()
            what = f"{error.filename}: " if error.filename else ""
            click.echo(f"htst: {what}{error.strerror or error}; see whether it was done.", err=True)
            sys.exit(REFUSED)


def _drop_output() -> None:
    """Let what could not be written go: Python would try once more at its end, with a traceback and another status."""
    with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or replaced by what is no file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _is_utf8(typed: str) -> bool:
    """Whether all bytes of an argument were UTF-8: Python gives each that was not as a lone surrogate."""
    try:
        typed.encode()
    except UnicodeEncodeError:
        return False
    return True


def refusal_text(refused: Refused) -> str:
    """A refusal as text, with commands spelt as in a shell, and with advice."""
    parts = (f"`htst {part.words}`" if isinstance(part, Command) else part for part in refused.parts)
    advice = next((words for kind, words in _ADVICE.items() if isinstance(refused, kind)), "")
    return f"{''.join(parts)} {advice}".strip()
