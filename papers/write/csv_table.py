"""The appendix alone as CSV, for whoever counts with it: UTF-8 with its mark, as Excel wants it, and no live
formulas.
"""

import csv
import io

from papers.write.characters import clean
from papers.write.paper import Appendix

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, the wide forms of East Asian keyboards included.
"""


def csv_table(appendix: Appendix) -> bytes:
    """Headings and rows as printed. A cell that a spreadsheet would take for a formula gets a ' before it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(clean(cell)) for cell in appendix.headings])
    writer.writerows([harmless(clean(cell)) for cell in row] for row in appendix.rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, with a ' before it where it would begin a formula, after whatever spaces."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip(" \u00a0").startswith(FORMULA) else cell
