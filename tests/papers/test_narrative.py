"""The narrative comes back from the paper that was sent round as its authors left it."""

import io
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from papers.narrative import ReadNarrative, narrative_lines, read_narrative
from papers.write.files import as_bytes
from papers.write.paper import Passage, Section
from register.refused import Refused
from tests.papers.write import samples

THEME = "Monitoring and quality assurance"
HEADINGS = ("Introduction", THEME)
SENT = (
    samples.march().cover.sections[0],
    Section(THEME, samples.march().themes[0].passages),
)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_what_nobody_touched_comes_back_as_it_went(ending: str) -> None:
    assert read_narrative(narrative_lines(as_bytes(samples.march(), ending)), HEADINGS) == ReadNarrative(SENT)


def _word(change: Callable[[docx.document.Document], None]) -> bytes:
    word = docx.Document(io.BytesIO(as_bytes(samples.march(), ".docx")))
    change(word)
    document = io.BytesIO()
    word.save(document)
    return document.getvalue()


def _after(word: docx.document.Document, words: str) -> Paragraph:
    return next(one for one in word.paragraphs if one.text.startswith(words))


def test_what_an_author_wrote_into_the_word_document_is_read_with_its_sources() -> None:
    def change(word: docx.document.Document) -> None:
        board = _after(word, "The transport board")
        board.insert_paragraph_before(
            "A new sentence (Action 10) <by> the author. (Actions 1, 7 (i) and 44)", style="Body Text"
        )
        board.insert_paragraph_before("Staff were trained.", style="List Bullet")
        board.insert_paragraph_before("   ")

    found = read_narrative(narrative_lines(_word(change)), HEADINGS)
    assert found.sections[1].passages == (
        Passage("A new sentence (Action 10) <by> the author.", ("1", "7 (i)", "44")),
        Passage("• Staff were trained."),
        *SENT[1].passages,
    )


def test_tracked_changes_are_taken_as_accepted() -> None:
    def change(word: docx.document.Document) -> None:
        run = _after(word, "The transport board").runs[0]._r
        deleted = OxmlElement("w:del")
        run.getparent().replace(run, deleted)
        deleted.append(run)
        inserted, fresh, text = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "The board meets weekly."
        fresh.append(text)
        inserted.append(fresh)
        deleted.addnext(inserted)

    assert read_narrative(narrative_lines(_word(change)), HEADINGS).sections[1].passages == (
        Passage("The board meets weekly."),
    )


def test_a_table_in_the_narrative_is_not_lost_without_a_word() -> None:
    def change(word: docx.document.Document) -> None:
        table = word.add_table(1, 1)
        _after(word, "The transport board")._p.addnext(table._tbl)

    assert read_narrative(narrative_lines(_word(change)), HEADINGS).left_out == (f"a table under “{THEME}”",)


def test_what_an_author_wrote_into_the_workbook_is_read() -> None:
    book = load_workbook(io.BytesIO(as_bytes(samples.march(), ".xlsx")))
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["B"] if str(cell.value).startswith("The transport board"))
    sheet.cell(row, 2, "The board meets weekly. (Action 16)")
    sheet.cell(row + 1, 2, "=1+1 is what it said.").data_type = "s"
    document = io.BytesIO()
    book.save(document)
    assert read_narrative(narrative_lines(document.getvalue()), HEADINGS).sections[1].passages == (
        Passage("The board meets weekly.", ("16",)),
        Passage("=1+1 is what it said."),
    )


def test_headings_that_are_gone_are_said() -> None:
    def change(word: docx.document.Document) -> None:
        heading = _after(word, "Introduction")
        heading._p.getparent().remove(heading._p)

    found = read_narrative(narrative_lines(_word(change)), HEADINGS)
    assert found.missing == ("Introduction",)
    assert [section.heading for section in found.sections] == [THEME]


def test_another_document_is_refused() -> None:
    with pytest.raises(Refused, match="None of the narrative's headings"):
        read_narrative(narrative_lines(as_bytes(samples.march(), ".docx")), ("Something else",))
    with pytest.raises(Refused, match="its zip cannot be unpacked"):
        read_narrative(narrative_lines(as_bytes(samples.march(), ".pdf")), HEADINGS)
    with pytest.raises(Refused, match="its zip cannot be unpacked"):
        read_narrative(narrative_lines(b""), HEADINGS)
