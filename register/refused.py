"""The one exception by which a request is refused, and how a sentence names a command."""

import re
from dataclasses import dataclass

from register.lazy_pattern import LazyPattern
from register.phrases import shortened

_LONG = LazyPattern(r"(?<=“)[^“”]{201,}(?=”)|(?<=`)[^`]{301,}(?=`)|(?<![^\s“`(])(?!<?https?://)[^\s“”`]{201,}")
"""What is too long to be said back to whoever typed it: quoted, in a command, or a word that is no address."""
_LONGEST_COMMAND = 250


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
        super().__init__("".join(map(_said_back, parts)))
        self.parts, self.field = parts, field


def _said_back(part: str | Command) -> str:
    if isinstance(part, Command):
        return in_slack(Command(shortened(part.words, _LONGEST_COMMAND)))
    return _LONG.sub(_cut, part)


def _cut(echoed: re.Match[str]) -> str:
    return shortened(echoed[0], 200)


class TryLater(Refused):
    """A refusal for a reason that may pass: what is needed cannot be reached, or fails, at the moment."""
