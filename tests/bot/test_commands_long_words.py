"""What people type is said back to them cut where it is long; what is recorded, and a button, have all of it."""

import pytest
from sqlalchemy import Engine

from bot.commands import VERBS
from bot.proposals import refusal
from register.refused import Command, Refused
from register.register import Register
from tests.desk import Desk, desk_of

WORD, WORDS = "zx" * 10_000, "quux " * 4_000


def answer_to(desk: Desk, typed: str) -> str:
    try:
        return desk.types("U0MONITOR", typed).text
    except Refused as refused:
        return str(refusal(refused).arguments)


def test_an_argument_of_many_thousand_characters_is_not_said_back_whole(engine: Engine, kent: Register) -> None:
    desk = desk_of(engine, kent)
    for verb in ["", *sorted(set(VERBS) - {"help"})]:
        for tail in (WORD, WORDS, f"3 {WORD}", f"3 {WORDS}", f"until {WORD}", f"due {WORDS}"):
            answer = answer_to(desk, f"{verb} {tail}".strip())
            assert len(answer) < 3_000, (verb, tail[:20], answer[:200])


def test_a_refusal_keeps_the_command_whole_that_it_proposes_and_says_it_short() -> None:
    command = f"update 10 {'Draft sent. ' * 60}".strip()
    refused = Refused("Did you mean ", Command(command), "?")
    assert refused.parts[1] == Command(command)
    assert str(refused).endswith("Draft sent…`?")
    assert len(str(refused)) < 300
    assert command in str(refusal(refused).blocks)


def test_what_is_between_two_commands_is_whole() -> None:
    words = "and so on " * 40
    assert str(Refused("Type ", Command("a"), f" {words}", Command("b"))) == f"Type `/htst a` {words}`/htst b`"


def test_an_address_is_whole() -> None:
    address = f"<https://kent.example/{'x' * 300}|the guide>"
    assert str(Refused(f"See {address}.")) == f"See {address}."


@pytest.mark.parametrize(
    "typed",
    ["assign " + "3," * 300, "assign " + ", ".join(map(str, range(1, 300))), "assign 3" + "0" * 8_000],
)
def test_of_very_many_refs_the_one_that_is_not_there_is_named(
    engine: Engine, kent: Register, typed: str
) -> None:
    assert "There is no action 3" in answer_to(desk_of(engine, kent), typed)


def test_very_many_numbers_without_commas_are_refs(engine: Engine, kent: Register) -> None:
    assert answer_to(desk_of(engine, kent), "1 2 " * 2_000).startswith("2 actions.")


@pytest.mark.parametrize("verb", ["away", "assign", "list", "due 1"])
def test_thousands_of_spaces_are_a_gap(engine: Engine, kent: Register, verb: str) -> None:
    desk = desk_of(engine, kent)
    assert answer_to(desk, f"{verb} x{' ' * 8_000}y") == answer_to(desk, f"{verb} x{' ' * 20}y")


@pytest.mark.parametrize("verb", ["away", "away until", "due 1", "list", "snooze 1 until"])
@pytest.mark.parametrize("stops", [".", ",", ", ", "- "])
def test_thousands_of_stops_are_a_hundred(engine: Engine, kent: Register, verb: str, stops: str) -> None:
    desk = desk_of(engine, kent)
    many, few = (f"{verb} x{stops * (count // len(stops))}y" for count in (4_000, 100))
    assert answer_to(desk, many) == answer_to(desk, few)


@pytest.mark.parametrize("words", ["due " + "march " * 1_500, "1,1;" * 1_500 + "x"])
def test_a_question_of_very_many_words_is_refused(engine: Engine, kent: Register, words: str) -> None:
    assert "too long for a question" in answer_to(desk_of(engine, kent), f"list {words}")
