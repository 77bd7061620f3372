"""Whatever table is written, in whichever kind of file, comes back the same."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from papers.read import read
from register.action import Line
from register.refused import Refused
from tests.papers.table_files import HEADINGS, as_csv, as_docx, as_text, as_xlsx

WORD = st.from_regex(r"[A-Za-z][a-z]{1,8}[,;]?", fullmatch=True)
SENTENCE = st.lists(WORD, min_size=4, max_size=12).map(lambda words: "Make " + " ".join(words) + ".")
ROW = st.tuples(
    SENTENCE,
    st.one_of(st.just(""), SENTENCE),
    st.sampled_from(["December 2022", "31/03/2024", "Q2 2024/25", "TBC", "w/c 5 December 2022", ""]),
    st.lists(st.sampled_from(["CYPE", "GET", "GLD", "ASCH"]), min_size=1, max_size=3, unique=True),
    st.sampled_from(["", "Complete", "Ongoing", "In progress"]),
)
TABLE = st.lists(ROW, min_size=1, max_size=6)
QUICK = settings(max_examples=25)


def printed(table: list[tuple[str, str, str, list[str], str]], join: str = " ") -> list[tuple[str, ...]]:
    return [
        (str(number), defined, delivered, target, join.join(owners), progress)
        for number, (defined, delivered, target, owners, progress) in enumerate(table, start=1)
    ]


def expected(table: list[tuple[str, str, str, list[str], str]], place: str) -> tuple[Line, ...]:
    return tuple(
        Line(str(number), defined, delivered, target, tuple(owners), progress, place.format(number + 1))
        for number, (defined, delivered, target, owners, progress) in enumerate(table, start=1)
    )


@QUICK
@given(
    table=TABLE, separator=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_csv(table: list[tuple[str, str, str, list[str], str]], separator: str, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_csv(Path(folder, "a.csv"), [HEADINGS, *printed(table, " & ")], encoding, separator)
        assert read(path).lines == expected(table, "row {}")


@QUICK
@given(table=TABLE, title=st.booleans())
def test_excel(table: list[tuple[str, str, str, list[str], str]], title: bool) -> None:
    above = [("Management actions",)] if title else []
    with tempfile.TemporaryDirectory() as folder:
        path = as_xlsx(Path(folder, "a.xlsx"), [*above, HEADINGS, *printed(table, ", ")])
        found = read(path).lines
    assert found == tuple(
        replace(line, place=f"sheet Actions, row {int(line.ref) + 1 + title}") for line in expected(table, "")
    )


FIELDS = ("ref", "defined", "delivered", "target", "owners", "progress")


@QUICK
@given(table=TABLE)
def test_word(table: list[tuple[str, str, str, list[str], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_docx(Path(folder, "a.docx"), [HEADINGS, *printed(table, "/")])
        assert read(path).lines == expected(table, "table 1, row {}")


@QUICK
@given(table=TABLE, stripped=st.booleans())
def test_text(table: list[tuple[str, str, str, list[str], str]], stripped: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = as_text(Path(folder, "a.txt"), [HEADINGS, *printed(table)])
        if stripped:  # by an editor that drops white space at the ends of lines
            text = path.read_text(encoding="utf-8")
            path.write_text("\n".join(line.rstrip() for line in text.split("\n")), encoding="utf-8")
        assert read(path).lines == expected(table, "line {}")


CELL = st.sampled_from(
    ["", " ", "1", "2.", "Action 3", "December 2022", "GLD", "Complete", "Do it", "СҮРЕ", "x-"]
)
ANY_ROW = st.one_of(st.just(HEADINGS), st.lists(CELL, max_size=8), st.lists(st.text(max_size=9), max_size=4))


@settings(max_examples=150)
@given(rows=st.lists(ANY_ROW, max_size=8), suffix=st.sampled_from([".txt", ".csv"]))
def test_anything_else_is_read_or_refused(rows: list[list[str]], suffix: str) -> None:
    text = "\n".join(("\t" if suffix == ".txt" else ",").join(row) for row in [HEADINGS, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a" + suffix)
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            found = read(path)
        except Refused:
            return
    assert found.lines
    assert len({line.ref.lower() for line in found.lines}) == len(found.lines)


@QUICK
@given(
    table=TABLE.filter(lambda table: all(row[2] for row in table)),
    kept=st.sampled_from([(0, 1, 3, 4, 5), (0, 1, 2, 3, 4), (0, 1, 3, 4)]),
)
def test_a_page_that_dropped_columns(
    table: list[tuple[str, str, str, list[str], str]], kept: tuple[int, ...]
) -> None:
    """The first page has every column; the second none of progress, of what was delivered, or of both."""
    first = (
        "90",
        "Make a first page of all columns.",
        "Done as well as it could be.",
        "TBC",
        "GLD",
        "Complete",
    )
    second = [tuple(row[at] for at in kept) for row in printed(table)]
    with tempfile.TemporaryDirectory() as folder:
        found = read(as_text(Path(folder, "a.txt"), [HEADINGS, first, (), *second])).lines[1:]
    for line, whole in zip(found, expected(table, ""), strict=True):
        for at, name in enumerate(FIELDS):
            assert getattr(line, name) == (getattr(whole, name) if at in kept else "")
