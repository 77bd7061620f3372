"""The workspace's address is the one that Slack last gave."""

from sqlalchemy import Engine

from storage.database.engine import transaction
from storage.intake import workspaces


def test_the_address_is_that_of_the_workspace_the_bot_was_last_in(engine: Engine) -> None:
    with transaction(engine) as tx:
        assert workspaces.address(tx) == ""
        for team, url in (("T1", "https://a.slack.com/"), ("T1", "https://b.slack.com/"), ("T2", "https://c/")):
            workspaces.save(tx, team, url)
            assert workspaces.address(tx) == url
