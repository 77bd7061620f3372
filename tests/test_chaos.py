"""Processes killed with -9, connections cut, Slack unwell: what was said and queued arrives, and once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.chaos import chaos, hurried, report
from bench.chaos_outcome import chart_outcome
from bench.crash_points import POINTS
from demo.office import MONITOR, OFFICER_IDS, Office


@pytest.mark.xdist_group("chaos")
def test_whatever_dies_every_reply_is_one_update_and_every_notice_one_message(
    database_url: str, tmp_path: Path
) -> None:
    run = chaos(database_url, hurried(seconds=5, notices=40, replies=40, seed=7), tmp_path)
    figures = report(run)
    print(f"\n{figures}")
    found, kills = run.outcome, run.kills
    assert found.is_well, figures
    assert found.one_message + found.listed == found.notices >= 40
    assert found.one_update == 40
    assert found.digests == run.size.channels + 1, (
        "one to each channel and one to the leads, however many clocks"
    )
    assert found.files["once in its thread"] + found.files["listed"] == found.files.total() == 3, figures
    assert kills.killed or kills.died_at, figures
    assert run.faults, figures
    assert kills.restarts == (run.kind == "postgresql"), figures


@pytest.mark.xdist_group("chaos")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_run_finds_what_is_said_twice_when_nobody_looks_before_sending_again(
    database_url: str, tmp_path: Path
) -> None:
    size = hurried(seconds=4, notices=40, replies=0, seed=7)
    blind = replace(size, options=(*size.options, "--blind"), fault_every=0.08, is_deadly=False)
    run = chaos(database_url, blind, tmp_path)
    assert run.outcome.twice, report(run)
    assert not run.outcome.is_well


@pytest.mark.parametrize(
    ("state", "under", "stands_in", "verdict"),
    [
        ("sent", "sent", ["1.0"], "once in its thread"),
        ("sent", "sent", ["1.0", "1.0"], "twice"),
        ("sent", "sent", ["2.0"], "elsewhere"),
        ("sent", "sent", [], "lost"),
        ("dropped", "sent", [], "lost"),
        ("dropped", "failed", [], "listed"),
        ("waiting", "held", [], "listed"),
        ("held", "sent", ["1.0"], "listed"),
        ("waiting", "sent", [], "unfinished"),
    ],
)
def test_each_chart_is_counted_by_where_its_file_stands(
    state: str, under: str, stands_in: list[str], verdict: str
) -> None:
    chart: Any = {"state": state, "opaque": "0123456789", "payload": {"under": "one", "name": "chart"}}
    posts: Any = {"one": {"state": under, "ts": "1.0"}}
    standing = [{"thread_ts": ts, "files": [{"name": "chart-01234567.png"}]} for ts in stands_in]
    assert chart_outcome(chart, posts, [{"text": "else"}, *standing]) == verdict


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_points_at_which_processes_can_be_made_to_die_are_on_their_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: Counter[str] = Counter()

    def counted(name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def outer(*args: Any, **named: Any) -> Any:
            passed[name] += 1
            return inner(*args, **named)

        return outer

    for where, name, _side in {place for points in POINTS.values() for place in points.values()}:
        monkeypatch.setattr(where, name, counted(name, getattr(where, name)))

    def not_passed(kind: str) -> set[str]:
        return {point for point, (_where, name, _side) in POINTS[kind].items() if not passed[name]}

    office.slack.command(MONITOR, "C0LEADS", "/htst assign 3")
    office.settle()
    (card,) = [one for one in office.slack.messages("C0CYPE") if "Action 3" in one["text"]]
    passed.clear()
    office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "The form has gone out.", thread_ts=card["ts"])
    assert not_passed("bot") == set()
    passed.clear()
    office.slack.faults.add("chat.postMessage", "drop_before")
    office.slack.faults.add("chat.postMessage", "429")
    office.slack.move_to(office.slack.now() + timedelta(days=7))  # there are reminders, a digest and a chart
    assert not_passed("clock") == set()
    office.settle()
    assert not_passed("worker") == set()
