"""PDFs: tables that lines rule or only space parts, over pages; what is not read is refused in seconds."""

import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from papers.formats import pdf_process
from papers.formats.grid import Findings
from papers.formats.pdf_page import replace_signs
from papers.formats.pdf_words import PagePiece, cell_words
from papers.read import read
from register.refused import Refused
from tests.papers.pdfs import Sheet, as_pdf, table, width_of
from tests.papers.table_files import HEADINGS, as_csv

WIDTHS = (60, 230, 190, 90, 70, 90)
ROWS = [
    HEADINGS,
    *(
        (
            f"{number}",
            f"Agree with all schools of area {number} how they tell parents of a change, and write it down.",
            "A draft has gone to both teams for their views." if number % 3 == 0 else "",
            "December 2022" if number % 2 else "31 March 2023",
            ("CYPE GET", "GLD", "ALL")[number % 3],
            "Complete" if number % 5 == 0 else "",
        )
        for number in range(1, 31)
    ),
]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_over_pages(ruled: bool, repeat: bool, tmp_path: Path) -> None:
    sheets = table(ROWS, WIDTHS, ruled=ruled, repeat=repeat, title="Management actions")
    assert len(sheets) > 2
    found = read(as_pdf(tmp_path / "a.pdf", sheets))
    expected = read(as_csv(tmp_path / "a.csv", ROWS))
    assert [replace(line, place="") for line in found.lines] == [
        replace(line, place="") for line in expected.lines
    ]
    assert found.lines[0].place.startswith("page 1, ")
    assert found.warnings == expected.warnings


def test_an_action_that_runs_over_a_page_is_one(tmp_path: Path) -> None:
    first = table([HEADINGS, ("1", "Agree with every school how it", "", "December 2022", "GLD", "")], WIDTHS)
    second = table(
        [("", "tells parents of a change.", "", "", "", ""), ("2", "Then do it.", "", "TBC", "GET", "")], WIDTHS
    )
    found = read(as_pdf(tmp_path / "a.pdf", [*first, *second]))
    assert [(line.ref, line.defined, line.place) for line in found.lines] == [
        ("1", "Agree with every school how it tells parents of a change.", "page 1, row 2, to page 2, row 1"),
        ("2", "Then do it.", "page 2, row 2"),
    ]
    assert found.warnings == ()


def test_a_word_that_a_narrow_cell_breaks_is_one_again_or_asked_about(tmp_path: Path) -> None:
    heads = ("Ref", "Action", "Target\ndate", "Status")
    rows = [
        heads,
        ("1", "Check all starters", "31/03/20\n24", "Superse\nded"),
        ("2", "Cleanse the supplier file", "31/03/24\n30/06/24", "On\nhold"),
        ("3", "Agree the monito\nring", "Novem\nber 2024", "Quidditc\nhery"),
    ]
    found = read(as_pdf(tmp_path / "a.pdf", table(rows, (40, 130, 45, 45))))
    assert [(line.target, line.progress) for line in found.lines] == [
        ("31/03/2024", "Superseded"),
        ("31/03/24 30/06/24", "On hold"),
        ("Novem ber 2024", "Quidditc hery"),  # the cell had room for more
    ]
    assert "“Quidditc hery” may be one word each" in " ".join(found.warnings)


def test_pages_that_lie_on_their_side_are_named(tmp_path: Path) -> None:
    sheets = [*table(ROWS[:4], WIDTHS), *table(ROWS[:1] + ROWS[4:6], WIDTHS)]
    sheets[1].drawn = ["q 0 1 -1 0 595 0 cm", *sheets[1].drawn, "Q"]
    found = read(as_pdf(tmp_path / "a.pdf", sheets))
    assert [line.ref for line in found.lines] == ["1", "2", "3"]
    assert any("Page 2: its words are sideways and were not read" in one for one in found.warnings)
    with pytest.raises(Refused, match=r"page 1 of the PDF: its words are sideways.*rotate it"):
        read(as_pdf(tmp_path / "b.pdf", sheets[1:]))


def test_the_rest_of_a_broken_word_does_not_keep_it_broken_elsewhere(tmp_path: Path) -> None:
    heads = ("Ref", "Action", "Owner", "Target\ndate", "Status")
    rows = [heads, ("1", "Recover\noverpayme\nnts of housing benefit", "FIN", "TBC", "Open")]
    (line,) = read(as_pdf(tmp_path / "a.pdf", table(rows, (40, 58, 60, 60, 60)))).lines
    assert line.defined == "Recover overpayments of housing benefit"


def test_a_heading_broken_before_a_narrow_letter_is_one_word() -> None:
    left, width = 357.0, width_of("Directora")
    pieces = [
        PagePiece((left + 5, 10, left + 5 + width, 20), 10, "Directora"),
        PagePiece((left + 5, 22, left + 15, 32), 10, "te"),
    ]
    box = (left, 8, left + 5 + width + 3 + 5, 40)  # 3 points are left: a “t” would not fit
    assert cell_words(pieces, box, frozenset(), []) == "Directorate"


def test_dates_that_a_narrow_column_of_a_workbook_hides_are_pointed_at(tmp_path: Path) -> None:
    rows = [("Ref", "Action", "Due", "Status"), ("1", "Check the locks", "#####", "Complete")]
    found = read(as_pdf(tmp_path / "a.pdf", table(rows, (60, 130, 60, 90))))
    assert [line.target for line in found.lines] == ["#####"]
    assert "Page 1, row 2: “###” shows that a column was too narrow" in " ".join(found.warnings)


def test_colours_strikes_and_raised_marks(tmp_path: Path) -> None:
    sheets = table(
        [("Ref", "Action", "Owner", "Due date", "RAG"), ("1", "Write it.", "GLD", "31 March 2023", "")],
        (60, 230, 90, 200, 90),
    )
    (sheet,) = sheets
    sheet.box(612, 62, 86, 16, (1, 0, 0))
    sheet.words(92, 90, "never", 10)
    sheet.line(91, 86.5, 116, 86.5)
    sheet.words(480.5, 70, "1", 6)
    sheet.words(140, 74, "or not", 10)
    sheet.line(140, 70.5, 166, 70.5)
    found = read(as_pdf(tmp_path / "a.pdf", sheets))
    (line,) = found.lines
    assert (line.defined, line.target, line.progress) == ("Write it.", "31 March 2023", "")
    assert any("column RAG is coloured" in warning and "red" in warning for warning in found.warnings)
    struck = [warning for warning in found.warnings if "struck out" in warning]
    assert struck == ["Page 1: “never or not” is struck out and was left out."]
    assert any("footnote" in warning for warning in found.warnings)


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    assert path.name in str(refused.value)
    return str(refused.value)


def test_pictures_of_pages_hold_no_words(tmp_path: Path) -> None:
    blank = Sheet()
    blank.box(50, 50, 300, 300, (0.5, 0.5, 0.5))
    assert "pictures of pages and no words" in refusal(as_pdf(tmp_path / "a.pdf", [blank]))


def test_a_letter_holds_no_table(tmp_path: Path) -> None:
    letter = Sheet()
    letter.words(50, 50, "Dear Member, please find no table here.")
    assert "No table of actions" in refusal(as_pdf(tmp_path / "a.pdf", [letter]))


@pytest.mark.parametrize("data", [b"%PDF-1.7 and more", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>"])
def test_a_damaged_pdf(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert "PDF" in refusal(tmp_path / "a.pdf")


def test_a_pdf_that_is_none_and_one_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"Dear Member")
    assert "is no PDF" in refusal(tmp_path / "a.pdf")
    as_pdf(tmp_path / "b.pdf", table(ROWS, WIDTHS)).rename(tmp_path / "b.txt")
    assert "is a PDF" in refusal(tmp_path / "b.txt")


def test_far_too_many_pages(tmp_path: Path) -> None:
    sheets = [Sheet() for _ in range(pdf_process.MOST_PAGES + 1)]
    assert "301 pages, more than 300" in refusal(as_pdf(tmp_path / "a.pdf", sheets))


def noughts(size: int) -> bytes:
    """So many noughts as zlib packs them, made out of one packed piece that is repeated."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = 1_000_000
    block = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = b"\x03\x00" + (((size % 65521) << 16) | 1).to_bytes(4, "big")
    return head + block * (size // piece) + end


def test_a_stream_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    """A PDF's streams are packed like a zip's, and may be packed twice."""
    path = as_pdf(tmp_path / "a.pdf", table(ROWS[:3], WIDTHS))
    assert zlib.decompress(noughts(5_000_000)) == bytes(5_000_000)
    bomb = zlib.compress(noughts(4_000_000_000), 9)
    data = path.read_bytes()
    start, end = data.index(b"<< /Length"), data.index(b"endstream")
    head = f"<< /Length {len(bomb)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode()
    path.write_bytes(data[:start] + head + bomb + b"\n" + data[end:])
    assert "PDF" in refusal(path)


def test_a_process_that_dies_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_pdf(tmp_path / "a.pdf", table(ROWS[:3], WIDTHS))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert "more memory or time" in refusal(path)


def test_a_word_is_joined_whose_rest_has_narrow_letters() -> None:
    wide, narrow = width_of("Recommend", 8.5), width_of("ation", 8.5)
    lines = [
        PagePiece((2.3, 2, 2.3 + wide, 10), 8.5, "Recommend"),
        PagePiece((2.3, 12, 2.3 + narrow, 20), 8.5, "ation"),
    ]
    edge = 2.3 + wide + 4.5  # an "a" takes 4.7
    assert cell_words(lines, (0, 0, edge + 2.3, 30), {"recommendation"}, []) == "Recommendation"
    assert cell_words(lines, (0, 0, edge + 20, 30), {"recommendation"}, []) == "Recommend ation"


def test_the_title_of_a_table_may_have_two_lines_and_is_no_head_of_the_page(tmp_path: Path) -> None:
    head = "OFFICIAL    Fire Authority, 1 December 2026"
    rows = [
        HEADINGS,
        ("1", "Find out how many", "", "TBC", "GET", ""),
        ("2", "Tell them", "", "TBC", "GET", ""),
    ]
    more = [
        HEADINGS,
        ("1", "Publish the values", "", "TBC", "GET", ""),
        ("2", "Ask each of the", "", "TBC", "GET", ""),
    ]
    rest = [HEADINGS, ("", "middle managers.", "", "", "", ""), ("3", "Then do it.", "", "TBC", "GET", "")]
    sheets = [*table(rows, WIDTHS), *table(more, WIDTHS), *table(rest, WIDTHS)]
    for sheet in sheets:
        sheet.words(30, 18, head, 8)
    sheets[0].words(30, 24, "Concern 1: too few people look at the risk-", 7)
    sheets[0].words(30, 34, "based programme", 7)
    sheets[1].words(30, 24, "Concern 2: the values are not understood in the all-", 7)
    sheets[1].words(30, 34, "Member briefing", 7)
    found = read(as_pdf(tmp_path / "a.pdf", sheets))
    first = "Concern 1: too few people look at the risk-based programme"
    second = "Concern 2: the values are not understood in the all-Member briefing"
    assert [(line.defined, line.more["section"]) for line in found.lines] == [
        ("Find out how many", first),
        ("Tell them", first),
        ("Publish the values", second),
        ("Ask each of the middle managers.", second),
        ("Then do it.", second),
    ]


def test_two_long_words_are_not_asked_about_as_one(tmp_path: Path) -> None:
    heads = ("Ref", "Action", "Update")
    rows = [heads, ("1", "Check all", "Reconciliation\nprocedures"), ("2", "Check it", "Quidditc\nhery")]
    found = read(as_pdf(tmp_path / "a.pdf", table(rows, (40, 130, width_of("Reconciliation") + 10))))
    assert [line.delivered for line in found.lines] == ["Reconciliation procedures", "Quidditc hery"]
    assert not [one for one in found.warnings if "Reconciliation" in one]


UNNUMBERED = (
    ("Meeting", "Agenda item", "Action", "Owner", "Timescale"),
    ("25 June 2026", "Item 5: Precept", "Supply the reserves strategy", "OPCC", "October 2026"),
    (
        "25 June 2026",
        "Item 7: Calls",
        "A briefing on the time that callers wait, by hour and by day",
        "Force",
        "TBC",
    ),
    ("24 September 2026", "Item 4: Complaints", "Show the dashboard", "Panel support officer", "Ongoing"),
)


def test_rows_without_lines_or_references_are_told_by_their_space(tmp_path: Path) -> None:
    """All of them had been one action, as "Agenda item" may be a heading of references."""
    found = read(as_pdf(tmp_path / "a.pdf", table(UNNUMBERED, [90, 100, 160, 90, 80], ruled=False)))
    assert [(line.defined, line.owners) for line in found.lines] == [
        (row[2], (row[3],)) for row in UNNUMBERED[1:]
    ]


def test_signs_that_the_pdf_does_not_name_are_not_spelt_out(tmp_path: Path) -> None:
    """They were read as "(cid:127)": a bullet of the usual fonts, or a sign of nobody knows what."""
    rows = (HEADINGS, ("1", "\x7f Publish a guide", "", "December 2026", "CYPE", "\x01 Open"))
    found = read(as_pdf(tmp_path / "a.pdf", table(rows, [50, 200, 100, 100, 80, 80])))
    assert (found.lines[0].defined, found.lines[0].progress) == ("• Publish a guide", "□ Open")
    assert [one for one in found.warnings if "sign is not named" in one] == [
        "Page 1: 1 sign is not named in the PDF and read as □; look at the words beside it."
    ]


def test_the_bullet_of_the_symbol_font_is_one_without_its_name() -> None:
    page = Findings()
    fonts = ("ABCDEF+SymbolMT", "ABCDEF+Wingdings-Regular", "ABCDEF+Calibri")
    letters = [{"fontname": font, "text": "(cid:120)"} for font in fonts]
    replace_signs(letters, "page 1", page)
    assert [letter["text"] for letter in letters] == ["•", "□", "□"]
    assert [one.startswith("Page 1: 2 signs are not named") for one in page.warnings] == [True]


def test_a_day_with_a_short_year_that_a_narrow_cell_breaks_is_one() -> None:
    size = 10.0
    box = (0.0, 0.0, width_of("05.05.2", size) + 8, 40.0)
    pieces = [
        PagePiece((4, 4, 4 + width_of("05.05.2", size), 14), size, "05.05.2"),
        PagePiece((4, 16, 4 + width_of("6", size), 26), size, "6"),
    ]
    assert cell_words(pieces, box, frozenset(), []) == "05.05.26"


def test_words_that_may_be_one_are_shown_as_they_were_read() -> None:
    """The third part of a word was missing in the question: “Whistle blowin”."""
    size, at, pieces = 10.0, 4.0, []
    box = (0.0, 0.0, width_of("blowin", size) + 10, 60.0)
    for part in ("Whistle", "blowin", "g"):
        pieces.append(PagePiece((4, at, 4 + width_of(part, size), at + 10), size, part))
        at += 12
    doubtful: list[str] = []
    assert cell_words(pieces, box, frozenset(), doubtful) == "Whistle blowing"
    assert doubtful == ["Whistle blowing"]
