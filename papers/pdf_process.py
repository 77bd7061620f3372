"""The process that reads one PDF: ``python -m papers.pdf_process`` takes it on stdin and answers in JSON.

It limits its own memory and time before it looks at a byte, so that a hostile file ends with a sentence.
"""

import io
import json
import signal
import sys
from types import FrameType
from typing import NoReturn

from papers.content import Content
from papers.grid import Findings
from papers.pdf import ADVICE, packed
from register.refused import Refused

MOST_PAGES = 300
_MEMORY = 1024**3
_FIRST_SECONDS = 15
"""Seconds to open the file and count its pages."""
_SECONDS_A_PAGE = 12
_SECONDS_ALL = 120


def main() -> None:
    """Read the PDF on stdin; write what it holds, or why it is refused, to stdout."""
    _limit_memory()
    signal.signal(signal.SIGALRM, _late)
    data = sys.stdin.buffer.read()
    try:
        sys.stdout.write(_answer(data))
    except Refused as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}))
    except (_Late, MemoryError, RecursionError):
        sys.stdout.write(
            json.dumps({"refused": f"the PDF takes more memory or time than a paper does; {ADVICE}"})
        )


class _Late(BaseException):
    """The time is over: no handler of a library's exceptions may take it for its own."""


def _late(number: int, frame: FrameType | None) -> NoReturn:
    raise _Late


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the time still ends it
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_ALL + _FIRST_SECONDS, _SECONDS_ALL + _FIRST_SECONDS))


def _answer(data: bytes) -> str:
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    from papers.pdf_pages import Page, blocks_of, page_of, prose_of

    logging.disable(logging.CRITICAL)  # what the library thinks of the file is not for the log
    findings = Findings()
    pages: list[Page] = []
    try:
        signal.alarm(_FIRST_SECONDS)
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            if count > MOST_PAGES:
                raise Refused(f"the PDF has {count} pages, more than {MOST_PAGES}; {ADVICE}")
            left = float(_SECONDS_ALL)
            for number, page in enumerate(pdf.pages, start=1):
                signal.alarm(max(int(min(_SECONDS_A_PAGE, left)), 1))
                pages.append(page_of(page, number, findings))
                left -= _SECONDS_A_PAGE - signal.alarm(0)
                page.close()
        signal.alarm(_SECONDS_A_PAGE)
        content = Content(blocks_of(pages, findings), prose_of(pages))
        signal.alarm(0)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as broken:
        locked = isinstance(broken, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(broken)
        if locked:
            raise Refused(
                "the PDF is protected by a password; take the password off and import it again."
            ) from broken
        raise Refused(f"the PDF is damaged ({type(broken).__name__}); save it anew, or {ADVICE}") from broken
    return packed(content, findings)


if __name__ == "__main__":
    main()
