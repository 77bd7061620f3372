"""Who is reminded of what on a day: one message for each recipient, and as few of them as possible.

With ``[reminders] once_a_week`` a recipient is reminded on the day of a week's first step of all that falls due by
its Sunday; only the day before a date has a message of its own. On the day of the digest a channel is asked in
the digest, also what would be its first step on the next working day. Without it each step is sent on its own day.

A directorate that has answered since it was last reminded of something is not asked again at the next step, but at
the first step past the date it is. Where everything that a channel would be asked has an answer, that waits for the
digest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from register.absences import Absences, mention, person_or_deputy
from register.action import Milestone, expand_owners
from register.life import Life
from register.notices.batches import Batch, BatchKind, DueItem, Mark, Occasion, OwnersAnswer, Pending, Reminded
from register.notices.reminders import ReminderAudience, Step, next_day, steps_between
from register.refs import ref_key
from register.register import Register

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class RecipientPart:
    """One of the reasons why a recipient is reminded of actions: as a directorate's channel, as its lead, as an admin.

    ``code`` is the directorate (None: any), ``key`` tells this part from every other of the register. ``person`` is
    whom it is meant for, empty for a channel.
    """

    key: str
    audience: ReminderAudience
    code: str | None
    person: str = ""


@dataclass(frozen=True)
class Recipient:
    """A channel or a person, with all the reasons why they are reminded of actions."""

    kind: BatchKind
    to: str
    parts: tuple[RecipientPart, ...]


@dataclass(frozen=True)
class _Entry:
    """A milestone for one part of a recipient: the steps that it has not been reminded of yet."""

    number: int
    part: RecipientPart
    pending: Pending
    steps: tuple[Step, ...]

    def due(self, today: date, until: date | None = None) -> Step | None:
        """The last of the steps that are due today, or ``until`` a day soon after where they may be sent today; those
        before it need no longer be sent.
        """
        found = (
            step
            for step in reversed(self.steps)
            if step.sent_on <= today
            or (until and step.sent_on <= until and not has_its_own_day(step, self.pending.milestone, today))
        )
        return next(found, None)


def recipients(register: Register, away: Absences | None = None) -> tuple[Recipient, ...]:
    """Everybody who is reminded of actions: channels first, then leads, then admins, in the register's order.

    Directorates that share a channel or a lead are one recipient, as is somebody who is both lead and admin.
    Those that are not set are left out. Of people who are ``away`` it is their deputies, of leads without one the
    admins; where nobody is there, ``to`` is empty: it waits until somebody is back.
    """
    away = away or {}
    found: dict[tuple[BatchKind, str], list[RecipientPart]] = {}

    def add(kind: BatchKind, to: str, part: RecipientPart) -> None:
        found.setdefault((kind, to), []).append(part)

    for directorate in register.directorates:
        if directorate.channel:
            add(
                "reminder",
                directorate.channel,
                RecipientPart(directorate.code, ReminderAudience.CHANNEL, directorate.code),
            )
    admins = tuple(dict.fromkeys(filter(None, (person_or_deputy(admin, away) for admin in register.admins))))
    for directorate in register.directorates:
        part = RecipientPart(
            f"lead {directorate.code}", ReminderAudience.LEAD, directorate.code, directorate.lead
        )
        deputy = person_or_deputy(directorate.lead, away)
        for to in (deputy,) if deputy else (admins or ("",)) if directorate.lead else ():
            add("escalation", to, part)
    for admin in dict.fromkeys(register.admins):
        reachable = person_or_deputy(admin, away)
        if reachable or not admins:
            add("escalation", reachable, RecipientPart(f"admin {admin}", ReminderAudience.ADMIN, None, admin))
    return tuple(Recipient(kind, to, tuple(parts)) for (kind, to), parts in found.items())


def last_day_asked(register: Register, occasion: Occasion) -> date | None:
    """The last day whose steps may be asked about on an occasion on which none is due: of a digest the next working day
    in its week, so that no reminder comes so soon after it; of a round, which asks about the actions in any case, the
    last of the week. None: only what is due that day leads to a message.
    """
    if occasion.is_round:
        return horizon(register, occasion.today)
    if occasion.is_digest:
        return min(register.calendar.next_working_day(occasion.today), horizon(register, occasion.today))
    return None


def has_its_own_day(step: Step, milestone: Milestone, today: date) -> bool:
    """Whether a step of a later day is sent on that day, not with this week's: the day before a date has a message of
    its own, and nobody is asked before a date what is to be asked after it.
    """
    return step.is_eve or (step.days > 0 and milestone.deadline is not None and milestone.deadline >= today)


def horizon(register: Register, today: date) -> date:
    """The last day whose steps may be sent today: the Sunday of the week, or today itself."""
    return today + timedelta(days=6 - today.weekday()) if register.reminders.once_a_week else today


def remind(
    pending: Sequence[Pending], register: Register, occasion: Occasion
) -> tuple[tuple[Batch, ...], list[Reminded]]:
    """The messages to everybody on an occasion, and the state of each milestone afterwards, in the order given."""
    entries = _entries(pending, register, occasion)
    marks: list[dict[str, Mark]] = [dict(one.marks) for one in pending]
    found = []
    for recipient, every in entries:
        theirs = [entry for entry in every if _is_asked_now(recipient, entry, occasion)]
        if not recipient.to or not theirs:
            continue
        items, through = _message_for(recipient, theirs, register, occasion)
        for entry, day in through:
            marks[entry.number][entry.part.key] = Mark(day, occasion.now)
        if items:
            found.append(_batch(recipient, items, register, occasion.away))
    undelivered = {
        entry.number
        for _recipient, theirs in entries
        for entry in theirs
        if (step := entry.due(occasion.today)) and not _is_dealt_with(marks[entry.number], entry, step)
    }
    after = []
    for number, due in enumerate(pending):
        base = due.through if number in undelivered else max(due.through, occasion.today)
        after.append(Reminded(base, marks[number], next_day(due.milestone, due.action, register, base)))
    return tuple(found), after


def _batch(
    recipient: Recipient, items: Sequence[tuple[_Entry, DueItem]], register: Register, away: Absences
) -> Batch:
    """The message with these items; of the directorates that it is for, none where it is for any."""
    codes = {entry.part.code for entry, _item in items}
    places = _in_place_of(recipient, [entry for entry, _item in items])
    return Batch(
        recipient.kind,
        recipient.to,
        () if None in codes else expand_owners(filter(None, codes), register.positions),
        in_order((item for _entry, item in items), register),
        places,
        tuple(one for one in places if one in away and away[one].has_left),
    )


def _is_asked_now(recipient: Recipient, entry: _Entry, occasion: Occasion) -> bool:
    """Whether this is the occasion on which a recipient is asked about something: in a day's request of a round or that
    of the next working day, else in its digest, else in a reminder.
    """
    if recipient.kind == "reminder":
        ref = entry.pending.action.ref
        if any((part.code, ref) in occasion.rounds for part in recipient.parts):
            return occasion.is_round
        if any((part.code, ref) in occasion.rounds_next for part in recipient.parts):
            step = entry.due(occasion.today)
            if step is None or not step.is_eve:
                return False
        if recipient.to in occasion.digests:
            return occasion.is_digest
    return not (occasion.is_round or occasion.is_digest)


def _in_place_of(recipient: Recipient, entries: Iterable[_Entry]) -> tuple[str, ...]:
    """Those for whom the parts of a message are meant, and who are not its recipient: they are away."""
    people = (entry.part.person for entry in entries)
    return tuple(dict.fromkeys(person for person in people if person not in ("", recipient.to)))


def _entries(
    pending: Sequence[Pending], register: Register, occasion: Occasion
) -> list[tuple[Recipient, list[_Entry]]]:
    """For each recipient the milestones that concern them and have a step they have not been reminded of."""
    today = occasion.today
    until = horizon(register, today)
    steps = [steps_between(one.milestone, one.action, register, one.through, until, today) for one in pending]
    of_code: dict[str | None, list[int]] = {None: list(range(len(pending)))}
    for number, due in enumerate(pending):
        for code in due.action.directorates:
            of_code.setdefault(code, []).append(number)
    found = []
    for recipient in recipients(register, occasion.away):
        concerning = ((part, number) for part in recipient.parts for number in of_code.get(part.code, ()))
        entries = (
            _Entry(number, part, pending[number], _not_reminded(part, pending[number], steps[number]))
            for part, number in concerning
        )
        theirs = [entry for entry in entries if entry.steps]
        if theirs:
            found.append((recipient, theirs))
    return found


def _not_reminded(part: RecipientPart, pending: Pending, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps of a milestone that a part of a recipient has not been reminded of yet."""
    mark = pending.marks.get(part.key)
    return tuple(
        step
        for step in steps
        if step.audience is part.audience and (mark is None or step.sent_on > mark.through)
    )


def _message_for(
    recipient: Recipient, entries: Sequence[_Entry], register: Register, occasion: Occasion
) -> tuple[list[tuple[_Entry, DueItem]], list[tuple[_Entry, date]]]:
    """The items of one recipient's message, and the day up to which it covers the steps of each milestone."""
    until = last_day_asked(register, occasion)
    due = [(entry, step) for entry in entries if (step := entry.due(occasion.today, until))]
    is_excused = [_is_excused(entry, step, register, occasion) for entry, step in due]
    entries_to_ask = [entry for (entry, _step), excused in zip(due, is_excused, strict=True) if not excused]
    can_wait = register.reminders.once_a_week and recipient.kind == "reminder" and until is None
    if not entries_to_ask or (can_wait and all(_answer(entry, register, occasion) for entry in entries_to_ask)):
        spared = [entry for (entry, _step), excused in zip(due, is_excused, strict=True) if excused]
        return [], [(entry, occasion.today) for entry in spared]
    items, through = [], []
    for entry in entries:
        last_step, day = _ahead(entry, register, occasion.today)
        if last_step is None:
            continue
        through.append((entry, day))
        if not _is_excused(entry, last_step, register, occasion):
            items.append((entry, _item(entry, last_step, register, occasion)))
    return items, through


def _item(entry: _Entry, step: Step, register: Register, occasion: Occasion) -> DueItem:
    action, code = entry.pending.action, entry.part.code
    directorate = register.directorate(code) if code else None
    called = directorate and mention(
        action.life.officers.get(directorate.code, ""), directorate.lead, occasion.away
    )
    answer = _answer(entry, register, occasion)
    asks_why = _asks_why(entry, register, occasion)
    return DueItem(action, entry.pending.milestone, step, answer, (called,) if called else (), asks_why)


def _asks_why(entry: _Entry, register: Register, occasion: Occasion) -> bool:
    """Whether a channel is reminded for the first time since it missed a date, and nobody has said why."""
    mark, deadline = entry.pending.marks.get(entry.part.key), entry.pending.milestone.deadline
    if entry.part.audience is not ReminderAudience.CHANNEL or deadline is None or deadline >= occasion.today:
        return False
    if entry.pending.milestone.is_review:
        return False
    was_asked = mark is not None and register.today(mark.at) > deadline
    life = entry.pending.action.life
    return not (was_asked or life.is_explained(deadline) or _was_complete_then(life, deadline, register))


def _was_complete_then(life: Life, deadline: date, register: Register) -> bool:
    """Whether an action that is open again was reported complete in time, and sent back only after its date."""
    if life.sent_back is None or not life.evidence:
        return False
    return register.today(life.evidence[-1].at) <= deadline < register.today(life.sent_back.at)


def _ahead(entry: _Entry, register: Register, today: date) -> tuple[Step | None, date]:
    """The last of the steps that can be sent today, and the day up to which it leaves nothing to send.

    The day before a date has a message of its own; and nobody is asked before a date what is to be asked after it.
    """
    deadline = entry.pending.milestone.deadline
    assert deadline is not None  # noqa: S101 - it has steps
    own = [
        step.sent_on
        for step in entry.steps
        if step.sent_on > today and has_its_own_day(step, entry.pending.milestone, today)
    ]
    through = min([horizon(register, today), *(day - DAY for day in own)])
    return next((step for step in reversed(entry.steps) if step.sent_on <= through), None), through


def _is_excused(entry: _Entry, step: Step, register: Register, occasion: Occasion) -> bool:
    """Whether a channel need not be asked: its directorate has answered since it was last asked.

    It is asked all the same at the first step past the date.
    """
    mark, deadline = entry.pending.marks.get(entry.part.key), entry.pending.milestone.deadline
    if (
        step.audience is not ReminderAudience.CHANNEL
        or mark is None
        or _answer(entry, register, occasion) is None
    ):
        return False
    return step.days <= 0 or deadline is None or register.today(mark.at) > deadline


def _answer(entry: _Entry, register: Register, occasion: Occasion) -> OwnersAnswer | None:
    """The last answer of the directorate (for an admin: of anybody) since the part was last reminded, if any.

    For a part that was never reminded of it, answers of the last week count. For a lead or an admin and a date that has
    passed, all answers since that date count. What was said before the action was sent back or opened again does not.
    """
    mark, deadline = entry.pending.marks.get(entry.part.key), entry.pending.milestone.deadline
    since = mark.at if mark else occasion.now - WEEK
    if entry.part.audience is not ReminderAudience.CHANNEL and deadline is not None:
        since = min(since, register.calendar.day_end(deadline))
    back = entry.pending.action.life.sent_back
    answers = [
        answer
        for answer in entry.pending.answers
        if answer.at > since
        and (back is None or answer.at >= back.at)
        and (entry.part.code is None or entry.part.code in answer.codes)
    ]
    return answers[-1] if answers else None


def _is_dealt_with(marks: Mapping[str, Mark], entry: _Entry, step: Step) -> bool:
    mark = marks.get(entry.part.key)
    return mark is not None and mark.through >= step.sent_on


def in_order(items: Iterable[DueItem], register: Register) -> tuple[DueItem, ...]:
    """Each milestone of an action once, by its latest step; high priorities first, then by deadline and ref."""
    latest_items: dict[tuple[str, Milestone], DueItem] = {}
    for item in items:
        key = (item.action.ref, item.milestone)
        twin = latest_items.get(key)
        latest = item if twin is None or twin.step.days < item.step.days else twin
        called = (*(twin.mentions if twin else ()), *item.mentions)
        asks_why = item.asks_why or bool(twin and twin.asks_why)
        latest_items[key] = replace(latest, mentions=tuple(dict.fromkeys(called)), asks_why=asks_why)
    return tuple(
        sorted(
            latest_items.values(),
            key=lambda item: (
                not register.reminders.is_high(item.action.more),
                item.milestone.deadline or date.max,
                ref_key(item.action.ref),
                item.milestone.label,
            ),
        )
    )
