"""``htst audit verify``: a paper that is not as it was published is found, and what was edited of who published it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, update

from register.publication_changes import PaperPublished
from register.register import Register
from storage.actions import register_log
from storage.database.engine import reading, transaction
from storage.database.paper_tables import published
from storage.database.register_tables import change
from workflow import audit
from workflow.context import SHELL, Context, Request
from workflow.publishing import publish

NOW = datetime(2023, 2, 20, 10, tzinfo=UTC)
MARCH = date(2023, 3, 16)


@pytest.fixture
def paper(table: Engine, kent: Register) -> Engine:
    """Kent's register with the paper for March published."""
    request = Request("shell:publish", "U0MONITOR", "", NOW, SHELL)
    publish(Context(table, lambda: NOW), request, kent.slug, MARCH, because="as agreed")
    return table


def verified(engine: Engine, register: Register) -> audit.Verification:
    with reading(engine) as tx:
        return audit.verify(tx, register, lambda _more: None)


def test_a_published_paper_is_in_the_chain_of_changes_with_its_hash(paper: Engine, kent: Register) -> None:
    found = verified(paper, kent)
    assert (found.broken_at, found.papers) == (None, ())
    with reading(paper) as tx:
        (entry,) = register_log.of_register(tx, kent.slug, PaperPublished)
        text = tx.execute(select(published.c.text)).scalar_one()
    assert entry.change == PaperPublished(
        MARCH, 1, sha256(text.encode()).hexdigest(), is_notice=False, findings=entry.change.findings
    )
    assert {one["because"] for one in entry.change.findings or ()} == {"as agreed"}
    assert (entry.by, entry.number) == ("U0MONITOR", found.changes - 1)  # its author's sign-off is the last


def reworded(tx: Connection) -> None:
    tx.execute(update(published).values(text=published.c.text + " "))


def reworded_with_its_hash(tx: Connection) -> None:
    text = tx.execute(select(published.c.text)).scalar_one().replace("school", "SCHOOL")
    tx.execute(update(published).values(text=text, sha256=sha256(text.encode()).hexdigest()))


def of_another_hash(tx: Connection) -> None:
    tx.execute(update(published).values(sha256="0" * 64))


def deleted(tx: Connection) -> None:
    tx.execute(delete(published))


def by_somebody_else(tx: Connection) -> None:
    tx.execute(update(published).values(by="U0EVE"))


def on_another_day(tx: Connection) -> None:
    tx.execute(update(published).values(at=NOW - timedelta(days=9)))


def without_objections(tx: Connection) -> None:
    tx.execute(update(published).values(findings=[]))


EDITS = (
    *(reworded, reworded_with_its_hash, of_another_hash, deleted),
    *(by_somebody_else, on_another_day, without_objections),
)


@pytest.mark.parametrize("edited", EDITS)
def test_a_paper_that_was_edited_or_deleted_after_publication_is_found(
    paper: Engine, kent: Register, edited: Callable[[Connection], None]
) -> None:
    with transaction(paper) as tx:
        edited(tx)
    assert verified(paper, kent).papers == (MARCH,)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1), timedelta(days=-900)])
def test_a_later_version_of_a_paper_that_nobody_published_is_found(
    paper: Engine, kent: Register, later: timedelta
) -> None:
    """A copied row with other words and their own right hash."""
    with transaction(paper) as tx:
        row = dict(tx.execute(select(published)).mappings().one())
        text = row["text"].replace("school", "SCHOOL")
        row |= {
            "version": 2,
            "text": text,
            "sha256": sha256(text.encode()).hexdigest(),
            "at": row["at"] + later,
        }
        del row["id"]
        tx.execute(insert(published).values(row))
    assert verified(paper, kent).papers == (MARCH,)


def test_a_paper_that_nobody_published_is_found_whatever_day_it_is_dated(paper: Engine, kent: Register) -> None:
    with transaction(paper) as tx:
        row = dict(tx.execute(select(published)).mappings().one())
        row |= {"meeting": date(2022, 11, 15), "at": row["at"] - timedelta(days=90)}
        del row["id"]
        tx.execute(insert(published).values(row))
    assert verified(paper, kent).papers == (date(2022, 11, 15),)


def test_a_publication_of_which_an_earlier_version_recorded_less_is_no_forgery() -> None:
    """Its entry has the paper's hash alone."""
    written = {"meeting": "2023-03-16", "version": 1, "sha256": "0" * 64}
    read = PaperPublished.read({}, written)
    assert (read.findings, read.after) == (None, written)


def test_of_a_broken_chain_only_that_is_reported(paper: Engine, kent: Register) -> None:
    with transaction(paper) as tx:
        reworded(tx)
        tx.execute(update(change).where(change.c.number == 3).values(by="U0EVE"))
    found = verified(paper, kent)
    assert (found.broken_at, found.papers, found.actions) == (3, (), {})
