"""What is seen at a terminal while a command takes long; nothing is printed to a file or a pipe."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from cli.table import terminal_width

_EVERY = 1.0
"""Seconds between two updates of the elapsed time."""
_CLEAR_LINE = "\r\x1b[K"
"""Back to the line's beginning, and clear it."""


@contextmanager
def working(doing: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done and the elapsed seconds, on a line that is cleared when the block ends.

    Yields a function that replaces the shown words when the next step begins.
    """
    if not sys.stderr.isatty():
        yield lambda _next: None
        return
    words, is_over = [doing], threading.Event()
    click.echo(f"{doing} …", err=True, nl=False)
    thread = threading.Thread(target=_show_elapsed, args=(words, is_over), name="progress", daemon=True)
    thread.start()
    try:
        yield words.append
    finally:
        is_over.set()
        thread.join()
        click.echo(_CLEAR_LINE, err=True, nl=False)


def _show_elapsed(words: list[str], is_over: threading.Event) -> None:
    seconds = 0
    while not is_over.wait(_EVERY):
        seconds += 1
        click.echo(f"{_CLEAR_LINE}{words[-1]} … {seconds} s", err=True, nl=False)


@contextmanager
def counted(doing: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show a progress bar for ``total`` items; yields the function to call with the number of items just done."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    width = 36 if terminal_width() >= 80 else 0  # 0: what the line has left
    with click.progressbar(length=total, label=doing, file=sys.stderr, width=width) as bar:
        yield bar.update
