"""The register as at an earlier day, from its changes: for every field just what was shown on that day."""

from datetime import timedelta

from sqlalchemy import Engine

from register.action import Action, Line
from register.fields import FIELDS, StoredAs
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from tests.desk import START, Desk, desk_of
from tests.readings import paper_of
from workflow.imports import import_reading

MORE = [one.name for one in FIELDS if one.stored_as is StoredAs.MORE]
WORDS = {
    "first": ("The forum is asked", "It met.", "December 2022", ("CYPE",), "In progress"),
    "second": (
        "The forum is asked twice (see action 2)",
        "It met twice.",
        "31 January 2023",
        ("GET",),
        "Complete",
    ),
}
OPERATIONS = (
    ("U0CYPE", "update 1 The draft is with the schools"),
    ("U0CYPELEAD", "assign 1 <@U0CYPE>"),
    ("U0MONITOR", "assign 1 to GET"),
    ("U0CYPE", "nochange 1 because the tender is out"),
    ("U0CYPE", "snooze 1 until 25 November 2022 because of the holidays"),
    ("U0CYPE", "due 1 31 January 2023 because the tender is late"),
    ("U0CYPELEAD", "grant 1"),
    ("U0MONITOR", "exempt 1 3"),
    ("U0CYPE", "update 1 It is on time"),
    ("U0CYPE", "done 1 Signed off, see https://kent.example/minutes"),
    ("U0CYPELEAD", "reject 1 because a name is missing"),
    ("U0CYPE", "done 1 none because the post was abolished"),
    ("U0CYPELEAD", "verify 1"),
    ("U0MONITOR", "close 1 meeting 15 November 2022"),
    ("U0MONITOR", "reopen 1 because it came up again"),
    ("U0CYPELEAD", "end 1 superseded by the new framework"),
)


def as_shown(desk: Desk) -> dict[str, Action]:
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
        return {ref: found for ref in ("1", "2") if (found := actions.find(tx, register, ref))}


def assert_as_then(desk: Desk, shown: list[tuple[timedelta, dict[str, Action]]]) -> None:
    assert shown
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
        for after, then in shown:
            assert {one.ref: one for one in actions.as_at(tx, register, START + after)} == then


def test_what_papers_printed_in_each_field_is_known_as_at_each_paper(engine: Engine, kent: Register) -> None:
    desk, shown = Desk(engine), []
    for number, (which, words) in enumerate(WORDS.items()):
        defined, delivered, target, owners, progress = words
        more = {name: f"{name}, {which}" for name in (*MORE, "Risk appetite")}
        lines = [
            Line("1", defined, delivered, target, owners, progress, "", more),
            Line("2", "Another", "", "TBC", ("CYPE",), "", ""),
        ]
        at = START + timedelta(days=number)
        with transaction(engine) as tx:
            import_reading(
                tx, registers.find(tx, kent.slug), paper_of(lines, sha256=str(number) * 64), at.date(), at
            )
        desk.now = at + timedelta(hours=12)
        shown.append((desk.now - START, as_shown(desk)))
    first, second = (then["1"] for _at, then in shown)
    assert first.more == {name: f"{name}, first" for name in (*MORE, "Risk appetite")}
    for name in ("defined", "delivered", "target", "owners", "progress", "status", "milestones", "links"):
        assert getattr(first, name) != getattr(second, name), name
    assert all(first.more[name] != second.more[name] for name in first.more)
    assert_as_then(desk, shown)


def test_what_people_did_is_known_as_at_each_moment(engine: Engine, kent: Register) -> None:
    desk, shown = desk_of(engine, kent), []
    for person, words in OPERATIONS:
        before = as_shown(desk)
        desk.types(person, words)
        assert as_shown(desk) != before or "nochange" in words, words
        shown.append((desk.now - START, as_shown(desk)))
    assert_as_then(desk, shown)
