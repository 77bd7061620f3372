"""An absence has a first day: those known began on the day on which they were told."""

import sqlalchemy as sa
from alembic import op

from storage.database.columns import Id
from storage.database.engine import Moment

revision = "0026"
down_revision = "0025"

_ABSENCE = sa.table("absence", sa.column("id", Id), sa.column("at", Moment()), sa.column("starts", sa.Date()))


def upgrade() -> None:
    """The day of UTC on which each was told: they were never told of one to come."""
    with op.batch_alter_table("absence") as batch:
        batch.add_column(sa.Column("starts", sa.Date()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_ABSENCE.c.id, _ABSENCE.c.at)).all():
        begun = sa.update(_ABSENCE).where(_ABSENCE.c.id == row.id).values(starts=row.at.date())
        connection.execute(begun)
    with op.batch_alter_table("absence") as batch:
        batch.alter_column("starts", existing_type=sa.Date(), nullable=False)
