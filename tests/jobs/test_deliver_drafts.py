"""A draft that somebody has asked for arrives, whatever becomes of its paper before it is sent."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR
from demo.story import shown_text
from playground.server import Playground
from tests.sending_desk import SendingDesk


@pytest.mark.parametrize("is_published", [False, True])
def test_a_draft_arrives_though_the_paper_is_published_before_it_is_sent(
    table: Engine, slack: Playground, is_published: bool
) -> None:
    desk = SendingDesk(table, slack)
    desk.now, desk.is_sending = datetime(2023, 3, 6, 10, tzinfo=UTC), False
    desk.types(MONITOR, "paper 16 March 2023")
    if is_published:
        desk.types(MONITOR, "publish 16 March 2023 because the leads are away")
    desk.is_sending = True
    desk.sends()
    message, file = slack.messages(slack.dm(MONITOR))
    assert ("The paper is published" in shown_text(message)) is is_published
    assert file["files"]
