"""Cells with the markup of a web page, as lists of SharePoint are exported, are read as the list shows them."""

import pytest

from papers.formats.markup import without_markup
from tests.papers.table_files import read_csv

HEAD = "ID,Agreed action,Responsible Officer,Directorate,Due date,Status,Progress notes"


def test_formatted_notes_and_numbered_people_of_a_list_are_read_as_they_are_shown() -> None:
    found = read_csv(
        HEAD,
        "14,Reconcile &amp; sign&#58; monthly,Jane Roe;#12;#Ali Khan;#14,Finance;#3,31/01/2027,In progress,"
        '"<div class=""External""><p>October&nbsp;is done.</p><ul><li>Two <b>accounts</b> are left</li></ul></div>"',
    )
    (line,) = found.lines
    assert line.defined == "Reconcile & sign: monthly"
    assert (line.owners, line.more["officers"]) == (("Finance",), "Jane Roe; Ali Khan")
    assert line.delivered == "October is done.\nTwo accounts are left"


@pytest.mark.parametrize(
    "words", ["<TBC>", "a < b and c > d", "Q&A, R&D; M&S", "<insert date>", "<p> means a paragraph"]
)
def test_words_that_are_no_markup_are_kept(words: str) -> None:
    assert without_markup(words) == words
