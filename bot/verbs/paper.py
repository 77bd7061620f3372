"""``/htst round``, ``paper``, ``publish``, ``nochange``, ``signoff`` and ``exempt``: the run-up to a meeting."""

import re
from datetime import date, timedelta

from sqlalchemy import Connection

from bot.verbs.typed_arguments import about_action, about_actions, date_in, each
from bot.verbs.verb import Verb, recorded, spelling_for
from messages import answers, rounds
from messages.layout import Message
from messages.lines import named
from messages.mrkdwn import inline
from register import phrases
from register.committee.meetings import last_meeting, next_meeting, run_up
from register.lazy_pattern import LazyPattern
from register.permissions import Permission, check, may
from register.phrases import day, joined, shortened
from register.refused import Command, Refused
from register.register import Register
from register.words.reasons import because, whole_reason
from storage.actions import published
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import register_of
from workflow.meetings import refuse_to_come
from workflow.narrative import in_view, say_no_change, set_exempt
from workflow.paper_files import send_paper
from workflow.publishing import Late, publish
from workflow.round_requests import coming_round
from workflow.rounds import coming_meeting, round_state, still_asked
from workflow.sign_offs import sign_off

_KINDS = ("docx", "pdf", "xlsx", "csv", "html")
_AS_KIND = {"word": "docx", "excel": "xlsx", "spreadsheet": "xlsx"} | dict.fromkeys(
    ("as", "in", "to", "a", "an", "the", "file", "document", "format"), ""
)
"""What people call a kind of file, and the words around it."""
_ACCEPTED = LazyPattern(r"[\s,;.]*\baccepted\s+(?:because|as)\b\s*", re.I)
_PRINTED_AGAIN = LazyPattern(
    r"\s*(?:end(?:ed|s)?|no(?:t|ne|\s+longer|\s+more)?|off|over|lifted|removed?|clear(?:ed)?|cancel(?:led)?|"
    r"(?:print(?:ed)?|public|publish(?:ed)?)(?:\s+again)?)[\s.!]*",
    re.I,
)
"""Ways to say that an action is left out no longer."""
_ALL = LazyPattern(r"\s*(?:everything|all|every\s+directorate|the\s+lot)[\s.]*", re.I)
_URGENT = LazyPattern(r"\b(?:urgent|urgency)\b[\s:,]*(?:because|as)?\s*", re.I)


def round_(context: Context, request: Request, typed: str) -> Message:
    """The state of a meeting's round."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        _, rest = _directorates_in(register, typed)  # it shows each of them
        meeting = meeting_in(tx, context, register, rest, "round")
        state = round_state(tx, register, meeting)
        mine = still_asked(tx, register, state, request.user, context.now(), request.asker.channels)
    may_publish = may(request.asker, Permission.WRITE_PAPER, register)
    today, commands = context.today(register), spelling_for(request)
    return rounds.round_message(register, state, today, commands, mine, may_publish=may_publish)


def paper(context: Context, request: Request, typed: str) -> Message:
    """Send the person who asks the paper of a meeting as a file, with what it lacks."""
    words = [_AS_KIND.get(word.lower(), word) for word in typed.split()]
    words = [word for word in words if word]
    ending = next((word.lower().lstrip(".") for word in words if word.lower().lstrip(".") in _KINDS), "pdf")
    rest = " ".join(word for word in words if word.lower().lstrip(".") not in _KINDS)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        meeting = meeting_in(tx, context, register, rest, "paper")
    send_paper(context, request, register.slug, meeting, ending)
    return answers.plain(f"The paper for {day(meeting)} comes to you in a direct message, as .{ending}.")


def publish_(context: Context, request: Request, typed: str) -> Message:
    """Publish the paper of a meeting."""
    typed, *accepted = _ACCEPTED.split(typed, maxsplit=1)
    before, reason = because(typed)
    head, *urgency = _URGENT.split(reason, maxsplit=1)
    to_follow = before.lower().endswith("to follow")
    named = re.sub(r"(?i)\s*to follow$", "", before)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        check(request.asker, Permission.WRITE_PAPER, register)
        meeting = meeting_in(tx, context, register, named, "publish")
        if not named.strip():
            _refuse_before_its_round(tx, context, register, meeting, "publish", "publish")
    late = Late(head.strip(" ,;."), urgency[0].strip(), to_follow) if urgency else None
    # Why it is late says nothing of what else stands against it: that is asked about by itself.
    accepted = [because(f"because {one}")[1] for one in accepted] or ([] if late else [head])
    why = accepted[0] if accepted else ""
    paper = publish(context, request, register.slug, meeting, because=why, late=late)
    commands = spelling_for(request)
    return answers.plain(
        rounds.published_text(meeting, paper.sha256, paper.to_keep, commands, is_notice=paper.is_notice)
    )


def _refuse_before_its_round(
    tx: Connection, context: Context, register: Register, meeting: date, verb: str, what: str
) -> None:
    """Raise Refused for a meeting that nobody named and whose round has not begun: probably something else was meant,
    such as the last paper, or verifying an action. ``what`` is what ``verb`` does, in words.
    """
    days = run_up(meeting, register.calendar, register.meetings.round)
    if context.today(register) >= days.chase_from:
        return
    last = published.last_paper(tx, register.slug, meeting)
    was = f"The paper for {day(last.meeting)} is published already. " if last else ""
    raise Refused(
        f"{was}Nobody has been asked for updates for {day(meeting)} yet. To {what} its paper anyway, name it: ",
        Command(f"{verb} {day(meeting)}"),
        ".",
    )


def no_change(context: Context, request: Request, typed: str) -> Message:
    """Say that nothing has changed, and why."""
    register, refs, words = about_actions(context, request, "nochange", typed)
    reason = whole_reason(words)
    each(context, request, refs, lambda ctx, ref: say_no_change(ctx, request, register.slug, ref, reason))
    text = f"Noted for the next paper: no change in {named(refs)}, {phrases.because(inline(reason, 2_000))}."
    return recorded(context, request, register, text)


def sign(context: Context, request: Request, typed: str) -> Message:
    """Sign off the paper of a meeting, for all that one leads or for the directorates that are named."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        named, rest = _directorates_in(register, typed)
        codes = [code for code in register.codes if code in named]
        meeting = meeting_in(tx, context, register, rest, "signoff")
        if not rest.strip():
            check(request.asker, Permission.SIGN_OFF, register)
            _refuse_before_its_round(tx, context, register, meeting, " ".join(["signoff", *codes]), "sign off")
    signed = sign_off(context, request, register.slug, meeting, codes)
    return recorded(
        context,
        request,
        register,
        f"Signed off for the paper of {day(meeting)}: {inline(joined(signed), 300)}.",
    )


def _directorates_in(register: Register, typed: str) -> tuple[set[str], str]:
    """The codes of the directorates that are named, none for "all", and the rest of the words."""
    everything = _ALL.fullmatch(typed)
    named = {word.strip(",.").upper() for word in typed.split()} & set(register.codes)
    rest = " ".join(word for word in typed.split() if word.strip(",.").upper() not in named)
    if named:
        rest = re.sub(
            r"(?i)^(?:for|and|the|paper|of|\s)+\b|(?:\s+(?:for|and|the|of))+\s*$", "", f"{rest} "
        ).strip()
    return named, "" if everything else rest


def exempt(context: Context, request: Request, typed: str) -> Message:
    """Leave an action out of what is published."""
    register, ref, words = about_action(context, request, "exempt", typed)
    ends = bool(_PRINTED_AGAIN.fullmatch(words))
    if not words.strip():
        example = Command(f"exempt {ref} Paragraph 3 of Part 1 of Schedule 12A")
        raise Refused("Name the paragraph of the Act: for instance ", example, ".")
    set_exempt(context, request, register.slug, ref, "" if ends else words)
    text = "is printed again" if ends else "is left out of what is published, and the paragraph is named"
    return recorded(context, request, register, f"Action {inline(ref, 40)} {text}.")


def narrative(context: Context, request: Request, typed: str) -> Message:
    """What the next paper says of an action, with the updates in view, and a button to edit it."""
    register, ref, words = about_action(context, request, "narrative", typed)
    if words:
        raise Refused(
            "What the paper says is written in a form: type ",
            Command(f"narrative {ref}"),
            f" and press Edit. “{shortened(words, 500)}” was not saved.",
        )
    with reading(context.engine) as tx:
        meeting = coming_meeting(tx, register, context.today(register))
        view = in_view(tx, register.slug, ref, meeting)
    may_edit = may(request.asker, Permission.WRITE_PAPER, register)
    return rounds.narrative_in_view(
        view.action, view.updates, view.current, meeting, register, may_edit=may_edit
    )


def meeting(context: Context, request: Request, typed: str) -> Message:
    """A button for the form in which a meeting is recorded."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        check(request.asker, Permission.WRITE_PAPER, register)
        today = context.today(register)
        last = last_meeting(register.meetings.meetings, today + timedelta(days=1))
        if not typed.strip() and last is None:
            raise Refused("Say which meeting: for instance ", Command(f"meeting {day(today)}"), ".")
        on = last.on if last and not typed.strip() else meeting_in(tx, context, register, typed, "meeting")
        refuse_to_come(on, today)  # before its form is filled in
    return rounds.meeting_to_record(register, on, spelling_for(request))


def meeting_in(tx: Connection, context: Context, register: Register, typed: str, verb: str) -> date:
    """The day of the meeting that is named, else of the next one that has no paper yet. Raises Refused."""
    today = context.today(register)
    words = re.sub(r"(?i)^(?:for|meeting|on)\s+", "", typed.strip())
    if words:
        return date_in(words, today, register.calendar, Command(f"{verb} {day(today)}"))
    coming = coming_round(tx, register, today)
    if coming is None and verb in ("round", "paper"):  # published, and not held yet: that one can be looked at
        later = next_meeting(register.meetings.meetings, today)
        coming = later.on if later else None
    if coming is None:
        raise Refused(
            "I do not know of any meeting ahead. Say which: for instance ", Command(f"{verb} {day(today)}"), "."
        )
    return coming


VERBS = (
    Verb("round", "/htst round [DATE]", "who has and has not answered for a meeting's paper", round_),
    Verb("nochange", "/htst nochange REF because words", "say that nothing has changed", no_change),
    Verb("signoff", "/htst signoff [DATE]", "sign off a meeting's paper (leads, then the author)", sign),
    Verb(
        "paper", "/htst paper [DATE] [docx | pdf | xlsx | csv | html]", "the committee's paper as a file", paper
    ),
    Verb("publish", "/htst publish [DATE] [because words]", "publish and freeze it (administrators)", publish_),
    Verb("narrative", "/htst narrative REF", "what the paper says about an action, and edit it", narrative),
    Verb("meeting", "/htst meeting [DATE]", "record what a meeting decided (administrators)", meeting),
    Verb("exempt", "/htst exempt REF paragraph", "leave an action out of what is published", exempt),
)
