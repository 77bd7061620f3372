"""The bot: which listener hears what, and what people see when something goes wrong."""

import contextlib
import http.client
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any
from wsgiref.types import WSGIApplication

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

import messages
from bot import admission, buttons, commands, guests, home, modals, replies
from bot.counters import Counters
from bot.ending import has_saved, note
from bot.guests import Guests
from bot.observed import Heard, LoggedApp, nobody
from bot.signature import SignatureCheck
from register.refused import Refused
from slack_api.client import Identity, SlackClient
from workflow.capture import AlreadyHandled, Context, Request

PATH = "/slack/events"
SORRY = (
    "Something went wrong here, and nothing was saved. Please try again; "
    "if it happens again, tell whoever looks after HTST."
)

SAVED_BUT = (
    "Your request was saved, but something went wrong when I wanted to show you the result. "
    "There is no need to send it again; `/htst status` shows how things stand."
)
TELL_SECONDS = 2
"""How long an answer to a press may take: the acknowledgement waits for it, and Slack waits three seconds."""

log = logging.getLogger(__name__)


def make_app(
    context: Context,
    slack: SlackClient,
    identity: Identity,
    signing_secret: str,
    counts: Counters | None = None,
    heard: Heard = nobody,
    refused_guests: Guests | None = None,
) -> App:
    """A Bolt app with every listener in place. It calls Slack only to open a form and to answer a press.

    ``counts`` hears of what is refused, repeated or goes wrong; ``refused_guests`` are those of the workspace's
    guests who are not let in (None: guests are let in). The short transaction comes first and the
    acknowledgement after it: what was acknowledged is saved, and what failed is answered so that Slack delivers
    it again.
    """
    quiet = logging.getLogger("bot.bolt")
    quiet.setLevel(logging.ERROR)  # at INFO, Bolt logs the bodies of badly signed requests: people's words
    who = AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team_id,
        bot_token=slack.client.token,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user_id,
    )
    app = LoggedApp(
        heard,
        name="htst",
        client=slack.client,
        signing_secret=signing_secret,
        authorize=lambda enterprise_id, team_id, user_id: who,
        process_before_response=True,
        logger=quiet,
    )
    counted = counts or Counters()
    app.use(_admitted(context, identity, counted, refused_guests))
    app.command("/htst")(_command(context))
    app.event("message")(_message(context, counted))
    app.event("app_home_opened")(_home_opened(context))
    app.action("update")(_update_pressed(context))
    app.action("not_an_update")(_take_back_pressed(context))
    app.view("update")(_update_sent(context))
    if refused_guests:
        app.event("team_join")(_person_told(context, refused_guests))
        app.event("user_change")(_person_told(context, refused_guests))
    app.event(re.compile(".*"))(_nothing)  # a mention came as a message too; what nobody listens to is no fault
    app.error(_went_wrong(counted))
    return app


def as_wsgi(app: App, signing_secret: str, counts: Counters) -> WSGIApplication:
    """The app for a WSGI server with threads, behind the door that only Slack's own requests pass."""
    return SignatureCheck(SlackRequestHandler(app, PATH), PATH, signing_secret, counts)


def take(app: App, body: Mapping[str, Any]) -> bool:
    """Give the app an event that did not come over the wire, on the very road of those that do.

    True when it has been dealt with, as it also is when it had been here before.
    """
    response: BoltResponse = app.dispatch(BoltRequest(body=dict(body), mode="socket_mode"))
    return bool(response.status == 200)


def _admitted(
    context: Context, us: Identity, counts: Counters, refused_guests: Guests | None
) -> Callable[..., BoltResponse | None]:
    def admitted(
        body: dict[str, Any],
        next: Callable[[], None],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        reason = admission.trouble(body, us, refused_guests.ids() if refused_guests else ())
        if reason is None:
            next()
            return None
        counts.add("request", reason)
        note("turned away")
        sentence = admission.SENTENCES[reason]
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        if body.get("type") == "view_submission":
            inputs = [one["block_id"] for one in body["view"]["blocks"] if one["type"] == "input"]
            errors = dict.fromkeys(inputs[:1], sentence)
            return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
        if body.get("response_url"):
            _tell(body, sentence, replace=False)
        elif reason != admission.Reason.OTHER_TEAM:
            with contextlib.suppress(AlreadyHandled, Refused):  # without a register there is nothing to say
                _declined(context, body, sentence)
        return BoltResponse(status=200, body="")

    return admitted


def _declined(context: Context, body: dict[str, Any], why: str) -> None:
    event = body.get("event") or {}
    if event.get("type") != "app_home_opened":
        replies.declined(context, event, why)
    elif event.get("tab", "home") == "home":
        home.declined(context, _opening(context, body), why)


def _opening(context: Context, body: dict[str, Any]) -> Request:
    event = body["event"]
    return Request(f"event:{body['event_id']}", event["user"], event["channel"], context.now(), "home")


def _command(context: Context) -> Callable[..., None]:
    def command(ack: Ack, body: dict[str, Any]) -> None:
        request = Request(
            key=f"trigger:{body['trigger_id']}",
            user=body["user_id"],
            channel=body["channel_id"],
            at=context.now(),
            source="command",
            channel_name=body.get("channel_name", ""),
        )
        try:
            said = commands.answer(context, request, body.get("text") or "")
        except Refused as refused:
            note("refused")
            said = messages.refusal(str(refused))
        except AlreadyHandled:
            note("seen before")
            said = messages.plain("That is done already.")
        ack(response_type="ephemeral", text=said.text, blocks=list(said.blocks))

    return command


def _message(context: Context, counts: Counters) -> Callable[..., None]:
    def message(body: dict[str, Any], event: dict[str, Any]) -> None:
        try:
            replies.heard(context, body["event_id"], event)
        except AlreadyHandled:
            counts.add("event", "seen before")
            note("seen before")

    return message


def _home_opened(context: Context) -> Callable[..., None]:
    def home_opened(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event.get("tab", "home") != "home":
            return
        try:
            home.opened(context, _opening(context, body))
        except AlreadyHandled:
            note("seen before")
        except Refused as refused:
            log.info("no home page: %s", refused)
            note("refused")

    return home_opened


def _person_told(context: Context, refused_guests: Guests) -> Callable[..., None]:
    def person_told(body: dict[str, Any], event: dict[str, Any]) -> None:
        try:
            guests.heard(context, refused_guests, body["event_id"], event)
        except AlreadyHandled:
            note("seen before")

    return person_told


def _update_pressed(context: Context) -> Callable[..., None]:
    def update_pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        try:
            form = buttons.update_form(context, body)
        except Refused as refused:
            _tell(body, str(refused), replace=False)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=form)
        ack()

    return update_pressed


def _take_back_pressed(context: Context) -> Callable[..., None]:
    def take_back_pressed(ack: Ack, body: dict[str, Any]) -> None:
        try:
            said = buttons.not_an_update(context, body)
        except Refused as refused:
            said = str(refused)
        except AlreadyHandled:
            note("seen before")
            said = ""
        ack()
        if said:
            _tell(body, said, replace=True)

    return take_back_pressed


def _update_sent(context: Context) -> Callable[..., None]:
    def update_sent(ack: Ack, body: dict[str, Any]) -> None:
        try:
            complaints = modals.update_sent(context, body)
        except AlreadyHandled:
            complaints = {}
        if complaints:
            ack(response_action="errors", errors=complaints)
        else:
            ack()

    return update_sent


def _tell(body: Mapping[str, Any], words: str, *, replace: bool) -> None:
    """Answer a press, for its person only. What was done stays done when the answer does not arrive: logged."""
    address = body.get("response_url")
    if not address:  # a press on the home page has none
        log.info("there is nowhere to answer a press")
        return
    try:
        slack = WebhookClient(address, timeout=TELL_SECONDS, retry_handlers=[])
        answer = slack.send(text=words, response_type="ephemeral", replace_original=replace)
    except (OSError, http.client.HTTPException) as error:
        log.warning("the answer to a press may not have arrived: %s", type(error).__name__)
        return
    if answer.status_code != 200:
        log.warning("the answer to a press was not taken: status %s", answer.status_code)


def _nothing() -> None:
    """Heard, and answered elsewhere."""


def _went_wrong(counts: Counters) -> Callable[..., BoltResponse | None]:
    def went_wrong(error: Exception, body: dict[str, Any]) -> BoltResponse | None:
        kind = body.get("type") or "command"
        counts.add("request", "failed")
        note("failed")
        # The stack is logged, the request is not: it holds people's words.
        what = "was saved, and then its answer failed" if has_saved() else "failed: nothing was saved"
        log.error("a %s request %s", kind, what, exc_info=error)
        if "command" in body:
            text = SAVED_BUT if has_saved() else SORRY
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        return BoltResponse(status=200 if has_saved() else 500, body="")

    return went_wrong
