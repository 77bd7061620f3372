"""What somebody can choose to see of a register on the home page, and which actions that is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from register.notices.digest import DUE_SOON, Summary
from register.register import Register
from register.words.day_ranges import Days
from register.words.queries import Query, State, whose

SHOW_MINE, SHOW_WAITING, SHOW_OVERDUE, SHOW_SOON, SHOW_SILENT, SHOW_OPEN = (
    "mine",
    "waiting",
    "overdue",
    "soon",
    "silent",
    "open",
)
_DIRECTORATE = "="
PAGE = 12
"""Actions on one page: each takes two of the hundred blocks that Slack allows."""


@dataclass(frozen=True)
class Choice:
    """One thing to see: its value in the menu, its name, and how many actions it is."""

    value: str
    name: str
    total: int


def choices(register: Register, person: str, own: int, waiting: int, state: Summary) -> list[Choice]:
    """What there is to choose from, one's own first.

    ``own`` is how many open actions are this person's, ``waiting`` how many wait for their decision, ``state`` the
    register's numbers.
    """
    theirs = [one.code for one in register.directorates_of(person)]
    others = [code for code in register.codes if code not in theirs]
    still_open = {one.code: one.open for one in state.by_directorate}
    listed = [
        Choice(SHOW_MINE, "Yours", own),
        Choice(SHOW_WAITING, "Waiting for you", waiting),
        *(_of(code, f"{code}, your directorate", still_open.get(code, 0)) for code in theirs),
        Choice(SHOW_OVERDUE, "All that is overdue", state.overdue),
        Choice(SHOW_SOON, "All that is due in four weeks", state.due_soon),
        Choice(SHOW_SILENT, "All with no update yet", state.no_update),
        Choice(SHOW_OPEN, "Every open action", state.open),
        *(_of(code, code, still_open.get(code, 0)) for code in others),
    ]
    return listed[:100]


def query_of(value: str, register: Register, person: str, today: date) -> Query:
    """Which actions a choice is, except what waits: that is for those who decide to say (register.deciders)."""
    still_open = Query(today, frozenset({State.OPEN}))
    if value.startswith(_DIRECTORATE):
        return replace(still_open, owners=(value.removeprefix(_DIRECTORATE),))
    narrower = {
        SHOW_MINE: replace(still_open, people=(whose(register, person),)),
        SHOW_SOON: replace(still_open, due=(Days(today, today + timedelta(days=DUE_SOON)),)),
        SHOW_OVERDUE: replace(still_open, states=still_open.states | {State.OVERDUE}),
        SHOW_SILENT: replace(still_open, states=still_open.states | {State.SILENT}),
    }
    return narrower.get(value, still_open)


def opens_on(register: Register, person: str, own: int, waiting: int) -> str:
    """The choice that is shown first, before somebody makes one.

    An administrator with no action of their own sees what waits for their decision, or what is overdue where nothing
    does. Everybody else sees their own actions; what waits for them is shown above those in any case.
    """
    if own or person not in register.admins:
        return SHOW_MINE
    return SHOW_WAITING if waiting else SHOW_OVERDUE


def page_size(registers: int) -> int:
    """How many actions of each register are shown on a page with that many registers."""
    return PAGE if registers < 2 else max(2, PAGE // registers)


def _of(code: str, name: str, total: int) -> Choice:
    return Choice(f"{_DIRECTORATE}{code}", name, total)
