"""``/htst assign REF @person`` and ``assign REF to CODE``: whose an action is."""

import re
from collections.abc import Sequence

from bot.verbs.typed_arguments import PERSON, about_actions, each
from bot.verbs.verb import recorded
from messages.layout import Message
from messages.lines import named
from messages.mrkdwn import inline
from register.lazy_pattern import LazyPattern
from register.owner_codes import directorates_in
from register.people import called
from register.phrases import joined
from register.refused import Command, Refused
from register.register import Directorate, Register
from workflow.context import Context, Request
from workflow.owners import name_lead, name_officer

_TO_PERSON = LazyPattern(
    rf"^(?P<ref>.*?)\s*(?:\bto\b)?\s*{PERSON.pattern}(?:\s+(?:for|in)\s+(?P<code>.+?))?[\s.]*$", re.S
)
# One word, or several behind what is like a ref: "assign all to do with maps" is something else.
_TO_CODE = LazyPattern(
    r"^(?:(?P<ref>.*?)\s+to\s+(?P<code>\S+)|"
    r"(?P<refs>\s*(?:actions?\s*)?#?\d[^\s,&]*(?:(?:\s*[,&]\s*|\s+and\s+)#?\d[^\s,&]*)*[,&]?)\s+to\s+(?:the\s+)?(?P<name>[^\W\d].*?))[\s.]*$",
    re.I | re.S,
)
_TO_ME = LazyPattern(r"\s+(?:to\s+)?(?:me|myself)[\s.]*$", re.I)


def is_assignment(typed: str) -> bool:
    """Whether what was typed after "assign" names a person or a directorate that is to have an action."""
    return bool(_TO_ME.search(typed) or _TO_PERSON.match(typed) or _TO_CODE.match(typed))


def assign_to(context: Context, request: Request, typed: str) -> Message:
    """Name an officer or a lead directorate for an action."""
    typed = _TO_ME.sub(f" @{request.user}", typed)
    person = _TO_PERSON.match(typed)
    if person:
        register, refs, _rest = about_actions(context, request, "assign", person["ref"])
        chosen = _one_directorate(register, person["code"]).code if person["code"] else None
        changed = each(
            context,
            request,
            refs,
            lambda ctx, ref: name_officer(ctx, request, register.slug, ref, person[2], chosen),
        )
        codes = dict.fromkeys(code for _action, code in changed)
        text = f"<@{person[2]}> is now the officer for {named(refs)} in {joined(inline(code, 30) for code in codes)}."
        return recorded(context, request, register, text)
    found = _TO_CODE.match(typed)
    assert found is not None  # noqa: S101 - the caller has asked is_assignment
    register, refs, _rest = about_actions(context, request, "assign", found["ref"] or found["refs"])
    whose = found["code"] or found["name"]
    if not directorates_in(whose, register):
        refuse_name(register, refs, whose)
    code = _one_directorate(register, whose).code
    each(context, request, refs, lambda ctx, ref: name_lead(ctx, request, register.slug, ref, code))
    text = f"{inline(code, 30)} now leads on {named(refs)}."
    return recorded(context, request, register, text)


def refuse_name(register: Register, refs: Sequence[str], words: str) -> None:
    """Raise Refused where the words name somebody whom the settings do: who is meant is asked, and never guessed."""
    names = register.paper.people
    found = called(words, names)
    if len(found) > 1:
        raise Refused(
            f"Several people have that name: {joined(names[one] for one in found)}. To name one of them, type @ and "
            "choose them from Slack's list."
        )
    for person in found:
        command = Command(f"assign {', '.join(refs)} @{person}")
        raise Refused(f"Do you mean {names[person]}? To name them as the officer, type ", command, ".")


def _one_directorate(register: Register, words: str) -> Directorate:
    """The directorate that words name, by its code or its name. Raises Refused."""
    found = directorates_in(words, register)
    if not found:
        raise Refused(
            f"There is no directorate {words.strip(' .,')} here. There are {joined(register.codes)}. To name a person, "
            "type @ and choose them from Slack's list."
        )
    if len(found) > 1:
        raise Refused(f"Name one of {joined(one.code for one in found)}: one directorate leads on an action.")
    return found[0]
