"""How a whole paper, and one with a table of many columns, look in Word and as workbooks, line by line."""

from collections.abc import Callable, Iterator

import pytest

from papers.write.compose import compose
from papers.write.document import Document
from papers.write.word_document import word_document
from papers.write.workbook import workbook
from tests.papers.write import samples
from tests.papers.write.layouts import word_layout, workbook_layout
from tests.papers.write.outlines import known
from tests.papers.write.test_widths import WITH_ADDRESS
from tests.papers.write.test_widths import document as wide


@pytest.mark.parametrize(
    ("name", "document"), [("march", compose(samples.march())), ("wide", wide(WITH_ADDRESS))]
)
@pytest.mark.parametrize(
    ("kind", "write", "layout"),
    [("word", word_document, word_layout), ("workbook", workbook, workbook_layout)],
)
def test_a_paper_looks_as_its_readers_know_it(
    name: str,
    document: Document,
    kind: str,
    write: Callable[[Document], bytes],
    layout: Callable[[bytes], Iterator[str]],
) -> None:
    assert list(layout(write(document))) == known(f"{name}_{kind}.txt")
