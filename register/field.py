"""What a field of an action is: its names, what its cells look like, how versions are compared and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from register.lazy_pattern import LazyPattern

Value = str | tuple[str, ...]
"""What a field holds: the printed words; of owners the codes, in the order printed."""


class Look(StrEnum):
    """What a cell looks like, whatever its heading says."""

    REF = "ref"
    DATE = "date"
    CODES = "codes"  # abbreviations in capitals
    WORD = "word"  # a status, rating or priority
    PERCENT = "percent"
    NAME = "name"  # of a person, a post or a body
    TEXT = "text"


class StoredAs(StrEnum):
    """Where a field is kept: a column of its own, or by its name among all the others."""

    COLUMN = "column"
    MORE = "more"


def looks(other: int, **suits: int) -> Mapping[Look, int]:
    """How well each look suits a field (``Field.looks``): what is given by a look's name, else ``other``."""
    return {look: suits.get(look.value, other) for look in Look}


@dataclass(frozen=True)
class Field:
    """One field of an action.

    ``name``      how code and ``--json`` name it.
    ``label``     the heading that a paper prints over it where its committee has none of its own.
    ``words``     how a sentence and a form name a column of it: "target dates", "what was delivered".
    ``noun``      how a sentence names that of one action; "" where it is the label in small letters.
    ``headings``  what papers print over it, in lower case, parted by semicolons; the usual ones first. Where a
                  table has two columns of a field that can have only one, the heading nearer the front wins.
                  One that says little by itself ends with a question mark, one that is rather another's with
                  two.
    ``looks``     how well a cell's look suits it, from -4 to 3; a look that is not named does not matter.
    ``akin``      the fields that its headings stand over where the cells say so.
    ``many``      whether several columns of one table may hold it; their cells are joined in order.
    ``prose``     whether its paragraphs are kept apart; other cells are one line.
    ``stored_as`` where storage keeps it.
    ``differs``   whether two versions of it count as different.
    ``change_template``    what people hear of a change, with {before} and {after}; "" for changes that are not news.
    ``unsaid``    whether a blank cell says nothing, so that it does not replace what was there.
    ``in_status`` how ``/htst status REF`` names it among the facts; "" where it does not show it. Only of fields stored
                  as ``MORE``.
    """

    name: str
    label: str
    words: str
    headings: str
    looks: Mapping[Look, int]
    akin: tuple[str, ...] = ()
    many: bool = False
    prose: bool = False
    stored_as: StoredAs = StoredAs.MORE
    differs: Callable[[Value, Value], bool] = lambda before, after: folded(before) != folded(after)
    change_template: str = ""
    unsaid: bool = False
    in_status: str = ""
    noun: str = ""

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The headings one by one."""
        return tuple(" ".join(heading.split()) for heading in self.headings.split(";") if heading.strip())

    @property
    def of_one(self) -> str:
        """How a sentence names that of one action: "target date", "owner"."""
        return self.noun or " ".join(word if word.isupper() else word.lower() for word in self.label.split())

    def printed(self, value: Value) -> str:
        """The value as words, as a cell of a table prints it: spaces part codes, strokes posts and names."""
        if isinstance(value, str):
            return value
        codes = all(one.isupper() and len(one.split()) == 1 for one in value)
        return (" " if codes else " / ").join(value)

    def sentence(self, before: Value, after: Value) -> str | None:
        """What people hear of a change of this field; None when it is not news."""
        words = {"before": self._on_a_line(before), "after": self._on_a_line(after)}
        return self.change_template.format_map(words) if self.change_template else None

    def _on_a_line(self, value: Value) -> str:
        words = self.printed(value) if isinstance(value, str) else ", ".join(value)
        return " ".join(words.split()) or "blank"


# A word processor's quotes, dashes and bullets against a keyboard's, and the ligatures of a PDF's font: the same words.
_TYPED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "…": "..."}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
    | dict.fromkeys("•▪◦‣", "")
)
_BULLET = LazyPattern(r"(?<!\S)[□●■➢❖]\s+(?=\S)")
"""Bullets of symbol fonts before words; □ is printed for a sign that is not known. Alone in a cell they are a mark."""


def folded(value: Value) -> str:
    """The words of a value without what a file format changes: spaces, line ends, quotes, dashes and bullets."""
    words = value if isinstance(value, str) else " ".join(value)
    plain = words if words.isascii() else _BULLET.sub("", words).translate(_TYPED)
    return "".join(plain.split())
