"""Recording a committee meeting: its decisions are carried out, and Members' questions are kept to be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from messages import rounds
from register.action import Action
from register.lazy_pattern import LazyPattern
from register.meeting_changes import MeetingRecorded, RecordedDecision, RecordedQuestion
from register.permissions import Permission, check
from register.phrases import day
from register.progress import Status
from register.refs import references
from register.refused import Refused
from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, meetings, register_log
from storage.actions.meetings import MembersQuestion, MinutedDecision
from storage.actions.stored_refs import StoredRefs
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.context import Context, Request, lock_register, not_there_any_more, one_transaction
from workflow.dates import make_grant
from workflow.decision_requests import redraw_requests_of_meeting
from workflow.joined_answers import join_answers
from workflow.progress import MoveRequest, make_move

_QUESTION = LazyPattern(r"\s*(?P<member>[^:\n]{2,80}?)\s*:\s*(?P<words>\S.*)")


class RecordedMeanwhile(Refused):
    """Something was recorded of a meeting since the form for it was opened."""


@dataclass(frozen=True)
class Minutes:
    """What a meeting decided. ``noted`` and ``agreed`` are its words; ``granted`` and ``closed`` refs of actions;
    ``questions`` one line each: "Cllr Jones: When will action 10 be done?".

    ``seen`` is how much had been recorded of the meeting when the form for it was opened (None: it was not asked).
    """

    number: str
    noted: str = ""
    agreed: str = ""
    granted: Sequence[str] = ()
    closed: Sequence[str] = ()
    questions: str = ""
    seen: int | None = None


OFFERED = 100
"""How many actions a form can offer: Slack takes so many options."""


@dataclass(frozen=True)
class Choices:
    """What a meeting can decide about: actions with a date asked for, and those that may be closed."""

    date_asked: tuple[Action, ...]
    closable: tuple[Action, ...]


def choices(tx: Connection, register: Register, today: date) -> Choices:
    """What the committee can be asked to grant and to close, of each as many as a form can offer."""
    date_asked = Query(today, frozenset({State.DATE_ASKED}))
    done = Query(today, frozenset({State.TO_VERIFY, State.VERIFIED}))
    return Choices(
        tuple(actions.first(tx, register, date_asked, OFFERED)),
        tuple(actions.first(tx, register, done, OFFERED)),
    )


@dataclass(frozen=True)
class RecordedMeeting:
    """What has been recorded of a meeting so far."""

    decided: tuple[MinutedDecision, ...]
    questions: tuple[MembersQuestion, ...]

    @property
    def count(self) -> int:
        """How much that is: it grows with whatever is added."""
        return len(self.decided) + len(self.questions)


def recorded_of(tx: Connection, slug: str, meeting: date) -> RecordedMeeting:
    """What has been recorded of the meeting on a local day, in order."""
    questions = (one for one in meetings.questions(tx, slug) if one.meeting == meeting)
    return RecordedMeeting(tuple(meetings.of_meeting(tx, slug, meeting)), tuple(questions))


def refuse_to_come(meeting: date, today: date) -> None:
    """Raise Refused for a meeting that has not been, as of a mistyped year: nothing of it can be recorded yet."""
    if meeting > today:
        raise Refused(f"The meeting on {day(meeting)} is still to come.")


def record_meeting(context: Context, request: Request, slug: str, meeting: date, minutes: Minutes) -> str:
    """Record what a meeting decided and do what follows from it, all of it or nothing; say what was done.

    What was recorded of it before stays, and this is added. Raises Refused: without a minute's number, for a meeting
    that is still to come, or where a decision cannot be; RecordedMeanwhile.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        check(request.asker, Permission.WRITE_PAPER, register)
        if not minutes.number.strip():
            raise Refused("Give the minute's number.", field="number")
        refuse_to_come(meeting, context.today(register))
        if minutes.seen not in (None, recorded_of(tx, slug, meeting).count):
            raise RecordedMeanwhile(f"The meeting of {day(meeting)} was recorded since you opened this form.")
        context = context.at_one_moment()
        questions = _questions(tx, register, minutes.questions)
        decided = _decide(tx, context, request, register, meeting, minutes)
        meetings.add_decisions(tx, slug, decided)
        number = minutes.number.strip()
        known = {(one.member, one.words) for one in recorded_of(tx, slug, meeting).questions}
        # The same line twice, as after a paste, is one question.
        questions = [one for one in dict.fromkeys(questions) if one[:2] not in known]
        asked = [
            _ask(
                tx,
                context,
                register,
                MembersQuestion(meeting, number, *one, asked_at=context.now(), by=request.user),
            )
            for one in questions
        ]
        recorded = MeetingRecorded(meeting, number, tuple(map(_recorded_decision, decided)), tuple(asked))
        register_log.record(tx, slug, [recorded], request.author(context.now()))
        redraw_requests_of_meeting(tx, register, meeting, context.now())
        join_answers(tx, request.key)
        parts = [
            f"{len(minutes.granted)} granted" if minutes.granted else "",
            f"{len(minutes.closed)} closed" if minutes.closed else "",
            f"{len(questions)} to be answered" if questions else "",
        ]
        did = ", ".join(part for part in parts if part) or "noted"
        return f"The meeting of {day(meeting)} is recorded under minute {number}: {did}."


def _decide(
    tx: Connection, context: Context, request: Request, register: Register, meeting: date, minutes: Minutes
) -> list[MinutedDecision]:
    number = minutes.number.strip()
    decided: list[tuple[str, str, tuple[str, ...]]] = []
    if minutes.noted.strip():
        decided.append(("noted", minutes.noted.strip(), ()))
    if minutes.agreed.strip():
        decided.append(("agreed", minutes.agreed.strip(), ()))
    for ref in minutes.granted:
        answer = f"Agreed by the Committee on {day(meeting)}, minute {number}"
        make_grant(tx, context, request, register.slug, ref, answer)
        decided.append(("granted", "", (ref,)))
    numbers = actions.ids(tx, register, list(minutes.closed))
    for ref in minutes.closed:
        if ref not in numbers:
            raise not_there_any_more(ref)
        move_request = MoveRequest(Status.CLOSED, meeting=meeting, detail=f"minute {number}")
        make_move(tx, context, request, register, numbers[ref], move_request)
        decided.append(("closed", "", (ref,)))
    cards.redraw(tx, list(numbers.values()), context.now())
    return [
        MinutedDecision(meeting, number, kind, words, refs, request.user, context.now())
        for kind, words, refs in decided
    ]


def _questions(tx: Connection, register: Register, typed: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each line's Member, question, and the actions it names. Raises Refused for a line without a Member."""
    known, found = StoredRefs(tx, register), []
    for line in filter(None, map(str.strip, typed.splitlines())):
        parts = _QUESTION.fullmatch(line)
        if parts is None:
            raise Refused(
                f"“{line[:80]}”: write each question on its own line, after who asked it and a colon, as in "
                "“Cllr Jones: When will action 10 be done?”",
                field="questions",
            )
        named = (known.spelt(ref) for ref in references(parts["words"]))
        found.append((parts["member"], parts["words"], tuple(ref for ref in named if ref)))
    return found


def _recorded_decision(decided: MinutedDecision) -> RecordedDecision:
    return RecordedDecision(decided.kind, decided.words, decided.refs)


def _ask(tx: Connection, context: Context, register: Register, question: MembersQuestion) -> RecordedQuestion:
    """Keep a Member's question, and have it put where the leads answer it; give what is recorded of it."""
    number = meetings.ask(tx, register.slug, question)
    to = register.leads_channel or next(iter(register.admins), "")
    if to:
        message = rounds.question_asked(
            question.member, question.meeting, question.words, question.refs, number
        )
        notice = Notice(
            register.slug,
            f"question:{register.slug}:{number}",
            NoticeKind.QUESTION,
            to,
            refs=question.refs,
            payload=message.arguments,
            about=Subject.of_meeting(register.slug, question.meeting),
            asks=RequestedDecision(DecisionKind.QUESTION, number),
        )
        notices.queue(tx, notice, context.now())
    return RecordedQuestion(number, question.member, question.words, question.refs)
