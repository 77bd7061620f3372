"""Delivery: a sender claims a notice, calls Slack, and settles the notice.

Each step is committed before the next begins, so that a process killed at any line loses no notice. A call whose
outcome is unknown is looked up in Slack's history before it is made again.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from jobs import download_papers, joined_requests, upload_files
from jobs.block_support import leave_out
from jobs.render import as_queued, card_as_posted, is_fault_of_ours, is_fixed, permanent_on_error, render
from jobs.unexpected import RetryTiming, after_fault
from slack_api.client import METADATA, HistoryInconclusive, Permanent, SlackClient, Temporary, Unknown
from storage.actions import change_log
from storage.database.engine import reading, reading_once, transaction
from storage.queue import cards, claims, decision_requests, notices
from storage.queue.cards import Card
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from storage.queue.request_id import request_scope
from workflow.alerts import tell_admins

log = logging.getLogger(__name__)

DeliveryObserver = Callable[[str, str], None]
"""Called after each attempt with the notice's kind and the outcome: a state, or "again later"."""

# Slack's errors when the message or the person that a reaction or a private line was for is gone: the notice is
# dropped, not reported as failed.
_TARGET_GONE = {"message_not_found", "thread_not_found", "user_not_in_channel", "bad_timestamp"}
_CLOCK_MARGIN = timedelta(minutes=6)
"""How much earlier than our first try a message may be dated by Slack's clock: a little more than the five minutes
by which a clock may be off for Slack's signatures to pass."""
_AFTER_LOST_CLAIM = 0.001
"""Seconds to wait after a claim that found nothing. Not zero: after a wait of zero the loop claims at once,
without asking the database first whether anything is due."""
_WAIT_FOR_CHANNEL = (NoticeKind.CARD, NoticeKind.REDRAW, NoticeKind.SUMMARY)
"""What waits while its channel is archived: it is as true when the channel is back."""
_IS_ARCHIVED = {"is_archived", "is_inactive"}
"""What Slack answers to a message, and to the change of one, in an archived channel."""
_ARCHIVED = timedelta(minutes=30)
"""How long it waits until it is tried again; the administrators have heard when the channel was archived."""
_MINOR = (Method.REACT, Method.UNREACT, Method.WHISPER, Method.ATTACH)
# Idempotent methods: when the outcome is unknown, the call is simply repeated.
_REPEATABLE = (Method.UPDATE, Method.REACT, Method.UNREACT, Method.PUBLISH, Method.FETCH)
_MAX_REPEATS = 100
"""Repeats of an idempotent call that gets no answer; with the waits between them some eight hours."""


@dataclass(frozen=True)
class DeliveryTiming:
    """Intervals and time limits of delivery. Slack accepts about one message a second in a channel."""

    channel_interval: timedelta = timedelta(seconds=1)
    """Pause of a channel after a message, from when Slack's answer came: Slack counted the message before that,
    so the next one cannot reach it sooner, however long the two calls took."""
    workspace_interval: timedelta = timedelta(0)
    """Mean time between two messages in the whole workspace; zero: only each channel's limit applies."""
    lease: timedelta = timedelta(seconds=60)
    """How long a sender holds a claimed notice before another sender may take it over; longer than a call lasts."""
    recheck_after: timedelta = timedelta(seconds=3)
    """Wait before the first look-up of a message whose outcome is unknown."""
    resend_after: timedelta = timedelta(seconds=45)
    """How long such a message is looked up, because history can lag, before it is sent again; longer than a call
    lasts."""
    poll_interval: float = 0.25
    """Seconds between two looks at a queue in which nothing is due."""


def ignore_delivery(kind: str, outcome: str) -> None:
    """The observer when nothing is to be counted."""


@dataclass(frozen=True)
class Sender:
    """What delivering a notice needs. ``clock`` gives the time in UTC; ``observer`` hears each outcome."""

    engine: Engine
    slack: SlackClient
    clock: Callable[[], datetime]
    timing: DeliveryTiming = DeliveryTiming()
    observer: DeliveryObserver = ignore_delivery


def deliver_next(sender: Sender) -> bool:
    """Claim and attempt one notice; False when none may go out at this moment."""
    return _wait_before_next(sender) == 0


def deliver_all(sender: Sender, stop: threading.Event) -> None:
    """Deliver until ``stop`` is set. Any number of senders may run, in any number of processes.

    A lost database connection and the like is logged, and delivery goes on after a pause; the notice that was claimed
    is taken up again when its lease ends. What a fault of our own code cut off is set aside (``jobs.unexpected``).
    """
    failures, wait = 0, 1.0
    while not stop.is_set():
        try:
            wait = _wait_before_next(sender, check_first=bool(wait))
            failures = 0
        except Exception:
            failures += 1
            wait = min(0.5 * 2 ** min(failures, 6), 20)
            log.exception("a sender failed; it goes on in %s s", wait)
        if wait:
            stop.wait(wait)


def _wait_before_next(sender: Sender, *, check_first: bool = True) -> float:
    """Attempt one notice; return the seconds to wait before the next, 0 when there may be one now.

    ``check_first``: read whether anything is due before a write transaction is opened to claim it.
    """
    if check_first:
        with reading_once(sender.engine) as tx:
            due, now = claims.next_due(tx), sender.clock()
        if due is None or due > now:
            idle = sender.timing.poll_interval
            return min(idle, (due - now).total_seconds()) if due else idle
    with transaction(sender.engine) as tx:
        claim = claims.claim(tx, sender.clock(), sender.timing.lease, sender.timing.workspace_interval)
    if claim is None:  # nothing was due, another sender claimed it first, or it had expired
        return 0 if check_first else _AFTER_LOST_CLAIM
    with request_scope(claim.request):
        outcome, reason = _attempt_or_set_aside(sender, claim)
        level = logging.INFO if outcome in (NoticeState.SENT, NoticeState.DROPPED) else logging.WARNING
        about = {"notice": claim.id, "kind": claim.notice.kind, "outcome": outcome, "tries": claim.tries}
        log.log(level, "notice %s", reason or outcome, extra=about)
        sender.observer(claim.notice.kind, outcome)
    return 0


def _attempt_or_set_aside(sender: Sender, claim: Claim) -> tuple[str, str]:
    """As ``_attempt``; a fault of our own code stops this notice only, and those behind it go on."""
    try:
        return _attempt(sender, claim)
    except Exception as error:
        if not is_fault_of_ours(error):
            raise
        timing = RetryTiming(sender.timing.recheck_after, sender.timing.resend_after)
        return after_fault(sender.engine, sender.clock, claim, error, timing)


def _attempt(sender: Sender, claim: Claim) -> tuple[str, str]:
    """The outcome of one attempt: a state or "again later", and the reason."""
    try:
        return _handle(sender, claim), ""
    except Temporary as error:
        return _after_temporary(sender, claim, error)
    except Unknown as error:
        with transaction(sender.engine) as tx:
            until, since = sender.clock() + sender.timing.recheck_after, sender.clock()
            claims.put_back(tx, claim, NoticeState.UNKNOWN, until, str(error), since=since)
        return NoticeState.UNKNOWN, str(error)
    except Permanent as error:
        return _after_permanent(sender, claim, str(error))


def _handle(sender: Sender, claim: Claim) -> str:
    """Do what a notice is for, or look up first whether it arrived; returns the state that it has then."""
    method = claim.notice.method
    if claim.must_look_up and method in (Method.POST, Method.ATTACH):
        return _look_up(sender, claim)
    if method == Method.ATTACH:
        return _attach(sender, claim)
    if method == Method.FETCH:
        download_papers.read_offered(sender, claim)
        return _settle(sender, claim, None, None, sent=None)
    return _send(sender, claim)


def _after_temporary(sender: Sender, claim: Claim, error: Temporary) -> tuple[str, str]:
    """Put a notice back until Slack may take it; one that may have arrived stays "unknown" meanwhile."""
    until = sender.clock() + timedelta(seconds=_retry_delay(error, claim))
    is_in_doubt = claim.must_look_up and claim.notice.method not in _REPEATABLE
    state = NoticeState.UNKNOWN if is_in_doubt else NoticeState.WAITING
    with transaction(sender.engine) as tx:
        claims.put_back(tx, claim, state, until, str(error), since=claim.doubted_at)
        if error.is_limit:
            claims.pause(tx, claims.LOOK_UP if is_in_doubt else _limited(claim.notice), until)
    return "again later", str(error)


def _after_permanent(sender: Sender, claim: Claim, reason: str) -> tuple[str, str]:
    """Close a notice that Slack will never take, unless it can be sent otherwise or once its channel is back."""
    if decision_requests.is_joined(claim.notice):
        return joined_requests.leave(sender.engine, sender.clock, claim, reason)
    if reason in _IS_ARCHIVED and claim.notice.kind in _WAIT_FOR_CHANNEL:
        with transaction(sender.engine) as tx:
            until = sender.clock() + _ARCHIVED
            claims.put_back(tx, claim, NoticeState.WAITING, until, reason, since=claim.doubted_at)
        return "again later", reason
    with transaction(sender.engine) as tx:
        if leave_out(tx, claim, reason):
            claims.put_back(tx, claim, NoticeState.WAITING, sender.clock(), reason, since=claim.doubted_at)
            return "again later", reason
    is_moot = _is_minor(claim.notice) and reason in _TARGET_GONE
    return _close(sender, claim, NoticeState.DROPPED if is_moot else NoticeState.FAILED, reason)


def _is_minor(notice: Notice) -> bool:
    """Whether it belongs to a message, so that it is of no use without that: also what draws a request again."""
    return notice.method in _MINOR or (notice.method == Method.UPDATE and notice.card is None)


def _look_up(sender: Sender, claim: Claim) -> str:
    """Find out whether a message arrived; it is queued to be sent again only after ``resend_after``."""
    notice, since = claim.notice, claim.first_tried_at - _CLOCK_MARGIN
    timing = sender.timing
    try:
        if notice.method == Method.ATTACH:
            thread = upload_files.thread_of(sender.engine, claim)
            if thread is None:
                return _close(sender, claim, NoticeState.DROPPED, notices.WITHOUT_MESSAGE)[0]
            place = upload_files.find(sender.slack, claim, thread, since)
        else:
            place = sender.slack.find(notice.to, notice.payload.get("thread_ts"), claim.opaque_key, since)
    except HistoryInconclusive as error:
        return _close(sender, claim, NoticeState.HELD, str(error))[0]
    except Unknown as error:
        place, reason, was_read = None, str(error), False
    else:
        reason, was_read = "not seen yet", True
    if place:
        return _settle(sender, claim, *place, sent=None)
    now, doubted = sender.clock(), sender.clock() - claim.doubted_at
    if was_read and doubted >= timing.resend_after:
        state, until, reason = NoticeState.WAITING, now, "it did not arrive"
    else:  # each wait is as long as all before it together, because history calls are rate-limited too
        wait = max(timing.recheck_after, min(doubted, timing.resend_after / 3))
        state, until = NoticeState.UNKNOWN, now + wait
    with transaction(sender.engine) as tx:
        claims.put_back(tx, claim, state, until, reason, since=claim.doubted_at)
    return state


def _send(sender: Sender, claim: Claim) -> str:
    notice = claim.notice
    arguments = None
    if decision_requests.is_joined(notice):
        state = joined_requests.settled_without_change(sender.engine, sender.clock, claim)
        if state:
            return state
    # An ephemeral message is in no history: when its outcome is unknown it is dropped, not sent twice.
    if not (claim.must_look_up and notice.method == Method.WHISPER):
        arguments = _arguments(sender, claim)
    if arguments is None:
        return _drop(sender, claim)
    more: dict[str, Any] = {}
    if notice.method == Method.POST:
        metadata = {"event_type": METADATA, "event_payload": {"key": claim.opaque_key}}
        more = {"metadata": metadata, "unfurl_links": False}
    _check_lease(sender, claim)
    try:
        answer = sender.slack.call(notice.method, arguments | more)
    except Unknown as error:
        if notice.method not in _REPEATABLE:
            raise
        if claim.tries >= _MAX_REPEATS:
            raise Permanent("no_answer") from error
        raise Temporary(f"no answer: {error}", 0) from error
    return _settle(sender, claim, answer.get("channel"), answer.get("ts"), sent=arguments)


def _attach(sender: Sender, claim: Claim) -> str:
    thread = upload_files.thread_of(sender.engine, claim)
    if thread is None:
        return _close(sender, claim, NoticeState.DROPPED, notices.WITHOUT_MESSAGE)[0]
    place = upload_files.attach(sender, claim, thread, lambda: _check_lease(sender, claim))
    return _settle(sender, claim, *place, sent=None)


def _check_lease(sender: Sender, claim: Claim) -> None:
    """Raise Temporary when the lease has ended: another sender may have claimed the notice and sent it."""
    if sender.clock() >= claim.ends_at:
        raise Temporary("the lease ran out", 0)


def _arguments(sender: Sender, claim: Claim) -> dict[str, Any] | None:
    is_joined, outcome = decision_requests.is_joined(claim.notice), claim.notice.outcome
    if outcome and (is_joined or is_fixed(claim.notice)):  # what it asks is decided, or it asks in other words
        with reading(sender.engine) as tx:
            is_a_draft = notices.is_above_file(tx, claim.notice.key)  # that somebody has asked for
        if not (is_a_draft or outcome.get(decision_requests.GOES_ON)):
            return None
        return {"text": outcome["text"], "blocks": outcome["blocks"], "channel": claim.notice.to}
    if is_fixed(claim.notice):
        return as_queued(claim.notice)
    with permanent_on_error(claim), reading(sender.engine) as tx:
        return render(tx, claim.notice, sender.clock())


def _retry_delay(error: Temporary, claim: Claim) -> float:
    """Seconds until the next try: Slack's own figure for a rate limit, else growing with the tries to 5 minutes."""
    if error.is_limit:
        return error.seconds
    return max(error.seconds, min(2.0 ** min(claim.tries, 9), 300) - 2)


def _limited(notice: Notice) -> str:
    """What a rate limit applies to: posting in that channel, or another method in the whole workspace."""
    return notices.lane_of(notice.method, notice.to) if notice.method == Method.POST else notice.method


def _close(sender: Sender, claim: Claim, state: NoticeState, error: str | None) -> tuple[str, str]:
    with transaction(sender.engine) as tx:
        is_ours = claims.settle(tx, claim, state, sender.clock(), error=error)
        if is_ours and state in (NoticeState.FAILED, NoticeState.HELD):
            tell_admins(tx, claim.notice, state, error or "", sender.clock())
        if is_ours and error == "message_not_found" and claim.notice.card is not None:
            cards.mark_gone(tx, claim.notice.card)
    return state, error or ""


def _drop(sender: Sender, claim: Claim) -> str:
    """Close a notice of which nothing is to be sent; a card whose action has come back meanwhile waits again."""
    number = claim.notice.card
    if claim.notice.asks:
        with transaction(sender.engine) as tx:
            change_log.lock(tx, claim.notice.register)  # before its message, as whoever decides of several does
            if claims.settle(tx, claim, NoticeState.DROPPED, sender.clock(), error=decision_requests.DECIDED):
                # The decision may be taken back by now.
                decision_requests.draw_outcome(tx, claim.id, sender.clock())
        return NoticeState.DROPPED
    if number is None or claim.notice.method != Method.POST:
        return _close(sender, claim, NoticeState.DROPPED, None)[0]
    now = sender.clock()
    with transaction(sender.engine) as tx:
        change_log.lock(tx, claim.notice.register)  # or the action could come back without our seeing it
        card = cards.find(tx, number)
        if card.codes and not card.address:
            claims.put_back(tx, claim, NoticeState.WAITING, now, "its action came back", since=claim.doubted_at)
            return NoticeState.WAITING
        claims.settle(tx, claim, NoticeState.DROPPED, now)
    return NoticeState.DROPPED


def _settle(sender: Sender, claim: Claim, channel: object, ts: object, sent: dict[str, Any] | None) -> str:
    """Close the notice as sent and pause its channel.

    For a card, its channel and ts are stored, and it is redrawn if its action changed since it was rendered: with
    the action's other cards, where one of them has moved and says where this one is.
    """
    place = {"channel": str(channel) if channel else None, "ts": str(ts) if ts else None}
    answered = sender.clock()
    with transaction(sender.engine) as tx:
        is_card = claim.notice.card is not None and claim.notice.method == Method.POST
        if is_card or claim.notice.about:
            # Or a change under way would neither be in what was drawn, nor find the card posted to draw it again; and
            # one that decides of several requests in a message holds that message while it wants the next request.
            change_log.lock(tx, claim.notice.register)
        is_ours = claims.settle(tx, claim, NoticeState.SENT, answered, **place)
        if claim.notice.method == Method.POST:
            lane = notices.lane_of(Method.POST, claim.notice.to)
            claims.pause(tx, lane, answered + sender.timing.channel_interval)
        if is_ours and claim.notice.about and decision_requests.is_settled(tx, claim.id):  # meanwhile
            decision_requests.draw_outcome(tx, claim.id, answered)
        number = claim.notice.card
        if is_ours and number is not None and claim.notice.method == Method.POST:
            cards.mark_posted(tx, number, str(channel), str(ts))
            posted, every = cards.with_siblings(tx, number)
            has_moved = any(not one.codes for one in every)
            if has_moved or not _is_as_drawn(sender, tx, claim, (posted, every), sent):
                cards.redraw(tx, [posted.action], sender.clock(), claim.notice.register)
    return NoticeState.SENT


def _is_as_drawn(
    sender: Sender,
    tx: Connection,
    claim: Claim,
    posted: tuple[Card, Sequence[Card]],
    sent: dict[str, Any] | None,
) -> bool:
    """Whether a card that was just posted still matches its action; False when that cannot be told."""
    try:
        with permanent_on_error(claim):
            current = card_as_posted(tx, *posted, sender.clock())
    except Permanent:
        return False  # the card is in Slack all the same; it is the redraw that will fail and be reported
    return sent is not None and current is not None and all(sent.get(part) == current[part] for part in current)
