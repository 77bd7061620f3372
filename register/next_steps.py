"""The next sensible steps of an action for one person: only what they may do."""

from datetime import date
from enum import StrEnum

from register.action import Action
from register.deciders import leads_of, waits_for_committee
from register.life import Decision
from register.permissions import MAY, Asker, Permission, may_move
from register.progress import OPEN, Status
from register.register import Register
from register.roles import Role
from register.snoozes import active_snooze, may_snooze
from register.words.small_talk import says_complete


class NextStep(StrEnum):
    """A step, by the action id of its button."""

    UPDATE = "update"
    COMPLETE = "done"
    NEW_DATE = "new_date"
    ASSIGN = "officer"
    POST_CARD = "post_card"
    GRANT = "grant"
    REFUSE = "refuse"
    VERIFY = "verify"
    SEND_BACK = "reject"
    REOPEN = "reopen"
    SNOOZE = "snooze"
    WAKE = "wake"
    EDIT_WORDS = "narrative"
    NAME_LEAD = "lead"
    EXEMPT = "exempt"
    WITHDRAW = "withdraw"


def next_steps(
    register: Register, action: Action, asker: Asker, today: date, *, lacks_card: bool = False
) -> tuple[NextStep, ...]:
    """The steps that somebody may take now. The first is the most sensible one for this action and this person; the
    others keep the order of the life of an action, with the rarest last.

    ``lacks_card``: a channel in which its owners meet has no card of it yet.
    """
    role = asker.role(register, action.directorates)
    steps = _decisions(register, action, asker, role)
    if role in MAY[Permission.UPDATE]:
        steps.append(NextStep.UPDATE)
    if action.status in OPEN:
        may = {
            NextStep.COMPLETE: Permission.PROGRESS,
            NextStep.NEW_DATE: Permission.ASK_DATE,
            NextStep.ASSIGN: Permission.NAME,
        }
        steps += [step for step, permission in may.items() if role in MAY[permission]]
        if action.life.asked and NextStep.NEW_DATE in steps:
            steps.remove(NextStep.NEW_DATE)
        steps += [NextStep.POST_CARD] if lacks_card and role in MAY[Permission.ASSIGN] else []
        steps += _snooze_steps(action, role, today)
        if role in MAY[Permission.WRITE_PAPER]:
            steps.append(NextStep.EDIT_WORDS)
        if role in MAY[Permission.NAME] and (
            len(action.directorates) > 1 or role in MAY[Permission.MOVE_OWNER]
        ):
            steps.append(NextStep.NAME_LEAD)
    elif action.status is not Status.IMPLEMENTED and may_move(asker, register, action, Status.IN_PROGRESS):
        steps.append(NextStep.REOPEN)
    steps += [NextStep.EXEMPT] if role in MAY[Permission.WRITE_PAPER] else []
    steps += [NextStep.WITHDRAW] if action.updates and role in MAY[Permission.WITHDRAW] else []
    sensible = _sensible(register, action, asker.person, today)
    first = next((step for step in sensible if step in steps), steps[0])
    return (first, *(step for step in steps if step is not first))


def _sensible(register: Register, action: Action, person: str, today: date) -> list[NextStep]:
    """The most sensible steps, best first, whether or not the person may take them: a decision that others wait for;
    what the last update suggests; naming an officer, for a lead whose action nobody has begun; else an update.
    """
    decisions = [NextStep.VERIFY, NextStep.GRANT]
    if action.status not in OPEN:
        return [*decisions, NextStep.UPDATE]
    last = action.updates[-1] if action.updates else None
    if last is None:
        life = action.life
        is_untouched = action.status is Status.NOT_STARTED and not (life.officers or life.revisions)
        is_theirs = person in leads_of(register, action.life.lead, action.directorates)
        given = [NextStep.ASSIGN] if is_untouched and is_theirs else []
        return [*decisions, *given, NextStep.UPDATE]
    back = action.life.sent_back
    if says_complete(last.text) and (back is None or back.at < last.at):
        return [*decisions, NextStep.COMPLETE, NextStep.UPDATE]
    missed = max((one.deadline for one in action.missed(today) if one.deadline), default=None)
    requested_for = {one.was for one in action.life.revisions if one.decision != Decision.WITHDRAWN}
    if missed and missed < register.today(last.at) and missed not in requested_for:
        return [*decisions, NextStep.NEW_DATE, NextStep.UPDATE]
    return [*decisions, NextStep.UPDATE]


def _decisions(register: Register, action: Action, asker: Asker, role: Role) -> list[NextStep]:
    """What waits for this person to decide."""
    request = action.life.asked
    if request and action.status in OPEN and asker.grants_for(register, action.directorates) is not None:
        own = request.asked_by == asker.person
        is_theirs = role is Role.ADMIN or not (own or waits_for_committee(register, action))
        return [NextStep.GRANT, NextStep.REFUSE] if is_theirs else [NextStep.REFUSE]
    if action.status is Status.IMPLEMENTED:
        steps = []
        if may_move(asker, register, action, Status.VERIFIED) and action.life.reported_by != asker.person:
            steps.append(NextStep.VERIFY)
        if may_move(asker, register, action, Status.IN_PROGRESS):
            steps.append(NextStep.SEND_BACK)
        return steps
    return []


def _snooze_steps(action: Action, role: Role, today: date) -> list[NextStep]:
    """To end the rest of its reminders, or to let them rest where nobody waits for a decision."""
    if role not in MAY[Permission.SNOOZE]:
        return []
    if active_snooze(action, today):
        return [NextStep.WAKE]
    return [NextStep.SNOOZE] if may_snooze(action, today) and not action.life.asked else []
