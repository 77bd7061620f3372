"""Reminders to a directorate's channel, and escalations to leads and administrators.

They mention nobody but the officers named for an action, so that a notice to a channel rings no bell each week, and
nobody who is away.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from messages.command_spelling import CommandSpelling
from messages.home_rows import waits
from messages.layout import (
    MOST_IN_BLOCKS,
    Block,
    Message,
    actions,
    button,
    context,
    header,
    length,
    message,
    section,
    update_button,
)
from messages.life_lines import step_button
from messages.lines import (
    DueState,
    linked_ref,
    milestone_state,
    named,
    progress,
    refs_in_a_line,
    shared_with,
    spoken,
    title,
    update_day,
)
from messages.links import Links
from messages.mrkdwn import bold, escaped, inline, person, person_name, quoted
from register.absences import Mention
from register.action import Action
from register.life import OnTime
from register.next_steps import NextStep
from register.notices.batches import Batch, DueItem
from register.phrases import capitalised, day, joined, number, when
from register.refs import without_ref
from register.register import Register
from register.silence import is_without_words

_ITEMS_SHOWN = 15
"""How many items of a notice have a button each; of the rest only the refs are named."""
_ENDING = 1_700
"""Characters kept free in a message for its heading, the refs of the items that are not shown, and its ending."""
_CARRIED = 1_200
"""Characters of the refs that the button carries which opens one form for all: the form carries them on."""
_ANSWERED = (
    "*These have an answer and are still late: please decide.* "
    "Grant a new date, accept it as it is, or press on."
)
_DOUBTS = {OnTime.DOUBTFUL.value: "the date is doubtful", OnTime.NO.value: "the date will not be met"}
_PASSED = "What is answered here is past its date: is it done, or when will it be?"


def reminder(batch: Batch, register: Register, today: date, commands: CommandSpelling, links: Links) -> Message:
    """One day's reminder to a directorate's channel. ``links`` are the addresses of cards."""
    heading = f"Reminder: {late_and_due(batch.items, today)}"
    of_register = which_register(register, commands)
    blocks = [
        header(heading),
        *map(context, of_register),
        *reminder_blocks(batch, register, today, commands, links, MOST_IN_BLOCKS - _ENDING),
    ]
    why = [one.replace("*", "") for one in why_missed(batch.items, commands)]
    plain = [f"{escaped(heading)}.", *(f"{one}." for one in of_register), *why]
    return message([*plain, *_spoken_items(batch.items, today)], blocks)


def which_register(register: Register, commands: CommandSpelling) -> list[str]:
    """The title of a message's register in mrkdwn, where several meet in its place; else nothing."""
    title_of_register = inline(register.title, 150)
    return [title_of_register] if commands.registers and title_of_register else []


def reminder_blocks(
    batch: Batch, register: Register, today: date, commands: CommandSpelling, links: Links, room: int
) -> list[Block]:
    """The items of a reminder, with a button for each, and how to answer.

    The items have so many characters; the refs of those that do not fit, and how to answer, come on top.
    """
    example = commands.code(f"update {batch.items[0].action.ref} what has been done")
    how = (
        f"Reply in an action's thread, press *Update*, or type {example}; a reaction alone is not recorded. "
        "Reminders stop once an action is complete."
    )
    reviews = [item.action.ref for item in batch.items if item.milestone.is_review]
    if reviews:
        how += f" After a review set the next one in *Update*, or type {commands.code(f'review {reviews[0]} DATE')}."
    items = _items(batch.items, batch, register, today, commands, links, room)
    is_passed = any(item.answer and (item.milestone.deadline or today) < today for item in batch.items)
    above = [_PASSED] if is_passed else []
    above += why_missed(batch.items, commands)
    return [*map(section, above), *_answer_all(batch, register), *items, context(how)]


def _answer_all(batch: Batch, register: Register) -> list[Block]:
    """One button for one form with all the rows that lack an answer, where there are several."""
    if len(batch.refs) < 2:
        return []
    refs = batch.refs
    while len(carried := f"{register.slug}::{','.join(refs)}") > _CARRIED:
        refs = refs[:-1]
    words = f"Answer for all {len(refs)} …"
    return [
        actions(button(words, "answer_all", carried, f"Answer for all {len(refs)}, in one form", "primary"))
    ]


def why_missed(items: Sequence[DueItem], commands: CommandSpelling, where: str = "") -> list[str]:
    """The question to owners, once, when a date has passed: why; the paper counts the answers by cause. Empty where it
    is not asked. ``where`` is the button *Update*, where not beside it.
    """
    refs = list(dict.fromkeys(item.action.ref for item in items if item.asks_why))
    if not refs:
        return []
    many = len(refs) > 1
    dates = "were the dates" if many else "was the date"
    return [
        f"*Why {dates} of {named(refs, 8)} missed?* Please say it once{', for each' if many else ''}: press "
        f"*Update*{f' {where}' if where else ''} and choose the cause, or type "
        f"{commands.code(f'why {refs[0]} CAUSE: what happened')}."
    ]


def escalation(
    batch: Batch, register: Register, today: date, commands: CommandSpelling, links: Links
) -> Message:
    """What a lead or an administrator is told of actions that are well past their date.

    Where the owners have answered, a decision is asked for; where nothing was said, that it be seen to.
    """
    count = len(batch.refs)
    heading = f"{number(count, 'action')} well past {'its' if count == 1 else 'their'} date"
    why = _why(batch, register)
    answered = tuple(item for item in batch.items if item.answer)
    silent = tuple(item for item in batch.items if not item.answer)
    of_register = [one for one in which_register(register, commands) if one not in why]
    reason = section(why if answered else f"{why} {_see_to(silent)}")
    blocks = [header(heading), *map(context, of_register), reason]
    room = MOST_IN_BLOCKS - _ENDING - length(blocks)
    if answered and silent:
        room = room // 2 - _ENDING // 2
    if answered:
        blocks += [section(_ANSWERED), *_items(answered, batch, register, today, commands, links, room)]
        blocks.append(context(_how_to_decide(answered, commands)))
        if silent:
            blocks.append(
                section(
                    f"*Nobody has answered for these since their date, or since they were sent back.* {_see_to(silent)}"
                )
            )
    blocks += _items(silent, batch, register, today, commands, links, room)
    asks = [_ANSWERED.replace("*", "")] if answered else []
    plain = [
        f"{heading}. {why}",
        *(f"{one}." for one in of_register),
        *asks,
        *_spoken_items(answered, today),
        *([_see_to(silent)] if silent else []),
    ]
    return message([*plain, *_spoken_items(silent, today)], blocks)


def _see_to(items: Sequence[DueItem]) -> str:
    is_one = len({item.action.ref for item in items}) == 1
    if all(one.milestone.is_review for one in items):
        each = "it is looked at, and that its" if is_one else "each is looked at, and that its"
        return f"Please see that {each} next review is set."
    each = "it has" if is_one else "each has"
    is_explained = all(
        one.milestone.is_review
        or (one.milestone.deadline and one.action.life.is_explained(one.milestone.deadline))
        for one in items
    )
    why = "" if is_explained else "why it is late and "
    return f"Please see that {each} an update that says {why}when it will be done."


def _why(batch: Batch, register: Register) -> str:
    """Why a lead or an administrator is told, or who tells them in place of one who is away."""
    if batch.in_place_of:
        names = joined(person_name(one, register.paper.people) for one in batch.in_place_of)
        are, have = ("is", "has") if len(batch.in_place_of) == 1 else ("are", "have")
        how = [f"{are} away"] if set(batch.in_place_of) - set(batch.have_left) else []
        how += [f"{have} left Slack"] if batch.have_left else []
        return f"You get this in place of {names}, who {' or '.join(how)}."
    if batch.directorates:
        return f"You get this because you lead {joined(inline(one, 30) for one in batch.directorates)}."
    return f"You get this because you look after “{inline(register.title, 150)}”."


def late_and_due(items: Sequence[DueItem], today: date) -> str:
    """The items in a heading: "action 10 is due tomorrow", "3 actions due by 30 November 2022".

    An action counts once, however many of its dates are late or due.
    """
    first: dict[str, date] = {}
    for item in items:
        ref, deadline = item.action.ref, item.milestone.deadline or date.max
        first[ref] = min(first.get(ref, deadline), deadline)
    oldest = min(first.values())
    if len(first) == 1:
        is_review = all(item.milestone.is_review for item in items if item.milestone.deadline == oldest)
        what = f"{'the review of ' if is_review else ''}action {items[0].action.ref}"
        return f"{what} is {'due ' if oldest >= today else ''}{when(oldest, today)}"
    late = sum(deadline < today for deadline in first.values())
    if not late:
        last = max(first.values())
        how_soon = f"{'' if oldest == last else 'the first '}{when(oldest, today)}"
        return f"{number(len(first), 'action')} due by {day(last)}, {how_soon}"
    how_late = f"{'' if late == 1 else 'the oldest '}{when(oldest, today)}"
    past = f"{number(late, 'action')} past {'its' if late == 1 else 'their'} date, {how_late}"
    return past if late == len(first) else f"{past}, and {len(first) - late:,} due soon"


def _items(
    items: Sequence[DueItem],
    batch: Batch,
    register: Register,
    today: date,
    commands: CommandSpelling,
    links: Links,
    room: int,
) -> list[Block]:
    """Under each date a section with a button for each item; of those that do not fit, the refs."""
    blocks: list[Block] = []
    above = ""
    shown = 0
    for item in items[:_ITEMS_SHOWN]:
        state = milestone_state(item.milestone, today)
        more = [section(_item(item, batch, register, state, links), _button(item, batch))]
        if above != state.words:
            more.insert(0, section(f"{state.sign} {bold(state.words)}"))
        room -= length(more)
        if room < 0 and shown:
            break
        above = state.words
        blocks += more
        shown += 1
    named = {item.action.ref for item in items[:shown]}
    rest = _each_once(item.action for item in items[shown:] if item.action.ref not in named)
    if rest:
        whose = f" {batch.directorate}" if batch.directorate else ""
        which = " overdue" if batch.kind == "escalation" else ""
        see = commands.code(f"list{which}{whose}")
        blocks.append(section(f"*And {len(rest):,} more:* {refs_in_a_line(rest)}\n{see} shows them."))
    return blocks


def _button(item: DueItem, batch: Batch) -> Block:
    """What is most sensible to press: an update, or where a decision is wanted, what moves the date."""
    if batch.kind != "escalation" or not item.answer or item.milestone.is_review:
        return update_button(item.action)
    return step_button(item.action, NextStep.GRANT if item.action.life.asked else NextStep.NEW_DATE)


def _how_to_decide(items: Sequence[DueItem], commands: CommandSpelling) -> str:
    """How to make each of the decisions that an escalation asks for."""
    accept = commands.code(f"end {items[0].action.ref} risk accepted by …")
    reviews, promises = ([one for one in items if one.milestone.is_review is which] for which in (True, False))
    ways = [
        "*Grant* grants the date asked for. " if any(one.action.life.asked for one in promises) else "",
        "*Update* sets the next review. " if reviews else "",
        "*New date …* asks for one; " if promises else "",
    ]
    return f"{''.join(ways)}{accept} accepts it as it is; to press on, reply in its card's thread."


def _item(item: DueItem, batch: Batch, register: Register, state: DueState, links: Links) -> str:
    action, last = item.action, item.action.updates[-1:]
    label = f" ({state.label})" if state.label else ""
    no_update = "no update yet" if is_without_words(action) else "no update since the paper"
    last_update = f"last update {update_day(last[0], register)}" if last else no_update
    if unchanged := action.no_change_since:
        last_update = f"no change reported on {day(register.today(unchanged.at))}"
    last_update = "" if item.answer else last_update
    facts = [
        "high priority" if register.reminders.is_high(action.more) else "",
        shared_with(action, batch.directorate),
        _called(item.mentions, register),
        progress(action) if action.progress.strip() else "",
        _DOUBTS.get(action.life.doubt(item.milestone.deadline), "") if item.step.days < 0 else "",
        last_update,
    ]
    lines = [f"{linked_ref(action, links)}  {title(action, 120)}{label}"]
    lines += list(filter(None, [capitalised(" · ".join(filter(None, facts)))]))
    if item.answer:
        lines += [f"Answered on {day(register.today(item.answer.at))}:", _words(action, item.answer.text)]
        lines += [waits(action)] if batch.kind == "escalation" and action.life.asked else []
    elif last and batch.kind == "escalation":
        lines.append(_words(action, last[0].text))
    return "\n".join(lines)


def _words(action: Action, text: str) -> str:
    return quoted(without_ref(" ".join(text.split()), action.ref), 200)


def _called(mentions: Sequence[Mention], register: Register) -> str:
    """Mentions of the officers it is meant for; for one who is away, their deputy is mentioned instead."""
    called = []
    for mention in mentions:
        if mention.absence is None:
            called.append(person(mention.person))
            continue
        name = register.paper.people.get(mention.absence.person, "")
        away = f"{inline(name, 60) if name else 'the officer'} is away until {day(mention.absence.until)}"
        called.append(f"{person(mention.person)}, as {away}" if mention.person else away)
    return "; ".join(dict.fromkeys(called))


def _spoken_items(items: Sequence[DueItem], today: date) -> list[str]:
    return [spoken(item.action, milestone_state(item.milestone, today)) for item in items[:_ITEMS_SHOWN]]


def _each_once(actions: Iterable[Action]) -> list[Action]:
    return list(dict.fromkeys(actions))
