"""The one exception by which a request is refused, and how a sentence names a command."""

import re
from dataclasses import dataclass

from register.lazy_pattern import LazyPattern
from register.phrases import shortened

_QUOTED = LazyPattern(r"(?<=“)[^“”]{201,}(?=”)|(?<=`)[^`]{301,}(?=`)|[^\s“”`]{201,}")
"""What is too long to be said back to whoever typed it: quoted, in a command, or a word."""


@dataclass(frozen=True)
class Command:
    """A command that a sentence proposes to type, without its prefix: ``Command("status 10")``.

    How it is spelt depends on where the sentence is read: in Slack, in Slack where several registers meet, or
    in a shell. So a sentence holds the command itself, and whoever shows it spells it.
    """

    words: str


def in_slack(command: Command) -> str:
    """A command as it is typed in Slack where one register can be meant."""
    return f"`/htst {command.words}`"


class Refused(Exception):
    """A request that cannot be met, as one sentence the person who asked can act on.

    Nothing has been saved when it is raised: whoever took the request shows ``str(refused)`` to that person alone,
    the command line prints it and exits with status 2. ``parts`` are the pieces of the sentence in order, whole: in
    ``str(refused)`` what a person typed is cut where it is long. ``field`` names the field of a form that it is about,
    if it is about one.
    """

    def __init__(self, *parts: str | Command, field: str = "") -> None:
        whole = "".join(in_slack(part) if isinstance(part, Command) else part for part in parts)
        super().__init__(_QUOTED.sub(_cut, whole))
        self.parts, self.field = parts, field


def _cut(echoed: re.Match[str]) -> str:
    return shortened(echoed[0], 200)


class TryLater(Refused):
    """A refusal for a reason that may pass: what is needed cannot be reached, or fails, at the moment."""
