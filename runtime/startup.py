"""What a starting process asks of Slack: who the bot is."""

import http.client
import threading
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from register.refused import Refused, TryLater
from slack_api.client import Identity, SlackClient, is_definite

EXIT_TRY_AGAIN = 75
"""The exit status when the supervisor is to start the process again: the Socket Mode connection is dead, or the
database or Slack cannot be reached at the start.
"""
IDENTIFY_TRIES = 5


def identify(slack: SlackClient, tries: int = IDENTIFY_TRIES) -> Identity:
    """The bot's identity. Raises Refused when Slack does not accept the token, TryLater when it cannot be reached.

    A server error or a proxy's page does not mean that the token is wrong: the call is retried, as when Slack cannot
    be reached.
    """
    reason = ""
    for attempt in range(tries):
        try:
            return slack.identity()
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if is_definite(error.response.status_code, reason):
                raise Refused(f"Slack does not accept the bot token: {reason}.") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        if attempt + 1 < tries:
            threading.Event().wait(0.5 * 2**attempt)
    raise TryLater(f"Slack cannot be reached: {reason}.")
