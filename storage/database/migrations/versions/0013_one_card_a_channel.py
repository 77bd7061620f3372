"""A card belongs to a channel, not to a directorate: those who share a channel share the card."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_CARD = sa.table("card", *map(sa.column, ("id", "action", "directorate", "place", "channel")))
_ACTION = sa.table("action", *map(sa.column, ("id", "register")))
_DIRECTORATE = sa.table("directorate", *map(sa.column, ("register", "code", "channel")))


def upgrade() -> None:
    """A card is for the channel it stands in, else for its directorate's. Of several cards of an action in one
    channel the first stays: a card whose place is no channel's has moved, and is drawn so when its action changes.
    """
    op.add_column("card", sa.Column("place", sa.Text(), nullable=False, server_default=""))
    tx = op.get_bind()
    theirs = sa.and_(
        _DIRECTORATE.c.register == _ACTION.c.register, _DIRECTORATE.c.code == _CARD.c.directorate
    )
    cards = sa.select(_CARD.c.id, _CARD.c.action, _CARD.c.channel, _DIRECTORATE.c.channel.label("setting"))
    cards = cards.select_from(_CARD.join(_ACTION, _ACTION.c.id == _CARD.c.action).outerjoin(_DIRECTORATE, theirs))
    taken: set[tuple[int, str]] = set()
    for row in tx.execute(cards.order_by(_CARD.c.id)).all():
        place = (row.channel or row.setting or "").removeprefix("#")
        if not place or (row.action, place) in taken:
            place = f"{place} {row.id}"
        taken.add((row.action, place))
        tx.execute(_CARD.update().where(_CARD.c.id == row.id).values(place=place))
    with op.batch_alter_table("card") as batch:
        batch.drop_constraint("uq_card_action_directorate", type_="unique")
        batch.drop_column("directorate")
        batch.alter_column("place", server_default=None)
        batch.create_unique_constraint("uq_card_action_place", ["action", "place"])
