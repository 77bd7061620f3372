"""The Word paper and the workbook in LibreOffice, a program that did not write them: whole, and laid out."""

import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest

from papers.write.compose import compose
from papers.write.word_document import word_document
from papers.write.workbook import workbook
from tests.papers.write import samples

SECONDS = 240
PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")


@pytest.fixture(scope="module")
def office() -> str:
    """The path of LibreOffice: an installed one, else one that is installed now, as this machine allows."""
    if not shutil.which("soffice") and shutil.which("apt-get"):
        wait = ("-o", "DPkg::Lock::Timeout=300")
        for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", *wait, *command], check=False, capture_output=True, timeout=600)
    found = shutil.which("soffice")
    if not found:
        pytest.fail(
            f"Papers are opened in LibreOffice; please install it: apt-get install {' '.join(PACKAGES)}"
        )
    return found


def converted(office: str, file: Path) -> Path:
    """The file as LibreOffice makes a PDF of it."""
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent / "out"), str(file)],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return file.parent / "out" / f"{file.stem}.pdf"


@pytest.mark.xdist_group("office")
def test_a_word_paper_is_laid_out_whole_with_headings_on_every_page(office: str, tmp_path: Path) -> None:
    file = tmp_path / "march.docx"
    file.write_bytes(word_document(compose(samples.march())))
    with pdfplumber.open(converted(office, file)) as pdf:
        upright = [page for page in pdf.pages if page.width < page.height]
        lying = [page for page in pdf.pages if page.width > page.height]
        assert "Recommendations" in (upright[0].extract_text() or "")
        assert len(lying) > 1
        rows = []
        for page in lying:
            headings, *more = page.extract_table()
            assert tuple(" ".join(cell.split()) for cell in headings) == samples.HEADINGS
            rows += more
        assert [row[0] for row in rows if row[0]] == [row[0] for row in samples.rows()]
        for number, page in enumerate(pdf.pages, start=1):
            assert f"Page {number} of {len(pdf.pages)}" in (page.extract_text() or "")


@pytest.mark.xdist_group("office")
def test_a_workbook_is_laid_out_whole(office: str, tmp_path: Path) -> None:
    file = tmp_path / "march.xlsx"
    file.write_bytes(workbook(compose(samples.march())))
    with pdfplumber.open(converted(office, file)) as pdf:
        appendix = [page for page in pdf.pages if (page.extract_text() or "").startswith(samples.HEADINGS[0])]
        text = " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
    assert len(appendix) >= 2
    for ref in ("1", "22", "44"):
        assert any(
            line.split()[:1] == [ref] for page in appendix for line in (page.extract_text() or "").splitlines()
        )
    assert "a) NOTE the progress that is reported in Appendix 1; and" in text
