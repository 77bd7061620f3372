"""Writing small PDFs by hand: words at places, lines and filled boxes, for the tests that read them back."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT = 842, 595  # A4 on its side, in points
LETTER = 5.0  # an average letter of Helvetica at 10 points; words are never wider


@dataclass
class Sheet:
    """One page: what is drawn on it, in PDF's own words."""

    drawn: list[str] = field(default_factory=list)

    def words(self, left: float, top: float, text: str, size: float = 10) -> None:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.drawn.append(f"BT /F1 {size} Tf {left} {HEIGHT - top} Td ({escaped}) Tj ET")

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
        objects.append((page + "/Resources << /Font << /F1 3 0 R >> >> >>").encode())
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
            if lines[-1] and len(longer) * LETTER > width - 8:
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
    height: float = 520,
) -> list[Sheet]:
    """A table over as many pages as it takes; ``repeat``: its headings stand on each. Rows are not split."""
    sheets, top, left = [Sheet()], 40.0, 30.0
    if title:
        sheets[0].words(left, top, title, 14)
        top += 30
    queue = list(rows)
    while queue:
        row = queue.pop(0)
        lines = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        tall = max(map(len, lines)) * 12 + 8
        if top + tall > height:
            sheets.append(Sheet())
            top = 40.0
            if repeat:
                queue[0:0] = [rows[0], row]
                continue
        at = left
        for cell, width in zip(lines, widths, strict=True):
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
