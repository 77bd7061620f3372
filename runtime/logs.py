"""Logging to standard error, without people's words, tokens, or addresses with passwords.

An exception's message can quote people's words (a database error quotes the row), so that only its type and the
source lines of its traceback are written.
"""

import errno
import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from storage.queue import request_id

# The extra fields that a log line may have in addition to its message.
LOG_FIELDS = (
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
    "through",
    "people",
    "keys",
    "versions",
    "absences",
    "drafts",
)
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def log_to_stderr(*, as_json: bool, level: int = logging.INFO) -> None:
    """Configure the root logger: one JSON object per line (``as_json``), or plain lines for a terminal."""
    root = logging.getLogger()
    for previous in [one for one in root.handlers if isinstance(one, StderrHandler)]:
        root.removeHandler(previous)
    handler = StderrHandler(in_journal=as_json and _is_journal())
    handler.setFormatter(JsonFormatter() if as_json else PlainFormatter())
    root.addHandler(handler)
    root.setLevel(level)
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of each request that waits for a thread; those that wait too long are counted (runtime.http_queues).
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # Whoever makes a call logs its failure; slack_sdk would log it once more, with what Slack answered.
    logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)


_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


# The priorities of syslog, by the least level of each.
_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (0, 7))


def _is_journal() -> bool:
    """Whether standard error leads to systemd's journal: it names the file in the environment (systemd.exec)."""
    try:
        there = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):  # closed, or replaced by what is no file
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"


class StderrHandler(logging.Handler):
    """Writes to the current ``sys.stderr``, which can be replaced while the process runs.

    ``in_journal``: a line begins with its priority, which systemd's journal takes off and ``journalctl -p`` picks by.
    """

    def __init__(self, *, in_journal: bool = False) -> None:
        super().__init__()
        self._in_journal = in_journal

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        priority = next(number for level, number in _PRIORITIES if record.levelno >= level)
        try:
            sys.stderr.write(f"{f'<{priority}>' if self._in_journal else ''}{self.format(record)}\n")
            sys.stderr.flush()
        except OSError:
            self.handleError(record)


class PlainFormatter(logging.Formatter):
    """Formats a line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its extra fields after the first line."""
        about = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        first, *rest = super().format(record).split("\n")
        return "\n".join([f"{first} [{about}]" if about else first, *rest])

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the library's name
        """The files and lines of the traceback, without the exception's message."""
        return "\n".join(f"  {place}" for place in _places(ei))


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object: time (UTC), level, logger, message, request id, and the extra fields."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= _fields(record)
        if record.exc_info:
            line["error"] = _places(record.exc_info)
        return _encode(line)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    request = request_id.current()
    fields: dict[str, object] = {"request": request} if request else {}
    given = record.__dict__
    return fields | {name: given[name] for name in LOG_FIELDS if name in given}


def _places(caught: _ExcInfo) -> list[str]:
    kind, error, trace = caught
    if kind is None:
        return []
    # The name of the error, such as SQLITE_FULL or ENOSPC, quotes nobody.
    number = getattr(error, "errno", None)
    name = getattr(error, "sqlite_errorname", None) or errno.errorcode.get(
        number if isinstance(number, int) else 0
    )
    places = [f"{kind.__module__}.{kind.__qualname__}{f' {name}' if name else ''}"]
    # File, line number and function only: the text of a source line could contain a secret.
    places += [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    cause = error.__cause__ or error.__context__ if error else None
    if cause is not None:
        places += [f"from {place}" for place in _places((type(cause), cause, cause.__traceback__))]
    return places
