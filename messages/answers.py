"""What a person is told when they ask: one action, the whole register, a list, what is theirs, help."""

import html
from collections.abc import Mapping, Sequence
from datetime import date

from messages.cards import post_cards_button
from messages.command_spelling import CommandSpelling
from messages.home_rows import officers
from messages.layout import (
    MOST_BLOCKS,
    MOST_IN_BLOCKS,
    Block,
    Message,
    actions,
    button,
    context,
    fields,
    header,
    length,
    message,
    paragraph,
    paragraphs,
    section,
)
from messages.life_lines import buttons, evidence_text, life_lines, people_line, step_row
from messages.lines import SOON_MARK as SOON_SIGN
from messages.lines import (
    and_more,
    codes,
    counts,
    due_state,
    listed,
    named,
    no_change,
    owners,
    owners_in_short,
    progress,
    spoken,
    tally,
    update_day,
)
from messages.mrkdwn import bold, code, escaped, in_lines, inline, person, quoted
from register.action import Action, Milestone, Update
from register.fields import FIELDS
from register.lazy_pattern import LazyPattern
from register.next_steps import NextStep
from register.notices.digest import DUE_SOON, DirectorateState, Summary
from register.phrases import day, in_one_line, number, when
from register.register import Register
from register.urgency_groups import OVERDUE, SOON, UrgencyGroup
from register.words.text_folding import folded

_UPDATES_SHOWN = 3
_DELIVERED_SHOWN, _DELIVERED_SPOKEN = 1_900, 600
"""Characters of what was delivered, in the blocks of a message and in its text."""
_ABOVE = "see “Delivered so far”"
_SENTENCE_END = LazyPattern(r"(?:(?<=[.!?])\s+|\s*\n\s*)(?![a-z])")
_SHORT_UPDATE = 40
"""Up to so many characters an update is shown in any case: "Booked." may be in what was delivered by chance."""
PROPOSED = "do_proposed"
"""The action id of the button that runs the command which a refusal proposes."""
LIST_PART_SHOWN = 10
"""How many actions of each group of their own somebody is shown at first."""


def of_register(shown: Message, register: Register) -> Message:
    """An answer with a line on the register that it is of: where several meet, the one that a command did not name."""
    line = f"Register: {inline(register.title, 100)}"
    blocks = shown.blocks if len(shown.blocks) == MOST_BLOCKS else [*shown.blocks, context(line)]
    return message(f"{shown.text}\n{line}", blocks)


def plain(text: str) -> Message:
    """A sentence or two in plain words; what is set as `code` stays so."""
    return paragraph(escaped(text))


def receipt_with_undo(text: str, undo: str, commands: CommandSpelling) -> Message:
    """What was recorded, in mrkdwn, with a button to take it back.

    ``undo`` is what the button carries (``undo_value``); empty where it cannot be taken back.
    """
    if not undo:
        return message(text, paragraphs(text.splitlines()))
    take_back = button("Take back", "undo", undo, "Take back what you recorded")
    return message(f"{text} {commands.code('undo')} takes it back.", [section(text, take_back)])


def undo_value(slug: str, name: str) -> str:
    """The value of an undo button: the register, and the name of what it takes back (workflow's ``recorded_by``)."""
    return f"{slug}:{name}"


def refusal(text: str, proposed: str = "") -> Message:
    """Why something was not done, for the person who asked only. Nothing was saved.

    ``proposed`` is a command that the sentence proposes, without its prefix: it gets a button that runs it.
    """
    blocks: list[Block] = [section(f":warning: {escaped(text)}")]
    if proposed:
        blocks.append(actions(button("Yes, do that", PROPOSED, proposed, f"Yes, do that: {proposed}")))
    return message(escaped(text), blocks)


def help_message(verbs: Mapping[str, Sequence[tuple[str, str]]]) -> Message:
    """What can be typed: under each heading (usage, what it does) pairs."""
    groups: list[Block] = []
    spoken_lines: list[str] = []
    for heading, pairs in verbs.items():
        groups += paragraphs([bold(heading), *(f"{code(usage)}  {escaped(what)}" for usage, what in pairs)])
        spoken_lines += [f"{heading}:", *(f"{escaped(usage)}: {escaped(what)}" for usage, what in pairs)]
    also = (
        "To record an update you can also reply in a card's thread, or press *Update* on the card. "
        "A ref can be typed as 10, #10 or Action 10, several as 3, 14 and 16 or as 3-7. Ask for lists in your own "
        "words: what is late in CYPE, due next week, not updated since Monday. You can also write to me, or mention "
        "me in a channel. Only you see the answers."
    )
    blocks = [header("What you can ask me"), *groups, context(also)]
    return message(["What you can ask me", *spoken_lines, also.replace("*", "")], blocks)


def status(
    action: Action,
    register: Register,
    today: date,
    next_reminder: date | None,
    steps: Sequence[NextStep] = (),
) -> Message:
    """Everything about one action.

    ``next_reminder`` is the day of the next, None when there will be none; ``steps`` are what whoever asked may do, in
    the order shown (none given: what a card offers to everybody).
    """
    state = due_state(action, today)
    words = f"{state.label}: {state.words}" if state.label else state.words
    definition = in_lines(action.defined, 1_500) or "(no description given)"
    targets = _targets(action, today)
    reminder = _next_reminder(action, register, today, next_reminder)
    blocks: list[Block] = [
        header(f"Action {action.ref}"),
        section(definition),
        section(f"{state.sign} {bold(words)}"),
        fields(_facts(action, targets, reminder)),
    ]
    life = life_lines(action, register, today)
    if life:
        blocks.append(section("\n".join(life)))
    delivered = quoted(action.delivered, _DELIVERED_SHOWN)
    spoken_of_it = inline(action.delivered, _DELIVERED_SPOKEN)
    if delivered:
        blocks.append(section(f"*Delivered so far*\n{delivered}"))
    blocks.append(section(_updates(action, register, delivered)))
    if evidence := evidence_text(action):
        blocks.append(section(evidence))
    if action.links or action.named_by:
        blocks.append(context(" · ".join(_references(action))))
    blocks.append(actions(*(step_row(action, steps) if steps else buttons(action, today))))
    fallback = [
        f"Action {inline(action.ref, 40)}, {owners(action)}: {words}.",
        f"Asked: {inline(action.defined, 700)}",
        f"Progress: {progress(action)}. Target date: {'; '.join(targets)}. Next reminder: {reminder}.",
        f"Delivered so far: {spoken_of_it}" if spoken_of_it else "",
        no_change(action, register),
        *(
            f"{person(u.by)}, {update_day(u, register)}: {_ABOVE if is_above else inline(u.text, 200)}"
            for u, is_above in _latest(action, spoken_of_it)
        ),
        *life,
        *_references(action),
    ]
    return message(filter(None, fallback), blocks)


def _facts(action: Action, targets: Sequence[str], reminder: str) -> list[tuple[str, str]]:
    more = [(one.in_status, in_one_line(action.more.get(one.name, ""))) for one in FIELDS if one.in_status]
    return [
        ("Owners" if len(action.directorates) > 1 else "Owner", _owners(action)),
        ("Progress", progress(action)),
        ("Target date", "\n".join(targets)),
        ("Next reminder", reminder),
        *((name, inline(words, 300)) for name, words in more if words),
    ]


def _owners(action: Action) -> str:
    people = people_line(action)
    return owners(action) + (f"\n{people}" if people else "")


def state(
    summary: Summary,
    register: Register,
    today: date,
    commands: CommandSpelling,
    *,
    doubtful: int = 0,
    may_post_cards: bool = False,
) -> Message:
    """The register in one look: what is late, what is soon, of how many the owners doubt the date (``doubtful``), who
    has said nothing, by directorate; and for who ``may_post_cards`` the form for that.
    """
    numbers = tally(
        summary.open,
        summary.total,
        summary.overdue,
        summary.due_soon,
        summary.no_update,
        summary.due_within,
        "yet",
    )
    in_doubt = [f"{doubtful:,} with a date that the owners doubt"] if doubtful else []
    signed = [*numbers.signed[:3], *(f"{SOON_SIGN} {words}" for words in in_doubt), *numbers.signed[3:]]
    phrases = [*numbers.phrases[:3], *in_doubt, *numbers.phrases[3:]]
    order = {code_: position for position, code_ in enumerate(register.codes)}
    rows = sorted(summary.by_directorate, key=lambda row: (order.get(row.code, len(order)), row.code))
    shown = [_share(row) for row in rows[:15]] + and_more(len(rows) - 15, "directorates")
    proposals = ["list overdue", f"list due {summary.due_within}", *(["list doubtful"] if doubtful else [])]
    proposals.append("list no update")
    see = " · ".join(commands.code(words) for words in proposals)
    blocks: list[Block] = [
        header(register.title or register.slug),
        section("\n".join(signed)),
        context(
            f"Progress: {counts(summary.counts)}" if summary.counts else "Nothing has been read into it yet."
        ),
        *([section("\n".join(["*By directorate*", *shown]))] if shown else []),
        context(f"As at {day(today)}. See more: {see}"),
        *([actions(post_cards_button(register))] if may_post_cards else []),
    ]
    text = [f"{inline(register.title, 200)}, {day(today)}: {', '.join(phrases)}."]
    text += [f"Progress: {counts(summary.counts)}.", *(_share(row).replace("*", "") for row in rows[:15])]
    return message(text, blocks)


def mine(parts: Sequence[UrgencyGroup], today: date, commands: CommandSpelling, reader: str = "") -> Message:
    """A person's open actions: late ones first, then those due soon, then the rest; each with whoever is named for it,
    as on their home page.
    """
    heading = f"Yours: {number(sum(part.total for part in parts), 'open action')}"
    blocks: list[Block] = [header(heading)]

    def whose(action: Action) -> str:
        return " · ".join([owners_in_short(action), *officers(action, reader)])

    for part in parts:
        shown = listed(part.first, today, whose, most=LIST_PART_SHOWN)
        more = and_more(part.total - shown.shown, see_more(part, commands))
        blocks += paragraphs([f"*{part.name}: {part.total:,}*", *shown.lines, *more])
    text = [f"{heading}. {', '.join(f'{part.name.lower()} {part.total:,}' for part in parts)}."]
    spoken_parts = (spoken(one, due_state(one, today)) for part in parts for one in part.first[:8])
    return message([*text, *spoken_parts], blocks)


def none_is_yours(commands: CommandSpelling) -> Message:
    """The answer to somebody who has no open action."""
    return paragraph(
        "None of the open actions is yours. Yours are those of a directorate you lead or whose channel you ask from, "
        f"and those you gave updates to. {commands.code('list')} shows every action."
    )


def of_registers(parts: Sequence[tuple[Register, Message]], command: str) -> Message:
    """What somebody has in each of several registers: each with the register's title below its heading. For those that
    do not fit, how to see them alone: with ``command``.
    """
    blocks: list[Block] = []
    texts: list[str] = []
    left: list[str] = []
    for register, part in parts:
        title = inline(register.title, 150)
        more = [part.blocks[0], context(title), *part.blocks[1:]]
        is_full = len(blocks) + len(more) >= MOST_BLOCKS or length([*blocks, *more]) > MOST_IN_BLOCKS - 1_000
        if blocks and is_full:
            left.append(register.slug)
        else:
            blocks += more
            texts += [f"{title}:", part.text]
    ways = CommandSpelling(tuple(left[:5])).code(command)
    rest = [section(f"_and {number(len(left), 'more register')}:_ type {ways}")] if left else []
    return message(texts, [*blocks, *rest])


def see_more(part: UrgencyGroup, commands: CommandSpelling) -> str:
    """What to type to see the whole of such a part."""
    whose = f" {part.directorate}" if part.directorate else " mine"
    which = {OVERDUE: " overdue", SOON: f" due {DUE_SOON}"}.get(part.name, "")
    return commands.code(f"list{which}{whose}")


def _targets(action: Action, today: date) -> list[str]:
    """Each milestone's day and the words it was printed in; how far off too, where there are several."""
    several = len(action.milestones) > 1 and not action.status.is_done
    shown = [_target(one, today, distance=several) for one in action.milestones[:6]]
    return shown or [inline(action.target, 80) or "None given"]


def _target(milestone: Milestone, today: date, *, distance: bool) -> str:
    label = f"{inline(milestone.label, 60)}: " if milestone.label else ""
    if milestone.deadline is None:
        return label + (inline(milestone.printed, 80) or "None given")
    words = label + day(milestone.deadline)
    if milestone.met:
        words += f", met on {day(milestone.met)}"
    elif distance:
        words += f", {when(milestone.deadline, today)}"
    if milestone.printed.strip() not in ("", day(milestone.deadline)):
        words += f" (printed “{inline(milestone.printed, 60)}”)"
    if milestone.original and milestone.original != milestone.deadline:
        words += f"; first promised for {day(milestone.original)}"
    return words


def _next_reminder(action: Action, register: Register, today: date, on: date | None) -> str:
    if not (action.status.is_done or set(action.directorates) & set(register.codes)):
        whose = f"{codes(action.directorates)} is not a directorate here"
        return f"None: {whose if action.directorates else 'nobody owns it'}"
    if on:  # with others of the same week it may come sooner
        return f"{'By ' if register.reminders.once_a_week else ''}{day(on)}, {when(on, today)}"
    if action.life.ended:
        return "None: it has ended"
    if action.status.is_done:
        return "None: it is done"
    if not any(one.deadline for one in action.dates):
        return "None: the target date names no day"
    return "None planned"


def _latest(action: Action, shown: str) -> list[tuple[Update, bool]]:
    """The last updates, latest first, each with whether it is left out as a repetition: its sentences stand one after
    another in what was delivered, and in what is ``shown`` of it (mrkdwn).
    """
    latest = reversed(action.updates[-_UPDATES_SHOWN:])
    above = _sentences_within(action.delivered, shown)
    return [(one, len(one.text) > _SHORT_UPDATE and _follow(_sentences(one.text), above)) for one in latest]


def _sentences_within(text: str, shown: str) -> list[str]:
    """The sentences of a text that are whole in its beginning as it is ``shown``, spelt for Slack and cut."""
    seen, until, found = f"{folded(html.unescape(shown))} ", "", []
    for sentence in _sentences(text):
        until += f"{sentence} "
        if not seen.startswith(until):
            break
        found.append(sentence)
    return found


def _sentences(text: str) -> list[str]:
    """The sentences of a text, folded. One begins with a capital letter or a sign behind a line's or sentence's end:
    behind "e.g." and in a line that was wrapped one goes on.
    """
    parts = _SENTENCE_END.split(text)
    return [sentence for part in parts if (sentence := folded(part))]


def _follow(sentences: Sequence[str], among: Sequence[str]) -> bool:
    """Whether these sentences stand one after another among others."""
    length = len(sentences)
    starts = range(len(among) - length + 1)
    return any(list(among[start : start + length]) == list(sentences) for start in starts)


def _updates(action: Action, register: Register, shown: str) -> str:
    unchanged = no_change(action, register)
    if not action.updates:
        return f"*Updates*\n{unchanged or 'None yet.'}"
    lines = ["*Updates*, latest first", *([unchanged] if unchanged else [])]
    for update, is_above in _latest(action, shown):
        who = f"{person(update.by)}, {update_day(update, register)}"
        lines += [f"{who}: {_ABOVE}"] if is_above else [who, quoted(update.text, 600)]
    earlier = len(action.updates) - _UPDATES_SHOWN
    return "\n".join(lines + ([f"and {number(earlier, 'earlier update')}"] if earlier > 0 else []))


def _references(action: Action) -> list[str]:
    ways = (("Refers to", action.links), ("Referred to by", action.named_by))
    return [f"{words} {named(refs)}" for words, refs in ways if refs]


def _share(row: DirectorateState) -> str:
    numbers = [f"{row.open:,} open", f"{row.overdue:,} overdue", f"{row.due_soon:,} due soon"]
    return f"{bold(inline(row.code, 30))}  {' · '.join(numbers)} · {row.no_update:,} with no update"
