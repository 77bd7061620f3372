"""Where sentences come from: put otherwise is found again, and what nobody said is told from it."""

import pytest

from register.committee.sources import Statement, sentences, trace

KNOWN = (
    Statement("The draft agreement went to both directorates on 12 January.", (7,)),
    Statement("Two schools have answered.", (9,)),
    Statement("Nobody from Finance has seen it yet.", (11,)),
)


def changes(words: str, about: str = "") -> list[tuple[int, ...]]:
    return [() if one.is_invented else one.changes for one in trace(words, KNOWN, about)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The draft agreement went to both directorates on 12 January.", [(7,)]),
        ("Two schools have answered. The draft went out in January.", [(9,), (7,)]),
        (
            "In January a draft of the agreement went to the directorates, and 2 schools have answered.",
            [(7, 9)],
        ),
        ("2 schools answered.", [(9,)]),
        ("Finance has not seen it.", [(11,)]),
    ],
)
def test_what_is_said_again_or_otherwise_is_traced(words: str, expected: list[tuple[int, ...]]) -> None:
    assert changes(words) == expected


@pytest.mark.parametrize(
    ("words", "unsaid"),
    [
        ("Three schools have answered.", ()),  # another number, in words
        ("The draft agreement went to both directorates on 14 January.", ("14",)),
        ("The draft agreement went to both directorates and to Highways.", ("Highways",)),
        ("All is well.", ()),
        ("Finance has seen it.", ()),  # turned round
        ("Two schools have not answered.", ()),
    ],
)
def test_what_nobody_said_is_told(words: str, unsaid: tuple[str, ...]) -> None:
    (found,) = trace(words, KNOWN)
    assert found.is_invented
    assert set(unsaid) <= set(found.unsaid)


def test_the_actions_own_words_may_be_used_and_say_nothing_by_themselves() -> None:
    assert changes("Two schools have answered the Council.", "Council") == [(9,)]
    assert changes("The Council.", "Council") == [()]


def test_sentences_end_with_their_stops_and_lines() -> None:
    assert sentences("A draft went out. It is with Mr. 5\nSchools know;\n\n“Good.” They said.") == (
        "A draft went out.",
        "It is with Mr.",
        "5",
        "Schools know;",
        "“Good.”",
        "They said.",
    )
