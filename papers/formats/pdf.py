"""Reading PDFs in a process of their own with limits on memory and time, as a hostile PDF can use up both."""

import json
import subprocess
import sys
from typing import Any

from papers.formats.content import Content
from papers.formats.grid import Findings, Row, RowBlock, Spot
from papers.prose import ProseParagraph
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised
from register.refused import Refused

_NUMBER_SIGNS = LazyPattern(r"#{3,}")
_TIMEOUT_SECONDS = 300
"""Seconds after which the process is killed; its own limits (pdf_process) stop it long before."""


def read(data: bytes, findings: Findings) -> Content:
    """The tables of a PDF as blocks, page by page, and its running text; ``findings`` reports what was left out.

    Raises Refused when it has a password, is damaged, holds only pictures, or takes too much memory or time.
    """
    command = [sys.executable, "-m", "papers.formats.pdf_process"]
    try:
        process = subprocess.run(
            command, input=data, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("the PDF takes too long to read; " + ADVICE) from late
    try:
        answer = json.loads(process.stdout)
    except ValueError as broken:  # no JSON: the process was killed at a limit
        raise Refused("the PDF takes more memory or time than a paper does; " + ADVICE) from broken
    if answer.get("refused"):
        raise Refused(answer["refused"])
    findings.left_out += answer["left_out"]
    findings.warnings += answer["warnings"]
    prose = [ProseParagraph(text, place) for text, place in answer["prose"]]
    blocks = [_block_from_json(block) for block in answer["blocks"]]
    cut = next(
        (row for block in blocks for row in block.rows if any(map(_NUMBER_SIGNS.match, row.cells))), None
    )
    if cut is not None:
        findings.warnings.append(
            f"{capitalised(str(cut.spot))}: “###” shows that a column was too narrow for its dates or numbers; make "
            "it wider and print it again, or import the workbook."
        )
    return Content(blocks, prose, paragraphs=False)


ADVICE = "import the Word document or workbook that it was made from, or only the pages of the table."


def to_json(content: Content, findings: Findings) -> str:
    """The content and findings as JSON, which ``read`` takes from the process."""
    return json.dumps(
        {
            "blocks": [
                {
                    "rows": [_row_to_json(row) for row in block.rows],
                    "by_content": block.by_content,
                    "title": block.title,
                }
                for block in content.blocks
            ],
            "prose": [(one.text, one.place) for one in content.prose],
            "left_out": findings.left_out,
            "warnings": findings.warnings,
        }
    )


def _row_to_json(row: Row) -> dict[str, Any]:
    spot = row.spot
    marks = [row.spans, row.fills, row.struck, row.in_doubt]
    return {
        "cells": row.cells,
        "spot": [spot.table, spot.unit, spot.number],
        "above": row.above,
        "marks": marks,
    }


def _block_from_json(packed_block: dict[str, Any]) -> RowBlock:
    rows = tuple(_row_from_json(row) for row in packed_block["rows"])
    return RowBlock(rows, packed_block["by_content"], title=packed_block["title"])


def _row_from_json(packed_row: dict[str, Any]) -> Row:
    marks = ({int(at): value for at, value in marks.items()} for marks in packed_row["marks"])
    table, unit, number = packed_row["spot"]
    spot = Spot(table, unit, number)
    return Row(tuple(packed_row["cells"]), spot, tuple(packed_row["above"]), *marks)
