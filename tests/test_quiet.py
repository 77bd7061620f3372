"""Kent's people are left in peace: the figures of docs/quiet.md, measured anew, stay within the limits."""

import shutil
from pathlib import Path

import pytest

from bench.quiet import LIMITS, SAME, figures, play, table
from config import register_file
from demo.office import SETTINGS
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
    assert table(found) in DOCS  # as they stand there; python -m bench.quiet prints them anew
    for item in found:
        assert item.a_week <= LIMITS[item.role][answering], item
        assert item.share <= SAME, item
        assert item.repeated == 0, item
    # The round before a meeting has two messages of its own in a channel.
    for item in figures(register, [message for message in sent if message.kind != "round"]):
        if item.role == "channel":
            assert item.most <= LIMITS["channel"][answering], item
