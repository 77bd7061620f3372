"""The log of changes: what an earlier version wrote stays verifiable and means the same; tampering shows."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, update

from register.action import Action, Milestone, Update
from register.change import ActionState, Change, TargetDate
from register.changes import (
    Added,
    ColumnChanged,
    DefinedChanged,
    DeliveredChanged,
    OwnersChanged,
    TargetChanged,
    UpdateAdded,
    UpdateEdited,
    UpdateWithdrawn,
    fold,
    read,
)
from register.life_changes import ProgressChanged
from register.progress import Status
from register.register import Register
from storage.actions import actions, change_chain, change_log
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.register_tables import action, change

OLD = json.loads(Path(__file__).with_name("chain_of_version_0_1.json").read_text(encoding="utf-8"))
"""A chain as version 0.1 wrote it, and what that version made of it (by its own code)."""


@pytest.fixture
def old_chain(engine: Engine, kent: Register) -> Engine:
    """A database with that chain in it."""
    refs = {row["action"]: row["after"]["ref"] for row in OLD["rows"] if row["kind"] == "added"}
    with transaction(engine) as tx:
        for number, ref in refs.items():
            words = dict.fromkeys(("defined", "delivered", "target", "progress"), "")
            row = {"id": number, "register": kent.slug, "ref": ref, "position": number, "status": "ongoing"}
            tx.execute(insert(action).values(**row, **words))
        for row in OLD["rows"]:
            moments = {name: datetime.fromisoformat(row[name]) for name in ("at", "recorded_at")}
            tx.execute(insert(change).values(**row | moments))
    return engine


def plain(action: Action) -> list[Any]:
    """An action as the earlier version's figures have it."""
    milestones = [[m.label, m.printed, str(m.deadline), str(m.original)] for m in action.milestones]
    updates = [update.text for update in action.updates]
    words = [action.ref, action.defined, action.delivered, action.progress, action.status.value, action.target]
    return [*words, list(action.owners), milestones, updates]


def test_a_chain_of_the_version_before_verifies_and_folds_to_the_same_register(
    old_chain: Engine, kent: Register
) -> None:
    with reading(old_chain) as tx:
        assert change_chain.broken_at(tx, kent.slug) is None
        now = actions.as_at(tx, kent, datetime(2023, 1, 1, tzinfo=UTC))
        then = actions.as_at(tx, kent, datetime(2022, 11, 20, 23, tzinfo=UTC))
    assert [plain(one) for one in now] == OLD["known_on_1_january"]
    known = [
        [one.ref, one.delivered, one.progress, one.status.value, one.target, [u.text for u in one.updates]]
        for one in then
    ]
    assert known == OLD["known_on_20_november"]


def test_such_a_chain_goes_on_in_the_new_version(old_chain: Engine, kent: Register) -> None:
    at = datetime(2023, 1, 2, tzinfo=UTC)
    with transaction(old_chain) as tx:
        change_log.lock(tx, kent.slug)
        happened = (1, ProgressChanged("Complete", Status.IMPLEMENTED, ("Ongoing", Status.ONGOING)))
        change_log.append(tx, kent.slug, [happened], Author("U0AMY", at, "form", at))
        assert change_chain.broken_at(tx, kent.slug) is None
        assert change_log.count(tx, kent.slug) == len(OLD["rows"]) + 1


def test_every_kind_of_change_is_written_as_the_version_before_wrote_it() -> None:
    for row in OLD["rows"]:
        typed = read(row["kind"], row["before"], row["after"])
        assert (typed.kind, typed.before, typed.after) == (row["kind"], row["before"], row["after"])


@pytest.mark.parametrize("column", ["by", "source", "kind"])
def test_tampering_with_any_column_shows(old_chain: Engine, kent: Register, column: str) -> None:
    with transaction(old_chain) as tx:
        tx.execute(update(change).where(change.c.number == 4).values({column: "something else"}))
        assert change_chain.broken_at(tx, kent.slug) == 4


def test_a_change_that_was_altered_and_sealed_again_shows_at_the_next(
    old_chain: Engine, kent: Register
) -> None:
    with transaction(old_chain) as tx:
        row = tx.execute(select(change).where(change.c.number == 4)).mappings().one()
        altered = dict(row) | {"by": "U0SOMEBODY"}
        altered["hash"] = change_log.seal(altered, kent.slug)
        tx.execute(update(change).where(change.c.number == 4).values(by=altered["by"], hash=altered["hash"]))
        assert change_chain.broken_at(tx, kent.slug) == 5


words = st.text(max_size=20)
days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
first_days = days.filter(bool)
milestones = st.builds(Milestone, words, words, st.none(), days, days) | st.builds(
    Milestone, words, words, first_days, first_days, days
)
promises = st.builds(TargetDate, words, st.lists(milestones, min_size=1, max_size=3).map(tuple))
owners = st.lists(words, max_size=3).map(tuple)
more = st.dictionaries(words, words, max_size=3)
statuses = st.sampled_from(list(Status))
states = st.builds(ActionState, words, st.integers(0, 9), words, words, promises, owners, words, statuses, more)
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(Added, states),
    st.builds(DefinedChanged, words, words),
    st.builds(DeliveredChanged, words, words),
    st.builds(TargetChanged, promises, promises),
    st.builds(OwnersChanged, owners, owners),
    st.builds(ProgressChanged, words, statuses, st.tuples(words, statuses)),
    st.builds(ColumnChanged, words, words, st.none() | words),
    st.builds(UpdateAdded, st.builds(Update, st.integers(1, 9), moments, words, words, words)),
    st.builds(UpdateEdited, st.integers(1, 9), words, words),
    st.builds(UpdateWithdrawn, st.integers(1, 9), words),
)


@given(changes)
def test_what_is_written_is_read_as_the_same_change(happened: Change) -> None:
    written = json.loads(json.dumps([happened.kind, happened.before, happened.after]))
    assert read(*written) == happened


@given(states, st.lists(st.sampled_from(["first", "second", "third"]), max_size=6))
def test_an_update_that_was_taken_back_does_not_count_wherever_its_change_stands(
    state: ActionState, texts: list[str]
) -> None:
    at = datetime(2022, 11, 15, tzinfo=UTC)
    added = [UpdateAdded(Update(n, at, "U0AMY", words, "reply")) for n, words in enumerate(texts)]
    withdrawn = [UpdateWithdrawn(n, words) for n, words in enumerate(texts) if n % 2]
    folded = fold([*withdrawn, Added(state), *added])
    assert folded is not None
    assert folded.withdrawn == {n for n in range(len(texts)) if n % 2}
    assert [folded.updates[n].text for n in range(len(texts))] == texts
