"""How a command is spelt where a message is read: where several registers meet, it must name the one it is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.mrkdwn import code
from register.phrases import joined
from register.refused import Command, Refused
from register.register import Register

_OF_NO_REGISTER = frozenset({"away", "help"})
"""Verbs whose command is the same for every register: an absence holds for all of them."""


@dataclass(frozen=True)
class CommandSpelling:
    """The slugs of the registers that a command could be for; none where only one can be meant."""

    registers: tuple[str, ...] = ()

    def typed(self, words: str) -> str:
        """The command as it is typed: "/htst list overdue", or "/htst in kent list overdue" (of the first)."""
        is_of_one = bool(self.registers) and words.partition(" ")[0] not in _OF_NO_REGISTER
        return f"/htst in {self.registers[0]} {words}" if is_of_one else f"/htst {words}"

    def code(self, words: str) -> str:
        """The command set as code in mrkdwn; for each of several registers, with "or" between them."""
        return joined(map(code, self._spellings(words)), "or")

    def sentence(self, refused: Refused) -> str:
        """A refusal's sentence with its commands spelt so, still in plain words."""
        return "".join(
            self._plain_code(part.words) if isinstance(part, Command) else part for part in refused.parts
        )

    def _plain_code(self, words: str) -> str:
        return joined((f"`{spelling}`" for spelling in self._spellings(words)), "or")

    def _spellings(self, words: str) -> list[str]:
        spelt = [CommandSpelling((slug,)).typed(words) for slug in self.registers] or [self.typed(words)]
        return list(dict.fromkeys(spelt))


def spelling(register: Register, meeting: Sequence[Register]) -> CommandSpelling:
    """How commands for a register are spelt in a place where these registers meet."""
    return CommandSpelling((register.slug,)) if len(meeting) > 1 else CommandSpelling()
