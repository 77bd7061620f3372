"""Regular expressions that are compiled when they are first used.

There are some four hundred in HTST, and most processes use few of them: compiling all took a tenth of a start.
"""

import re
from functools import cached_property
from typing import Any, cast


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives for these arguments; ``re.error`` is raised at the first use instead.

    It is for our own use: a library that is handed a pattern may ask for its type, and gets one of ``re.compile``.
    """
    return cast("re.Pattern[str]", _LazyPattern(source, flags))


class _LazyPattern:
    def __init__(self, source: str, flags: int) -> None:
        self.pattern, self._flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, kept: its next use does not come here."""
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
