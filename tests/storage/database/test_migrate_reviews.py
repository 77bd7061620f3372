"""The next reviews that were set before they were dates of their own are once the database is upgraded."""

import json
from datetime import date

from sqlalchemy import Engine, MetaData, Table, insert, select, text

from storage.database.engine import reading, transaction
from storage.database.migrate import migrate
from storage.database.tables import metadata
from tests.storage.database.test_schema import AT, empty, fill

__all__ = ["empty"]


def test_the_review_of_an_ongoing_action_is_one_of_its_dates_once_it_came_forward(empty: Engine) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0031")
    then = MetaData()
    with transaction(empty) as tx:
        action, milestone = (Table(name, then, autoload_with=tx) for name in ("action", "milestone"))
        life = json.dumps({"review_on": "2023-03-31"})
        tx.execute(text("UPDATE action SET status = 'ongoing', urgency = '0 9', life = :life"), {"life": life})
        promised = {"action": 1, "position": 0, "label": "", "printed": "Ongoing"}
        tx.execute(insert(milestone).values(promised | {"reminded_through": AT.date()}))
    migrate(empty)
    milestone, action = metadata.tables["milestone"], metadata.tables["action"]
    with reading(empty) as tx:
        rows = tx.execute(select(milestone).order_by(milestone.c.position)).mappings().all()
        assert [(one["position"], one["is_review"], one["deadline"]) for one in rows] == [
            (0, False, None),
            (1, True, date(2023, 3, 31)),
        ]
        # From there on the next run finds when people are reminded of it.
        assert rows[1]["reminded_through"] == rows[1]["next_reminder"] == AT.date()
        assert tx.execute(select(action.c.urgency)).scalar_one() == "0 2023-03-31"
