"""Processes killed with -9, connections cut, Slack unwell: what was said and queued arrives, and once."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.chaos import chaos, hurried, report


@pytest.mark.xdist_group("chaos")
def test_whatever_dies_every_reply_is_one_update_and_every_notice_one_message(
    database_url: str, tmp_path: Path
) -> None:
    run = chaos(database_url, hurried(seconds=5, notices=40, replies=40, seed=7), tmp_path)
    figures = report(run)
    print(f"\n{figures}")
    found, toll = run.reckoning, run.toll
    assert found.is_well, figures
    assert found.one_message + found.listed == found.notices >= 40
    assert found.one_update == 40
    assert found.digests == run.size.channels + 1, (
        "one to each channel and one to the leads, however many clocks"
    )
    assert toll.killed or toll.died_at, figures
    assert run.disturbed, figures
    assert toll.restarts == (run.kind == "postgresql"), figures


@pytest.mark.xdist_group("chaos")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_run_finds_what_is_said_twice_when_nobody_looks_before_sending_again(
    database_url: str, tmp_path: Path
) -> None:
    size = hurried(seconds=4, notices=40, replies=0, seed=7)
    blind = replace(size, options=(*size.options, "--blind"), disturb_every=0.08, is_deadly=False)
    run = chaos(database_url, blind, tmp_path)
    assert run.reckoning.twice, report(run)
    assert not run.reckoning.is_well
