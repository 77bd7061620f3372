"""Delivery: claim a notice, send it, settle it.

A kill at any line loses nothing, and repeats nothing that Slack can show us.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from jobs import attach
from jobs.render import as_queued, card, is_fixed, render, writing
from slack_api.client import METADATA, HistoryInconclusive, Permanent, SlackClient, Temporary, Unknown
from storage.database.engine import reading, transaction
from storage.queue import cards, claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice, NoticeState
from storage.queue.request_id import dealing_with
from workflow.alerts import tell_admins

log = logging.getLogger(__name__)

Told = Callable[[str, str], None]
"""Hears the kind of a notice and what became of this attempt: a state, or "again later"."""

# What Slack answers when the message or the person that a small mark was for is gone: nothing is left to say.
_GONE = {"message_not_found", "thread_not_found", "user_not_in_channel", "bad_timestamp"}
_CLOCKS_DIFFER = timedelta(minutes=6)
"""How much earlier than our first try a message may stand by Slack's clock: a little more than the five minutes
by which a clock may be off for Slack's signatures to pass."""
_LOOK_AGAIN = 0.001
"""Seconds: not as good as nothing, so that the next turn looks before it claims."""
_SMALL = (Method.REACT, Method.UNREACT, Method.WHISPER, Method.ATTACH)
# What may be done twice and is then as if done once: when in doubt it is simply done again.
_REPEATABLE = (Method.UPDATE, Method.REACT, Method.UNREACT, Method.PUBLISH)
_MOST_TRIES = 100
"""Of those, without any answer; with the waits between them some eight hours."""


@dataclass(frozen=True)
class Pace:
    """How delivery behaves in time. Slack carries about one message a second in a channel."""

    spacing: timedelta = timedelta(seconds=1)
    """How long a channel rests after a message, from when Slack's answer came: Slack counted the message before
    that, and the next cannot reach it sooner, however the two calls lasted."""
    workspace: timedelta = timedelta(0)
    """Time between two messages of the whole workspace, on average; zero: only each channel's limit counts."""
    lease: timedelta = timedelta(seconds=60)
    """How long a sender may hold a notice before another asks what became of it; longer than a call lasts."""
    look_after: timedelta = timedelta(seconds=3)
    patience: timedelta = timedelta(seconds=45)
    """How long a message that may have arrived is looked for, as history can lag, before it is sent again;
    longer than a call lasts."""
    idle: float = 0.25
    """Seconds between two looks at a queue with nothing to send."""


def ignore(kind: str, outcome: str) -> None:
    """Count nothing."""


def deliver_next(
    engine: Engine, slack: SlackClient, clock: Callable[[], datetime], pace: Pace, told: Told = ignore
) -> bool:
    """Carry one notice as far as it goes now; False when none may go out at this moment."""
    return _wait_before_next(engine, slack, clock, pace, told) == 0


def deliver_all(
    engine: Engine,
    slack: SlackClient,
    clock: Callable[[], datetime],
    pace: Pace,
    stop: threading.Event,
    told: Told = ignore,
) -> None:
    """Deliver until told to stop. Any number of these may run, in any number of processes.

    What goes wrong here, a database that is away above all, is logged and tried again: a notice in hand is
    found by its lease.
    """
    failures, wait = 0, 1.0
    while not stop.is_set():
        try:
            wait = _wait_before_next(engine, slack, clock, pace, told, look=bool(wait))
            failures = 0
        except Exception:
            failures += 1
            wait = min(0.5 * 2 ** min(failures, 6), 20)
            log.exception("a sender failed; it goes on in %s s", wait)
        if wait:
            stop.wait(wait)


def _wait_before_next(
    engine: Engine,
    slack: SlackClient,
    clock: Callable[[], datetime],
    pace: Pace,
    told: Told,
    *,
    look: bool = True,
) -> float:
    """Carry one notice; give the seconds to wait before there can be another, 0 when there may be one now.

    ``look``: whether to see, before a writer's lock is asked for, that there is anything to claim.
    """
    if look:
        with reading(engine) as tx:
            due, now = claims.next_due(tx), clock()
        if due is None or due > now:
            return min(pace.idle, (due - now).total_seconds()) if due else pace.idle
    with transaction(engine) as tx:
        claim = claims.claim(tx, clock(), pace.lease, pace.workspace)
    if claim is None:  # nothing, or another sender was quicker, or it was too late to say it
        return 0 if look else _LOOK_AGAIN
    with dealing_with(claim.request):
        outcome, why = _attempt(engine, slack, clock, pace, claim)
        level = logging.INFO if outcome in (NoticeState.SENT, NoticeState.DROPPED) else logging.WARNING
        about = {"notice": claim.id, "kind": claim.notice.kind, "outcome": outcome, "tries": claim.tries}
        log.log(level, "notice %s", why or outcome, extra=about)
        told(claim.notice.kind, outcome)
    return 0


def _attempt(
    engine: Engine, slack: SlackClient, clock: Callable[[], datetime], pace: Pace, claim: Claim
) -> tuple[str, str]:
    """What became of it: a state or "again later", and why."""
    try:
        if claim.look_first and claim.notice.method in (Method.POST, Method.ATTACH):
            return _look(engine, slack, clock, pace, claim), ""
        if claim.notice.method == Method.ATTACH:
            return _attach(engine, slack, clock, pace, claim), ""
        return _send(engine, slack, clock, pace, claim), ""
    except Temporary as error:
        until = clock() + timedelta(seconds=_wait(error, claim))
        # A message that may have arrived stays in doubt while we wait.
        in_doubt = claim.look_first and claim.notice.method not in _REPEATABLE
        state = NoticeState.UNKNOWN if in_doubt else NoticeState.WAITING
        with transaction(engine) as tx:
            claims.put_back(tx, claim, state, until, str(error), since=claim.doubted_at)
            if error.is_limit:
                claims.rest(tx, claims.LOOK_UP if in_doubt else _limited(claim.notice), until)
        return "again later", str(error)
    except Unknown as error:
        with transaction(engine) as tx:
            until, since = clock() + pace.look_after, clock()
            claims.put_back(tx, claim, NoticeState.UNKNOWN, until, str(error), since=since)
        return NoticeState.UNKNOWN, str(error)
    except Permanent as error:
        is_moot = claim.notice.method in _SMALL and str(error) in _GONE
        return _close(engine, clock, claim, NoticeState.DROPPED if is_moot else NoticeState.FAILED, str(error))


def _look(engine: Engine, slack: SlackClient, clock: Callable[[], datetime], pace: Pace, claim: Claim) -> str:
    """Find out whether a message arrived; only when it has not shown for long enough is it to be sent again."""
    notice, since = claim.notice, claim.first_tried_at - _CLOCKS_DIFFER
    try:
        if notice.method == Method.ATTACH:
            thread = attach.thread_of(engine, claim)
            if thread is None:
                return _close(engine, clock, claim, NoticeState.DROPPED, notices.WITHOUT_MESSAGE)[0]
            stands = attach.find(slack, claim, thread, since)
        else:
            stands = slack.find(notice.to, notice.payload.get("thread_ts"), claim.opaque, since)
    except HistoryInconclusive as error:
        return _close(engine, clock, claim, NoticeState.HELD, str(error))[0]
    except Unknown as error:
        stands, why = None, str(error)
        is_seen = False
    else:
        why, is_seen = "not seen yet", True
    if stands:
        return _settle(engine, clock, pace, claim, *stands, sent=None)
    now, doubted = clock(), clock() - claim.doubted_at
    if is_seen and doubted >= pace.patience:
        state, until, why = NoticeState.WAITING, now, "it did not arrive"
    else:  # each look waits as long again as all before it: history has limits of its own
        wait = max(pace.look_after, min(doubted, pace.patience / 3))
        state, until = NoticeState.UNKNOWN, now + wait
    with transaction(engine) as tx:
        claims.put_back(tx, claim, state, until, why, since=claim.doubted_at)
    return state


def _send(engine: Engine, slack: SlackClient, clock: Callable[[], datetime], pace: Pace, claim: Claim) -> str:
    notice = claim.notice
    arguments = None
    if not (claim.look_first and notice.method == Method.WHISPER):  # no look-up finds it: better none than two
        arguments = _rendered(engine, clock, claim)
    if arguments is None:
        return _close(engine, clock, claim, NoticeState.DROPPED, None)[0]
    more: dict[str, Any] = {}
    if notice.method == Method.POST:
        metadata = {"event_type": METADATA, "event_payload": {"key": claim.opaque}}
        more = {"metadata": metadata, "unfurl_links": False}
    _check_lease(clock, claim)
    try:
        answer = slack.call(notice.method, arguments | more)
    except Unknown as error:
        if notice.method not in _REPEATABLE:
            raise
        if claim.tries >= _MOST_TRIES:
            raise Permanent("no_answer") from error
        raise Temporary(f"no answer: {error}", 0) from error
    return _settle(engine, clock, pace, claim, answer.get("channel"), answer.get("ts"), sent=arguments)


def _attach(engine: Engine, slack: SlackClient, clock: Callable[[], datetime], pace: Pace, claim: Claim) -> str:
    thread = attach.thread_of(engine, claim)
    if thread is None:
        return _close(engine, clock, claim, NoticeState.DROPPED, notices.WITHOUT_MESSAGE)[0]
    file = attach.upload(engine, slack, claim)
    _check_lease(clock, claim)
    slack.share(file, claim.notice.payload["title"], thread.channel, thread.ts)
    return _settle(engine, clock, pace, claim, thread.channel, None, sent=None)


def _check_lease(clock: Callable[[], datetime], claim: Claim) -> None:
    """Raise Temporary when another sender may have taken it meanwhile: sending now could be saying it twice."""
    if clock() >= claim.ends_at:
        raise Temporary("the lease ran out", 0)


def _rendered(engine: Engine, clock: Callable[[], datetime], claim: Claim) -> dict[str, Any] | None:
    if is_fixed(claim.notice):
        return as_queued(claim.notice)
    with writing(claim), reading(engine) as tx:
        return render(tx, claim.notice, clock())


def _wait(error: Temporary, claim: Claim) -> float:
    if error.is_limit:  # Slack says exactly how long
        return error.seconds
    return max(error.seconds, min(2.0 ** min(claim.tries, 9), 300) - 2)


def _limited(notice: Notice) -> str:
    """What Slack means when it tells us to wait: posting in that channel, or that method wherever it is for."""
    return notices.lane_of(notice.method, notice.to) if notice.method == Method.POST else notice.method


def _close(
    engine: Engine, clock: Callable[[], datetime], claim: Claim, state: NoticeState, error: str | None
) -> tuple[str, str]:
    with transaction(engine) as tx:
        is_ours = claims.settle(tx, claim, state, clock(), error=error)
        if is_ours and state in (NoticeState.FAILED, NoticeState.HELD):
            tell_admins(tx, claim.notice, state, error or "", clock())
        if is_ours and error == "message_not_found" and claim.notice.card is not None:
            cards.gone(tx, claim.notice.card)
    return state, error or ""


def _settle(
    engine: Engine,
    clock: Callable[[], datetime],
    pace: Pace,
    claim: Claim,
    channel: object,
    ts: object,
    sent: dict[str, Any] | None,
) -> str:
    """Close the notice; its channel rests. A card notes where it stands, and is drawn again if its action
    changed meanwhile.
    """
    where = {"channel": str(channel) if channel else None, "ts": str(ts) if ts else None}
    answered = clock()
    with transaction(engine) as tx:
        is_ours = claims.settle(tx, claim, NoticeState.SENT, answered, **where)
        if claim.notice.method == Method.POST:
            claims.rest(tx, notices.lane_of(Method.POST, claim.notice.to), answered + pace.spacing)
        number = claim.notice.card
        if is_ours and number is not None and claim.notice.method == Method.POST:
            cards.posted(tx, number, str(channel), str(ts))
            if not _is_as_drawn(tx, claim, clock(), sent):
                cards.redraw(tx, [cards.find(tx, number).action], clock())
    return NoticeState.SENT


def _is_as_drawn(tx: Connection, claim: Claim, now: datetime, sent: dict[str, Any] | None) -> bool:
    """Whether a card that was just posted shows its action as it stands; not, when that cannot be told."""
    assert claim.notice.card is not None  # noqa: S101 - the caller has looked
    try:
        with writing(claim):
            stands = card(tx, claim.notice.card, now)
    except Permanent:
        return False  # it stands in Slack all the same; the next redrawing is what fails, and is listed
    return sent is not None and all(sent.get(part) == stands[part] for part in stands)
