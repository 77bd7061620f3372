"""An administrator shares papers with the bot in a local workspace, and answers what its form asks."""

from typing import Any

from demo.office import MONITOR, Office
from demo.story import shown_text
from playground.definitions import File
from storage.actions import actions, change_chain, change_log
from storage.database.engine import reading

HEAD = "Ref,Activity Defined,Due,Owner,Status\n"
ROWS = (
    "3,Say how parents are heard,03/04/2022,CYPE,Green\n90,Train every planner,05/06/2022,GET,Amber\n"
    "91,Publish the plan,nobody knows,GLD,Amber\n"
)


def share(office: Office, content: str | bytes, name: str = "november.csv", by: str = MONITOR) -> str:
    data = content.encode() if isinstance(content, str) else content
    ts = office.slack.say(by, office.slack.dm(by), "", files=[File(name, data)])
    office.settle()
    return ts


def newest(office: Office, by: str = MONITOR) -> dict[str, Any]:
    return office.slack.messages(office.slack.dm(by))[-1]


def opened(office: Office, button: str, by: str = MONITOR) -> dict[str, Any]:
    assert office.slack.press(by, office.slack.dm(by), newest(office, by)["ts"], button).ok
    view = office.slack.view(by)
    assert view is not None, shown_text(newest(office, by))
    return view


def send(office: Office, values: dict[str, Any], by: str = MONITOR) -> dict[str, str]:
    view = office.slack.view(by)
    assert view is not None
    wrong = office.slack.submit(by, view["id"], {name: {name: value} for name, value in values.items()})
    office.settle()
    return wrong


def offer(office: Office, content: str | bytes, name: str = "november.csv") -> dict[str, Any]:
    """Share a paper with the bot and have it read as at 15 November; the message that shows it."""
    share(office, content, name)
    assert "Shall I read" in newest(office)["text"]
    opened(office, "offer_paper")
    assert send(office, {"as_at": "2022-11-15"}) == {}
    return newest(office)


def known(office: Office) -> tuple[int, list[str]]:
    with reading(office.engine) as tx:
        assert change_chain.broken_at(tx, "kent") is None
        return change_log.count(tx, "kent"), actions.refs(tx, office.register)


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["block_id"]: one for one in view["blocks"] if one["type"] == "input"}
