"""Directorates are matched as people and papers write them."""

import pytest

from register.action import Line
from register.owner_codes import directorates_in, owners_of
from register.register import Directorate, Register

REGISTER = Register(
    "kent",
    "Transport",
    directorates=(
        Directorate("Finance", "Corporate and Traded Services", "", ""),
        Directorate("CYPE", "Children, Young People and Education", "", ""),
        Directorate("GET", "Growth, Environment & Transport", "", ""),
    ),
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("FINANCE", ["Finance"]),
        ("Finance / CYPE", ["Finance", "CYPE"]),
        ("cype & get", ["CYPE", "GET"]),
        ("CYPE, GET and finance.", ["CYPE", "GET", "Finance"]),
        ("children young people & education", ["CYPE"]),
        ("Growth, Environment and Transport / Finance", ["GET", "Finance"]),
        ("Corporate and Traded Services", ["Finance"]),
        ("the GET directorate", ["GET"]),
        ("Joint CYPE/GET", ["CYPE", "GET"]),
        ("CYPE CYPE", ["CYPE"]),
        ("C.Y.P.E.", ["CYPE"]),
        ("C.Y.P.E. / G.E.T", ["CYPE", "GET"]),
        ("GET (lead) with CYPE", ["GET", "CYPE"]),
        ("GET to lead, with CYPE", ["GET", "CYPE"]),
        ("joint, led by Finance", ["Finance"]),
        ("HR", None),
        ("Finance and HR", None),
        ("get it done", None),
        ("Financial Services", None),
        ("", None),
        ("and", None),
    ],
)
def test_what_words_name(words: str, expected: list[str] | None) -> None:
    found = directorates_in(words, REGISTER)
    assert (found and [one.code for one in found]) == expected


@pytest.mark.parametrize(
    ("owners", "people", "expected"),
    [
        (("FINANCE", "Cype"), "", ("Finance", "CYPE")),
        (("ALL",), "", ("ALL",)),
        (("FINANCE", "Finance"), "", ("Finance",)),
        (("cype & get",), "", ("CYPE", "GET")),  # one cell of a column that holds other words, too
        (("HR", "GET"), "", ("HR", "GET")),  # a stranger is asked about
        ((), "Finance / CYPE", ("Finance", "CYPE")),
        ((), "Children, Young People and Education", ("CYPE",)),
        ((), "Amy Carter, CYPE", ()),
        ((), "", ()),
    ],
)
def test_whose_a_papers_line_is(owners: tuple[str, ...], people: str, expected: tuple[str, ...]) -> None:
    line = Line("1", "Asked", "", "", owners, "", "row 1", {"officers": people} if people else {})
    assert owners_of(line, REGISTER) == expected


@pytest.mark.parametrize(
    ("printed", "owners"),
    [
        ("Head of Payroll (Finance)", ("Finance",)),
        ("Head of Payroll (Finance) / Route Planner (GET)", ("Finance", "GET")),
        ("Head of Payroll (Finance)\nRoute Planner (GET)", ("Finance", "GET")),
        ("Head of Payroll (Corporate and Traded Services)", ("Finance",)),
        ("Head of Payroll (acting)", ()),
        ("Head of Payroll (Finance) / Route Planner", ()),
        ("Head of (Finance) Payroll", ()),
    ],
)
def test_a_directorate_in_brackets_behind_a_post_is_its_owner(printed: str, owners: tuple[str, ...]) -> None:
    line = Line("1", "Check.", "", "", (), "", "row 2", {"officers": printed})
    assert owners_of(line, REGISTER) == owners
    line = Line("1", "Check.", "", "", (printed,), "", "row 2", {})
    assert owners_of(line, REGISTER) == (owners or (printed,))


def test_officers_under_the_heading_of_a_directorate_are_of_it() -> None:
    more = {"officers": "Route Planner", "section": "Growth, Environment & Transport"}
    assert owners_of(Line("1", "Check.", "", "", (), "", "row 2", more), REGISTER) == ("GET",)
    assert owners_of(Line("1", "Check.", "", "", ("Police",), "", "row 2", more), REGISTER) == ("Police",)
    other = {**more, "section": "Growth of the towns"}
    assert owners_of(Line("1", "Check.", "", "", (), "", "row 2", other), REGISTER) == ()
    assert owners_of(Line("1", "Check.", "", "", (), "", "row 2", {"section": "GET"}), REGISTER) == ()
