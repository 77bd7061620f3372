"""The weekly digest: to each directorate its own actions, to the leads all of them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from messages.command_spelling import CommandSpelling
from messages.layout import Block, Message, context, divider, header, paragraphs, section, split
from messages.lines import (
    DueState,
    and_more,
    coming,
    counts,
    due_state,
    listed,
    ref,
    refs_in_a_line,
    shared_with,
    spoken,
    tally,
    title,
    within,
)
from messages.mrkdwn import inline
from register.action import Action
from register.digest import DUE_SOON, Digest, News
from register.people import is_person
from register.phrases import day, number

PART_SHOWN = 8
"""Actions shown in each part of a digest."""


def digest(
    digest: Digest, directorate_code: str | None, today: date, commands: CommandSpelling
) -> tuple[Message, ...]:
    """The week's digest for one directorate's channel, or for the leads' channel (None): all directorates."""
    heading = f"{directorate_code or 'All directorates'}: the week to {day(today)}"
    late, soon, silent = len(digest.overdue), len(digest.due_soon), len(digest.no_update)
    numbers = tally(digest.open, digest.total, late, soon, silent, DUE_SOON, f"since {_paper(digest)}")
    quiet = _quiet(digest)
    blocks: list[Block] = [header(heading)]
    if digest.total:
        blocks += [section("\n".join(numbers.signed)), context(f"Progress: {counts(digest.counts)}"), divider()]
    blocks += [*([section(quiet)] if quiet else []), *_parts(digest, directorate_code, today, commands)]
    plain = [f"{heading}. {', '.join(numbers.phrases)}.", quiet]
    plain += [f"Changed: {_in_one_line(one)}" for one in digest.changed[:PART_SHOWN]]
    plain += [spoken(one, due_state(one, today)) for one in digest.overdue[:PART_SHOWN]]
    plain += [spoken(one, coming(one, today)) for one in digest.due_soon[:PART_SHOWN]]
    return split("\n".join(filter(None, plain)), blocks)


def _parts(digest: Digest, directorate_code: str | None, today: date, commands: CommandSpelling) -> list[Block]:
    whose = f" {directorate_code}" if directorate_code else ""
    blocks: list[Block] = []
    if digest.changed:
        heading = f"*What changed this week: {number(len(digest.changed), 'action')}*"
        lines = within([_happened(one) for one in digest.changed[:PART_SHOWN]], 2_000)
        more = and_more(len(digest.changed) - len(lines), f"{commands.code('status REF')} shows each")
        blocks += paragraphs([heading, *lines, *more])
    parts: list[tuple[str, tuple[Action, ...], str, Callable[[Action, date], DueState]]] = [
        ("Overdue, oldest first", digest.overdue, "overdue", due_state),
        ("Due in the next four weeks", digest.due_soon, f"due {DUE_SOON}", coming),
    ]
    for name, found, which, state_of in parts:
        if found:
            whom = partial(shared_with, directorate_code=directorate_code)
            part = listed(found[:PART_SHOWN], today, whom, state_of, room=1_500)
            more = and_more(len(found) - part.shown, commands.code(f"list {which}{whose}"))
            blocks += paragraphs([f"*{name}: {len(found):,}*", *part.lines, *more])
    if digest.no_update:
        heading = f"*No update since {_paper(digest)}: {len(digest.no_update):,}*"
        blocks += paragraphs([heading, refs_in_a_line(digest.no_update)])
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
    return "\n".join([f"{ref(news.action)}  {title(news.action)}", *(f"> {what}" for what in _events(news))])


def _in_one_line(news: News) -> str:
    return f"action {inline(news.action.ref, 40)}, {'; '.join(_events(news))}"


def _events(news: News) -> list[str]:
    """What happened, with the source where that is a paper."""
    latest = news.changes[-3:]
    events = [inline(one.what, 160) + _from_paper(one.by) for one in latest]
    earlier = len(news.changes) - len(latest)
    return events + ([f"and {number(earlier, 'earlier change')}"] if earlier else [])


def _from_paper(by: str) -> str:
    return "" if is_person(by) else f" (from {inline(by, 60)})"


def _paper(digest: Digest) -> str:
    return f"the paper of {day(digest.last_paper)}" if digest.last_paper else "the register began"
