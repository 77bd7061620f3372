"""Two queues with threads of their own before the bot: a burst of events never keeps a person waiting."""

from typing import Any

from waitress.task import ThreadedTaskDispatcher

EVENT_THREADS = 6
"""Events at work at once. Together with the other lane within the database's pool of connections."""
ANSWER_THREADS = 8
"""Commands, presses and forms at work at once: each has a person waiting and three seconds."""


class Lanes:
    """What the web server hands its requests to: those of Slack's events go one way, all others another.

    Events come as JSON, whatever a person waits for as a form. An event that waits too long comes again from
    Slack, and is then found to be recorded; a person who waits too long sees an error.
    """

    def __init__(self) -> None:
        self._events, self._answers = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._events.set_thread_count(EVENT_THREADS)
        self._answers.set_thread_count(ANSWER_THREADS)

    def add_task(self, task: Any) -> None:
        """Queue a connection whose next request has arrived."""
        kind = task.requests[0].headers.get("CONTENT_TYPE", "") if task.requests else ""
        lane = self._events if kind.startswith("application/json") else self._answers
        lane.add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """Let the requests in hand end within ``timeout`` seconds a lane; True if what waited was sent away."""
        answers = self._answers.shutdown(cancel_pending, timeout)
        events = self._events.shutdown(cancel_pending, timeout)
        return bool(answers and events)
