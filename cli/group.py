"""The group of commands: a refusal is one sentence, with what to type in a shell, and exit status 2."""

import sys

import click

from register.refused import Command, Refused
from storage.database.backup import AlreadyExists, TamperedCopy, WouldReplace
from storage.database.schema import OtherVersion
from storage.queue.resolution import HasNoPlace, NeedsPlace, NoSuchNotice

REFUSED = 2
"""The exit status of a request that could not be met; nothing was changed."""

# What storage refuses without knowing of the command line, and what to type then.
_ADVICE: dict[type[Refused], str] = {
    AlreadyExists: "Name another file, or say --force.",
    WouldReplace: "Say --force to replace it; it is kept beside it.",
    TamperedCopy: "Say --force if you have no better copy.",
    OtherVersion: "Make a copy of it, then run htst migrate.",
    NoSuchNotice: "htst notices lists those that need somebody.",
    NeedsPlace: "Say --sent LINK (in Slack, “Copy link” of the message).",
    HasNoPlace: "Use --sent alone.",
}


class Commands(click.Group):
    """A command that cannot be carried out says why in one sentence, changes nothing and exits with 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            click.echo(f"htst: {sentence(refused)}", err=True)
            sys.exit(REFUSED)


def sentence(refused: Refused) -> str:
    """A refusal in the words of a shell."""
    parts = (f"`htst {part.words}`" if isinstance(part, Command) else part for part in refused.parts)
    advice = next((words for kind, words in _ADVICE.items() if isinstance(refused, kind)), "")
    return f"{''.join(parts)} {advice}".strip()
