"""References that are given here: an action keeps its own over all versions of a paper, and none takes another's."""

from hypothesis import given
from hypothesis import strategies as st

from register.imports.given_refs import GivenRef, RefGiver, given_before

WORDS = (
    "Mend the roof",
    "Order forty bins for the park",
    "Write to the parents of both schools",
    "Publish a route map",
)


def refs(before: dict[str, str], printed: str, *rows: str, used: tuple[str, ...] = ()) -> list[str]:
    used = (*used, printed) if printed else used
    return [one.ref for one in RefGiver(given_before(before), used).give(printed, rows)]


def test_rows_without_a_reference_are_numbered_in_their_order() -> None:
    assert refs({}, "", "Mend the roof", "Order bins") == ["N1", "N2"]
    assert refs({}, "3", "Mend the roof", "Order bins", "Write") == ["3", "3 (2)", "3 (3)"]


def test_a_new_row_above_takes_no_number_of_another() -> None:
    before = {"1": "Plan", "N1": "Mend the roof", "N2": "Order bins"}
    assert refs(before, "", "Publish a map", "Order bins", "Mend the  roof") == ["N3", "N2", "N1"]
    shared = {"3": "Mend the roof", "3 (2)": "Order bins"}
    assert refs(shared, "3", "Publish a map", "Mend the roof", "Order bins") == ["3 (3)", "3", "3 (2)"]


def test_the_number_of_a_row_that_is_gone_is_given_to_no_other() -> None:
    before = {"N1": "Mend the roof", "N2": "Order bins"}
    assert refs(before, "", "Order bins") == ["N2"]
    assert refs(before, "", "Publish a map") == ["N3"]
    assert refs({"3": "Mend the roof", "3 (2)": "Order bins"}, "3", "Order bins", "Publish") == ["3 (2)", "3"]


def test_a_row_with_like_words_is_no_action_of_before_until_somebody_says_so() -> None:
    before = {"N1": "Review the taxis of Ashford", "N2": "Order bins"}
    giver = RefGiver(given_before(before), ())
    assert giver.give("", ["Review the taxis of Dover"]) == [GivenRef("N3", alike="N1")]


def test_a_row_with_like_words_under_the_same_reference_is_that_action_and_asked_about() -> None:
    before = {"R1": "Plan", "R1 (2)": "Appoint a member"}
    giver = RefGiver(given_before(before), ("R1",))
    assert giver.give("R1", ["Plan", "Appoint one member"]) == [
        GivenRef("R1"),
        GivenRef("R1 (2)", alike="R1 (2)"),
    ]


def test_rows_of_the_same_words_are_kept_apart_and_one_that_may_be_either_is_asked_about() -> None:
    before = {"N1": "Send the agenda", "N2": "Send the agenda"}
    assert refs(before, "", "Send the agenda", "Send the agenda", "Send the agenda") == ["N1", "N2", "N3"]
    giver = RefGiver(before, ())
    assert giver.give("", ["Send the agenda"]) == [GivenRef("N1", same=("N1", "N2"))]


def test_a_number_that_the_paper_prints_itself_is_given_to_no_other_row() -> None:
    before = {"N1": "Mend the roof"}
    assert refs(before, "", "Mend the roof", "Order bins", used=("n1",)) == ["N2", "N3"]


@given(st.lists(st.lists(st.sampled_from(WORDS), unique=True), max_size=6), st.sampled_from(("", "3")))
def test_an_action_has_one_reference_in_all_versions_of_a_paper(
    versions: list[list[str]], printed: str
) -> None:
    register: dict[str, str] = {}
    for rows in versions:
        found = refs(register, printed, *rows)
        assert len({*found}) == len(rows)
        for ref, words in zip(found, rows, strict=True):
            if words in register.values():
                assert register.get(ref) == words
            elif ref != "3":  # what is printed may be another's in a later paper, which is then reported
                assert ref not in register
            register[ref] = words
