"""What happens to the life of an action: a dataclass for each kind of change."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from register.change import ActionState, Change, LifeChange
from register.life import Decision, Evidence, Json, Life, Revision, Snooze
from register.move_details import MoveDetails, moved
from register.outlook_changes import DelayExplained, OutlookGiven
from register.progress import Status


@dataclass(frozen=True)
class ProgressChanged(Change):
    """Its progress changed: the printed word and the status beneath it."""

    kind = "progress"
    progress: str
    status: Status
    was: tuple[str, Status] = ("", Status.NOT_STARTED)
    details: MoveDetails = field(default_factory=MoveDetails)

    @property
    def before(self) -> Json:
        """Word and status until then."""
        progress, status = self.was
        return {"progress": progress, "status": status.value}

    @property
    def after(self) -> Json:
        """Word and status from then on, and what was said with the move, where anything was."""
        written = self.details.written()
        return {"progress": self.progress, "status": self.status.value} | ({"move": written} if written else {})

    def applied(self, state: ActionState) -> ActionState:
        """The state with the new word and status, and what the move leaves in the action's life."""
        life = moved(state.life, state.status, self.status, self.details)
        return replace(state, progress=self.progress, status=self.status, life=life)

    def since(self, state: ActionState) -> Self | None:
        """The same with what was so until then; None when it changes nothing."""
        was = (state.progress, state.status)
        same = was == (self.progress, self.status)
        if same and (self.status is not Status.ONGOING or self.details.review == state.life.review_on):
            return None
        return replace(self, was=was)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        was = (before["progress"], Status(before["status"]))
        return cls(after["progress"], Status(after["status"]), was, MoveDetails.read(after.get("move", {})))


@dataclass(frozen=True)
class EvidenceAdded(LifeChange):
    """Somebody showed that an action is done."""

    kind = "evidence"
    evidence: Evidence

    @property
    def after(self) -> Json:
        """The evidence."""
        return {"evidence": self.evidence.written()}

    def applied_to_life(self, life: Life) -> Life:
        """With the evidence."""
        return replace(life, evidence=(*life.evidence, self.evidence))

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(Evidence.read(after["evidence"]))


@dataclass(frozen=True)
class EvidenceWithdrawn(LifeChange):
    """Evidence was taken back; it stays in the history."""

    kind = "evidence withdrawn"
    id: int

    @property
    def after(self) -> Json:
        """That it is withdrawn."""
        return {"evidence": {"id": self.id, "withdrawn": True}}

    def applied_to_life(self, life: Life) -> Life:
        """With the evidence marked as withdrawn."""
        evidence = tuple(replace(one, is_withdrawn=True) if one.id == self.id else one for one in life.evidence)
        return replace(life, evidence=evidence)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["evidence"]["id"])


@dataclass(frozen=True)
class DateAsked(LifeChange):
    """Somebody asked for another target date."""

    kind = "date asked"
    revision: Revision

    @property
    def after(self) -> Json:
        """What was asked for."""
        return {"revision": self.revision.written()}

    def applied_to_life(self, life: Life) -> Life:
        """With the request."""
        return replace(life, revisions=(*life.revisions, self.revision))

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(Revision.read(after["revision"]))


@dataclass(frozen=True)
class DateDecided(LifeChange):
    """A date that was asked for was granted, refused, or withdrawn by whoever asked.

    With ``Decision.ASKED`` a decision was taken back: the request waits again.
    """

    kind = "date decided"
    id: int
    decision: Decision
    by: str
    at: datetime
    answer: str = ""

    @property
    def after(self) -> Json:
        """What was decided."""
        decided = {"decision": self.decision.value, "by": self.by, "at": self.at.isoformat()}
        return {"revision": {"id": self.id} | decided | ({"answer": self.answer} if self.answer else {})}

    def applied_to_life(self, life: Life) -> Life:
        """With the decision."""
        decided: Json = {
            "decision": self.decision.value,
            "decided_by": self.by,
            "decided_at": self.at,
            "answer": self.answer,
        }
        if self.decision is Decision.ASKED:  # the decision was taken back: it waits again
            decided |= {"decided_by": "", "decided_at": None}
        revisions = (replace(one, **decided) if one.id == self.id else one for one in life.revisions)
        return replace(life, revisions=tuple(revisions))

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        revision = after["revision"]
        at = datetime.fromisoformat(revision["at"])
        return cls(
            revision["id"], Decision(revision["decision"]), revision["by"], at, revision.get("answer", "")
        )


@dataclass(frozen=True)
class LeadNamed(LifeChange):
    """A directorate answers for a joint action; empty: none of them more than the others."""

    kind = "lead"
    code: str
    was: str = ""

    @property
    def before(self) -> Json:
        """The one until then."""
        return {"lead": self.was}

    @property
    def after(self) -> Json:
        """The one from then on."""
        return {"lead": self.code}

    def applied_to_life(self, life: Life) -> Life:
        """With that lead."""
        return replace(life, lead=self.code)

    def since(self, state: ActionState) -> Self | None:
        """The same with the lead until then; None when it is the same."""
        return None if state.life.lead == self.code else replace(self, was=state.life.lead)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["lead"], before["lead"])


@dataclass(frozen=True)
class OfficerNamed(LifeChange):
    """A person is the officer for an action in a directorate; empty: nobody in particular."""

    kind = "officer"
    code: str
    user: str
    was: str = ""

    @property
    def before(self) -> Json:
        """Who it was until then."""
        return {"officer": {"id": self.code, "user": self.was}}

    @property
    def after(self) -> Json:
        """Who it is from then on."""
        return {"officer": {"id": self.code, "user": self.user}}

    def applied_to_life(self, life: Life) -> Life:
        """With that officer."""
        officers = {code: user for code, user in life.officers.items() if code != self.code}
        return replace(life, officers=officers | ({self.code: self.user} if self.user else {}))

    def since(self, state: ActionState) -> Self | None:
        """The same with who it was until then; None when it is the same."""
        was = state.life.officers.get(self.code, "")
        return None if was == self.user else replace(self, was=was)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["officer"]["id"], after["officer"]["user"], before["officer"]["user"])


@dataclass(frozen=True)
class Snoozed(LifeChange):
    """Reminders of an action rest until a day; None: they rest no more."""

    kind = "snooze"
    snooze: Snooze | None

    @property
    def after(self) -> Json:
        """Until when, why and by whom."""
        return {"snooze": self.snooze.written() if self.snooze else None}

    def applied_to_life(self, life: Life) -> Life:
        """With that rest."""
        return replace(life, snooze=self.snooze)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(Snooze.read(after["snooze"]) if after["snooze"] else None)


@dataclass(frozen=True)
class NoChangeGiven(LifeChange):
    """An owner says that there is no change since the last paper, and why: it is printed so, and alters nothing.

    Without a reason: what they said last is taken back.
    """

    kind = "no change"
    reason: str

    @property
    def after(self) -> Json:
        """The reason."""
        return {"reason": self.reason}

    def applied_to_life(self, life: Life) -> Life:
        """As it was."""
        return life

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["reason"])


@dataclass(frozen=True)
class ExemptSet(LifeChange):
    """An action is left out of what is published, under a paragraph of the Act; empty: it is printed again."""

    kind = "exempt"
    paragraph: str
    was: str = ""

    @property
    def before(self) -> Json:
        """The paragraph until then."""
        return {"exempt": self.was}

    @property
    def after(self) -> Json:
        """The paragraph from then on."""
        return {"exempt": self.paragraph}

    def applied_to_life(self, life: Life) -> Life:
        """With that paragraph."""
        return replace(life, exempt=self.paragraph)

    def since(self, state: ActionState) -> Self | None:
        """The same with the paragraph until then; None when it is the same."""
        return None if state.life.exempt == self.paragraph else replace(self, was=state.life.exempt)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after["exempt"], before["exempt"])


LIFE_CHANGES: tuple[Any, ...] = (
    ProgressChanged,
    EvidenceAdded,
    EvidenceWithdrawn,
    DateAsked,
    DateDecided,
    LeadNamed,
    OfficerNamed,
    Snoozed,
    OutlookGiven,
    DelayExplained,
    NoChangeGiven,
    ExemptSet,
)
"""Every kind."""
