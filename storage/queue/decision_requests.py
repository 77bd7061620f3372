"""Notices that ask for a decision: each has a subject, so that its message is redrawn once that is decided.

``about`` is the subject, by which they are found, and ``asks`` which decision (storage.queue.requested_decision);
``outcome`` is the message that shows what was decided, empty while it waits. A notice that has not been sent when its
subject is decided is dropped, but not where it goes on asking in the words of its outcome (``GOES_ON``).

Of a day's requests about actions to one person the first is a message, of which Slack notifies them; each of the others
is *joined*: it is sent by an update of that message (``SHOWN_IN`` in its payload is the key of that message's notice),
which then shows them all, as they are at that moment. Where the message can no longer be changed, a joined one is sent
as a message.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select
from sqlalchemy import update as update_rows

from storage.database.engine import chunks
from storage.database.queue_tables import IS_REQUEST, notice
from storage.queue import claims
from storage.queue.claims import Claim
from storage.queue.notices import (
    OPEN_STATES,
    Method,
    Notice,
    NoticeKind,
    NoticeState,
    from_row,
    lane_of,
    queue,
    queue_again,
)
from storage.queue.requested_decision import RequestedDecision, Subject, SubjectKind


@dataclass(frozen=True)
class DecisionRequest:
    """A notice that asks for a decision, as it was queued: ``payload`` has its words and its buttons."""

    id: int
    about: Subject
    asks: RequestedDecision
    to: str
    outcome: dict[str, Any]
    payload: dict[str, Any]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class RequestMessage:
    """The message of a day's requests, as its own notice has it; ``requests`` are all that it is to show, in order.

    ``is_closed``: Slack has refused to change it.
    """

    register: str
    state: NoticeState
    channel: str | None
    ts: str | None
    is_closed: bool
    requests: tuple[DecisionRequest, ...]


SHOWN_IN = "shown_in"
"""In the payload of a joined request: the key of the notice in whose message it is shown."""
IS_QUIET = "is_quiet"
"""In the same payload: whether it was added to a message that was in Slack already, so that nothing notified of it."""
_IS_SENT_WITH = "is_sent_with"
"""In the same payload: whether it was added before that message was sent, which then showed it from the start."""
_PLACE = (SHOWN_IN, IS_QUIET, _IS_SENT_WITH)
_IN_MESSAGE_OF_DAY = (SubjectKind.ACTION, SubjectKind.DAY)
"""What is shown in a message of a day."""
_REDRAW = "redraw:notice:"
"""How the key begins of a notice that draws a message of requests again; the id of that message's notice follows."""
GOES_ON = "goes_on"
"""In an outcome: that nothing is decided, and the message asks in other words than at first."""
JOINED = "joined"
"""In the payload of a notice in whose message others are shown: the keys of those that joined it, in order."""
_CLOSED = "it can be changed no more: "
"""How the error begins of the message of a day that Slack refused to change."""
_QUIET_FOR = timedelta(days=60)
"""How long back requests are looked for of which nothing has notified."""
DECIDED = "what it asks was decided before it was sent"
"""The error of a request that was dropped for that; when the decision is taken back, it is sent after all."""


def find(tx: Connection, subjects: Sequence[Subject]) -> list[DecisionRequest]:
    """All that were queued about these subjects, in the order in which they were."""
    names = ("id", "about", "asks", "to", "outcome", "payload", "refs")
    columns = [notice.c[name] for name in names]
    request = select(*columns).where(IS_REQUEST)  # the index's own condition: or it would not be used
    return [
        _request(row)
        for chunk in chunks([str(one) for one in subjects])
        for row in tx.execute(request.where(notice.c.about.in_(chunk)).order_by(notice.c.id)).mappings()
    ]


def set_outcomes(tx: Connection, outcomes: Mapping[int, dict[str, Any]], now: datetime) -> None:
    """Store what was decided about requests and queue redraws of their messages, where those were sent.

    For one that is being sent just now, the sender calls ``draw_outcome`` afterwards.
    """
    for number, outcome in outcomes.items():
        tx.execute(update_rows(notice).where(notice.c.id == number).values(outcome=outcome))
    for number in outcomes:
        draw_outcome(tx, number, now)


def set_subject(tx: Connection, number: int, about: Subject) -> None:
    """Have the notice of that number be found under another subject from now on."""
    tx.execute(update_rows(notice).where(notice.c.id == number).values(about=str(about)))


def is_settled(tx: Connection, number: int) -> bool:
    """Whether what the notice of that number asks is decided by now."""
    return bool(tx.execute(select(notice.c.outcome).where(notice.c.id == number)).scalar_one())


def draw_outcome(tx: Connection, number: int, now: datetime) -> None:
    """Queue a redraw of a request's message, with its outcome or, without one, as it first asked; where it was sent.

    One that was dropped because it was decided is queued again once that decision is taken back.
    """
    row = tx.execute(select(notice).where(notice.c.id == number)).mappings().one()
    if row["error"] == DECIDED and (not row["outcome"] or row["outcome"].get(GOES_ON)):
        this = update_rows(notice).where(notice.c.id == number, notice.c.state == NoticeState.DROPPED)
        tx.execute(this.values(**_again(now), error=None))
        return
    if SHOWN_IN in row["payload"]:
        shown_in = notice.c.key == row["payload"][SHOWN_IN]
        row = tx.execute(select(notice).where(shown_in)).mappings().one()
    draw_again(tx, row, now)


def draw_again(tx: Connection, row: RowMapping, now: datetime) -> None:
    """Queue a redraw of a message of requests, which shows them as they are when the redraw is sent. Does nothing where
    the message is not in Slack.
    """
    if row["state"] != NoticeState.SENT or not (row["channel"] and row["ts"]):
        return
    # Addressed to the person, not to the conversation: so it is in the same lane as the requests that join the message,
    # and never sent at the same time as one of them.
    key, to, refs = f"{_REDRAW}{row['id']}", row["to"], tuple(row["refs"])
    redrawn = Notice(row["register"], key, NoticeKind.REDRAW, to, Method.UPDATE, refs)
    queue_again(tx, [redrawn], now)


def is_joined(found: Notice) -> bool:
    """Whether it is a request that is shown in the message of another."""
    return found.method == Method.UPDATE and SHOWN_IN in found.payload


def is_drawn_late(found: Notice) -> bool:
    """Whether its content is rendered when it is sent, from the requests as they are then."""
    return found.key.startswith(_REDRAW) or _is_in_message_of_day(found.about)


def message_of(tx: Connection, found: Notice) -> RequestMessage:
    """The message in which a notice that is drawn late is shown: another's, or its own."""
    this = notice.c.key == found.payload.get(SHOWN_IN, found.key)
    if found.key.startswith(_REDRAW):
        this = notice.c.id == int(found.key.removeprefix(_REDRAW))
    row = tx.execute(select(notice).where(this)).mappings().one()
    about = Subject.read(row["about"])
    rows = [] if about and about.kind is SubjectKind.DAY else [row]
    if keys := row["payload"].get(JOINED, ()):
        joined = select(notice).where(notice.c.key.in_(keys), notice.c.method == Method.UPDATE)
        rows += [
            one
            for one in tx.execute(joined.order_by(notice.c.id)).mappings()
            if one["payload"].get(SHOWN_IN) == row["key"] and one["state"] in (*OPEN_STATES, NoticeState.SENT)
        ]
    return RequestMessage(
        row["register"],
        NoticeState(row["state"]),
        row["channel"],
        row["ts"],
        is_closed=(row["error"] or "").startswith(_CLOSED),
        requests=tuple(_request(one) for one in rows),
    )


def join(tx: Connection, request: Notice, since: datetime) -> Notice:
    """The notice of a request about an action as it joins its person's message of the day (from ``since`` on, UTC);
    as it is where there is none that it can join. The caller holds the register's lock.
    """
    shown_in = _message_of_day(tx, request.register, request.to, since)
    if shown_in is None:
        return request
    # A message that waits is drawn when it is sent, with this one.
    is_waiting = _add(tx, shown_in, [request]) == NoticeState.WAITING
    place = {SHOWN_IN: shown_in["key"], IS_QUIET: not is_waiting, _IS_SENT_WITH: is_waiting}
    return replace(request, method=Method.UPDATE, payload=request.payload | place)


def was_sent_with_its_message(tx: Connection, found: Notice) -> bool:
    """Whether a joined request was in its message from the start, and that was sent."""
    is_sent_with = bool(found.payload.get(_IS_SENT_WITH))
    return is_sent_with and message_of(tx, found).state == NoticeState.SENT


def hold(tx: Connection, claimed: Claim, reason: str, now: datetime) -> bool:
    """Set a joined request aside until somebody has decided about its message; False where that is not held."""
    its_message = select(notice.c.state).where(notice.c.key == claimed.notice.payload[SHOWN_IN])
    if tx.execute(its_message.with_for_update()).scalar_one() != NoticeState.HELD:
        return False
    return claims.settle(tx, claimed, NoticeState.HELD, now, error=reason)


def release(tx: Connection, row: RowMapping, now: datetime) -> None:
    """Have those sent on that were set aside with a message of which somebody has now decided."""
    joined = notice.c.key.in_(row["payload"].get(JOINED, ())), notice.c.method == Method.UPDATE
    held = update_rows(notice).where(*joined, notice.c.state == NoticeState.HELD)
    tx.execute(held.values(**_again(now), error=None))


def leave(tx: Connection, claimed: Claim, reason: str, since: datetime, now: datetime) -> None:
    """A joined request cannot be shown in the message that it joined: it joins another of the day (from ``since`` on),
    or is a message itself. To what was refused nothing is added any more.
    """
    left = claimed.notice
    closed = update_rows(notice).where(
        notice.c.key == left.payload[SHOWN_IN], notice.c.state == NoticeState.SENT
    )
    tx.execute(closed.values(error=_CLOSED + reason))
    payload = {name: part for name, part in left.payload.items() if name not in _PLACE}
    alone = replace(left, method=Method.POST, payload=payload)
    to_send = join(tx, alone, since)
    values = {
        "method": to_send.method,
        "lane": lane_of(to_send.method, to_send.to),
        "payload": to_send.payload,
        "queued_at": now,
        "error": reason,
    }
    claims.change_claimed(tx, claimed, _again(now) | values)


def quiet(tx: Connection, slug: str, now: datetime) -> list[RowMapping]:
    """The notices of a register's joined requests that nothing rang for and that wait still, in their order."""
    query = select(notice).where(
        notice.c.state == NoticeState.SENT,
        notice.c.queued_at > now - _QUIET_FOR,
        notice.c.register == slug,
        notice.c.kind == NoticeKind.REQUEST,
        notice.c.method == Method.UPDATE,
    )
    found = _in_order(tx.execute(query).mappings())
    return [one for one in found if one["payload"].get(IS_QUIET) and not one["outcome"]]


def asked_of(tx: Connection, subjects: Sequence[Subject]) -> dict[Subject, dict[RequestedDecision, set[str]]]:
    """Who has been asked about each of these subjects, by which decision (``asks``): however it ended, but not who was
    asked by a message that expired before it could be sent.
    """
    by_text, found = {str(one): one for one in subjects}, dict[Subject, dict[RequestedDecision, set[str]]]()
    query = select(notice.c.about, notice.c.asks, notice.c.to).where(IS_REQUEST)
    query = query.where(notice.c.state != NoticeState.EXPIRED)
    for chunk in chunks(list(by_text)):
        for about, asks, to in tx.execute(query.where(notice.c.about.in_(chunk))):
            if decision := RequestedDecision.read(asks):
                found.setdefault(by_text[about], {}).setdefault(decision, set()).add(to)
    return found


def hand_on(tx: Connection, request: Notice, asked_at: datetime, now: datetime) -> None:
    """Record a request as one of which nothing has notified and that is in no message yet, as if it had been made at
    ``asked_at`` (UTC).
    """
    if not queue(tx, replace(request, method=Method.UPDATE, payload=request.payload | {IS_QUIET: True}), now):
        return
    values = {"state": NoticeState.SENT, "queued_at": asked_at, "settled_at": now}
    tx.execute(update_rows(notice).where(notice.c.key == request.key).values(values))


def move(
    tx: Connection, moved: Sequence[RowMapping], key: str, now: datetime, *, is_sent_with: bool = True
) -> None:
    """Move joined requests to another message (``key`` is its notice's, which names them), and redraw the messages
    where they were. ``is_sent_with``: that other message has not been sent yet.
    """
    for row in moved:
        payload = row["payload"] | {SHOWN_IN: key, IS_QUIET: False, _IS_SENT_WITH: is_sent_with}
        values = _again(now) | {"payload": payload, "queued_at": now, "channel": None, "ts": None}
        tx.execute(update_rows(notice).where(notice.c.id == row["id"]).values(values))
    for was in dict.fromkeys(row["payload"].get(SHOWN_IN) for row in moved):
        if was is None:  # it was handed on, and in no message
            continue
        draw_again(tx, tx.execute(select(notice).where(notice.c.key == was)).mappings().one(), now)


def move_to_message_of_day(
    tx: Connection, moved: Sequence[RowMapping], slug: str, person: str, since: datetime, now: datetime
) -> bool:
    """Move joined requests to a person's message of today (from ``since`` on); False where there is none."""
    there = _message_of_day(tx, slug, person, since)
    if there is None:
        return False
    state = _add(tx, there, [from_row(one) for one in moved])
    move(tx, moved, there["key"], now, is_sent_with=state == NoticeState.WAITING)
    return True


def mark_notified(tx: Connection, requests: Sequence[RowMapping]) -> None:
    """Record that a new message has notified people of these joined requests."""
    for row in requests:
        payload = row["payload"] | {IS_QUIET: False}
        tx.execute(update_rows(notice).where(notice.c.id == row["id"]).values(payload=payload))


def _message_of_day(tx: Connection, slug: str, person: str, since: datetime) -> RowMapping | None:
    """The last message of requests about actions that went to a person since a moment, and can be added to."""
    query = select(notice).where(
        or_(*(notice.c.state == state for state in (*OPEN_STATES, NoticeState.SENT))),
        notice.c.queued_at >= since,
        notice.c.register == slug,
        notice.c.to == person,
        notice.c.kind == NoticeKind.REQUEST,
        notice.c.method == Method.POST,
    )
    for row in reversed(_in_order(tx.execute(query).mappings())):
        is_closed = (row["error"] or "").startswith(_CLOSED)
        if _is_in_message_of_day(Subject.read(row["about"])) and not is_closed:
            return row
    return None


def _in_order(rows: Iterable[RowMapping]) -> list[RowMapping]:
    """The rows by id. They are sorted here: asked for that order, SQLite would read the whole table along the ids."""
    return sorted(rows, key=lambda row: row["id"])


def _add(tx: Connection, row: RowMapping, requests: Sequence[Notice]) -> str:
    """Record that requests are shown in another one's message, so that a reply under it is about their actions too.
    Returns that notice's state; the update locks its row, so that no sender claims it until this transaction ends.
    """
    refs = list(dict.fromkeys([*row["refs"], *(ref for one in requests for ref in one.refs)]))
    keys = list(dict.fromkeys([*row["payload"].get(JOINED, ()), *(one.key for one in requests)]))
    values = {"refs": refs, "payload": row["payload"] | {JOINED: keys}}
    this = update_rows(notice).where(notice.c.id == row["id"])
    return str(tx.execute(this.values(values).returning(notice.c.state)).scalar_one())


def _is_in_message_of_day(about: Subject | None) -> bool:
    return about is not None and about.kind in _IN_MESSAGE_OF_DAY


def _request(row: RowMapping) -> DecisionRequest:
    about, asks = Subject.read(row["about"]), RequestedDecision.read(row["asks"])
    assert about and asks  # noqa: S101, PT018 - the row is one that asks something by itself
    parts = {name: row[name] for name in ("id", "to", "outcome", "payload")}
    return DecisionRequest(about=about, asks=asks, refs=tuple(row["refs"]), **parts)


def _again(now: datetime) -> dict[str, Any]:
    """What has a notice sent that was settled or is in hand, as if it had just been queued."""
    return {
        "state": NoticeState.WAITING,
        "tries": 0,
        "not_before": now,
        "settled_at": None,
        "first_tried_at": None,
    }
