"""The next sensible steps of an action for one person: only what they may do."""

from enum import StrEnum

from register.action import Action
from register.permissions import MAY, Asker, Deed
from register.progress import MOVES, OPEN, Status
from register.register import Register
from register.roles import Role


class NextStep(StrEnum):
    """A step, by the action id of its button."""

    UPDATE = "update"
    COMPLETE = "done"
    NEW_DATE = "new_date"
    ASSIGN = "officer"
    GRANT = "grant"
    REFUSE = "refuse"
    VERIFY = "verify"
    SEND_BACK = "reject"
    REOPEN = "reopen"
    EDIT_WORDS = "narrative"


def next_steps(register: Register, action: Action, asker: Asker) -> tuple[NextStep, ...]:
    """The steps that somebody may take now, the most sensible first."""
    role = asker.role(register, action.directorates)
    steps = list(_decisions(register, action, asker.person, role))
    if role in MAY[Deed.UPDATE]:
        steps.append(NextStep.UPDATE)
    if action.status in OPEN:
        may = {
            NextStep.COMPLETE: Deed.PROGRESS,
            NextStep.NEW_DATE: Deed.ASK_DATE,
            NextStep.ASSIGN: Deed.NAME,
        }
        steps += [step for step, deed in may.items() if role in MAY[deed]]
        if action.life.asked and NextStep.NEW_DATE in steps:
            steps.remove(NextStep.NEW_DATE)
        if role in MAY[Deed.WRITE_PAPER]:
            steps.append(NextStep.EDIT_WORDS)
    elif action.status is not Status.IMPLEMENTED and _may_move(action, Status.IN_PROGRESS, role):
        steps.append(NextStep.REOPEN)
    return tuple(steps)


def _decisions(register: Register, action: Action, person: str, role: Role) -> list[NextStep]:
    """What waits for this person to decide."""
    asked = action.life.asked
    if asked and action.status in OPEN and role in MAY[Deed.GRANT_DATE]:
        own = asked.asked_by == person
        used_up = len(action.life.granted) >= register.life.extensions
        is_theirs = role is Role.ADMIN or not (own or used_up)
        return [NextStep.GRANT, NextStep.REFUSE] if is_theirs else [NextStep.REFUSE]
    if action.status is Status.IMPLEMENTED:
        steps = []
        if _may_move(action, Status.VERIFIED, role) and action.life.reported_by != person:
            steps.append(NextStep.VERIFY)
        if _may_move(action, Status.IN_PROGRESS, role):
            steps.append(NextStep.SEND_BACK)
        return steps
    return []


def _may_move(action: Action, to: Status, role: Role) -> bool:
    move = MOVES.get((action.status, to))
    return move is not None and role in move.who
