"""Progress of long work, at a terminal only: where standard error is a file or a pipe, nothing is printed."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cli.table import terminal_width

_EVERY = 1.0
"""Seconds between two showings of the time that has passed."""
_ANEW = "\r\x1b[K"
"""Back to the line's beginning, and clear it."""


@contextmanager
def working(doing: str) -> Iterator[Callable[[str], None]]:
    """What is being done, and for how many seconds, on a line that is cleared when the block ends.

    Yields a function that takes the next step's words.
    """
    if not sys.stderr.isatty():
        yield lambda _next: None
        return
    words, is_over = [doing], threading.Event()
    click.echo(f"{doing} …", err=True, nl=False)
    thread = threading.Thread(target=_tell, args=(words, is_over), name="progress", daemon=True)
    thread.start()
    try:
        yield words.append
    finally:
        is_over.set()
        thread.join()
        click.echo(_ANEW, err=True, nl=False)


def _tell(words: list[str], is_over: threading.Event) -> None:
    seconds = 0
    while not is_over.wait(_EVERY):
        seconds += 1
        click.echo(f"{_ANEW}{words[-1]} … {seconds} s", err=True, nl=False)


@contextmanager
def counted(doing: str, total: int) -> Iterator[Callable[[int], object]]:
    """A bar for work of which ``total`` is known; yields the function that is told how many more are done."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    width = 36 if terminal_width() >= 80 else 0  # 0: what the line has left
    with click.progressbar(length=total, label=doing, file=sys.stderr, width=width) as bar:
        yield bar.update
