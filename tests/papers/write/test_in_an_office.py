"""The Word paper and the workbook in LibreOffice, a program that did not write them: whole, and laid out."""

import subprocess
from pathlib import Path

import pdfplumber
import pytest

from papers.write.compose import compose, in_words
from papers.write.word_document import word_document
from papers.write.workbook import workbook
from tests.papers.write import samples
from tests.papers.write.office import NONE, find

SECONDS = 240


@pytest.fixture(scope="module")
def office() -> str:
    """The path of LibreOffice."""
    found = find()
    if found is None:
        pytest.fail(f"No LibreOffice: make test brings it before the tests start, as does make office.\n{NONE}")
    return found


@pytest.fixture(scope="module")
def opened(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the paper and the workbook as LibreOffice, started once, makes PDFs of them."""
    folder = tmp_path_factory.mktemp("office")
    word, sheets = folder / "paper.docx", folder / "workbook.xlsx"
    word.write_bytes(word_document(compose(samples.march())))
    sheets.write_bytes(workbook(compose(samples.march())))
    profile, out = f"-env:UserInstallation=file://{folder}/profile", folder / "out"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", *map(str, (out, word, sheets))]
    subprocess.run(convert, check=True, capture_output=True, timeout=SECONDS)
    return out


@pytest.mark.xdist_group("office")
def test_a_word_paper_is_laid_out_whole_with_headings_on_every_page(opened: Path) -> None:
    with pdfplumber.open(opened / "paper.pdf") as pdf:
        upright = [page for page in pdf.pages if page.width < page.height]
        lying = [page for page in pdf.pages if page.width > page.height]
        assert "Recommendations" in (upright[0].extract_text() or "")
        assert len(lying) > 1
        rows: list[list[str | None]] = []
        for page in lying:
            headings, *more = page.extract_table() or [[]]
            assert tuple(" ".join((cell or "").split()) for cell in headings) == samples.HEADINGS
            rows += more
        assert [row[0] for row in rows if row[0]] == [row[0] for row in samples.rows()]
        for number, page in enumerate(pdf.pages, start=1):
            assert f"Page {number} of {len(pdf.pages)}" in (page.extract_text() or "")
            # The page's number stands at its right margin, whichever way it lies.
            assert max(word["x1"] for word in page.extract_words() if word["bottom"] > page.height - 50) == (
                pytest.approx(page.width - (40 if page in lying else 57), abs=3)
            )


@pytest.mark.xdist_group("office")
def test_a_workbook_is_laid_out_whole(opened: Path) -> None:
    with pdfplumber.open(opened / "workbook.pdf") as pdf:
        pages = [page.extract_text() or "" for page in pdf.pages]
        assert all(word["x1"] < page.width for page in pdf.pages for word in page.extract_words())
    appendix = [page for page in pages if page.startswith(samples.HEADINGS[0])]
    assert len(appendix) >= 2
    for ref in ("1", "22", "44"):
        assert any(line.split()[:1] == [ref] for page in appendix for line in page.splitlines())
    text = " ".join(" ".join(page.split()) for page in pages)
    assert "a) NOTE the progress that is reported in Appendix 1; and" in text
    assert in_words(samples.march().charts[0]) in text
