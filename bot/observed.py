"""A Bolt app that says of each request what it was, how it ended and how long it took; never what was said."""

import logging
import time
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.commands import VERBS
from bot.ending import of_request
from storage.queue.request_id import dealing_with

Heard = Callable[[str, str, float], None]
"""Hears what a request was, how it ended, and the seconds from its arrival to its answer."""

log = logging.getLogger(__name__)


def nobody(verb: str, outcome: str, seconds: float) -> None:
    """Nobody hears."""


class LoggedApp(App):
    """Every road of requests, HTTP, Socket Mode and catching up, goes through ``dispatch``."""

    def __init__(self, heard: Heard, **how: Any) -> None:
        super().__init__(**how)
        self._heard = heard

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a request under an id of its own, which the notices that it causes will bear too."""
        started = time.perf_counter()
        with of_request() as ending, dealing_with():
            answer: BoltResponse = super().dispatch(req)
            seconds = time.perf_counter() - started
            done = "ok" if answer.status < 400 else f"status {answer.status}"
            outcome = ending.outcomes[-1] if ending.outcomes else done
            verb = asked(req.body)
            log.info("request", extra={"verb": verb, "outcome": outcome, "ms": round(seconds * 1000, 1)})
        self._heard(verb, outcome, seconds)
        return answer


def asked(body: dict[str, Any]) -> str:
    """What a request is, as one of few words: a verb of ours, or the kind of thing Slack tells."""
    if "command" in body:
        words = str(body.get("text") or "").split()
        if len(words) > 1 and words[0].lower() == "in":  # the register is named, and then what is asked of it
            words = words[2:]
        name = words[0].lower() if words else "help"
        return name if name in VERBS else "status" if name.lstrip("#")[:1].isdigit() else "other command"
    if body.get("type") == "event_callback":
        event = body.get("event") or {}
        known = {"message": "message", "app_home_opened": "home"}
        return known.get(str(event.get("type")), "other event")
    return {"block_actions": "button", "view_submission": "form"}.get(str(body.get("type")), "other")
