"""The appendix as CSV, for calculations: UTF-8 with a byte order mark, as Excel needs it, and without live formulas."""

import csv
import io

from papers.write.characters import clean
from papers.write.paper import Appendix

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""Characters with which a formula may begin in a spreadsheet, including the wide forms of East Asian keyboards."""


def csv_table(appendix: Appendix) -> bytes:
    """The headings and rows of the appendix as CSV in UTF-8; cells that may be formulas get a ' before them."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(clean(cell)) for cell in appendix.headings])
    writer.writerows([harmless(clean(cell)) for cell in row] for row in appendix.rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, with a ' before it if it begins, after spaces, as a formula does."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip(" \u00a0").startswith(FORMULA) else cell
