"""Personal data is pointed at with its place, and ordinary figures of committee papers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.read import read
from register.committee.personal_data import (
    NOT_LISTED,
    Finding,
    Name,
    PersonalDataKind,
    PlacedText,
    find,
    is_nhs_number,
    is_upn,
)
from tests.conftest import ROOT

PAPERS = ROOT.parent / "shared" / "papers"
KATY = Name("Zoë Anne-Marie O'Brien", "pupil")
PEOPLE = ("Katy Reynolds", "Ben Watts", "Sarah Hammond", "Mr Webb", "Simon Jones", "Jonathan Idle")
"""Whom the published papers name: officers and Members, who may be."""
NAMES = (KATY, Name("Will May", "officer below head of service"))


def found(words: str, *names: Name) -> list[tuple[PersonalDataKind, str]]:
    return [(hit.kind, hit.words) for hit in find([PlacedText("7", "Activity Delivered", words)], names)]


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("Write to jo.o'neil+x@school.kent.sch.uk.", PersonalDataKind.EMAIL, "jo.o'neil+x@school.kent.sch.uk"),
        ("jo.smith (at) kent.gov.uk", PersonalDataKind.EMAIL, "jo.smith (at) kent.gov.uk"),
        ("jo.smith[at]kent[dot]gov[dot]uk", PersonalDataKind.EMAIL, "jo.smith[at]kent[dot]gov[dot]uk"),
        ("Call 03000 422252 today", PersonalDataKind.TELEPHONE, "03000 422252"),
        ("Call (01622) 123 456.", PersonalDataKind.TELEPHONE, "(01622) 123 456"),
        ("+44 (0)20 7946 0958", PersonalDataKind.TELEPHONE, "+44 (0)20 7946 0958"),
        ("07700-900-123", PersonalDataKind.TELEPHONE, "07700-900-123"),
        ("07700900123", PersonalDataKind.TELEPHONE, "07700900123"),
        ("0800 1111", PersonalDataKind.TELEPHONE, "0800 1111"),
        ("on extension 41234 or", PersonalDataKind.TELEPHONE, "41234"),
        ("+353 1 679 9144", PersonalDataKind.TELEPHONE, "+353 1 679 9144"),
        ("the pupil 943 476 5919 moved", PersonalDataKind.NHS_NUMBER, "943 476 5919"),
        ("9434765919", PersonalDataKind.NHS_NUMBER, "9434765919"),
        ("NHS number: 943-476-5918", PersonalDataKind.NHS_NUMBER, "943-476-5918"),
        ("UPN H801200001001.", PersonalDataKind.UPN, "H801200001001"),
        ("h 801 2000 01001", PersonalDataKind.UPN, "h 801 2000 01001"),
        ("DOB 3/5/2012", PersonalDataKind.DATE_OF_BIRTH, "3/5/2012"),
        ("d.o.b.: 03.05.12", PersonalDataKind.DATE_OF_BIRTH, "03.05.12"),
        ("born on 3rd May 2012", PersonalDataKind.DATE_OF_BIRTH, "3rd May 2012"),
        ("date of birth (2012-05-03)", PersonalDataKind.DATE_OF_BIRTH, "2012-05-03"),
        ("born in May 2012", PersonalDataKind.DATE_OF_BIRTH, "May 2012"),
    ],
)
def test_each_kind_is_found_with_the_very_words(words: str, kind: PersonalDataKind, expected: str) -> None:
    assert found(words) == [(kind, expected)]


def test_the_same_words_are_found_in_each_place_also_beside_words_that_were_clear() -> None:
    words = ("In progress", "Call 03000 422252", "In progress", "Call 03000 422252")
    hits = find([PlacedText(str(place), "Activity Delivered", each) for place, each in enumerate(words)])
    assert [hit.ref for hit in hits] == ["1", "3"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("as directed by Sarah Hammond", ["Sarah Hammond"]),
        ("Mrs Okonkwo's taxi and Mr. P Smith", ["Mrs Okonkwo", "Mr. P Smith"]),
        ("the pupil Oliver was late, his mother Zoë K. Ward was not", ["Oliver", "Zoë K. Ward"]),
        ("Ben Watts agreed with Priya Nair and Cllr Jones", ["Priya Nair"]),  # who may be named, and a Member
        ("Victoria Road, St George Primary, Scott House and the Strategic Reset Programme of April 2023", []),
        ("Child Protection, Pupil Premium and a Grace Period", []),
    ],
)
def test_people_are_pointed_at_unless_they_may_be_named(words: str, expected: list[str]) -> None:
    hits = find([PlacedText("7", "Activity Delivered", words)], (), ("Ben Watts, General Counsel",))
    assert [(one.words, one.kind) for one in hits] == [(one, PersonalDataKind.NAME) for one in expected]


@pytest.mark.parametrize(
    "words",
    [
        "7,039 pupils, 1,954 applications, 98.93% and £1,234,567.00",
        "See 01.05, R1.2, SR (25/26) 01 and 24 CEM 02; actions 10, 12, 14 and 16",
        "From 01.04.2022-31.03.2023, and 01-02-2023 05-06-2023",
        "Meetings at 09.30, 10.15 and 11.00; 09:00-10:30",
        "01/02/2023 10:30 to 12:45 and 2022/23 or 2023-24",
        "943 476 5918 items",
        "invoice 1234567890",
        "G801200001001",
        "The consultation closes on 25 March 2023; the act of 3 May 2012 was borne in mind",
        "Local Government Act 1972, s.100B(4)(b); SI 2012/2089",
        "Will the committee look in May at what officers will do? You may.",
        "@everybody met at the school at 9 and left at kent.gov.uk",
    ],
)
def test_ordinary_figures_are_no_personal_data(words: str) -> None:
    assert found(words, *NAMES) == []


@pytest.mark.parametrize(
    "words",
    [
        "Zoë Anne-Marie O'Brien",
        "Zoe O’Brien",
        "ZOE O'BRIEN",
        "O'Brien, Zoe",
        "Z. O'Brien",
        "Z A O'Brien",
        "Miss O'Brien",
        "Zoe\nJane O'Brien",
    ],
)
def test_a_name_is_found_however_it_is_written(words: str) -> None:
    (hit,) = find([PlacedText("7", "Activity Delivered", f"We met {words}’s mother.")], NAMES)
    assert (hit.kind, hit.words, hit.whose) == (PersonalDataKind.NAME, words, "pupil")


def test_a_name_inside_another_word_is_none() -> None:
    assert found("The O'Briens of Zoetermeer", *NAMES) == []
    (other,) = find([PlacedText("7", "", "William Mayhew, and Willa May")], NAMES)
    assert (other.words, other.whose) == ("William Mayhew", NOT_LISTED)


def test_each_finding_says_where_it_stands() -> None:
    words = "Ask 03000 422252, then jo@kent.gov.uk."
    first, second = find(
        [PlacedText("7", "Activity Delivered", words), PlacedText("", "Introduction", "Nothing here.")]
    )
    assert first == Finding("7", "Activity Delivered", PersonalDataKind.TELEPHONE, "03000 422252", 4)
    assert first.place == "Action 7, Activity Delivered"
    assert words[second.start :].startswith("jo@kent.gov.uk")
    assert find([PlacedText("", "Introduction", "jo@kent.gov.uk")])[0].place == "Introduction"


def test_one_number_is_pointed_at_once() -> None:
    assert found("NHS 943 476 5919 or tel 943 476 5919") == [
        (PersonalDataKind.NHS_NUMBER, "943 476 5919"),
        (PersonalDataKind.NHS_NUMBER, "943 476 5919"),
    ]


def test_a_number_that_is_also_part_of_a_telephone_number_is_pointed_at_once() -> None:
    assert found("Ring +44 943 476 5918") == [(PersonalDataKind.TELEPHONE, "+44 943 476 5918")]
    assert found("Ring +44 943 476 5919") == [(PersonalDataKind.NHS_NUMBER, "943 476 5919")]


@pytest.mark.parametrize(
    ("number", "is_given_to_patients"),
    [
        *(("3123456781", True), ("4123456782", True), ("6123456784", True), ("7123456785", True)),
        *(("9123456787", True), ("0101123450", True)),  # Scotland's, of 1 January
        *(("5123456783", False), ("8123456786", False)),  # no such beginning
        *(("0113123450", False), ("0001123459", False), ("0100123457", False)),  # no such day
        ("4444444444", False),  # its check digit is right
    ],
)
def test_ten_digits_are_an_nhs_number_only_where_one_can_begin_so(
    number: str, is_given_to_patients: bool
) -> None:
    assert is_nhs_number(number) is is_given_to_patients


@given(st.integers(400_000_000, 799_999_999))
def test_of_all_check_digits_at_most_one_is_right(nine: int) -> None:
    right = [last for last in range(10) if is_nhs_number(f"{nine}{last}")]
    assert len(right) <= 1
    if str(nine)[0] in "467" and right:
        assert found(f"number {nine}{right[0]} given") == [(PersonalDataKind.NHS_NUMBER, f"{nine}{right[0]}")]


@given(st.integers(0, 10**12 - 1))
def test_every_pupil_number_has_one_check_letter(twelve: int) -> None:
    right = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_upn(f"{letter}{twelve:012}")]
    assert len(right) == 1
    assert found(f"see {right[0]}{twelve:012}.") == [(PersonalDataKind.UPN, f"{right[0]}{twelve:012}")]


@given(st.text(), st.text(min_size=1))
def test_any_words_and_any_name_are_borne_and_places_are_right(words: str, name: str) -> None:
    for hit in find([PlacedText("1", "x", words)], [Name(name, "pupil")]):
        assert words[hit.start : hit.start + len(hit.words)] == hit.words


@given(st.text(st.characters(categories=("Lu", "Ll", "Zs", "Po")), max_size=60))
def test_what_is_planted_among_any_words_is_found(around: str) -> None:
    planted = f"{around} Zoe O'Brien, jo@kent.gov.uk, 03000 422252 {around}"
    kinds = {hit.kind for hit in find([PlacedText("1", "x", planted)], NAMES)}
    assert {PersonalDataKind.NAME, PersonalDataKind.EMAIL, PersonalDataKind.TELEPHONE} <= kinds


def test_kents_papers_raise_no_false_alarm() -> None:
    if not PAPERS.is_dir():
        pytest.skip("the published papers are not on this machine")
    counted = {}
    for file in sorted(PAPERS.glob("*.txt")):
        hits = find([PlacedText("", file.name, file.read_text())], NAMES, PEOPLE)
        counted[file.name[:3]] = [hit.kind for hit in hits]
    assert counted == {
        "000": [PersonalDataKind.TELEPHONE, PersonalDataKind.EMAIL],  # of whoever sent the letter
        "001": [],
        "002": [PersonalDataKind.TELEPHONE, PersonalDataKind.EMAIL],  # of its author
        "003": [],
        "004": [],
    }
    for name in ("003_55b92a3631321dd8.txt", "000_3ff3546fd65d0cab.txt"):
        lines = read(PAPERS / name).lines
        rows = [PlacedText(hit.ref, "row", f"{hit.defined}\n{hit.delivered}") for hit in lines]
        named = [(one.ref, one.words) for one in find(rows)]
        assert named == ([("3", "Sarah Hammond")] if name.startswith("000") else [])
