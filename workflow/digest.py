"""The weekly digest: to each directorate its own actions, to the leads all, also when nothing is due.

Under the leads' digest stands a chart of the open actions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

import messages
from register.action import Action
from register.change_sentences import sentence
from register.chart_data import bars
from register.digest import DUE_SOON, Changed, Digest, digest, overdue
from register.register import Register
from storage.actions import actions, change_log, papers, registers
from storage.actions.counting import outlines
from storage.queue.notices import Method, Notice


def post_digest(tx: Connection, register: Register, moment: datetime, since: datetime) -> list[Notice]:
    """The digest of ``moment`` (UTC): what changed after ``since``, what is late, due and unheard of."""
    today = register.today(moment)
    found = outlines(tx, register, today + timedelta(days=DUE_SOON))
    last_paper = papers.last_day(tx, register.slug, today)
    news, days = _news(tx, register, since, moment), (since, today, last_paper)
    said = []
    for directorate in register.directorates:
        own = [one for one in found if directorate.code in one.directorates]
        said += _notices(tx, register, directorate.channel, directorate.code, own, news, days)
    to_leads = _notices(tx, register, register.leads_channel, None, found, news, days)
    return [*said, *to_leads, *(_chart(register, to_leads[0], found, today) if to_leads else ())]


def _notices(
    tx: Connection,
    register: Register,
    channel: str,
    code: str | None,
    found: Sequence[Action],
    news: Sequence[Changed],
    days: tuple[datetime, date, date | None],
) -> list[Notice]:
    if not channel:
        return []
    since, today, last_paper = days
    held = digest(found, news, since, today, last_paper, ZoneInfo(register.timezone))
    meeting = registers.meeting(registers.every(tx), channel)
    parts = messages.digest(_in_full(tx, register, held), register, code, today)
    return [
        Notice(
            register=register.slug,
            key=f"digest:{register.slug}:{code or 'leads'}:{today}:{number}",
            kind="digest",
            to=channel,
            refs=_named(held),
            payload=messages.naming(part, register.slug, meeting).arguments,
        )
        for number, part in enumerate(parts, start=1)
    ]


def _named(held: Digest) -> tuple[str, ...]:
    """The refs of all that the digest speaks of: a reply under it can be about any of them."""
    changed = (one.action for one in held.changed)
    return tuple(dict.fromkeys(one.ref for one in (*held.overdue, *held.due_soon, *changed, *held.no_update)))


def _in_full(tx: Connection, register: Register, held: Digest) -> Digest:
    """The digest with the actions that are shown in words as they stand in full, in place of their outlines."""
    most = messages.PART_SHOWN
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
        "title": f"Open actions on {today.day} {today:%B} {today.year}",
        "lines": [f"{still_open:,} open, {late:,} overdue", register.title],
        "groups": bars(found, register, today),
    }
    yield Notice(register.slug, f"chart:{under.key}", "chart", under.to, Method.ATTACH, payload=numbers)


def _news(tx: Connection, register: Register, since: datetime, moment: datetime) -> list[Changed]:
    rows = change_log.between(tx, register.slug, since, moment)
    updates = change_log.fold(rows)["updates"]  # as edited since
    told = []
    for row in rows:
        after = row["after"]
        if row["kind"] == "update":
            after = {"update": updates[after["update"]["id"]]}
            if after["update"].get("withdrawn"):
                continue  # said and unsaid: not news
        said = sentence(row["kind"], row["before"], after)
        if said:
            # What was so before but told to us only now, as by a paper handed in late, is this week's news.
            known_from = row["at"] if row["at"] > since else row["recorded_at"]
            told.append(Changed(row["ref"], known_from, said, row["by"]))
    return told
