"""What the words of a form say of actions besides those that it is about, as a reply's are read."""

from collections.abc import Sequence

from register.words.reply_words import ReplyReading, read_reply
from register.words.typed_refs import RefIndex
from storage.actions import registers
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading
from workflow.context import Context


def read_words(
    context: Context, slug: str, refs: Sequence[str], words: str, are_refs: bool | None = None
) -> ReplyReading:
    """The words for each action that they name, or for the one of ``refs`` where they name none; no parts where
    ``refs`` are several. ``are_refs`` is the author's answer to whether numbers in doubt are refs; None: to be asked.
    """
    with reading(context.engine) as tx:
        index = RefIndex(StoredRefs(tx, registers.find(tx, slug)))
        return read_reply(words, index, refs, refs[0] if len(refs) == 1 else None, are_refs=are_refs)
