"""The bot's own page in Slack: what is yours, and how to use it."""

from bot.capture import Desk, Request, captured
from storage import notices, registers
from storage.notices import Method, Notice


def opened(desk: Desk, request: Request) -> None:
    """Have the page drawn for somebody who opened it; it goes out by delivery, like all we say unasked."""
    with captured(desk, request) as tx:
        register = registers.of_channel(tx, request.channel)
        key = f"home:{register.slug}:{request.user}"
        page = Notice(register.slug, key, "home", request.user, Method.PUBLISH)
        notices.queue_again(tx, page, desk.now())
