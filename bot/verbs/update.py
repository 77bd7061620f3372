"""``/htst update``: what has been done is recorded."""

import re

from bot.verbs.typed_arguments import unsure_refs
from bot.verbs.verb import Verb
from messages import receipts
from messages.layout import Message
from messages.lines import named
from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refused import Command, Refused
from register.words.bare_refs import bare_refs_behind
from register.words.courtesies import without_courtesies
from register.words.mail_ends import without_mail_end
from register.words.reply_words import read_reply
from register.words.typed_refs import Named, RefIndex
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import first_word, no_such_action, ref_range_text, refs_of, register_of
from workflow.updates import record_updates

_STOPS = " .,;:!?"
_DONE = LazyPattern("[\u2705\u2611\u2714]|:(?:white_|heavy_)check_mark:|:ballot_box_with_check:")
"""A sign that says what no courtesy does."""


def update(context: Context, request: Request, typed: str) -> Message:
    """Record what has been done on one action, or on several."""
    example = Command("update 10 Draft sent to GET.")
    typed, left_out = without_mail_end(typed)
    if not typed.strip(_STOPS + "#"):
        raise Refused("Say which action and what has been done: for instance ", example)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        index = refs_of(tx, register)
        found = index.read(typed)
        if found.refs and found.unknown:
            raise _unknown(index, found, typed)
        if not found.refs:
            word = first_word(typed)
            raise no_such_action(index, word, "update", typed.partition(word)[2].strip(" .,:;"))
        if found.unsure:
            raise unsure_refs(found, "update")
        if not _says_anything(found.rest):
            seen = Command(f"status {', '.join(found.refs)}")
            ways = (example, " To see what has been done type ", seen, ".")
            raise Refused(f"Say what has been done on {named(found.refs)}: for instance ", *ways)
        parts = _parts(index, found)
    saved = receipts.saved(record_updates(context, request, register.slug, parts))
    return receipts.with_left_out(saved, left_out)


def _says_anything(words: str) -> bool:
    """Whether words behind refs are more than courtesies: "update on 10 please?" asks for an update."""
    kept = without_courtesies(words.rstrip(_STOPS.replace(":", "")))
    return kept.strip(_STOPS) != "" or _DONE.search(words) is not None


def _parts(index: RefIndex, found: Named) -> list[tuple[str, str]]:
    """The words for each action: those that are named first, and others further on ("10: sent; 13: not yet").

    Raises Refused where a number may be an action or a count.
    """
    first, *others = found.refs
    reply = read_reply(found.rest, index, (first,), first, are_refs=False if found.is_marked else None)
    if reply.unknown:
        raise Refused(
            f"There is no action {reply.unknown}, so nothing was recorded. If it is part of your words, leave out the "
            "“#” or the colon."
        )
    if reply.unsure:
        marked = found.rest
        for ref in reply.unsure:
            marked = re.sub(rf"(?<![\w#]){re.escape(ref)}(?!\w)", f"#{ref}", marked, count=1)
        refs = ", ".join(found.refs)
        are = "is an action" if len(reply.unsure) == 1 else "are actions"
        raise Refused(
            f"I cannot tell whether {joined(reply.unsure)} {are} too, or part of your words. Type ",
            Command(f"update {refs}: {marked}"),
            " or ",
            Command(f"update {refs}: {found.rest}"),
            ".",
        )
    bare, before = ((), "") if found.is_marked else bare_refs_behind(found.rest, index)
    if bare and len(reply.parts) == 1:  # "3 done 14"
        refs, numbers = ", ".join(found.refs), joined(bare)
        is_part = "is" if len(bare) == 1 else "are"
        raise Refused(
            f"Is the same true of {numbers}, or {is_part} {numbers} part of your words? Type ",
            Command(f"update {', '.join(dict.fromkeys((*found.refs, *bare)))}: {before}"),
            " or ",
            Command(f"update {refs}: {found.rest}"),
            ".",
        )
    parts = dict(reply.parts)
    if first not in parts:
        raise Refused(f"Say what has been done on {named(found.refs)}, before you come to another action.")
    return [
        *((ref, parts[first]) for ref in (first, *others)),
        *((r, w) for r, w in parts.items() if r not in found.refs),
    ]


def _unknown(index: RefIndex, found: Named, typed: str) -> Refused:
    """The refusal of a list with a ref that is none: it may have been meant as the first of the words."""
    words = found.unknown + typed.partition(found.unknown)[2]
    return Refused(
        f"There is no action {found.unknown}: {ref_range_text(index)}. "
        "If it is part of your words, put a colon before them: ",
        Command(f"update {', '.join(found.refs)}: {words}"),
        ".",
    )


VERBS = (
    Verb(
        "update",
        "/htst update REF … words",
        "record what has been done, on one action or on several (3, 14 and 16)",
        update,
        ("log", "record", "note", "report"),
    ),
)
