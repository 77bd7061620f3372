"""What is added to an enum, a state or a verb, has its row in each table that has one for every member."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum

import pytest

from bot.commands import MEANINGS, VERBS_BY_NAME
from register.change import Change
from register.changes import (
    CHANGE_KINDS,
    Added,
    ColumnChanged,
    DefinedChanged,
    ImportUndone,
    RegisterRenamed,
    UpdateEdited,
    UpdateWithdrawn,
)
from register.forgetting import PersonForgotten
from register.life_changes import EvidenceWithdrawn
from register.meeting_changes import MeetingRecorded, MeetingTakenBack, QuestionAnswered
from register.progress import Status
from register.publication_changes import PaperPublished, PaperSignedOff, SignOffTakenBack
from register.settings_change import SettingsChanged
from register.words.queries import STATUSES
from workflow import undo

ROOMS = (
    "register",
    "config",
    "storage",
    "messages",
    "papers",
    "slack_api",
    "workflow",
    "bot",
    "jobs",
    "runtime",
    "cli",
)
OF_SOME = {
    "bot.plain_words._DECISIONS",
    "register.days.calendar._SUBDIVISIONS",
    "register.notices.week_counts._ENDS",
    "register.progress._ENDS",
    "register.words.queries.STATUSES",
    "messages.life_lines._DECIDES",
    "messages.outcomes._WORDS",
}
"""The tables that are meant for some members only: what reads them knows what holds for the others."""
NOT_TAKEN_BACK: set[type[Change]] = {
    *(Added, DefinedChanged, ColumnChanged),  # by papers alone, whose import is undone whole
    *(UpdateEdited, UpdateWithdrawn, EvidenceWithdrawn, ImportUndone),
    *(SettingsChanged, RegisterRenamed, PersonForgotten, PaperPublished),
    # Sign-offs and minutes are taken back as records (workflow/undo_records.py).
    *(PaperSignedOff, SignOffTakenBack, MeetingRecorded, MeetingTakenBack, QuestionAnswered),
}
"""The kinds of change that *Take back* is not for."""


def tables() -> Iterator[tuple[str, dict[Enum, object]]]:
    """Every table of a module by the members of one enum, with its full name."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if ".migrations" in found.name:
                continue
            module = importlib.import_module(found.name)
            for name in assigned_in(inspect.getsource(module)):
                value = getattr(module, name, None)
                if (
                    isinstance(value, dict)
                    and all(isinstance(key, Enum) for key in value)
                    and len(set(map(type, value))) == 1
                ):
                    yield f"{found.name}.{name}", value


def assigned_in(source: str) -> Iterator[str]:
    """The names that a module gives values to itself, so that what it imports is seen where it is defined."""
    for line in ast.parse(source).body:
        targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_a_table_by_an_enum_has_a_row_for_each_member() -> None:
    found = dict(tables())
    assert {"register.permissions.MAY", "register.progress.WORDS", "workflow.progress._IS_MET"} <= set(found)
    assert set(found) >= OF_SOME, "take out of OF_SOME what is no table any more"
    lacking = {
        name: [member.name for member in type(next(iter(table))) if member not in table]
        for name, table in found.items()
        if name not in OF_SOME
    }
    assert {name: members for name, members in lacking.items() if members} == {}, (
        "add the rows that are missing; a table that is meant for some members only belongs into OF_SOME"
    )


@pytest.mark.parametrize("status", Status)
def test_a_list_can_be_asked_for_by_each_status(status: Status) -> None:
    assert frozenset({status}) in STATUSES.values(), (
        "give it a State and a row in STATUSES (register/words/queries.py)"
    )


def test_each_kind_of_change_can_be_taken_back_by_who_made_it() -> None:
    assert {*CHANGE_KINDS.values()} == {*undo.TAKES, *NOT_TAKEN_BACK}, (
        "add the kind to TAKES and to _reverse (workflow/undo.py): its receipt has a button that takes it back"
    )
    assert not {*undo.TAKES} & NOT_TAKEN_BACK


def test_a_word_that_is_a_verb_is_not_also_explained_as_another() -> None:
    assert MEANINGS.keys() & VERBS_BY_NAME.keys() == set(), (
        "take it out of MEANINGS (bot/commands.py): it is never read"
    )
