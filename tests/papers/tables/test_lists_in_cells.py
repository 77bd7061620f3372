"""Lists and lines within the cells of a table: they are read as they are printed, whatever kind of file it is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from papers.read import Reading, read_bytes
from register.fields import folded
from register.imports.doubts import doubts_of
from register.progress import Status
from tests.papers.formats.test_pdf_words import words_of
from tests.papers.table_files import change_word, read_csv

TASK = "Review the policy so that:\n• parents are told\n• appeals are heard"
HEAD = "<tr><th>Ref<th>Action<th>Update<th>Target date<th>Owner<th>Status"


def bulleted(cell: Any, *lines: str) -> None:
    """Put lines into a cell, those behind the first one as items of a list."""
    cell.text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line, style="List Bullet")


def page(cells: str) -> Reading:
    return read_bytes("plan.html", f"<table>{HEAD}<tr>{cells}</table>".encode())


def test_the_bullets_of_a_word_document_are_read(tmp_path: Path) -> None:
    def change(table: Any) -> None:
        bulleted(table.cell(1, 1), *TASK.replace("• ", "").split("\n"))
        bulleted(table.cell(1, 4), "", "CYPE", "GET")
        table.cell(2, 1).paragraphs[0].style = table.part.document.styles["List Bullet"]
        bulleted(table.cell(2, 2), "", "", "Sent.", "")

    first, second, _third = change_word(tmp_path, change).lines
    assert first.defined == TASK
    assert first.owners == ("CYPE", "GET")
    assert second.defined == "Agree the plan"  # which is no list
    assert second.delivered == "Sent."


def test_the_lists_of_a_web_page_are_read() -> None:
    task = "Review the policy so that:<ul><li>parents are told<li><p>appeals are heard</p></ul>"
    done = "<ol start=2><li>Drafted<li>Sent</ol>"
    owners, status = "<ul><li>CYPE<li>GET</ul>", "<ul><li>In progress</ul>"
    (line,) = page(f"<td>1<td>{task}<td>{done}<td>31 March 2027<td>{owners}<td>{status}").lines
    assert (line.defined, line.delivered) == (TASK, "2. Drafted\n3. Sent")
    assert (line.owners, line.progress) == (("CYPE", "GET"), "In progress")
    (line,) = page("<td>1<td><ul><li>Mend the gate</ul><td><td>31 March 2027<td>CYPE<td>Open").lines
    assert line.defined == "Mend the gate"


def test_numbers_before_owners_and_dates_are_no_part_of_them(tmp_path: Path) -> None:
    owners, dates = "<ol><li>CYPE<li>GET</ol>", "<ol><li>31 March 2027</ol>"
    (line,) = page(f"<td>1<td>Mend it<td><td>{dates}<td>{owners}<td>Open").lines
    assert (line.owners, line.target) == (("CYPE", "GET"), "31 March 2027")

    def change(table: Any) -> None:
        table.cell(1, 4).text = "1. CYPE\n2. GET"
        table.cell(1, 3).text = "1. March 2027"

    found = read_csv("Ref,Action,Owner,Due", "1,Mend it,• CYPE • GET,1. 31 March 2027 2. May 2027")
    assert (found.lines[0].owners, found.lines[0].target) == (("CYPE", "GET"), "31 March 2027\nMay 2027")
    first = change_word(tmp_path, change).lines[0]
    assert (first.owners, first.target) == (("CYPE", "GET"), "1. March 2027")  # which is a day


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ("<ol type=a><li>Draft<li>Send</ol>", "a. Draft\nb. Send"),
        ("<ol start=70><li>Draft<li value=75>Send</ol>", "70. Draft\n75. Send"),
        ("<ul><li><span><p>Draft</p></span><li><li>Send</ul>", "• Draft\n• Send"),
        ("<ol><li hidden>Ask<li>Draft<li>Send</ol>", "1. Draft\n2. Send"),
        ("<ul><li><del>Ask</del> Draft<li>Send</ul>", "• Draft\n• Send"),
    ],
)
def test_the_marks_of_a_list_are_those_that_the_page_shows(items: str, shown: str) -> None:
    (line,) = page(f"<td>1<td>{items}<td><td>31 March 2027<td>CYPE<td>Open").lines
    assert line.defined == shown


@pytest.mark.parametrize("before", ["Two steps", "Two steps."])
def test_the_bullets_of_a_pdf_begin_a_line_each(before: str) -> None:
    lines = (f"{before} and some more words", "• first", "• second")
    assert words_of(lines)[0] == "\n".join(lines)


def test_a_list_that_goes_on_in_the_next_row_is_one() -> None:
    found = read_csv("Ref,Action,Owner,Due", '1,"Do:\n• this",CYPE,May 2027', ",• and that,,")
    assert [line.defined for line in found.lines] == ["Do:\n• this\n• and that"]


def test_bullets_are_no_other_words_than_those_of_a_file_without_them() -> None:
    assert folded(TASK) == folded(TASK.replace("• ", "")) == folded(TASK.replace("•", "▪"))
    assert folded(TASK) == folded(TASK.replace("•", "➢")) == folded(TASK.replace("\n•", " □"))
    assert folded("●") != ""


def test_a_list_that_says_complete_is_asked_about() -> None:
    found = read_csv("Ref,Action,Update,Due,Owner", '1,Mend it,"• Sent to all\n• Closed",May 2027,CYPE')
    doubts = doubts_of(
        found.lines, date(2026, 11, 1), lambda _words: Status.NOT_STARTED, found.order, ("CYPE",)
    )
    assert [one.question for one in doubts] == ["what was delivered ends with “Closed”; is it complete?"]


def test_the_lines_of_a_date_stay_apart() -> None:
    printed = "30 June 2026\nrevised to\n30 September 2026"
    (line,) = page(f"<td>1<td>Mend it<td><td>{printed.replace(chr(10), '<br>')}<td>CYPE<td>Open").lines
    assert line.target == printed
    (line,) = read_csv("Ref,Action,Owner,Due", f'1,Mend it,CYPE,"{printed}"').lines
    assert line.target == printed
