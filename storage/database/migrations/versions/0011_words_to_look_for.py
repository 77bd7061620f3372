"""Folded words to look for; updates that know their thread, several to one message where it names several actions."""

import sqlalchemy as sa
from alembic import op

from register.words.text_folding import searchable

revision = "0011"
down_revision = "0010"

_ACTION = sa.table("action", *map(sa.column, ("id", "defined", "delivered", "target", "progress", "search")), sa.column("more", sa.JSON()))
_UPDATE = sa.table("update", *map(sa.column, ("id", "text", "search", "thread", "ts")))
_NOTICE = sa.table("notice", sa.column("key"), sa.column("payload", sa.JSON()))


def upgrade() -> None:
    """The words of what there is are folded here; the thread of an update stands in the receipt that went there."""
    op.add_column("action", sa.Column("search", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("update") as batch:
        batch.add_column(sa.Column("thread", sa.Text(), nullable=True))
        batch.add_column(sa.Column("search", sa.Text(), nullable=False, server_default=""))
        batch.drop_constraint("uq_update_channel_ts", type_="unique")
        batch.create_unique_constraint("uq_update_channel_ts_action", ["channel", "ts", "action"])
    tx = op.get_bind()
    for row in tx.execute(sa.select(_ACTION)).mappings().all():
        words = searchable((*(row[name] for name in ("defined", "delivered", "target", "progress")), *row["more"].values()))
        tx.execute(_ACTION.update().where(_ACTION.c.id == row["id"]).values(search=words))
    for row in tx.execute(sa.select(_UPDATE)).mappings().all():
        receipt = sa.select(_NOTICE.c.payload).where(_NOTICE.c.key == f"receipt:{row['id']}")
        said_in = tx.execute(receipt).scalar_one_or_none() if row["ts"] else None
        values = {"search": searchable([row["text"]]), "thread": (said_in or {}).get("thread_ts")}
        tx.execute(_UPDATE.update().where(_UPDATE.c.id == row["id"]).values(**values))
