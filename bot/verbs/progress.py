"""``/htst done``, ``verify``, ``reject``, ``review``, ``close``, ``reopen`` and ``end``: an action moves on."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.verbs.show import listing
from bot.verbs.typed_arguments import (
    about_action,
    about_actions,
    asked_to_decide,
    date_in,
    each,
    one_day,
    subject,
)
from bot.verbs.verb import Verb, recorded
from bot.working_proposals import PROPOSES
from messages.layout import Message
from messages.mrkdwn import inline
from register.action import Action
from register.committee.meetings import last_meeting
from register.lazy_pattern import LazyPattern
from register.phrases import day, joined, shortened
from register.progress import Status
from register.refused import Command, Refused
from register.register import Register
from register.words.courtesies import is_courtesy
from register.words.reasons import because, day_and_reason, is_no_reason, whole_reason, with_reason
from register.words.small_talk import takes_back
from register.words.spoken_days import deadline_day
from workflow.context import Context, Request
from workflow.progress import MoveRequest, move_action

_MEETING = LazyPattern(r"^(.*?)\b(?:meeting|at the meeting of|on)\b:?\s*(?:of\s+)?(.+)$", re.I | re.S)
_BEFORE_DAY = LazyPattern(r"^(?:(?:is|are|ongoing|(?:next\s+)?review|again|on|by)\b[\s:,]*)+", re.I)
_HOW_MUCH = LazyPattern(r"\W*(nearly|almost|partly|partially|mostly|largely|half|\d+\s*%)[\s.!]*", re.I)
_DENIAL = LazyPattern(r"\W*(?:not|no|nope|nearly|almost)\b", re.I)
_A_QUARTER = timedelta(days=91)
_ENDS = {
    "superseded": Status.SUPERSEDED,
    "taken forward": Status.TAKEN_FORWARD,
    "moved": Status.TAKEN_FORWARD,
    "not warranted": Status.NOT_WARRANTED,
    "no longer warranted": Status.NOT_WARRANTED,
    "risk accepted": Status.RISK_ACCEPTED,
}


def done(context: Context, request: Request, typed: str) -> Message:
    """Report an action complete, with what shows it."""
    register, refs, words = about_actions(context, request, "done", typed)
    if takes_back(words):
        raise _not_all_done(refs, words)
    if is_courtesy(words):
        example = Command(f"done {joined(refs)} Policy signed off, see https://…")
        raise Refused(
            "Say what shows that it is done: words, a link, or “none because …”. For instance ", example
        )
    moved = _move(context, request, register, refs, MoveRequest(Status.IMPLEMENTED, words=words))
    people = asked_to_decide(context, request, register, moved)
    request_note = f" I have asked {people} to verify {'it' if len(refs) == 1 else 'them'}." if people else ""
    return recorded(context, request, register, f"{subject(refs)} reported complete.{request_note}")


def _not_all_done(refs: Sequence[str], words: str) -> Refused:
    """The refusal of a report whose words say that it is not complete, with the update that they are."""
    how_much = _HOW_MUCH.fullmatch(words)
    kept = f"{how_much[1]} done" if how_much else words if _DENIAL.match(words) else f"done {words}"
    return Refused(
        f"“{shortened(words, 60)}” may mean that it is not complete, so nothing was reported. ",
        PROPOSES,
        Command(f"update {joined(refs)}: {kept}"),
        "? If it is complete, begin with what shows that.",
    )


def verify(context: Context, request: Request, typed: str) -> Message:
    """Accept that an action is complete."""
    register, refs, words = about_actions(context, request, "verify", typed)
    words = "" if is_courtesy(words) else words
    if takes_back(words):
        raise Refused(
            f"“{shortened(words, 60)}” may mean that you do not accept it, so nothing was verified. To accept, type ",
            Command(f"verify {joined(refs)}"),
            "; to send it back, ",
            Command(f"reject {joined(refs)} because …"),
            ".",
        )
    _move(context, request, register, refs, MoveRequest(Status.VERIFIED, words=words))
    return recorded(context, request, register, f"{subject(refs)} verified.")


def _move(
    context: Context, request: Request, register: Register, refs: Sequence[str], move: MoveRequest
) -> list[Action]:
    return each(context, request, refs, lambda ctx, ref: move_action(ctx, request, register.slug, ref, move))


def _with_reason(verb: str, to: Status, example: str, done_is: str) -> Callable[..., Message]:
    def answer(context: Context, request: Request, typed: str) -> Message:
        register, refs, words = about_actions(context, request, verb, typed)
        reason = whole_reason(words)
        if is_no_reason(reason):
            raise Refused("Say why: for instance ", Command(f"{verb} {joined(refs)} because {example}"), ".")
        _move(context, request, register, refs, MoveRequest(to, reason=reason, is_back=True))
        return recorded(context, request, register, f"{subject(refs)} {done_is}.")

    return answer


def review(context: Context, request: Request, typed: str) -> Message:
    """Record that an action is ongoing, and when it is looked at next."""
    if not re.search(r"\d", typed):  # "review of contracts": no action is named
        return listing(context, request, f"review {typed}".strip())
    register, refs, words = about_actions(context, request, "review", typed)
    today = context.today(register)
    example = Command(f"review {joined(refs)} {day(today + _A_QUARTER)}")
    when, reason = day_and_reason(_BEFORE_DAY.sub("", words, count=1), today, register.calendar)
    if not when:
        raise Refused("Say when it is next looked at: for instance ", example, ".")
    found = deadline_day(when, today, register.calendar)
    again = f"review {joined(refs)} "
    on = one_day(found, example, lambda on: Command(with_reason(again + on, reason) if reason else again + on))
    if on <= today:
        raise Refused(
            f"{day(on)} is not in the future. Say when it is next looked at: for instance ", example, "."
        )
    _move(context, request, register, refs, MoveRequest(Status.ONGOING, reason=reason, review=on))
    which = "it is" if len(refs) == 1 else "they are"
    text = f"{subject(refs)} ongoing: {which} next looked at on {day(on)}."
    return recorded(context, request, register, text)


def close(context: Context, request: Request, typed: str) -> Message:
    """Record that the committee agreed to close an action."""
    register, refs, words = about_actions(context, request, "close", typed)
    today = context.today(register)
    last = last_meeting(register.meetings.meetings, today + timedelta(days=1))
    example = Command(f"close {joined(refs)} meeting {day(last.on if last else today)}")
    found = _MEETING.match(words)
    if not found:
        raise Refused("Say at which meeting the committee agreed it: for instance ", example, ".")
    meeting = date_in(found[2].strip(), context.today(register), register.calendar, example, past=True)
    if meeting > context.today(register):
        raise Refused(
            f"The meeting of {day(meeting)} is still to come: an action is closed once the committee has agreed."
        )
    move = MoveRequest(Status.CLOSED, words=found[1].strip(), meeting=meeting)
    _move(context, request, register, refs, move)
    text = f"{subject(refs)} closed, as agreed on {day(meeting)}."
    return recorded(context, request, register, text)


def end(context: Context, request: Request, typed: str) -> Message:
    """Record that an action ended without being done, and how."""
    register, ref, words = about_action(context, request, "end", typed)
    for beginning in sorted(_ENDS, key=len, reverse=True):
        if words.lower().startswith(beginning):
            detail, reason = because(words[len(beginning) :].strip(" :,"))
            move = MoveRequest(_ENDS[beginning], reason=reason or detail, detail=detail or reason)
            action: Action = move_action(context, request, register.slug, ref, move)
            text = f"Action {inline(ref, 40)} is {inline(action.how_it_ended or action.status.spoken, 300)}."
            return recorded(context, request, register, text)
    raise Refused(
        "Say how it ended: superseded by …, taken forward …, no longer warranted because …, or risk accepted by …. "
        "For instance ",
        Command(f"end {ref} superseded by action 12"),
        ".",
    )


VERBS = (
    Verb(
        "done",
        "/htst done REF words",
        "report an action complete, with what shows it",
        done,
        ("finish", "complete"),
    ),
    Verb(
        "verify",
        "/htst verify REF",
        "accept that it is complete (anyone but the person who reported it)",
        verify,
    ),
    Verb(
        "reject",
        "/htst reject REF because words",
        "send it back",
        _with_reason("reject", Status.IN_PROGRESS, "the policy is a draft", "sent back: it is open again"),
    ),
    Verb(
        "review",
        "/htst review REF DATE",
        "record that it is ongoing, and when it is next looked at",
        review,
    ),
    Verb("close", "/htst close REF meeting DATE", "record that the committee agreed to close it", close),
    Verb(
        "reopen",
        "/htst reopen REF because words",
        "open it again",
        _with_reason("reopen", Status.IN_PROGRESS, "the committee asked for more", "open again"),
    ),
    Verb(
        "end", "/htst end REF superseded by … | taken forward …", "record that it ended without being done", end
    ),
)
