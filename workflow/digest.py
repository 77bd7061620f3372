"""The weekly digest: to each directorate its own actions, to the leads all, also when nothing is due.

Where a register reminds once a week, a channel is asked in it what is due that day. In the thread of the leads'
digest stands a chart of the open actions, when it shows anything new.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from messages import digest as message
from messages.command_spelling import spelling
from messages.layout import Block
from messages.links import permalink
from messages.tables_and_charts import CHART, charts
from register.action import Action
from register.committee.chart_data import bars
from register.notices.batches import Batch, Occasion
from register.notices.digest import DUE_SOON, Changed, Digest, digest, for_committee, overdue
from register.notices.schedule import Run, latest_reminders
from register.phrases import day
from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, papers, published, registers
from storage.actions.counting import actions_for_counting
from storage.actions.tallies import codes_with_actions
from storage.database.engine import allow_thinking
from storage.intake import absences, workspaces
from storage.queue import cards, notices
from storage.queue.notices import OPEN_STATES, Method, Notice, NoticeKind, NoticeState
from workflow.card_links import card_links
from workflow.due_steps import take_due
from workflow.update_requests import asked_later_today, asked_next_day
from workflow.week_news import changes_between, names_of


@dataclass(frozen=True)
class _Week:
    """What the digests of one moment share.

    ``reminders`` are what each channel is reminded of in its digest; ``names`` are people's names, printed so that a
    digest mentions nobody; ``to_verify`` and ``to_decide`` are refs.
    """

    register: Register
    run: Run
    today: date
    last_paper: date | None
    news: Sequence[Changed]
    known: Sequence[Register]
    reminders: Mapping[str, Batch]
    names: Mapping[str, str]
    to_verify: frozenset[str]
    to_decide: frozenset[str]


@dataclass(frozen=True)
class _Shown:
    """The directorates of a channel's digest (none: all), its key, where the chart is, and the Slack charts in it."""

    codes: tuple[str, ...]
    key: str
    where: str
    figures: tuple[Block, ...]


def post_digest(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """The digest of the run's moment: what changed since the last until then; and what is late, due, and without an
    update on the day on which it comes.
    """
    allow_thinking(tx)
    today = register.today(run.now)
    news = changes_between(tx, register, run.since, run.moment)
    last_paper = _last_paper(tx, register, today)
    updated_since = register.calendar.midnight(last_paper) if last_paper else None
    found = actions_for_counting(tx, register, today + timedelta(days=DUE_SOON), updated_since)
    week = _Week(
        register,
        run,
        today,
        last_paper,
        news,
        registers.every(tx),
        _reminders(tx, register, run),
        names_of(register, news),
        _refs(tx, register, Query(today, frozenset({State.TO_VERIFY}))),
        _refs(tx, register, Query(today, frozenset({State.DATE_ASKED}))),
    )
    queued: list[Notice] = []
    for channel, codes in _places(tx, register).items():
        own = [one for one in found if not codes or not set(codes).isdisjoint(one.directorates)]
        key = f"digest:{register.slug}:{'+'.join(codes) or 'leads'}:{register.today(run.moment)}"
        where, chart = "", None
        figures: tuple[Block, ...] = ()
        if channel == register.leads_channel and CHART in workspaces.takes(tx):
            still_open = any(not action.status.is_done for action in found)
            figures = tuple(charts(bars(found, register, today), today)) if still_open else ()
        elif channel == register.leads_channel:
            where, chart = _chart(tx, register, f"{key}:1", found, today)
        queued += _notices(tx, week, channel, _Shown(codes, key, where, figures), own)
        queued += [chart] if chart else []
    return queued


def rehearse_digest(tx: Connection, register: Register, run: Run) -> list[str]:
    """Mark as asked what the digest of the run's moment would ask, without writing it, as that takes long in a large
    register; returns the channels it would go to, once for each message. A long one of several messages counts as one,
    and while anything is open a chart is taken to come with the leads'. Whoever tries settings out rolls it back.
    """
    _reminders(tx, register, run)
    found = list(_places(tx, register))
    if register.leads_channel and CHART not in workspaces.takes(tx):
        is_open = Query(register.today(run.moment), frozenset({State.OPEN}))
        found += [register.leads_channel] if actions.count(tx, register, is_open) else []
    return found


def _refs(tx: Connection, register: Register, which: Query) -> frozenset[str]:
    return frozenset(one.ref for one in actions.matching(tx, register, which))


def _last_paper(tx: Connection, register: Register, today: date) -> date | None:
    """The local day of the last paper: the day it speaks of where it was read, or on which we published it."""
    days = [papers.last_day(tx, register.slug, today)]
    days += [register.today(at) for at in published.moments(tx, register.slug) if register.today(at) <= today]
    return max((day for day in days if day), default=None)


def _reminders(tx: Connection, register: Register, run: Run) -> dict[str, Batch]:
    """What each channel is reminded of in the digest; nothing where reminders are messages of their own.

    A digest that comes on a later day than its own has none: by then the reminders have been sent.
    """
    today = register.today(run.moment)
    is_late = register.today(latest_reminders(register, run.now)) > today
    if is_late or not register.reminders.once_a_week:
        return {}
    away = absences.current(tx, today)
    occasion = Occasion(
        today,
        run.now,
        register.channels,
        is_digest=True,
        away=away,
        rounds=asked_later_today(tx, register, run),
        rounds_next=asked_next_day(tx, register, run),
    )
    batches, _due = take_due(tx, register, occasion)
    return {batch.to: batch for batch in batches}


def _places(tx: Connection, register: Register) -> dict[str, tuple[str, ...]]:
    """The channels that get a digest, the leads' last, each with the directorates it is of (none: all).

    Directorates that share a channel share the digest; one that shares the leads' has theirs. One that owns no action
    has none.
    """
    found: dict[str, tuple[str, ...]] = {}
    owning = codes_with_actions(tx, register)
    for directorate in register.directorates:
        channel = directorate.channel
        if channel and channel != register.leads_channel and directorate.code in owning:
            found[channel] = (*found.get(channel, ()), directorate.code)
    return found | ({register.leads_channel: ()} if register.leads_channel else {})


def _notices(tx: Connection, week: _Week, channel: str, shown: _Shown, own: Sequence[Action]) -> list[Notice]:
    """The digest in one channel."""
    register, codes = week.register, shown.codes
    content = digest(own, week.news, week.run.since, week.today, week.last_paper, register.calendar.zone)
    content = replace(
        content,
        until=register.today(week.run.moment),
        to_verify=tuple(one for one in own if one.ref in week.to_verify),
        to_decide=tuple(one for one in own if one.ref in week.to_decide),
    )
    if not codes:
        content = replace(content, committee=for_committee(own, register.reminders, week.today))
    batch = week.reminders.get(channel)
    midnight = register.calendar.midnight(week.today)
    asked = notices.refs_asked(tx, register.slug, channel, midnight, (NoticeKind.REMINDER, NoticeKind.ROUND))
    above = frozenset(batch.refs) if batch else frozenset[str]()
    shown_refs = {one.ref for one in message.shown_in_words(content, above | asked)}
    numbers = actions.ids(tx, register, sorted({*shown_refs, *above}))
    commands = spelling(register, registers.candidates(week.known, channel))
    links = card_links(tx, cards.of_actions(tx, list(numbers.values()))).seen_from(channel)
    place = message.Place(codes, commands, links, shown.where, shown.figures, week.names, asked)
    full = _in_full(tx, register, content, numbers)
    parts = message.digest(full, place, week.today, register, batch)
    return [
        Notice(
            register=register.slug,
            key=f"{shown.key}:{number}",
            kind=NoticeKind.DIGEST,
            to=channel,
            refs=_named(content, batch),
            payload=part.arguments,
            reminds=batch.refs if batch and number == 1 else (),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _named(content: Digest, batch: Batch | None) -> tuple[str, ...]:
    """The refs of all actions in the digest: a reply under it can be about any of them."""
    changed = (one.action for one in content.changed)
    waiting = (*content.to_verify, *content.to_decide)
    found = (one.ref for one in (*content.overdue, *content.due_soon, *changed, *content.no_update, *waiting))
    return tuple(dict.fromkeys((*(batch.refs if batch else ()), *found)))


def _in_full(tx: Connection, register: Register, content: Digest, numbers: Mapping[str, int]) -> Digest:
    """The digest with the actions that are shown in words as they stand in full, in place of those that only count."""
    full = {one.ref: one for one in actions.by_ids(tx, register, list(numbers.values()))}
    return replace(
        content,
        changed=tuple(replace(one, action=full.get(one.action.ref, one.action)) for one in content.changed),
        overdue=tuple(full.get(one.ref, one) for one in content.overdue),
        due_soon=tuple(full.get(one.ref, one) for one in content.due_soon),
    )


def _chart(
    tx: Connection, register: Register, under: str, found: Sequence[Action], today: date
) -> tuple[str, Notice | None]:
    """A line that says where the chart of the open actions is, and the chart where one is to be drawn.

    It is drawn in the thread of the leads' digest (whose key is ``under``) when it differs from the last one;
    there is none while nothing is open.
    """
    still_open = sum(not action.status.is_done for action in found)
    if not still_open:
        return "", None
    late = len(overdue(found, today))
    shows: dict[str, Any] = {
        "lines": [f"{still_open:,} open, {late:,} overdue", register.title],
        "groups": bars(found, register, today),
    }
    before = notices.latest(tx, register.slug, NoticeKind.CHART, register.leads_channel)
    if before and before[1] in (*OPEN_STATES, NoticeState.SENT) and _shows_the_same(before[0].payload, shows):
        return _where(tx, before[0].payload), None
    numbers = {
        "under": under,
        "day": day(today),
        "name": f"open-actions-{today}",
        "title": f"Open actions on {day(today)}",
    }
    chart = Notice(
        register.slug,
        f"chart:{under}",
        NoticeKind.CHART,
        register.leads_channel,
        Method.ATTACH,
        payload=numbers | shows,
    )
    return "A chart of the open actions is in this message's thread.", chart


def _shows_the_same(payload: Mapping[str, Any], shows: Mapping[str, Any]) -> bool:
    """Whether a chart that was drawn before shows just these numbers."""
    written = json.loads(json.dumps(shows))
    return "day" in payload and all(payload.get(name) == written[name] for name in written)


def _where(tx: Connection, payload: Mapping[str, Any]) -> str:
    """A line that says where the last chart is, which still shows the numbers of today."""
    address = workspaces.address(tx)
    _state, channel, ts = notices.state_and_place(tx, payload["under"])
    of_day = f"the digest of {payload['day']}"
    if address and channel and ts:
        of_day = f"<{permalink(address, channel, ts)}|{of_day}>"
    return f"The chart of the open actions is as it was: it is in the thread of {of_day}."
