"""The steps of a round before a meeting and after it, which the timetable takes: who is asked for what."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages import rounds as words
from messages.command_spelling import spelling
from register.committee.rounds import ASKING, AUTHOR, DatedStep, RoundStep
from register.notices.schedule import Run
from register.register import Register
from storage.actions import meetings, papers, registers, settings_log
from storage.queue.notices import Notice
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.paper_files import lacking
from workflow.round_requests import has_paper
from workflow.rounds import round_state
from workflow.sign_offs import ask_leads
from workflow.update_requests import ask_for_updates, round_notice, steps_to_take

_WORTH_ASKING = timedelta(days=28)
"""How long it is worth sending the question what a meeting decided, which is asked once only."""


def run_round(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """The steps of rounds that are due by the run's moment: one message for each of those whom they concern."""
    to_take = steps_to_take(tx, register, run.moment)
    found = ask_for_updates(tx, register, to_take, run)
    held_last = max((one.days.meeting for one in to_take if one.step is RoundStep.RECORD), default=None)
    for due in to_take:
        if due.step is RoundStep.RECORD:
            # Meetings that are entered long after they were held are not all asked about at once.
            if due.days.meeting == held_last or _was_known(tx, register, due.days.meeting):
                found += _to_be_recorded(tx, register, due, run.now)
        elif due.step in ASKING or has_paper(tx, register, due.days.meeting):
            continue
        elif due.step is RoundStep.LEADS:
            found += ask_leads(tx, register, due)
        else:
            found += _to_author(tx, register, due)
    return found


def _was_known(tx: Connection, register: Register, meeting: date) -> bool:
    """Whether a meeting stood in the settings by the end of its day."""
    then = settings_log.settings_at(tx, register.slug, register.calendar.day_end(meeting))
    return then is not None and any(one.on == meeting for one in then.meetings.meetings)


def _to_author(tx: Connection, register: Register, due: DatedStep) -> list[Notice]:
    state = round_state(tx, register, due.days.meeting)
    commands = spelling(register, registers.every(tx))
    left = lacking(tx, register, due.days.meeting)
    message = words.author_asked(register, state, left, commands, today=due.on)
    about = Subject.of_meeting(register.slug, due.days.meeting)
    return [
        replace(
            round_notice(register, due, person, (AUTHOR,), message.arguments),
            about=about,
            asks=RequestedDecision(DecisionKind.PUBLICATION),
        )
        for person in register.admins
    ]


def _to_be_recorded(tx: Connection, register: Register, due: DatedStep, now: datetime) -> list[Notice]:
    """One message to each administrator, once, after a meeting: what did it decide? None where that is recorded, or the
    meeting was that of the register's first paper, or before that was read: nobody could record it here.
    """
    meeting = due.days.meeting
    beginning = papers.beginning(tx, register.slug)
    if beginning is None or beginning[0] >= meeting or meetings.of_meeting(tx, register.slug, meeting):
        return []
    read_at = beginning[1]
    if now >= read_at and register.today(read_at) > meeting:  # earlier than that is a rehearsal
        return []
    commands = spelling(register, registers.every(tx))
    payload = words.meeting_was_held(register, meeting, commands).arguments
    about = Subject.of_meeting(register.slug, meeting)
    until = now + _WORTH_ASKING
    return [
        replace(
            round_notice(register, due, person, (AUTHOR,), payload),
            about=about,
            asks=RequestedDecision(DecisionKind.MINUTES),
            valid_until=until,
        )
        for person in register.admins
    ]
