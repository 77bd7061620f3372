"""The result of reading a paper: its columns as understood, its lines, what was left out, and doubts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from register.action import Line
from register.committee.covering_report import CoveringReport
from register.committee.paper_kind import PaperKind
from register.committee.themed_report import Theme
from register.days.target_dates import Order
from register.imports.doubts import Doubt


@dataclass(frozen=True)
class ReadColumn:
    """A column as it was understood: its heading, its field, and sample cells.

    ``field`` is "" for a column kept under its own heading; a combined column has its fields joined by "+".
    ``confidence`` is from 0 to 1.
    """

    heading: str
    field: str
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What was read from a paper.

    ``name`` and ``sha256`` (hexadecimal) are those of the file. ``lines`` are in the order of the paper. ``left_out``
    are sentences about what was not read; ``warnings`` are those of them that a person should check, and a sentence for
    each of the ``doubts``. ``order`` is which number in its dates is the day. ``numbered``: the paper prints no
    references, and the lines were numbered in its order. ``themes`` are those of a themed report, or of recommendations
    with the responses to them; ``covering_report`` is the one at its top, if any. ``tables`` are the places of the
    sheets or tables with actions, ``set_aside`` those of others that look like actions and were left out. ``key`` maps
    words of the progress column to their meaning by the paper's own key.
    """

    name: str
    sha256: str
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]
    kind: PaperKind = PaperKind.TABLE
    columns: tuple[ReadColumn, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    order: Order = Order.DAY_FIRST
    numbered: bool = False
    themes: tuple[Theme, ...] = ()
    covering_report: CoveringReport | None = None
    tables: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    key: Mapping[str, str] = field(default_factory=dict)
