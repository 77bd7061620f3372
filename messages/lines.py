"""An action in a line: where it stands, when it is due, whose it is; and many of them, gathered by date."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from messages.mrkdwn import bold, inline
from register.action import EVERY_DIRECTORATE, Action, Milestone, Update
from register.digest import DUE_SOON, NO_PROGRESS
from register.phrases import capitalised, day, joined, number, when
from register.progress import WORDS
from register.refs import ref_key
from register.register import Register

LATE, SOON, LATER, DONE = ":red_circle:", ":large_orange_circle:", ":white_circle:", ":white_check_mark:"
TITLE = 75
"""Characters of what is asked that stand in a list: one line on a desk."""


@dataclass(frozen=True)
class Standing:
    """How late or how soon something is: a sign, and the words that say the same. ``on`` orders it."""

    sign: str
    words: str
    on: date
    label: str = ""


def standing(action: Action, today: date) -> Standing:
    """Where an action stands: done, else by the first milestone missed, else by the next to come."""
    if action.status.is_done:
        return Standing(DONE, progress(action) if action.progress.strip() else WORDS[action.status], date.max)
    missed = [one for one in action.missed(today) if one.deadline]
    if missed:
        return promise(min(missed, key=lambda one: one.deadline or date.max), today)
    return coming(action, today)


def coming(action: Action, today: date) -> Standing:
    """Where an action that is not done stands by the next of its milestones, whatever it has missed."""
    milestone = action.next_milestone(today)
    if milestone:
        return promise(milestone, today)
    printed = inline(action.target, 60)
    return Standing(LATER, f"Target date: {printed}" if printed else "No target date", date.max)


def promise(milestone: Milestone, today: date) -> Standing:
    """Where one milestone stands: "Due 30 November 2022, in 2 weeks", "3 weeks late, due 30 November 2022"."""
    label, deadline = inline(milestone.label, 40), milestone.deadline
    if deadline is None:
        return Standing(LATER, inline(milestone.printed, 80) or "No target date", date.max, label)
    if deadline < today:
        return Standing(LATE, f"{capitalised(when(deadline, today))}, due {day(deadline)}", deadline, label)
    sign = SOON if (deadline - today).days <= DUE_SOON else LATER
    return Standing(sign, f"Due {day(deadline)}, {when(deadline, today)}", deadline, label)


def by_date(
    actions: Iterable[Action], today: date, stands: Callable[[Action, date], Standing] = standing
) -> list[tuple[Standing, list[Action]]]:
    """Actions gathered under how late or soon they are, the earliest date first, what is done last."""
    gathered: dict[tuple[bool, date, str, str], list[Action]] = {}
    for action in actions:
        one = stands(action, today)
        gathered.setdefault((one.sign == DONE, one.on, one.words, one.sign), []).append(action)
    return [
        (Standing(sign, words, on), sorted(found, key=lambda action: ref_key(action.ref)))
        for (_done, on, words, sign), found in sorted(gathered.items(), key=lambda pair: pair[0])
    ]


@dataclass(frozen=True)
class Listed:
    """Lines of a list, and how many of its actions they show."""

    lines: tuple[str, ...]
    shown: int


def listed(
    actions: Iterable[Action],
    today: date,
    tail: Callable[[Action], str],
    stands: Callable[[Action, date], Standing] = standing,
    most: int = 100,
    room: int = 2_000,
) -> Listed:
    """The first of these actions, one bullet each under its date; each date but the first begins with "\\n".

    At most ``most`` actions and ``room`` characters. ``tail`` gives what stands behind what is asked, such as
    the owners.
    """
    lines: list[str] = []
    shown = 0
    for one, found in by_date(actions, today, stands):
        date_line = f"{chr(10) if lines else ''}{one.sign} {one.words}"
        for action in found:
            label = stands(action, today).label
            facts = [f" ({label})" if label else "", *(f" · {fact}" for fact in [tail(action)] if fact)]
            line = f"• {ref(action)}  {title(action)}{''.join(facts)}"
            room -= len(line) + 1 + (len(date_line) + 1 if date_line else 0)
            if room < 0 or shown == most:
                return Listed(tuple(lines), shown)
            lines += [date_line, line] if date_line else [line]
            date_line = ""
            shown += 1
    return Listed(tuple(lines), shown)


def title(action: Action, most: int = TITLE) -> str:
    """What is asked, in one short line of mrkdwn."""
    return inline(action.defined.rstrip(". "), most) or "(what is asked is not said)"


def ref(action: Action) -> str:
    """The action's ref, bold."""
    return bold(inline(action.ref, 40))


def progress(action: Action) -> str:
    """The committee's printed word, or that there is none."""
    return inline(action.progress, 80) or NO_PROGRESS


def owners(action: Action) -> str:
    """The directorates that own an action, as they are spoken of: "CYPE and GET"."""
    if not action.directorates:
        return "Nobody named"
    named = codes(action.directorates)
    return f"Every directorate ({named})" if EVERY_DIRECTORATE in action.owners else named


def owners_in_short(action: Action) -> str:
    """The owners for the end of a line: "CYPE, GET" or "ALL"."""
    if EVERY_DIRECTORATE in action.owners:
        return EVERY_DIRECTORATE
    return codes(action.directorates).replace(" and ", ", ") if action.directorates else "nobody named"


def shared_with(action: Action, directorate_code: str | None) -> str:
    """For a directorate's own eyes, whom it shares the action with ("with GET"); else the owners."""
    if directorate_code is None or directorate_code not in action.directorates:
        return owners_in_short(action)
    others = [code for code in action.directorates if code != directorate_code]
    return f"with {codes(others)}" if others else ""


def codes(directorates: Sequence[str]) -> str:
    """Directorates' codes as a spoken list, a very long one shortened."""
    shown = [inline(code, 16) for code in directorates[:8]]
    rest = len(directorates) - len(shown)
    return joined(shown + ([f"{rest} more"] if rest else []))


def named(refs: Sequence[str], most: int = 30) -> str:
    """Refs as they are spoken of: "action 10", "actions 10, 11 and 12"; of very many, how many more."""
    shown = [inline(one, 40) for one in refs[:most]]
    rest = len(refs) - len(shown)
    return f"{'action' if len(refs) == 1 else 'actions'} {joined(shown + ([f'{rest} more'] if rest else []))}"


def spoken(action: Action, stands: Standing) -> str:
    """An action and where it stands in one plain line, without signs: for screen readers."""
    label = f"{stands.label}: " if stands.label else ""
    return (
        f"Action {inline(action.ref, 40)}: {title(action)} ({label}{stands.words}; {owners_in_short(action)})"
    )


def and_more(count: int, how: str) -> list[str]:
    """The line that ends a shortened list and says how to see the rest; nothing when all is shown."""
    return [f"_and {count:,} more:_ {how}"] if count > 0 else []


def update_day(update: Update, register: Register) -> str:
    """The local day of an update."""
    return day(local_day(update.at, register))


def local_day(at: datetime, register: Register) -> date:
    """The register's local day of a moment."""
    return register.today(at)


def counts(pairs: Iterable[tuple[str, int]]) -> str:
    """Progress words with their numbers: "No progress given 12 · Complete 2"."""
    shown = list(pairs)
    rest = sum(count for _, count in shown[12:])
    words = [f"{inline(word, 60)} {count:,}" for word, count in shown[:12]]
    return " · ".join(words + ([f"other words {rest:,}"] if rest else []))


@dataclass(frozen=True)
class Tally:
    """The numbers people look for first, as phrases; ``signed`` has a sign before each that is not nought."""

    phrases: tuple[str, ...]
    signed: tuple[str, ...]


def tally(open_: int, total: int, late: int, soon: int, silent: int, within: int, since: str) -> Tally:
    """Open, overdue, due within so many days, and silent ``since`` ("yet", "since the paper of …")."""
    soon_words = "in the next four weeks" if within == DUE_SOON else f"in the next {number(within, 'day')}"
    heard = f"{silent:,} with no update {since}"
    phrases = (
        f"{open_:,} open of {number(total, 'action')}",
        f"{late:,} overdue",
        f"{soon:,} due {soon_words}",
        heard,
    )
    signs = (LATE if late else LATER, SOON if soon else LATER, ":speech_balloon:")
    signed = (f"*{phrases[0]}*", *(f"{sign} {words}" for sign, words in zip(signs, phrases[1:], strict=True)))
    return Tally(phrases, signed)
