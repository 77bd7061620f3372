"""The coming meeting whose paper is asked about, and its requests for updates, which are drawn again once answered."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from register.register import Register
from storage.actions import papers, published
from storage.queue import decision_requests
from workflow.decision_requests import ANSWERS, redraw_requests_of_meeting
from workflow.round_rows import missing_refs


def coming_round(tx: Connection, register: Register, today: date) -> date | None:
    """The next meeting that the settings know and that has no paper yet; None when there is none."""
    return _first_without_paper(tx, register, _coming(register, today))


def has_paper(tx: Connection, register: Register, meeting: date) -> bool:
    """Whether the paper of a meeting was published here, or one was read that speaks of its day."""
    ours = published.of_meeting(tx, register.slug, meeting)
    read = papers.latest(tx, register.slug, meeting)
    return (ours is not None and not ours.is_notice) or (read is not None and read.as_at == meeting)


def redraw_round_requests(tx: Connection, register: Register, now: datetime) -> None:
    """Draw again what asks for updates for the coming meeting's paper, where all of it is answered by now (UTC), or no
    longer is. Every operation that records or takes back something about an action calls this: mostly there is no such
    request, which one indexed query finds.
    """
    coming = _coming(register, register.today(now))
    requests = decision_requests.find(tx, [decision_requests.of_meeting(register.slug, on) for on in coming])
    if not any(one.asks.startswith(ANSWERS) for one in requests):
        return
    meeting = _first_without_paper(tx, register, coming)
    if meeting is not None:
        redraw_with_answers(tx, register, meeting, now)


def redraw_with_answers(tx: Connection, register: Register, meeting: date, now: datetime) -> None:
    """Draw again all that is asked for a meeting, also for updates: it is looked up who has still to answer."""
    redraw_requests_of_meeting(
        tx, register, meeting, now, lambda whom: missing_refs(tx, register, meeting, whom, 1)[0]
    )


def _coming(register: Register, today: date) -> list[date]:
    return sorted(one.on for one in register.meetings.meetings if one.on >= today)


def _first_without_paper(tx: Connection, register: Register, coming: Iterable[date]) -> date | None:
    return next((on for on in coming if not has_paper(tx, register, on)), None)
