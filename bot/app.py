"""The bot: a table of listeners, and one policy for what is refused, delivered twice or goes wrong."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from wsgiref.types import WSGIApplication

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot import channel_events, commands, form_answers, guests, home, mentions, proposals, replies
from bot.button_presses import BUTTONS, chosen_step
from bot.channel_events import channel_id_changed, membership_changed
from bot.counters import Counters
from bot.form_answers import FormOutcome
from bot.forms import (
    away,
    done,
    exempt,
    lead,
    meeting,
    narrative,
    new_date,
    new_update,
    officer,
    paper,
    post_cards,
    publish,
    reasons,
    round_answers,
    setup,
    snooze,
    update,
    withdraw,
)
from bot.forms.about_action import notice_view
from bot.forms.form import Body, Form
from bot.guests import Guests
from bot.middleware import AdmissionCheck, StartCatchUp, home_request, nowhere
from bot.request_log import LoggedApp, RequestObserver, committed, ignore, is_committed, note, request_kind
from bot.signature import SignatureCheck
from bot.slack_text import channel_name
from bot.slow_answers import SlowAnswers
from messages import answers
from messages.layout import Message
from messages.life_lines import MENU
from messages.mrkdwn import escaped
from register.refused import Refused
from slack_api.client import Identity, SlackClient
from workflow.context import AlreadyHandled, Context, Request
from workflow.home import open_home

T = TypeVar("T")
EventHandler = Callable[[Context, Body], None]
Listener = Callable[[Ack, Body, WebClient], None]

PATH = "/slack/events"
SORRY = (
    "Something went wrong here, and nothing was saved. Please try again; "
    "if it happens again, tell whoever looks after HTST."
)
SAVED_BUT = (
    "Your request was saved, but something went wrong when I tried to show you the result. "
    "There is no need to send it again; `/htst status` shows how things stand."
)

log = logging.getLogger(__name__)


def _message(bot_user: str, context: Context, body: Body) -> None:
    event = body["event"]
    now = event.get("message") if event.get("subtype") == "message_changed" else event
    channel_type = str(event.get("channel_type") or "")
    if now is event and channel_type == "im" and mentions.offer_files(context, event):
        return
    question = mentions.question_in(context, bot_user, event["channel"], now or {}, channel_type)
    if question is None:
        replies.handle_message(context, body["event_id"], event, bot_user)
    elif now is event:  # what was asked once is not asked again by an edit
        mentions.answer(context, event, question)


def _home_opened(context: Context, body: Body) -> None:
    if body["event"].get("tab", "home") == "home":
        open_home(context, home_request(context, body))


def _nothing(context: Context, body: Body) -> None:
    """An event that nobody handles is no fault."""


FORMS: tuple[Form, ...] = (
    update.FORM,
    done.FORM,
    new_date.FORM,
    officer.FORM,
    lead.FORM,
    snooze.FORM,
    exempt.FORM,
    withdraw.FORM,
    reasons.REJECT,
    reasons.REOPEN,
    reasons.REFUSE,
    round_answers.FORM,
    round_answers.ANSWER_ALL,
    meeting.FORM,
    narrative.FORM,
    away.FORM,
    new_update.FORM,
    paper.OFFER,
    paper.PREVIEW,
    post_cards.FORM,
    post_cards.CONFIRM,
    publish.FORM,
    setup.FORM,
    setup.CHANGES,
    setup.SAVE,
)
SHORTCUTS: tuple[tuple[str, Form], ...] = (
    ("import_paper", paper.OFFER),
    ("new_update_anywhere", new_update.FORM),
    ("record_as_update", new_update.FORM),
)
"""What opens a form without a button of ours: by its callback id in the manifest."""


def make_app(
    context: Context,
    slack: SlackClient,
    identity: Identity,
    signing_secret: str,
    counters: Counters | None = None,
    observe: RequestObserver = ignore,
    refused_guests: Guests | None = None,
    look: StartCatchUp = nowhere,
) -> App:
    """A Bolt app with every listener in place. It calls Slack only to open a form and to answer a press.

    ``counters`` counts what is refused, repeated or goes wrong; ``refused_guests`` are the workspace's guests, where
    they are not let in (None: guests are let in); ``look`` starts the catch-up when Slack says that it left out events.
    The transaction is committed before the acknowledgement: what was acknowledged is saved, and what failed is answered
    so that Slack delivers it again.
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
        observe,
        name="htst",
        client=slack.client,
        signing_secret=signing_secret,
        authorize=lambda enterprise_id, team_id, user_id: who,
        process_before_response=True,
        attaching_function_token_enabled=False,  # of custom steps in workflows, which we have none of
        logger=quiet,
    )
    counters = counters or Counters()
    in_requests = replace(context, committed=committed, refuses_guests=refused_guests is not None)
    _listen(app, in_requests, identity, counters, refused_guests, look)
    return app


def _listen(
    app: App,
    context: Context,
    identity: Identity,
    counters: Counters,
    refused_guests: Guests | None,
    look: StartCatchUp,
) -> None:
    app.use(AdmissionCheck(context, identity, counters, refused_guests, look))
    slow_answers = SlowAnswers()
    opened = {form.name: _form_opened(context, form) for form in FORMS}
    every_press = BUTTONS | home.PRESSES | proposals.PRESSES
    pressed = {name: _pressed(context, press) for name, press in every_press.items()} | opened
    submitted = {form.name: _form_submitted(context, form, counters, slow_answers) for form in FORMS}
    shortcuts = {callback_id: opened[form.name] for callback_id, form in SHORTCUTS}
    events = event_handlers(identity.bot_user_id, refused_guests, look)
    # One listener for each kind of request, which looks up by name what to do. With a listener for each name, Bolt
    # would run the matchers of about a hundred in turn, and build thirty arguments for each. What is in no table is
    # answered with 404.
    app.command("/htst")(_command(context, counters, slow_answers))
    app.event(re.compile(".*"))(_event(context, events, counters))
    app.action(_any_of(pressed))(_by_name(pressed, lambda body: body["actions"][0]["action_id"]))
    app.action(round_answers.FIELD_NAMES)(_entered(context))
    app.action(re.compile(f"^{MENU}"))(_chosen(pressed))
    app.view(_any_of(submitted))(_by_name(submitted, lambda body: body["view"]["callback_id"]))
    app.shortcut(_any_of(shortcuts))(_by_name(shortcuts, lambda body: body["callback_id"]))
    app.error(_went_wrong(counters))


def event_handlers(bot_user: str, refused_guests: Guests | None, look: StartCatchUp) -> dict[str, EventHandler]:
    """What each event is handled by, by its type: the manifest (config/manifest.json) subscribes to all of them."""
    return {
        "app_home_opened": _home_opened,
        "message": partial(_message, bot_user),
        **dict.fromkeys(("team_join", "user_change"), partial(_person_changed, refused_guests)),
        **dict.fromkeys(("member_joined_channel", "member_left_channel"), membership_changed),
        **dict.fromkeys(channel_events.CHANNEL_EVENTS, channel_events.channel_changed),
        "channel_id_changed": partial(channel_id_changed, look),
    }


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\A(?:{'|'.join(map(re.escape, names))})\Z")


def _by_name(listeners: Mapping[str, Listener], name_of: Callable[[Body], str]) -> Listener:
    def listener(ack: Ack, body: Body, client: WebClient) -> None:
        listeners[name_of(body)](ack, body, client)

    return listener


def as_wsgi(app: App, signing_secret: str, counters: Counters) -> WSGIApplication:
    """The app for a WSGI server with threads, behind the check that a request is Slack's own."""
    return SignatureCheck(SlackRequestHandler(app, PATH), PATH, signing_secret, counters)


def take(app: App, body: Mapping[str, Any]) -> bool:
    """Dispatch an event that did not come from Slack itself (the catch-up's) in the same way as one that did.

    True when it has been handled, now or before.
    """
    response: BoltResponse = app.dispatch(BoltRequest(body=dict(body), mode="socket_mode"))
    return bool(response.status == 200)


def _attempt(handle: Callable[[], T]) -> T | Refused | None:
    """The result of a request, its refusal, or None when it was delivered before; noted for the log."""
    try:
        return handle()
    except Refused as refused:
        note("refused")
        return refused
    except AlreadyHandled:
        note("seen before")
        return None


def _command(context: Context, counters: Counters, slow_answers: SlowAnswers) -> Callable[..., BoltResponse]:
    def command(body: Body) -> BoltResponse:
        request = Request(
            key=f"trigger:{body['trigger_id']}",
            user=body["user_id"],
            channel=body["channel_id"],
            at=context.now(),
            source="command",
            channel_name=channel_name(body.get("channel_name")),
        )

        def work() -> Message:
            answer = _attempt(lambda: commands.answer(context, request, body.get("text") or ""))
            if isinstance(answer, Refused):
                return proposals.refusal(answer)
            return answer or answers.plain("That has already been done.")

        def failed(error: Exception) -> Message:
            return answers.plain(_noted(counters, "command", error))

        takes_long = request_kind(body) in commands.SLOW_VERBS and body.get("response_url")
        message = slow_answers.answer(work, failed, body["response_url"]) if takes_long else work()
        return BoltResponse(status=200, body={"response_type": "ephemeral", **message.arguments})

    return command


def _event(context: Context, handlers: Mapping[str, EventHandler], counters: Counters) -> Callable[..., None]:
    def event(body: Body) -> None:
        handle = handlers.get(body["event"]["type"], _nothing)

        def done() -> bool:
            handle(context, body)
            return True

        outcome = _attempt(done)
        if outcome is None:
            counters.add("event", "seen before")
        elif isinstance(outcome, Refused):
            log.info("an event was refused")  # not with its sentence, which may repeat people's words

    return event


def _person_changed(refused_guests: Guests | None, context: Context, body: Body) -> None:
    guests.handle_person_changed(context, refused_guests, body)


def _form_opened(context: Context, form: Form) -> Listener:
    def form_opened(ack: Ack, body: Body, client: WebClient) -> None:
        view = _attempt(lambda: form.open(context, body))
        if isinstance(view, Refused) and body.get("type") == "shortcut":  # it has nowhere else to be answered
            view = notice_view(escaped(str(view)))
        if isinstance(view, Refused):
            home.answer(context, body, answers.refusal(str(view)), replace=False)
        elif view is not None:
            client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    return form_opened


def _entered(context: Context) -> Callable[..., None]:
    def entered(ack: Ack, body: Body) -> None:
        round_answers.entered(context, body)
        ack()

    return entered


def _form_submitted(context: Context, form: Form, counters: Counters, slow_answers: SlowAnswers) -> Listener:
    def form_submitted(ack: Ack, body: Body, client: WebClient) -> None:
        began = context.now()

        def work() -> FormOutcome:
            return (_attempt(lambda: form.submit(context, body)),)

        if form.takes_long:
            failed = partial(_noted, counters, "view_submission")
            outcome = slow_answers.soon(
                work, lambda done: form_answers.tell_late(context, body, began, done, failed, client)
            )
        else:
            outcome = work()
        if outcome is None:
            ack(response_action="update", view=notice_view(form_answers.FORM_WAIT))
        else:
            form_answers.acknowledge(context, form, body, began, outcome, ack)

    return form_submitted


def _pressed(context: Context, press: Callable[[Context, Body], Message | None]) -> Listener:
    def pressed(ack: Ack, body: Body, client: WebClient) -> None:
        answer = _attempt(lambda: press(context, body))
        ack()
        if isinstance(answer, Refused):
            home.answer(context, body, proposals.refusal(answer), replace=False)
        elif answer is not None:
            home.answer(context, body, answer)

    return pressed


def _chosen(steps: Mapping[str, Listener]) -> Listener:
    """A step that was chosen in an action's menu: handled as if its own button were pressed."""

    def chosen(ack: Ack, body: Body, client: WebClient) -> None:
        (choice,) = body["actions"]
        step, about = chosen_step(choice["action_id"], choice["selected_option"]["value"])
        body = {**body, "actions": [choice | {"type": "button", "action_id": step, "value": about}]}
        steps[step](ack, body, client)

    return chosen


def _noted(counters: Counters, kind: str, error: Exception) -> str:
    """Count and log an unexpected error; return what the person is told of it."""
    counters.add("request", "failed")
    note("failed")
    # The stack is logged, the request is not: it holds people's words.
    what = "was saved, and then its answer failed" if is_committed() else "failed: nothing was saved"
    log.error("a %s request %s", kind, what, exc_info=error)
    return SAVED_BUT if is_committed() else SORRY


def _went_wrong(counters: Counters) -> Callable[..., BoltResponse | None]:
    def went_wrong(error: Exception, body: Body) -> BoltResponse | None:
        text = _noted(counters, body.get("type") or "command", error)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        return BoltResponse(status=200 if is_committed() else 500, body="")

    return went_wrong
