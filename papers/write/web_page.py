"""A document as one static web page: without scripts and without other files, for telephones and for print."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from papers.write.characters import clean
from papers.write.charts import draw
from papers.write.document import (
    LANGUAGE,
    Document,
    DocumentBlock,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
)

STYLE = (Path(__file__).parent / "web_page.css").read_text(encoding="utf-8")
_NARROW = 3
"""The most columns of a table that is shown as a table on a telephone too."""
_PAGE_COLUMNS = 8
"""The most columns of a table that fits a page. A wider one scrolls sideways, by keys too, with whole words."""


def web_page(document: Document) -> bytes:
    """The HTML of a document, in UTF-8."""
    blocks = [block for part in document.parts for block in part.blocks]
    sections = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
    contents = "".join(
        f'<li><a href="#part-{number}">{text(title)}</a></li>' for number, title in enumerate(sections, start=1)
    )
    organisation = f'<p class="organisation">{text(document.organisation)}</p>' if document.organisation else ""
    body = (
        f"<header>{organisation}<h1>{text(document.title)}</h1></header>"
        f'<nav aria-label="Contents"><h2>Contents</h2><ol>{contents}</ol></nav>'
        f'<main id="main">{"".join(_blocks(blocks))}</main>'
        f"<footer><p>{text(document.reference)}</p></footer>"
    )
    return page(document.title, body)


def page(title: str, body: str) -> bytes:
    """The HTML of a whole page, in UTF-8, around a ``body`` that is already escaped.

    Its Content-Security-Policy allows no scripts, and no files but images in the page itself.
    """
    allowed = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        f"style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(' '.join(clean(title).split()))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">Skip to main content</a>\n{body}\n</body>\n</html>\n'
    ).encode()


def text(words: str) -> str:
    """People's words as HTML: escaped, with line breaks, and isolated (bdi) if they may run right to left."""
    lines = escape(clean(words)).split("\n")
    return f"<bdi>{'<br>'.join(lines)}</bdi>" if not words.isascii() else "<br>".join(lines)


def _blocks(blocks: Iterable[DocumentBlock]) -> Iterator[str]:
    section = 0
    for block in blocks:
        match block:
            case Heading(words, 1):
                section += 1
                yield f'<h2 id="part-{section}">{text(words)}</h2>'
            case Heading(words, level):
                yield f"<h{level + 1}>{text(words)}</h{level + 1}>"
            case Paragraph(words, lead, note):
                start = f"<strong>{text(lead)}</strong> " if lead else ""
                yield f"<p{' class=note' if note else ''}>{start}{text(words)}</p>"
            case Facts(pairs):
                yield _facts(pairs)
            case Items(items, lettered):
                tag, kind = ("ol", ' class="lettered"') if lettered else ("ul", "")
                parts = (
                    f"<li>{f'<strong>{text(lead)}</strong> ' if lead else ''}{text(words)}</li>"
                    for lead, words in items
                )
                yield f"<{tag}{kind}>{''.join(parts)}</{tag}>"
            case Table():
                yield table(block)
            case Picture(chart, alt):
                drawn = base64.b64encode(draw(chart, "svg")).decode()
                described = escape(clean(alt))
                yield f'<p class="picture"><img alt="{described}" src="data:image/svg+xml;base64,{drawn}"></p>'


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    listed_pairs = list(pairs)
    if not any(label for label, _words in listed_pairs):
        return f"<p>{'<br>'.join(text(words) for _label, words in listed_pairs)}</p>"
    rows = (f"<div><dt>{text(label)}</dt><dd>{text(words)}</dd></div>" for label, words in listed_pairs)
    return f"<dl>{''.join(rows)}</dl>"


def table(block: Table) -> str:
    """The HTML of a table with a caption and marked headings.

    On a telephone each row of a wide table is shown as a card, with the heading beside each cell. The roles repeat what
    the elements are, as some browsers drop it when CSS shows them as cards.
    """
    heads = "".join(f'<th scope="col" role="columnheader">{text(heading)}</th>' for heading in block.headings)
    rows = []
    for row in block.rows:
        cells = []
        for number, (heading, cell) in enumerate(zip(block.headings, row, strict=True)):
            label = escape(" ".join(clean(heading).split()))
            if number == block.row_heading:
                cells.append(f'<th scope="row" role="rowheader" data-label="{label}">{text(cell)}</th>')
            else:
                cells.append(f'<td role="cell" data-label="{label}">{text(cell)}</td>')
        rows.append(f'<tr role="row">{"".join(cells)}</tr>')
    kind = ' class="cards"' if len(block.headings) > _NARROW else ""
    drawn = (
        f'<table role="table"{kind}><caption>{text(block.caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )
    if len(block.headings) <= _PAGE_COLUMNS:
        return drawn
    label = escape(" ".join(clean(block.caption).split()))
    return f'<div class="wide" role="region" tabindex="0" aria-label="{label}">{drawn}</div>'
