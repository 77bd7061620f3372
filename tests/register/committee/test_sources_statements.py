"""Which changes of an action say what a paper prints of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from register.action import Update
from register.change import Change
from register.changes import DeliveredChanged, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.committee.paper_events import DatedChange
from register.committee.sources import PAPER, Statement, statements

UPDATE = Update(5, datetime(2022, 11, 15, 10, tzinfo=UTC), "U0AMY", "Schools know.", "command")
WRITTEN = DeliveredChanged("Schools know. It is agreed.", "", updates=(5,))


def story(*changes: Change, source: str = "command") -> list[DatedChange]:
    """The changes of one action, numbered from 1."""
    day = date(2022, 11, 15)
    return [DatedChange("1", change, day, "U0AMY", source, number) for number, change in enumerate(changes, 1)]


def test_what_was_withdrawn_is_said_by_nobody() -> None:
    assert statements(story(UpdateAdded(UPDATE)), [5]) == (Statement("Schools know.", (1,)),)
    assert statements(story(UpdateAdded(UPDATE), UpdateWithdrawn(5, UPDATE.text)), [5]) == ()


def test_an_update_that_was_put_otherwise_comes_from_both_changes() -> None:
    edited = UpdateEdited(5, "All schools know.", UPDATE.text)
    assert statements(story(UpdateAdded(UPDATE), edited), [5]) == (Statement("All schools know.", (1, 2)),)


def test_what_a_paper_says_comes_from_its_reading() -> None:
    read = DeliveredChanged("Schools know. It is agreed.", "")
    assert statements(story(read, source=PAPER), []) == (
        Statement("Schools know.", (1,)),
        Statement("It is agreed.", (1,)),
    )


def test_each_sentence_comes_from_what_it_was_traced_to_and_else_from_all_that_its_author_had_in_view() -> None:
    traced = replace(WRITTEN, sources=((1,), ()))
    assert statements(story(UpdateAdded(UPDATE), traced), []) == (
        Statement("Schools know.", (1,)),
        Statement("It is agreed.", ()),
    )
    assert statements(story(UpdateAdded(UPDATE), WRITTEN), []) == (
        Statement("Schools know.", (1,)),
        Statement("It is agreed.", (1,)),
    )


def test_words_that_stay_when_others_are_written_keep_where_they_came_from() -> None:
    read = DeliveredChanged("It is agreed.", "")
    changes = [*story(read, source=PAPER), *story(read, UpdateAdded(UPDATE), WRITTEN)[1:]]
    assert statements(changes, []) == (Statement("Schools know.", (2,)), Statement("It is agreed.", (1,)))
