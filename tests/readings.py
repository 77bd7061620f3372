"""A paper as it would have been read from a file, for tests that are not about reading."""

from collections.abc import Iterable
from functools import cache

from demo.office import SAMPLE
from papers.read import Reading, read
from register.action import Line


@cache
def sample() -> Reading:
    """The sample paper, read once."""
    return read(SAMPLE)


def paper_of(lines: Iterable[Line], name: str = "table.txt", sha256: str = "0" * 64) -> Reading:
    """A paper of these lines, without warnings."""
    return Reading(name, sha256, tuple(lines), ())
