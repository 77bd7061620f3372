"""What can be seen from outside over HTTP: /healthz, /readyz and /metrics, beside the bot or on their own."""

import contextlib
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from runtime.metrics import Metrics
from runtime.web_server import served
from storage.database import schema

_PLAIN = "text/plain; charset=utf-8"
_THREADS = 2


class Health:
    """A WSGI application that answers the three questions and gives all else to ``inside``."""

    def __init__(self, engine: Engine, metrics: Metrics, inside: WSGIApplication | None = None) -> None:
        self._engine, self._metrics, self._inside = engine, metrics, inside

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
            if path == "/healthz":
                return _answer(start_response, "200 OK", b"alive\n")
            if path == "/readyz":
                trouble = self._trouble()
                status = "503 Service Unavailable" if trouble else "200 OK"
                return _answer(start_response, status, f"{trouble or 'ready'}\n".encode())
            if path == "/metrics":
                return _answer(start_response, "200 OK", self._metrics.text(), CONTENT_TYPE_LATEST)
        if self._inside is None:
            return _answer(start_response, "404 Not Found", b"There is /healthz, /readyz and /metrics.\n")
        return self._inside(environ, start_response)

    def _trouble(self) -> str:
        try:
            if schema.is_current(self._engine):
                return ""
        except SQLAlchemyError:
            return "the database cannot be reached"
        return "the database has another version's tables: run htst migrate"


def _answer(
    start_response: StartResponse, status: str, body: bytes, content_type: str = _PLAIN
) -> Iterable[bytes]:
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [body]


@contextlib.contextmanager
def exposed(health: Health, port: int, host: str = "0.0.0.0") -> Iterator[int]:  # noqa: S104 - to be asked from outside
    """The three questions on a port of their own; gives the port."""
    with served(health, host, port, "HTST_METRICS_PORT", threads=_THREADS) as bound:
        yield bound
