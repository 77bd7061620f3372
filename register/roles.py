"""What a person is to a register."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to a register, the strongest that applies."""

    ADMIN = "admin"
    LEAD = "lead"
    OFFICER = "officer"
    COLLEAGUE = "colleague"


EVERYBODY = frozenset(Role)
OWNING_ROLES = frozenset({Role.ADMIN, Role.LEAD, Role.OFFICER})
"""Who may speak for an action: its officers, and the leads and administrators over them."""
LEADS = frozenset({Role.ADMIN, Role.LEAD})
"""Who decides about actions: verifies, grants dates, ends them."""
ADMINS = frozenset({Role.ADMIN})
