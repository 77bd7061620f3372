"""A desk whose messages really go out, to the local Slack, by the desk's own clock."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from demo.office import CYPE_LEAD
from demo.story import shown_text
from jobs.deliver import DeliveryTiming, Sender, deliver_next
from jobs.timetable import tick
from playground.server import Playground
from slack_api.client import SlackClient
from tests.desk import Desk

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))


class SendingDesk(Desk):
    """People type, and what is queued for it is really sent, to the local Slack."""

    def __init__(self, engine: Engine, slack: Playground) -> None:
        super().__init__(engine)
        self.slack, self.is_sending = slack, True

    def sends(self) -> None:
        for _turn in range(4 if self.is_sending else 0):
            self.now += timedelta(seconds=2)
            while deliver_next(self.sender()):
                pass

    def sender(self) -> Sender:
        client = SlackClient(self.slack.bot_token, self.slack.api_url)
        return Sender(self.engine, client, lambda: self.now, NO_WAIT)

    def asked_of(self, person: str = CYPE_LEAD) -> list[str]:
        """What somebody finds in their direct messages that asks them to decide, a text for each message."""
        return [
            shown_text(one)
            for one in self.slack.messages(self.slack.dm(person))
            if any(word in shown_text(one) for word in ("reported complete", "Another date", "decided"))
        ]

    def tomorrow(self, days: int = 1) -> None:
        """The reminders of so many days later."""
        local = self.now.date() + timedelta(days=days)
        self.now = datetime(local.year, local.month, local.day, 9, 30, tzinfo=UTC)
        tick(self.engine, self.now, self.now)
        self.sends()


def buttons(slack: Playground, person: str = CYPE_LEAD) -> list[str]:
    """What each button of a person's last message carries, with what it does."""
    last = slack.messages(slack.dm(person))[-1]
    pieces = [one for block in last["blocks"] for one in block.get("elements", ())]
    return [f"{one['action_id']} {one['value']}" for one in pieces if one["type"] == "button"]
