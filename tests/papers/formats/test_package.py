"""Office files as other programs write them."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from papers.read import read
from tests.papers.table_files import PLAIN_HEADINGS as HEADINGS
from tests.papers.table_files import PLAN_ONE as ONE
from tests.papers.table_files import PLAN_TWO as TWO
from tests.papers.table_files import as_xlsx, refs
from tests.papers.table_files import change_word as word


def repacked(path: Path, rename: Callable[[str], str], change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    out = path.with_name(f"odd{path.suffix}")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(zipfile.ZipInfo(rename(name)), change(data))
    return out


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def strictly(data: bytes) -> bytes:
    for loose, strict in STRICT.items():
        data = data.replace(loose, strict)
    return data


@pytest.mark.parametrize(
    ("rename", "change"),
    [
        (lambda name: name.replace("/", "\\"), lambda data: data),
        (lambda name: name, strictly),
        (
            lambda name: name.replace("workbook.xml", "book.xml").replace("document.xml", "paper.xml"),
            lambda data: data.replace(b"workbook.xml", b"book.xml").replace(b"document.xml", b"paper.xml"),
        ),
        (lambda name: name.upper() if "content_types" not in name.lower() else name, lambda data: data),
    ],
    ids=["backslashes", "strict", "another main part", "capitals"],
)
def test_packages_as_other_programs_write_them(
    rename: Callable[[str], str], change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    as_xlsx(tmp_path / "a.xlsx", (HEADINGS, ONE, TWO))
    assert refs(read(repacked(tmp_path / "a.xlsx", rename, change))) == ["1", "2"]
    word(tmp_path, lambda table: None, (HEADINGS, ONE, TWO))
    assert refs(read(repacked(tmp_path / "a.docx", rename, change))) == ["1", "2"]


def test_a_relationship_to_nowhere_is_no_damage(tmp_path: Path) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    lost = b'<Relationship Id="rId99" Type="' + kind + b'" '
    word(tmp_path, lambda table: None)
    path = repacked(
        tmp_path / "a.docx",
        lambda name: name,
        lambda data: data.replace(b"</Relationships>", lost + b'Target="NULL"/></Relationships>'),
    )
    assert refs(read(path)) == ["1", "2", "3"]
