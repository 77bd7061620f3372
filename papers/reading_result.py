"""What a paper holds: its columns as understood, its lines, what was left out and what is doubtful."""

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
    """A column as it was understood: its heading, its field ("" where it is kept as it is), and sample cells.

    A combined heading has its fields joined by "+". ``confidence`` goes from 0 to 1.
    """

    heading: str
    field: str
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What a paper holds.

    ``name`` and ``sha256`` (in hex) are the file's, ``kind`` says what kind of paper it is. ``lines`` stand in
    the paper's order. ``left_out`` are sentences about what is not in them; ``warnings`` are those of them that
    a person should look at, and a sentence for each of the ``doubts``. ``order`` is which number of its dates
    is the day; ``numbered`` says that the references are ours, given in the paper's order. ``themes`` are those
    of a themed report, or of recommendations with the responses to them; ``covering_report`` is what it begins
    with, ``tables`` are the sheets or tables that have actions, as places name them, ``set_aside`` those that
    might and were left out. ``key`` is what the paper's own key says of the words in its progress column.
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
