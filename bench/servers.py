"""One server process of either kind, as the benchmarks start it: ``python -m bench.servers ours|bare URL``."""

import logging
import sys

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.app import as_wsgi, make_app
from bot.capture import Desk
from bot.counts import Counts
from bot.slack import Identity, Slack
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


def ours(database_url: str) -> App:
    """The bot on that database."""
    desk = Desk(open_database(database_url), now, frozenset())
    return make_app(desk, Slack(TOKEN, "http://127.0.0.1:9/api/"), IDENTITY, SECRET)


def main() -> None:
    """Serve until standard input ends; the port is printed first."""
    logging.disable(logging.WARNING)
    kind, url = sys.argv[1:3]
    application = bare() if kind == "bare" else as_wsgi(ours(url), SECRET, Counts())
    with listening(application, 0, "127.0.0.1") as port:
        print(port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
