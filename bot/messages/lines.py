"""An action in a line or two: where it stands, when it is due, whose it is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.messages.phrasing import day, either, number, said, when
from register.action import EVERY_DIRECTORATE, Action, Milestone, Update
from register.digest import DUE_SOON, NO_PROGRESS
from register.progress import WORDS
from register.register import Register

LATE, SOON, LATER, DONE = ":red_circle:", ":large_orange_circle:", ":white_circle:", ":white_check_mark:"
TITLE = 90
"""Characters of what is asked that stand in a list."""


def title(action: Action, most: int = TITLE) -> str:
    """What is asked, in one short line of mrkdwn."""
    return said(action.defined, most) or "(what is asked is not said)"


def ref(action: Action) -> str:
    """The action's ref, bold. Its own signs are taken out of play."""
    return f"*{said(action.ref, 40).translate(str.maketrans('*_~', '∗ˍ∼'))}*"


def progress(action: Action) -> str:
    """The committee's printed word, or that there is none."""
    return said(action.progress, 80) or NO_PROGRESS


def owners(action: Action) -> str:
    """The directorates that own an action, as they are spoken of: "CYPE and GET"."""
    if not action.directorates:
        return "nobody named"
    named = codes(action.directorates)
    return f"every directorate ({named})" if EVERY_DIRECTORATE in action.owners else named


def codes(directorates: Sequence[str]) -> str:
    """Directorates' codes as a spoken list, a very long one shortened."""
    shown = [said(code, 30) for code in directorates[:8]]
    rest = len(directorates) - len(shown)
    return either(shown + ([f"{rest} more"] if rest else []))


def target(milestone: Milestone, today: date) -> str:
    """A milestone's day and how far off it is, with its label: "Training: 31 December 2022, in 2 weeks"."""
    words = said(milestone.printed, 80) or "no target date"
    if milestone.deadline:
        words = f"{day(milestone.deadline)}, {when(milestone.deadline, today)}"
    return _labelled(milestone, f"met on {day(milestone.met)}" if milestone.met else words)


def lateness(action: Action, today: date) -> tuple[str, str]:
    """A sign, and the words that say the same: how late, how soon, or that it is done."""
    if action.status.is_done:
        return DONE, progress(action) if action.progress.strip() else WORDS[action.status]
    missed = action.missed(today)
    if missed:
        first = min(missed, key=lambda one: one.deadline or date.max)
        return LATE, _labelled(first, _due(first, today))
    coming = action.next_milestone(today)
    if coming:
        return (SOON if action.is_due_within(DUE_SOON, today) else LATER), _labelled(
            coming, _due(coming, today)
        )
    printed = said(action.target, 60)
    return LATER, f"target date: {printed}" if printed else "no target date"


def entry(action: Action, today: date, *, with_owners: bool = True) -> str:
    """Two lines for a list: what is asked, then how late or soon, whose, and how far."""
    sign, words = lateness(action, today)
    facts = [words]
    if with_owners:
        facts.append(owners(action))
    if not action.status.is_done:
        facts.append(progress(action))
    return f"{sign} {ref(action)}  {title(action)}\n{' · '.join(facts)}"


def spoken(action: Action, today: date) -> str:
    """The same in one plain line, without signs."""
    return f"Action {said(action.ref, 40)}: {title(action)} ({lateness(action, today)[1]}; {owners(action)})"


def entries(
    found: Iterable[Action], today: date, most: int, more: str, *, with_owners: bool = True
) -> list[str]:
    """The first ``most`` of these actions, then how many more there are and how to see them (``more``)."""
    every = list(found)
    shown = [entry(one, today, with_owners=with_owners) for one in every[:most]]
    return shown + and_more(len(every) - len(shown), more)


def and_more(count: int, how: str) -> list[str]:
    """The line that ends a shortened list; nothing when all is shown."""
    return [f"_and {count:,} more:_ {how}"] if count > 0 else []


def said_on(update: Update, register: Register) -> str:
    """The local day of an update."""
    return day(local_day(update.at, register))


def local_day(at: datetime, register: Register) -> date:
    """The register's local day of a moment."""
    return at.astimezone(ZoneInfo(register.timezone)).date()


def last_heard(action: Action, register: Register) -> str:
    """When somebody last said something of an action."""
    return f"last update {said_on(action.updates[-1], register)}" if action.updates else "no update yet"


def counts(pairs: Iterable[tuple[str, int]]) -> str:
    """Progress words with their numbers: "No progress given 12 · Complete 2"."""
    shown = list(pairs)
    rest = sum(count for _, count in shown[12:])
    words = [f"{said(word, 60)} {count:,}" for word, count in shown[:12]]
    return " · ".join(words + ([f"other words {rest:,}"] if rest else []))


def tally(open_: int, total: int, late: int, soon: int, within: int) -> list[str]:
    """The numbers people look for first, as phrases."""
    soon_words = "in the next four weeks" if within == DUE_SOON else f"in the next {number(within, 'day')}"
    return [f"{open_:,} open of {number(total, 'action')}", f"{late:,} overdue", f"{soon:,} due {soon_words}"]


def _due(milestone: Milestone, today: date) -> str:
    if milestone.deadline is None:
        return "no target date"
    words = when(milestone.deadline, today)
    on = day(milestone.deadline)
    return f"{words}, was due {on}" if milestone.deadline < today else f"due {on}, {words}"


def _labelled(milestone: Milestone, words: str) -> str:
    return f"{said(milestone.label, 60)}: {words}" if milestone.label else words
