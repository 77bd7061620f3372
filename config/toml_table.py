"""One table of a settings file: its values are taken out one by one and checked, wrong ones named with their place."""

import re
from datetime import time
from typing import Any

from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refused import Refused


class TomlTable:
    """One table of the file. Its methods give the checked value of a key, or the default where the key is not set.

    They raise Refused, which names the file, the table and the key.
    """

    def __init__(self, file: str, name: str, values: object, known: tuple[str, ...]) -> None:
        """``values`` are what TOML gave for the table ``name``, which is empty for the file itself; ``known`` its keys,
        empty where any key may be set.
        """
        self.file, self.name = file, name
        if not isinstance(values, dict):
            raise Refused(f"{file}: [{name}] must be a table of settings.")
        unknown = sorted(set(values) - set(known)) if known else []
        if unknown and not name:
            tables = joined([f"[{one}]" for one in known])
            raise Refused(f"{file} has [{'], ['.join(unknown)}], which I do not know. It takes {tables}.")
        if unknown:
            raise Refused(
                f"{file}: [{name}] has {', '.join(unknown)}, which I do not know. It takes {joined(known)}."
            )
        self.values: dict[str, Any] = values

    def refuse(self, key: str, expected: str) -> Refused:
        """The error to raise when the value of ``key`` is not what is ``expected``, such as "a whole number"."""
        words = f"{self.file}: {key} in [{self.name}] must be {expected}; it is {self.values.get(key)!r}."
        return Refused(words, field=f"{self.name}.{key}")

    def text(self, key: str, default: str | None = None) -> str:
        """A text without spaces around it; without a default it must be set and not be blank."""
        value = self.values.get(key, default)
        if value is None:
            raise Refused(f"{self.file}: [{self.name}] needs {key}.")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.refuse(key, "text in quotation marks")
        return value.strip()

    def matching(self, key: str, pattern: LazyPattern, expected: str) -> str:
        """A text that matches the whole pattern, or "" where none is set; ``expected`` describes it in the error."""
        value = self.text(key, "")
        if value and not pattern.fullmatch(value):
            raise self.refuse(key, expected)
        return value

    def days(self, key: str, default: int | None, value: object = None) -> int | None:
        """A number of days from 1 to 999; ``value``, where given, is checked in place of the table's own."""
        given = self.values.get(key, default) if value is None else value
        if given is not None and (
            not isinstance(given, int) or isinstance(given, bool) or not 0 < given < 1000
        ):
            raise self.refuse(key, "a number of days from 1 to 999")
        return given

    def several_days(self, key: str, default: tuple[int, ...], least: int, example: str) -> tuple[int, ...]:
        """A list of days from ``least`` to 999, sorted, each once."""
        given = self.values.get(key, list(default))
        if not isinstance(given, list) or not all(type(day) is int and least <= day < 1000 for day in given):
            raise self.refuse(key, f"a list of days from {least} to 999 such as {example}")
        return tuple(sorted(set(given)))

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false")
        return value

    def clock(self, key: str, default: time) -> time:
        """A time of day in the register's time zone, not in the hour that clock changes skip or repeat."""
        value = self.values.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise self.refuse(key, 'a time of day such as "09:00"')
        if value.startswith("01:"):
            raise self.refuse(
                key, "outside 01:00 to 01:59, which comes twice or not at all when the clocks change"
            )
        return time.fromisoformat(value)
