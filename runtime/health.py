"""The HTTP endpoints /healthz, /readyz and /metrics, in front of the bot or on a port of their own."""

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
    """A WSGI application that answers the three endpoints and passes all other requests to ``inside``."""

    def __init__(self, engine: Engine, metrics: Metrics, inside: WSGIApplication | None = None) -> None:
        self._engine, self._metrics, self._inside = engine, metrics, inside

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") in ("GET", "HEAD"):
            if path == "/healthz":
                return _answer(start_response, "200 OK", b"alive\n")
            if path == "/readyz":
                problem = self._problem()
                status = "503 Service Unavailable" if problem else "200 OK"
                return _answer(start_response, status, f"{problem or 'ready'}\n".encode())
            if path == "/metrics":
                return _answer(start_response, "200 OK", self._metrics.text(), CONTENT_TYPE_LATEST)
        if self._inside is None:
            return _answer(start_response, "404 Not Found", b"There is /healthz, /readyz and /metrics.\n")
        return self._inside(environ, start_response)

    def _problem(self) -> str:
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
def health_server(health: Health, host: str, port: int) -> Iterator[int]:
    """Serve the endpoints on a port of their own while the block lasts; yields the port."""
    with served(health, host, port, "HTST_METRICS_PORT", threads=_THREADS) as bound:
        yield bound
