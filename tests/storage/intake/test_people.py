"""What is kept of people: whether each is a guest and where they are from, as Slack said last."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from register.people import Person
from storage.database.engine import reading, transaction
from storage.database.slack_tables import listing, person
from storage.intake import people

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)

somebody = st.builds(
    Person, st.sampled_from(["U1", "U2", "U3"]), st.booleans(), st.booleans(), st.sampled_from(["", "T1", "T2"])
)
moments = st.integers(0, 5).map(lambda minutes: NOW + timedelta(minutes=minutes))
crowd = st.lists(somebody, max_size=3, unique_by=lambda one: one.id)


@pytest.mark.parametrize("is_guest", [True, False])
def test_what_is_known_already_is_no_news(engine: Engine, is_guest: bool) -> None:
    with transaction(engine) as tx:
        assert people.differs(tx, Person("U1", is_guest))
        people.save(tx, Person("U1", is_guest), NOW)
        assert not people.differs(tx, Person("U1", is_guest))
        assert people.differs(tx, Person("U1", not is_guest))
        assert people.differs(tx, Person("U1", is_guest, is_gone=True))
        assert not people.differs(tx, Person("U2", is_guest, is_gone=True))
        moved = Person("U1", is_guest, home="T0OTHER")
        assert people.differs(tx, moved)
        people.save(tx, moved, NOW)
        assert (people.stored_home(tx, "U1"), people.stored_home(tx, "U2")) == ("T0OTHER", "")


@settings(max_examples=60)
@given(reports=st.lists(st.tuples(somebody, moments), max_size=6), whole=crowd, at=moments)
def test_a_list_leaves_what_is_in_it_and_what_was_said_after_it(
    engine: Engine, reports: list[tuple[Person, datetime]], whole: list[Person], at: datetime
) -> None:
    """Against the plain rule: single news in the order of time, then a list that began at some moment."""
    expected: dict[str, tuple[tuple[bool, str], datetime]] = {}
    with transaction(engine) as tx:
        for person_then, moment in sorted(reports, key=lambda pair: pair[1]):
            people.save(tx, person_then, moment)
            expected[person_then.id] = ((person_then.is_guest, person_then.home), moment)
            if person_then.is_gone:
                del expected[person_then.id]
        people.save_all(tx, whole, at)
        listed = {
            person_then.id: (person_then.is_guest, person_then.home)
            for person_then in whole
            if not person_then.is_gone
        }
        later = {name: what for name, (what, moment) in expected.items() if moment > at}
        found = {row.id: (row.is_guest, row.home) for row in tx.execute(person.select())}
        assert found == listed | later
        assert people.guests(tx) == {name for name, (guest, _home) in (listed | later).items() if guest}
        assert people.read_at(tx) == at
        tx.execute(delete(person))
        tx.execute(delete(listing))


def test_a_list_that_says_nothing_new_writes_no_person(engine: Engine) -> None:
    with transaction(engine) as tx:
        people.save_all(tx, [Person("U1", is_guest=True), Person("U2", is_guest=False)], NOW)
    with transaction(engine) as tx:
        people.save_all(
            tx, [Person("U1", is_guest=True), Person("U2", is_guest=False)], NOW + timedelta(days=1)
        )
    with reading(engine) as tx:
        assert {row.seen_at for row in tx.execute(person.select())} == {NOW}
        assert people.count(tx) == people.PeopleCount(2, 1, NOW + timedelta(days=1))
