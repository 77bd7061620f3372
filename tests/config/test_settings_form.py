"""The form of a register's settings leaves alone what it has no field for."""

from dataclasses import replace
from datetime import time

from config.settings_form import tables_of, with_settings
from tests.every_setting import REGISTER, left_unset


def test_each_setting_is_tried_with_another_value_than_it_has_unset() -> None:
    assert left_unset() == [], "give it another value in tests/every_setting.py"


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing() -> None:
    assert with_settings(REGISTER, tables_of(REGISTER)) == REGISTER


def test_what_is_entered_is_set_and_all_else_of_the_reminders_stays() -> None:
    shown = tables_of(REGISTER)
    tables = shown | {"reminders": shown["reminders"] | {"before": [7], "at": "07:45"}}
    found = with_settings(REGISTER, tables).reminders
    before = REGISTER.reminders
    assert found == replace(before, steps=replace(before.steps, before=(7,)), at=time(7, 45))
