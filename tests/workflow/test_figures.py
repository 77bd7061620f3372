"""Slack's own tables and charts, where the workspace takes them; what everybody gets, where it does not."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from jobs.block_support import find_blocks
from slack_api.client import SlackClient
from storage.database.engine import reading
from storage.intake import workspaces

AMY = OFFICER_IDS["CYPE"]
MONDAY = datetime(2022, 11, 21, 10, tzinfo=UTC)


def client(office: Office) -> SlackClient:
    return SlackClient(office.slack.bot_token, office.slack.api_url)


@pytest.fixture
def modern(office: Office) -> Office:
    """The office in a workspace that takes tables and charts, as a bot finds out when it starts."""
    find_blocks(office.engine, client(office))
    with reading(office.engine) as tx:
        assert workspaces.takes(tx) == {"data_table", "data_visualization"}
    return office


def of_kind(blocks: Any, kind: str) -> list[dict[str, Any]]:
    return [block for block in blocks if block["type"] == kind]


def test_a_list_is_a_table_whose_columns_put_refs_and_days_in_order(modern: Office) -> None:
    answer = modern.slack.command(AMY, "C0CYPE", "/htst list")
    (table,) = of_kind(answer.blocks, "data_table")
    head, *rows = table["rows"]
    assert [cell["text"] for cell in head] == ["Action", "What is asked", "Owner", "Due", "State", "Progress"]
    assert len(rows) == 40
    assert table["caption"] == "All actions: 44, 1 to 40"
    first = next(row for row in rows if row[0]["text"] == "3")
    assert (first[0]["value"], first[3]["value"], first[3]["text"]) == (3, 20221130, "30 November 2022")
    assert "`/htst list from 41` shows the next" in str(answer.blocks)
    rest = modern.slack.command(AMY, "C0CYPE", "/htst list from 41").blocks
    left = {row[0]["text"] for row in of_kind(rest, "data_table")[0]["rows"][1:]}
    assert left == {str(n) for n in range(1, 45)} - {row[0]["text"] for row in rows}


def test_mine_is_a_table_too_and_what_has_nothing_to_show_is_a_sentence(modern: Office) -> None:
    (table,) = of_kind(modern.slack.command(AMY, "C0CYPE", "/htst mine").blocks, "data_table")
    assert len(table["rows"]) == 21
    assert of_kind(modern.slack.command(AMY, "C0CYPE", "/htst list zzz").blocks, "data_table") == []


def test_a_workspace_that_does_not_check_blocks_gets_lists_in_lines(office: Office) -> None:
    office.slack.faults.add("blocks.validate", "unknown_method", times=2)
    find_blocks(office.engine, client(office))
    answer = office.slack.command(AMY, "C0CYPE", "/htst list")
    assert of_kind(answer.blocks, "data_table") == []
    assert re.search(r"• \*\d+\*", str(answer.blocks))


@pytest.mark.parametrize("fault", ["429", "500"])
def test_a_bot_that_starts_while_slack_does_not_say_leaves_it_as_it_was(modern: Office, fault: str) -> None:
    modern.slack.faults.add("blocks.validate", fault, times=2)
    find_blocks(modern.engine, client(modern))
    assert of_kind(modern.slack.command(AMY, "C0CYPE", "/htst list").blocks, "data_table") != []


def test_the_leads_digest_has_its_charts_in_it_and_no_picture(modern: Office) -> None:
    modern.slack.move_to(MONDAY)
    modern.settle()
    (digest,) = [one for one in modern.slack.messages("C0LEADS") if "All directorates" in one["text"]]
    by_progress, by_directorate = of_kind(digest["blocks"], "data_visualization")
    assert by_progress["title"] == "Open actions by progress, 21 November 2022"
    overdue, rest = by_directorate["chart"]["series"]
    assert len(by_directorate["chart"]["axis_config"]["categories"]) == 3
    assert sum(point["value"] for point in rest["data"]) == 64
    assert all(point["value"] == 0 for point in overdue["data"])
    assert len(modern.slack.thread("C0LEADS", digest["ts"])) == 1
    assert of_kind(modern.slack.messages("C0CYPE")[-1]["blocks"], "data_visualization") == []


def test_a_message_that_slack_refuses_for_its_charts_goes_out_without_them(modern: Office) -> None:
    modern.slack.faults.add("chat.postMessage", "invalid_blocks", times=1, channel="C0LEADS")
    modern.slack.move_to(MONDAY)
    modern.settle()
    (digest,) = [one for one in modern.slack.messages("C0LEADS") if "All directorates" in one["text"]]
    assert of_kind(digest["blocks"], "data_visualization") == []
    assert "42 open of 44 actions" in shown_text(digest)
    assert modern.slack.messages(modern.slack.dm(MONITOR)) == []
    with reading(modern.engine) as tx:
        assert workspaces.takes(tx) == frozenset()
