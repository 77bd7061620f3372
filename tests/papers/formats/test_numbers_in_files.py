"""Office files whose numbers are none, or beyond all sense: they are read, or refused in one sentence."""

import io
import itertools
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papers.read import read
from register.refused import Refused
from tests.papers.table_files import PLAN, as_docx, as_xlsx

_SHEET, _STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
_DOCUMENT, _NUMBERING = "word/document.xml", "word/numbering.xml"
_THOUSANDS = b"9" * 5_000


def change_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    changed = change(parts[name])
    assert changed != parts[name]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in (parts | {name: changed}).items():
            packed.writestr(part, content)
    return path


@contextmanager
def at_most_calls(most: int) -> Iterator[None]:
    """Fail as soon as a block has made more calls of functions than that: a measure of work that no machine changes."""
    calls = itertools.count(1)

    def count(_frame: object, event: str, _argument: object) -> None:
        if event.endswith("call") and next(calls) > most:
            sys.setprofile(None)
            pytest.fail(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("number", [b"abc", b"-9", "²".encode(), _THOUSANDS])
@pytest.mark.parametrize(
    ("printed", "place"),
    [
        (b'<row r="2"', b'<row r="%s"'),
        (b'<c r="A2"', b'<c r="A2" s="%s"'),
        (b"<sheetData>", b'<cols><col min="%s" max="3" hidden="1"/></cols><sheetData>'),
    ],
)
def test_a_workbook_whose_rows_columns_or_styles_have_no_number_is_refused(
    printed: bytes, place: bytes, number: bytes, tmp_path: Path
) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", PLAN)
    change_part(path, _SHEET, lambda part: part.replace(printed, place % number))
    with pytest.raises(Refused, match="the file is damaged"):
        read(path)


@pytest.mark.parametrize("number", [b"abc", "²".encode(), _THOUSANDS])
def test_a_workbook_with_a_style_that_has_no_number_is_read(number: bytes, tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", PLAN)
    change_part(path, _STYLES, lambda part: part.replace(b'numFmtId="0"', b'numFmtId="%s"' % number))
    assert [line.ref for line in read(path).lines] == ["1", "2", "3"]


def test_cells_merged_over_each_other_do_not_keep_the_reader_busy(tmp_path: Path) -> None:
    """Excel writes no such ranges, but a file of some hundred kilobytes can; it kept a reader busy for minutes."""
    path = as_xlsx(tmp_path / "a.xlsx", [*PLAN, *[[f"note {n}"] * 20 for n in range(1_500)]])
    ranges = b"".join(
        b'<mergeCell ref="%c%d:%c%d"/>' % (65 + column, row, 65 + column, row + 5_000)
        for row in range(5, 1_500)
        for column in range(20)
    )
    merged = b"</sheetData><mergeCells>%s</mergeCells>" % ranges
    change_part(path, _SHEET, lambda part: part.replace(b"</sheetData>", merged))
    with at_most_calls(5_000_000):
        assert [line.ref for line in read(path).lines][:3] == ["1", "2", "3"]


@pytest.mark.parametrize("merged", [b"", b"E2", b"E2:", b":E3", b"E2:E", b"2:3", b"E2:E3:E4"])
def test_cells_merged_over_no_range_are_read_as_they_are(merged: bytes, tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", PLAN)
    ranges = b'</sheetData><mergeCells><mergeCell ref="%s"/></mergeCells>' % merged
    change_part(path, _SHEET, lambda part: part.replace(b"</sheetData>", ranges))
    assert [line.owners for line in read(path).lines] == [("CYPE",), ("GET",), ("GLD",)]


@pytest.mark.parametrize("number", [b"abc", "²".encode(), b"999999999", b"99999999999999", _THOUSANDS])
def test_a_list_that_begins_at_any_number_is_read(number: bytes, tmp_path: Path) -> None:
    """Its label by letters would be of a hundred million of them."""
    path = as_docx(tmp_path / "a.docx", PLAN)
    listed = b'<w:p><w:pPr><w:pStyle w:val="ListNumber"/></w:pPr><w:r><w:t>Some words</w:t></w:r></w:p><w:tbl>'
    change_part(path, _DOCUMENT, lambda part: part.replace(b"<w:tbl>", listed, 1))

    def begin_there(part: bytes) -> bytes:
        part = re.sub(rb'<w:start w:val="\d+"/>', b'<w:start w:val="%s"/>' % number, part)
        return re.sub(rb'<w:numFmt w:val="\w+"/>', b'<w:numFmt w:val="lowerLetter"/>', part)

    change_part(path, _NUMBERING, begin_there)
    assert [line.ref for line in read(path).lines] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "within",
    [
        b'<w:tcPr><w:gridSpan w:val="\xc2\xb2"/>',
        b'<w:tcPr><w:gridSpan w:val="%s"/>' % _THOUSANDS,
    ],
)
def test_a_cell_merged_over_no_number_of_columns_is_read(within: bytes, tmp_path: Path) -> None:
    path = as_docx(tmp_path / "a.docx", PLAN)
    change_part(path, _DOCUMENT, lambda part: part.replace(b"<w:tcPr>", within, 1))
    assert [line.ref for line in read(path).lines] == ["1", "2", "3"]


@pytest.mark.parametrize("code", [b"FFFFFF", b"", b"G0FC", b"F_0FC"])
def test_a_symbol_beyond_all_letters_is_read_as_one_that_is_not_known(code: bytes, tmp_path: Path) -> None:
    path = as_docx(tmp_path / "a.docx", PLAN)
    sign = b'<w:sym w:font="Wingdings" w:char="%s"/><w:t>Write the plan</w:t>' % code
    change_part(path, _DOCUMENT, lambda part: part.replace(b"<w:t>Write the plan</w:t>", sign))
    (first, *_others) = read(path).lines
    assert first.defined == "□Write the plan"
