"""Messages of the round before a meeting: requests for sign-offs, what its paper lacks, and who has not answered."""

from collections.abc import Sequence
from datetime import date

from messages.command_spelling import CommandSpelling
from messages.layout import (
    Block,
    Message,
    actions,
    asked_by,
    button,
    context,
    header,
    message,
    paragraphs,
    section,
)
from messages.life_lines import step_button
from messages.lines import MOST_REFS_NAMED, and_more, named, update_day
from messages.mrkdwn import escaped, inline, person, quoted
from messages.reminders import which_register
from register.action import Action, Update
from register.committee.meetings import Round
from register.committee.rounds import DirectorateCount, RoundInShort, RoundState
from register.committee.sources import Sourced
from register.next_steps import NextStep
from register.phrases import day, joined, number
from register.register import Register

_SENTENCES = 12
"""How many sentences of an action's words are shown with their sources."""


def sign_off_asked(
    register: Register, state: RoundState, codes: Sequence[str], commands: CommandSpelling, *, today: date
) -> Message:
    """A lead is asked to sign off what their directorates say: all of them with one press."""
    theirs = [one for one in state.directorates if one.code in codes]
    heading = f"Sign off {joined(codes)} for {day(state.days.meeting)}"
    lines = []
    for directorate in theirs:
        answered = directorate.open - directorate.missing
        line = f"*{inline(directorate.code, 30)}*  {number(directorate.open, 'open action')}, {answered} with an update"
        lines.append(f"{line}\nWithout an update: {_missing(directorate)}" if directorate.missing else line)
    by = day(state.days.leads_sign_off)
    is_late = today > state.days.leads_sign_off
    lead = f"Please sign off now: it was due by {by}." if is_late else f"Please sign off by {by}."
    sign = button(
        "Sign off",
        "sign_off",
        value(register, state.days.meeting, codes),
        f"Sign off for {joined(codes)}",
        "primary",
    )
    of_register = which_register(register, commands)
    blocks: list[Block] = [
        header(heading),
        *map(context, of_register),
        asked_by(lead),
        *paragraphs(lines),
        actions(sign),
    ]
    return message([f"{escaped(heading)}.", *(f"{one}." for one in of_register), lead, *lines], blocks)


def author_asked(
    register: Register, state: RoundState, lacking: Sequence[str], commands: CommandSpelling, *, today: date
) -> Message:
    """The author is told what the paper still lacks, and how to read and publish it."""
    meeting = state.days.meeting
    is_last = today >= state.days.publish_by
    heading = f"The paper for {day(meeting)}" + (" is to be published today" if is_last else "")
    lead = f"Publish by {day(state.days.publish_by)}."
    lines = [f"• {inline(line, 600)}" for line in lacking] or ["Nothing is lacking."]
    how = (
        f"{commands.code(f'paper {meeting}')} sends you the draft, "
        f"{commands.code(f'publish {meeting}')} publishes it."
    )
    of_register = which_register(register, commands)
    blocks: list[Block] = [
        header(heading),
        *map(context, of_register),
        asked_by(lead),
        *paragraphs(["*Still lacking*", *lines]),
        actions(publish_button(register, meeting)),
        context(how),
    ]
    return message([f"{heading}.", *(f"{one}." for one in of_register), lead, *lines], blocks)


def round_in_short(state: RoundInShort) -> str:
    """Who has and has not answered, on a page about other things."""
    answered = ", ".join(
        f"{inline(one.code, 30)} {one.open - one.missing} of {one.open}" for one in state.directorates
    )
    days = state.days
    return (
        f"*Updates for the paper of {day(days.meeting)}*, until {day(days.cut_off)}\n"
        f"Answered: {answered or 'nobody is asked'}."
    )


def round_message(
    register: Register,
    state: RoundState,
    today: date,
    commands: CommandSpelling,
    mine: Sequence[str],
    *,
    may_publish: bool = False,
) -> Message:
    """The state of a round: its days, and who has and has not answered. ``mine`` are whose rows the reader answers;
    where they ``may_publish`` its paper there is the form for that.
    """
    days = state.days
    heading = f"The round for {day(days.meeting)}"
    dates = (
        f"Updates from {day(days.chase_from)} to {day(days.cut_off)} · leads sign off by "
        f"{day(days.leads_sign_off)} · the author by {day(days.author_signs_off)} · published by "
        f"*{day(days.publish_by)}*"
    )
    lines = []
    for directorate in state.directorates:
        answered = f"{directorate.open - directorate.missing} of {directorate.open} answered"
        signed = f"signed off by {person(directorate.signed_by)}" if directorate.signed_by else "not signed off"
        missing = f"\nNo update: {_missing(directorate)}" if directorate.missing else ""
        lines.append(f"*{inline(directorate.code, 30)}*  {answered} · {signed}{missing}")
    lines.append(f"*Author*  {f'signed off by {person(state.author)}' if state.author else 'not signed off'}")
    lines.append("Published." if state.is_published else f"Not published. {_left(days, today)}")
    buttons = [
        button(
            f"Answer for {whom}" if whom in register.codes else "Answer",
            "round",
            value(register, days.meeting, [whom]),
        )
        for whom in mine[:5]
    ]
    blocks: list[Block] = [
        header(heading),
        context(dates),
        *paragraphs(lines),
        *(actions(one) for one in buttons),
        *([actions(publish_button(register, days.meeting))] if may_publish and not state.is_published else []),
        context(
            f"{commands.code(f'paper {days.meeting}')} sends you the draft with a list of what it still lacks."
        ),
    ]
    return message([f"{heading}.", *lines], blocks)


def publish_button(register: Register, meeting: date) -> Block:
    """The button that opens the form by which a meeting's paper is published."""
    label = f"Publish the paper for {day(meeting)}"
    return button("Publish …", "publish", value(register, meeting, ()), label)


def published_text(
    meeting: date, sha256: str, to_keep: str, commands: CommandSpelling, *, is_notice: bool
) -> str:
    """That a paper is published, or (``is_notice``) that it is to follow, how to have it sent, and what to keep."""
    what = "The notice that a paper is to follow" if is_notice else "The paper"
    sent = "" if is_notice else f" {commands.code(f'paper {meeting}')} sends it to you."
    return f"{what} for {day(meeting)} is published and frozen.{sent}\nSHA-256 {sha256}\n{to_keep}"


def _missing(directorate: DirectorateCount) -> str:
    return named(directorate.first, MOST_REFS_NAMED, directorate.missing)


def paper_sent(
    register: Register, meeting: date, lacking: Sequence[str], *, is_published: bool, may_publish: bool = False
) -> Message:
    """The message in whose thread a paper's file is: what the paper is, and what it lacks; for who ``may_publish``
    a draft, the form for that.
    """
    what = "as it was published" if is_published else "a draft, as the register is now"
    text = f"The paper for {day(meeting)}: {what}. The file is in this thread."
    lines = [f"• {inline(line, 600)}" for line in lacking]
    blocks: list[Block] = [section(text), *(paragraphs(["*Still lacking*", *lines]) if lines else [])]
    if may_publish and not is_published:
        blocks.append(actions(publish_button(register, meeting)))
    return message([text, *lines], blocks)


def report_sent(title_: str) -> Message:
    """The message in whose thread a report's file is."""
    text = f"{inline(title_, 300)}. The file is in this thread."
    return message(text, [section(text)])


def meeting_to_record(register: Register, meeting: date, commands: CommandSpelling) -> Message:
    """The button that opens the form for what a meeting decided."""
    text = f"One form records what was asked of the committee on {day(meeting)} and what it decided."
    return _with_form_of_meeting(text, register, meeting, commands)


def meeting_was_held(register: Register, meeting: date, commands: CommandSpelling) -> Message:
    """An administrator is asked what a meeting decided, with the same button."""
    text = (
        f"*The meeting of {day(meeting)} is over: what did it decide?* Record it here: the dates it granted "
        "and the actions it closed take effect at once, and Members' questions go to the leads. You are asked only "
        "once."
    )
    return _with_form_of_meeting(text, register, meeting, commands)


def _with_form_of_meeting(text: str, register: Register, meeting: date, commands: CommandSpelling) -> Message:
    record = button("Record the meeting …", "meeting", value(register, meeting, ()), style="primary")
    of_register = which_register(register, commands)
    return message(
        [text, *(f"{one}." for one in of_register)],
        [section(text), *map(context, of_register), actions(record)],
    )


def narrative_in_view(
    action: Action,
    updates: Sequence[Update],
    current: Sequence[Sourced],
    meeting: date,
    register: Register,
    *,
    may_edit: bool = True,
) -> Message:
    """What the next paper prints of an action and where each sentence comes from, the updates that nobody has written
    up, and for who may write the paper (``may_edit``) the form for it.
    """
    heading = f"Action {action.ref} in the paper for {day(meeting)}"
    sentences = [f"{quoted(one.text, 600)}\n{_origins(one)}" for one in current[:_SENTENCES]]
    sentences += and_more(len(current) - len(sentences), "the history has them all.")
    what, *lines = unwritten(updates[-8:], register) or ["There are no updates left to write up."]
    edit = button("Edit …", "narrative", f"{action.register}:{action.ref}", f"Edit the words of {action.ref}")
    blocks: list[Block] = [
        header(heading),
        *paragraphs(["*What it says, and who said it*", *(sentences or ["It says nothing yet."])]),
        section(what),
        *map(section, lines),
        *([actions(edit, step_button(action, NextStep.EXEMPT))] if may_edit else []),
    ]
    return message([f"{escaped(heading)}.", *sentences, what, *lines], blocks)


def unwritten(updates: Sequence[Update], register: Register) -> list[str]:
    """The updates that nobody has written up, with who said each and when, below a heading; nothing without any."""
    lines = [f"{person(one.by)}, {update_day(one, register)}:\n{quoted(one.text, 800)}" for one in updates]
    return ["*Updates that nobody has written up yet*", *lines] if lines else []


def _origins(sentence: Sourced) -> str:
    """Who said a sentence, and when, by the numbers under which the history has it."""
    origins = [
        f"{inline(each.by, 80) if each.is_paper else person(each.by)}, {day(each.on)} (change {each.change})"
        for each in sentence.origins
    ]
    return f"— {'; '.join(origins) or 'nobody in the register'}"


def question_asked(member: str, meeting: date, words: str, refs: Sequence[str], number_: int) -> Message:
    """A Member's question, to be answered in the thread of this message."""
    about = f" about {named(refs)}" if refs else ""
    text = f"{inline(member, 100)} asked at the meeting of {day(meeting)}{about}:"
    how = (
        "To answer, begin a reply in this thread with “Answer:”. It is printed in the next paper "
        f"(question {number_})."
    )
    question = inline(words, 2_000)
    blocks: list[Block] = [section(text), section(f"> {question}"), context(how)]
    return message([text, question], blocks)


def is_that_the_answer(member: str, carried: str) -> Message:
    """The author of a reply under a Member's question is asked whether it is the answer; ``carried`` is what the button
    carries, empty where the words are too long for one.
    """
    text = f"Is this the answer to {inline(member, 100)}'s question? I have not recorded it yet."
    if not carried:
        text += " If so, please write it again, beginning with “Answer:”."
        return message(text, [section(text)])
    record = button("Record as the answer", "record_answer", carried, "Record as the answer to the question")
    return message(text, [section(text, record)])


def value(register: Register, meeting: date, whom: Sequence[str]) -> str:
    """The value of a round's button: register, meeting, and for whom."""
    return f"{register.slug}:{meeting.isoformat()}:{','.join(whom)}"


def _left(days: Round, today: date) -> str:
    left = (days.publish_by - today).days
    return f"{number(left, 'day')} left." if left > 0 else "It is due today." if left == 0 else "It is late."
