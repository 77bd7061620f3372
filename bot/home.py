"""The bot's own page in Slack: what is yours, and how to use it."""

from bot.capture import Desk, Request, captured
from storage import notices, registers
from storage.notices import Method, Notice


def opened(desk: Desk, request: Request) -> None:
    """Have the page drawn for somebody who opened it; it goes out by delivery, like all we say unasked.

    It holds every register the person belongs to, and is queued in the name of the first there is.
    """
    with captured(desk, request) as tx:
        first, *_others = registers.of_channel(registers.every(tx), request.channel)
        page = Notice(first.slug, f"home:{request.user}", "home", request.user, Method.PUBLISH)
        notices.queue_again(tx, [page], desk.now())
