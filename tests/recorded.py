"""What the register holds after what people said in Slack."""

from cli.demo import Office
from register.action import Update
from storage import actions
from storage.database import reading


def updates(office: Office, ref: str = "3") -> tuple[Update, ...]:
    """The updates of an action that stand, in the register's order."""
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, ref)
    assert action is not None
    return action.updates
