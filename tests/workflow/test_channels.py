"""A channel with a new id: the settings follow it, and their change stands in the register's chain."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from register.people import SLACK
from register.register import Register
from storage.actions import change_chain, registers, settings_log
from storage.database.engine import reading, transaction
from workflow.channels import follow_channel
from workflow.context import Context

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)


def test_all_settings_that_name_a_channel_follow_it_and_the_chain_says_so(
    engine: Engine, kent: Register
) -> None:
    with transaction(engine) as tx:
        registers.save(tx, replace(kent, meetings=replace(kent.meetings, reports_to=("C0CYPE", "U0MONITOR"))))
    follow_channel(Context(engine, lambda: NOW), "event:1", "C0CYPE", "C0SHARED", NOW)
    with reading(engine) as tx:
        after = registers.find(tx, "kent")
        mark = settings_log.settings_changed(tx, "kent")
        assert change_chain.broken_at(tx, "kent") is None
    assert after.channels == kent.channels - {"C0CYPE"} | {"C0SHARED"}
    assert after.meetings.reports_to == ("C0SHARED", "U0MONITOR")
    assert mark is not None
    assert (mark.by, mark.at) == (SLACK, NOW)


def test_a_channel_that_no_register_speaks_in_changes_no_settings(engine: Engine, kent: Register) -> None:
    follow_channel(Context(engine, lambda: NOW), "event:1", "C0OTHER", "C0SHARED", NOW)
    with reading(engine) as tx:
        assert registers.find(tx, "kent") == kent
        assert settings_log.settings_changed(tx, "kent") is None
