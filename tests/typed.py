"""A test harness without Slack: people type commands, one after the other, about a register in a real database."""

import re
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.commands import answer
from register.action import Action
from register.refused import Refused
from register.register import Register
from storage.actions import actions
from storage.database.engine import reading
from workflow.context import Context, Request


class Keyboard:
    """Carries out typed commands, each a minute after the one before."""

    def __init__(self, engine: Engine, register: Register, start: datetime) -> None:
        self.engine, self.register, self.now = engine, register, start
        self.context = Context(engine, lambda: self.now)

    def request(self, person: str, channel: str = "C0CYPE", source: str = "command") -> Request:
        """A request of a person, a minute after the last."""
        self.now += timedelta(minutes=1)
        return Request(f"request {self.now}", person, channel, self.now, source)

    def types(self, person: str, words: str, channel: str = "C0CYPE", source: str = "command") -> str:
        """The answer to a command as text, with its blocks; or the refusal."""
        try:
            message = answer(self.context, self.request(person, channel, source), words)
        except Refused as refused:
            return str(refused)
        return f"{message.text} {message.blocks}"

    def action(self, ref: str) -> Action:
        """An action as it is now."""
        with reading(self.engine) as tx:
            found = actions.find(tx, self.register, ref)
        assert found is not None
        return found


def suggested(answered: str) -> list[str]:
    """The commands that an answer proposes to type, without /htst."""
    return list(dict.fromkeys(re.findall(r"`/htst ([^`]*)`", answered)))
