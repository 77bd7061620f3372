"""A part of the home page made of actions in memory, by the queries and counts that storage answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from messages.home import WAITING_SHOWN, HomePart
from register.action import Action
from register.home_view import SHOW_MINE, SHOW_WAITING, choices, query_of
from register.notices.digest import summary
from register.register import Register
from register.urgency_groups import UrgencyGroup, parted
from register.words.queries import matches


def home_part(
    register: Register,
    person: str,
    today: date,
    found: Sequence[Action],
    waiting: Sequence[Action] = (),
    *,
    shown: str = SHOW_MINE,
    first: int = 1,
    most: int = 12,
) -> HomePart:
    """What that person sees of a register that has those actions, of which ``waiting`` wait for them."""

    def seen(value: str) -> list[UrgencyGroup]:
        which = query_of(value, register, person, today)
        return parted([one for one in found if matches(which, one, register)], today)

    own = seen(SHOW_MINE)
    total = sum(one.total for one in own)
    offered = choices(register, person, total, len(waiting), summary(found, today, register.calendar.zone))
    groups = [UrgencyGroup("", len(waiting), waiting)] if shown == SHOW_WAITING else seen(shown)
    return HomePart(
        register,
        person,
        today,
        offered,
        own,
        shown,
        first,
        _page(groups, first - 1, most),
        waiting[:WAITING_SHOWN] if shown == SHOW_MINE else (),
    )


def _page(groups: Sequence[UrgencyGroup], begin: int, most: int) -> list[UrgencyGroup]:
    every = [(group, one) for group in groups for one in group.first][begin : begin + most]
    cut = [replace(group, first=[one for of, one in every if of is group]) for group in groups]
    return [group for group in cut if group.first]
