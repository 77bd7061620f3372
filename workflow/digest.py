"""The weekly digest: to each directorate its own actions, to the leads all, also when nothing is due.

Under the leads' digest stands a chart of the open actions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from messages import digest as message
from messages.command_spelling import spelling
from register import change_sentences
from register.action import Action
from register.changes import UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.chart_data import bars
from register.digest import DUE_SOON, Changed, Digest, digest, overdue
from register.phrases import day
from register.register import Register
from storage.actions import actions, change_log, papers, registers
from storage.actions.counting import actions_for_counting
from storage.queue.notices import Method, Notice, NoticeKind


@dataclass(frozen=True)
class _Week:
    """What the digests of one moment share."""

    register: Register
    since: datetime
    today: date
    last_paper: date | None
    news: Sequence[Changed]
    known: Sequence[Register]


def post_digest(tx: Connection, register: Register, moment: datetime, since: datetime) -> list[Notice]:
    """The digest of ``moment`` (UTC): what changed after ``since``, what is late, due and unheard of."""
    today = register.today(moment)
    found = actions_for_counting(tx, register, today + timedelta(days=DUE_SOON))
    last_paper = papers.last_day(tx, register.slug, today)
    news = _news(tx, register, since, moment)
    week = _Week(register, since, today, last_paper, news, registers.every(tx))
    notices: list[Notice] = []
    for directorate in register.directorates:
        own = [one for one in found if directorate.code in one.directorates]
        notices += _notices(tx, week, directorate.channel, directorate.code, own)
    to_leads = _notices(tx, week, register.leads_channel, None, found)
    return [*notices, *to_leads, *(_chart(register, to_leads[0], found, today) if to_leads else ())]


def _notices(
    tx: Connection, week: _Week, channel: str, code: str | None, found: Sequence[Action]
) -> list[Notice]:
    if not channel:
        return []
    register = week.register
    held = digest(found, week.news, week.since, week.today, week.last_paper, register.calendar.zone)
    commands = spelling(register, registers.candidates(week.known, channel))
    parts = message.digest(_in_full(tx, register, held), code, week.today, commands)
    return [
        Notice(
            register=register.slug,
            key=f"digest:{register.slug}:{code or 'leads'}:{week.today}:{place}",
            kind=NoticeKind.DIGEST,
            to=channel,
            refs=_named(held),
            payload=part.arguments,
        )
        for place, part in enumerate(parts, start=1)
    ]


def _named(held: Digest) -> tuple[str, ...]:
    """The refs of all that the digest speaks of: a reply under it can be about any of them."""
    changed = (one.action for one in held.changed)
    return tuple(dict.fromkeys(one.ref for one in (*held.overdue, *held.due_soon, *changed, *held.no_update)))


def _in_full(tx: Connection, register: Register, held: Digest) -> Digest:
    """The digest with the actions that are shown in words as they stand in full, in place of their outlines."""
    most = message.PART_SHOWN
    changed = [one.action for one in held.changed[:most]]
    refs = {one.ref for one in (*changed, *held.overdue[:most], *held.due_soon[:most])}
    numbers = actions.ids(tx, register, sorted(refs))
    full = {one.ref: one for one in actions.by_ids(tx, register, list(numbers.values()))}
    return replace(
        held,
        changed=tuple(replace(one, action=full.get(one.action.ref, one.action)) for one in held.changed),
        overdue=tuple(full.get(one.ref, one) for one in held.overdue),
        due_soon=tuple(full.get(one.ref, one) for one in held.due_soon),
    )


def _chart(register: Register, under: Notice, found: Sequence[Action], today: date) -> Iterator[Notice]:
    """The open actions as numbers, to be drawn in the thread of the leads' digest; nothing if none is open."""
    still_open = sum(not action.status.is_done for action in found)
    if not still_open:
        return
    late = len(overdue(found, today))
    numbers = {
        "under": under.key,
        "name": f"open-actions-{today}",
        "title": f"Open actions on {day(today)}",
        "lines": [f"{still_open:,} open, {late:,} overdue", register.title],
        "groups": bars(found, register, today),
    }
    key = f"chart:{under.key}"
    yield Notice(register.slug, key, NoticeKind.CHART, under.to, Method.ATTACH, payload=numbers)


def _news(tx: Connection, register: Register, since: datetime, moment: datetime) -> list[Changed]:
    entries = change_log.between(tx, register.slug, since, moment)
    withdrawn = {one.change.id for one in entries if isinstance(one.change, UpdateWithdrawn)}
    edited = {one.change.id: one.change.text for one in entries if isinstance(one.change, UpdateEdited)}
    news = []
    for entry in entries:
        change = entry.change
        if isinstance(change, UpdateAdded):
            if change.update.id in withdrawn:
                continue  # given and taken back: not news
            text = edited.get(change.update.id, change.update.text)
            change = UpdateAdded(replace(change.update, text=text))
        sentence = change_sentences.sentence(change)
        if sentence:
            # What was so before but was recorded only now, as by a paper handed in late, is this week's news.
            known_from = entry.at if entry.at > since else entry.recorded_at
            news.append(Changed(entry.ref, known_from, sentence, entry.by))
    return news
