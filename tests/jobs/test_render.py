"""What a sender makes of an error while it writes a notice: a fault of ours is no reason to try for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from jobs.render import permanent_on_error
from register.refused import Refused
from register.register import Register
from slack_api.client import Permanent
from storage.database.engine import transaction
from storage.database.register_tables import register as registers
from storage.queue import claims, notices
from storage.queue.claims import Claim
from storage.queue.notices import Notice, NoticeKind

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def claim(engine: Engine, kent: Register) -> Claim:
    with transaction(engine) as tx:
        notices.queue(tx, Notice("kent", "paper:1", NoticeKind.PAPER, "U0MONITOR"), NOW)
        claimed = claims.claim(tx, NOW, timedelta(minutes=1))
    assert claimed is not None
    return claimed


def test_what_no_database_keeps_is_given_up(engine: Engine, claim: Claim) -> None:
    words = "a\x00b" if engine.dialect.name == "postgresql" else "half a character: \ud800"
    with (
        pytest.raises(Permanent, match="cannot_be_written"),
        permanent_on_error(claim, but=(Refused,)),
        transaction(engine) as tx,
    ):
        tx.execute(select(registers.c.slug).where(registers.c.title == words))


def test_a_database_that_is_out_of_reach_is_asked_again(claim: Claim) -> None:
    with pytest.raises(OperationalError), permanent_on_error(claim):
        raise OperationalError("SELECT 1", {}, Exception("gone"))


def test_a_refusal_is_told_as_it_is(claim: Claim) -> None:
    with pytest.raises(Refused, match="in the way"), permanent_on_error(claim, but=(Refused,)):
        raise Refused("Something is in the way.")
