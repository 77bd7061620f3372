"""The form for an update to an action that is still to be named: from anywhere, and with the words of a message."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.button_presses import press_request
from bot.forms.about_action import complaint, form_request, plain_form
from bot.forms.form import Body, Form
from bot.forms.inputs import choice_of, line_input, select_input, text_input, text_of
from bot.slack_text import words_of
from messages.layout import context as small
from messages.lines import named
from messages.links import permalink
from messages.mrkdwn import escaped, person
from register.action import Action
from register.own_actions import whose
from register.phrases import shortened
from register.refused import Refused
from register.register import Register
from register.words.queries import Query, State
from register.words.typed_refs import RefIndex
from storage.actions import actions, registers
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading
from storage.intake import workspaces
from storage.queue import cards
from workflow.context import Context, Request
from workflow.updates import record_updates

_MOST = 100
"""Actions in the menu; any other is typed."""
_HINT = (
    "Recorded under your name. Papers are public: leave out children's names, addresses and telephone numbers."
)


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for a press, whose value is a register's slug; for a shortcut from anywhere; or for one on a message,
    whose words it then holds. Raises Refused where there is no register.
    """
    request = press_request(body, context.now())
    slug = str((body.get("actions") or [{}])[0].get("value") or "")
    message = body.get("message") or {}
    with reading(context.engine) as tx:
        known = [one for one in registers.every(tx) if slug in ("", one.slug)]
        known = list(registers.of_channel(known, request.channel, request.channel_name))
        mine = [one for register in known for one in _own(tx, context, request, register)]
        source = _link(tx, request, message)
        card = cards.of_thread(tx, request.channel, str(message.get("thread_ts") or message.get("ts") or ""))
    fields = []
    if mine:
        options = [(_value(one), f"{one.ref}: {shortened(one.defined, 60)}") for one in mine[:_MOST]]
        meant = f"{card.register}:{card.ref}" if card else ""
        fields.append(select_input("action", "Which of your actions?", options, "Choose one", value=meant))
    if len(known) > 1:
        titles = [(one.slug, one.title or one.slug) for one in known[:_MOST]]
        fields.append(select_input("register", "Of which register?", titles, "Where you type a number"))
    hint = "As 10, or several as 3, 14 and 16."
    fields.append(
        line_input(
            "refs", "Or any action, by its number" if mine else "Which action?", hint=hint, optional=bool(mine)
        )
    )
    words = words_of(message)
    fields.append(
        text_input("words", "The update", "What has been done and comes next.", hint=_HINT, value=words)
    )
    if source:
        by = f" by {person(message['user'])}" if message.get("user") else ""
        fields.append(small(f"From <{escaped(source)}|a message>{by}, whose address is kept with the update."))
    about = {
        "register": known[0].slug,
        "source": source,
        "place": "" if request.channel or slug else "anywhere",
    }
    return plain_form("new_update", "New update", "Save", about, request, fields)


def sent(context: Context, body: Body) -> dict[str, str]:
    """Keep it; give the complaint at its field, or nothing."""
    request, about = form_request(body, context.now())
    words = text_of(body, "words").strip()
    if words and about.get("source"):
        words = f"{words}\n(from {about['source']})"
    try:
        slug, refs = _meant(context, body, about["register"])
        record_updates(context, request, slug, refs, words)
    except Refused as refused:
        return complaint(body, refused, "words" if not words else "refs")
    return {}


def receipt(body: Body) -> str:
    """What is said once it is kept: where it went."""
    chosen = choice_of(body, "action").partition(":")[2]
    return (
        f"Saved as an update to {named([chosen])}."
        if chosen
        else "Saved as an update to the actions you named."
    )


def register_of(body: Body) -> str:
    """The register of the action that was chosen, or that was chosen for the numbers that were typed."""
    return choice_of(body, "action").partition(":")[0] or choice_of(body, "register")


def _meant(context: Context, body: Body, slug: str) -> tuple[str, Sequence[str]]:
    """The register and the refs that were chosen or typed. Raises Refused, at the field."""
    chosen, typed = choice_of(body, "action"), text_of(body, "refs").strip()
    if chosen and typed:
        raise Refused("Choose one of yours or type a number, not both.", field="refs")
    if chosen:
        slug, _colon, ref = chosen.partition(":")
        return slug, (ref,)
    slug = choice_of(body, "register") or slug
    with reading(context.engine) as tx:
        found = RefIndex(StoredRefs(tx, registers.find(tx, slug))).read(typed)
    unknown = found.unknown or (typed if typed and not found.refs and len(typed.split()) == 1 else "")
    if unknown:
        raise Refused(f"There is no action {unknown}.", field="refs")
    if not found.refs or found.rest.strip(" .,;") or found.unsure:
        raise Refused("Say which action, by its number: for instance 10, or 3, 14 and 16.", field="refs")
    return slug, found.refs


def _own(tx: Connection, context: Context, request: Request, register: Register) -> list[Action]:
    me = whose(register, request.user, request.asker.channels)
    which = Query(context.today(register), frozenset({State.OPEN}), people=(me,))
    return actions.urgent(tx, register, which, _MOST)


def _value(action: Action) -> str:
    return f"{action.register}:{action.ref}"


def _link(tx: Connection, request: Request, message: dict[str, Any]) -> str:
    address = workspaces.address(tx)
    return permalink(address, request.channel, str(message["ts"])) if address and message.get("ts") else ""


FORM = Form("new_update", open_form, sent, receipt, register_of)
