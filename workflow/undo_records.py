"""Taking back what is no change of an action: a sign-off, an absence, what was recorded of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from register.committee.rounds import AUTHOR
from register.meeting_changes import MeetingTakenBack
from register.phrases import day, joined
from register.publication_changes import SignOffTakenBack
from register.refused import Refused
from register.register import Register
from storage.actions import meetings, published, register_log
from storage.actions.change_log import Author
from storage.intake import absences


class RecordKind(StrEnum):
    """What it is."""

    SIGN_OFF = "sign-off"
    ABSENCE = "absence"
    MEETING = "meeting"


@dataclass(frozen=True)
class PersonalRecord:
    """What a person recorded at a moment (UTC). ``name`` is how a button carries it."""

    kind: RecordKind
    at: datetime

    @property
    def name(self) -> str:
        """As a button carries it."""
        return f"{self.kind} {self.at.isoformat()}"


def last_record(tx: Connection, slug: str, person: str) -> PersonalRecord | None:
    """What a person recorded last of these and has not taken back."""
    moments = {
        RecordKind.SIGN_OFF: published.last_signed(tx, slug, person),
        RecordKind.ABSENCE: absences.last_of(tx, person),
        RecordKind.MEETING: meetings.last_recorded(tx, slug, person),
    }
    found = [PersonalRecord(kind, at) for kind, at in moments.items() if at]
    return max(found, key=lambda record: record.at, default=None)


def take_back_sign_off(tx: Connection, register: Register, author: Author, at: datetime) -> tuple[date, str]:
    """Take back the sign-offs of a moment; give the meeting, and what was done in words.

    Raises Refused when the paper was published, or signed off by its author, with them.
    """
    signed = published.signed_at(tx, register.slug, author.by, at)
    meeting = signed[0][0]
    codes = [who for _meeting, who in signed]
    if published.of_meeting(tx, register.slug, meeting):
        raise Refused(f"The paper for {day(meeting)} has been published with it: it stays as it is.")
    if AUTHOR not in codes and AUTHOR in published.signed_off(tx, register.slug, meeting):
        raise Refused(
            f"The author has signed off the paper for {day(meeting)} since: an administrator must take that back first."
        )
    published.unsign(tx, register.slug, author.by, at)
    register_log.record(tx, register.slug, [SignOffTakenBack(meeting, tuple(codes))], author)
    return meeting, f"your sign-off of {joined(codes)} for the paper of {day(meeting)}"


def take_back_minutes(tx: Connection, register: Register, author: Author, at: datetime) -> date:
    """Take back what a person recorded of a meeting at a moment; give the meeting.

    What was done with it to actions is taken back apart. Raises Refused when a paper was published since, or a
    Member's question was answered.
    """
    meeting = meetings.meeting_recorded(tx, register.slug, author.by, at)
    since = published.since(tx, register.slug, at)
    if since:
        raise Refused(
            f"The paper for {day(since[0])} has been published since, and says what the meeting decided: it stays. "
            "Put right what is wrong in the actions themselves."
        )
    answered = [
        one.member for one in meetings.questions(tx, register.slug) if one.asked_at == at and one.answer
    ]
    if answered:
        raise Refused(
            f"The question from {joined(answered)} has been answered since, so the record of the meeting stays."
        )
    meetings.withdraw(tx, register.slug, author.by, at, author.recorded_at)
    register_log.record(tx, register.slug, [MeetingTakenBack(meeting, at)], author)
    return meeting
