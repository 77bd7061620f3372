"""What a request passes before its listener: notices from Slack itself are handled, and who is not admitted is refused.

The refusal is shown to that person alone, and nothing is saved.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot import mentions, outsiders, replies
from bot.button_presses import answer_press
from bot.counters import Counters
from bot.forms.about_action import notice_view
from bot.guests import Guests, organisation_of
from bot.request_log import note
from messages.answers import plain
from register.refused import Refused
from slack_api.client import Identity
from workflow.context import AlreadyHandled, Context, Request
from workflow.home import close_home

StartCatchUp = Callable[[], None]
"""Starts the catch-up, which reads from Slack's history what was said and not delivered as events."""

log = logging.getLogger(__name__)


def nowhere() -> None:
    """No catch-up runs."""


class AdmissionCheck(Middleware):
    """A middleware that lets admitted requests pass and answers all others.

    A class, as Bolt calls that with the request alone; for a function it would build all of its thirty arguments.
    """

    def __init__(
        self,
        context: Context,
        us: Identity,
        counters: Counters,
        refused_guests: Guests | None,
        look: StartCatchUp,
    ) -> None:
        self._context, self._us, self._counters = context, us, counters
        self._refused_guests, self._look = refused_guests, look

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        """Call ``next`` for an admitted request; the response to any other."""
        body = req.body
        if _concerns_nobody(body, self._counters, self._look):
            return BoltResponse(status=200, body="")
        refused = self._refused_guests.ids() if self._refused_guests else ()
        reason = outsiders.refusal_reason(body, self._us, refused, partial(organisation_of, self._context))
        if reason is None:
            next()
            return None
        self._counters.add("request", reason)
        note("turned away")
        return _answer(self._context, self._us, body, reason)


def _concerns_nobody(body: Mapping[str, Any], counters: Counters, look: StartCatchUp) -> bool:
    """Whether a request needs no listener; what it does need is done here.

    Slack says once a minute that it leaves events out (``app_rate_limited``, without an event inside and without
    a subscription): the catch-up then reads them from history. ``app_mention`` repeats a message that also comes as a
    ``message`` event, where an app subscribes to both.
    """
    event = body.get("event") or {}
    if "app_rate_limited" in (body.get("type"), event.get("type")):
        minute = body.get("minute_rate_limited") or event.get("minute_rate_limited") or 0
        since = datetime.fromtimestamp(int(minute), UTC)
        log.warning("Slack leaves out events of ours since %s UTC: too many in an hour", f"{since:%H:%M}")
        counters.add("event", "left out by Slack")
        note("left out by Slack")
        look()
        return True
    if event.get("type") == "app_mention":
        note("a message too")
        return True
    return False


def home_request(context: Context, body: Mapping[str, Any]) -> Request:
    """The request that opening the bot's home page is."""
    event = body["event"]
    return Request(f"event:{body['event_id']}", event["user"], event["channel"], context.now(), "home")


def _answer(context: Context, us: Identity, body: Mapping[str, Any], reason: outsiders.Reason) -> BoltResponse:
    sentence = outsiders.SENTENCES[reason]
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
    if body.get("type") == "view_submission":
        inputs = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
        if not inputs:  # a page that only asks whether it is meant: no field to say it at
            return BoltResponse(status=200, body={"response_action": "update", "view": notice_view(sentence)})
        errors = {inputs[0]: sentence}
        return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
    if body.get("response_url"):
        answer_press(body, plain(sentence), replace=False)
    elif reason != outsiders.Reason.OTHER_TEAM:
        with contextlib.suppress(AlreadyHandled, Refused):  # without a register there is nothing to say
            _decline_event(context, us.bot_user_id, body, sentence)
    return BoltResponse(status=200, body="")


def _decline_event(context: Context, bot_user: str, body: Mapping[str, Any], sentence: str) -> None:
    event = body.get("event") or {}
    if event.get("type") not in ("app_home_opened", "message"):
        return  # nobody has said anything
    if event.get("type") != "app_home_opened":
        if not mentions.decline(context, bot_user, event, sentence):
            replies.decline(context, event, sentence, bot_user)
    elif event.get("tab", "home") == "home":
        close_home(context, home_request(context, body), sentence)
