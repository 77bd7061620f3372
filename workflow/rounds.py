"""The round before a meeting, by the timetable and by what people do: updates asked for and given, sign-offs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages import rounds as words
from messages.command_spelling import spelling
from messages.lines import NAMED
from register.committee.meetings import run_up
from register.committee.rounds import (
    ASKING,
    AUTHOR,
    DatedStep,
    RoundInShort,
    RoundState,
    RoundStep,
    led_by,
)
from register.life_changes import NoChangeGiven
from register.notices.schedule import Run
from register.permissions import Deed, check, check_sign_off
from register.phrases import day, joined
from register.publication_changes import PaperSignedOff
from register.refused import Refused
from register.register import Register
from register.roles import Role
from register.words.queries import Query, State
from storage.actions import (
    actions,
    change_log,
    meetings,
    papers,
    published,
    register_log,
    registers,
    tallies,
    updates,
    write_actions,
)
from storage.intake import drafts
from storage.queue import cards, decision_requests
from storage.queue.notices import Notice
from workflow.context import Context, Request, lock_register, one_transaction
from workflow.decision_requests import (
    MINUTES,
    PUBLICATION,
    SIGN_OFF,
    redraw_requests_of_meeting,
    refuse_cancelled,
)
from workflow.deputies import to_who_are_there
from workflow.paper_files import lacking
from workflow.round_requests import coming_round, has_paper, redraw_round_requests
from workflow.round_rows import missing_refs, refs_of_officer, round_counts
from workflow.update_requests import ask_for_updates, round_notice, steps_to_take


@dataclass(frozen=True)
class RoundAnswer:
    """What an owner says of one action in the round's form: an update, or why there is no change."""

    words: str = ""
    no_change: str = ""


def round_state(tx: Connection, register: Register, meeting: date) -> RoundState:
    """The state of a meeting's round. Raises Refused when the register held nothing."""
    signed = _signed(tx, register, meeting)
    return RoundState(
        days=run_up(meeting, register.calendar, register.meetings.round),
        directorates=round_counts(tx, register, meeting, signed, NAMED),
        author=signed.get(AUTHOR, ""),
        is_published=has_paper(tx, register, meeting),
    )


def unanswered(tx: Connection, register: Register, refs: Sequence[str], since: datetime | None) -> list[str]:
    """Of these actions those that are open and that no owner has answered since a moment (UTC); without one, all that
    are open.
    """
    found = actions.matching(tx, register, Query(date.min, frozenset({State.OPEN}), refs=tuple(refs)))
    if since is None:
        return [one.ref for one in found]
    numbers = actions.ids(tx, register, [one.ref for one in found])
    stories = change_log.of_actions(tx, list(numbers.values()))
    answered = {
        entry.ref
        for story in stories.values()
        for entry in tallies.answers_in(story)
        if entry.recorded_at > since
    }
    return [one.ref for one in found if one.ref not in answered]


def round_under_way(tx: Connection, register: Register, today: date) -> RoundInShort | None:
    """The round of the next paper, from the day on which owners are first asked until it is published."""
    meeting = coming_round(tx, register, today)
    if meeting is None or papers.latest(tx, register.slug, meeting) is None:
        return None
    days = run_up(meeting, register.calendar, register.meetings.round)
    if today < days.chase_from:
        return None
    return RoundInShort(days, round_counts(tx, register, meeting, _signed(tx, register, meeting)))


def _signed(tx: Connection, register: Register, meeting: date) -> dict[str, str]:
    """Who signed off a meeting's paper, by code."""
    return {who: by for who, (by, _at) in published.signed_off(tx, register.slug, meeting).items()}


def coming_meeting(tx: Connection, register: Register, today: date) -> date:
    """The meeting whose paper is next (``coming_round``); where there is none, tomorrow: so the paper is made of the
    register as it is today.
    """
    return coming_round(tx, register, today) or today + timedelta(days=1)


def whose_rows(register: Register, person: str, channels: tuple[str, ...]) -> list[str]:
    """Those whose actions somebody answers for in a round: their directorates' codes, else themselves."""
    codes = [one.code for one in register.directorates_of(person, channels)]
    return codes or [person]


def still_asked(
    tx: Connection,
    register: Register,
    state: RoundInShort,
    person: str,
    now: datetime,
    channels: tuple[str, ...] = (),
) -> list[str]:
    """For whom somebody can still answer in a round: directorates' codes, or themselves; and so for those for whom
    they stand in at the moment ``now`` (UTC).
    """
    missing = {one.code: one.missing for one in state.directorates}
    whose = whose_rows(register, person, channels)
    for absent in register.stood_in_for(person, now):
        whose += whose_rows(register, absent, ())
    return [
        whom
        for whom in dict.fromkeys(whose)
        if missing.get(whom) or (whom not in missing and _is_missing(tx, register, state, whom))
    ]


def _is_missing(tx: Connection, register: Register, state: RoundInShort, officer: str) -> bool:
    if not refs_of_officer(tx, register, officer):
        return False
    refs, _total = missing_refs(tx, register, state.days.meeting, [officer], 1)
    return bool(refs)


def run_round(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """The steps of rounds that are due by the run's moment: one message for each of those whom they concern."""
    to_take = steps_to_take(tx, register, run.moment)
    found = ask_for_updates(tx, register, to_take, run)
    for due in to_take:
        if due.step is RoundStep.RECORD:
            found += _to_be_recorded(tx, register, due, run.now)
        elif due.step in ASKING or has_paper(tx, register, due.days.meeting):
            continue
        elif due.step is RoundStep.LEADS:
            found += _to_leads(tx, register, due)
        else:
            found += _to_author(tx, register, due)
    return found


def _to_leads(tx: Connection, register: Register, due: DatedStep) -> list[Notice]:
    """One message a lead, for all the directorates that they lead and have not signed off yet."""
    state = round_state(tx, register, due.days.meeting)
    unsigned = {one.code for one in state.directorates if not one.signed_by}
    found, commands = [], spelling(register, registers.every(tx))
    for lead in dict.fromkeys(one.lead for one in register.directorates if one.lead and one.code in unsigned):
        codes = tuple(code for code in led_by(register, lead) if code in unsigned)
        message = words.sign_off_asked(register, state, codes, commands, today=due.on)
        notice = round_notice(register, due, lead, codes, message.arguments)
        about = decision_requests.of_meeting(register.slug, due.days.meeting)
        notice = replace(notice, about=about, asks=f"{SIGN_OFF}:{','.join(codes)}")
        found += to_who_are_there(tx, register, notice, due.on)
    return found


def ask_leads_since(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """After the leads' step of a round, the same message to those who have not been asked of a directorate yet and
    would be today: who leads in place of another, stands in for one who is away since, or is back. None on days that
    nobody works.
    """
    today = register.today(run.moment)
    meeting = coming_round(tx, register, today) if register.calendar.is_working_day(today) else None
    if meeting is None:
        return []
    days = run_up(meeting, register.calendar, register.meetings.round)
    about = decision_requests.of_meeting(register.slug, meeting)
    asked = decision_requests.asked_of(tx, [about]).get(about, {}) if today > days.cut_off else {}
    known = {(to, code) for asks, people in asked.items() for code in _to_sign_off(asks) for to in people}
    if not known:  # the leads' step is still to come
        return []
    due = DatedStep(RoundStep.LEADS, today, days)
    found = _to_leads(tx, register, due)
    return [one for one in found if any((one.to, code) not in known for code in _to_sign_off(one.asks))]


def _to_sign_off(asks: str) -> list[str]:
    """The codes of the directorates for which a request asks to sign off; none where it asks something else."""
    kind, _colon, codes = asks.partition(":")
    return codes.split(",") if kind == SIGN_OFF else []


def _to_author(tx: Connection, register: Register, due: DatedStep) -> list[Notice]:
    state = round_state(tx, register, due.days.meeting)
    commands = spelling(register, registers.every(tx))
    left = lacking(tx, register, due.days.meeting)
    message = words.author_asked(register, state, left, commands, today=due.on)
    about = decision_requests.of_meeting(register.slug, due.days.meeting)
    return [
        replace(
            round_notice(register, due, person, (AUTHOR,), message.arguments), about=about, asks=PUBLICATION
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
    payload = words.meeting_to_record(register, meeting, commands, was_held=True).arguments
    about = decision_requests.of_meeting(register.slug, meeting)
    return [
        replace(round_notice(register, due, person, (AUTHOR,), payload), about=about, asks=MINUTES)
        for person in register.admins
    ]


def answer_round(context: Context, request: Request, slug: str, answers: Mapping[str, RoundAnswer]) -> int:
    """Record what an owner answers about several actions at once; returns how many. Blank answers stay open.

    Raises Refused, saving nothing, when all of it is blank, or one of the actions is not theirs.
    """
    given = {ref: one for ref, one in answers.items() if one.words.strip() or one.no_change.strip()}
    if not given:
        raise Refused("Answer for one action at least; what you leave blank stays asked.")
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        numbers = actions.ids(tx, register, list(given))
        author = request.author(context.now())
        for ref, answer in given.items():
            if ref not in numbers:
                raise Refused(f"There is no action {ref} any more.")
            action = actions.by_id(tx, register, numbers[ref])
            if answer.words.strip():
                check(request.asker, Deed.UPDATE, register, action)
                updates.add(tx, slug, numbers[ref], answer.words.strip(), author)
            else:
                check(request.asker, Deed.PROGRESS, register, action)
                if action.status.is_done:
                    raise Refused(
                        f"Action {ref} is {action.status.spoken} since you opened this form: leave it blank."
                    )
                changed = NoChangeGiven(answer.no_change.strip())
                write_actions.change(tx, register, {numbers[ref]: [changed]}, author)
        drafts.drop(tx, slug, request.user, list(given))
        redraw_round_requests(tx, register, context.now())
        cards.redraw(tx, list(numbers.values()), context.now())
    return len(given)


def sign_off(
    context: Context, request: Request, slug: str, meeting: date, who: Sequence[str] = ()
) -> tuple[str, ...]:
    """Sign off a meeting's paper for directorates (their codes; none: for all that the person leads, or as the
    author); give for whom. Raises Refused.
    """
    context = context.at_one_moment()  # by which all of it is taken back
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        role = check(request.asker, Deed.SIGN_OFF, register)
        leads = (request.user, *register.stood_in_for(request.user, request.at))
        led = tuple(dict.fromkeys(code for lead in leads for code in led_by(register, lead)))
        signing = tuple(who) or led or ((AUTHOR,) if role is Role.ADMIN else ())
        check_sign_off(role, signing, led, AUTHOR)
        refuse_cancelled(tx, register, meeting, context.today(register))
        _refuse_decided(tx, register, meeting, context.today(register))
        new = [code for code in signing if published.sign(tx, slug, meeting, code, request.user, context.now())]
        if not new:
            latest = max(
                at for code, (_by, at) in published.signed_off(tx, slug, meeting).items() if code in signing
            )
            raise Refused(
                f"{joined(signing)} was signed off on {day(register.today(latest))}: nothing is left to do."
            )
        signed_off = PaperSignedOff(meeting, tuple(new))
        register_log.record(tx, slug, [signed_off], request.author(context.now()))
        redraw_requests_of_meeting(tx, register, meeting, context.now())
        return tuple(new)


def _refuse_decided(tx: Connection, register: Register, meeting: date, today: date) -> None:
    """Raise Refused where a sign-off would be of a paper that stays as it is, or of no paper, as of a mistyped year."""
    paper = published.of_meeting(tx, register.slug, meeting)
    if paper is not None and not paper.is_notice:
        on = day(register.today(paper.at))
        raise Refused(f"The paper for {day(meeting)} was published on {on}, and stays as it was published.")
    if meeting < today:
        raise Refused(f"The meeting on {day(meeting)} has been: is the year right?")
