"""What became of every notice and every reply of a chaos run, asked of the database and of Slack's own side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, func, select

from jobs.render import card as draw
from playground.server import Playground
from storage.actions import change_log
from storage.database.engine import reading
from storage.database.tables import card, job_run, notice, update
from storage.queue.notices import OPEN, Method, NoticeState

NEEDS_SOMEBODY = (NoticeState.FAILED, NoticeState.HELD)


@dataclass(frozen=True)
class Reckoning:
    """Counts of notices (those queued for the run, digests, words to the admins) and of replies."""

    notices: int
    one_message: int
    listed: int
    """Need an operator, and say so."""
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
    """What became of the charts, by a word for it."""
    chain_broken_at: int | None

    @property
    def is_well(self) -> bool:
        """Nothing lost, nothing said twice, nothing left undone."""
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
        """For people."""
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
    """Whether the digest has been queued, all replies kept, and no notice is on its road any more."""
    with reading(engine) as tx:
        query = select(notice.c.method, notice.c.payload).where(notice.c.state.in_(OPEN))
        held = set(tx.execute(select(notice.c.key).where(notice.c.state == NoticeState.HELD)).scalars())
        # A file waits for as long as nobody has decided about its message.
        under_way = [row for row in tx.execute(query) if not _waits_for(held, row.method, row.payload)]
        was_run = tx.execute(select(job_run).where(job_run.c.job == "digest")).first()
        kept = tx.execute(select(func.count()).select_from(update)).scalar_one()
        return bool(was_run) and kept >= replies and not under_way


def reckon(engine: Engine, slack: Playground, slug: str, queued: int, said: int, author: str) -> Reckoning:
    """Count. A notice's messages are found by the key in their metadata, the run's own by their words too."""
    standing = [one for place in list(slack.workspace.conversations) for one in slack.messages(place)]
    by_key = Counter(
        str(one["metadata"]["event_payload"]["key"])
        for one in standing
        if (one.get("metadata") or {}).get("event_payload")
    )
    by_words = Counter(str(one.get("text")) for one in standing)
    with reading(engine) as tx:
        posts = tx.execute(select(notice).where(notice.c.method == Method.POST)).mappings().all()
        charts = tx.execute(select(notice).where(notice.c.method == Method.ATTACH)).mappings().all()
        others = select(notice.c.kind, notice.c.state, func.count()).where(notice.c.method != Method.POST)
        receipts = {
            f"{kind} {state}": count
            for kind, state, count in tx.execute(others.group_by(notice.c.kind, notice.c.state))
        }
        updates = Counter(tx.execute(select(update.c.text)).scalars())
        drawn = [
            (one["channel"], one["ts"], draw(tx, one["id"], datetime.now(UTC)))
            for one in tx.execute(select(card)).mappings()
        ]
        broken = change_log.broken_at(tx, slug)
    copies = {
        one["key"]: max(by_key[one["opaque"]], by_words[str(one["payload"].get("text"))] * _is_own(one["kind"]))
        for one in posts
    }
    listed = [one for one in posts if one["state"] in NEEDS_SOMEBODY]
    absent = {f"chaos:{number}" for number in range(queued)} - copies.keys()
    is_gone = {one["key"]: _is_over(one["state"]) and one["state"] not in NEEDS_SOMEBODY for one in posts}
    gone = [key for key, count in copies.items() if not count and is_gone[key]]
    expected = [f"Reply {number}." for number in range(said)]
    whispered = _whispered(slack, author)
    return Reckoning(
        notices=len(posts),
        one_message=sum(one["state"] == NoticeState.SENT and copies[one["key"]] == 1 for one in posts),
        listed=len(listed),
        twice=tuple(key for key, count in copies.items() if count > 1),
        lost=(*absent, *gone),
        unfinished=sum(not _is_over(one["state"]) for one in posts),
        replies=said,
        one_update=sum(updates[one] == 1 for one in expected),
        replies_twice=sum(updates[one] > 1 for one in expected),
        replies_lost=sum(updates[one] == 0 for one in expected),
        stale_cards=sum(_says(slack, channel, ts) != now["text"] for channel, ts, now in drawn),
        receipts=Counter(receipts),
        receipts_twice=sum(count > 1 for count in whispered.values()),
        digests=sum(one["kind"] == "digest" for one in posts),
        files=Counter(_filed(one, {post["key"]: post for post in posts}, standing) for one in charts),
        chain_broken_at=broken,
    )


def _filed(chart: RowMapping, posts: Mapping[str, RowMapping], standing: Sequence[dict[str, Any]]) -> str:
    """What became of a chart: its file is looked for by its name, which is unlike any other."""
    under, name = posts[chart["payload"]["under"]], f"{chart['payload']['name']}-{chart['opaque'][:8]}.png"
    found = [one for one in standing if name in {file["name"] for file in one.get("files") or ()}]
    if len(found) > 1:
        return "twice"
    if {chart["state"], under["state"]} & set(NEEDS_SOMEBODY):
        return "listed"
    if found:
        return "once in its thread" if found[0].get("thread_ts") == under["ts"] else "elsewhere"
    return "lost" if _is_over(chart["state"]) else "unfinished"


def _waits_for(held: set[str], method: str, payload: dict[str, Any]) -> bool:
    return method == Method.ATTACH and payload["under"] in held


def _whispered(slack: Playground, author: str) -> Counter[str]:
    """How often the author was told of each update: its number stands on the receipt's button."""
    return Counter(
        str(block["accessory"]["value"])
        for one in slack.ephemeral(author)
        for block in one.get("blocks") or ()
        if block.get("accessory")
    )


def _is_own(kind: str) -> bool:
    return kind == "chaos"


def _is_over(state: str) -> bool:
    return state not in OPEN


def _says(slack: Playground, channel: str, ts: str) -> str:
    return next((str(one["text"]) for one in slack.messages(channel) if one["ts"] == ts), "")
