"""Requests that may take longer than Slack waits: acknowledged within a second, and answered when they are done."""

import contextvars
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from messages import answers
from messages.layout import Message
from slack_api.response_url import answer_at

T = TypeVar("T")

WAIT_SECONDS = 0.8
"""How long an answer is waited for before its request is acknowledged without it."""
MOST_SLOW_ANSWERS = 4
"""How many such requests are worked on at the same time; more wait their turn."""
ANSWER_SECONDS = 10
"""How long handing in a late answer may take."""
WAIT = answers.plain(
    "This takes a moment: the answer follows here. If none has come within a few minutes, please ask again."
)

log = logging.getLogger(__name__)


class SlowAnswers:
    """Threads for requests that may take long. The process finishes what has begun before it ends."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_SLOW_ANSWERS, thread_name_prefix="long")

    def answer(
        self, work: Callable[[], Message], failed: Callable[[Exception], Message], address: str
    ) -> Message:
        """The result of ``work``, if it ends soon; else a message that it takes a moment, and the result is sent later.

        It is sent to ``address``, the request's response_url. An exception that comes soon is raised; for a later one
        what ``failed`` makes of it is sent.
        """
        return self.soon(work, lambda done: _hand_in(done, failed, address)) or WAIT

    def soon(self, work: Callable[[], T], late: Callable[[Future[T]], None]) -> T | None:
        """The result of ``work``, if it ends soon; else None, and ``late`` is called with the future once it has ended.

        An exception that comes soon is raised.
        """
        context = contextvars.copy_context()  # the request's record and its id are the same on that thread
        running = self._threads.submit(context.run, work)
        if not wait([running], WAIT_SECONDS).done:
            running.add_done_callback(lambda done: context.copy().run(late, done))
            return None
        return running.result()


def _hand_in(done: Future[Message], failed: Callable[[Exception], Message], address: str) -> None:
    """Send a late answer, once its work has ended. What was done stays done when it does not arrive: logged."""
    error = done.exception()
    message = failed(error) if isinstance(error, Exception) else done.result()
    problem = answer_at(address, message.text, message.blocks, ANSWER_SECONDS)
    if problem:
        log.warning("a late answer %s", problem)
