"""What a document says, whatever format it is written in, in plain lines."""

from collections.abc import Iterator
from pathlib import Path

from papers.write.document import Document, DocumentBlock, Facts, Heading, Items, Paragraph, Picture, Table
from tests.papers.write import samples


def outline(document: Document) -> Iterator[str]:
    """The document in plain lines. What the sample's actions promise, and the rows of a long table, are left out."""
    promised = {defined: "…" for _ref, defined, *_others in samples.rows()}
    yield f"{document.organisation} / {document.title} / {document.author} / {document.reference}"
    for part in document.parts:
        yield f"[{part.name}{', lying' * part.landscape}]"
        for block in part.blocks:
            for line in _lines(block, promised):
                yield " ".join(line.split())


def _lines(block: DocumentBlock, promised: dict[str, str]) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {text}"
        case Paragraph(text, lead, note):
            yield f"{'(small) ' * note}{lead} {text}"
        case Facts(pairs):
            yield from (f"{label}: {text}" if label else text for label, text in pairs)
        case Items(items, lettered):
            yield from (f"{'a)' if lettered else '-'} {lead} {text}" for lead, text in items)
        case Table():
            yield f"= {block.caption} = {' | '.join(block.headings)}"
            rows = block.rows if len(block.rows) < 20 else ()
            yield from (" | ".join(promised.get(cell, cell) for cell in row) for row in rows)
        case Picture():
            yield block.alt


def known(name: str) -> list[str]:
    """The outline as it is to be, from a file beside this one."""
    return Path(__file__).with_name(name).read_text("utf-8").splitlines()
