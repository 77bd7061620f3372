"""What the register holds after what people said in Slack."""

from demo.office import MONITOR, Office
from demo.story import action_card
from register.action import Update
from storage.actions import actions
from storage.database.engine import reading


def updates(office: Office, ref: str = "3") -> tuple[Update, ...]:
    """The updates of an action that are not withdrawn, in the register's order."""
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, ref)
    assert action is not None
    return action.updates


def posted_card(office: Office, channel: str, ref: str) -> str:
    """The ts of an action's card in a channel, once it has been assigned."""
    answer = office.slack.command(MONITOR, "C0LEADS", f"/htst assign {ref}")
    assert answer.ok, answer.error
    office.settle()
    ts: str = action_card(office, channel, ref)["ts"]
    return ts
