"""Reading what was typed after a verb about actions: their refs, the words, a date, a reason."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from bot.working_proposals import PROPOSES
from messages.lines import named
from register.action import Action
from register.days.calendar import Calendar
from register.days.date_spans import MONTHS
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised, day, joined
from register.refused import Command, Refused
from register.register import Register
from register.words.spoken_days import SpokenDay, spoken_day
from register.words.text_folding import typed_plainly
from register.words.typed_refs import COUNTED, Named
from storage.database.engine import reading
from storage.intake import absences
from workflow.context import Context, Request, all_or_nothing
from workflow.finding import first_word, no_such_action, refs_of, register_of
from workflow.progress import deciders
from workflow.updates import MOST_AT_ONCE

Result = TypeVar("Result")
"""What the operation returns."""

_DAYS_OF_MONTH = LazyPattern(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s*-\s*\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(MONTHS)})"
)
_ALL = LazyPattern(r"\s*(?:all|everything|both|every\s+one|them\s+all|all\s+of\s+them)[\s.!]*", re.I)
_DECIDING = frozenset({"verify", "reject", "grant", "refuse"})
PERSON = LazyPattern(r"@?([UW](?=[A-Z]*\d)[A-Z0-9]{2,})\b")
"""A person as Slack's escaping names them, once it is read: @U0AMY."""


def about_action(context: Context, request: Request, verb: str, typed: str) -> tuple[Register, str, str]:
    """The register and the ref that are meant, and the words after the ref. Raises Refused."""
    register, refs, words = about_actions(context, request, verb, typed)
    if len(refs) > 1:
        raise Refused(
            f"Please do this for one action after the other, not for {joined(refs)} at once: first ",
            Command(f"{verb} {refs[0]} {words}".strip()),
            ".",
        )
    return register, refs[0], words


def about_actions(
    context: Context, request: Request, verb: str, typed: str
) -> tuple[Register, tuple[str, ...], str]:
    """The register and the refs that are meant, each once, and the words after them. Raises Refused."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        index = refs_of(tx, register)
        if not typed.strip():
            raise Refused("Say which action: for instance ", Command(f"{verb} 10"), ".", *_waiting(verb))
        found = index.read(typed)
        if not found.refs and _ALL.fullmatch(typed):
            some = Command(f"{verb} {' and '.join(index.known.ends() or ('10', '14'))}")
            raise Refused("Say which actions, by their numbers: for instance ", some, ".", *_waiting(verb))
        if not found.refs or found.unknown:
            word = found.unknown or first_word(typed)
            raise no_such_action(index, word, verb, typed.partition(word)[2].strip(" .,:;"))
    if found.unsure and not _is_counted(found):
        raise unsure_refs(found, verb)
    return register, found.refs, found.rest


def _waiting(verb: str) -> tuple[str | Command, ...]:
    """Where it is seen what there is to decide, for a verb that decides."""
    return (" What is waiting for you: ", Command("waiting"), ".") if verb in _DECIDING else ()


def _is_counted(found: Named) -> bool:
    """Whether the number that follows the refs is one of days, of people, or of a date: "due 10 31 March"."""
    plain, number = typed_plainly(found.rest), found.unsure[-1]
    is_span = _DAYS_OF_MONTH.match(plain) is not None
    return plain.startswith(number) and (is_span or COUNTED.match(plain, len(number)) is not None)


def unsure_refs(found: Named, verb: str) -> Refused:
    """The refusal of a number that may be a ref or the first of the words."""
    number = found.unsure[-1]
    all_of_them = ", ".join(dict.fromkeys((*found.refs, *found.unsure)))
    first = ", ".join(found.refs)
    words = found.rest.strip(" -–—")
    behind = words.partition(number)[2].strip(" .,:;-–—")
    return Refused(
        f"I cannot tell whether {number} is an action too, or part of your words. Type ",
        Command(f"{verb} {all_of_them}: {behind or '…'}"),
        " or ",
        Command(f"{verb} {first}: {words}"),
        ".",
    )


def each(
    context: Context, request: Request, refs: Sequence[str], operation: Callable[[Context, str], Result]
) -> list[Result]:
    """Do something to each of several actions, in one transaction: to all of them or to none. Raises Refused."""
    if len(refs) == 1:
        return [operation(context, refs[0])]
    if len(refs) > MOST_AT_ONCE:
        raise Refused(f"That names {len(refs):,} actions; at most {MOST_AT_ONCE} can be changed at once.")
    with all_or_nothing(context, request) as together:
        return [_one_of_several(together, ref, operation) for ref in refs]


def _one_of_several(context: Context, ref: str, operation: Callable[[Context, str], Result]) -> Result:
    """Do it to one of several actions; a refusal says of which it is, and that nothing was done to the others."""
    try:
        return operation(context, ref)
    except Refused as refused:
        is_named = re.search(rf"(?<!\w){re.escape(ref)}(?!\w)", str(refused))
        which = () if is_named else (f"Of action {ref}: ",)
        raise Refused(*which, *refused.parts, " So nothing was recorded for any of them.") from None


def subject(refs: Sequence[str]) -> str:
    """The beginning of a sentence that says what became of these actions: "Action 10 is", "Actions 3 and 14 are"."""
    return f"{capitalised(named(refs, MOST_AT_ONCE))} {'is' if len(refs) == 1 else 'are'}"


def asked_to_decide(context: Context, request: Request, register: Register, about: Sequence[Action]) -> str:
    """Who was asked to decide about these actions, and who of them is away, in mrkdwn; "" for nobody."""
    with reading(context.engine) as tx:
        today = context.today(register)
        people = [one for action in about for one in deciders(tx, register, action, request.user, today)]
        away = absences.current(tx, today, people)
    later = " (who is away, and will see it when back)"
    return joined(f"<@{person}>{later if person in away else ''}" for person in dict.fromkeys(people))


def date_in(words: str, today: date, calendar: Calendar, example: Command, *, past: bool = False) -> date:
    """The one day that words name ("Friday", "25/11", "end of next week"). Raises Refused, asking which is meant."""
    return one_day(spoken_day(words, today, calendar, past=past), example)


def one_day(found: SpokenDay, example: Command, answer: Callable[[str], Command] | None = None) -> date:
    """The day that was found. Raises Refused with the question about it and an example; where days that are asked
    about are known, that is what was typed with each of these days instead, by ``answer``: nothing is typed anew.
    """
    if found.day is None:
        days = [on for on in (found.or_else, found.likely) if on]
        commands = [answer(day(on)) for on in days] if answer and days else [example]
        raise Refused(f"{found.question} ", *ways_to_say(commands, is_proposal=found.is_proposal))
    return found.day


def ways_to_say(commands: Iterable[Command], *, is_proposal: bool) -> tuple[str | Command, ...]:
    """The end of a refusal that asks about words: the command that is proposed, or those of which one is typed."""
    first, *others = commands
    how, end = (PROPOSES, "?") if is_proposal else ("Type " if others else "For instance ", ".")
    return (how, first, *(part for command in others for part in (" or ", command)), end)
