"""Who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from register.action import Action
from register.refused import Refused
from register.register import Register
from register.roles import EVERYBODY, OWNERS, Role, role_of


class Deed(StrEnum):
    """What somebody may want to do."""

    SEE = "see actions"
    UPDATE = "give an update"
    PROGRESS = "change the progress of an action"
    ASSIGN = "post actions to the directorates' channels"


# An update is signed, dated and can be taken back: better one from a colleague elsewhere than one lost.
# Progress is what the committee reads: it takes somebody of an owning directorate. Cards ping channels.
MAY: dict[Deed, frozenset[Role]] = {
    Deed.SEE: EVERYBODY,
    Deed.UPDATE: EVERYBODY,
    Deed.PROGRESS: OWNERS,
    Deed.ASSIGN: frozenset({Role.ADMIN, Role.LEAD}),
}

_WHO = {
    Deed.PROGRESS: "officers of the directorates that own it, leads and the register's administrators",
    Deed.ASSIGN: "the directorates' leads and the register's administrators",
}


@dataclass(frozen=True)
class Asker:
    """Who asks for something, and the channel they ask in (its id, and its name where known)."""

    person: str
    channels: tuple[str, ...] = ()

    def role(self, register: Register, owning: Iterable[str] | None = None) -> Role:
        """What they are to the register; ``owning`` as in ``roles.role_of``."""
        return role_of(register, self.person, self.channels, owning)


def check(asker: Asker, deed: Deed, register: Register, action: Action | None = None) -> Role:
    """The role in which somebody may do this, to that action where it is about one.

    With an action, an officer counts only when their directorate owns it. Raises Refused, saying who may.
    """
    role = asker.role(register, action.directorates if action else None)
    if role not in MAY[deed]:
        raise Refused(f"Only {_WHO[deed]} can {deed}.")
    return role
