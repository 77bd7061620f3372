"""Support for Slack's table and chart blocks: asks whether the workspace takes them, and leaves them out where not."""

import logging

from sqlalchemy import Connection, Engine

from messages.tables_and_charts import SAMPLES, without_figures
from slack_api.client import Permanent, SlackClient, Temporary, Unknown
from storage.database.engine import transaction
from storage.intake import workspaces
from storage.queue import claims
from storage.queue.claims import Claim

NEWER_BLOCKS = tuple(SAMPLES)
"""The types of blocks that not every workspace takes."""

log = logging.getLogger(__name__)


def find_blocks(engine: Engine, slack: SlackClient) -> None:
    """Ask Slack which of its newer blocks the workspace takes, and store it; does nothing where Slack does not say."""
    try:
        supported = [name for name, sample in SAMPLES.items() if not slack.validate("blocks", [sample])]
    except Permanent:  # it does not validate blocks: none of these are used then
        supported = []
    except (Temporary, Unknown) as error:
        log.warning("whether the workspace takes tables and charts was not found out: %s", error)
        return
    with transaction(engine) as tx:
        workspaces.save_blocks(tx, supported)


def leave_out(tx: Connection, claim: Claim, error: str) -> bool:
    """Take tables and charts out of a notice that Slack refused because of its blocks; False: it has none.

    From then on none are made, until a bot asks Slack again.
    """
    blocks = claim.notice.payload.get("blocks", ())
    portable = without_figures(blocks)
    if error != "invalid_blocks" or len(portable) == len(blocks):
        return False
    workspaces.save_blocks(tx, ())
    return claims.save_payload(tx, claim, claim.notice.payload | {"blocks": portable})
