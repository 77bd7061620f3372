"""What was published, signed off and recorded before these were in the chain of changes is in it once upgraded."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, MetaData, Table, insert, update

from register.publication_changes import PaperPublished
from storage.actions import audit_meetings, change_chain, register_log
from storage.database.engine import reading, transaction
from storage.database.migrate import migrate
from tests.storage.database.test_schema import empty, fill

__all__ = ["empty"]

AT = datetime(2022, 11, 16, 10, 0, 0, 123456, tzinfo=UTC)
MEETING = date(2022, 11, 15)
SHA = sha256(b"The paper").hexdigest()


def test_they_are_as_the_chain_says_and_what_is_edited_from_then_on_is_found(empty: Engine) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0029")
    with transaction(empty) as tx:
        then = MetaData()
        tables = {
            name: Table(name, then, autoload_with=tx)
            for name in ("published", "sign_off", "decision", "question", "answer")
        }
        row: dict[str, Any] = {"register": "kent", "meeting": MEETING, "by": "U0MONITOR", "at": AT}
        paper = {"version": 1, "is_notice": False, "text": "The paper", "sha256": SHA, "findings": []}
        tx.execute(insert(tables["published"]).values(row | paper))
        tx.execute(insert(tables["sign_off"]).values(row | {"who": "CYPE"}))
        noted = row | {"minute": "24", "kind": "noted", "words": "The report.", "refs": []}
        again = noted | {"at": AT + timedelta(hours=1), "withdrawn_at": AT + timedelta(hours=2)}
        for values in (noted | {"withdrawn_at": None}, again):
            tx.execute(insert(tables["decision"]).values(values))
        asked = {
            "id": 7,
            "meeting": MEETING,
            "minute": "24",
            "member": "Cllr Jones",
            "words": "When?",
            "refs": [],
        }
        asked |= {"register": "kent", "by": "U0MONITOR", "asked_at": AT}
        tx.execute(insert(tables["question"]).values(asked))
        given = {"question": 7, "words": "In June.", "by": "U0GETLEAD", "at": AT, "source": "reply"}
        tx.execute(insert(tables["answer"]).values(given))
    migrate(empty)
    with reading(empty) as tx:
        assert change_chain.broken_at(tx, "kent") is None
        (entry,) = register_log.of_register(tx, "kent", PaperPublished)
        assert (entry.change.sha256, entry.by, entry.at, entry.source) == (SHA, "U0MONITOR", AT, "upgrade")
        assert entry.recorded_at > AT
        assert audit_meetings.altered_sign_offs(tx, "kent") == set()
        assert audit_meetings.altered_meetings(tx, "kent") == set()
    with transaction(empty) as tx:
        tx.execute(update(tables["answer"]).values(words="In May."))
        tx.execute(update(tables["sign_off"]).values(who="GET"))
        assert audit_meetings.altered_sign_offs(tx, "kent") == {MEETING}
        assert audit_meetings.altered_meetings(tx, "kent") == {MEETING}
