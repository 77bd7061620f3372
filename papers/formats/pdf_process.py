"""The process that reads one PDF: ``python -m papers.formats.pdf_process`` reads it from stdin and writes JSON.

It limits its own memory and processor time before it reads a byte, so that a hostile file is refused with a sentence.
"""

import io
import json
import signal
import sys
from types import FrameType
from typing import NoReturn

from papers.formats.content import Content
from papers.formats.grid import Findings
from papers.formats.pdf import ADVICE, to_json
from register.refused import Refused

MOST_PAGES = 300
_MOST_MEMORY = 1024**3
# Limits in seconds of processor time, which do not depend on how busy the machine is: to open the file, for a single
# page, for a page on average, and for the whole file.
_SECONDS_TO_OPEN = 10
_MOST_SECONDS_OF_PAGE = 6
_SECONDS_PER_PAGE_ON_AVERAGE = 0.8
_MOST_SECONDS = 260


def main() -> None:
    """Read the PDF on stdin and write its content as JSON to stdout, or {"refused": sentence}."""
    _limit_memory()
    signal.signal(signal.SIGPROF, _raise_late)
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
    """A time limit was reached. A BaseException, so that a library's ``except Exception`` does not catch it."""


def _raise_late(number: int, frame: FrameType | None) -> NoReturn:
    raise _Late


def _set_time_limit(seconds: float) -> float:
    """Set the time limit from now in seconds of processor time, 0 for none; returns the rest of the one before."""
    return signal.setitimer(signal.ITIMER_PROF, seconds)[0]


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # on Windows: there only the timeout of the parent process ends it
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


def _answer(data: bytes) -> str:
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    from papers.formats.pdf_page import Page, page_of
    from papers.formats.pdf_pages import blocks_of, prose_of

    logging.disable(logging.CRITICAL)  # the library's messages about the file may hold its words
    findings = Findings()
    pages: list[Page] = []
    try:
        _set_time_limit(_SECONDS_TO_OPEN)
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            if count > MOST_PAGES:
                raise Refused(f"the PDF has {count} pages, more than {MOST_PAGES}; {ADVICE}")
            left = _MOST_SECONDS_OF_PAGE + count * _SECONDS_PER_PAGE_ON_AVERAGE
            for number, page in enumerate(pdf.pages, start=1):
                limit = min(_MOST_SECONDS_OF_PAGE, max(left, 0.1))
                _set_time_limit(limit)
                pages.append(page_of(page, number, findings))
                left -= limit - _set_time_limit(0)
                page.close()
        _set_time_limit(_MOST_SECONDS_OF_PAGE)
        content = Content(blocks_of(pages, findings), prose_of(pages))
        _set_time_limit(0)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as broken:
        has_password = isinstance(broken, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(broken)
        if has_password:
            raise Refused(
                "the PDF is protected by a password; take the password off and import it again."
            ) from broken
        raise Refused(f"the PDF is damaged ({type(broken).__name__}); save it again, or {ADVICE}") from broken
    return to_json(content, findings)


if __name__ == "__main__":
    main()
