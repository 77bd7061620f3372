"""Who may do what."""

from collections.abc import Iterable
from enum import StrEnum

from register.refused import Refused
from register.register import Register


class Role(StrEnum):
    """What a person is to a register, the strongest that applies."""

    ADMIN = "admin"
    LEAD = "lead"
    OFFICER = "officer"
    COLLEAGUE = "colleague"


class Deed(StrEnum):
    """What somebody may want to do."""

    SEE = "see actions"
    UPDATE = "give an update"
    PROGRESS = "change the progress of an action"
    ASSIGN = "post actions to the directorates' channels"


# An update is signed, dated and can be taken back: better one from a colleague elsewhere than one lost.
# Progress is what the committee reads: it takes somebody of an owning directorate. Cards ping channels.
MAY: dict[Deed, frozenset[Role]] = {
    Deed.SEE: frozenset(Role),
    Deed.UPDATE: frozenset(Role),
    Deed.PROGRESS: frozenset({Role.ADMIN, Role.LEAD, Role.OFFICER}),
    Deed.ASSIGN: frozenset({Role.ADMIN, Role.LEAD}),
}

_WHO = {
    Deed.PROGRESS: "officers of the directorates that own it, leads and the register's administrators",
    Deed.ASSIGN: "the directorates' leads and the register's administrators",
}


def role(register: Register, person: str, channels: Iterable[str], owning: Iterable[str] | None = None) -> Role:
    """What a person is who speaks in a channel (its id, and its name where known).

    Whoever is in a directorate's channel is an officer of it; ``owning`` are the directorates that count (None:
    all of them).
    """
    if person in register.admins:
        return Role.ADMIN
    if any(d.lead == person for d in register.directorates):
        return Role.LEAD
    counted = set(register.codes if owning is None else owning)
    names = tuple(channels)
    is_officer = any(d.code in counted and d.speaks_in(names) for d in register.directorates)
    return Role.OFFICER if is_officer else Role.COLLEAGUE


def check(who: Role, deed: Deed) -> None:
    """Raise Refused, saying who may, when somebody of that role may not do this."""
    if who not in MAY[deed]:
        raise Refused(f"Only {_WHO[deed]} can {deed}.")
