"""The form for an update to an action that is still to be named: from anywhere, and with the words of a message."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.button_presses import press_request
from bot.forms.about_action import field_error, form_request, plain_form
from bot.forms.form import Body, FieldErrors, Form, NextPage, Saved
from bot.forms.inputs import as_entered, choice_of, line_input, own_words_of, select_input, text_input, text_of
from bot.forms.other_actions import read_words
from bot.slack_text import words_of
from messages.layout import Block
from messages.layout import context as small
from messages.lines import named_plainly
from messages.links import permalink
from messages.mrkdwn import escaped, person
from messages.receipts import left_out_line, saved_text
from register.action import Action
from register.phrases import joined, shortened
from register.refs import references
from register.refused import Refused
from register.register import Register
from register.words.mail_ends import without_mail_end
from register.words.queries import Query, State, whose
from register.words.typed_refs import RefIndex
from storage.actions import actions, registers
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading
from storage.intake import workspaces
from storage.queue import cards
from workflow.context import Context, Request
from workflow.updates import record_updates

_ANSWERS = {"refs": True, "counts": False}
"""The values of the menu about numbers in doubt, and whether each means that they are refs."""
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
        named_in = () if card or len(known) != 1 else _named(tx, known[0], words_of(message))
    chosen = f"{card.register}:{card.ref}" if card else ""
    fields = list(_action_fields(mine, known, chosen, named_in))
    words, left_out = without_mail_end(words_of(message))
    fields.append(
        text_input("words", "The update", "What has been done and comes next.", hint=_HINT, value=words)
    )
    if left_out:
        fields.append(small(left_out_line(left_out)))
    if source:
        by = f" by {person(message['user'])}" if message.get("user") else ""
        fields.append(small(f"From <{escaped(source)}|a message>{by}. A link to it is kept with the update."))
    about = {
        "register": known[0].slug,
        "source": source,
        "place": "" if request.channel or slug else "anywhere",
    }
    return plain_form("new_update", "New update", "Save", about, request, fields)


def _action_fields(
    mine: Sequence[Action], known: Sequence[Register], chosen: str, named_in: Sequence[str]
) -> Iterator[Block]:
    """The fields that say which action: ``mine`` in a menu, or any by its number, of which of the ``known`` registers.
    ``chosen`` is the value of the menu, ``named_in`` the refs that are typed already.
    """
    if mine:
        options = [(_value(one), f"{one.ref}: {shortened(one.defined, 60)}") for one in mine[:_MOST]]
        yield select_input("action", "Which of your actions?", options, "Choose one", value=chosen)
    if len(known) > 1:
        titles = [(one.slug, one.title or one.slug) for one in known[:_MOST]]
        yield select_input("register", "Of which register?", titles, "Where you type a number")
    label = "Or any action, by its number" if mine else "Which action?"
    typed, hint = ", ".join(named_in), "Such as 10, or 3, 14 and 16."
    yield line_input("refs", label, hint=hint, value=typed, optional=bool(mine))


def submit(context: Context, body: Body) -> FieldErrors | NextPage | Saved:
    """Record the update for each action that its words name, else for those that were chosen. Returns the errors of its
    fields; a question, where a number may be an action or not; or what its sender is told, where it is kept for others.
    """
    request, about = form_request(body, context.now())
    words, source = own_words_of(body, "words").strip(), about.get("source")
    try:
        slug, refs = _chosen_refs(context, body, about["register"])
        found = read_words(context, slug, refs, words, _ANSWERS.get(choice_of(body, "numbers")))
        parts = dict(found.parts) or dict.fromkeys(refs, words)
        if source:  # a message's words are kept whole where they do not name just what was chosen
            kept_whole = found.unsure or set(parts) != set(refs)
            parts = dict.fromkeys(refs, words) if kept_whole else parts
            parts = {ref: f"{text}\n(from {source})" for ref, text in parts.items()}
        elif found.unknown:
            raise Refused(f"Your words name action {found.unknown}, and there is none.", field="words")
        elif found.unsure:
            return _which_numbers(body, found.unsure, refs)
        recorded = record_updates(context, request, slug, list(parts.items()))
    except Refused as refused:
        return field_error(body, refused, "words" if not words else "refs")
    return Saved(saved_text(recorded, refs), slug)


def _which_numbers(body: Body, unsure: Sequence[str], refs: Sequence[str]) -> NextPage:
    """The form again, with what to choose of numbers that may be actions or not; what was entered stays."""
    are = f"{joined(unsure)} is an action" if len(unsure) == 1 else f"{joined(unsure)} are actions"
    options = [
        ("refs", shortened(f"Actions: an update to {named_plainly(unsure)}", 75)),
        ("counts", shortened(f"No: all of it is about {named_plainly(refs)}", 75)),
    ]
    question = select_input(
        "numbers", f"I cannot tell whether {are}. Which is it?", options, "Choose", optional=False
    )
    blocks: list[Block] = []
    for block in body["view"]["blocks"]:
        if block.get("block_id") != "numbers":
            blocks.append(as_entered(block, body))
        if block.get("block_id") == "words":
            blocks.append(question)
    shown = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return NextPage({name: body["view"][name] for name in shown} | {"blocks": blocks})


def _chosen_refs(context: Context, body: Body, slug: str) -> tuple[str, Sequence[str]]:
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


def _named(tx: Connection, register: Register, words: str) -> tuple[str, ...]:
    """The refs of a register's actions that words name as such: "action 35", "actions 3 and 14"."""
    known = StoredRefs(tx, register)
    return tuple(own for ref in references(words) if (own := known.spelt(ref)) is not None)


def _value(action: Action) -> str:
    return f"{action.register}:{action.ref}"


def _link(tx: Connection, request: Request, message: dict[str, Any]) -> str:
    address = workspaces.address(tx)
    return permalink(address, request.channel, str(message["ts"])) if address and message.get("ts") else ""


FORM = Form("new_update", open_form, submit, leaves_out_mail=True)
