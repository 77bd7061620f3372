"""How often a directorate's "yes, it will be on time" held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from register.action import Action
from register.committee.movement import COMPLETE, Happening, HappeningKind
from register.life import OnTime
from register.people import speaks_for
from register.register import Register

ENOUGH = 5
"""Of so many dates the share that was met says something; of fewer it is chance."""


@dataclass(frozen=True)
class OnTimeRecord:
    """Of how many dates of its actions a directorate said last that they would be met, and how many of them were."""

    code: str
    number: int
    of: int


def on_time_records(
    actions: Iterable[Action], happenings: Iterable[Happening], register: Register, today: date
) -> tuple[OnTimeRecord, ...]:
    """For each directorate that said yes of a date that is over, in the register's order; others are left out.

    The last answer before a date counts. A date is over when it has passed, or when the action was reported complete by
    then and stayed so. Where the date was put off after the yes, that yes did not hold once the first date has passed.
    """
    by_ref = {one.ref: one for one in actions}
    story: dict[str, list[Happening]] = {}
    for happening in sorted(happenings, key=lambda one: (one.on, one.change)):
        story.setdefault(happening.ref, []).append(happening)
    counts: dict[str, list[bool]] = {}
    for ref, history in story.items():
        action = by_ref.get(ref)
        for code, is_held in _promises(action, history, register, today) if action else ():
            counts.setdefault(code, []).append(is_held)
    return tuple(
        OnTimeRecord(code, sum(counts[code]), len(counts[code])) for code in register.codes if code in counts
    )


def _promises(
    action: Action, history: Sequence[Happening], register: Register, today: date
) -> Iterable[tuple[str, bool]]:
    """The directorates that said yes of each date of an action that is over, and whether it held."""
    claims = [one.on for one in history if one.kind is HappeningKind.CLAIMED]
    done_on = claims[-1] if claims and action.status in COMPLETE else None
    for (deadline, code), on_time in _last_answers(action, history, register).items():
        is_held = done_on is not None and done_on <= deadline
        if on_time == OnTime.YES and (is_held or deadline < today):
            yield code, is_held


def _last_answers(
    action: Action, history: Sequence[Happening], register: Register
) -> dict[tuple[date, str], str]:
    """What each directorate said last of each date before it, by date and code; what was taken back is left out."""
    found: dict[tuple[date, str], str] = {}
    for entry in history:
        codes = speaks_for(register, entry.by, "", action) if entry.kind is HappeningKind.OUTLOOK else ()
        for code in codes:
            if entry.after and entry.on <= entry.after:
                found[entry.after, code] = entry.text
            elif entry.after is None:  # taken back
                found = {key: text for key, text in found.items() if key[1] != code}
    return found
