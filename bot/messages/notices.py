"""What we say unasked: reminders, escalations and the weekly digest.

They mention nobody by name, so that a notice to a channel rings no bell for one person each week.
"""

from collections.abc import Iterable
from datetime import date

from bot.messages.layout import (
    Block,
    Message,
    context,
    divider,
    header,
    message,
    paragraphs,
    section,
    split,
    update_button,
)
from bot.messages.lines import (
    LATE,
    SOON,
    and_more,
    counts,
    entries,
    last_heard,
    owners,
    progress,
    ref,
    said_on,
    spoken,
    tally,
    title,
)
from bot.messages.phrasing import code, day, number, said, when
from register.action import Action
from register.digest import DUE_SOON, Digest, News, is_person
from register.register import Register
from register.reminders import Batch, Item

_ITEMS_SHOWN = 15
"""Items of a notice that stand with a button each; of the rest only the refs are named."""
_REFS_NAMED = 120
_PART_SHOWN = 8
"""Actions shown in each part of a digest."""


def reminder(batch: Batch, register: Register, today: date) -> Message:
    """One day's reminder to a directorate's channel."""
    late = sum(_is_late(item, today) for item in batch.items)
    heading = f"Reminder: {_late_and_due(batch.items, late, today)}"
    how = (
        "Reply in an action's thread, press *Update*, or type "
        f"{code(f'/htst update {batch.items[0].action.ref} what has been done')}. "
        "Reminders stop once an action is complete."
    )
    blocks = [header(heading), *_items(batch, register, today), context(how)]
    return message([f"{heading}.", *_spoken_items(batch, today)], blocks)


def escalation(batch: Batch, register: Register, today: date) -> Message:
    """What a lead or an administrator is told of actions that are well past their date."""
    heading = (
        f"Well past {'its' if len(batch.items) == 1 else 'their'} date: {number(len(batch.items), 'action')}"
    )
    if batch.directorate:
        why = f"You are told because you lead {said(batch.directorate, 30)}."
    else:
        why = f"You are told because you look after “{said(register.title, 150)}”."
    ask = "Please see that each has an update that says why it is late and when it will be done."
    blocks = [header(heading), section(f"{why} {ask}"), *_items(batch, register, today, last_words=True)]
    return message([f"{heading}. {why} {ask}", *_spoken_items(batch, today)], blocks)


def digest(
    digest: Digest, register: Register, directorate_code: str | None, today: date
) -> tuple[Message, ...]:
    """The week's digest for one directorate's channel, or for the leads' channel (None): all directorates."""
    who = directorate_code or "All directorates"
    heading = f"{who}: the week to {day(today)}"
    numbers = tally(digest.open, digest.total, len(digest.overdue), len(digest.due_soon), DUE_SOON)
    silent = f"{len(digest.no_update):,} with no update since {_paper(digest)}"
    head = [f"*{numbers[0]}*", f"{LATE} {numbers[1]}", f"{SOON} {numbers[2]}", f":speech_balloon: {silent}"]
    blocks: list[Block] = [header(heading), section("\n".join(head))]
    if digest.counts:
        blocks.append(context(f"Progress: {counts(digest.counts)}"))
    quiet = _quiet(digest)
    blocks += [divider(), *([section(quiet)] if quiet else []), *_parts(digest, directorate_code, today)]
    spoken_ = [f"{heading}. {', '.join([*numbers, silent])}.", quiet]
    spoken_ += [f"Changed: {_happened(one, plain=True)}" for one in digest.changed[:_PART_SHOWN]]
    spoken_ += [spoken(one, today) for one in [*digest.overdue[:_PART_SHOWN], *digest.due_soon[:_PART_SHOWN]]]
    return split("\n".join(filter(None, spoken_)), blocks)


def _parts(digest: Digest, directorate_code: str | None, today: date) -> list[Block]:
    whose = f" {directorate_code}" if directorate_code else ""
    every = directorate_code is None
    parts: list[tuple[str, list[str]]] = []
    if digest.changed:
        lines = [_happened(one) for one in digest.changed[:_PART_SHOWN]]
        more = and_more(len(digest.changed) - len(lines), f"{code('/htst status REF')} shows what changed")
        parts.append((f"What changed this week: {number(len(digest.changed), 'action')}", lines + more))
    for name, found, which in (
        ("Overdue, oldest first", digest.overdue, "overdue"),
        ("Due in the next four weeks", digest.due_soon, f"due {DUE_SOON}"),
    ):
        if found:
            how = code(f"/htst list {which}{whose}")
            parts.append(
                (f"{name}: {len(found):,}", entries(found, today, _PART_SHOWN, how, with_owners=every))
            )
    if digest.no_update:
        refs = _refs(digest.no_update)
        parts.append((f"No update since {_paper(digest)}: {len(digest.no_update):,}", [refs]))
    blocks: list[Block] = []
    for name, lines in parts:
        blocks += paragraphs([f"*{name}*", *lines])
    return blocks


def _quiet(digest: Digest) -> str:
    """What is said when there is nothing to say, so that silence never has to be guessed at."""
    if not digest.open and not digest.changed:
        return "No action is open, and nothing changed this week."
    if digest.is_quiet:
        return "Nothing changed this week, nothing is overdue, and nothing is due in the next four weeks."
    return "" if digest.changed else "Nothing changed this week."


def _happened(news: News, *, plain: bool = False) -> str:
    """An action and what happened to it, the latest three things; papers are named as the source."""
    latest = news.changes[-3:]
    whats = "; ".join(said(one.what, 160) + _from_paper(one.by) for one in latest)
    earlier = len(news.changes) - len(latest)
    whats += f"; and {number(earlier, 'earlier change')}" if earlier else ""
    if plain:
        return f"action {said(news.action.ref, 40)}, {whats}"
    return f"{ref(news.action)}  {title(news.action)}\n{whats}"


def _from_paper(by: str) -> str:
    return "" if is_person(by) else f" (from {said(by, 60)})"


def _paper(digest: Digest) -> str:
    return f"the paper of {day(digest.last_paper)}" if digest.last_paper else "the register began"


def _items(batch: Batch, register: Register, today: date, *, last_words: bool = False) -> list[Block]:
    """A section with a button for each item, and one that names the refs of those that do not fit."""
    shown = batch.items[:_ITEMS_SHOWN]
    blocks = []
    for item in shown:
        lines = [_item(item, register, today)]
        if last_words and item.action.updates:
            last = item.action.updates[-1]
            lines.append(f"Last said, {said_on(last, register)}: “{said(last.text, 160)}”")
        blocks.append(section("\n".join(lines), update_button(item.action)))
    rest = list(dict.fromkeys(item.action for item in batch.items[_ITEMS_SHOWN:]))
    if rest:
        whose = f" {batch.directorate}" if batch.directorate else ""
        blocks.append(
            section(f"*And {len(rest):,} more:* {_refs(rest)}\n{code(f'/htst list{whose}')} shows them.")
        )
    return blocks


def _item(item: Item, register: Register, today: date) -> str:
    action, sign = item.action, LATE if _is_late(item, today) else SOON
    facts = [_due(item, today), owners(action), progress(action), last_heard(action, register)]
    return f"{sign} {ref(action)}  {title(action)}\n{' · '.join(facts)}"


def _due(item: Item, today: date) -> str:
    deadline = item.milestone.deadline
    label = f"{said(item.milestone.label, 60)}: " if item.milestone.label else ""
    if deadline is None:
        return f"{label}no target date"
    words = when(deadline, today)
    return (
        f"{label}{words}, was due {day(deadline)}"
        if deadline < today
        else f"{label}due {day(deadline)}, {words}"
    )


def _is_late(item: Item, today: date) -> bool:
    return item.milestone.deadline is not None and item.milestone.deadline < today


def _late_and_due(items: tuple[Item, ...], late: int, today: date) -> str:
    """ "action 10 is due tomorrow", "3 actions due by 30 November 2022", "2 late and 1 due soon"."""
    if len(items) == 1:
        deadline = items[0].milestone.deadline
        verb = "is" if late else "is due"
        return f"action {items[0].action.ref} {verb} {when(deadline, today) if deadline else 'some day'}"
    if not late:
        last = max((item.milestone.deadline for item in items if item.milestone.deadline), default=today)
        return f"{number(len(items), 'action')} due by {day(last)}"
    past = f"{number(late, 'action')} past {'its' if late == 1 else 'their'} date"
    return past if late == len(items) else f"{past} and {len(items) - late:,} due soon"


def _spoken_items(batch: Batch, today: date) -> list[str]:
    return [
        f"Action {said(item.action.ref, 40)}: {title(item.action)} ({_due(item, today)}; {owners(item.action)})"
        for item in batch.items[:_ITEMS_SHOWN]
    ]


def _refs(actions: Iterable[Action]) -> str:
    """Refs in one line, so that many stay readable."""
    every = list(actions)
    named = ", ".join(said(one.ref, 24) for one in every[:_REFS_NAMED])
    rest = len(every) - _REFS_NAMED
    return named + (f" and {rest:,} more" if rest > 0 else "")
