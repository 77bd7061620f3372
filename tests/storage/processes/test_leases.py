"""A lease has one holder: whoever lost it can neither extend it nor give it back."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from storage.database.engine import transaction
from storage.processes import leases

START = datetime(2022, 11, 15, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_holder_keeps_a_lease_until_it_is_given_back_or_ends(engine: Engine) -> None:
    with transaction(engine) as tx:
        assert leases.acquire(tx, "catch-up", START, START + MINUTE)
        assert not leases.acquire(tx, "catch-up", START, START + 2 * MINUTE)
        assert leases.renew(tx, "catch-up", START + MINUTE, START + 3 * MINUTE)
        assert not leases.acquire(tx, "catch-up", START + 2 * MINUTE, START + 4 * MINUTE)
        leases.release(tx, "catch-up", START + 3 * MINUTE)
        assert leases.acquire(tx, "catch-up", START, START + MINUTE)
        assert leases.acquire(tx, "catch-up", START + MINUTE, START + 2 * MINUTE)


def test_whoever_held_a_lease_that_another_has_by_now_cannot_extend_or_end_it(engine: Engine) -> None:
    with transaction(engine) as tx:
        assert leases.acquire(tx, "catch-up", START, START + MINUTE)
        assert leases.acquire(tx, "catch-up", START + MINUTE, START + 5 * MINUTE)
        assert not leases.renew(tx, "catch-up", START + MINUTE, START + 9 * MINUTE)
        leases.release(tx, "catch-up", START + MINUTE)
        assert not leases.acquire(tx, "catch-up", START + 4 * MINUTE, START + 9 * MINUTE)
