"""A register's settings come back as they were saved; those saved by an earlier version mean what they meant."""

from sqlalchemy import Engine

from register.notices.plans import EVERY_SEVEN_DAYS, ReminderPlan
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.register_tables import register as table
from tests.every_setting import REGISTER, left_unset


def test_each_setting_that_is_saved_comes_back(engine: Engine) -> None:
    assert left_unset() == []
    with transaction(engine) as tx:
        for register in (Register(REGISTER.slug, "with nothing set"), REGISTER):
            registers.save(tx, register)
            assert registers.find(tx, REGISTER.slug) == register
    assert registers.from_written(REGISTER.slug, registers.written(REGISTER)) == REGISTER


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
