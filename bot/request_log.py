"""What is logged of each request: what it was, how it ended and how long it took; never what was said."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.commands import VERBS_BY_NAME
from storage.queue.request_id import request_scope

RequestObserver = Callable[[str, str, float], None]
"""Called with the kind of a request, its outcome, and the seconds from its arrival to its answer."""

log = logging.getLogger(__name__)


@dataclass
class _Record:
    """``outcomes`` are words such as refused or failed; ``is_committed`` once something was saved."""

    outcomes: list[str] = field(default_factory=list)
    is_committed: bool = False


_current: ContextVar[_Record | None] = ContextVar("htst_request_record", default=None)


def ignore(verb: str, outcome: str, seconds: float) -> None:
    """Observe nothing."""


def note(outcome: str) -> None:
    """Note, from within a request, an outcome other than that it was done: refused, seen before, failed."""
    record = _current.get()
    if record is not None:
        record.outcomes.append(outcome)


def committed() -> None:
    """Note, from within a request, that what it changes is committed: if something fails now, that is still saved."""
    record = _current.get()
    if record is not None:
        record.is_committed = True


def is_committed() -> bool:
    """Whether the request at hand has committed what it changes."""
    record = _current.get()
    return record is not None and record.is_committed


class LoggedApp(App):
    """A Bolt app that logs each request: HTTP, Socket Mode and catching up all go through ``dispatch``."""

    def __init__(self, observe: RequestObserver, **options: Any) -> None:
        super().__init__(**options)
        self._observe = observe

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a request under an id of its own, which the notices that it causes will carry too."""
        started = time.perf_counter()
        with _recording() as record, request_scope():
            answer: BoltResponse = super().dispatch(req)
            seconds = time.perf_counter() - started
            done = "ok" if answer.status < 400 else f"status {answer.status}"
            outcome = record.outcomes[-1] if record.outcomes else done
            verb = request_kind(req.body)
            log.info("request", extra={"verb": verb, "outcome": outcome, "ms": round(seconds * 1000, 1)})
        self._observe(verb, outcome, seconds)
        return answer


@contextmanager
def _recording() -> Iterator[_Record]:
    record = _Record()
    token = _current.set(record)
    try:
        yield record
    finally:
        _current.reset(token)


def request_kind(body: Mapping[str, Any]) -> str:
    """The kind of a request for logs and metrics, one of a few words: a verb, or what kind of event or press it is."""
    if "command" in body:
        words = str(body.get("text") or "").split()
        if len(words) > 1 and words[0].lower() == "in":  # the register is named, and then what is asked of it
            words = words[2:]
        name = words[0].lower() if words else "help"
        if name in VERBS_BY_NAME:  # a synonym counts as the verb that it stands for
            return VERBS_BY_NAME[name].name
        return "status" if name.lstrip("#")[:1].isdigit() else "other command"
    if body.get("type") == "event_callback":
        event = body.get("event") or {}
        known = {"message": "message", "app_home_opened": "home"}
        return known.get(str(event.get("type")), "other event")
    return {"block_actions": "button", "view_submission": "form"}.get(str(body.get("type")), "other")
