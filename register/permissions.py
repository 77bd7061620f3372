"""Who may do what."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from register.action import Action
from register.progress import WHO, Move, Status, move, move_in_words
from register.refused import Refused
from register.register import Register
from register.roles import ADMINS, EVERYBODY, LEADS, OWNING_ROLES, Role


class Permission(StrEnum):
    """What somebody may want to do."""

    SEE = "see actions"
    UPDATE = "give an update"
    PROGRESS = "change the progress of an action"
    ASSIGN = "post actions to the directorates' channels"
    ASK_DATE = "ask for another date"
    GRANT_DATE = "grant or refuse another date"
    GIVE_OUTLOOK = "say whether an action will be on time"
    EXPLAIN_DELAY = "say why a date was missed"
    NAME = "say whose an action is"
    MOVE_OWNER = "give an action to a directorate that does not own it"
    SNOOZE = "snooze reminders for an action"
    WITHDRAW = "take back what somebody else wrote"
    LOOK_AFTER = "look after the register"
    SEE_DRAFT = "get the draft of a paper"
    SIGN_OFF = "sign off a paper"
    WRITE_PAPER = "write and publish the committee's papers"
    IMPORT = "import papers"
    ANSWER_QUESTION = "answer a Member's question"


# An update is signed, dated and can be taken back: better one from a colleague elsewhere than one lost.
# Progress, dates and owners are what the committee reads: they take somebody of an owning directorate, or a lead.
# Cards ping channels.
MAY: dict[Permission, frozenset[Role]] = {
    Permission.SEE: EVERYBODY,
    Permission.UPDATE: EVERYBODY,
    Permission.PROGRESS: OWNING_ROLES,
    Permission.ASSIGN: LEADS,
    Permission.ASK_DATE: OWNING_ROLES,
    Permission.GRANT_DATE: LEADS,
    Permission.GIVE_OUTLOOK: OWNING_ROLES,
    Permission.EXPLAIN_DELAY: OWNING_ROLES,
    Permission.NAME: OWNING_ROLES,
    Permission.MOVE_OWNER: ADMINS,
    Permission.SNOOZE: OWNING_ROLES,
    Permission.WITHDRAW: ADMINS,
    Permission.LOOK_AFTER: ADMINS,
    Permission.SEE_DRAFT: LEADS,
    Permission.SIGN_OFF: LEADS,
    Permission.WRITE_PAPER: ADMINS,
    Permission.IMPORT: ADMINS,
    Permission.ANSWER_QUESTION: OWNING_ROLES,
}


_STRENGTH = (Role.ADMIN, Role.LEAD, Role.OFFICER, Role.COLLEAGUE)


_GRANTERS = "leads of the directorates that own it and the register's administrators"
"""Who may decide about the date of an action, and undo what the committee agreed: no lead of other directorates."""


@dataclass(frozen=True)
class Asker:
    """Who asks for something, the channel they ask in (its id, and its name where known), and when (aware)."""

    person: str
    channels: tuple[str, ...] = ()
    at: datetime | None = None

    def role(self, register: Register, owning: Iterable[str] | None = None) -> Role:
        """What they are to the register, by themselves or standing in for somebody; ``owning`` as in ``role_of``."""
        own = role_of(register, self.person, self.channels, owning)
        if own in LEADS:
            return own
        return min((own, *self._stood_in_for(register, owning).values()), key=_STRENGTH.index)

    def on_behalf_of(
        self, register: Register, who: frozenset[Role], owning: Iterable[str] | None = None
    ) -> str:
        """For whom they stand in to do what needs one of these roles; "" where they have such a role themselves, or
        stand in for nobody who has.
        """
        if role_of(register, self.person, self.channels, owning) in who:
            return ""
        found = self._stood_in_for(register, owning).items()
        return next((person for person, role in found if role in who), "")

    def grants_for(self, register: Register, owning: Iterable[str]) -> str | None:
        """For whom they may decide about the date of an action of these directorates: "" for themselves, as an
        administrator or the lead of one of them, else the lead for whom they stand in; None when they may not.
        """
        leads = {one.lead for one in register.directorates if one.code in set(owning)}
        if self.person in register.admins or self.person in leads:
            return ""
        people = register.stood_in_for(self.person, self.at) if self.at else ()
        return next((person for person in people if person in leads), None)

    def _stood_in_for(self, register: Register, owning: Iterable[str] | None) -> dict[str, Role]:
        """For whom they stand in, and what those are: as officers and leads, not as administrators."""
        people = register.stood_in_for(self.person, self.at) if self.at else ()
        found = {person: role_of(register, person, (), owning) for person in people}
        as_lead = {one.lead for one in register.directorates}
        return {
            person: (Role.LEAD if person in as_lead else Role.OFFICER) if role is Role.ADMIN else role
            for person, role in found.items()
        }


def check(asker: Asker, permission: Permission, register: Register, action: Action | None = None) -> Role:
    """The role in which somebody may do this, to that action where it is about one.

    With an action, an officer counts only when their directorate owns it. Raises Refused, saying who may.
    """
    if not may(asker, permission, register, action):
        who = _GRANTERS if action and permission is Permission.GRANT_DATE else WHO[MAY[permission]]
        raise Refused(f"Only {who} can {permission}.")
    return asker.role(register, action.directorates if action else None)


def check_move(asker: Asker, register: Register, action: Action, to: Status) -> Move:
    """The move of an action to a status. Raises Refused with the moves that there are, or with who may take it."""
    found = move(action.status, to, asker.role(register, action.directorates))
    if found.takes_owner and asker.grants_for(register, action.directorates) is None:
        raise Refused(f"Only {_GRANTERS} can {move_in_words(action.status, to)}.")
    return found


def may_move(asker: Asker, register: Register, action: Action, to: Status) -> bool:
    """Whether somebody may move an action to that status."""
    try:
        check_move(asker, register, action, to)
    except Refused:
        return False
    return True


def may(asker: Asker, permission: Permission, register: Register, action: Action | None = None) -> bool:
    """Whether somebody may do this, to that action where it is about one, as ``check`` decides it."""
    if action and permission is Permission.GRANT_DATE:
        return asker.grants_for(register, action.directorates) is not None
    return asker.role(register, action.directorates if action else None) in MAY[permission]


def check_sign_off(role: Role, codes: Iterable[str], led: Container[str], author: str) -> None:
    """Raise Refused where somebody of that role may not sign off a paper for all of these codes.

    ``led`` are the directorates that they lead, by themselves or as a deputy; ``author`` is the code of the author.
    """
    if role is Role.ADMIN:
        return
    for code in codes:
        if code == author:
            raise Refused("Only the register's administrators sign off as the author.")
        if code not in led:
            raise Refused(f"Only the lead of {code} signs off for it.")


def role_of(
    register: Register, person: str, channels: Iterable[str], owning: Iterable[str] | None = None
) -> Role:
    """What a person is who speaks in a channel (its id, and its name where known).

    Whoever sits or speaks in a directorate's channel is an officer of it; ``owning`` are the directorates that
    count (None: all of them).
    """
    if person in register.admins:
        return Role.ADMIN
    if any(d.lead == person for d in register.directorates):
        return Role.LEAD
    counted = set(register.codes if owning is None else owning)
    is_officer = any(one.code in counted for one in register.directorates_of(person, channels))
    return Role.OFFICER if is_officer else Role.COLLEAGUE
