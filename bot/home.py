"""The bot's home page: what is chosen there is shown, and presses on it are answered there."""

from bot.button_presses import answer_press, is_for_one_person, press_request
from bot.forms.form import Body
from messages.layout import Message
from storage.database.engine import reading
from storage.queue import notices
from workflow.context import Context
from workflow.home import choose, tell_at_home


def is_home(body: Body) -> bool:
    """Whether a press was on the home page, which has no address to answer at."""
    return (body.get("view") or {}).get("type") == "home"


def answer(context: Context, body: Body, message: Message, *, replace: bool = True) -> None:
    """Answer a press, for its person only: on the home page at its top, else beside or in place of the message.

    With ``replace`` the answer may take the place of a message that only this person sees; one that asked them to
    decide is drawn again by itself.
    """
    if is_home(body):
        tell_at_home(context, press_request(body, context.now()), message)
    else:
        may_replace = replace and is_for_one_person(body) and not _is_drawn_again(context, body)
        answer_press(body, message, replace=may_replace)


def _is_drawn_again(context: Context, body: Body) -> bool:
    place = body.get("container") or {}
    with reading(context.engine) as tx:
        notice = notices.of_message(tx, str(place.get("channel_id")), str(place.get("message_ts")))
    return notice is not None and bool(notice.about)


def choose_actions(context: Context, body: Body) -> None:
    """Show other actions."""
    choose(context, press_request(body, context.now()), shown=_chosen(body))


def choose_register(context: Context, body: Body) -> None:
    """Show another register, or each."""
    choose(context, press_request(body, context.now()), register=_chosen(body).strip("-"), shown="")


def turn_page(context: Context, body: Body) -> None:
    """Show the page before or after."""
    choose(context, press_request(body, context.now()), first=int(body["actions"][0]["value"]))


def _chosen(body: Body) -> str:
    return str(body["actions"][0]["selected_option"]["value"])


PRESSES = {
    "home_shown": choose_actions,
    "home_register": choose_register,
    "home_before": turn_page,
    "home_next": turn_page,
}
"""What each menu and button of the page does that is about no action: by its action id."""
