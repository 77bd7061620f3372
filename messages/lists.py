"""Lists of actions that somebody asked for, and what is said when there is none."""

from collections.abc import Sequence
from datetime import date

from messages.command_spelling import CommandSpelling
from messages.layout import (
    MOST_IN_BLOCKS,
    Block,
    Message,
    context,
    cut,
    header,
    length,
    message,
    paragraph,
    paragraphs,
    section,
    update_button,
)
from messages.lines import (
    and_more,
    due_state,
    listed,
    no_change,
    owners,
    owners_in_short,
    progress,
    spoken,
    update_day,
)
from messages.mrkdwn import bold, inline, inline_with_links, person
from messages.tables_and_charts import actions_table
from register.action import Action
from register.lazy_pattern import LazyPattern
from register.phrases import joined, shortened
from register.register import Register

_SEVERAL_ROOM, _SEVERAL_MOST = 6_000, 30
"""Characters and actions of a list in one message; a longer list says how to see the rest."""
_BESIDE_TABLE = 2_300
"""Characters of plain text beside a table of forty actions, whose cells and heading come to some 7,500."""


def listing(
    actions: Sequence[Action],
    today: date,
    title: str,
    first: int,
    total: int,
    command: str,
    commands: CommandSpelling,
) -> Message:
    """A list of actions (one at least), the most urgent first: those given, which begin with the ``first`` (from 1) of
    ``total``.

    ``command`` is what was typed for it; how many are left and what to type for them is at the end.
    """
    heading = f"{title}: {total:,}"
    room = MOST_IN_BLOCKS - length([header(heading)]) - 400
    found = listed(actions, today, _whose_and_how_far, room=room)
    # The actions left out must be the last ones in the order of the whole list.
    while found.shown < len(actions):
        actions = actions[: found.shown]
        found = listed(actions, today, _whose_and_how_far, room=room)
    last = first + len(actions) - 1
    more, ending = _what_is_left(last, total, command, commands)
    part = [context(f"{first:,} to {last:,}, the most urgent first")] if len(actions) < total else []
    blocks = [_headed(heading), *part, *paragraphs(found.lines), *more]
    lines = (spoken(one, due_state(one, today)) for one in actions)
    return message([f"{_naming(heading)}.", *ending, *lines], blocks)


def table(
    actions: Sequence[Action],
    today: date,
    title: str,
    first: int,
    total: int,
    command: str,
    commands: CommandSpelling,
) -> Message:
    """The same as a table that its reader sorts, filters and turns over, where the workspace takes one."""
    heading = f"{title}: {total:,}"
    last = first + len(actions) - 1
    part = f"{heading}, {first:,} to {last:,}" if len(actions) < total else heading
    more, ending = _what_is_left(last, total, command, commands)
    shown = f"The most urgent first; {commands.code('status REF')} shows one in full."
    caption = _SOMEBODY.sub("one person", part)
    blocks = [_headed(heading), actions_table(actions, today, caption), context(shown), *more]
    lines = (spoken(one, due_state(one, today)) for one in actions)
    text = "\n".join([f"{_naming(heading)}.", *ending, *lines])
    return message(cut(text, _BESIDE_TABLE), blocks)


def _headed(heading: str) -> Block:
    """A heading; one that names a person is a line of its own, as Slack shows people in no heading."""
    return section(bold(_naming(heading))) if _SOMEBODY.search(heading) else header(heading)


def _naming(words: str) -> str:
    """What is asked for, as mrkdwn, with people by name."""
    return _SOMEBODY.sub(lambda found: person(found[1]), inline(words, 200))


def _what_is_left(
    last: int, total: int, command: str, commands: CommandSpelling
) -> tuple[list[Block], list[str]]:
    """How many of a list are left after the ``last`` that is shown, and what to type for them: as blocks, and as plain
    text; nothing where all are shown.
    """
    how = f"{commands.code(f'{shortened(command, 150)} from {last + 1}')} shows the next"
    plain = [f"And {total - last:,} more: {how}."] if total > last else []
    return [section(line) for line in and_more(total - last, how)], plain


_SOMEBODY = LazyPattern(r"(?<!\w)@([UW][A-Z0-9]{4,})(?!\w)")
"""A person, as a query names them."""
_COLOURS = {"red": "list overdue", "amber": "list due 28", "green": "list open"}
"""What the coloured circles in messages mean, for committees whose tables have no colours."""


def none_found(
    what: str, words: Sequence[str], others: tuple[int, str], commands: CommandSpelling, near: str
) -> Message:
    """That no action matches what was asked for; ``what`` names it ("Actions overdue").

    ``words`` are the phrases that were looked for, ``others`` how many there are without looking for them and what
    to type to see those; ``near`` is what to type instead, where something like it can be asked for.
    """
    count, command = others
    near = near or next((_COLOURS[one] for one in map(str.lower, words) if one in _COLOURS), "")
    proposal = f" Did you mean {commands.code(near)}?" if near else ""
    if not words:
        return paragraph(
            f"{_naming(what)}: there are none.{proposal} {commands.code('list')} shows every action."
        )
    quoted = joined((f"“{inline(phrase, 80)}”" for phrase in words), "and")
    looked = f"None has {quoted} in its words."
    if not count:
        return paragraph(f"{looked} There are no {_naming(what[:1].lower() + what[1:])} at all.{proposal}")
    found = f"{commands.code(command)} shows {'the one there is' if count == 1 else f'all {count:,}'}"
    return paragraph(
        f"{looked}{proposal} Without looking for {'that' if len(words) == 1 else 'them'}, {found}."
    )


def several(found: Sequence[Action], register: Register, today: date, commands: CommandSpelling) -> Message:
    """Several actions one after the other, each in short: what is asked, where it stands, what was said last."""
    blocks: list[Block] = []
    text: list[str] = []
    room = _SEVERAL_ROOM
    for shown, action in enumerate(found):
        state = due_state(action, today)
        words = f"{state.label}: {state.words}" if state.label else state.words
        lines = [f"*Action {bold(inline(action.ref, 40)).strip('*')}* · {owners(action)} · {progress(action)}"]
        lines += [
            inline_with_links(action.defined, 500) or "(no description given)",
            f"{state.sign} {words}",
        ]
        lines += [
            f"Last update, {update_day(last, register)}, {person(last.by)}: {inline(last.text, 300)}"
            for last in action.updates[-1:]
        ]
        lines += [unchanged] if (unchanged := no_change(action, register)) else []
        block = section("\n".join(lines), update_button(action))
        room -= length([block])
        if (room < 0 and shown) or shown == _SEVERAL_MOST:
            left = " ".join(one.ref for one in found[shown:])
            blocks += map(
                section,
                and_more(
                    len(found) - shown, f"{commands.code(shortened(f'status {left}', 150))} shows the next"
                ),
            )
            break
        blocks.append(block)
        text.append(f"{spoken(action, state)}.")
    return message([f"{len(found)} actions.", *text], blocks)


def _whose_and_how_far(action: Action) -> str:
    printed = action.progress.strip() and not action.status.is_done
    return owners_in_short(action) + (f" · {progress(action)}" if printed else "")
