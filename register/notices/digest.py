"""The content of a digest, and the summary of a register. Counts use the committee's printed words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from register.action import Action
from register.notices.plans import ReminderPlan
from register.notices.week_counts import Counted
from register.progress import Status, from_print
from register.refs import ref_key
from register.silence import is_silent, no_change_lately, no_update_since

_COLOURS = ("red", "amber", "yellow", "green", "blue", "black", "purple", "grey", "white")
"""The ratings that tables print in full or by their first letter."""
DUE_SOON = 28
"""Days ahead that count as soon: the next four weeks."""

NO_PROGRESS = "No progress given"
"""What a blank progress indicator is counted as."""

Counts = tuple[tuple[str, int], ...]
"""Printed progress words with how many actions print them, in the order of an action's life."""


@dataclass(frozen=True)
class Changed:
    """One thing that happened to an action: ``what`` is a sentence, ``at`` is UTC, ``by`` as in an Update.

    ``counted`` is what it counts as in the week's counts (None: nothing).
    """

    ref: str
    at: datetime
    what: str
    by: str
    counted: Counted | None = None


@dataclass(frozen=True)
class News:
    """An action to which something happened, and what, in the order it happened."""

    action: Action
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Digest:
    """A week's news of some actions, ``until`` a local day. ``changed`` is by ref.

    ``overdue`` starts with the milestone missed longest ago, ``due_soon`` with the next to come, ``no_update``
    (``register.silence``) is by ref, and so are those left out of it of which ``no_change`` was reported lately. An
    action with one milestone missed and another to come stands in both of the first two.
    ``committee`` are those of the overdue ones that are past the last escalation, for the leads' digest.
    ``to_verify`` are reported complete and ``to_decide`` have another date asked for: they wait for their leads.
    """

    since: datetime
    until: date
    last_paper: date | None
    total: int
    open: int
    counts: Counts
    changed: tuple[News, ...]
    overdue: tuple[Action, ...]
    due_soon: tuple[Action, ...]
    no_update: tuple[Action, ...]
    no_change: tuple[Action, ...] = ()
    committee: tuple[Action, ...] = ()
    to_verify: tuple[Action, ...] = ()
    to_decide: tuple[Action, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed, nothing is overdue and nothing is due soon."""
        return not (self.changed or self.overdue or self.due_soon)


@dataclass(frozen=True)
class DirectorateState:
    """One directorate's share of a register, in numbers; ``total`` counts done actions too, the rest do not."""

    code: str
    total: int
    open: int
    overdue: int
    due_soon: int
    no_update: int


@dataclass(frozen=True)
class Summary:
    """A register's state in numbers. ``no_update`` are open actions that are silent (``register.silence``).

    A joint action counts once in the register's numbers and once in each of its directorates'.
    """

    total: int
    open: int
    counts: Counts
    overdue: int
    due_soon: int
    due_within: int
    no_update: int
    by_directorate: tuple[DirectorateState, ...]


def digest(
    actions: Sequence[Action],
    changes: Sequence[Changed],
    since: datetime,
    today: date,
    last_paper: date | None,
    zone: tzinfo,
) -> Digest:
    """The digest of these actions. Changes from ``since`` (UTC) on count; those of other actions are left out.

    ``today`` and ``last_paper`` (the as-at date of the last paper read) are local days of the time zone.
    """
    return Digest(
        since=since,
        until=today,
        last_paper=last_paper,
        total=len(actions),
        open=sum(not action.status.is_done for action in actions),
        counts=by_progress(actions),
        changed=news(actions, changes, since),
        overdue=overdue(actions, today),
        due_soon=due_soon(actions, today),
        no_update=no_update_since(actions, last_paper, today, zone),
        no_change=no_change_lately(actions, last_paper, today, zone),
    )


def news(actions: Sequence[Action], changes: Iterable[Changed], since: datetime) -> tuple[News, ...]:
    """What happened to each of these actions from ``since`` (UTC) on, by ref."""
    refs = {action.ref for action in actions}
    theirs = (change for change in changes if change.at >= since and change.ref in refs)
    changes_of: dict[str, list[Changed]] = {}
    for change in sorted(theirs, key=lambda change: change.at):
        changes_of.setdefault(change.ref, []).append(change)
    found = [News(action, tuple(changes_of[action.ref])) for action in actions if action.ref in changes_of]
    return tuple(sorted(found, key=lambda one: ref_key(one.action.ref)))


def summary(actions: Sequence[Action], today: date, zone: tzinfo, due_within: int = DUE_SOON) -> Summary:
    """The state of these actions on a local day of the time zone; directorates in order of code."""
    codes = sorted({code for action in actions for code in action.directorates})
    shares = []
    for code in codes:
        theirs = [action for action in actions if code in action.directorates]
        shares.append(DirectorateState(code, len(theirs), *_numbers(theirs, today, zone, due_within)))
    still_open, late, soon, silent = _numbers(actions, today, zone, due_within)
    return Summary(
        total=len(actions),
        open=still_open,
        counts=by_progress(actions),
        overdue=late,
        due_soon=soon,
        due_within=due_within,
        no_update=silent,
        by_directorate=tuple(shares),
    )


def by_progress(actions: Iterable[Action]) -> Counts:
    """How many actions print each progress word, blank as "No progress given"."""
    return counted_progress((action.progress, 1) for action in actions)


def counted_progress(counts: Iterable[tuple[str, int]]) -> Counts:
    """The same from printed words with how many print them, those that are printed first first.

    Words that differ only in case or spacing are one, as first printed, and so are a colour and its letter. They come
    in the order of an action's life, and words we do not know last.
    """
    spelling: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for progress, count in counts:
        words = as_counted(progress)
        spelling.setdefault(words.casefold(), words)
        counted[words.casefold()] += count
    for letter, colour in colours_by_letter(counted).items():
        counted[colour] += counted.pop(letter)
    return tuple((spelling[key], counted[key]) for key in sorted(counted, key=_life_order))


def colours_by_letter(words: Iterable[str]) -> dict[str, str]:
    """The letters among printed words (folded) that stand for a colour among them: "a" for "amber".

    A letter with which two of the colours begin, as blue and black, stands for neither.
    """
    found = set(words)
    colours = {letter: [one for one in _COLOURS if one in found and one[0] == letter] for letter in found}
    return {letter: several[0] for letter, several in colours.items() if len(several) == 1}


def as_counted(progress: str) -> str:
    """Printed progress words as they are counted and named: with single spaces; blank has words of its own."""
    return " ".join(progress.split()) or NO_PROGRESS


def overdue(actions: Iterable[Action], today: date) -> tuple[Action, ...]:
    """The overdue actions, the one with the date that passed longest ago first."""
    late = [
        (min(m.deadline for m in missed if m.deadline), action)
        for action in actions
        if (missed := action.passed_dates(today))
    ]
    return tuple(action for _, action in sorted(late, key=_by_day_then_ref))


def for_committee(actions: Iterable[Action], plan: ReminderPlan, today: date) -> tuple[Action, ...]:
    """The actions that are later than the settings' last escalation, the oldest first: what the committee should see.
    None where the settings escalate to nobody.
    """
    after = plan.last_escalation
    return () if after is None else _late_by(actions, after + 1, today)


def escalated(actions: Iterable[Action], plan: ReminderPlan, today: date) -> tuple[Action, ...]:
    """The actions that are so late that a lead or an administrator is told of them: the oldest first."""
    after = plan.first_escalation
    return () if after is None else _late_by(actions, after, today)


def _late_by(actions: Iterable[Action], days: int, today: date) -> tuple[Action, ...]:
    """The actions that are late by so many days or more: the oldest first."""
    late = overdue(actions, today)
    return tuple(
        one
        for one in late
        if any(m.deadline and (today - m.deadline).days >= days for m in one.passed_dates(today))
    )


def due_soon(actions: Iterable[Action], today: date, within: int = DUE_SOON) -> tuple[Action, ...]:
    """The actions with a date from today to ``within`` days from today, the next to come first."""
    coming = [
        (milestone.deadline, action)
        for action in actions
        if (milestone := action.next_date(today)) and milestone.deadline and action.is_due_within(within, today)
    ]
    return tuple(action for _, action in sorted(coming, key=_by_day_then_ref))


def by_deadline(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions by their deadline, those without one last."""
    return tuple(sorted(actions, key=lambda action: (action.deadline or date.max, ref_key(action.ref))))


def _numbers(actions: Sequence[Action], today: date, zone: tzinfo, within: int) -> tuple[int, int, int, int]:
    """How many are open, overdue, due soon and silent."""
    still_open = [action for action in actions if not action.status.is_done]
    return (
        len(still_open),
        sum(action.is_overdue(today) for action in still_open),
        sum(action.is_due_within(within, today) for action in still_open),
        sum(is_silent(action, today, zone) for action in still_open),
    )


def _life_order(words: str) -> tuple[int, str]:
    status = from_print("" if words == NO_PROGRESS.casefold() else words)
    order = list(Status)
    return (order.index(status) if status else len(order), "" if words == NO_PROGRESS.casefold() else words)


def _by_day_then_ref(pair: tuple[date, Action]) -> tuple[date, tuple[tuple[int, str], ...]]:
    return (pair[0], ref_key(pair[1].ref))
