"""A register's settings come back as they were saved; those saved by an earlier version mean what they meant."""

from dataclasses import replace
from datetime import time

from sqlalchemy import Engine

from register.notices.plans import EVERY_SEVEN_DAYS, ReminderPlan, Steps
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.register_tables import register as table


def test_what_is_saved_comes_back(engine: Engine, kent: Register) -> None:
    plans = (
        ReminderPlan(),
        ReminderPlan(Steps((3,), (), 5), None, 40, time(8), False, Steps((9,), (1, 2), 3), ("red",)),
    )
    for plan in plans:
        for when_due in (True, False):
            register = replace(kent, reminders=plan, cards_when_due=when_due)
            with transaction(engine) as tx:
                registers.save(tx, register)
                assert registers.find(tx, "kent") == register


def test_a_plan_saved_before_there_was_once_a_week_keeps_the_exact_days_it_names(
    engine: Engine, kent: Register
) -> None:
    saved = {"before": [28, 14, 7, 1], "after_every": 7, "lead_after": 14, "admin_after": None, "at": "09:00"}
    with transaction(engine) as tx:
        tx.execute(table.update().values(reminders=saved))
    with reading(engine) as tx:
        found = registers.find(tx, "kent")
    assert found.reminders == ReminderPlan(EVERY_SEVEN_DAYS, admin_after=None, once_a_week=False)


def test_a_register_that_is_made_without_settings_is_reminded_once_a_week(engine: Engine) -> None:
    with transaction(engine) as tx:
        registers.save(tx, Register("new", "new"))
        assert registers.find(tx, "new").reminders == ReminderPlan(once_a_week=True)
