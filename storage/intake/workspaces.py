"""The workspace that the bot is installed in."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update

from storage.database.engine import upsert
from storage.database.slack_tables import workspace


def save(tx: Connection, team: str, url: str) -> None:
    """Keep the address (https://…/) of the workspace with that id, as Slack gives it, in place of any other."""
    tx.execute(delete(workspace).where(workspace.c.team != team))
    upsert(tx, workspace, {"team": team}, {"url": url})


def address(tx: Connection) -> str:
    """The workspace's address, ending with a slash; empty when no bot has been there yet."""
    return tx.execute(select(workspace.c.url)).scalar_one_or_none() or ""


def save_blocks(tx: Connection, blocks: Iterable[str]) -> None:
    """Keep which of Slack's newer blocks (by type) the workspace takes."""
    tx.execute(update(workspace).values(blocks=sorted(blocks)))


def takes(tx: Connection) -> frozenset[str]:
    """Which of Slack's newer blocks (by type) the workspace takes; none while nobody has found out."""
    return frozenset(tx.execute(select(workspace.c.blocks)).scalar_one_or_none() or ())
