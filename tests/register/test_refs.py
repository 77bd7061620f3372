"""Refs as actions name one another."""

import pytest

from register.refs import references, without_ref, without_title


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("See Action10 and action 17.", ("10", "17")),
        ("Part of actions 1.1, 1.2 and 4.10.", ("1.1", "1.2", "4.10")),
        ("Part of action 4.10a; see action 3.", ("4.10a", "3")),
        ("No further action. 10 schools wrote.", ()),
    ],
)
def test_actions_named_in_the_words(words: str, refs: tuple[str, ...]) -> None:
    assert references(words) == refs


@pytest.mark.parametrize(
    ("words", "ref", "left"),
    [
        ("3: done", "3", "done"),
        ("  Action  #3 – done", "3", "done"),
        ("ref. 3) done", "3", "done"),
        ("#3 done", "3", "done"),
        ("13: done", "3", "13: done"),
        ("done, as 3: says", "3", "done, as 3: says"),
        ("24 cem 02: done", "24 CEM 02", "done"),
        ("3:", "3", "3:"),
    ],
)
def test_words_lose_the_ref_that_stands_before_them(words: str, ref: str, left: str) -> None:
    assert without_ref(words, ref) == left


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("(risk register): done", "done"),
        ("(The Risk Register) – with Legal", "with Legal"),
        ("(stage 2): done", "(stage 2): done"),
        ("(risk register)", "(risk register)"),
        ("done (risk register)", "done (risk register)"),
    ],
)
def test_words_lose_what_their_action_is_called_and_nothing_else(words: str, left: str) -> None:
    assert without_title(words, "Bring the corporate risk register up to date.") == left


@pytest.mark.parametrize(
    "words", ["(policy): done", "(the training) – not yet", "(policy): done, (training): not yet"]
)
def test_what_may_be_a_part_of_an_action_stays(words: str) -> None:
    assert without_title(words, "Review the policy and the training.") == words


def test_how_an_action_begins_is_what_it_is_called() -> None:
    title = "Tell parents and carers how to give their views, and show the answers."
    assert without_title("(Tell parents and): with Legal", title) == "with Legal"
    assert without_title("(Tell parents): with Legal", title) == "(Tell parents): with Legal"
    assert without_title("(show the answers): not yet", title) == "(show the answers): not yet"
