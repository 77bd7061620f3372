"""Refs that are looked up in the database are the very ones that a list of them would give."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from register.change import ActionState, TargetDate
from register.known_refs import ListedRefs, ref_letters, ref_order
from register.progress import Status
from register.refs import ref_key
from register.register import Register
from register.words.typed_refs import RefIndex
from storage.actions import change_log, write_actions
from storage.actions.change_log import Author
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import transaction

NOW = datetime(2022, 12, 12, 9, tzinfo=UTC)
BLANK = ActionState("", 0, "Ask.", "", TargetDate("soon", ()), (), "", Status.NOT_STARTED)
SPELT = st.text(alphabet="0123456789 abI().-/é§", min_size=1, max_size=8).map(str.strip).filter(bool)
REFS = st.lists(SPELT, unique=True, min_size=1, max_size=12)


@settings(max_examples=40)
@given(REFS, SPELT)
@example(["7", "7 (i)", "7 (ii)", "8", "70", "07"], "7 (iii)")
@example(["24 CEM 02", "SR (25/26) 01", "R1.2", "R1.10", "R2"], "R1.3")
def test_stored_refs_are_found_as_listed_ones_are(
    engine: Engine, kent: Register, refs: list[str], typed: str
) -> None:
    listed = ListedRefs(refs)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        states = [replace(BLANK, ref=ref, position=n) for n, ref in enumerate(refs)]
        write_actions.add(tx, kent, states, Author("paper.docx", NOW, "paper", NOW))
        stored = StoredRefs(tx, kent)
        letters = [ref_letters(typed), *map(ref_letters, refs)]
        assert sorted(stored.lettered(letters)) == sorted(listed.lettered(letters))
        assert sorted(stored.continuing(letters[1])) == sorted(listed.continuing(letters[1]))
        assert sorted(stored.between(refs[0], refs[-1])) == sorted(listed.between(refs[0], refs[-1]))
        assert sorted(stored.neighbours(typed)) == sorted(listed.neighbours(typed))
        assert stored.ends() == listed.ends()
        for words in (typed, f"{refs[0]}: the draft was sent", f"{refs[0]}, {refs[-1]} and {typed} sent"):
            assert RefIndex(stored).read(words) == RefIndex(refs).read(words)
        tx.rollback()


@given(st.lists(SPELT | st.integers(0, 10**20).map(str), unique=True, max_size=12))
def test_the_order_that_is_stored_is_the_order_of_refs(refs: list[str]) -> None:
    in_order = sorted(refs, key=ref_order)
    assert [ref_key(ref) for ref in in_order] == sorted(map(ref_key, refs))
