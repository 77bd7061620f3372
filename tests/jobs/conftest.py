"""What tests of the jobs share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from demo.office import BOT, CHANNELS, PEOPLE
from playground.server import Playground


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A local workspace without a limit on messages."""
    with Playground(
        people=PEOPLE, channels=CHANNELS, bot=BOT, now=datetime.now(UTC), messages_per_second=None
    ) as opened:
        yield opened
