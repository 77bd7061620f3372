"""How a written document looks, in plain lines: its pages, styles, lists and tables. Of words only the first stand."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

_LETTERS = 24


def shown(text: str) -> str:
    """The first words of a text, with its line breaks and tabs as signs."""
    signs = text.replace("\n", "⏎").replace("\t", "⇥")
    return signs if len(signs) <= _LETTERS else f"{signs[:_LETTERS]}…"


def word_layout(data: bytes) -> Iterator[str]:
    """The layout of a Word document."""
    word: Any = docx.Document(io.BytesIO(data))
    yield from _properties(word.core_properties)
    used = {one.get(qn("w:val")) for one in word.element.body.iter(qn("w:pStyle"))}
    yield from (_style(style) for style in word.styles if style.style_id in used)
    for section in word.sections:
        page = " × ".join(str(_mm(side)) for side in (section.page_width, section.page_height))
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        yield f"[{section.orientation.name}: {page} mm, margins {' '.join(str(_mm(one)) for one in margins)} mm]"
        edges = (section.header_distance, section.footer_distance)
        yield f"header and footer: {' '.join(str(_mm(one)) for one in edges)} mm from the edge"
        footer = section.footer.paragraphs[0]
        if not section.footer.is_linked_to_previous:
            stops = " ".join(
                f"{stop.alignment.name} {_mm(stop.position)}" for stop in footer.paragraph_format.tab_stops
            )
            yield f"footer: {_footer(footer)} ({stops} mm)"
        for block in section.iter_inner_content():
            if isinstance(block, Paragraph):
                yield _paragraph(block)
            else:
                yield from _table(block)


def _properties(core: Any) -> Iterator[str]:
    names = (
        "title",
        "subject",
        "author",
        "creator",
        "last_modified_by",
        "lastModifiedBy",
        "language",
        "revision",
    )
    for name in (*names, "comments", "keywords"):
        if getattr(core, name, None) not in (None, ""):
            yield f"{name}: {getattr(core, name)}"


def _style(style: Any) -> str:
    shape, font = style.paragraph_format, style.font
    look = [f"{font.name} {font.size.pt:g} pt{' bold' if font.bold else ''}{' italic' if font.italic else ''}"]
    look += [f"colour {font.color.rgb}", f"{shape.space_before.pt:g} pt above, {shape.space_after.pt:g} below"]
    look += ["kept with the next"] if shape.keep_with_next else []
    stops = [f"{_mm(stop.position)} mm" for stop in shape.tab_stops]
    look += (
        [f"{_mm(shape.first_line_indent)} from {_mm(shape.left_indent)} mm, tabs at {' '.join(stops)}"]
        if stops
        else []
    )
    return f"{style.name}: {', '.join(look)}"


def _mm(length: int | None) -> int:
    return round((length or 0) / Mm(1))


def _footer(paragraph: Paragraph) -> str:
    pieces = []
    for item in paragraph._p.iter(qn("w:t"), qn("w:instrText"), qn("w:tab"), qn("w:fldChar")):
        if item.getparent().tag == qn("w:r"):
            mark = {"begin": "{", "separate": " = ", "end": "}"}.get(item.get(qn("w:fldCharType")), "⇥")
            pieces.append(item.text or mark)
    sizes = {run.font.size.pt for run in paragraph.runs if run.font.size}
    return f"{''.join(pieces)}, {' '.join(map(str, sizes))} pt"


def _paragraph(paragraph: Paragraph) -> str:
    look = [paragraph.style.name if paragraph.style else ""]
    look += _spacing(paragraph)
    number = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    look += [f"list {number.get(qn('w:val'))}"] if number is not None else []
    for drawing in paragraph._p.iter(qn("wp:inline")):
        properties = drawing.find(qn("wp:docPr"))
        size = drawing.find(qn("wp:extent"))
        look.append(f"{_mm(int(size.get('cx')))} × {_mm(int(size.get('cy')))} mm, {properties.get('name')}")
    return f"{', '.join(look)}: {_runs(paragraph)}".rstrip()


def _spacing(paragraph: Paragraph) -> list[str]:
    shape = paragraph.paragraph_format
    look = ["kept with the next"] if shape.keep_with_next else []
    look += [f"{shape.space_before.pt:g} pt above"] if shape.space_before is not None else []
    look += [f"line of {shape.line_spacing.pt:g} pt"] if hasattr(shape.line_spacing, "pt") else []
    return look


def _runs(paragraph: Paragraph) -> str:
    return "".join(f"**{shown(run.text)}**" if run.bold else shown(run.text) for run in paragraph.runs)


def _table(table: Table) -> Iterator[str]:
    widths = [_mm(column.width) for column in table.columns]
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    total = int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")))
    layout = table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type"))
    first = "with" if look.get(qn("w:firstColumn")) == "1" else "without"
    style = table.style.name if table.style else ""
    yield (
        f"{style}, {layout}, {round(total / 1440 * 25.4)} = {' + '.join(map(str, widths))} mm, {first} first column: "
        f"{' | '.join(shown(cell.text) for cell in table.rows[0].cells)}"
    )
    for row_look, rows in groupby(table.rows, key=_row):
        found = list(rows)
        yield f"  {len(found)} × {row_look}: {shown(found[0].cells[0].text)}"


def _row(row: Any) -> str:
    properties = row._tr.trPr
    flags = [name for name in ("cantSplit", "tblHeader") if properties.find(qn(f"w:{name}")) is not None]
    cells: Sequence[Paragraph] = [cell.paragraphs[0] for cell in row.cells]
    styles = {cell.style.name for cell in cells if cell.style}
    bold = [str(at) for at, cell in enumerate(cells, 1) if cell.runs and all(run.bold for run in cell.runs)]
    spacing = {", ".join(_spacing(cell)) for cell in cells} - {""}
    return " ".join([*styles, *flags, *spacing, *([f"bold {' '.join(bold)}"] if bold else [])])


def workbook_layout(data: bytes) -> Iterator[str]:
    """The layout of a workbook: of its sheets of tables the headings and the first row."""
    book: Any = openpyxl.load_workbook(io.BytesIO(data))
    yield from _properties(book.properties)
    for sheet in book.worksheets:
        page, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
        fitted = f"{page.fitToWidth} × {page.fitToHeight} pages" if fit and fit.fitToPage else "not fitted"
        yield f"[{sheet.title}: paper size {page.paperSize}, {page.orientation}, {fitted}]"
        yield f"footer: {sheet.oddFooter.left.text} ⇥ {sheet.oddFooter.right.text}"
        columns = [f"{letter} {one.width:g}" for letter, one in sheet.column_dimensions.items()]
        yield f"columns: {', '.join(columns)}"
        is_table = sheet.freeze_panes is not None
        if is_table:
            filtered = sheet.auto_filter.ref
            yield f"frozen at {sheet.freeze_panes}, filter {filtered}, repeats {sheet.print_title_rows}"
        for image in sheet._images:
            size = " × ".join(str(_mm(side)) for side in (image.anchor.ext.width, image.anchor.ext.height))
            yield f"picture at row {image.anchor._from.row + 1}: {size} mm"
        for number, row in enumerate(sheet.iter_rows(max_row=2 if is_table else None), start=1):
            height = sheet.row_dimensions[number].height
            filled = [cell for cell in row if cell.value is not None]
            looks = [_alike(look, list(same)) for look, same in groupby(filled, key=_look)]
            yield f"  {number}, {f'{height:.0f} pt' if height else 'usual'}: {'; '.join(looks)}".rstrip()
    for name, defined in book.defined_names.items():
        yield f"{name} = {defined.attr_text}"


def _alike(look: str, cells: Sequence[Any]) -> str:
    """Cells of one row that look the same, with the column of the first."""
    return f"{cells[0].column_letter} {look}: {' | '.join(map(_value, cells))}"


def _look(cell: Any) -> str:
    align, font = cell.alignment, cell.font
    look = [f"{font.name} {font.sz:g}{' bold' if font.b else ''}", str(align.vertical)]
    look += ["wrapped"] if align.wrap_text else []
    look += [f"fill {cell.fill.fgColor.rgb}"] if cell.fill.fill_type else []
    edges = [str(getattr(cell.border, edge).style) for edge in ("left", "right", "top", "bottom")]
    look += [f"border {' '.join(sorted(set(edges)))}"] if set(edges) != {"None"} else []
    look += [cell.number_format, str(align.horizontal)] if cell.number_format != "General" else []
    return ", ".join(look)


def _value(cell: Any) -> str:
    return shown(str(cell.value).removesuffix(" 00:00:00"))
