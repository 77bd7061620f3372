"""What is logged, and what never is: no words of people, no tokens, no addresses with passwords.

An exception's own words can quote anybody (a database's quote the row), so that only its type and the places it
passed through are written.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from storage.queue import request_id

# What a log line may carry beside its message.
FIELDS = (
    "verb",
    "outcome",
    "ms",
    "notice",
    "kind",
    "tries",
    "job",
    "register",
    "queued",
    "late",
)
_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def to_stderr(*, as_lines: bool, level: int = logging.INFO) -> None:
    """Log from here on: one JSON object a line for machines, or plain lines for people at a terminal."""
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one, Stderr)]:
        root.removeHandler(one)
    handler = Stderr()
    handler.setFormatter(JsonLines() if as_lines else Plain())
    root.addHandler(handler)
    root.setLevel(level)
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


class Stderr(logging.Handler):
    """Writes to what is the standard error at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            print(self.format(record), file=sys.stderr, flush=True)
        except OSError:
            self.handleError(record)


class Plain(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with what it is about after it."""
        about = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        first, *rest = super().format(record).split("\n")
        return "\n".join([f"{first} [{about}]" if about else first, *rest])

    def formatException(self, ei: _Caught) -> str:  # noqa: N802 - the library's name
        """Where it went wrong, without the exception's own words."""
        return "\n".join(f"  {place}" for place in _places(ei))


class JsonLines(logging.Formatter):
    """A line for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object: time (UTC), level, logger, message, the request, and what it is about."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= _fields(record)
        if record.exc_info:
            line["error"] = _places(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    request = request_id.current()
    told: dict[str, object] = {"request": request} if request else {}
    return told | {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}


def _places(caught: _Caught) -> list[str]:
    kind, error, way = caught
    if kind is None:
        return []
    places = [f"{kind.__module__}.{kind.__qualname__}"]
    # The frames are read, not formatted: a source line could hold a secret, its number cannot.
    places += [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(way)]
    cause = error.__cause__ or error.__context__ if error else None
    if cause is not None:
        places += [f"from {place}" for place in _places((type(cause), cause, cause.__traceback__))]
    return places
