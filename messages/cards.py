"""An action's card in a directorate's channel, and what is said around posting cards and replying to them.

A card stays for weeks and is redrawn when its action changes, not every day. So it says days, not distances:
"due 30 November 2022", "overdue since 30 November 2022".
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Protocol

from messages.command_spelling import CommandSpelling
from messages.layout import (
    Block,
    Message,
    actions,
    button,
    context,
    fields,
    header,
    message,
    paragraph,
    paragraphs,
    section,
)
from messages.life_lines import buttons, evidence_text, life_lines, people_line
from messages.lines import (
    DONE_MARK,
    LATE_MARK,
    and_more,
    codes,
    codes_plainly,
    listed,
    named,
    no_change,
    progress,
    shared_with,
    tally,
    title,
    update_day,
)
from messages.mrkdwn import channel_link, escaped, in_lines, inline, person, quoted
from register.action import Action, Milestone
from register.notices.digest import DUE_SOON, due_soon, overdue
from register.phrases import day, joined, number
from register.register import Register
from register.silence import is_silent

HOW_TO_REPLY = "Reply in this thread to record an update."


class Posted(Protocol):
    """The result of posting cards: new cards in each channel, and the directorates without a channel."""

    @property
    def cards(self) -> Mapping[str, int]:
        """Channel to number of new cards."""

    @property
    def without_channel(self) -> Sequence[str]:
        """Codes of owners that have no channel."""

    @property
    def later(self) -> int:
        """How many actions get their cards when they are first due."""


def card(
    action: Action,
    register: Register,
    here: Sequence[str],
    today: date,
    earlier: Mapping[str, str] = MappingProxyType({}),
) -> Message:
    """An action as it stands, for a channel in which those of its directorates meet.

    ``earlier`` are the addresses of its cards where no owner meets any more, by channel.
    """
    promises = [_promise(one, action, today) for one in action.milestones[:6]]
    facts = [
        ("Target date", "\n".join(promises) or _undated(action)),
        ("Progress", f"{DONE_MARK} {progress(action)}" if action.status.is_done else progress(action)),
        ("Owner" if len(action.directorates) < 2 else "Owners", _jointly(action, here)),
    ]
    blocks = [
        header(f"Action {action.ref}"),
        section(in_lines(action.defined, 1_200) or "(no description given)"),
        fields(facts),
        *_section_of(life_lines(action, register, today)),
        section(_last_update(action, register)),
        *_section_of([evidence_text(action)]),
        actions(*buttons(action, today)),
        context(" · ".join([HOW_TO_REPLY, *_earlier(earlier)])),
    ]
    plain = [
        f"Action {inline(action.ref, 40)}: {title(action, 400)}.",
        f"Target date: {'; '.join(promises) or _undated(action)}.",
        f"Progress: {progress(action)}. Owners: {_jointly(action, here)}.",
        HOW_TO_REPLY,
    ]
    return message((line.replace(f"{LATE_MARK} ", "") for line in plain), blocks)


def gone_card(ref: str) -> Message:
    """What a card says once the import that added its action was undone."""
    text = (
        f"Action {inline(ref, 40)} is not in the register any more: the import of the paper that brought it was "
        "undone. Replies here are not recorded."
    )
    return message([text], [section(text)])


def moved_card(action: Action, register: Register, cards: Mapping[str, str]) -> Message:
    """What a card becomes when its action's owners now meet in another channel.

    ``cards`` are the addresses of its cards by channel (as settings give it), as far as they are known.
    """
    now = [_where(code_, register, cards) for code_ in action.directorates[:8]]
    whose = f"It is now with {joined(now)}." if now else "No directorate owns it now."
    note = "What was said here is kept with the action, and a reply here is still an update to it."
    blocks = [
        header(f"Action {action.ref} has moved"),
        section(f"{title(action, 300)}\n{whose}"),
        context(note),
    ]
    plain = [f"Action {inline(action.ref, 40)} has moved: {title(action, 300)}.", whose, note]
    return message(plain, blocks)


def _where(code_: str, register: Register, cards: Mapping[str, str]) -> str:
    """A directorate, and where its card of an action is."""
    found = register.directorate(code_)
    name = inline(code_, 30)
    if found is None:
        return f"{name}, which is no longer a directorate of the register: nobody is reminded of it"
    if not found.channel:
        return f"{name}, which has no channel"
    address = cards.get(found.channel)
    place = _channel(register, code_)
    return f"<{address}|{name}> in {place}" if address else f"{name} in {place}"


def _earlier(addresses: Mapping[str, str]) -> list[str]:
    links = [
        f"<{address}|its card> in {channel_link(channel)}" for channel, address in list(addresses.items())[:3]
    ]
    return [f"What was said before is under {joined(links)}."] if links else []


def _section_of(lines: Sequence[str]) -> list[Block]:
    filled = [line for line in lines if line]
    return [section("\n".join(filled))] if filled else []


def post_cards_button(register: Register) -> Block:
    """The button that opens the form for posting cards of a register's actions."""
    return button("Post cards …", "post_cards", register.slug, "Post cards of actions in the owners' channels")


def assigned_summary(
    register: Register,
    here: Sequence[str],
    actions: Sequence[Action],
    today: date,
    commands: CommandSpelling,
) -> Message:
    """What is said once in a channel before the cards of those directorates are posted there."""
    late, soon = overdue(actions, today), due_soon(actions, today)
    open_ = sum(not one.status.is_done for one in actions)
    silent = sum(not one.status.is_done and is_silent(one, today, register.calendar.zone) for one in actions)
    numbers = tally(open_, len(actions), len(late), len(soon), silent, DUE_SOON, "yet").phrases
    what = f"{number(len(actions), 'management action')} for {codes_plainly(here)}"
    only = here[0] if len(here) == 1 else None
    whose = inline(register.title, 150) + (f", {inline(register.committee, 100)}" if register.committee else "")
    how = "Each has a card below. To say how one is going, reply in its card's thread or press *Update* on it."
    blocks: list[Block] = [header(what), section(f"{whose}\n{' · '.join(numbers)}\n\n{how}")]
    first = list(dict.fromkeys([*late, *soon]))
    if first:
        start = listed(first, today, lambda action: shared_with(action, only), most=6)
        more = and_more(len(first) - start.shown, commands.code(f"list {' '.join(here)}"))
        blocks += paragraphs(["*Please start with these*", *start.lines, *more])
    return message([f"{escaped(what)}. {whose}.", f"{', '.join(numbers)}.", how.replace("*", "")], blocks)


def assigned(posted: Posted, refs: Sequence[str] | None, more: str = "") -> Message:
    """What the person who asked for cards is told.

    ``refs`` are those they named; None: every open action, and ``more`` which of them ("owned by CYPE").
    """
    counts = _by_channel(posted)
    what = named(refs, 20) if refs else f"every open action{f' ({escaped(more)})' if more else ''}"
    what += " that is due soon" if posted.later else ""
    if counts:
        text = f"Posting cards for {what}: {_where_to(counts)}. {_PACE}"
    elif posted.later:
        text = "There is nothing to post now: every action that is due soon has a card."
    else:
        have = (
            "have a card in each of their channels"
            if len(refs or ()) > 1
            else "has a card in each of its channels"
        )
        text = f"There is nothing to post: {what} already {have}."
    lines = [*([] if posted.without_channel and not counts else [text]), *_left_out(posted)]
    return paragraph("\n".join(lines))


def to_be_posted(planned: Posted | None, *, is_of_all: bool) -> str:
    """What somebody is shown before cards are posted (mrkdwn); None: they are too many to be counted.

    ``is_of_all``: it is about all that are described, not about actions that were named.
    """
    if planned is None:
        return f"A card for each of these actions is posted in each channel that does not have one yet. {_PACE}"
    counts = _by_channel(planned)
    if not counts:
        why = (
            "now"
            if planned.later
            else "there is no such action without a card"
            if is_of_all
            else "all have cards"
        )
        nothing = f"Nothing would be posted{' ' if planned.later else ': '}{why}."
        return "\n".join([*([] if planned.without_channel else [nothing]), *_left_out(planned)])
    summary = " In each channel, a message comes first to say what they are." if is_of_all else ""
    total = f"*{number(sum(counts.values()), 'card')}* would be posted"
    return "\n".join([f"{total}: {_where_to(counts)}. {_PACE}{summary}", *_left_out(planned)])


_PACE = "They arrive at about one a second in each channel."


def _by_channel(posted: Posted) -> dict[str, int]:
    return {channel: count for channel, count in posted.cards.items() if count}


def _where_to(counts: Mapping[str, int]) -> str:
    return joined(f"{count:,} for {channel_link(channel)}" for channel, count in counts.items())


def _left_out(posted: Posted) -> list[str]:
    """What gets its card later, and what cannot have one."""
    lines = []
    if posted.later:
        lines.append(f"The cards for {number(posted.later, 'other action')} follow when those are first due.")
    if posted.without_channel:
        lines.append(
            f"No card could be posted for {codes(posted.without_channel)}: no channel is set. "
            "Set it in the register's settings file."
        )
    return lines


def _promise(milestone: Milestone, action: Action, today: date) -> str:
    """A milestone in words that stay true until something changes."""
    label = f"{inline(milestone.label, 60)}: " if milestone.label else ""
    if milestone.met:
        return f"{label}met on {day(milestone.met)}"
    if milestone.deadline is None:
        return f"{label}{inline(milestone.printed, 80) or 'None given'}"
    if action.status.is_done or milestone.deadline >= today:
        return f"{label}{day(milestone.deadline)}"
    return f"{LATE_MARK} {label}{'overdue' if label else 'Overdue'} since {day(milestone.deadline)}"


def _undated(action: Action) -> str:
    return inline(action.target, 80) or "None given"


def _jointly(action: Action, here: Sequence[str]) -> str:
    """The directorates this card is for, and those they share the action with."""
    others = [one for one in action.directorates if one not in here]
    jointly = f", jointly with {codes(others)}" if others else ""
    people = people_line(action)
    return f"{codes(here)}{jointly}" + (f"\n{people}" if people else "")


def _last_update(action: Action, register: Register) -> str:
    unchanged = no_change(action, register)
    if action.updates:
        last = action.updates[-1]
        lines = [f"*Last update* · {person(last.by)}, {update_day(last, register)}", quoted(last.text, 900)]
    elif action.delivered.strip():
        lines = ["*Delivered so far*", quoted(action.delivered, 900)]
    else:
        lines = ["*Last update*", "" if unchanged else "None yet."]
    return "\n".join(filter(None, [*lines, unchanged]))


def _channel(register: Register, code_: str) -> str:
    found = register.directorate(code_)
    return channel_link((found.channel if found else "") or code_)
