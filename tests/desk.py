"""A test harness without Slack: people type commands, press buttons and send forms. It calls the handlers themselves,
with a real database.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from bot.commands import answer
from jobs.render import render
from messages.layout import Message
from register.action import Action, Line
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue import notices
from storage.queue.decision_requests import SHOWN_IN
from tests.readings import paper_of
from workflow.context import Context, Request
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)


class Desk:
    """People type and press, one after the other, a minute apart; queued notices are marked as sent at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now = engine, START
        self.context = Context(engine, lambda: self.now)

    def types(self, person: str, words: str, channel: str = "C0CYPE") -> Message:
        self.now += timedelta(minutes=1)
        found = answer(self.context, Request(str(self.now), person, channel, self.now, "command"), words)
        self.sends()
        return found

    def sends(self) -> None:
        with transaction(self.engine) as tx:
            is_joined = (notice.c.method == "chat.update") & (notice.c.asks != "")
            tx.execute(
                notice.update()
                .where((notice.c.method == "chat.postMessage") | is_joined, notice.c.state == "waiting")
                .values(state="sent", channel="D1", ts="1." + notice.c.key, settled_at=self.now)
            )

    def asked(self, kind: str) -> dict[str, Any]:
        """The row of the last notice whose ``asks`` begins with ``kind``, such as "verify"; empty if there is none."""
        query = select(notice).where(notice.c.asks.startswith(kind)).order_by(notice.c.id.desc())
        with reading(self.engine) as tx:
            return dict(tx.execute(query).mappings().first() or {})

    def last_message(self, person: str) -> str:
        """The text of the last message that was queued for somebody; empty where there is none."""
        query = select(notice.c.payload).where(notice.c.to == person).order_by(notice.c.id.desc())
        with reading(self.engine) as tx:
            return str((tx.execute(query).scalars().first() or {"text": ""})["text"])

    def drawn(self, notice_row: dict[str, Any]) -> dict[str, Any]:
        """The last content with which that message was drawn again; empty where it was not."""
        with reading(self.engine) as tx:
            key = notice_row["payload"].get(SHOWN_IN, notice_row["key"])
            number = tx.execute(select(notice.c.id).where(notice.c.key == key)).scalar_one()
            query = select(notice).where(notice.c.key == f"redraw:notice:{number}")
            row = tx.execute(query).mappings().one_or_none()
            return (render(tx, notices.from_row(row), self.now) if row else None) or {}

    def press(self, person: str, value: str) -> dict[str, Any]:
        """Slack's payload for a press of a button with that ``value``."""
        self.now += timedelta(minutes=1)
        pressed = {"value": value, "action_ts": str(self.now)}
        return {
            "trigger_id": str(self.now),
            "user": {"id": person},
            "channel": {"id": "C0CYPE"},
            "actions": [pressed],
        }

    def submission(
        self, person: str, view: dict[str, Any], /, **entered: str | dict[str, Any]
    ) -> dict[str, Any]:
        """Slack's payload for a form that is sent; each field is a text, or the state of another kind of element."""
        self.now += timedelta(minutes=1)
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        blocks = {block["element"]["action_id"]: block["block_id"] for block in inputs}
        assert entered.keys() <= blocks.keys(), f"the form has only {blocks.keys()}"
        values = {
            blocks[name]: {name: {"value": one} if isinstance(one, str) else one}
            for name, one in entered.items()
        }
        shown = view | {"id": str(self.now), "hash": "1", "state": {"values": values}}
        return {"user": {"id": person}, "view": shown}

    def action(self, ref: str) -> Action:
        with reading(self.engine) as tx:
            found = actions.find(tx, registers.find(tx, "kent"), ref)
        assert found is not None
        return found


def button_of(notice_row: dict[str, Any], action_id: str) -> str:
    """The ``value`` of a button in a notice's message."""
    pieces = [one for block in notice_row["payload"]["blocks"] for one in block.get("elements", ())]
    return str(next(one["value"] for one in pieces if one.get("action_id") == action_id))


def desk_of(engine: Engine, kent: Register, count: int = 2, owners: tuple[str, ...] = ("CYPE",)) -> Desk:
    """A desk with a register of ``count`` actions, each of all these owners."""
    lines = [
        Line(str(ref), f"Promise {ref}", "", "December 2022", owners, "In progress", "")
        for ref in range(1, count + 1)
    ]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Desk(engine)
