"""Regular expressions that are compiled when they are first used.

There are some four hundred in HTST, and most processes use few of them: compiling all took a tenth of a start.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any


class LazyPattern:
    """What ``re.compile`` gives for the same arguments; ``re.error`` is raised at the first use instead.

    It is for our own use: ``re.sub`` and other libraries need a pattern of ``re.compile``, and mypy says so. A copy is
    compiled.
    """

    if TYPE_CHECKING:
        # Those of re.Pattern that are in use, so that mypy refuses any other name; __getattr__ gives them.
        def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None: ...
        def match(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None: ...
        def fullmatch(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None: ...
        def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]: ...
        def findall(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> list[Any]: ...
        def split(self, string: str, maxsplit: int = 0) -> list[str | Any]: ...
        def sub(self, repl: str | Callable[[re.Match[str]], str], string: str, count: int = 0) -> str: ...
    else:

        def __getattr__(self, name: str) -> Any:
            """A method of the compiled pattern, kept: its next use does not come here."""
            found = getattr(self._compiled, name)
            setattr(self, name, found)
            return found

    def __init__(self, source: str, flags: int = 0) -> None:
        self.pattern, self._flags = source, flags

    def __reduce__(self) -> tuple[Any, ...]:
        return re.compile, (self.pattern, self._flags)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)
