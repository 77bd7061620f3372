"""The process that reads one PDF: ``python -m papers.formats.pdf_process`` takes it on stdin and answers in JSON.

It limits its own memory and time before it looks at a byte, so that a hostile file ends with a sentence.
"""

import io
import json
import signal
import sys
from types import FrameType
from typing import NoReturn

from papers.formats.content import Content
from papers.formats.grid import Findings
from papers.formats.pdf import ADVICE, packed
from register.refused import Refused

MOST_PAGES = 300
_MEMORY = 1024**3
# Seconds of the processor, which a busy machine does not shorten: to open the file, for one page, for each of all
# pages on average, and for everything.
_FIRST_SECONDS = 10
_SECONDS_A_PAGE = 6
_SECONDS_EACH = 0.8
_SECONDS_ALL = 260


def main() -> None:
    """Read the PDF on stdin; write what it holds, or why it is refused, to stdout."""
    _limit_memory()
    signal.signal(signal.SIGPROF, _late)
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


def _stop_in(seconds: float) -> float:
    """Set the time that is left, 0 for any; returns what was left of the time before."""
    return signal.setitimer(signal.ITIMER_PROF, seconds)[0]


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the time still ends it
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_ALL, _SECONDS_ALL))


def _answer(data: bytes) -> str:
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    from papers.formats.pdf_pages import Page, blocks_of, page_of, prose_of

    logging.disable(logging.CRITICAL)  # what the library thinks of the file is not for the log
    findings = Findings()
    pages: list[Page] = []
    try:
        _stop_in(_FIRST_SECONDS)
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            if count > MOST_PAGES:
                raise Refused(f"the PDF has {count} pages, more than {MOST_PAGES}; {ADVICE}")
            left = _SECONDS_A_PAGE + count * _SECONDS_EACH
            for number, page in enumerate(pdf.pages, start=1):
                given = min(_SECONDS_A_PAGE, max(left, 0.1))
                _stop_in(given)
                pages.append(page_of(page, number, findings))
                left -= given - _stop_in(0)
                page.close()
        _stop_in(_SECONDS_A_PAGE)
        content = Content(blocks_of(pages, findings), prose_of(pages))
        _stop_in(0)
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
