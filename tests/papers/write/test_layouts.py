"""How the March paper looks in Word and as a workbook, line by line: what a reader would see change."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from papers.write.compose import compose
from papers.write.document import Document
from papers.write.word_document import word_document
from papers.write.workbook import workbook
from tests.papers.write import samples
from tests.papers.write.layouts import word_layout, workbook_layout


@pytest.mark.parametrize(
    ("write", "layout", "file"),
    [
        (word_document, word_layout, "march_word.txt"),
        (workbook, workbook_layout, "march_workbook.txt"),
    ],
)
def test_the_march_paper_looks_as_its_readers_know_it(
    write: Callable[[Document], bytes], layout: Callable[[bytes], Iterator[str]], file: str
) -> None:
    known = Path(__file__).with_name(file).read_text("utf-8")
    assert list(layout(write(compose(samples.march())))) == known.splitlines()
