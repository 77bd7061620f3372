"""The columns of a table with the fields that each holds, and the names of the fields that reading tables uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from register.date_fields import DATE_FIELDS
from register.fields import field_of

REF, DEFINED, TITLE, RESPONSE = "ref", "defined", "title", "response"
DELIVERED, EVIDENCE, PROGRESS, RATING, PRIORITY = "delivered", "evidence", "progress", "rating", "priority"
PERCENT = "percent"
OWNERS, OFFICERS, TARGET, ORIGINAL, REVISED, RAISED = (
    "owners",
    "officers",
    "target",
    "original",
    "revised",
    "raised",
)
WHO_OR_WHEN = frozenset({OWNERS, OFFICERS, *(field.name for field in DATE_FIELDS)})
"""The fields that say by whom or by when, or on which day something was."""


@dataclass(frozen=True)
class FoundColumn:
    """One column: its heading as printed, the fields its cells hold, and the confidence in that from 0 to 1.

    Without fields the column is kept under its own heading. ``is_asked``: a person is asked to confirm the fields (of a
    column without fields: whether it holds target dates). ``is_settled``: the fields are a person's answer.
    ``is_ticked``: the heading is a status, and a mark in a cell says that the action has it. ``is_withheld``: its
    heading says that it is not for publication, so that its cells are not read.
    """

    heading: str
    fields: tuple[str, ...]
    confidence: float = 1.0
    is_asked: bool = False
    is_settled: bool = False
    is_ticked: bool = False
    is_withheld: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its fields are for us to find: no person has said them, and its cells are read."""
        return not (self.is_settled or self.is_withheld)

    @cached_property
    def prose(self) -> bool:
        """Whether paragraphs in its cells are kept; of other columns a cell is one line."""
        fields = self.fields
        return not fields or len(fields) > 1 or any(field_of(name).prose for name in fields)

    @property
    def name(self) -> str:
        """The name of its first field; "" without fields."""
        return self.fields[0] if self.fields else ""


@dataclass(frozen=True)
class Layout:
    """The columns of a table, from left to right."""

    columns: tuple[FoundColumn, ...]

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """A unique key for each column: its fields joined by "+", else its heading as printed, else its letter."""
        seen: dict[str, int] = {}
        keys = []
        for at, column in enumerate(self.columns):
            key = "+".join(column.fields) or " ".join(column.heading.split()) or column_name(at)
            seen[key] = seen.get(key, 0) + 1
            keys.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
        return tuple(keys)

    @cached_property
    def key_of(self) -> Mapping[str, str]:
        """The key of the first column of each field, by the field's name."""
        pairs = [
            (name, key) for key, column in zip(self.keys, self.columns, strict=True) for name in column.fields
        ]
        return dict(reversed(pairs))

    @cached_property
    def listing(self) -> frozenset[str]:
        """The keys of the columns whose cells may hold lists: sentences, or what no field is known of."""
        pairs = zip(self.keys, self.columns, strict=True)
        return frozenset(key for key, column in pairs if column.prose and len(column.fields) < 2)

    @cached_property
    def of_who_or_when(self) -> frozenset[str]:
        """The keys of the columns whose cells say only by whom or by when."""
        pairs = zip(self.keys, self.columns, strict=True)
        return frozenset(key for key, column in pairs if len(column.fields) == 1 and column.name in WHO_OR_WHEN)

    @cached_property
    def has_several_officers(self) -> bool:
        """Whether more than one column holds officers."""
        return len(self.columns_of(OFFICERS)) > 1

    def columns_of(self, name: str) -> Sequence[tuple[str, FoundColumn]]:
        """The columns that hold a field, given by its name, as pairs (key, column)."""
        return self._columns_by_field.get(name, ())

    @cached_property
    def _columns_by_field(self) -> Mapping[str, Sequence[tuple[str, FoundColumn]]]:
        found: dict[str, list[tuple[str, FoundColumn]]] = {}
        for key, column in zip(self.keys, self.columns, strict=True):
            for name in dict.fromkeys(column.fields):
                found.setdefault(name, []).append((key, column))
        return found


def column_name(at: int) -> str:
    """The name of a column without a heading, by its index from 0: "Column A", "Column B", … as in spreadsheets."""
    return f"Column {_letter(at)}"


def _letter(at: int) -> str:
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
