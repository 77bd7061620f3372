"""The weekly digest: to each directorate its own actions, to the leads all of them.

Where a register reminds once a week, the reminders of that day are at the top.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from messages.command_spelling import CommandSpelling
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
)
from messages.lines import (
    DueState,
    and_more,
    codes_plainly,
    coming,
    counts,
    due_state,
    linked_ref,
    listed,
    milestone_state,
    refs_in_a_line,
    shared_with,
    snoozed_until,
    spoken,
    tally,
    title,
    within,
)
from messages.links import Links
from messages.mrkdwn import escaped, inline
from messages.reminders import late_and_due, reminder_blocks, which_register
from register.action import Action
from register.notices.batches import Batch
from register.notices.digest import DUE_SOON, Digest, News
from register.notices.week_counts import week_counts
from register.people import is_person
from register.phrases import day, number
from register.register import Register
from register.silence import ANSWER_EXCUSES

_CHANGES_SHOWN = 40
"""Actions in the answer to what changed."""
_ASKED_TODAY = "What you are asked in another message today is not repeated here."
PART_SHOWN = 8
"""Actions shown in each part of a digest."""
_ASKED_ROOM = 3_400
"""Characters of the reminders at the top: a dozen actions, with a digest beneath them in the same message."""
_LAST_PART = 1_700
"""Characters of the refs for the committee and without an update, and of the line about the chart."""


@dataclass(frozen=True)
class Place:
    """Where a digest is read.

    ``codes`` are the directorates whose it is (none: all of them), ``links`` the addresses of cards, ``chart`` a
    line of mrkdwn that says where the chart is, ``figures`` are charts of Slack's own,
    ``names`` what people are called, by their user id: a digest mentions nobody for what they did. ``asked`` are the
    refs of what a message of the same day asks there.
    """

    codes: tuple[str, ...] = ()
    commands: CommandSpelling = field(default_factory=CommandSpelling)
    links: Links = field(default_factory=dict)
    chart: str = ""
    figures: tuple[Block, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    @property
    def code(self) -> str | None:
        """The code of the one directorate that the digest is for; None where it is for several or for all."""
        return self.codes[0] if len(self.codes) == 1 else None


def digest(
    digest: Digest, place: Place, today: date, register: Register, batch: Batch | None = None
) -> tuple[Message, ...]:
    """The week's digest as it is read in one place; ``batch`` are the reminders there of that day.

    One message, but for a digest with words of uncommon length.
    """
    heading = f"{codes_plainly(place.codes) or 'All directorates'}: the week to {day(digest.until)}"
    late, soon, silent = len(digest.overdue), len(digest.due_soon), len(digest.no_update)
    numbers = tally(digest.open, digest.total, late, soon, silent, DUE_SOON, f"since {_paper(digest)}")
    quiet = _quiet(digest)
    of_register = which_register(register, place.commands)
    blocks: list[Block] = [header(heading), *map(context, of_register)]
    plain = [f"{escaped(heading)}. {', '.join(numbers.phrases)}.", *(f"{one}." for one in of_register)]
    if digest.total:
        blocks += [section("\n".join(numbers.signed)), context(f"Progress: {counts(digest.counts)}"), divider()]
    if batch:
        asks = f"Please answer: {late_and_due(batch.items, today)}"
        blocks += [section(f"*{inline(asks, 200)}*")]
        blocks += [
            *reminder_blocks(batch, register, today, place.commands, place.links, _ASKED_ROOM),
            divider(),
        ]
        plain += [
            f"{escaped(asks)}.",
            *(spoken(one.action, milestone_state(one.milestone, today)) for one in batch.items[:15]),
        ]
    blocks += [section(quiet)] if quiet else []
    above = place.asked | (frozenset(batch.refs) if batch else frozenset[str]())
    again = place.asked.intersection(one.ref for one in (*digest.overdue, *digest.due_soon))
    blocks += [context(_ASKED_TODAY)] if again else []
    blocks += _parts(digest, place, today, above, MOST_IN_BLOCKS - length(blocks))
    blocks += [*place.figures, *([context(place.chart)] if place.chart else [])]
    plain += [quiet, _ASKED_TODAY if again else ""]
    plain += [*(f"Changed: {_in_one_line(one, place.names)}" for one in digest.changed[:PART_SHOWN])]
    plain += [spoken(one, due_state(one, today)) for one in _below(digest.overdue, above)[:PART_SHOWN]]
    plain += [spoken(one, coming(one, today)) for one in _below(digest.due_soon, above)[:PART_SHOWN]]
    return split("\n".join(filter(None, plain)), blocks)


def shown_in_words(digest: Digest, above: frozenset[str]) -> list[Action]:
    """The actions that a digest shows with their words: the first of each part. ``above`` are the refs of the reminders
    at the top and of other messages of the day, which the parts beneath leave out.
    """
    changed = [one.action for one in digest.changed[:PART_SHOWN]]
    return [*changed, *_below(digest.overdue, above)[:PART_SHOWN], *_below(digest.due_soon, above)[:PART_SHOWN]]


def _below(part: Sequence[Action], above: frozenset[str]) -> list[Action]:
    """The actions of a part that are not asked about at the top, or in another message of the day."""
    return [one for one in part if one.ref not in above]


def _parts(digest: Digest, place: Place, today: date, above: frozenset[str], room: int) -> list[Block]:
    """What changed, what is late and what is due, without what is ``above``; in so many characters."""
    whose = f" {place.code}" if place.code else ""
    blocks: list[Block] = []
    left = room - _LAST_PART
    if digest.changed:
        heading = f"*What changed this week: {number(len(digest.changed), 'action')}*"
        happened = [_happened(one, place) for one in digest.changed[:PART_SHOWN]]
        lines = within(happened, max(min(2_000, left // 2), 0))
        more = and_more(len(digest.changed) - len(lines), f"{place.commands.code('status REF')} shows each")
        blocks += paragraphs([heading, *_came_to(digest.changed), *lines, *more])
    late, soon = ("Also overdue", "Also due") if above else ("Overdue", "Due")
    parts: list[tuple[str, list[Action], str, Callable[[Action, date], DueState]]] = [
        (f"{late}, oldest first", _below(digest.overdue, above), "overdue", due_state),
        (f"{soon} in the next four weeks", _below(digest.due_soon, above), f"due {DUE_SOON}", coming),
    ]
    for parts_left, (name, found, which, state_of) in zip((2, 1), parts, strict=True):
        if found:
            space = max(min(1_500, (left - length(blocks)) // parts_left - 200), 0)
            whom = partial(_tail, code=place.code, today=today)
            part = listed(found[:PART_SHOWN], today, whom, state_of, room=space, links=place.links)
            more = and_more(len(found) - part.shown, place.commands.code(f"list {which}{whose}"))
            blocks += paragraphs([f"*{name}: {len(found):,}*", *part.lines, *more])
    for name, waiting in (
        ("Reported complete, to be verified", digest.to_verify),
        ("Another date asked for, to be granted or refused", digest.to_decide),
    ):
        if waiting:
            blocks += paragraphs([f"*{name}: {len(waiting):,}*", refs_in_a_line(waiting)])
    if digest.committee:
        heading = f"*For the committee: {len(digest.committee):,}* late, past the last escalation"
        blocks += paragraphs([heading, refs_in_a_line(digest.committee)])
    if digest.no_update:
        heading = f"*No update since {_paper(digest)}: {len(digest.no_update):,}*"
        blocks += paragraphs([heading, refs_in_a_line(digest.no_update)])
    if digest.no_change:
        heading = f"*No change reported in the last {number(ANSWER_EXCUSES, 'day')}: {len(digest.no_change):,}*"
        blocks += paragraphs([heading, refs_in_a_line(digest.no_change)])
    return blocks


def changes(which: str, found: Sequence[News], place: Place) -> Message:
    """What changed in the days and of the actions that somebody asked for; ``which`` names them."""
    if not found:
        text = f"Nothing changed {inline(which, 300)}."
        return message([text], [section(text)])
    heading = f"What changed {which}: {number(len(found), 'action')}"
    lines = within([_happened(one, place) for one in found[:_CHANGES_SHOWN]], MOST_IN_BLOCKS - 1_000)
    more = and_more(
        len(found) - len(lines), f"{place.commands.code('history REF')} shows what happened to each"
    )
    blocks = [header(heading), *paragraphs([*_came_to(found), *lines, *more])]
    return message(
        [f"{escaped(heading)}.", *(f"Changed: {_in_one_line(one, place.names)}" for one in found[:PART_SHOWN])],
        blocks,
    )


def _came_to(found: Sequence[News]) -> list[str]:
    """Counts of what happened, in a line: "2 updated · 1 verified"; none where nothing of it is counted."""
    kinds = week_counts(change for one in found for change in one.changes)
    line = " · ".join(f"{count:,} {kind.value}" for kind, count in kinds)
    return [line] if line else []


def _tail(action: Action, code: str | None, today: date) -> str:
    """The end of an action's line: whom it is shared with, and that its reminders are snoozed."""
    return " · ".join(filter(None, [shared_with(action, code), snoozed_until(action, today)]))


def _quiet(digest: Digest) -> str:
    """The text of a digest without news: it is sent all the same, so that nobody takes silence for a failure."""
    if not digest.open and not digest.changed:
        return "No action is open, and nothing changed this week."
    if digest.is_quiet:
        return "Nothing changed this week, nothing is overdue, and nothing is due in the next four weeks."
    return "" if digest.changed else "Nothing changed this week."


def _happened(news: News, place: Place) -> str:
    """An action, and beneath it the latest three things that happened to it."""
    heading = f"{linked_ref(news.action, place.links)}  {title(news.action)}"
    return "\n".join([heading, *(f"> {what}" for what in _events(news, place.names))])


def _in_one_line(news: News, names: Mapping[str, str]) -> str:
    return f"action {inline(news.action.ref, 40)}, {'; '.join(_events(news, names))}"


def _events(news: News, names: Mapping[str, str]) -> list[str]:
    """What happened, with who said so: a person, or a paper."""
    latest = news.changes[-3:]
    events = [inline(one.what, 160) + _by(one.by, names) for one in latest]
    earlier = len(news.changes) - len(latest)
    return events + ([f"and {number(earlier, 'earlier change')}"] if earlier else [])


def _by(by: str, names: Mapping[str, str]) -> str:
    """Who said it, where they have a name or a part in the register; mentions nobody. A paper by its own name."""
    if by in names:
        return f" – {inline(names[by], 60)}"
    return "" if is_person(by) else f" (from {inline(by, 60)})"


def _paper(digest: Digest) -> str:
    return f"the paper of {day(digest.last_paper)}" if digest.last_paper else "the register began"
