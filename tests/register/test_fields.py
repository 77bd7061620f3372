"""The one table of fields: nothing stands twice in it, and every field says what it must."""

from collections import Counter

import pytest

from register.fields import FIELDS, StoredAs, field_of, folded


def test_every_name_and_heading_belongs_to_one_field() -> None:
    assert not [name for name, count in Counter(one.name for one in FIELDS).items() if count > 1]
    sure = Counter(heading for one in FIELDS for heading in {*one.phrases} if not heading.endswith("?"))
    assert not [heading for heading, count in sure.items() if count > 1]
    assert not [heading for one in FIELDS for heading, count in Counter(one.phrases).items() if count > 1]
    # One with "?" may belong to two fields: what the column's cells hold decides.
    doubtful = Counter(heading for one in FIELDS for heading in one.phrases if heading.endswith("?"))
    assert max(doubtful.values()) <= 2
    assert all(one.label and one.words and one.headings for one in FIELDS)


def test_six_fields_have_columns_of_their_own() -> None:
    assert [one.name for one in FIELDS if one.stored_as is StoredAs.COLUMN] == [
        *("ref", "defined", "delivered", "target", "owners", "progress"),
    ]


def test_a_heading_that_is_no_field_is_treated_as_other_words() -> None:
    assert not field_of("Risk appetite").sentence("High", "Low")
    assert field_of("Risk appetite").differs("High", "Low")


@pytest.mark.parametrize(
    ("name", "before", "after", "sentence"),
    [
        ("target", "March\n2023", "June 2023", "Target date: March 2023 → June 2023"),
        ("owners", (), ("GET", "CYPE"), "Owners: blank → GET, CYPE"),
        ("delivered", "", "A draft is out.", "What was delivered now reads: A draft is out."),
        ("evidence", "Minutes", "", None),
    ],
)
def test_people_hear_of_some_changes(
    name: str, before: str | tuple[str, ...], after: str | tuple[str, ...], sentence: str | None
) -> None:
    assert field_of(name).sentence(before, after) == sentence


def test_the_road_a_paper_took_does_not_change_its_words() -> None:
    assert folded("“Deﬁned”  at\nhome – now…") == folded('"Defined" at home - now...')
