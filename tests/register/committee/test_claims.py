"""What a clause claims: its dates and figures, and what of it another wording must keep."""

import pytest

from register.committee.claims import NamedDate, claim_of, clauses
from register.committee.sources import Statement, trace


@pytest.mark.parametrize(
    ("clause", "dates"),
    [
        ("It closed on 3 March 2023.", [("mar", "3", "2023")]),
        ("It closed on 03/03/23.", [("mar", "3", "2023")]),
        ("It closed on 2023-03-03.", [("mar", "3", "2023")]),
        ("It begins in May.", [("may", "", "")]),
        ("May we begin?", []),
        ("Officers hope it May be so.", []),
        ("It begins in May 2023.", [("may", "", "2023")]),
        ("Section 1.13.23 was left out.", []),
    ],
)
def test_a_date_is_the_same_however_it_is_written(clause: str, dates: list[tuple[str, str, str]]) -> None:
    assert [found for found, _words in claim_of(clause).dates] == [NamedDate(*date) for date in dates]


@pytest.mark.parametrize(
    ("clause", "figures"),
    [
        ("Spend was £1,200.", {"1200"}),
        ("Spend was £1,200,000.", {"1200000"}),
        ("One of five schools has replied.", {"1", "5"}),
        ("No one has replied.", set()),
        ("They wrote to one another.", set()),
        ("Room 007 is free.", {"7"}),
    ],
)
def test_a_figure_is_the_same_however_it_is_written_and_one_may_be_none(clause: str, figures: set[str]) -> None:
    assert claim_of(clause).figures.keys() == figures


def test_names_that_and_joins_are_in_one_clause_and_two_things_done_in_two() -> None:
    assert clauses("CYPE and GET have sent the plan.") == ("CYPE and GET have sent the plan.",)
    assert clauses("CYPE has sent the plan and GET has read it.") == (
        "CYPE has sent the plan",
        "GET has read it.",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("CYPE and GET met Legal.", "GET and CYPE have met Legal."),
        ("1,200 letters were sent.", "1200 letters have been sent."),
        ("The consultation closed on 3 March 2023.", "The consultation closed on 03/03/23."),
    ],
)
def test_what_says_the_same_is_traced(given: str, words: str) -> None:
    assert [one.is_invented for one in trace(words, [Statement(given, (1,))])] == [False]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            "Primary schools of the eastern district have replied about transport.",
            "Primary schools of the eastern district haven't replied about transport.",
        ),
        ("The board has yet to decide on the fees.", "The board will decide on the fees."),
        ("The assessment of fees went to Legal.", "Fees were assessed by Legal."),
        ("Officers went to consult the parents.", "Officers consulted the parents."),
        ("We hope all schools have replied by May.", "All schools have replied by May."),
    ],
)
def test_what_says_something_else_with_the_same_words_is_not(given: str, words: str) -> None:
    assert [one.is_invented for one in trace(words, [Statement(given, (1,))])] == [True]


def test_what_was_said_twice_comes_from_the_latest() -> None:
    known = [Statement("All schools know.", (1,)), Statement("All schools know.", (2,))]
    assert [one.changes for one in trace("All schools know.", known)] == [(2,)]
