"""Files that are not read: each is refused with one sentence that names the place."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from papers.formats import grid
from papers.read import LARGEST_FILE, read, read_bytes
from register.refused import Refused
from tests.papers.table_files import HEADINGS, ONE, TWO, as_csv, as_docx, as_text, as_xlsx

TABLE = (HEADINGS, ONE, TWO)


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    words = str(refused.value)
    assert "\n" not in words
    assert path.name in words
    return words


def repacked(path: Path, **changed: bytes) -> Path:
    """The zip at ``path`` with parts replaced; names have / written as __ and . as _dot_."""
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}
    with zipfile.ZipFile(path) as packed:
        kept = {name: packed.read(name) for name in packed.namelist() if name not in parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in (kept | parts).items():
            packed.writestr(name, data)
    return path


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "gone.docx")


def test_a_folder(tmp_path: Path) -> None:
    assert "not a file" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xlsx", "a.docx"])
@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_an_empty_file(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert "is empty" in refusal(tmp_path / name)


def test_a_file_over_twenty_megabytes(tmp_path: Path) -> None:
    path = as_text(tmp_path / "big.txt", TABLE)
    with path.open("ab") as file:
        file.truncate(LARGEST_FILE + 1)
    assert "over 20 MB" in refusal(path)
    with pytest.raises(Refused, match=r"big\.txt: the file is over 20 MB"):
        read_bytes("big.txt", path.read_bytes())


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_letter_without_a_table(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(
        "Dear Member\n\nPlease find the table, in which nothing stands.\n", encoding="utf-8"
    )
    assert "No table of actions" in refusal(tmp_path / name)


def test_a_workbook_and_a_document_without_a_table(tmp_path: Path) -> None:
    assert "No table of actions" in refusal(as_xlsx(tmp_path / "a.xlsx", [("Name", "Telephone", "Room")]))
    assert "No table of actions" in refusal(as_docx(tmp_path / "a.docx", [("Name", "Telephone", "Room")]))


def test_headings_without_actions(tmp_path: Path) -> None:
    assert "no actions" in refusal(as_csv(tmp_path / "a.csv", [HEADINGS]))


@pytest.mark.parametrize("suffix", [".doc", ".odt", ""])
def test_a_kind_that_is_not_read(suffix: str, tmp_path: Path) -> None:
    assert ".txt, .csv, .xlsx, .docx, .pdf or .html" in refusal(as_text(tmp_path / f"a{suffix}", TABLE))


def test_a_file_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    assert "is an Excel workbook" in refusal(as_xlsx(tmp_path / "a.xlsx", TABLE).rename(tmp_path / "a.docx"))
    assert "is a Word document" in refusal(as_docx(tmp_path / "b.docx", TABLE).rename(tmp_path / "b.xlsx"))
    assert "zip or Office file" in refusal(as_docx(tmp_path / "c.docx", TABLE).rename(tmp_path / "c.csv"))
    assert "not a Word document" in refusal(as_text(tmp_path / "d.docx", TABLE))
    (tmp_path / "e.txt").write_bytes(b"%PDF-1.7 and more")
    assert "is a PDF" in refusal(tmp_path / "e.txt")
    with zipfile.ZipFile(tmp_path / "f.docx", "w") as packed:
        packed.writestr("photograph.txt", "no paper")
    assert "something else" in refusal(tmp_path / "f.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_password(name: str, tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    (tmp_path / name).write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(tmp_path / name)
    (tmp_path / name).write_bytes(ole)
    assert "older Office" in refusal(tmp_path / name)


def test_an_encrypted_zip(tmp_path: Path) -> None:
    path = as_docx(tmp_path / "a.docx", TABLE)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    path.write_bytes(data)
    assert "password" in refusal(path)


@pytest.mark.parametrize("cut", [200, -40])
def test_a_damaged_document(cut: int, tmp_path: Path) -> None:
    path = as_docx(tmp_path / "a.docx", TABLE)
    path.write_bytes(path.read_bytes()[:cut])
    assert "damaged" in refusal(path)


def test_a_document_with_broken_xml(tmp_path: Path) -> None:
    assert "damaged" in refusal(
        repacked(as_docx(tmp_path / "a.docx", TABLE), word__document_dot_xml=b"<w:document><w:body>")
    )
    assert "damaged" in refusal(
        repacked(
            as_xlsx(tmp_path / "a.xlsx", TABLE), xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData><row"
        )
    )


def test_a_bomb_that_says_how_large_it_is(tmp_path: Path) -> None:
    path = repacked(as_xlsx(tmp_path / "a.xlsx", TABLE), xl__media__image1_dot_png=bytes(5_000_000))
    assert path.stat().st_size < 50_000
    assert "zip bomb" in refusal(path)


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = repacked(as_xlsx(tmp_path / "a.xlsx", TABLE), xl__media__image1_dot_png=bytes(5_000_000))
    data = path.read_bytes()
    for size in (struct.pack("<I", 5_000_000),):
        assert data.count(size) == 2
        data = data.replace(size, struct.pack("<I", 1000))
    path.write_bytes(data)
    # What comes out is never more than was declared, and its checksum is wrong.
    assert "damaged" in refusal(path)


def test_a_bomb_of_many_middling_parts(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        for number in range(110):
            packed.writestr(f"xl/media/{number}.bin", bytes(1_000_000))
    assert "zip bomb" in refusal(path)


def test_far_too_many_parts(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(path, "a") as packed:
        for number in range(2_100):
            packed.writestr(f"xl/media/{number}.bin", b"")
    assert "2109 parts, more than 2000" in refusal(path)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("at", [0, 64 * 1024 - 8])
@pytest.mark.parametrize("declaration", [ENTITIES, '<!DOCTYPE x SYSTEM "http://example.org/x"><x/>'])
def test_entities_are_refused_before_a_parser_sees_them(
    encoding: str, at: int, declaration: str, tmp_path: Path
) -> None:
    """Wherever the declaration stands, over the edge of two chunks included."""
    start = f'<?xml version="1.0" encoding="{encoding}"?>'
    letter = len(" ".encode(encoding.replace("16", "16-le")))
    padding = " " * max((at - len(start.encode(encoding))) // letter, 0)
    part = f"{start}{padding}{declaration}".encode(encoding)
    docx = repacked(as_docx(tmp_path / "a.docx", TABLE), word__document_dot_xml=part)
    assert "document type" in refusal(docx)
    xlsx = repacked(as_xlsx(tmp_path / "a.xlsx", TABLE), xl__sharedStrings_dot_xml=part)
    assert "document type" in refusal(xlsx)


def test_entities_cannot_hide_in_another_encoding(tmp_path: Path) -> None:
    part = f'<?xml version="1.0" encoding="cp037"?>{ENTITIES}'
    for data in (part.encode("cp037"), part.encode("ascii")):
        docx = repacked(as_docx(tmp_path / "a.docx", TABLE), word__document_dot_xml=data)
        assert "not written in UTF-8" in refusal(docx)


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", TABLE)
    path.write_bytes(path.read_bytes().replace(b"Write", b"Wr\x00te"))
    assert "At line 3 there are bytes that are not text" in refusal(path)
    (tmp_path / "c.csv").write_bytes(b"\xff\xfeA\x00\n\x00\x00\xd8")
    assert "At line 2" in refusal(tmp_path / "c.csv")


def test_a_row_that_is_too_wide(tmp_path: Path) -> None:
    wide = (HEADINGS, ONE, (*TWO, "and more"))
    assert "At row 3 there are 7 cells under 6 headings" in refusal(as_csv(tmp_path / "a.csv", wide))
    assert "At line 3 there are 7 cells under 6 headings" in refusal(as_text(tmp_path / "a.txt", wide))


def test_rows_and_lines_without_end(tmp_path: Path) -> None:
    wide = (HEADINGS, (*ONE, *["x"] * 2_000))
    assert "At row 2 there are 2,006 columns" in refusal(as_csv(tmp_path / "a.csv", wide))
    # As Excel saves a row that is formatted to its end.
    blank = ((*HEADINGS, *[""] * 16_000), (*ONE, *[""] * 16_000))
    assert len(read(as_csv(tmp_path / "b.csv", blank)).lines) == 1
    assert "Line 2 is far longer" in refusal(as_text(tmp_path / "a.txt", (HEADINGS, ("a " * 60_000,))))


def test_broken_quotes_in_a_csv(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", TABLE)
    path.write_text(path.read_text(encoding="utf-8") + '3,"Say "so" now",,,,\n', encoding="utf-8")
    assert "At line 4 the quotes" in refusal(path)


def test_a_cell_that_nobody_typed(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", [HEADINGS, ONE, ("2", "word " * 30_000, *TWO[2:])])
    assert "At line 3" in refusal(path)


def test_a_sheet_with_far_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert grid.MOST_ROWS == 250_000
    monkeypatch.setattr(grid, "MOST_ROWS", 2_500)  # else their reading takes seconds
    path = as_xlsx(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    rows = "".join(f'<row><c t="n"><v>{number}</v></c></row>' for number in range(2_500)).encode()
    path = repacked(path, xl__worksheets__sheet1_dot_xml=sheet.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert "the table goes on beyond 2,500 rows" in refusal(path)


def test_an_action_that_never_ends(tmp_path: Path) -> None:
    rows = (HEADINGS, ONE, *(("", f"More {number}.", "", "", "", "") for number in range(300)))
    assert "At row 202 action 1 goes on for more than 200 rows" in refusal(as_csv(tmp_path / "a.csv", rows))


def test_a_deflate_stream_that_is_cut_short(tmp_path: Path) -> None:
    path = as_docx(tmp_path / "a.docx", TABLE)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    data = out.getvalue().replace(b"Agree who does what", b"Agree who does that", 1)
    assert zlib.crc32(data) != zlib.crc32(out.getvalue())
    path.write_bytes(data)
    assert "damaged" in refusal(path)
