"""The bot's own page in Slack, drawn for somebody who opened it."""

from typing import Any

from messages.home import closed_home
from storage.actions import registers
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, one_transaction


def open_home(context: Context, request: Request) -> None:
    """Have the page drawn for somebody who opened it; it goes out by delivery, like all we say unasked.

    It holds every register the person belongs to, and is queued in the name of the first there is.
    """
    _publish(context, request, {})


def close_home(context: Context, request: Request, reason: str) -> None:
    """Have the page say why somebody is not let in, in place of all that it may have shown them before."""
    _publish(context, request, {"user_id": request.user, "view": closed_home(reason)})


def _publish(context: Context, request: Request, payload: dict[str, Any]) -> None:
    with one_transaction(context, request) as tx:
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
