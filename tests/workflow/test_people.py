"""Those who have left Slack: whoever the register knows is released, and all the others cost nothing."""

from datetime import UTC, datetime

from sqlalchemy import Engine, event

from register.register import Register
from storage.database.engine import transaction
from workflow.people import release

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)


def test_the_thousands_whom_no_register_knows_cost_no_statement(engine: Engine, kent: Register) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    counts = []
    for many in (1, 200):
        asked.clear()
        with transaction(engine) as tx:
            release(tx, {f"U0LEFT{number}" for number in range(many)}, NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
