"""The bot's own page in Slack: what is on it for one person, and what they choose to see there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from messages.home import HomePart, closed_home, home
from messages.layout import Message
from register.action import Action
from register.home_view import MINE, OVERDUE, Choice, choices
from register.meetings import next_meeting, run_up
from register.progress import OPEN
from register.queries import Query, State
from register.register import Register
from register.rounds import RoundState
from register.waiting import Waiting
from storage.actions import actions, registers
from storage.database.engine import transaction
from storage.intake import home_pages
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, one_transaction
from workflow.progress import deciders
from workflow.rounds import round_under_way, still_asked


def home_view(tx: Connection, person: str, now: datetime) -> dict[str, Any]:
    """The page for a person at ``now`` (UTC): each register they belong to, or the one that they chose.

    Everybody belongs to a register that is the only one.
    """
    known = registers.every(tx)
    page = home_pages.find(tx, person)
    parts = []
    for register in known:
        part = _part(tx, register, person, register.today(now), page)
        is_theirs = any(one.actions for one in part.choices if one.value == MINE) or register.concerns(person)
        if is_theirs or register.directorates_of(person) or len(known) == 1:
            parts.append(part)
    alone = page.register if any(one.register.slug == page.register for one in parts) else ""
    return home(parts, known, page.told, alone or (parts[0].register.slug if len(parts) == 1 else ""))


def _part(tx: Connection, register: Register, person: str, today: date, page: home_pages.HomePage) -> HomePart:
    states = frozenset({State.OPEN, State.TO_VERIFY})
    found = actions.wanted(tx, register, Query(today, states))
    still_open = [one for one in found if one.status in OPEN]
    waiting = [one for one in found if _waits_for(tx, register, one, person, today)]
    offered = choices(register, person, still_open, waiting, today)
    meeting = next_meeting(register.meetings.meetings, today)
    state = round_under_way(tx, register, today)
    return HomePart(
        register,
        person,
        today,
        offered,
        page.shown or _first_shown(register, person, offered),
        page.first,
        state,
        still_asked(tx, register, state, person, ()) if state else (),
        _signing(register, state, person, today) if state else (),
        run_up(meeting.on, register.calendar, register.meetings.round) if meeting else None,
    )


def _first_shown(register: Register, person: str, offered: Sequence[Choice]) -> str:
    """What somebody sees who has chosen nothing: what is overdue, where they look after the register and nothing is
    their own.
    """
    has_own = any(one.actions for one in offered if one.value == MINE)
    return OVERDUE if person in register.admins and not has_own else MINE


def _waits_for(tx: Connection, register: Register, action: Action, person: str, today: date) -> bool:
    """Whether an action waits for this person's decision: whoever is asked for it when it is wanted."""
    wanted = {
        Waiting.DATE: action.life.asked.asked_by if action.life.asked else "",
        Waiting.VERIFICATION: action.life.reported_by,
    }
    if action.waiting_for not in wanted:
        return False
    return person in deciders(tx, register, action, wanted[action.waiting_for], today)


def _signing(register: Register, state: RoundState, person: str, today: date) -> list[str]:
    """What this person is to sign off, from the cut-off on."""
    if today < state.days.cut_off:
        return []
    led = {one.code for one in register.directorates if one.lead == person}
    return [one.code for one in state.directorates if one.code in led and not one.signed_by]


def open_home(context: Context, request: Request) -> None:
    """Have the page drawn for somebody who opened it; it goes out by delivery, like all we say unasked.

    What was told there of their last deed has been read.
    """
    with one_transaction(context, request) as tx:
        page = home_pages.find(tx, request.user)
        if page.told:
            home_pages.save(tx, request.user, replace(page, told=()))
        _publish(tx, context, request, {})


def close_home(context: Context, request: Request, reason: str) -> None:
    """Have the page say why somebody is not let in, in place of all that it may have shown them before."""
    with one_transaction(context, request) as tx:
        _publish(tx, context, request, {"user_id": request.user, "view": closed_home(reason)})


def tell_at_home(context: Context, request: Request, message: Message) -> None:
    """Have the page drawn anew, with what became of what this person did there: nobody is pinged for that."""
    with transaction(context.engine) as tx:
        tell(tx, context, request, message)


def tell(tx: Connection, context: Context, request: Request, message: Message) -> None:
    """The same within a transaction."""
    page = home_pages.find(tx, request.user)
    home_pages.save(tx, request.user, replace(page, told=message.blocks))
    _publish(tx, context, request, {})


def choose(
    context: Context,
    request: Request,
    *,
    shown: str | None = None,
    register: str | None = None,
    first: int = 1,
) -> None:
    """Show something else on this person's page: other actions, another register (empty: each), or a further page."""
    with one_transaction(context, request) as tx:
        page = home_pages.find(tx, request.user)
        wanted = {"shown": page.shown if shown is None else shown}
        wanted["register"] = page.register if register is None else register
        home_pages.save(tx, request.user, replace(page, first=first, told=(), **wanted))
        _publish(tx, context, request, {})


def _publish(tx: Connection, context: Context, request: Request, payload: dict[str, Any]) -> None:
    """Queue the page, in the name of the first register there is. Raises Refused where there is none."""
    first, *_others = registers.of_channel(registers.every(tx), request.channel)
    page = Notice(
        first.slug,
        f"home:{request.user}",
        NoticeKind.HOME,
        request.user,
        Method.PUBLISH,
        payload=payload,
    )
    notices.queue_again(tx, [page], context.now())
