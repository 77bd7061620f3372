"""A Bolt app that only acks, behind a server like ours and nothing else: ``python -m bench.bare_bolt SECRET``."""

import sys
import threading

import waitress.server
from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

THREADS = 8
"""As many as ours has for commands."""


def main(secret: str) -> None:
    """Serve on a free port until standard input ends; the port is printed first."""
    who = AuthorizeResult(
        enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-benchmark", bot_user_id="U0BENCH"
    )
    app = App(
        client=WebClient(token="xoxb-benchmark"),
        signing_secret=secret,
        authorize=lambda enterprise_id, team_id, user_id: who,
        process_before_response=True,
    )

    @app.command("/htst")
    def ack_only(ack: Ack) -> None:
        ack("ok")

    inside = SlackRequestHandler(app, "/slack/events")
    server = waitress.server.create_server(
        inside, host="127.0.0.1", port=0, threads=THREADS, asyncore_use_poll=True
    )
    threading.Thread(target=server.run, daemon=True).start()
    print(server.effective_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
