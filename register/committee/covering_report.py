"""The report that goes with a table to a meeting: who to whom, about what, and what the committee is asked."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self


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

    def as_json(self) -> dict[str, Any]:
        """For scripts, and as it is stored; the day as an ISO date."""
        return {
            "from": self.sender,
            "to": self.to,
            "date": self.meeting.isoformat() if self.meeting else None,
            "subject": self.subject,
            "status": self.status,
            "recommendations": [asdict(one) for one in self.recommendations],
        }

    @classmethod
    def read(cls, written: dict[str, Any]) -> Self:
        """From what ``as_json`` gave."""
        meeting = date.fromisoformat(written["date"]) if written["date"] else None
        recommendations = tuple(Recommendation(**one) for one in written["recommendations"])
        return cls(
            written["from"], written["to"], meeting, written["subject"], written["status"], recommendations
        )
