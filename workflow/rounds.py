"""The round before a meeting: how far it is, who can still answer, and answers to several actions at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages.lines import MOST_REFS_NAMED
from register.committee.meetings import run_up
from register.committee.rounds import AUTHOR, RoundInShort, RoundState
from register.life_changes import NoChangeGiven
from register.permissions import Permission, check
from register.refused import Refused
from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, change_log, papers, published, tallies, updates, write_actions
from storage.actions.change_log import Author
from storage.intake import drafts
from storage.queue import cards
from workflow.context import Context, Request, lock_register, not_there_any_more, one_transaction
from workflow.round_requests import coming_round, has_paper, redraw_round_requests
from workflow.round_rows import missing_refs, refs_of_officer, round_counts


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
        directorates=round_counts(tx, register, meeting, signed, MOST_REFS_NAMED),
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


def answer_round(context: Context, request: Request, slug: str, answers: Mapping[str, RoundAnswer]) -> int:
    """Record what an owner answers about several actions at once; returns how many. Blank answers stay open.

    Raises Refused, saving nothing, when all of it is blank, or one of the actions is not theirs.
    """
    given = {ref: one for ref, one in answers.items() if one.words.strip() or one.no_change.strip()}
    if not given:
        raise Refused("Answer for at least one action; what you leave blank is still needed.")
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        numbers = actions.ids(tx, register, list(given))
        author = request.author(context.now())
        for ref, answer in given.items():
            if ref not in numbers:
                raise not_there_any_more(ref)
            _record_answer(tx, request, register, numbers[ref], answer, author)
        drafts.drop(tx, slug, request.user, list(given))
        redraw_round_requests(tx, register, context.now())
        cards.redraw(tx, list(numbers.values()), context.now())
    return len(given)


def _record_answer(
    tx: Connection, request: Request, register: Register, number: int, answer: RoundAnswer, author: Author
) -> None:
    """Record an update to an action (by row number), or that nothing has changed. Raises Refused."""
    action = actions.by_id(tx, register, number)
    if answer.words.strip():
        check(request.asker, Permission.UPDATE, register, action)
        updates.add(tx, register.slug, number, answer.words.strip(), author)
        return
    check(request.asker, Permission.PROGRESS, register, action)
    if action.status.is_done:
        raise Refused(
            f"Action {action.ref} is {action.status.spoken} since you opened this form: leave it blank."
        )
    write_actions.change(tx, register, {number: [NoChangeGiven(answer.no_change.strip())]}, author)
