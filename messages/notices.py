"""What we say unasked: reminders, escalations and the weekly digest.

They mention nobody by name, so that a notice to a channel rings no bell for one person each week.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from messages.layout import (
    MOST_IN_BLOCKS,
    Block,
    Message,
    context,
    divider,
    header,
    length,
    message,
    paragraphs,
    section,
    split,
    update_button,
)
from messages.lines import (
    Standing,
    and_more,
    coming,
    counts,
    listed,
    progress,
    promise,
    ref,
    shared_with,
    spoken,
    standing,
    tally,
    title,
    update_day,
)
from messages.mrkdwn import bold, code, escaped, inline, quoted
from register.action import Action
from register.digest import DUE_SOON, Digest, News, is_silent
from register.people import is_person
from register.phrases import capitalised, day, number, when
from register.register import Register
from register.reminders import Batch, Item

_ITEMS_SHOWN = 15
"""Items of a notice that stand with a button each; of the rest only the refs are named."""
_ROOM = MOST_IN_BLOCKS - 2_200
"""Characters that may stand before one more item does; the rest is for that item, the refs and the ending."""
_REFS_ROOM = 700
"""Characters of refs in one line: some hundred and fifty ordinary ones."""
PART_SHOWN = 8
"""Actions shown in each part of a digest."""


def reminder(batch: Batch, register: Register, today: date) -> Message:
    """One day's reminder to a directorate's channel."""
    heading = f"Reminder: {_late_and_due(batch.items, today)}"
    how = (
        "Reply in an action's thread, press *Update*, or type "
        f"{code(f'/htst update {batch.items[0].action.ref} what has been done')}. "
        "Reminders stop once an action is complete."
    )
    blocks = [header(heading), *_items(batch, register, today), context(how)]
    return message([f"{escaped(heading)}.", *_spoken_items(batch, today)], blocks)


def escalation(batch: Batch, register: Register, today: date) -> Message:
    """What a lead or an administrator is told of actions that are well past their date."""
    heading = (
        f"{number(len(batch.items), 'action')} well past {'its' if len(batch.items) == 1 else 'their'} date"
    )
    if batch.directorate:
        why = f"You are told because you lead {inline(batch.directorate, 30)}."
    else:
        why = f"You are told because you look after “{inline(register.title, 150)}”."
    ask = "Please see that each has an update that says why it is late and when it will be done."
    blocks = [header(heading), section(f"{why} {ask}"), *_items(batch, register, today, last_words=True)]
    return message([f"{heading}. {why} {ask}", *_spoken_items(batch, today)], blocks)


def digest(
    digest: Digest, register: Register, directorate_code: str | None, today: date
) -> tuple[Message, ...]:
    """The week's digest for one directorate's channel, or for the leads' channel (None): all directorates."""
    heading = f"{directorate_code or 'All directorates'}: the week to {day(today)}"
    late, soon, silent = len(digest.overdue), len(digest.due_soon), len(digest.no_update)
    numbers = tally(digest.open, digest.total, late, soon, silent, DUE_SOON, f"since {_paper(digest)}")
    quiet = _quiet(digest)
    blocks: list[Block] = [header(heading)]
    if digest.total:
        blocks += [section("\n".join(numbers.signed)), context(f"Progress: {counts(digest.counts)}"), divider()]
    blocks += [*([section(quiet)] if quiet else []), *_parts(digest, directorate_code, today)]
    plain = [f"{heading}. {', '.join(numbers.phrases)}.", quiet]
    plain += [f"Changed: {_in_one_line(one)}" for one in digest.changed[:PART_SHOWN]]
    plain += [spoken(one, standing(one, today)) for one in digest.overdue[:PART_SHOWN]]
    plain += [spoken(one, coming(one, today)) for one in digest.due_soon[:PART_SHOWN]]
    return split("\n".join(filter(None, plain)), blocks)


def _parts(digest: Digest, directorate_code: str | None, today: date) -> list[Block]:
    whose = f" {directorate_code}" if directorate_code else ""
    blocks: list[Block] = []
    if digest.changed:
        heading = f"*What changed this week: {number(len(digest.changed), 'action')}*"
        lines = _within([_happened(one) for one in digest.changed[:PART_SHOWN]], 2_000)
        more = and_more(len(digest.changed) - len(lines), f"{code('/htst status REF')} shows each")
        blocks += paragraphs([heading, *lines, *more])
    parts: list[tuple[str, tuple[Action, ...], str, Callable[[Action, date], Standing]]] = [
        ("Overdue, oldest first", digest.overdue, "overdue", standing),
        ("Due in the next four weeks", digest.due_soon, f"due {DUE_SOON}", coming),
    ]
    for name, found, which, stands in parts:
        if found:
            whom = partial(shared_with, directorate_code=directorate_code)
            part = listed(found[:PART_SHOWN], today, whom, stands, room=1_500)
            more = and_more(len(found) - part.shown, code(f"/htst list {which}{whose}"))
            blocks += paragraphs([f"*{name}: {len(found):,}*", *part.lines, *more])
    if digest.no_update:
        heading = f"*No update since {_paper(digest)}: {len(digest.no_update):,}*"
        blocks += paragraphs([heading, _refs(digest.no_update)])
    return blocks


def _quiet(digest: Digest) -> str:
    """What is said when there is nothing to say, so that silence never has to be guessed at."""
    if not digest.open and not digest.changed:
        return "No action is open, and nothing changed this week."
    if digest.is_quiet:
        return "Nothing changed this week, nothing is overdue, and nothing is due in the next four weeks."
    return "" if digest.changed else "Nothing changed this week."


def _happened(news: News) -> str:
    """An action, and beneath it the latest three things that happened to it."""
    return "\n".join([f"{ref(news.action)}  {title(news.action)}", *(f"> {what}" for what in _whats(news))])


def _in_one_line(news: News) -> str:
    return f"action {inline(news.action.ref, 40)}, {'; '.join(_whats(news))}"


def _whats(news: News) -> list[str]:
    """What happened, with the source where that is a paper."""
    latest = news.changes[-3:]
    whats = [inline(one.what, 160) + _from_paper(one.by) for one in latest]
    earlier = len(news.changes) - len(latest)
    return whats + ([f"and {number(earlier, 'earlier change')}"] if earlier else [])


def _from_paper(by: str) -> str:
    return "" if is_person(by) else f" (from {inline(by, 60)})"


def _paper(digest: Digest) -> str:
    return f"the paper of {day(digest.last_paper)}" if digest.last_paper else "the register began"


def _items(batch: Batch, register: Register, today: date, *, last_words: bool = False) -> list[Block]:
    """Under each date a section with a button for each item; of those that do not fit, the refs."""
    blocks: list[Block] = []
    above = ""
    shown = 0
    for item in batch.items[:_ITEMS_SHOWN]:
        if length(blocks) > _ROOM:
            break
        shown += 1
        stands = promise(item.milestone, today)
        if above != stands.words:
            above = stands.words
            blocks.append(section(f"{stands.sign} {bold(stands.words)}"))
        words = _item(item, batch, register, stands, last_words=last_words)
        blocks.append(section(words, update_button(item.action)))
    rest = list(dict.fromkeys(item.action for item in batch.items[shown:]))
    if rest:
        whose = f" {batch.directorate}" if batch.directorate else ""
        which = " overdue" if batch.kind == "escalation" else ""
        see = code(f"/htst list{which}{whose}")
        blocks.append(section(f"*And {len(rest):,} more:* {_refs(rest)}\n{see} shows them."))
    return blocks


def _item(item: Item, batch: Batch, register: Register, stands: Standing, *, last_words: bool) -> str:
    action, last = item.action, item.action.updates[-1:]
    label = f" ({stands.label})" if stands.label else ""
    unheard = "no update yet" if is_silent(item.action) else "no update since the paper"
    heard = f"last update {update_day(last[0], register)}" if last else unheard
    printed = progress(action) if action.progress.strip() else ""
    facts = [shared_with(action, batch.directorate), printed, heard]
    lines = [f"{ref(action)}  {title(action, 120)}{label}", capitalised(" · ".join(filter(None, facts)))]
    if last and last_words:
        lines.append(quoted(" ".join(last[0].text.split()), 200))
    return "\n".join(lines)


def _spoken_items(batch: Batch, today: date) -> list[str]:
    return [spoken(item.action, promise(item.milestone, today)) for item in batch.items[:_ITEMS_SHOWN]]


def _late_and_due(items: tuple[Item, ...], today: date) -> str:
    """What a heading says of them: "action 10 is due tomorrow", "3 actions due by 30 November 2022"."""
    deadlines = [item.milestone.deadline for item in items if item.milestone.deadline]
    late = sum(deadline < today for deadline in deadlines)
    if len(items) == 1:
        return f"action {items[0].action.ref} is {'' if late else 'due '}{when(min(deadlines), today)}"
    if not late:
        return f"{number(len(items), 'action')} due by {day(max(deadlines))}"
    past = f"{number(late, 'action')} past {'its' if late == 1 else 'their'} date"
    return past if late == len(items) else f"{past} and {len(items) - late:,} due soon"


def _refs(actions: Iterable[Action]) -> str:
    """Refs in one line, so that many stay readable."""
    every = list(actions)
    named = _within((inline(one.ref, 24) for one in every), _REFS_ROOM, 2)
    rest = len(every) - len(named)
    return ", ".join(named) + (f" and {rest:,} more" if rest else "")


def _within(lines: Iterable[str], room: int, gap: int = 1) -> list[str]:
    """The first of the lines that fit so many characters, with ``gap`` between them; at least one."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + gap
        if room < 0 and kept:
            break
        kept.append(line)
    return kept
