"""The bot's own page in Slack: what is yours, and how to use it."""

from typing import Any

import messages
from storage.actions import registers
from storage.queue import notices
from storage.queue.notices import Method, Notice
from workflow.capture import Context, Request, captured


def opened(context: Context, request: Request) -> None:
    """Have the page drawn for somebody who opened it; it goes out by delivery, like all we say unasked.

    It holds every register the person belongs to, and is queued in the name of the first there is.
    """
    _publish(context, request, {})


def declined(context: Context, request: Request, why: str) -> None:
    """Have the page say why somebody is not let in, in place of all that it may have shown them before."""
    _publish(context, request, {"user_id": request.user, "view": messages.closed_home(why)})


def _publish(context: Context, request: Request, payload: dict[str, Any]) -> None:
    with captured(context, request) as tx:
        first, *_others = registers.of_channel(registers.every(tx), request.channel)
        page = Notice(first.slug, f"home:{request.user}", "home", request.user, Method.PUBLISH, payload=payload)
        notices.queue_again(tx, [page], context.now())
