"""The report that goes with a table to a meeting: who to whom, about what, and what the committee is asked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Recommendation:
    """One thing a committee is asked: the verb in capitals, such as NOTE, and the rest of the words."""

    verb: str
    text: str


@dataclass(frozen=True)
class CoveringReport:
    """A covering report; ``meeting`` is the day of the meeting or of the report, None when none is printed."""

    sender: str
    to: str
    meeting: date | None
    subject: str
    status: str
    recommendations: tuple[Recommendation, ...]
