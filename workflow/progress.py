"""Moving an action from one status to another, with what each move requires."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from messages import requests
from messages.command_spelling import spelling
from messages.layout import Message
from messages.outcomes import reason_meanwhile
from register.action import Action
from register.change import Change
from register.deciders import deciders_of, leads_of
from register.imports.progress_scale import is_of_letters, words_for
from register.lazy_pattern import LazyPattern
from register.life import Evidence, EvidenceKind
from register.life_changes import EvidenceAdded, ProgressChanged
from register.move_details import MoveDetails
from register.outcomes import report_number
from register.permissions import Permission, check, check_move
from register.phrases import joined
from register.progress import OPEN, Audience, Need, Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, papers, registers, updates, write_actions
from storage.intake import absences
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from storage.queue.requested_decision import DecisionKind, RequestedDecision, Subject
from workflow.cards import channels_of, move_cards
from workflow.context import Context, Request, Stale, latest_author, lock_and_find, one_transaction
from workflow.decision_requests import ask_to_decide, redraw_requests_of_actions
from workflow.deputies import says_in_whose_place, to_who_is_there
from workflow.outlooks import note_delay, note_outlook, unexplained
from workflow.round_requests import redraw_round_requests
from workflow.updates import worth_keeping

_LINK = LazyPattern(r"https?://\S+", re.I)
_NO_EVIDENCE = LazyPattern(r"none,? (?:because|as|since)\b\s*(.+)", re.I | re.S)


@dataclass(frozen=True)
class MoveRequest:
    """Where somebody wants an action to go, and what they say with it.

    ``words`` are kept as an update, and as evidence where the move needs that; ``reason`` is why; ``meeting`` and
    ``review`` are local days; ``detail`` is where it is taken forward, by what, or who accepts the risk; ``seen`` is
    the status that their form showed, where they chose in a form; ``is_back``: it was done or ended, and opens again.
    """

    to: Status
    words: str = ""
    reason: str = ""
    meeting: date | None = None
    review: date | None = None
    detail: str = ""
    seen: Status | None = None
    is_back: bool = False


_IS_MET: dict[Need, Callable[[MoveRequest, Action, Collection[str]], bool]] = {
    Need.EVIDENCE: lambda request, _action, _people: bool(request.words.strip()),
    Need.REASON: lambda request, _action, _people: bool(request.reason.strip()),
    Need.MEETING: lambda request, _action, _people: request.meeting is not None,
    Need.REVIEW: lambda request, _action, _people: request.review is not None,
    Need.DETAIL: lambda request, _action, _people: bool(request.detail.strip()),
    Need.SOMEBODY_ELSE: lambda _request, action, people: action.life.reported_by not in people,
}
"""Whether what a move needs is there; given who moves the action, and whom they stand in for."""


def move_action(context: Context, request: Request, slug: str, ref: str, move_request: MoveRequest) -> Action:
    """Move an action and tell those whom it concerns; returns the action as moved. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        channels = channels_of(tx, register, [number])
        make_move(tx, context, request, register, number, move_request)
        move_cards(tx, context.now(), register, channels)
        redraw_round_requests(tx, register, context.now())
        return actions.by_id(tx, register, number)


def record_progress(
    context: Context,
    request: Request,
    slug: str,
    ref: str,
    words: str,
    move_request: MoveRequest | None,
    on_time: str = "",
    cause: str = "",
) -> Action:
    """Record what the *Update* form holds: words, a move (None: none), or both; whether it will be on time (a value of
    ``OnTime``; empty: not given); and why its date was missed (empty: not given). Raises Refused, and Stale where
    somebody else has moved it, or given that cause, since the form was opened.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        context, channels = context.at_one_moment(), channels_of(tx, register, [number])
        action = actions.by_id(tx, register, number)
        if cause and unexplained(action, context.today(register)) is None and action.life.delays:
            what_changed = reason_meanwhile(action.life.delays[-1])
            raise Stale(f"Somebody has already said why the date of action {ref} was missed.", what_changed)
        if move_request is not None and (move_request.to != action.status or move_request.review):
            make_move(tx, context, request, register, number, replace(move_request, words=words, reason=words))
        else:
            check(request.asker, Permission.UPDATE, register, action)
            updates.add(tx, slug, number, worth_keeping(words), request.author(context.now()))
        if on_time:
            note_outlook(tx, context, request, register, number, action, on_time)
        if cause:
            note_delay(tx, context, request, register, number, action, cause, words)
        move_cards(tx, context.now(), register, channels)
        redraw_round_requests(tx, register, context.now())
        return actions.by_id(tx, register, number)


def make_move(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    number: int,
    move_request: MoveRequest,
) -> None:
    """Move an action, by its row number, within a transaction that holds the register's lock. Raises Refused."""
    action = actions.by_id(tx, register, number)
    _check_status(action, move_request)
    move = None
    if move_request.to == action.status:  # another day of review
        check(request.asker, Permission.PROGRESS, register, action)
    else:
        move = check_move(request.asker, register, action, move_request.to)
        if Need.DETAIL in move.needs and not move_request.detail:
            move_request = replace(move_request, detail=move_request.words)  # a form has one field for both
        people = (request.user, *register.stood_in_for(request.user, request.at))
        _check_needs(action, move.needs, move_request, people)
    needs = move.needs if move else ()
    latest = latest_author(tx, context, request, number)
    details = MoveDetails(
        request.user,
        latest.at,
        move_request.reason,
        move_request.meeting,
        move_request.review,
        move_request.detail,
    )
    word = _word_for(tx, register, move_request.to)
    changed: list[Change] = [ProgressChanged(word, move_request.to, details=details)]
    if Need.EVIDENCE in needs:
        changed.insert(0, EvidenceAdded(_evidence(action, move_request.words, request, latest.at)))
    write_actions.change(tx, register, {number: changed}, latest)
    # Why there is no evidence is nothing that was delivered, and no paper prints it as that.
    is_update = Need.EVIDENCE not in needs or not _NO_EVIDENCE.fullmatch(move_request.words.strip())
    if move_request.words.strip() and is_update:
        updates.add(
            tx, register.slug, number, worth_keeping(move_request.words), request.author(latest.recorded_at)
        )
    redraw_requests_of_actions(tx, register, [number], context.now())
    if move:
        _tell(tx, context, request, register, actions.by_id(tx, register, number), action, move.tells)


def _check_status(action: Action, move_request: MoveRequest) -> None:
    """Raise Stale where the action has another status than the form showed, Refused where it has the one asked for."""
    if move_request.seen not in (None, action.status):
        raise Stale(f"Action {action.ref} has become {action.status.spoken} since you opened this form.")
    if move_request.is_back and action.status in OPEN:
        raise Refused(f"Action {action.ref} is {action.status.spoken}: it is open already.")
    if move_request.to == action.status and not move_request.review:
        raise Refused(f"Action {action.ref} is {move_request.to.spoken} already.")


def _word_for(tx: Connection, register: Register, status: Status) -> str:
    """What the committee's table prints for a status.

    A scale of letters has one for whatever is complete, if any: it is not taken away when that is verified or closed.
    """
    in_papers = _words_in_papers(tx, register, status)
    if status in (Status.VERIFIED, Status.CLOSED) and not in_papers:
        printed = next((words for words, _key in papers.progress_words(tx, register.slug)), {})
        complete = _words_in_papers(tx, register, Status.IMPLEMENTED)
        if complete and is_of_letters(printed):
            return register.life.word_for(status, complete)
    return register.life.word_for(status, in_papers)


def _words_in_papers(tx: Connection, register: Register, status: Status) -> tuple[str, ...]:
    """The words for a status in the latest of the committee's papers that has any; none where the settings have one."""
    if status in register.life.words.values():
        return ()
    answers = papers.answers(tx, register.slug)
    words = (
        words_for(status, printed, key, answers, register.life)
        for printed, key in papers.progress_words(tx, register.slug)
    )
    return next(filter(None, words), ())


def _check_needs(
    action: Action, needs: tuple[Need, ...], move_request: MoveRequest, people: Collection[str]
) -> None:
    """Raise Refused, naming all that is missing at once."""
    missing = [need.value for need in needs if not _IS_MET[need](move_request, action, people)]
    if missing:
        fields = {Need.REVIEW.value: "review", Need.SOMEBODY_ELSE.value: "progress"}
        field = fields.get(missing[0], "") if len(missing) == 1 else ""
        raise Refused(f"To make action {action.ref} {move_request.to.spoken}, {joined(missing)}.", field=field)


def _evidence(action: Action, words: str, request: Request, at: datetime) -> Evidence:
    none = _NO_EVIDENCE.fullmatch(words.strip())
    kind = EvidenceKind.NONE if none else EvidenceKind.WORDS
    if not none and _LINK.search(words):
        kind = EvidenceKind.LINK
    if not none and "[file" in words:
        kind = EvidenceKind.FILE
    text = none[1].strip() if none else words.strip()
    number = max((one.id for one in action.life.evidence), default=0) + 1
    return Evidence(number, text, request.user, at, kind.value)


def _tell(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    action: Action,
    before: Action,
    audiences: tuple[Audience, ...],
) -> None:
    """Queue what the move tells people besides their cards."""
    commands = spelling(register, registers.every(tx))
    if Audience.VERIFIERS in audiences:
        about = Subject.of_action(actions.ids(tx, register, [action.ref])[action.ref])
        request_notice = _notice(
            action, NoticeKind.REQUEST, request, requests.verification(action, request.user, commands)
        )
        asks = RequestedDecision(DecisionKind.REPORT, report_number(action))
        request_notice = replace(request_notice, about=about, asks=asks)
        today = context.today(register)
        leads = leads_of(register, action.life.lead, action.directorates)
        for person in deciders(tx, register, action, request.user, today):
            notice = says_in_whose_place(tx, register, _to(request_notice, person), leads, today)
            ask_to_decide(tx, register, notice, context.now())
    if Audience.REPORTER in audiences and before.life.reported_by not in ("", request.user):
        message = requests.sent_back(action, before.status, request.user, commands)
        answer = _notice(action, NoticeKind.ANSWER, request, message)
        answer = to_who_is_there(tx, register, _to(answer, before.life.reported_by), context.today(register))
        notices.queue(tx, answer, context.now())


def deciders(tx: Connection, register: Register, action: Action, but: str, today: date) -> tuple[str, ...]:
    """Who is asked on a local day to decide about an action that ``but`` wants decided (register.deciders)."""
    away = absences.current(tx, today)
    moved = len(action.life.granted) if action.life.asked and action.status in OPEN else None
    return deciders_of(register, action.life.lead, action.directorates, but, away, moved)


def _notice(action: Action, kind: NoticeKind, request: Request, message: Message) -> Notice:
    key = f"{kind}:{action.register}:{action.ref}:{request.key}"
    return Notice(action.register, key, kind, "", refs=(action.ref,), payload=message.arguments)


def _to(notice: Notice, person: str) -> Notice:
    return replace(notice, key=f"{notice.key}:{person}", to=person)
