"""A printed priority is high when the committee's words say so."""

import pytest

from register.priority import is_high


@pytest.mark.parametrize(
    "printed",
    [
        "High",
        "HIGH",
        " high ",
        "High (red)",
        "1",
        "Priority 1",
        "P1",
        "1 - High",
        "2 – High",
        "High/1",
        "Critical.",
        "Very  high",
        "High risk",
        "Urgent priority",
    ],
)
def test_what_is_printed_as_high_is_high(printed: str) -> None:
    assert is_high(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "Low",
        "Medium",
        "2",
        "Priority 2",
        "11",
        "1 - Low",
        "Low (1)",
        "Highways",
        "Not high",
        "n/a",
        "-",
        "1.1",
    ],
)
def test_anything_else_is_not(printed: str) -> None:
    assert not is_high(printed)


def test_a_committee_has_its_own_words() -> None:
    assert is_high("Red", ("RED", "amber"))
    assert not is_high("High", ("red",))
