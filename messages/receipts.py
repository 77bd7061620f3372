"""Receipts that only an update's author sees: that it is recorded and where, how to take it back, or why it is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from messages.command_spelling import CommandSpelling
from messages.layout import Block, Message, actions, button, context, message, section
from messages.life_lines import step_button
from messages.lines import named, named_plainly
from messages.mrkdwn import bold, inline
from register.action import Action
from register.committee.movement import ENDED
from register.lazy_pattern import LazyPattern
from register.next_steps import NextStep
from register.phrases import capitalised, joined
from register.register import Register
from register.words.card_requests import CardRequest
from register.words.mail_ends import MailEnd
from register.words.reply_refs import has_letter_and_figure
from register.words.small_talk import has_file
from register.words.update_hints import Hint, asks_for_time


@dataclass(frozen=True)
class RecordedUpdate:
    """An update that was kept: to which action, and its number.

    ``can_complete``: its words claim that the action is done, and its author may report that. ``hint`` is what would
    make it better; ``words`` what it says.
    """

    action: Action
    update: int
    can_complete: bool = False
    hint: Hint | None = None
    words: str = ""


RECORD_IT = ("record_it", *(f"record_it_{n}" for n in range(1, 10)))
"""The action ids of the buttons that record a reply; in one row each has its own."""
_MORE_TIME = (
    "To ask for another date, press *New date …* on the card, or type `/htst due` with the action, the date and "
    "“because …”."
)
_ADVICE = (
    (
        LazyPattern(
            r"^\W*undo\b|\btake\s+(?:that|it|this)\s+back\b|"
            r"\b(?:ignore|disregard|scrap|forget|delete|remove)\s+(?:that|this|it|above|my|the)\b",
            re.I,
        ),
        "*Not an update* takes an update back, and so does deleting your message; `/htst undo` takes back anything "
        "else.",
    ),
    (
        LazyPattern(r"^\s*(?:/?htst\b|(?:status|history|mine|list)\W*$)", re.I),
        "Commands work in the channel or in a direct message to me: Slack does not allow them in threads.",
    ),
    (
        LazyPattern(r"\b(?:stop|unsubscribe|mute|busy|alone)\b", re.I),
        "*Snooze …* on the card snoozes its reminders, for 14 days at most.",
    ),
    (
        LazyPattern(r"\b(?:on\s+(?:annual\s+)?leave|off\s+sick|out\s+of\s+(?:the\s+)?office|ooo|away)\b", re.I),
        "`/htst away until …` lets me know that you are away, and who stands in.",
    ),
    (
        LazyPattern(r"\b(?:not|isn['’]?t|aren['’]?t)\s+(?:for\s+)?(?:me|mine|us|ours|my|our)\b", re.I),
        "An administrator or its lead can change whose it is: please ask them.",
    ),
    (
        LazyPattern(r"\bwrong\s+(?:thread|card|action|one|place)\b|\b(?:was|is)\s+(?:meant|intended)\b", re.I),
        "To move an update to another action, edit its message so that it begins with that action's number and a "
        "colon.",
    ),
)
"""Help for somebody whose words are no update."""
_NOTHING_WAITS = "There is nothing on it for you to decide now."
_NOT_POSSIBLE = {
    CardRequest.DATE: "It has ended, or another date has already been asked for, or you may not ask for one.",
    CardRequest.OWNER: "An administrator or its lead can change whose it is: please ask them.",
    CardRequest.COMPLETE: "It has been reported complete or has ended, or you may not report that.",
    CardRequest.ACCEPT: _NOTHING_WAITS,
    CardRequest.SEND_BACK: _NOTHING_WAITS,
    CardRequest.REOPEN: "It is open already, or you may not open it again.",
    CardRequest.REST: "They are snoozed already, or somebody is waiting for a decision, or you may not snooze them.",
}
"""What is said to whoever cannot take the step that they ask for."""
_HINTS = {
    Hint.REPEATS: "It says the same as the update before it. If anything has moved since then, or is in the way, "
    "please add a line.",
    Hint.FUTURE: "It says what will be complete: please add what is done so far, and by when if it does not say.",
    Hint.ONGOING: "Members ask how long “ongoing” will last: please add the day it ends or is next reviewed.",
    Hint.MORE_TIME: _MORE_TIME,
    Hint.SHORT: "It is short: a line on what was done, what comes next and by when helps whoever reads the paper.",
}


def saved(updates: Sequence[RecordedUpdate]) -> Message:
    """The answer to a command that recorded updates: to which actions, and how to take them back."""
    return _receipt(f"Saved as an update to {_named(updates)}.", updates, "Take back")


def saved_text(updates: Sequence[RecordedUpdate], chosen: Sequence[str]) -> str:
    """The same as text alone (mrkdwn), for a form in which actions were ``chosen``: that some words went elsewhere is
    said.
    """
    left = [ref for ref in chosen if ref not in (one.action.ref for one in updates)]
    pronoun = "it" if len(updates) == 1 else "them"
    elsewhere = f", as your words name {pronoun}, not to {named(left)}" if left else ""
    return _with_parts(f"Saved as an update to {_named(updates)}{elsewhere}.", updates)


def recorded(updates: Sequence[RecordedUpdate], thread_is_of: str = "") -> Message:
    """The line only the author of a reply sees: that it was kept, and how to take it back.

    ``thread_is_of`` is the ref of the action whose card or reminder the thread hangs from, where it is about one:
    that its words went elsewhere is said.
    """
    elsewhere = ""
    if thread_is_of and thread_is_of not in (one.action.ref for one in updates):
        pronoun = "it" if len(updates) == 1 else "them"
        elsewhere = f", as your words name {pronoun}, not to action {inline(thread_is_of, 40)}"
    what = "an update" if len(updates) == 1 else "an update each"
    return _receipt(f"Recorded as {what} to {_named(updates)}{elsewhere}.", updates, "Not an update")


def with_left_out(shown: Message, left_out: Sequence[MailEnd]) -> Message:
    """What the author of words is told, with a line on what a mail program had put below them and was not kept."""
    line = left_out_line(left_out)
    return message(f"{shown.text} {line}", [*shown.blocks, context(line)]) if line else shown


def left_out_line(left_out: Sequence[MailEnd]) -> str:
    """What a mail program had put below somebody's words and was not kept, as a sentence; "" for nothing."""
    if not left_out:
        return ""
    line = f"I left out {joined(left_out)} below your words."
    if MailEnd.QUOTED in left_out:
        line += " If the update needs what that mail says, add it in your own words."
    return line


def not_recorded(refs: Sequence[str], value: str, words: str) -> Message:
    """The author of thanks, a question or files without words is told that it was not kept, and how it is kept all the
    same: with a button that carries ``value``, empty where the words are too long for one. No ``refs``: it does not say
    of which action.
    """
    what = "This reads as a question" if words.rstrip().endswith("?") else "I see no news in this"
    as_update = f"as an update to {named(refs, 5)}" if refs else "as an update"
    text = f"{what}, so I did not record it {as_update}."
    if has_file(words):
        text = (
            f"A file alone does not say what was done, so I did not record it {as_update}. Edit your message and add "
            "a line on what it shows."
        )
    how = f" {_MORE_TIME}" if asks_for_time(words) else ""
    how += "".join(f" {advice}" for wish, advice in _ADVICE if wish.search(words))
    if not refs:
        text += f" If it is one, begin with its action's number and a colon.{how}"
        return message(text, [section(text)])
    text += how
    if not value:  # its words are longer than a button carries
        text += " If it is one after all, choose *Record as update* in the ⋮ menu of your message."
        return message(text, [section(text)])
    record = button("Record it", RECORD_IT[0], value, f"Record it as an update to {named_plainly(refs, 5)}")
    return message(text, [section(text, record)])


def asks_for(
    request: CardRequest, action: Action, steps: Sequence[NextStep], value: str, words: str
) -> Message:
    """The author of a reply that asks for something to be done with its action (by its ``words``) is shown the steps
    that do it, of those that they may take; and can have it kept all the same, by a button that carries ``value``.
    """
    ref = inline(action.ref, 40)
    how = "Press a button below to do that, or to record it anyway." if steps else _NOT_POSSIBLE[request]
    text = f"This asks for {request}, so I did not record it as an update to action {ref}. {how}"
    record = button("Record it", RECORD_IT[0], value, f"Record it as an update to action {action.ref}")
    return message(
        text, [section(text), actions(*(step_button(action, step, words) for step in steps), record)]
    )


def offer_to_record(refs: Sequence[str], value: str) -> Message:
    """The author of a message about actions that is in none of our threads is asked whether it is an update to them:
    with a button that carries ``value``, empty where it cannot.
    """
    text = f"Is this an update to {named(refs, 5)}? It is not under a card, so I have not recorded it."
    if not value:
        text += " If it is one, choose *Record as update* in the ⋮ menu of your message."
        return message(text, [section(text)])
    record = button("Record it", RECORD_IT[0], value, f"Record it as an update to {named_plainly(refs, 5)}")
    return message(text, [section(text, record)])


def which_action(
    refs: Sequence[str], commands: CommandSpelling, choices: Sequence[tuple[Sequence[str], str]], words: str
) -> Message:
    """What the author of a reply under a notice of several actions, or of none, is asked: which is meant.

    ``choices`` are the refs that a button is about, one or several, and what it carries.
    """
    first = inline(refs[0], 40) if refs else "REF"
    begin = f"Begin with its number, for instance “{first}: …”, reply" if refs else "Reply"
    which = "Which is it? Press its number below, or reply" if choices else begin
    text = (
        f"I did not record “{inline(words, 60)}”, as I cannot tell which action it is about. "
        f"{which} under the action's card, or type {commands.code(f'update {first} …')}."
    )
    if asks_for_time(words):
        text += f" {_MORE_TIME}"
    buttons = [
        button(_choice(chosen, refs), RECORD_IT[n], value, f"{_choice(chosen, refs)}: record it as an update")
        for n, (chosen, value) in enumerate(choices)
    ]
    return message(text, [section(text), *([actions(*buttons)] if buttons else [])])


def _choice(chosen: Sequence[str], refs: Sequence[str]) -> str:
    """The label of the button that records a reply to the ``chosen`` of these refs."""
    return f"All {len(refs)}" if len(chosen) == len(refs) > 1 else capitalised(named_plainly(chosen, 3))


_TOO_LONG_TO_CHOOSE = (
    " Please edit your message: begin it with all the actions that it is about, or say at the end what the number "
    "counts."
)


def which_number(
    unsure: Sequence[str],
    ways: Sequence[tuple[Sequence[str], str]],
    bare: Sequence[str] = (),
    alike: Sequence[str] = (),
) -> Message:
    """What the author of a reply is asked whose numbers may be refs or not. If they are, the ``bare`` ones among them
    have no words of their own, but those for the refs ``alike``, named where the reply says several things. ``ways``
    are the actions that each way to read it is about, and what its button carries.
    """
    is_one = len(unsure) == 1
    numbers = joined(inline(ref, 40) for ref in unsure[:9])
    what = f"{numbers} is an action" if is_one else f"{numbers} are actions"
    else_ = "a count of something" if is_one else "counts of something"
    doubt = f"{what} here or {else_}"
    if all(map(has_letter_and_figure, unsure)):  # "AGS2 training is at 80 of 140"
        doubt = f"your words are an update to {named(unsure, 9)} too, or only mention it"
    text = f"I did not record this yet, as I cannot tell whether {doubt}. "
    text += "Which is it?" if ways else "Please put “#” before each action's number."
    if bare and set(bare) == set(unsure):  # "3 done 14"
        it_is = f"is {numbers} a count of something" if is_one else "are they counts of something"
        if all(map(has_letter_and_figure, bare)):  # "AGS1⏎AGS2: done⏎R12: not yet"
            it_is = "do your words only mention " + ("it" if is_one else "them")
        as_of = f" as of {joined(inline(ref, 40) for ref in alike[:9])}" if alike else ""
        text = f"I did not record this yet: is the same true of {numbers}{as_of}, or {it_is}?"
        text += "" if ways else _TOO_LONG_TO_CHOOSE
    if len(ways) == 1:
        text += " If it is about another action, reply under its card or begin with its number and a colon."
    buttons = [
        button(
            capitalised(named_plainly(refs, 3)),
            RECORD_IT[n],
            value,
            f"{capitalised(named_plainly(refs, 3))}: record it so",
        )
        for n, (refs, value) in enumerate(ways)
    ]
    return message(text, [section(text), *([actions(*buttons)] if buttons else [])])


def only_named(refs: Sequence[str]) -> Message:
    """The author of a reply that names actions and says nothing of them ("wrong thread, that was about HR3") is told
    how an update goes to another action.
    """
    begin = f"“{inline(refs[0], 40)}: …”"
    text = (
        f"This names {named(refs, 5)} and says nothing more, so I recorded nothing. "
        f"To move an update there, edit its message so that it begins {begin}. To add something, write {begin} here."
    )
    return message(text, [section(text)])


def no_such_action(ref: str) -> Message:
    """The author of a reply that names an action which is not there is told that nothing of it was kept."""
    text = (
        f"I did not record this: it names action {inline(ref, 40)}, and there is none. "
        "Please edit your reply, or write it again."
    )
    return message(text, [section(text)])


def of_another_register(ref: str, register: Register, here: tuple[str, str] | None) -> Message:
    """The author of a reply that names an action of another register than its thread's is told how it gets there.

    ``here`` is the action of the thread, where it has one, and what the button carries that records the reply to it.
    """
    command = CommandSpelling((register.slug,)).code(f"update {ref} …")
    text = (
        f"I did not record this: {inline(ref, 40)} is an action of “{inline(register.title, 100)}”, and this thread is "
        f"of another register. Reply under its card, or type {command}."
    )
    if here is None or not here[1]:
        return message(text, [section(text)])
    label = f"Action {here[0]}"
    return message(text, [section(text, button(label, RECORD_IT[0], here[1], f"{label}: record it here"))])


def _receipt(text: str, updates: Sequence[RecordedUpdate], words: str) -> Message:
    refs = [one.action.ref for one in updates]
    numbers = ",".join(str(one.update) for one in updates)
    text = _with_parts(text, updates)
    blocks: list[Block] = [
        section(text, button(words, "not_an_update", numbers, f"{words}: {named_plainly(refs, 5)}"))
    ]
    blocks += [is_it_complete(item.action) for item in updates[:10] if item.can_complete]
    hint = next((_hint_for(item, updates) for item in updates if item.hint), "")
    if hint:
        blocks.append(context(hint))
    return message(" ".join(filter(None, [text, hint])), blocks)


def _hint_for(item: RecordedUpdate, updates: Sequence[RecordedUpdate]) -> str:
    """What the author of several updates is asked to add, with the action that it is about where they differ."""
    assert item.hint is not None  # noqa: S101 - the caller has looked
    is_of_one = len({one.words for one in updates}) > 1
    return (
        f"{capitalised(named([item.action.ref]))}: {hint_words(item.hint)}"
        if is_of_one
        else hint_words(item.hint)
    )


def is_it_complete(action: Action) -> Block:
    """What the author of an update is offered whose words claim that its action is done."""
    claim = f"Your words say that it is done. Is action {inline(action.ref, 40)} complete?"
    value = f"{action.register}:{action.ref}"
    return section(claim, button("Mark complete", "done", value, f"Mark complete: action {action.ref}"))


def _with_parts(text: str, updates: Sequence[RecordedUpdate]) -> str:
    """The text with which of the actions have ended, and where each part of the words went, where they are several."""
    text += _which_have_ended([one.action for one in updates if one.action.status in ENDED])
    if len({one.words for one in updates}) < 2:
        return text
    parts = (f"{bold(inline(one.action.ref, 40))}  {inline(one.words, 150)}" for one in updates[:10])
    return "\n".join([text, *parts])


def _which_have_ended(ended: Sequence[Action]) -> str:
    """A sentence on actions that are closed, superseded or the like; empty where there are none."""
    if not ended:
        return ""
    refs = capitalised(named([one.ref for one in ended]))
    if len(ended) > 1:
        return f" {refs} have ended: nothing more is needed for them."
    return f" {refs} is {inline(ended[0].status.spoken, 60)}: nothing more is needed for it."


def snooze_ended(refs: Sequence[str]) -> str:
    """That reminders of these actions are no longer snoozed."""
    return f"Reminders for {named(refs)} are no longer snoozed."


def hint_words(hint: Hint) -> str:
    """What the author of an update is asked, once and kindly, to add; the update is kept all the same."""
    return _HINTS[hint]


def _named(updates: Sequence[RecordedUpdate]) -> str:
    return named([one.action.ref for one in updates], 20)
