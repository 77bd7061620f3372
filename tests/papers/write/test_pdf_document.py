"""The PDF paper, read back by pdfplumber."""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest

from papers.write.characters import Letters, clean
from papers.write.compose import compose
from papers.write.document import Document, DocumentBlock, DocumentPart, Paragraph, Table
from papers.write.pdf_document import pdf_document
from tests.papers.write import samples

# One worker reads the papers that several tests look at.
pytestmark = pytest.mark.xdist_group("pdf")


def opened(data: bytes) -> Any:
    """A PDF, by another program than wrote it."""
    return pdfplumber.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def march() -> Iterator[Any]:
    """The March paper."""
    with opened(pdf_document(compose(samples.march()))) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def odd() -> Iterator[Any]:
    """A paper with all kinds of letters and signs."""
    with opened(pdf_document(compose(samples.odd()))) as pdf:
        yield pdf


def _nodes(tree: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in tree:
        yield node
        yield from _nodes(node.get("children", []))


def _lying(pdf: Any) -> list[Any]:
    return [page for page in pdf.pages if page.width > page.height]


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def test_the_appendix_holds_every_row_and_repeats_its_headings(march: Any) -> None:
    pages = _lying(march)
    assert len(pages) > 1
    rows = []
    for page in pages:
        headings, *more = page.extract_table()
        assert tuple(map(_one_line, headings)) == samples.HEADINGS
        rows += [tuple(map(_one_line, row)) for row in more]
    assert rows == [tuple(map(_one_line, row)) for row in samples.rows()]


def test_it_is_tagged_titled_and_in_british_english(march: Any) -> None:
    catalogue = march.doc.catalog
    assert catalogue["Lang"] == b"en-GB"
    assert catalogue["MarkInfo"]["Marked"] is True
    assert catalogue["ViewerPreferences"]["DisplayDocTitle"] is True
    assert march.metadata["Title"] == "SEND transport review: progress of the management actions"
    xmp = catalogue["Metadata"].resolve().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "2023-03-09T12:30:15" in xmp


def test_its_structure_has_headings_tables_with_headings_and_described_figures(march: Any) -> None:
    nodes = list(_nodes(march.structure_tree))
    kinds = [node["type"] for node in nodes]
    assert kinds.count("Table") == 15
    assert kinds.count("H1") >= 8
    assert "H2" in kinds
    assert "L" in kinds
    cells = [node for node in nodes if node["type"] == "TH"]
    assert len(cells) >= len(samples.HEADINGS)
    assert not [node for node in nodes if {"ColSpan", "RowSpan"} & set(node.get("attributes", {}))]
    described = [node.get("alt_text", "") for node in nodes if node["type"] == "Figure"]
    assert [text.partition(".")[0] for text in described] == [
        "Bar chart: Open actions by directorate",
        "Bar chart: Actions implemented by their date",
    ]


def test_every_page_bears_its_number_and_the_meeting(march: Any) -> None:
    for number, page in enumerate(march.pages, start=1):
        last = page.extract_text().splitlines()[-1]
        assert last == f"Governance and Audit Committee, 16 March 2023 Page {number} of {len(march.pages)}"


def test_a_short_row_is_not_parted_by_the_end_of_a_page_and_a_long_one_is() -> None:
    with opened(pdf_document(compose(samples.long(60)))) as pdf:
        refs = [row[0] for page in _lying(pdf) for row in page.extract_table()[1:]]
    assert [ref for ref in refs if ref] == [str(number) for number in range(1, 61)]
    parted = len(refs) - 60
    assert parted >= 1, "the row of 89 lines goes over a page"


def test_a_short_table_and_what_introduces_it_stand_on_one_page() -> None:
    rows = tuple((str(number), "Words") for number in range(10))
    blocks: list[DocumentBlock] = []
    for count in range(1, 9):
        blocks += [Paragraph("Filling")] * (7 * count)
        blocks += [Paragraph(f"Introduces {count}"), Table(f"Table {count}", ("Number", "Said"), rows)]
    document = pdf_document(Document("Tables", (DocumentPart("Report", tuple(blocks)),), samples.MOMENT))
    with opened(document) as pdf:
        texts = [page.extract_text().splitlines() for page in pdf.pages]
    shown = [[line for line in lines if line.startswith(("Introduces", "Number", "9 "))] for lines in texts]
    assert sum(len(lines) for lines in shown) == 3 * 8
    assert all(len(lines) % 3 == 0 for lines in shown)


def test_odd_characters_are_set_as_they_are_and_nothing_is_markup(odd: Any) -> None:
    rows = [row for page in _lying(odd) for row in page.extract_table()[1:]]
    cells = {row[0]: _one_line(row[1]) for row in rows}
    for number in (1, 2, 5, 8, 9, 10, 11, 12, 14):
        assert cells[str(number)] == _one_line(clean(samples.ODD[number - 1]))
    long_word = samples.ODD[5].replace("\u200b", "")
    assert "".join(cells["6"].split()) == long_word


def test_letters_that_no_font_has_are_spelt_out_and_that_is_said(odd: Any) -> None:
    rows = {row[0]: _one_line(row[1]) for page in _lying(odd) for row in page.extract_table()[1:]}
    last = _one_line(odd.pages[-1].extract_text())
    assert "[U+0F56]" in rows["16"]
    assert "[musical symbol g clef]" in rows["16"]
    assert "[" not in rows["7"]
    assert "Letters and signs shown in square brackets are not in this file’s fonts:" in last
    assert "U+0F56" in last


def test_names_in_the_letters_of_a_councils_people_are_printed() -> None:
    letters = Letters()
    assert [letters.printable(name) for name in samples.NAMES] == list(samples.NAMES)
    with opened(pdf_document(compose(samples.named()))) as pdf:
        words = " ".join(page.extract_text() for page in pdf.pages)
    assert [
        name for name in ("Siân Llŷr", "Łucja Wiśniewska", "王小明", "陳大文", "김민준") if name not in words
    ] == []


def test_an_empty_register_says_that_it_is() -> None:
    with opened(pdf_document(compose(samples.empty()))) as pdf:
        everything = "\n".join(page.extract_text() for page in pdf.pages)
    assert "There are no actions in this register." in everything
