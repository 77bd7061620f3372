"""Which of an action's cards is the live one, and which are to be posted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from register.register import Register
from storage.actions import actions
from storage.database.engine import transaction
from storage.queue import cards
from tests.desk import desk_of

START = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.fixture
def action(engine: Engine, kent: Register) -> int:
    """The number of an action of CYPE."""
    desk_of(engine, kent, 1)
    with transaction(engine) as tx:
        number = actions.find_id(tx, kent, "1")
    assert number is not None
    return number


def test_of_two_cards_in_one_channel_the_first_is_live_and_the_other_has_moved(
    engine: Engine, action: int
) -> None:
    """As when a channel that settings named gets the id under which it had a card already."""
    with transaction(engine) as tx:
        first = cards.ensure(tx, "kent", "#cype", [action])[action]
        second = cards.ensure(tx, "kent", "C0CYPE", [action])[action]
        for ts, card in (("1.1", first), ("2.2", second)):
            cards.mark_posted(tx, card, "C0CYPE", ts)
        assert [one.codes for one in cards.of_actions(tx, [action])] == [("CYPE",), ()]


def test_a_card_that_is_gone_is_to_be_posted_though_a_change_of_it_waits_to_be_drawn(
    engine: Engine, action: int
) -> None:
    with transaction(engine) as tx:
        card = cards.ensure(tx, "kent", "C0CYPE", [action])[action]
        cards.mark_posted(tx, card, "C0CYPE", "1.1")
        assert cards.ensure(tx, "kent", "C0CYPE", [action]) == {}
        cards.redraw(tx, [action], START)
        cards.mark_gone(tx, card)
        assert cards.ensure(tx, "kent", "C0CYPE", [action]) == {action: card}
