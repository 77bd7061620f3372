"""What somebody asks to see of a register: a typed query, what it matches, and how it is said.

What is left out does not narrow. Storage answers the same query by SQL (storage.actions.queries); a property
test holds the two together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from register.action import Action, Milestone
from register.notices.digest import escalated, for_committee
from register.phrases import day as spelt
from register.phrases import joined
from register.progress import OPEN, Status
from register.register import Register
from register.silence import is_silent
from register.waiting import Waiting
from register.words.day_ranges import ALWAYS, Days
from register.words.text_folding import looked_for_as, searchable


class State(StrEnum):
    """A state that can be asked for, as it is said in the answer."""

    OPEN = "open"
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    ONGOING = "ongoing"
    DATE_ASKED = "with a new date asked for"
    DONE = "complete or closed"
    TO_VERIFY = "waiting to be verified"
    VERIFIED = "verified"
    CLOSED = "closed by the committee"
    SUPERSEDED = "superseded"
    TAKEN_FORWARD = "taken forward elsewhere"
    NOT_WARRANTED = "no longer warranted"
    RISK_ACCEPTED = "risk accepted"
    OVERDUE = "overdue"
    ON_TIME = "open and not late"
    DOUBTFUL = "whose date is in doubt"
    BLANK = "with no progress given"
    SILENT = "with neither an update nor a recent “no change”"
    UNDATED = "open without a date"
    UNOWNED = "owned by no directorate"
    SENT_BACK = "sent back"
    SNOOZED = "with snoozed reminders"
    MOVED = "with a date that has moved"
    HIGH = "of high priority"
    ESCALATED = "late enough to be told to leads or administrators"
    FOR_COMMITTEE = "late, past the last escalation"


STATUSES: dict[State, frozenset[Status]] = {
    State.OPEN: OPEN,
    State.NOT_STARTED: frozenset({Status.NOT_STARTED}),
    State.IN_PROGRESS: frozenset({Status.IN_PROGRESS}),
    State.ONGOING: frozenset({Status.ONGOING}),
    State.DONE: frozenset(Status) - OPEN,
    State.TO_VERIFY: frozenset({Status.IMPLEMENTED}),
    State.VERIFIED: frozenset({Status.VERIFIED}),
    State.CLOSED: frozenset({Status.CLOSED}),
    State.SUPERSEDED: frozenset({Status.SUPERSEDED}),
    State.TAKEN_FORWARD: frozenset({Status.TAKEN_FORWARD}),
    State.NOT_WARRANTED: frozenset({Status.NOT_WARRANTED}),
    State.RISK_ACCEPTED: frozenset({Status.RISK_ACCEPTED}),
}
"""The states that are a place in the life of an action; of several, any will do. Of the others all must hold."""
OF_OPEN = frozenset(
    {
        State.OVERDUE,
        State.ON_TIME,
        State.DOUBTFUL,
        State.SILENT,
        State.UNDATED,
        State.DATE_ASKED,
        State.SENT_BACK,
        State.ESCALATED,
        State.FOR_COMMITTEE,
        State.SNOOZED,
    }
)
"""The states that only an open action can have."""
_FINISHED = "reported complete, verified or closed"
"""How what was done is described where days are named on which it was finished."""
FINISHED = frozenset({State.DONE, State.VERIFIED, State.CLOSED})
"""The states that are an end of an action, which is reached on a day."""
SPACES = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
"""What a blank cell may hold all the same."""


@dataclass(frozen=True)
class Whose:
    """Actions of a person (Slack user id): of the directorates that are theirs, those of which they are the named
    officer, and those they gave updates to.

    ``label`` names them in the answer ("@amy"); empty for whoever asks.
    """

    person: str
    directorates: tuple[str, ...] = ()
    label: str = ""


def whose(register: Register, person: str, channels: Collection[str] = (), label: str = "") -> Whose:
    """What is somebody's: the directorates they lead, those in whose channels they sit, and the one they ask in.

    ``channels`` holds the id and the name of where they ask; ``label`` as in ``Whose``.
    """
    theirs = tuple(one.code for one in register.directorates_of(person, channels))
    return Whose(person, theirs, label)


@dataclass(frozen=True)
class Updated:
    """Actions of which something was said: on one of the ``days``, by one of these people (none: by anybody).

    With ``never``, those of which nothing was.
    """

    days: Days = ALWAYS
    by: tuple[Whose, ...] = ()
    never: bool = False


@dataclass(frozen=True)
class Query:
    """Which actions are wanted. ``today`` is the register's local day.

    ``owners`` are codes as printed, any of which will do; so it is with ``people``, ``due`` and ``refs``. Of
    ``words`` each phrase must stand in what is printed of the action or was said of it, however it is spelt there
    (register.words.text_folding). ``finished`` are days on which an action that is done came to one of the ``states``:
    the changes tell that, so that storage alone finds it.
    """

    today: date
    states: frozenset[State] = frozenset()
    owners: tuple[str, ...] = ()
    but_owners: tuple[str, ...] = ()
    people: tuple[Whose, ...] = ()
    due: tuple[Days, ...] = ()
    updated: Updated | None = None
    finished: Days | None = None
    words: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    but_refs: tuple[str, ...] = ()

    @property
    def statuses(self) -> frozenset[Status]:
        """Where in its life an action may be: every status where nothing is asked.

        "Open" adds nothing to "in progress", which is narrower. What was verified in some days may be closed by now.
        """
        reached = self.statuses_reached
        return frozenset(Status) - OPEN if self.finished is not None and reached else reached

    @property
    def statuses_reached(self) -> frozenset[Status]:
        """Where it may be, or where it came to on the days on which it was ``finished``."""
        allowed_by_state = [STATUSES[state] for state in self.states if state in STATUSES]
        narrow = [one for one in allowed_by_state if not any(other < one for other in allowed_by_state)]
        allowed = frozenset().union(*narrow) if narrow else frozenset(Status)
        needs_open = self.states & OF_OPEN or (self.due and not narrow)
        return allowed & OPEN if needs_open else allowed

    @property
    def is_impossible(self) -> bool:
        """Whether no action could ever match: what is done is not late."""
        return not self.statuses or {State.OVERDUE, State.ON_TIME} <= self.states


def matches(query: Query, action: Action, register: Register) -> bool:
    """Whether an action of the register is wanted."""
    return (
        action.status in query.statuses
        and all(_has(state, action, query.today, register) for state in query.states)
        and (not query.owners or _is_owned(action, query.owners))
        and not (query.but_owners and _is_owned(action, query.but_owners))
        and (not query.people or any(is_of(action, whose) for whose in query.people))
        and (not query.due or any(_falls(one, query.due) for one in _dated(action)))
        and (query.updated is None or _is_updated(action, query.updated, register))
        and _has_words(action, query.words)
        and (not query.refs or action.ref in query.refs)
        and action.ref not in query.but_refs
    )


def printed_words(defined: str, delivered: str, target: str, progress: str, more: Iterable[str]) -> str:
    """The printed words of an action in which words are looked for, folded; what was said in updates comes to
    these.
    """
    return searchable((defined, delivered, target, progress, *more))


def _has(state: State, action: Action, today: date, register: Register) -> bool:
    match state:
        case State.OVERDUE:
            return action.is_overdue(today)
        case State.ON_TIME:
            return not action.is_overdue(today)
        case State.DOUBTFUL:
            return any(action.life.doubt(one.deadline) for one in action.milestones if _is_ahead(one, today))
        case State.BLANK:
            return not action.progress.strip(SPACES)
        case State.SILENT:
            return is_silent(action, today, register.calendar.zone)
        case State.DATE_ASKED:
            return action.waiting_for is Waiting.DATE
        case State.UNOWNED:
            return not (set(action.directorates) & set(register.codes) if register.codes else action.owners)
        case State.UNDATED:
            return not any(one.deadline for one in action.dates)
        case State.SENT_BACK:
            return action.life.sent_back is not None
        case State.SNOOZED:
            return action.life.snooze is not None and action.life.snooze.until > today
        case State.HIGH:
            return register.reminders.is_high(action.more)
        case State.ESCALATED:
            return bool(escalated([action], register.reminders, today))
        case State.FOR_COMMITTEE:
            return bool(for_committee([action], register.reminders, today))
        case State.MOVED:
            return any(one.original not in (None, one.deadline) for one in action.milestones)
    return True


def _is_ahead(milestone: Milestone, today: date) -> bool:
    """Whether a milestone is still to be met, by a day that has not passed."""
    return not milestone.met and milestone.deadline is not None and milestone.deadline >= today


def _is_owned(action: Action, codes: tuple[str, ...]) -> bool:
    return bool({*action.directorates, *action.owners}.intersection(codes))


def is_of(action: Action, whose: Whose) -> bool:
    """Whether an action is somebody's."""
    return (
        _is_owned(action, whose.directorates)
        or whose.person in action.life.officers.values()
        or any(update.by == whose.person for update in action.updates)
    )


def _dated(action: Action) -> tuple[Milestone, ...]:
    """The dates that can be asked about: of an open action those still to be met."""
    return tuple(one for one in action.dates if action.status.is_done or not one.met)


def _falls(milestone: Milestone, any_of: tuple[Days, ...]) -> bool:
    return milestone.deadline is not None and any(days.hold(milestone.deadline) for days in any_of)


def _is_updated(action: Action, updated: Updated, register: Register) -> bool:
    people = {whose.person for whose in updated.by}
    is_updated = any(
        (not people or update.by in people) and updated.days.hold(register.today(update.at))
        for update in action.updates
    )
    return is_updated != updated.never


def _has_words(action: Action, phrases: tuple[str, ...]) -> bool:
    if not phrases:
        return True
    printed = (action.defined, action.delivered, action.target, action.progress, action.more.values())
    found = [printed_words(*printed), searchable(update.text for update in action.updates)]
    return all(any(words in text for words in looked_for_as(phrase) for text in found) for phrase in phrases)


def described(query: Query) -> str:
    """The query in words, to be put behind "Actions": "overdue, owned by CYPE"; "" when it asks for everything."""
    shown = [state for state in State if state in query.states and state in STATUSES]
    if len(shown) > 1:
        shown = [state for state in shown if not _is_wider(state, shown)]
    parts = [joined(shown, "or")] if shown else []
    parts += [state.value for state in State if state in query.states and state not in STATUSES]
    if query.finished is not None:
        ends = [_FINISHED if one is State.DONE else one for one in shown]
        parts = [f"{joined(ends, 'or')} {_past_days(query.finished, query.today)}"]
    if query.owners:
        parts.append(f"owned by {joined(query.owners, 'or')}")
    if query.but_owners:
        parts.append(f"not owned by {joined(query.but_owners, 'or')}")
    whose = [f"of {one.label}" if one.label else "yours" for one in query.people]
    parts += [joined(whose, "or")] if whose else []
    if query.due:
        late = Days(None, query.today - timedelta(days=1))
        coming = [f"due {days.described(query.today)}" for days in query.due if days != late]
        parts.append(joined([*(["overdue"] if late in query.due else []), *coming], "or"))
    if query.updated is not None:
        parts.append(_update_described(query.updated, query.today))
    if query.refs:
        parts.append(f"with the ref {joined(query.refs, 'or')}")
    if query.but_refs:
        parts.append(f"except {joined(query.but_refs)}")
    parts += [f"with “{phrase}”" for phrase in query.words]
    return ", ".join(parts)


def _past_days(days: Days, today: date) -> str:
    """Days in which something happened; in a week that begins today nothing can have happened before today."""
    if days.last is None:
        return f"since {spelt(days.first)}" if days.first else "at any time"
    return (Days(days.first, today) if days.first == today else days).described(today)


def _is_wider(state: State, others: Iterable[State]) -> bool:
    return any(STATUSES[other] < STATUSES[state] for other in others)


def _update_described(updated: Updated, today: date) -> str:
    who = f" by {joined(one.label or 'you' for one in updated.by)}" if updated.by else ""
    if updated.days == ALWAYS:
        return f"updated{who}"
    days = updated.days
    # In a week that begins today nothing can have been said before today.
    if days.first == today and days.last is not None:
        days = Days(days.first, today)
    when = days.described(today)
    return f"not updated{who} {when}" if updated.never else f"updated{who} {when}"
