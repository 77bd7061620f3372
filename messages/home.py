"""The bot's own page: what is yours in each register, what waits for you, and how to use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from messages.absences import away_buttons, own_absence
from messages.cards import post_cards_button
from messages.command_spelling import CommandSpelling, spelling
from messages.home_rows import menu, pager, row
from messages.layout import Block, actions, button, context, divider, header, paragraphs, section
from messages.lines import by_date
from messages.mrkdwn import bold, code, escaped, inline
from messages.rounds import publish_button, round_in_short, value
from messages.waiting import without_answer
from register.absences import Absence
from register.action import Action
from register.committee.meetings import Round
from register.committee.rounds import RoundInShort
from register.home_view import SHOW_MINE, SHOW_OVERDUE, SHOW_SILENT, SHOW_SOON, SHOW_WAITING, Choice, page_size
from register.permissions import Asker, Permission, may
from register.phrases import day, number, when
from register.register import Register
from register.urgency_groups import UrgencyGroup

MOST_HOME_BLOCKS = 100
"""Slack's limit for a home page."""
WAITING_SHOWN = 3
"""How many of the actions waiting for a decision are shown above one's own."""
_NOBODYS = (
    "None of the open actions is yours. Yours are those of a directorate you lead or whose channel you are in, those "
    "you are named for, and those you gave updates to."
)
_EMPTY = {
    SHOW_MINE: f"{_NOBODYS} The menu above shows what else there is.",
    SHOW_WAITING: "Nothing is waiting for you.",
    SHOW_OVERDUE: "Nothing is overdue.",
    SHOW_SOON: "Nothing is due in the next four weeks.",
    SHOW_SILENT: "Every open action has an update.",
}
_NONE = "No action is open."


@dataclass(frozen=True)
class HomePart:
    """What one person sees of one register, as at the register's local day.

    ``choices`` is what can be seen, ``shown`` the value of what is, and ``groups`` what of that is on this page, from
    the ``first``th action on; ``own`` is how many are theirs, by urgency, and ``waiting`` the first that wait for them.
    ``round`` is the round of the next paper while it is under way, with whose rows (``answering``) this person is
    still asked for and what they are to sign off (``signing``); ``meeting`` are the days of the next meeting;
    ``questions`` are Members' questions without an answer, as ``messages.waiting`` takes them, for who looks after it;
    ``absence`` is their own that runs or is the next to come. ``without_card`` are the refs of those of which a card is
    missing where their owners meet, for who may post it.
    """

    register: Register
    person: str
    today: date
    choices: Sequence[Choice]
    own: Sequence[UrgencyGroup] = ()
    shown: str = SHOW_MINE
    first: int = 1
    groups: Sequence[UrgencyGroup] = ()
    waiting: Sequence[Action] = ()
    round: RoundInShort | None = None
    answering: Sequence[str] = ()
    signing: Sequence[str] = ()
    meeting: Round | None = None
    questions: Sequence[tuple[str, date, str]] = ()
    absence: Absence | None = None
    without_card: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether this person may do that to the register."""
        return may(
            Asker(self.person, at=self.register.calendar.midnight(self.today)), permission, self.register
        )

    def total(self, value: str) -> int:
        """How many actions there are to see under that value."""
        return next((one.total for one in self.choices if one.value == value), 0)


def home(
    parts: Sequence[HomePart], known: Sequence[Register], notes: Sequence[Block] = (), alone: str = ""
) -> dict[str, Any]:
    """The bot's own page for one person, one register after the other. ``known`` are all there are.

    ``notes`` say at the top what became of what they did last here; ``alone`` is the slug of the register that they
    chose to see by itself. Of several each shows less; one for which no room is left is a line with its numbers.
    """
    # What is typed in a conversation with the bot may be about any register, not only those shown here.
    example = spelling(parts[0].register if parts else known[0], known) if known else CommandSpelling()
    ending = [divider(), section("\n".join(_how(example)))]
    blocks: list[Block] = [header("Your actions"), *notes]
    if not parts:
        blocks.append(section(_NOBODYS))
    else:
        blocks += _menus(parts, alone)
    seen = [one for one in parts if alone in ("", one.register.slug)]
    for place, part in enumerate(seen, start=1):
        commands = spelling(part.register, known)
        whole = _part(part, commands, page_size(len(seen)), is_alone=len(seen) == 1)
        room = MOST_HOME_BLOCKS - len(blocks) - len(ending) - (len(seen) - place)
        blocks += whole if len(whole) <= room else [section(_in_a_line(part, commands))]
    return {"type": "home", "callback_id": "home", "blocks": [*blocks, *ending]}


def closed_home(why: str) -> dict[str, Any]:
    """The page of somebody who is not let in: why, and nothing else."""
    return {"type": "home", "callback_id": "home", "blocks": [section(escaped(why))]}


def _how(example: CommandSpelling) -> list[str]:
    several = [f"{code('/htst in REGISTER …')}  any of these, in the register you name"]
    return [
        "*How to use me*",
        "Reply in the thread of an action's card, and your words are recorded as an update.",
        f"{example.code('status 10')}  action 10 in full",
        f"{example.code('status')}  the register at a glance",
        f"{example.code('list overdue')} or {example.code('list due 30')}  what needs attention",
        *(several if example.registers else ()),
        f"{code('/htst help')}  everything you can ask",
    ]


def _menus(parts: Sequence[HomePart], alone: str) -> list[Block]:
    """The menus and buttons that are not about a single action; and, for somebody who is away, that they are."""
    first = next((one for one in parts if one.register.slug == alone), parts[0])
    names: Mapping[str, str] = {one.value: f"{one.name}: {one.total:,}" for one in first.choices}
    if not alone and len(parts) > 1:  # the numbers of one register would be wrong for the others
        names = {one.value: one.name for one in first.choices if not one.value.startswith("=")}
    pieces = [menu("home_shown", "Show", names, first.shown if first.shown in names else SHOW_MINE)]
    if len(parts) > 1:
        registers = {"-": "All registers"} | {one.register.slug: one.register.title for one in parts[:99]}
        pieces.append(menu("home_register", "Register", registers, alone or "-"))
    pieces.append(button("New update …", "new_update", first.register.slug, "New update to an action"))
    if (alone or len(parts) == 1) and first.may(Permission.ASSIGN):
        pieces.append(post_cards_button(first.register))
    own = away_buttons(first.register.slug, first.absence, first.today)
    absence = [context(own_absence(first.absence, first.today))] if first.absence else []
    return [*absence, actions(*pieces, *own)]


def _part(part: HomePart, commands: CommandSpelling, most: int, *, is_alone: bool) -> list[Block]:
    """One register's part: its name, the meeting to come, what waits, and what was chosen to be shown."""
    blocks = [context(f"{bold(inline(part.register.title, 200))} · {day(part.today)}{_meeting(part)}")]
    if commands.registers:
        blocks.insert(0, divider())
    if not is_alone and part.may(Permission.ASSIGN):
        blocks.append(actions(post_cards_button(part.register)))
    if part.round:
        blocks += _round(part, part.round, commands)
    if part.questions:
        heading = f"*Members' questions without an answer: {len(part.questions):,}*"
        blocks += [divider(), *paragraphs([heading, *without_answer(part.questions, WAITING_SHOWN)])]
    if part.waiting:
        total = part.total(SHOW_WAITING)
        blocks += [divider(), section(f"*Waiting for you: {number(total, 'action')}*")]
        for action in part.waiting:
            blocks += _row(part, action)
        if total > len(part.waiting):
            blocks.append(context("The menu above shows all of them."))
    total = part.total(part.shown)
    if not total and part.shown == SHOW_WAITING and part.questions:
        return blocks
    if not total:
        return [*blocks, section(_EMPTY.get(part.shown, _NONE))]
    for group in part.groups:
        blocks += _group(part, group)
    if is_alone:
        return blocks + pager(part.first, most, total)
    left = total - most
    return blocks + (
        [context(f"_and {left:,} more:_ choose this register in the menu above")] if left > 0 else []
    )


def _group(part: HomePart, group: UrgencyGroup) -> list[Block]:
    """Actions under what they have in common, with their days; those of no name have nothing, and no days."""
    blocks: list[Block] = [divider()]
    if not group.name:
        return blocks + [each for action in group.first for each in _row(part, action)]
    blocks.append(section(f"*{group.name}: {number(group.total, 'action')}*"))
    for state, gathered in by_date(group.first, part.today):
        blocks.append(context(f"{state.sign} {state.words}"))
        for action in gathered:
            blocks += _row(part, action)
    return blocks


def _row(part: HomePart, action: Action) -> list[Block]:
    lacks_card = action.ref in part.without_card
    return row(part.register, action, part.person, part.today, lacks_card=lacks_card)


def _round(part: HomePart, state: RoundInShort, commands: CommandSpelling) -> list[Block]:
    """The state of the round, and what of it is this person's to do."""
    register, meeting = part.register, state.days.meeting
    buttons = []
    if part.answering:
        carried = value(register, meeting, part.answering)
        buttons.append(button("Answer …", "round", carried, "Answer everything you are asked", "primary"))
    for code_ in part.signing[:5]:
        carried = value(register, meeting, [code_])
        buttons.append(button(f"Sign off {code_}", "sign_off", carried, f"Sign off {code_} for the paper"))
    if part.today >= state.days.cut_off and part.may(Permission.WRITE_PAPER):
        buttons.append(publish_button(register, meeting))
    how = context(f"{commands.code('round')} shows who is asked for what.")
    return [section(round_in_short(state)), *(actions(each) for each in buttons), how]


def _meeting(part: HomePart) -> str:
    if part.meeting is None:
        return ""
    days, on = part.meeting, day(part.meeting.meeting)
    if days.publish_by < part.today:  # the legal deadline has passed, which does not mean that somebody is late
        return f"\nNext meeting: {on}, {when(days.meeting, part.today)}"
    by = f"its paper is published by {bold(day(days.publish_by))}, {when(days.publish_by, part.today)}"
    return f"\nNext meeting: {on}; {by}"


def _in_a_line(page_part: HomePart, commands: CommandSpelling) -> str:
    numbers = [f"{part.name.lower()} {part.total:,}" for part in page_part.own]
    what = f"{number(page_part.total(SHOW_MINE), 'open action')} of yours"
    how = f"{commands.code('mine')} shows them."
    return f"{bold(inline(page_part.register.title, 200))}: {what} ({', '.join(numbers)}). {how}"
