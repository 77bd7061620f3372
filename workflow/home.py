"""The bot's own page in Slack: what is on it for one person, and what they choose to see there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from messages.home import WAITING_SHOWN, HomePart, closed_home, home
from messages.layout import Message
from register.action import Action
from register.committee.meetings import next_meeting, run_up
from register.home_view import SHOW_MINE, SHOW_WAITING, Choice, choices, opens_on, page_size, query_of
from register.permissions import Permission
from register.register import Register
from register.urgency_groups import UrgencyGroup
from register.words.queries import Query
from storage.actions import actions, registers
from storage.actions.summary import summary_of
from storage.actions.urgency_groups import counted_parts, page_of
from storage.database.engine import transaction
from storage.intake import absences, home_pages
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.cards import without_card
from workflow.context import Context, Request, one_transaction
from workflow.rounds import round_under_way, still_asked
from workflow.waiting import decisions_of, questions_of, sign_offs_of


def home_view(tx: Connection, person: str, now: datetime) -> dict[str, Any]:
    """The page for a person at ``now`` (UTC): each register they belong to, or the one that they chose.

    Everybody belongs to a register that is the only one, and to those of anybody for whom they stand in.
    """
    known = registers.every(tx)
    page = home_pages.find(tx, person)
    own = {one.slug: counted_parts(tx, one, query_of(SHOW_MINE, one, person, one.today(now))) for one in known}
    theirs = [one for one in known if own[one.slug] or _is_of(one, person, now) or len(known) == 1]
    alone = page.register if any(one.slug == page.register for one in theirs) else ""
    alone = alone or (theirs[0].slug if len(theirs) == 1 else "")
    size = page_size(1 if alone else len(theirs))
    parts = []
    for register in theirs:
        most = size if alone in ("", register.slug) else 0
        parts.append(_part(tx, register, person, register.today(now), page, own[register.slug], most))
    return home(parts, known, page.notes, alone)


def _is_of(register: Register, person: str, now: datetime) -> bool:
    people = (person, *register.stood_in_for(person, now))
    return any(register.concerns(one) or register.directorates_of(one) for one in people)


def _part(
    tx: Connection,
    register: Register,
    person: str,
    today: date,
    page: home_pages.HomePage,
    own: Sequence[UrgencyGroup],
    most: int,
) -> HomePart:
    """A register's part with ``most`` of the chosen actions; 0: nothing but what there is to choose."""
    away = absences.current(tx, today)
    register = replace(register, absences=lambda _day: away)  # looked up once for all of the page
    mine = sum(one.total for one in own)
    waiting = decisions_of(tx, register, person, today)
    offered = choices(register, person, mine, len(waiting), summary_of(tx, register, today))
    part = HomePart(register, person, today, offered, own)
    if not most:
        return part
    chosen_value = page.shown or opens_on(register, person, mine, len(waiting))
    chosen = next((one for one in offered if one.value == chosen_value), offered[0])
    first = page.first if page.first <= chosen.total else 1
    meeting = next_meeting(register.meetings.meetings, today)
    state = round_under_way(tx, register, today)
    groups = _groups(tx, part, chosen, waiting, first, most)
    above = _of_refs(tx, register, today, waiting[:WAITING_SHOWN]) if chosen.value == SHOW_MINE else []
    seen = [*above, *(action for group in groups for action in group.first)]
    return replace(
        part,
        shown=chosen.value,
        first=first,
        groups=groups,
        waiting=above,
        without_card=without_card(tx, register, seen) if part.may(Permission.ASSIGN) else frozenset(),
        round=state,
        answering=still_asked(tx, register, state, person, register.calendar.midnight(today)) if state else (),
        signing=sign_offs_of(register, state, person, today) if state else (),
        meeting=run_up(meeting.on, register.calendar, register.meetings.round) if meeting else None,
        questions=[(one.member, one.meeting, one.words) for one in questions_of(tx, register, person)],
        absence=next(iter(absences.current_and_coming(tx, today, person)), None),
    )


def _groups(
    tx: Connection, part: HomePart, chosen: Choice, waiting: Sequence[str], first: int, most: int
) -> Sequence[UrgencyGroup]:
    """Up to ``most`` of the chosen actions from the ``first``th on; those waiting are one group in the committee's
    order.
    """
    register, today = part.register, part.today
    if chosen.value == SHOW_WAITING:
        rows = _of_refs(tx, register, today, waiting[first - 1 : first - 1 + most])
        return [UrgencyGroup("", len(waiting), rows)] if rows else []
    which = query_of(chosen.value, register, part.person, today)
    parts = part.own if chosen.value == SHOW_MINE else counted_parts(tx, register, which)
    return page_of(tx, register, which, parts, most, first)


def _of_refs(tx: Connection, register: Register, today: date, refs: Sequence[str]) -> list[Action]:
    return actions.matching(tx, register, Query(today, refs=tuple(refs))) if refs else []


def open_home(context: Context, request: Request) -> None:
    """Queue the page for somebody who opened it; it is delivered like every notice.

    Notes about what they did there last are removed: they have been read.
    """
    with one_transaction(context, request) as tx:
        page = home_pages.find(tx, request.user)
        if page.notes:
            home_pages.save(tx, request.user, replace(page, notes=()))
        _publish(tx, context, request, {})


def close_home(context: Context, request: Request, reason: str) -> None:
    """Queue a page that only says why somebody is not let in; it replaces all that it may have shown before."""
    with one_transaction(context, request) as tx:
        _publish(tx, context, request, {"user_id": request.user, "view": closed_home(reason)})


def tell_at_home(context: Context, request: Request, message: Message) -> None:
    """Queue the page again with the outcome of what this person did there, which notifies nobody."""
    with transaction(context.engine) as tx:
        tell(tx, context, request, message)


def tell(tx: Connection, context: Context, request: Request, message: Message) -> None:
    """The same within a transaction."""
    page = home_pages.find(tx, request.user)
    home_pages.save(tx, request.user, replace(page, notes=message.blocks))
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
        chosen = {"shown": page.shown if shown is None else shown}
        chosen["register"] = page.register if register is None else register
        home_pages.save(tx, request.user, replace(page, first=first, notes=(), **chosen))
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
