"""The bot as the benchmarks start it: ``python -m bench.bot_server SECRET URL``."""

import sys
from wsgiref.types import WSGIApplication

from runtime.loading import freeze_loaded_objects, modules_loading

with modules_loading():
    from bot.app import as_wsgi, make_app
    from bot.counters import Counters
    from bot.guests import Guests
    from runtime.bot_process import listening
    from runtime.health import Health
    from runtime.logs import log_to_stderr
    from runtime.metrics import Metrics
    from runtime.monitoring import now
    from slack_api.client import Identity, SlackClient
    from storage.database.engine import open_database
    from workflow.context import Context

TOKEN = "xoxb-benchmark"
IDENTITY = Identity("T0BENCH", "B0BENCH", "U0BENCH")


def bot_application(secret: str, database_url: str) -> WSGIApplication:
    """The bot on that database, with what a deployment has around it: guests, metrics, health."""
    engine = open_database(database_url)
    metrics = Metrics(engine, Counters(), now)
    context, slack = Context(engine, now), SlackClient(TOKEN, "http://127.0.0.1:9/api/")
    app = make_app(context, slack, IDENTITY, secret, metrics.counts, metrics.request, Guests(engine))
    return Health(engine, metrics, as_wsgi(app, secret, metrics.counts))


def main() -> None:
    """Serve on a free port until standard input ends; the port is printed first. It logs as in a deployment."""
    secret, url = sys.argv[1:3]
    log_to_stderr(as_json=True)
    with listening(bot_application(secret, url), 0, "127.0.0.1") as port:
        freeze_loaded_objects()
        print(port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
