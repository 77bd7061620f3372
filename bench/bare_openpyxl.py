"""openpyxl reading a workbook and nothing else: ``python -m bench.bare_openpyxl FILE`` prints the seconds it takes.

A process of its own, so that it collects garbage as Python does of itself, not as ours are set to.
"""

import sys
import time

from openpyxl import load_workbook


def main(file: str) -> None:
    """Read every row of every sheet and print how long it took."""
    began = time.perf_counter()
    book = load_workbook(file, read_only=True, data_only=True)
    for sheet in book:
        for _row in sheet.iter_rows(values_only=True):
            pass
    book.close()
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1])
