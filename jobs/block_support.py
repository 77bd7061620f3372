"""Slack's own tables and charts: whether the workspace takes them, and what is done when it does not after all."""

import logging

from sqlalchemy import Connection, Engine

from messages.figures import SAMPLES, without_figures
from slack_api.client import Permanent, SlackClient, Temporary, Unknown
from storage.database.engine import transaction
from storage.intake import workspaces
from storage.queue import claims
from storage.queue.claims import Claim

NEWER_BLOCKS = tuple(SAMPLES)
"""The types of blocks that not every workspace takes."""

log = logging.getLogger(__name__)


def find_blocks(engine: Engine, slack: SlackClient) -> None:
    """Ask Slack which of its newer blocks the workspace takes; what is known stays where Slack does not say."""
    try:
        taken = [name for name, sample in SAMPLES.items() if not slack.validate("blocks", [sample])]
    except Permanent:  # it does not check blocks: then it is not taken to know these
        taken = []
    except (Temporary, Unknown) as error:
        log.warning("whether the workspace takes tables and charts was not found out: %s", error)
        return
    with transaction(engine) as tx:
        workspaces.save_blocks(tx, taken)


def leave_out(tx: Connection, claim: Claim, error: str) -> bool:
    """Take tables and charts out of a notice that Slack refused because of its blocks; False: it has none.

    From then on none are made, until a bot asks Slack again.
    """
    blocks = claim.notice.payload.get("blocks", ())
    kept = without_figures(blocks)
    if error != "invalid_blocks" or len(kept) == len(blocks):
        return False
    workspaces.save_blocks(tx, ())
    return claims.save_payload(tx, claim, claim.notice.payload | {"blocks": kept})
