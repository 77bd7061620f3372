"""Typst in a process of its own, as its cache takes memory: some 130 MB after a thousand rows.

Run as ``python -m papers.write.typst_process TEMPLATE FOLDER…``: it reads the template's data as JSON from stdin and
writes the PDF to stdout. Small pictures are made in the calling process (see ``charts``).
"""

import subprocess
import sys
from pathlib import Path

from papers.write import fonts

TYPST_SECONDS = 300
"""The time limit for a paper in seconds; one of two thousand rows takes two."""


def compile_in_process(template: Path, data: str) -> bytes:
    """The PDF of a template and its data (JSON), in PDF/A-2a and PDF/UA-1.

    Raises RuntimeError with typst's message when it cannot be made, TimeoutExpired when it takes too long.
    """
    command = [
        sys.executable,
        "-P",
        "-m",
        "papers.write.typst_process",
        str(template),
        *map(str, fonts.folders()),
    ]
    ended = subprocess.run(
        command, input=data.encode(), capture_output=True, timeout=TYPST_SECONDS, check=False
    )
    if ended.returncode != 0:
        raise RuntimeError(f"typst made no PDF: {ended.stderr.decode(errors='replace').strip()[-2_000:]}")
    return ended.stdout


def main(template: str, *folders: str) -> None:
    """Write the PDF of a template to stdout; its data comes from stdin, its fonts from the ``folders``."""
    import typst

    pdf = typst.compile(
        Path(template),
        root=Path(template).parent,
        font_paths=[Path(folder) for folder in folders],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
