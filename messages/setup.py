"""The settings of a register as its administrators see and change them in Slack."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from messages.command_spelling import CommandSpelling
from messages.layout import Block, Message, actions, button, context, message, section
from messages.lines import and_more, named
from messages.mrkdwn import inline, person, recipient
from register.people import SLACK, is_person
from register.phrases import day, joined, number
from register.register import Register

_SHOWN = 30
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def setup_button(register: Register) -> Message:
    """The button that opens the form."""
    text = (
        f"The settings of “{inline(register.title, 150)}”: directorates, their channels and leads, administrators, and "
        "when it reminds. You see what they would do before they are saved."
    )
    return message(
        text, [section(text), actions(button("Settings …", "setup", register.slug, style="primary"))]
    )


def heading(register: Register, last: tuple[str, datetime] | None, refusal: str = "") -> Block:
    """Which register it is, and who changed its settings last; or why they were not saved."""
    if refusal:
        return section(f":warning: {inline(refusal, 1_500)}")
    title = f"*{inline(register.title, 150)}*"
    if last is None:
        return section(title)
    by, at = last
    return section(f"{title}\nLast changed by {_who(by)} on {day(register.today(at))}.")


def changed_meanwhile(before: Register, now: Register, by: str, at: datetime) -> Block:
    """Somebody changed settings after the form was opened: who, and what; and that what was entered is kept."""
    lines = [f"• {line}" for line in _differences(before, now)] or ["• what this form does not show"]
    lead = (
        f":warning: *Settings were changed meanwhile by {_who(by)}*, on {day(now.today(at))}. What you entered is "
        "not saved yet: it is below, with the current settings everywhere else. Check it, and go on. What was changed:"
    )
    return section("\n".join([lead, *lines[:_SHOWN], *and_more(len(lines) - _SHOWN, "they are below")]))


def _differences(before: Register, now: Register) -> list[str]:
    """What the form shows that is not as it was, a line each."""
    was, found = {one.code: one for one in before.directorates}, []
    for directorate in now.directorates:
        code, old = inline(directorate.code, 30), was.get(directorate.code)
        if old is None:
            found.append(f"{code} is new")
            continue
        if old.name != directorate.name:
            found.append(
                f"{code}: its name is “{inline(directorate.name, 80)}” (it was “{inline(old.name, 80)}”)"
            )
        found += _changed(
            f"{code}: channel",
            *(recipient(each) if each else "none" for each in (old.channel, directorate.channel)),
        )
        found += _changed(
            f"{code}: lead", *(person(each) if each else "nobody" for each in (old.lead, directorate.lead))
        )
    found += [f"{inline(code, 30)} is removed" for code in was if code not in now.codes]
    pairs = zip(_plans(before).items(), _plans(now).values(), strict=True)
    return found + [line for (label, old_), new in pairs for line in _changed(label, old_, new)]


def _plans(register: Register) -> dict[str, str]:
    """What else the form shows, by its labels there, as it is read."""
    steps, digest = register.reminders.steps, register.digest
    return {
        "Administrators": joined(map(person, register.admins)),
        "Remind this many days before a date": ", ".join(map(str, sorted(steps.before, reverse=True)))
        or "none",
        "Remind this many days after it": ", ".join(map(str, steps.after)) or "none",
        "And then every (days)": str(steps.then_every),
        "At what time of day": register.reminders.at.isoformat("minutes"),
        "Day of the digest": _WEEKDAYS[digest.weekday],
        "Time of the digest": digest.at.isoformat("minutes"),
    }


def _changed(label: str, was: str, now: str) -> list[str]:
    return [f"{label}: {now} (it was {was})"] if was != now else []


def _who(by: str) -> str:
    """Who changed settings: a person, Slack, whose channel has a new id, or the shell."""
    if is_person(by):
        return person(by)
    return SLACK if by == SLACK else "the settings file"


class Effect(Protocol):
    """The effect of settings, in numbers of messages by person or channel.

    In the days to come with the settings as they are (``now``) and as they would be (``then``), and in those just past
    (``sent``, ``past``); ``cards`` are those that saving posts at once.
    """

    @property
    def now(self) -> Mapping[str, int]: ...
    @property
    def then(self) -> Mapping[str, int]: ...
    @property
    def cards(self) -> Mapping[str, int]: ...
    @property
    def sent(self) -> Mapping[str, int]: ...
    @property
    def past(self) -> Mapping[str, int]: ...


def effect(before: Register, after: Register, found: Effect) -> list[Block]:
    """The effect of settings in the coming seven days if nobody answers, beside that of the present ones; and what they
    would have come to in the seven days past.
    """
    now, then = found.now, found.then
    people = [one for one in then if is_person(one)]
    rooms = [one for one in then if not is_person(one)]
    total = f"{number(sum(then.values()), 'message')} in the next seven days, if nobody answers"
    readers = [number(len(rooms), "channel")] if rooms else []
    readers += [number(len(people), "person", "people")] if people else []
    whom = f"to {joined(readers or ['nobody'])}"
    changed = {one for one in {*now, *then} if now.get(one, 0) != then.get(one, 0)}
    order = sorted({*now, *then}, key=lambda one: (one not in changed, -then.get(one, 0), one))
    lines = [f"{recipient(one)}: {then.get(one, 0)}{_was(one, now, then)}" for one in order[:_SHOWN]]
    came = sorted(set(after.codes) - set(before.codes))
    new = [f"New: {', '.join(inline(code, 30) for code in came)}."] if came else []
    return [
        section(f"*{total}*, {whom}; with the present settings, {sum(now.values())}."),
        section(_looking_back(after, found)),
        *(
            [section("\n".join([*lines, *and_more(len(order) - _SHOWN, "they stay as they are")]))]
            if lines
            else []
        ),
        *([section(_posted(found.cards))] if found.cards else []),
        *map(context, [*new, "Nothing is saved yet."]),
    ]


def _looking_back(after: Register, found: Effect) -> str:
    """How many people would have had how many messages in the past week, in channels and in direct messages."""
    members = {one for d in after.directorates if found.past.get(d.channel) for one in d.members}
    recipients = members | {one for one in found.past if is_person(one)}
    total = number(sum(found.past.values()), "message")
    who = (
        f"these {len(recipients)} people would have had {total}"
        if recipients
        else f"there would have been {total}"
    )
    most = max(found.past.values(), default=0)
    each = f", none more than {most} in one place" if most else ""
    return f"In the *past seven days* {who} with these settings{each}; there were {sum(found.sent.values())}."


def left_alone(refs: Sequence[str], commands: CommandSpelling, *, is_saved: bool) -> str:
    """That these actions have no directorate any more, and how each is given to one."""
    owns = "owns" if is_saved else "would own"
    them = "it" if len(refs) == 1 else "them"
    return (
        f":warning: No directorate {owns} {named(refs, 12)}, and nobody is reminded of {them}. "
        f"{commands.code(f'assign {refs[0]} to CODE')} gives {'it' if len(refs) == 1 else 'the first'} to another; "
        f"{commands.code('list no owner')} shows them."
    )


def lacks(register: Register) -> list[str]:
    """What does not work with settings that leave a directorate without a channel or a lead."""
    found = []
    for directorate in register.directorates:
        code = inline(directorate.code, 30)
        if not directorate.channel:
            found.append(f"{code} has no channel: its cards, reminders and digest are not posted anywhere.")
        if not directorate.lead:
            found.append(
                f"{code} has no lead: only administrators are told what is late, and they alone are asked to verify, "
                "to grant dates and to sign off for it."
            )
    return found


def _posted(cards: Mapping[str, int]) -> str:
    places = [f"{many} in {recipient(to)}" for to, many in sorted(cards.items())]
    return f"Saving posts {number(sum(cards.values()), 'card')} at once: {joined(places)}."


def _was(to: str, now: Mapping[str, int], then: Mapping[str, int]) -> str:
    return f" (now {now.get(to, 0)})" if now.get(to, 0) != then.get(to, 0) else ""
