"""One server process of either kind, as the benchmarks start it: ``python -m bench.servers ours|bare URL``."""

import sys
from wsgiref.types import WSGIApplication

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.app import as_wsgi, make_app
from bot.capture import Desk
from bot.counts import Counts
from bot.guests import Guests
from bot.slack import Identity, Slack
from cli.health import Health
from cli.logs import to_stderr
from cli.metrics import Metrics
from cli.processes import listening, now
from storage.database import open_database

SECRET = "benchmark"
TOKEN = "xoxb-benchmark"
IDENTITY = Identity("T0BENCH", "B0BENCH", "U0BENCH")


def bare() -> App:
    """A Bolt app that only acks."""
    who = AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token=TOKEN, bot_user_id="U0BENCH")
    app = App(
        client=WebClient(token=TOKEN),
        signing_secret=SECRET,
        authorize=lambda enterprise_id, team_id, user_id: who,
        process_before_response=True,
    )

    @app.command("/htst")
    def ack_only(ack: Ack) -> None:
        ack("ok")

    return app


def ours(database_url: str) -> WSGIApplication:
    """The bot on that database, with all that stands around it in a deployment: guests, figures, health."""
    engine = open_database(database_url)
    metrics = Metrics(engine, Counts(), now)
    desk, slack = Desk(engine, now, frozenset()), Slack(TOKEN, "http://127.0.0.1:9/api/")
    app = make_app(desk, slack, IDENTITY, SECRET, metrics.counts, metrics.request, Guests(engine))
    return Health(engine, metrics, as_wsgi(app, SECRET, metrics.counts))


def main() -> None:
    """Serve until standard input ends; the port is printed first. Ours logs each request, as it always does."""
    kind, url = sys.argv[1:3]
    if kind == "ours":
        to_stderr(as_lines=True)
    with listening(bare() if kind == "bare" else ours(url), 0, "127.0.0.1") as port:
        print(port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
