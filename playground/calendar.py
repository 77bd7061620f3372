"""Moving the workspace's date: to a named day or a moment, with a callback after each move."""

import threading
from collections.abc import Callable, Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.workspace import Workspace

MORNING = time(10, 0)


class DateControl:
    """The date control. ``on_date(now)`` is called after each move, in the caller's thread and outside every
    lock of the workspace, so that it may itself make the bot call the Web API; moves wait for one another.
    """

    def __init__(
        self,
        workspace: Workspace,
        timezone: str,
        holidays: Container[date],
        on_date: Callable[[datetime], object] | None,
    ) -> None:
        self._ws, self._zone = workspace, ZoneInfo(timezone)
        self._holidays, self._on_date = holidays, on_date
        self._moving = threading.RLock()
        self.busy = False

    def move_to(self, when: datetime) -> datetime:
        """Move the clock forward, call ``on_date``, and return the workspace's new time. Raises ValueError when
        ``when`` has passed.
        """
        with self._moving:
            outermost, self.busy = not self.busy, True
            try:
                now = self._ws.move_to(when)
                if self._on_date is not None:
                    self._on_date(now)
            finally:
                if outermost:
                    self.busy = False
                self._ws.changed()
            return now

    def named(self, name: str) -> datetime:
        """Ten in the morning (local time, returned in UTC) of ``next-working-day``, ``next-monday`` or an ISO date.

        Raises ValueError, as a sentence, for any other word.
        """
        today = self._ws.now().astimezone(self._zone).date()
        day = today + timedelta(days=1)
        if name == "next-working-day":
            while day.weekday() >= 5 or day in self._holidays:
                day += timedelta(days=1)
        elif name == "next-monday":
            while day.weekday() != 0:
                day += timedelta(days=1)
        else:
            try:
                day = date.fromisoformat(name)
            except ValueError as error:
                raise ValueError(f"“{name}” is not a date: write it as YYYY-MM-DD.") from error
        return datetime.combine(day, MORNING, self._zone).astimezone(UTC)
