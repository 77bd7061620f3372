"""The outcome of a chaos run: every notice and every reply, compared in the database and in the playground."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, select

from jobs.render import card_as_redrawn
from playground.server import Playground
from storage.actions import change_chain
from storage.database.engine import reading
from storage.database.process_tables import job_run
from storage.database.queue_tables import card, notice
from storage.database.register_tables import update
from storage.queue import cards
from storage.queue.notices import OPEN_STATES, Method, NoticeState

NEEDS_OPERATOR = (NoticeState.FAILED, NoticeState.HELD)


@dataclass(frozen=True)
class ChaosOutcome:
    """Counts of notices (those queued for the run, digests, alerts to the admins) and of replies."""

    notices: int
    one_message: int
    listed: int
    """Listed by ``htst notices`` as needing an operator."""
    twice: tuple[str, ...]
    lost: tuple[str, ...]
    unfinished: int
    replies: int
    one_update: int
    replies_twice: int
    replies_lost: int
    stale_cards: int
    receipts: Counter[str]
    receipts_twice: int
    digests: int
    files: Counter[str]
    """The number of charts by their outcome."""
    chain_broken_at: int | None

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, sent twice or left unfinished."""
        return not (
            self.twice
            or self.lost
            or self.unfinished
            or self.replies_twice
            or self.replies_lost
            or self.stale_cards
            or self.receipts_twice
            or self.files.keys() - {"once in its thread", "listed"}
            or self.chain_broken_at
        )

    def lines(self) -> dict[str, object]:
        """The figures, by their names."""
        receipts = ", ".join(f"{name} {count}" for name, count in sorted(self.receipts.items()))
        files = ", ".join(f"{name} {count}" for name, count in sorted(self.files.items()))
        return {
            "notices": f"{self.notices} ({self.digests} of them digests)",
            "… one message each": self.one_message,
            "… listed for an operator": self.listed,
            "… said twice": f"{len(self.twice)} {' '.join(self.twice[:5])}".strip(),
            "… lost": f"{len(self.lost)} {' '.join(self.lost[:5])}".strip(),
            "… unfinished": self.unfinished,
            "replies": self.replies,
            "… one update each": self.one_update,
            "… recorded twice": self.replies_twice,
            "… not recorded": self.replies_lost,
            "receipts and reactions": receipts,
            "… receipts said twice": self.receipts_twice,
            "charts": f"{self.files.total()} ({files})",
            "cards that do not say how it stands": self.stale_cards,
            "chain of changes": "broken" if self.chain_broken_at else "whole",
        }


def is_all_done(engine: Engine, replies: int) -> bool:
    """Whether the digest has been queued, all replies stored, and no notice is open any more."""
    with reading(engine) as tx:
        query = select(notice.c.method, notice.c.payload).where(notice.c.state.in_(OPEN_STATES))
        held_keys = set(tx.execute(select(notice.c.key).where(notice.c.state == NoticeState.HELD)).scalars())
        # A file waits as long as its message is held for an operator.
        under_way = [row for row in tx.execute(query) if not _waits_for(held_keys, row.method, row.payload)]
        was_run = tx.execute(select(job_run).where(job_run.c.job == "digest")).first()
        update_count = tx.execute(select(func.count()).select_from(update)).scalar_one()
        return bool(was_run) and update_count >= replies and not under_way


def count_outcome(
    engine: Engine, slack: Playground, slug: str, queued: int, replies: int, author: str
) -> ChaosOutcome:
    """Count. A notice's messages are found by the key in their metadata, the run's own by their text too."""
    rows = _read(engine, slug)
    messages = [one for place in list(slack.workspace.conversations) for one in slack.messages(place)]
    copies = _copies(rows.posts, messages)
    expected = [f"Reply {number}." for number in range(replies)]
    ephemeral = _receipts_shown(slack, author)
    posts_by_key = {post["key"]: post for post in rows.posts}
    return ChaosOutcome(
        notices=len(rows.posts),
        one_message=sum(one["state"] == NoticeState.SENT and copies[one["key"]] == 1 for one in rows.posts),
        listed=sum(one["state"] in NEEDS_OPERATOR for one in rows.posts),
        twice=tuple(key for key, count in copies.items() if count > 1),
        lost=_lost(rows.posts, copies, queued),
        unfinished=sum(not _is_over(one["state"]) for one in rows.posts),
        replies=replies,
        one_update=sum(rows.updates[one] == 1 for one in expected),
        replies_twice=sum(rows.updates[one] > 1 for one in expected),
        replies_lost=sum(rows.updates[one] == 0 for one in expected),
        stale_cards=sum(_text(slack, channel, ts) != now["text"] for channel, ts, now in rows.cards),
        receipts=rows.receipts,
        receipts_twice=sum(count > 1 for count in ephemeral.values()),
        digests=sum(one["kind"] == "digest" and not _is_own(one["key"]) for one in rows.posts),
        files=Counter(chart_outcome(one, posts_by_key, messages) for one in rows.charts),
        chain_broken_at=rows.broken_at,
    )


@dataclass(frozen=True)
class _Rows:
    """What the database holds after a run."""

    posts: Sequence[RowMapping]
    charts: Sequence[RowMapping]
    receipts: Counter[str]
    """The number of all other notices, by kind and state."""
    updates: Counter[str]
    """The number of updates by their text."""
    cards: list[tuple[str, str, dict[str, Any]]]
    """Each card's channel and ts, and the message that it should show."""
    broken_at: int | None


def _read(engine: Engine, slug: str) -> _Rows:
    with reading(engine) as tx:
        others = select(notice.c.kind, notice.c.state, func.count()).where(notice.c.method != Method.POST)
        counted = tx.execute(others.group_by(notice.c.kind, notice.c.state))
        return _Rows(
            posts=tx.execute(select(notice).where(notice.c.method == Method.POST)).mappings().all(),
            charts=tx.execute(select(notice).where(notice.c.method == Method.ATTACH)).mappings().all(),
            receipts=Counter({f"{kind} {state}": count for kind, state, count in counted}),
            updates=Counter(tx.execute(select(update.c.text)).scalars()),
            cards=[_card(tx, number) for number in tx.execute(select(card.c.id)).scalars()],
            broken_at=change_chain.broken_at(tx, slug),
        )


def _copies(posts: Sequence[RowMapping], messages: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many messages in Slack each posted notice became, by the notice's key."""
    by_opaque = Counter(
        str(one["metadata"]["event_payload"]["key"])
        for one in messages
        if (one.get("metadata") or {}).get("event_payload")
    )
    by_text = Counter(str(one.get("text")) for one in messages)
    return {
        one["key"]: max(
            by_opaque[one["opaque"]], by_text[str(one["payload"].get("text"))] * _is_own(one["key"])
        )
        for one in posts
    }


def _lost(posts: Sequence[RowMapping], copies: Mapping[str, int], queued: int) -> tuple[str, ...]:
    """The keys of the run's notices that are not in the database, and of finished ones that are not in Slack."""
    absent = {f"chaos:{number}" for number in range(queued)} - copies.keys()
    finished = {one["key"]: _is_over(one["state"]) and one["state"] not in NEEDS_OPERATOR for one in posts}
    return (*absent, *(key for key, count in copies.items() if not count and finished[key]))


def chart_outcome(
    chart: RowMapping, posts: Mapping[str, RowMapping], messages: Sequence[dict[str, Any]]
) -> str:
    """The outcome of a chart; its file is found by its name, which is unique."""
    under, name = posts[chart["payload"]["under"]], f"{chart['payload']['name']}-{chart['opaque'][:8]}.png"
    found = [one for one in messages if name in {file["name"] for file in one.get("files") or ()}]
    if len(found) > 1:
        return "twice"
    if {chart["state"], under["state"]} & set(NEEDS_OPERATOR):
        return "listed"
    if found:
        return "once in its thread" if found[0].get("thread_ts") == under["ts"] else "elsewhere"
    return "lost" if _is_over(chart["state"]) else "unfinished"


def _waits_for(held_keys: set[str], method: str, payload: dict[str, Any]) -> bool:
    return method == Method.ATTACH and payload["under"] in held_keys


def _receipts_shown(slack: Playground, author: str) -> Counter[str]:
    """How often the author was shown the receipt of each update, by the number on the receipt's button."""
    return Counter(
        str(block["accessory"]["value"])
        for one in slack.ephemeral(author)
        for block in one.get("blocks") or ()
        if block.get("accessory")
    )


def _is_own(key: str) -> bool:
    """Whether the run itself queued the notice of that key."""
    return key.startswith("chaos:")


def _is_over(state: str) -> bool:
    return state not in OPEN_STATES


def _card(tx: Connection, number: int) -> tuple[str, str, dict[str, Any]]:
    """A card's channel and ts ("" while it is not posted), and the message as it is rendered now."""
    stored, every = cards.with_siblings(tx, number)
    drawn = card_as_redrawn(tx, stored, every, datetime.now(UTC)) or {"text": ""}
    return stored.channel or "", stored.ts or "", drawn


def _text(slack: Playground, channel: str, ts: str) -> str:
    return next((str(one["text"]) for one in slack.messages(channel) if one["ts"] == ts), "")
