"""Reading what was typed after a verb about one action: its ref, the words, a date, a reason."""

import re
from datetime import date

from register.days.target_dates import read_target
from register.phrases import day, joined
from register.refused import Command, Refused
from register.register import Register
from register.words.query_days import days_at
from register.words.text_folding import typed_plainly
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import first_word, no_such_action, refs_of, register_of

_BECAUSE = re.compile(r"(?:^|[\s,;:.-]+)(?:because|since|as|reason:?|why:?)(?=\s|:)[\s:]*", re.I)
PERSON = re.compile(r"@?([UW](?=[A-Z]*\d)[A-Z0-9]{2,})\b")
"""A person as Slack's escaping names them, once it is read: @U0AMY."""


def about_action(context: Context, request: Request, verb: str, typed: str) -> tuple[Register, str, str]:
    """The register and the ref that are meant, and the words after the ref. Raises Refused."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        index = refs_of(tx, register)
        if not typed.strip():
            raise Refused("Say which action: for instance ", Command(f"{verb} 10"), ".")
        named = index.read(typed)
        if not named.refs or named.unknown:
            word = named.unknown or first_word(typed)
            raise no_such_action(index, word, verb, typed.partition(word)[2].strip(" .,:;"))
    if len(named.refs) > 1:
        first, *_others = named.refs
        raise Refused(
            f"Please say this of one action after the other, not of {joined(named.refs)} at once: first ",
            Command(f"{verb} {first} {named.rest}".strip()),
            ".",
        )
    return register, named.refs[0], named.rest


def because(words: str) -> tuple[str, str]:
    """What stands before "because", and the reason after it; "" for none."""
    found = _BECAUSE.search(words)
    return (words[: found.start()].strip(), words[found.end() :].strip()) if found else (words.strip(), "")


def date_in(words: str, today: date, example: Command) -> date:
    """The one day that words name ("Friday", "31 March 2023"). Raises Refused when they name none."""
    target = read_target(words, today)
    deadline = target.milestones[0].deadline if target.understood and len(target.milestones) == 1 else None
    if deadline is None:  # "Friday", "tomorrow": as lists are asked for
        plain = typed_plainly(words)
        found = days_at(plain, 0, today, sure=True)
        is_one_day = found is not None and found.end == len(plain) and found.days.first == found.days.last
        deadline = found.days.first if found is not None and is_one_day else None
    if deadline is None:
        raise Refused(f"“{words}” is not one day I know. Write it as {day(today)}: for instance ", example, ".")
    return deadline
