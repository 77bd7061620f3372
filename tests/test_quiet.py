"""Kent's people are left in peace: the figures of docs/quiet.md, measured anew, stay within the limits."""

import shutil
from pathlib import Path

import pytest

from bench.message_counts import LIMITS, SAME, figures, play, table
from config import register_file
from demo.office import SETTINGS
from register.notices.plans import EVERY_SEVEN_DAYS, Steps
from register.phrases import joined
from storage.database.engine import open_database

DOCS = (Path(__file__).parent.parent / "docs" / "quiet.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("answering", [False, True], ids=["nobody answers", "everybody answers on Mondays"])
def test_nobody_gets_more_messages_a_week_than_people_listen_to(
    sqlite_template: Path, tmp_path: Path, answering: bool
) -> None:
    """On one database: that both say the same on a day is tested in tests/jobs."""
    shutil.copy(sqlite_template, tmp_path / "quiet.db")
    engine = open_database(f"sqlite:///{tmp_path}/quiet.db")
    register = register_file.read(SETTINGS)
    sent = play(engine, register, answering=answering)
    engine.dispose()
    found = list(figures(register, sent))
    assert len(found) == 7
    assert table(found) in DOCS  # as they stand there; python -m bench.message_counts prints them anew
    for item in found:
        assert item.a_week <= LIMITS[item.role][answering], item
        assert item.share <= SAME, item
        assert item.repeated == 0, item
    # The round before a meeting has two messages of its own in a channel.
    for item in figures(register, [message for message in sent if message.kind != "round"]):
        if item.role == "channel":
            assert item.most <= LIMITS["channel"][answering], item


def test_the_page_names_the_days_on_which_a_new_register_is_reminded() -> None:
    before, after = (joined(map(str, days)) for days in (Steps().before, Steps().after))
    assert f"{before} days before, {after} days after, then every {Steps().then_every} |" in DOCS
    before, every = joined(map(str, EVERY_SEVEN_DAYS.before)), EVERY_SEVEN_DAYS.then_every
    assert f"{before} days before and every {every} days after" in DOCS
