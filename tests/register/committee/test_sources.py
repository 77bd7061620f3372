"""Where sentences come from: put otherwise is found again, and what nobody said is told from it."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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
        ("The draft agreement went to both directorates on 14 January.", ("14 January",)),
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


def test_a_figure_by_itself_was_given_by_whoever_gave_it_with_what_it_is_of() -> None:
    known = [Statement("The audit is 60% complete.", (4,))]
    assert [one.changes for one in trace("It is 60%.", known)] == [(4,)]
    assert [one.is_invented for one in trace("It is 70%.", known)] == [True]


def test_an_outcome_by_itself_needs_a_source_of_nothing_else() -> None:
    """ "Agreed." after "The draft was agreed by Legal." would be read as all of the action."""
    (of_something,) = trace("Agreed.", [Statement("The draft agreement was agreed by Legal.", (1,))])
    (of_nothing_else,) = trace("Agreed.", [Statement("Agreed on 3 May.", (1,))])
    assert (of_something.is_invented, of_nothing_else.changes) == (True, (1,))


def test_sentences_end_with_their_stops_and_lines() -> None:
    assert sentences("A draft went out. It is with Mr. 5\nSchools know;\n\n“Good.” They said.") == (
        "A draft went out.",
        "It is with Mr.",
        "5",
        "Schools know;",
        "“Good.”",
        "They said.",
    )


GIVEN = (
    "CYPE has sent the draft agreement to GET, comments expected by 20 January 2023.",
    "Met with GET on 12 January; they are happy with the draft and Finance still has to comment.",
    "The risk register was reviewed at DMT in February 2023 and will go to the committee on 16 March.",
    "3 of 5 schools have replied.",
    "Training has started for 40 officers, and the second group begins in May.",
    "The tender was refused by the board, so a new one will be published in April 2023.",
    "No action to date within GET.",
    "Spend fell from £1.2m to £900k.",
    "Siân Llŷr has been appointed as project manager.",
    "GLD is reviewing the operating standards. This is 60% complete.",
    "All directorates were reminded to complete Equality Impact Assessments.",
    "Not started: waiting for the new system.",
    "Weekly meetings are held with parents and schools.",
    "The consultation closed on 3 March 2023 with 214 answers.",
    "The SLA is with legal for comment.",
)
FAITHFUL = (
    "CYPE sent the draft agreement to GET.",
    "The draft agreement was sent to GET by CYPE.",
    "Comments are expected by 20 January.",
    "Comments on the draft agreement are expected in January 2023.",
    "GET, who were met on 12 January, are happy with the draft.",
    "A meeting with GET was held on 12 January.",
    "Finance has still to comment.",
    "DMT reviewed the risk register in February.",
    "The risk register goes to the committee on 16 March.",
    "The risk register will go to the committee on 16 March 2023.",
    "DMT has reviewed the risk register, which will go to the committee on 16 March.",
    "Three of five schools have answered.",
    "40 officers are being trained.",
    "Training has begun for forty officers, and a second group will begin in May.",
    "The board refused the tender.",
    "The tender was refused and a new one will be published in April.",
    "There has been no action to date within GET.",
    "GET has taken no action to date.",
    "Spend has fallen from £1.2m to £900k.",
    "Spend reduced from £1.2m to £900k.",
    "Siân Llŷr was appointed project manager.",
    "A project manager, Siân Llŷr, has been appointed.",
    "The operating standards are being reviewed by GLD.",
    "All directorates have been reminded of Equality Impact Assessments.",
    "This has not started; the new system is awaited.",
    "Parents and schools are met weekly.",
    "Meetings with parents and schools are held weekly.",
    "The consultation, which had 214 responses, closed on 3 March.",
    "214 answers were received when the consultation closed on 3 March 2023.",
    "Legal are commenting on the SLA.",
    "The SLA is with legal.",
)
TURNED = (
    "GET has sent the draft agreement to CYPE.",
    "CYPE has not sent the draft agreement to GET.",
    "CYPE has sent the final agreement to GET and it was signed.",
    "Comments are expected by 20 February.",
    "Comments were received by 20 January.",
    "Comments are expected by 21 January.",
    "Comments are expected by 20 January 2024.",
    "GLD has sent the draft agreement to GET.",
    "CYPE will send the draft agreement to GET.",
    "GET was met on 20 January.",
    "Finance has commented.",
    "Finance are happy with the draft.",
    "GET are not happy with the draft.",
    "CYPE are happy with the draft.",
    "DMT reviewed the risk register on 16 March.",
    "The risk register was reviewed by the committee in February 2023.",
    "The risk register went to the committee on 16 March.",
    "DMT approved the risk register in February.",
    "DMT reviewed the risk register in February 2022.",
    "5 of 3 schools have replied.",
    "Four of five schools have replied.",
    "All schools have replied.",
    "Most schools have replied.",
    "3 of 5 schools have refused.",
    "3 of 5 parents have replied.",
    "3 of 5 schools have not replied.",
    "One of five schools has replied.",
    "Training has finished for 40 officers.",
    "Training has been completed for 40 officers.",
    "Training has started for 40 parents.",
    "Training has started for all officers.",
    "The first group begins in May.",
    "The second group began in May.",
    "The second group begins in March.",
    "The tender was accepted by the board.",
    "A new tender was published in April 2023.",
    "A new tender will be published in May 2023.",
    "The tender was not refused.",
    "There has been action within GET.",
    "There was no action to date within CYPE.",
    "Spend rose from £1.2m to £900k.",
    "Spend fell from £900k to £1.2m.",
    "Spend fell from £1.3m to £900k.",
    "Siân Jones has been appointed as project manager.",
    "Siân Llŷr has resigned as project manager.",
    "John Llŷr has been appointed as project manager.",
    "GLD has reviewed the operating standards, which are complete.",
    "This is 90% complete.",
    "CYPE is reviewing the operating standards.",
    "Most directorates were reminded to complete Equality Impact Assessments.",
    "All directorates have completed Equality Impact Assessments.",
    "Started.",
    "It has started.",
    "The new system has arrived.",
    "Monthly meetings are held with parents and schools.",
    "Weekly meetings are no longer held with parents and schools.",
    "The consultation opened on 3 March 2023 with 214 answers.",
    "The consultation closed on 3 April 2023.",
    "The consultation closed with 241 answers.",
    "The SLA has been signed by legal.",
    "Legal has approved the SLA.",
    "The SLA is with GET for comment.",
    "All is well.",
    "Highways have signed the agreement.",
)
"""Each says of these actions what nobody gave: others did it, at another time, more or fewer, not, not yet."""


def _given() -> list[Statement]:
    return [Statement(text, (number,)) for number, text in enumerate(GIVEN)]


@pytest.mark.parametrize("words", FAITHFUL)
def test_what_was_given_may_be_put_otherwise(words: str) -> None:
    (found,) = trace(words, _given(), "Council 2022 2023")
    assert not found.is_invented, found.unsaid


@pytest.mark.parametrize("words", TURNED)
def test_what_turns_the_meaning_round_is_not_traced(words: str) -> None:
    assert any(found.is_invented for found in trace(words, _given(), "Council 2022 2023"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("CYPE has signed.", "CYPE and GET have signed."),
        ("CYPE has signed.", "GET has signed."),
        ("CYPE has signed and GET has not.", "GET has signed."),
    ],
)
def test_an_owner_does_not_take_anothers_place(given: str, words: str) -> None:
    (found,) = trace(words, [Statement(given, (1,))], "GET Growth, Environment and Transport")
    assert found.unsaid


def test_an_owners_we_may_be_named() -> None:
    (found,) = trace(
        "GET has signed on 12 January 2023.", [Statement("We have signed on 12 January.", (1,))], "GET 2023"
    )
    assert found.changes == (1,)


@given(st.sampled_from(GIVEN), st.data())
def test_another_figure_or_date_is_never_traced(given_text: str, data: st.DataObject) -> None:
    """Whatever number in a sentence is changed, it is said to be nobody's."""
    places = list(re.finditer(r"\d+", given_text))
    assume(places)
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.integers(1, 31).map(str).filter(lambda one: one != place[0].lstrip("0")))
    assume(other not in re.findall(r"\d+", given_text))
    changed = given_text[: place.start()] + other + given_text[place.end() :]
    assert any(found.is_invented for found in trace(changed, [Statement(given_text, (1,))]))
