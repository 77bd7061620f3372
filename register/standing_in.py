"""On whose behalf somebody changes an action: "X for Y", where X stands in for Y, who is away."""

from collections.abc import Iterable

from register.change import Change
from register.life import Decision
from register.life_changes import (
    DateAsked,
    DateDecided,
    LeadNamed,
    NoChangeGiven,
    OfficerNamed,
    ProgressChanged,
    Snoozed,
)
from register.outlook_changes import DelayExplained, OutlookGiven
from register.permissions import MAY, Asker, Permission
from register.progress import MOVES
from register.register import Register
from register.roles import Role

PERMISSION_OF_CHANGE: dict[type[Change], Permission] = {
    DateAsked: Permission.ASK_DATE,
    LeadNamed: Permission.NAME,
    OfficerNamed: Permission.NAME,
    Snoozed: Permission.SNOOZE,
    OutlookGiven: Permission.GIVE_OUTLOOK,
    DelayExplained: Permission.EXPLAIN_DELAY,
    NoChangeGiven: Permission.PROGRESS,
}
"""The permission that each kind of change needs, for those that not everybody may make; for moves it is in
register.progress.
"""


def on_behalf_of(register: Register, asker: Asker, owning: Iterable[str], changes: Iterable[Change]) -> str:
    """On whose behalf somebody makes these changes of one action; "" where they may make them in their own right.

    ``asker`` makes them; ``owning`` are the action's directorates.
    """
    for change in changes:
        if isinstance(change, DateDecided) and change.decision in (Decision.GRANTED, Decision.REFUSED):
            return asker.grants_for(register, owning) or ""
        who = _who(change)
        found = asker.on_behalf_of(register, who, owning) if who else ""
        if found:
            return found
    return ""


def _who(change: Change) -> frozenset[Role] | None:
    """The roles that may make a change; None where everybody may."""
    if isinstance(change, ProgressChanged) and (change.was[1], change.status) in MOVES:
        return MOVES[change.was[1], change.status].who
    permission = PERMISSION_OF_CHANGE.get(type(change))
    return MAY[permission] if permission else None
