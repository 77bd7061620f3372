"""The numbers that Word counts by itself: they are read as the document shows them."""

import zipfile
from pathlib import Path

import pytest

from papers.read import Reading, read
from tests.papers.table_files import PLAIN_HEADINGS, PLAN_ONE, refs, reported

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(at: int, text: str, form: str = "decimal", start: int | None = None) -> str:
    begins = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{at}">{begins}<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def paragraph(words: str, at: int | None = None) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="7"/></w:numPr>' if at is not None else ""
    return f"<w:p><w:pPr>{numbered}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def numbered(folder: Path, *rows: tuple[str, ...], levels: str = "") -> Reading:
    """Write rows of cells, each given as its paragraphs, below headings in a document of few parts, and read them."""
    headings = [paragraph(words) for words in PLAIN_HEADINGS]
    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in (headings, *rows)
    )
    parts = {"word/document.xml": f"<w:document {_NAMES}><w:body><w:tbl>{table}</w:tbl></w:body></w:document>"}
    if levels:
        lists = f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
        number = '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
        parts["word/numbering.xml"] = f"<w:numbering {_NAMES}>{lists}{number}</w:numbering>"
    with zipfile.ZipFile(folder / "a.docx", "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return read(folder / "a.docx")


def row(ref: str, delivered: str = "") -> tuple[str, ...]:
    task, _delivered, *rest = PLAN_ONE[1:]
    return (ref, paragraph(task), delivered or paragraph(""), *map(paragraph, rest))


def test_a_document_without_lists_and_styles_is_read(tmp_path: Path) -> None:
    found = numbered(tmp_path, row(paragraph("1")), row(paragraph("2", at=0)))
    assert (refs(found), found.warnings) == (["1", "2"], ())


def test_the_numbers_of_a_lower_level_begin_anew_under_each_of_the_upper_one(tmp_path: Path) -> None:
    levels = level(0, "%1.", start=1) + level(1, "%1.%2", start=1)
    rows = [row(paragraph("", at)) for at in (0, 1, 1, 0, 1)]
    found = numbered(tmp_path, *rows, levels=levels)
    assert refs(found) == ["1", "1.1", "1.2", "2", "2.1"]
    assert reported(found, "Table 1: its first cells are automatic numbers")


def test_a_level_without_a_start_begins_at_1_and_so_does_one_that_is_left_out(tmp_path: Path) -> None:
    levels = level(0, "%1.", start=4) + level(1, "%1.%2")
    assert refs(numbered(tmp_path, *[row(paragraph("", at)) for at in (1, 1, 0)], levels=levels)) == [
        *("4.1", "4.2", "4"),
    ]


@pytest.mark.parametrize(
    ("form", "start", "labels"),
    [
        ("decimalZero", 9, ["09. ", "10. ", "11. "]),
        ("lowerRoman", 8, ["viii. ", "ix. ", "x. "]),
        ("upperRoman", 398, ["CCCXCVIII. ", "CCCXCIX. ", "400. "]),
        ("upperLetter", 26, ["Z. ", "AA. ", "BB. "]),
        ("lowerLetter", 1, ["a. ", "b. ", "c. "]),
        ("bullet", 1, ["", "", ""]),
    ],
)
def test_numbers_are_letters_and_roman_where_word_shows_them_so(
    form: str, start: int, labels: list[str], tmp_path: Path
) -> None:
    rows = [row(paragraph(f"{at}"), paragraph("Draft sent", at=0)) for at in (1, 2, 3)]
    found = numbered(tmp_path, *rows, levels=level(0, "%1.", form, start))
    assert [line.delivered for line in found.lines] == [f"{label}Draft sent" for label in labels]
