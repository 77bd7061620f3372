"""Whoever adds a verb finds out here whether something else takes what people type for it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot import commands
from bot.verbs.verb import Verb
from messages.answers import plain
from messages.layout import Message
from register.refused import Refused
from register.register import Register
from tests.desk import desk_of
from workflow.context import Context, Request

TYPED = {
    "REF": "10",
    "DATE": "31 March 2023",
    "because words": "because the tender is late",
    "CAUSE: words": "money: the tender came in over",
    "REGISTER": "kent",
    "NUMBER": "2",
    "words": "draft sent",
    "paragraph": "paragraph 3",
    "…": "",
}
"""What people type for the words of a usage."""
_INNERMOST = re.compile(r"\[([^][]*)]")


def written_out(usage: str) -> Iterator[str]:
    """Each of the ways to type a usage, without /htst: "[a | b]" is nothing, a or b."""
    optional = _INNERMOST.search(usage)
    if optional:
        for choice in ("", *optional[1].split("|")):
            yield from written_out(usage[: optional.start()] + choice + usage[optional.end() :])
        return
    typed = usage.removeprefix("/htst").partition("|")[0]
    for word, example in TYPED.items():
        typed = typed.replace(word, example)
    yield " ".join(typed.split())


def ways_to_type(verb: Verb) -> Iterator[str]:
    """By its name and its other words; where those are for questions ("what's mine"), by its name alone."""
    words = () if verb.name in commands._IN_WORDS else verb.also
    for typed in dict.fromkeys(written_out(verb.usage)):
        yield from (typed.replace(verb.name, word, 1) for word in (verb.name, *words))


def verb_of(context: Context, request: Request, typed: str) -> str:
    """The name of the verb that answers what is typed; else the refusal."""
    try:
        return commands.answer(context, request, typed).text
    except Refused as refused:
        return str(refused)


def test_no_verb_is_taken_for_other_words(
    engine: Engine, kent: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this fails, a pattern of plain words (register.words.intents, ``commands._answer``) fits the command."""
    for word, verb in commands.VERBS_BY_NAME.items():

        def named(_context: Context, _request: Request, _rest: str, name: str = verb.name) -> Message:
            return plain(name)

        monkeypatch.setitem(commands.VERBS_BY_NAME, word, replace(verb, answer=named))
    desk = desk_of(engine, kent, 10)
    request = Request("1", "U0CYPE", "C0CYPE", desk.now, "command")
    wrong = {
        typed: found
        for verb in commands.VERBS.values()
        for typed in ways_to_type(verb)
        if (found := verb_of(desk.context, request, typed)) != verb.name
    }
    assert wrong == {}


def test_no_verb_is_among_the_words_that_mean_another() -> None:
    assert commands.VERBS_BY_NAME.keys() & commands.MEANINGS.keys() == set()


def test_a_usage_is_written_out_in_each_of_its_ways() -> None:
    assert list(written_out("/htst away [[from DATE] until DATE | ended]")) == [
        "away",
        "away until 31 March 2023",
        "away ended",
        "away",
        "away from 31 March 2023 until 31 March 2023",
        "away ended",
    ]
