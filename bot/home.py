"""The bot's own page in Slack: what is yours, and how to use it."""

from typing import Any

from bot import messages
from bot.capture import Desk, Request, captured
from storage import notices, registers
from storage.notices import Method, Notice


def opened(desk: Desk, request: Request) -> None:
    """Have the page drawn for somebody who opened it; it goes out by delivery, like all we say unasked.

    It holds every register the person belongs to, and is queued in the name of the first there is.
    """
    _publish(desk, request, {})


def declined(desk: Desk, request: Request, why: str) -> None:
    """Have the page say why somebody is not let in, in place of all that it may have shown them before."""
    _publish(desk, request, {"user_id": request.user, "view": messages.closed_home(why)})


def _publish(desk: Desk, request: Request, payload: dict[str, Any]) -> None:
    with captured(desk, request) as tx:
        first, *_others = registers.of_channel(registers.every(tx), request.channel)
        page = Notice(first.slug, f"home:{request.user}", "home", request.user, Method.PUBLISH, payload=payload)
        notices.queue_again(tx, [page], desk.now())
