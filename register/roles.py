"""What a person is to a register."""

from collections.abc import Iterable
from enum import StrEnum

from register.register import Register


class Role(StrEnum):
    """What a person is to a register, the strongest that applies."""

    ADMIN = "admin"
    LEAD = "lead"
    OFFICER = "officer"
    COLLEAGUE = "colleague"


EVERYBODY = frozenset(Role)
OWNERS = frozenset({Role.ADMIN, Role.LEAD, Role.OFFICER})
"""Who may speak for an action: its officers, and the leads and administrators over them."""
LEADS = frozenset({Role.ADMIN, Role.LEAD})
"""Who decides about actions: verifies, grants dates, ends them."""
ADMINS = frozenset({Role.ADMIN})


def role_of(
    register: Register, person: str, channels: Iterable[str], owning: Iterable[str] | None = None
) -> Role:
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
