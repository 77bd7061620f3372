"""Writing small PDFs by hand: words at places, lines and filled boxes, for the tests that read them back."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT = 842, 595  # A4 on its side, in points
# The widths of Helvetica's letters from the space to the tilde, in thousandths of the size of the font.
_WIDTHS = (
    *(
        278,
        278,
        355,
        556,
        556,
        889,
        667,
        191,
        333,
        333,
        389,
        584,
        278,
        333,
        278,
        278,
        *[556] * 10,
        278,
        278,
        584,
        584,
    ),
    *(
        584,
        556,
        1015,
        667,
        667,
        722,
        722,
        667,
        611,
        778,
        722,
        278,
        500,
        667,
        556,
        833,
        722,
        778,
        667,
        778,
        722,
        667,
    ),
    *(
        611,
        722,
        667,
        944,
        667,
        667,
        611,
        278,
        278,
        278,
        469,
        556,
        333,
        556,
        556,
        500,
        556,
        556,
        278,
        556,
        556,
        222,
    ),
    *(222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)


def width_of(text: str, size: float = 10) -> float:
    """How wide words are in points."""
    return sum(_WIDTHS[ord(one) - 32] if " " <= one <= "~" else 600 for one in text) * size / 1000


@dataclass
class Sheet:
    """One page: what is drawn on it, in PDF's own words."""

    drawn: list[str] = field(default_factory=list)

    def words(self, left: float, top: float, text: str, size: float = 10, font: str = "F1") -> None:
        """Write words in Helvetica, or with ``font`` F2 in Wingdings."""
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.drawn.append(f"BT /{font} {size} Tf {left} {HEIGHT - top} Td ({escaped}) Tj ET")

    def line(self, left: float, top: float, right: float, bottom: float) -> None:
        self.drawn.append(f"{left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S")

    def box(
        self, left: float, top: float, width: float, height: float, colour: tuple[float, float, float]
    ) -> None:
        red, green, blue = colour
        self.drawn.append(f"q {red} {green} {blue} rg {left} {HEIGHT - top - height} {width} {height} re f Q")


def as_pdf(path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write the pages as a PDF 1.4 with its table of places."""
    streams = [zlib.compress("\n".join(sheet.drawn).encode("cp1252")) for sheet in sheets]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(sheets)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for at, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * at} 0 R "
        described = (
            "/FontDescriptor << /FontName /Wingdings-Regular /FontBBox [0 0 1000 800] /MissingWidth 800 >>"
        )
        signs = f"<< /Type /Font /Subtype /Type1 /BaseFont /Wingdings-Regular /Encoding /WinAnsiEncoding {described} >>"
        objects.append((page + f"/Resources << /Font << /F1 3 0 R /F2 {signs} >> >> >>").encode())
        head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path


def wrapped(text: str, width: float) -> list[str]:
    """A cell's words in lines of at most so many points; a line end stays one."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in paragraph.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and width_of(longer) > width - 8:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    ruled: bool = True,
    title: str = "",
    repeat: bool = False,
    spans: Sequence[int] = (),
    height: float = 520,
) -> list[Sheet]:
    """A table over as many pages as it takes; ``repeat``: its headings stand on each. Rows are not split.

    ``spans`` are the rows whose first cell is merged over all columns.
    """
    sheets, top, left = [Sheet()], 40.0, 30.0
    if title:
        sheets[0].words(left, top, title, 14)
        top += 30
    queue = list(enumerate(rows))
    while queue:
        number_of, row = queue.pop(0)
        across = number_of in spans
        own = (sum(widths), *[0.0] * (len(widths) - 1)) if across else widths
        lines = [wrapped(cell, width) for cell, width in zip(row, own, strict=True)]
        tall = max(map(len, lines)) * 12 + 8
        if top + tall > height:
            sheets.append(Sheet())
            top = 40.0
            if repeat:
                queue[0:0] = [(0, rows[0]), (number_of, row)]
                continue
        at = left
        for cell, width in zip(lines, own, strict=True):
            for number, line in enumerate(cell):
                sheets[-1].words(at + 3, top + 12 + 12 * number, line)
            if ruled:
                for x in (at, at + width):
                    sheets[-1].line(x, top, x, top + tall)
            at += width
        if ruled:
            for y in (top, top + tall):
                sheets[-1].line(left, y, at, y)
        top += tall
    return sheets
