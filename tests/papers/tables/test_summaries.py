"""A report's tables of what moved repeat actions of its appendix; only the appendix is read."""

from pathlib import Path

import pytest
from docx import Document

from papers.read import read
from papers.tables import summaries
from papers.tables.cells import reference

APPENDIX = (
    ("Ref", "Action", "Update", "Target date", "Owner", "Status"),
    ("1", "Publish the transport plan", "Drafted", "31 March 2023", "CYPE", "In progress"),
    ("2", "Train every officer who plans routes", "", "30 April 2023", "GET", "Not started"),
)
OVERDUE = (
    ("Ref", "Action", "Target date", "Owner"),
    ("1", "Publish the transport …", "31 March 2023", "CYPE"),
)


def _paper(file: Path, *tables: tuple[tuple[str, ...], ...]) -> Path:
    document = Document()
    for rows in tables:
        document.add_paragraph("A table follows.")
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    document.save(str(file))
    return file


def test_a_table_that_repeats_actions_of_a_fuller_one_is_left_out_and_said(tmp_path: Path) -> None:
    for tables in ((OVERDUE, APPENDIX), (APPENDIX, OVERDUE)):
        found = read(_paper(tmp_path / "paper.docx", *tables))
        assert [(line.ref, line.defined) for line in found.lines] == [
            ("1", "Publish the transport plan"),
            ("2", "Train every officer who plans routes"),
        ]
        assert any("repeats actions of a fuller one" in sentence for sentence in found.left_out)
        assert not found.warnings


def test_a_summary_whose_only_more_is_that_there_is_no_update_is_left_out(tmp_path: Path) -> None:
    without_updates = tuple((*row[:2], *row[3:]) for row in APPENDIX)
    for update, count in (("No update since May", 2), ("The plan was drafted", 3)):
        summary = ((*OVERDUE[0], "Update"), (*OVERDUE[1], update))
        found = read(_paper(tmp_path / "paper.docx", without_updates, summary))
        assert len(found.lines) == count, update


def test_a_table_that_uses_the_numbers_for_other_actions_is_kept(tmp_path: Path) -> None:
    others = (OVERDUE[0], ("1", "Appoint a monitoring officer", "31 May 2023", "CYPE"))
    found = read(_paper(tmp_path / "paper.docx", APPENDIX, others))
    assert "Appoint a monitoring officer" in [line.defined for line in found.lines]
    assert len(found.lines) == 3


def test_a_summary_with_another_date_is_asked_about(tmp_path: Path) -> None:
    moved = (OVERDUE[0], ("1", "Publish the transport …", "31 May 2023", "CYPE"))
    for tables in ((moved, APPENDIX), (APPENDIX, moved)):
        found = read(_paper(tmp_path / "paper.docx", *tables))
        assert [line.target for line in found.lines] == ["31 March 2023", "30 April 2023"]
        assert [(doubt.ref, doubt.field, doubt.printed, doubt.read_as) for doubt in found.doubts] == [
            ("1", "target", "31 May 2023", "31 March 2023")
        ]
        assert found.doubts[0].sentence in found.warnings


def test_tables_under_the_same_headings_are_read_alike_and_none_repeats_the_other(tmp_path: Path) -> None:
    first = (
        ("Ref", "Action", "Lead", "End", "Progress to date"),
        ("1.1", "Publish the pathway", "Health", "Dec 2023", "Published in December"),
        ("1.2", "Cut the waiting times", "Health", "Jan 2024", "Two posts are advertised"),
    )
    second = (
        first[0],
        ("2.1", "Train the caseworkers", "Head of Service", "Within 6 months of approval", "Not started"),
    )
    found = read(_paper(tmp_path / "paper.docx", first, second))
    assert [line.ref for line in found.lines] == ["1.1", "1.2", "2.1"]
    assert [column.heading for column in found.columns] == list(first[0])
    assert found.lines[2].target == "Within 6 months of approval"


def test_twice_as_many_small_tables_are_twice_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each was compared with every other: two thousand of them kept a reader busy for half a minute."""
    calls = 0

    def counted(cell: str) -> str | None:
        nonlocal calls
        calls += 1
        return reference(cell)

    monkeypatch.setattr(summaries, "reference", counted)

    def work_for(tables: int) -> int:
        nonlocal calls
        calls = 0
        headings = "|Ref|Action|Update|Target date|Owner|Status|\n"
        rows = (f"|{n}|Publish the transport plan||31 March 2023|CYPE|Open|\n\n" for n in range(tables))
        (tmp_path / "paper.txt").write_text("".join(f"{headings}{row}" for row in rows))
        assert len(read(tmp_path / "paper.txt").lines) == tables
        return calls

    assert work_for(80) <= 2 * work_for(40)


def test_tables_of_the_same_tasks_for_others_are_no_summaries_of_each_other(tmp_path: Path) -> None:
    """They were: numbers did not count as words, nor did owners, and the first of two such tables was lost."""
    headings = ("Ref", "Action", "Target date", "Owner", "Progress")
    first = (headings, ("1", "Replace the boiler in block 1", "March 2023", "CYPE", ""))
    for other in (
        ("1", "Replace the boiler in block 2", "March 2023", "CYPE", ""),
        ("1", "Replace the boiler in block 12", "March 2023", "CYPE", "Done in May"),
        ("1", "Replace the boiler in block 1", "March 2023", "GET", ""),
        ("1", "Replace the boiler in block 1", "April 2023", "CYPE", "Done in May"),
    ):
        for tables in ((first, (headings, other)), ((headings, other), first)):
            found = read(_paper(tmp_path / "paper.docx", *tables))
            assert [line.ref for line in found.lines] == ["1", "1 (2)"], other
            assert len(found.doubts) == 1  # which of the two references is right


def test_a_summary_under_the_same_headings_is_left_out(tmp_path: Path) -> None:
    without_updates = tuple((*row[:2], "" if row[0] != "Ref" else "Update", *row[3:]) for row in APPENDIX)
    found = read(_paper(tmp_path / "paper.docx", without_updates, APPENDIX))
    assert [(line.ref, line.delivered) for line in found.lines] == [("1", "Drafted"), ("2", "")]


def test_a_summary_in_another_script_or_cut_within_a_word_is_left_out(tmp_path: Path) -> None:
    for whole, cut in (
        ("Опубликовать план перевозок", "Опубликовать пла…"),
        ("Publish the plan", "Publish the pl..."),
    ):
        appendix = (APPENDIX[0], ("1", whole, "Drafted", "31 March 2023", "CYPE", "In progress"))
        found = read(
            _paper(tmp_path / "paper.docx", (OVERDUE[0], ("1", cut, "31 March 2023", "CYPE")), appendix)
        )
        assert [(line.ref, line.defined) for line in found.lines] == [("1", whole)]
