"""An action in a line: its status, when it is due, its owners; and lists of actions, grouped by date."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from messages.links import Links
from messages.mrkdwn import bold, escaped, inline, person
from register.action import EVERY_DIRECTORATE, Action, Milestone, Update
from register.life import OnTime
from register.notices.digest import DUE_SOON, NO_PROGRESS
from register.phrases import capitalised, day, joined, number, shortened, when
from register.progress import WORDS, Status
from register.register import Register
from register.snoozes import active_snooze

LATE_MARK, SOON_MARK, LATER_MARK, DONE_MARK = (
    ":red_circle:",
    ":large_orange_circle:",
    ":white_circle:",
    ":white_check_mark:",
)
_DOUBTS = {OnTime.DOUBTFUL.value: "which is doubtful", OnTime.NO.value: "which will not be met"}
TITLE_LETTERS = 75
"""Characters of an action's words in a list: one line on a desktop screen."""
_REFS_ROOM = 700
"""Characters of refs in one line: some hundred and fifty ordinary ones."""


@dataclass(frozen=True)
class DueState:
    """How late or how soon something is: a sign, and the words that say the same; ``label`` of a milestone."""

    sign: str
    words: str
    label: str = ""


def due_state(action: Action, today: date) -> DueState:
    """The state of an action: done, else by the milestone missed longest ago or the review that has passed, else by the
    next date to come.
    """
    if action.status.is_done:
        return DueState(DONE_MARK, progress(action) if action.progress.strip() else WORDS[action.status])
    passed = action.first_passed(today)
    return milestone_state(passed, today) if passed else coming(action, today)


def coming(action: Action, today: date) -> DueState:
    """The state of an action that is not done, by the next of its dates, whatever it has missed."""
    promised = action.next_milestone(today)
    # Members ask to be warned before a date is missed: one that an owner doubts is amber, however far off.
    doubt = _DOUBTS.get(action.life.doubt(promised.deadline), "") if promised else ""
    if promised and doubt:
        state = milestone_state(promised, today)
        return replace(state, sign=SOON_MARK, words=f"{state.words}, {doubt}")
    if following := action.next_date(today):
        return milestone_state(following, today)
    printed = inline(action.target, 60)
    return DueState(LATER_MARK, f"Target date: {printed}" if printed else "No target date")


def milestone_state(milestone: Milestone, today: date) -> DueState:
    """The state of one milestone: "Due 30 November 2022, in 2 weeks", "3 weeks late, due 30 November 2022"."""
    label, deadline = inline(milestone.label, 40), milestone.deadline
    if deadline is None:
        return DueState(LATER_MARK, inline(milestone.printed, 80) or "No target date", label)
    if deadline < today:
        return DueState(LATE_MARK, f"{capitalised(when(deadline, today))}, due {day(deadline)}", label)
    sign = SOON_MARK if (deadline - today).days <= DUE_SOON else LATER_MARK
    return DueState(sign, f"Due {day(deadline)}, {when(deadline, today)}", label)


def by_date(
    actions: Iterable[Action], today: date, state_of: Callable[[Action, date], DueState] = due_state
) -> list[tuple[DueState, list[Action]]]:
    """Actions gathered under how late or soon they are; groups, and actions in them, in the order given."""
    gathered: dict[tuple[str, str], tuple[DueState, list[Action]]] = {}
    for action in actions:
        state = state_of(action, today)
        group = gathered.setdefault((state.sign, state.words), (replace(state, label=""), []))
        group[1].append(action)
    return list(gathered.values())


@dataclass(frozen=True)
class Listed:
    """Lines of a list, and how many of its actions they show."""

    lines: tuple[str, ...]
    shown: int


def listed(
    actions: Iterable[Action],
    today: date,
    tail: Callable[[Action], str],
    state_of: Callable[[Action, date], DueState] = due_state,
    most: int = 100,
    room: int = 2_000,
    links: Links | None = None,
) -> Listed:
    """The first of these actions, one bullet each under its date; each date but the first begins with "\\n".

    At most ``most`` actions and ``room`` characters. ``tail`` gives what stands behind what is asked, such as
    the owners; ``links`` are the addresses of cards.
    """
    lines: list[str] = []
    shown = 0
    for state, found in by_date(actions, today, state_of):
        date_line = f"{chr(10) if lines else ''}{state.sign} {state.words}"
        for action in found:
            label = state_of(action, today).label
            facts = [f" ({label})" if label else "", *(f" · {fact}" for fact in [tail(action)] if fact)]
            line = f"• {linked_ref(action, links or {})}  {title(action)}{''.join(facts)}"
            room -= len(line) + 1 + (len(date_line) + 1 if date_line else 0)
            if room < 0 or shown == most:
                return Listed(tuple(lines), shown)
            lines += [date_line, line] if date_line else [line]
            date_line = ""
            shown += 1
    return Listed(tuple(lines), shown)


def title(action: Action, most: int = TITLE_LETTERS) -> str:
    """What is asked, in one short line of mrkdwn."""
    return inline(action.defined.rstrip(". "), most) or "(no description given)"


def ref(action: Action) -> str:
    """The action's ref, bold."""
    return bold(inline(action.ref, 40))


def linked_ref(action: Action, links: Links) -> str:
    """The action's ref, bold, leading to its card where it has one."""
    address = links.get(action.ref)
    words = ref(action).strip("*").replace("|", "¦")  # a bar would end the label
    return f"*<{escaped(address)}|{words}>*" if address else ref(action)


def progress(action: Action) -> str:
    """The committee's printed word, or that there is none; that it was sent back, until it is reported again."""
    return ", ".join(filter(None, [inline(action.progress, 80) or NO_PROGRESS, came_back(action)]))


def came_back(action: Action) -> str:
    """That an open action was sent back or opened again, until it is reported again; empty where it was not."""
    back = action.life.sent_back
    if back is None or action.status.is_done:
        return ""
    return "sent back" if back.status == Status.IMPLEMENTED else "opened again"


def owners(action: Action) -> str:
    """The directorates that own an action, as they are spoken of: "CYPE and GET"."""
    if not action.directorates:
        return "Nobody named"
    named = codes(action.directorates)
    return f"Every directorate ({named})" if EVERY_DIRECTORATE in action.owners else named


def owners_in_short(action: Action) -> str:
    """The owners for the end of a line: "CYPE, GET" or "ALL"."""
    return _in_short(action, codes)


def owners_plainly(action: Action) -> str:
    """The same where text is plain, as in a table's cell."""
    return _in_short(action, codes_plainly)


def _in_short(action: Action, spelt: Callable[[Sequence[str]], str]) -> str:
    if EVERY_DIRECTORATE in action.owners:
        return EVERY_DIRECTORATE
    return spelt(action.directorates).replace(" and ", ", ") if action.directorates else "nobody named"


def shared_with(action: Action, directorate_code: str | None) -> str:
    """For a message to one directorate, whom it shares the action with ("with GET"); else the owners."""
    if directorate_code is None or directorate_code not in action.directorates:
        return owners_in_short(action)
    others = [code for code in action.directorates if code != directorate_code]
    return f"with {codes(others)}" if others else ""


def snoozed_until(action: Action, today: date) -> str:
    """That reminders of an open action are snoozed, and until when; empty when they are not."""
    current = active_snooze(action, today)
    return f"reminders snoozed until {day(current.until)}" if current else ""


def codes(directorates: Sequence[str]) -> str:
    """Directorates' codes as a spoken list, a very long one shortened; empty for none."""
    return _codes([inline(code, 16) for code in directorates[:8]], len(directorates))


def codes_plainly(directorates: Sequence[str]) -> str:
    """The same where text is plain, as in a heading."""
    return _codes([shortened(code, 16) for code in directorates[:8]], len(directorates))


def _codes(shown: list[str], total: int) -> str:
    rest = total - len(shown)
    return joined(shown + ([f"{rest} more"] if rest else []))


MOST_REFS_NAMED = 30
"""Refs that are named in one sentence."""


def named(refs: Sequence[str], most: int = MOST_REFS_NAMED, total: int | None = None) -> str:
    """Refs as they are spoken of: "action 10", "actions 10, 11 and 12"; of very many, how many more.

    ``total`` is how many they are, where ``refs`` are only the first.
    """
    return _named([inline(one, 40) for one in refs[:most]], len(refs) if total is None else total)


def named_plainly(refs: Sequence[str], most: int = MOST_REFS_NAMED) -> str:
    """The same where text is plain, as on a button, or is escaped later."""
    return _named([shortened(one, 40) for one in refs[:most]], len(refs))


def _named(shown: list[str], total: int) -> str:
    rest = total - len(shown)
    return f"{'action' if total == 1 else 'actions'} {joined(shown + ([f'{rest} more'] if rest else []))}"


def spoken(action: Action, state: DueState) -> str:
    """An action and where it stands in one plain line, without signs: for screen readers."""
    label = f"{state.label}: " if state.label else ""
    return f"Action {inline(action.ref, 40)}: {title(action)} ({label}{state.words}; {owners_in_short(action)})"


def and_more(count: int, how: str) -> list[str]:
    """The line that ends a shortened list and says how to see the rest; nothing when all is shown."""
    return [f"_and {count:,} more:_ {how}"] if count > 0 else []


def update_day(update: Update, register: Register) -> str:
    """The local day of an update."""
    return day(register.today(update.at))


def no_change(action: Action, register: Register) -> str:
    """That no change was reported, on which local day, by whom and why, as mrkdwn; empty where none was, or an update
    was given since.
    """
    reported = action.no_change_since
    if reported is None:
        return ""
    on = day(register.today(reported.at))
    return f"No change reported on {on} by {person(reported.by)}: {inline(reported.reason, 300)}"


def counts(pairs: Iterable[tuple[str, int]]) -> str:
    """Progress words with their numbers: "No progress given 12 · Complete 2"."""
    shown = list(pairs)
    rest = sum(count for _, count in shown[12:])
    words = [f"{inline(word, 60)} {count:,}" for word, count in shown[:12]]
    return " · ".join(words + ([f"other words {rest:,}"] if rest else []))


@dataclass(frozen=True)
class Tally:
    """The numbers people look for first, as phrases; in ``signed`` each that is not zero has a coloured circle."""

    phrases: tuple[str, ...]
    signed: tuple[str, ...]


def tally(open_: int, total: int, late: int, soon: int, silent: int, within: int, since: str) -> Tally:
    """Open, overdue, due within so many days, and silent ``since`` ("yet", "since the paper of …")."""
    soon_words = "in the next four weeks" if within == DUE_SOON else f"in the next {number(within, 'day')}"
    without_update = f"{silent:,} with no update {since}"
    phrases = (
        f"{open_:,} open of {number(total, 'action')}",
        f"{late:,} overdue",
        f"{soon:,} due {soon_words}",
        without_update,
    )
    signs = (LATE_MARK if late else LATER_MARK, SOON_MARK if soon else LATER_MARK, ":speech_balloon:")
    signed = (f"*{phrases[0]}*", *(f"{sign} {words}" for sign, words in zip(signs, phrases[1:], strict=True)))
    return Tally(phrases, signed)


def refs_in_a_line(actions: Iterable[Action]) -> str:
    """Refs in one line, so that many stay readable."""
    every = list(actions)
    refs = within((inline(action.ref, 24) for action in every), _REFS_ROOM, 2)
    rest = len(every) - len(refs)
    return ", ".join(refs) + (f" and {rest:,} more" if rest else "")


def within(lines: Iterable[str], room: int, gap: int = 1) -> list[str]:
    """The first of the lines that fit so many characters, with ``gap`` between them; at least one."""
    fitting: list[str] = []
    for line in lines:
        room -= len(line) + gap
        if room < 0 and fitting:
            break
        fitting.append(line)
    return fitting
