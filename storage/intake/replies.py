"""Which version of a reply is the latest we know of: Slack gives its events in no order."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, tuple_

from storage.database.engine import insert_or_nothing
from storage.database.tables import reply


def is_latest(tx: Connection, channel: str, ts: str, at: datetime) -> bool:
    """Note that a reply (by channel and ts) was said, edited or deleted at a moment (UTC).

    False when something later has been noted: then this changes nothing any more. True at most once for each
    moment. Until the transaction ends, others that speak of the same reply wait here.
    """
    made = insert_or_nothing(tx, reply).values(channel=channel, ts=ts, at=at)
    newer = made.on_conflict_do_update(
        index_elements=["channel", "ts"], set_={"at": made.excluded.at}, where=reply.c.at < made.excluded.at
    )
    return tx.execute(newer.returning(reply.c.at)).first() is not None


def forget(tx: Connection, before: datetime) -> int:
    """Drop what is noted of replies whose latest version is older than a moment (UTC); how many.

    The updates that they became stay. One that is being dealt with just now is left for the next time: waiting
    for whoever has it, and who may wait for the register that tidying holds, would have no end.
    """
    old = select(reply.c.channel, reply.c.ts).where(reply.c.at < before).with_for_update(skip_locked=True)
    return tx.execute(delete(reply).where(tuple_(reply.c.channel, reply.c.ts).in_(old))).rowcount
