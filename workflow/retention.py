"""Retention: records of what Slack sent are dropped once it cannot be sent again."""

import logging
from datetime import timedelta

from sqlalchemy import Connection

from register.notices.schedule import Run
from register.register import Register
from storage.intake import absences, drafts, inbox, offered_papers, replies
from storage.processes import processes
from storage.queue.notices import Notice

KEPT = timedelta(days=60)
"""Slack tries an event again within minutes, and the catch-up looks back 28 days: this is well above both."""

log = logging.getLogger(__name__)


def tidy(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """Drop what is older than KEPT: the keys of requests, the versions of replies, absences, and the bytes of papers
    that were offered in Slack and neither accepted nor left; drafts of forms for meetings that have been; and processes
    that died long enough ago that whoever looks after HTST has been told. Queues no notice.

    What the committee needs (actions, updates, changes, papers) and what was sent (notices) is never dropped.
    """
    processes.forget_dead(tx, run.moment)
    offered_papers.forget(tx, run.moment - KEPT)
    keys, versions = inbox.forget(tx, run.moment - KEPT), replies.forget(tx, run.moment - KEPT)
    over = absences.forget(tx, register.today(run.moment - KEPT))
    begun = drafts.forget(tx, register.slug, register.today(run.moment))
    log.info("tidied", extra={"keys": keys, "versions": versions, "absences": over, "drafts": begun})
    return []
