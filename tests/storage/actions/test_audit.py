"""``htst audit verify``: what is not as the changes say is found, wherever it is kept, and written anew."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, Table, delete, insert, select
from sqlalchemy import update as update_rows

from register.action import Milestone
from register.change import ActionState, TargetDate
from register.life_changes import OfficerNamed
from register.progress import Status
from register.register import Register
from storage.actions import actions, audit, change_log, updates, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.register_tables import action, change, link, milestone, officer, owner, update
from tests.storage.actions.test_actions import NOON, add, say

ANN = Author("U0ANN", NOON, "command", NOON)
LATER = datetime(2022, 12, 1, tzinfo=UTC)


@pytest.fixture
def ten(engine: Engine, kent: Register) -> int:
    """An action with two owners, two milestones, a link, an officer, an update in force and one taken back."""
    (number,) = add(engine, kent, "10", defined="As action 9 says.")
    add(engine, kent, "11")
    say(engine, kent, number, "Drafted.", NOON)
    wrong = say(engine, kent, number, "Sent.", NOON)
    with transaction(engine) as tx:
        stored = updates.find(tx, wrong)
        assert stored is not None
        updates.withdraw(tx, stored, ANN)
        write_actions.change(tx, kent, {number: [OfficerNamed("CYPE", "U0AMY")]}, ANN)
    return number


def differing(engine: Engine, register: Register) -> list[str]:
    with reading(engine) as tx:
        return [ref for _number, ref in audit.differing(tx, register)]


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as tx:
        return {
            table.name: sorted(map(tuple, tx.execute(select(table))), key=repr)
            for table in (action, owner, milestone, link, officer, update)
        }


EDITED: Mapping[str, tuple[Table, Mapping[str, object]]] = {
    "its words": (action, {"defined": "Do nothing."}),
    "its place": (action, {"position": 7}),
    "that it is in the register": (action, {"register": None}),
    "an owner": (owner, {"code": "XYZ"}),
    "a date": (milestone, {"deadline": date(2030, 1, 1)}),
    "a first date": (milestone, {"original": date(2030, 1, 1)}),
    "whether it was met": (milestone, {"met": date(2022, 11, 15)}),
    "what it refers to": (link, {"to": "8"}),
    "an officer": (officer, {"person": "U0EVE"}),
    "what was said": (update, {"text": "All done."}),
    "who said it": (update, {"by": "U0EVE"}),
    "when it was said": (update, {"at": LATER}),
    "how it was said": (update, {"source": "reply"}),
    "what is searched": (update, {"search": " all done"}),
    "that it was taken back": (update, {"withdrawn_at": LATER}),
}


@pytest.mark.parametrize("what", EDITED)
def test_whatever_is_edited_by_hand_shows_and_is_written_as_the_changes_say(
    engine: Engine, kent: Register, ten: int, what: str
) -> None:
    table, values = EDITED[what]
    assert differing(engine, kent) == []
    before = rows(engine)
    number = table.c.id if table is action else table.c.action
    edited_row = number == ten
    if table is milestone:
        edited_row &= table.c.position == 1
    elif table is update:
        edited_row &= table.c.text == "Drafted."
    elif table is owner:
        edited_row &= table.c.code == "GLD"
    with transaction(engine) as tx:
        assert tx.execute(update_rows(table).where(edited_row).values(values)).rowcount == 1
    assert differing(engine, kent) == ["10"]
    write_anew(engine, kent, ten)
    assert differing(engine, kent) == []
    assert _but_reminders(rows(engine)) == _but_reminders(before)


@pytest.mark.parametrize("table", [owner, milestone, link, officer, update], ids=lambda table: table.name)
def test_what_is_deleted_or_put_in_by_hand_shows_and_is_written_as_the_changes_say(
    engine: Engine, kent: Register, ten: int, table: Table
) -> None:
    before = rows(engine)
    with transaction(engine) as tx:
        (kept, *_more) = tx.execute(select(table).where(table.c.action == ten)).mappings().all()
        tx.execute(delete(table).where(table.c.action == ten))
    assert differing(engine, kent) == ["10"]
    write_anew(engine, kent, ten)
    assert differing(engine, kent) == []
    assert _but_reminders(rows(engine)) == _but_reminders(before)
    another: dict[Table, dict[str, object]] = {
        owner: {"code": "XYZ"},
        milestone: {"position": 5},
        link: {"to": "8"},
        officer: {"person": "U0EVE"},
        update: {"id": 77, "text": "Not said."},
    }
    with transaction(engine) as tx:
        tx.execute(insert(table).values({**kept, **another[table]}))
    assert differing(engine, kent) == ["10"]
    write_anew(engine, kent, ten)
    assert differing(engine, kent) == []
    assert _but_reminders(rows(engine)) == _but_reminders(before)


def test_a_reversed_withdrawal_shows_and_is_withdrawn_again(engine: Engine, kent: Register, ten: int) -> None:
    before = rows(engine)
    with transaction(engine) as tx:
        tx.execute(update_rows(update).where(update.c.text == "Sent.").values(withdrawn_at=None))
    assert differing(engine, kent) == ["10"]
    write_anew(engine, kent, ten)
    assert rows(engine) == before


def test_an_action_of_which_no_change_speaks_shows_and_leaves_the_register(
    engine: Engine, kent: Register, ten: int
) -> None:
    before = rows(engine)["owner"]
    with transaction(engine) as tx:
        row = dict(tx.execute(select(action).where(action.c.id == ten)).mappings().one())
        tx.execute(insert(action).values(row | {"id": 99, "ref": "99", "position": 99}))
        tx.execute(insert(owner).values(action=99, code="GLD", position=0))
    assert differing(engine, kent) == ["99"]
    write_anew(engine, kent, 99)
    assert differing(engine, kent) == []
    with reading(engine) as tx:
        assert sorted(actions.refs(tx, kent)) == ["10", "11"]
    assert rows(engine)["owner"] == before


def test_an_update_keeps_its_message_in_slack_when_it_is_written_anew(
    engine: Engine, kent: Register, ten: int
) -> None:
    place = updates.MessagePlace("C0CYPE", "1.1", "1.0")
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        number = updates.add(tx, kent.slug, ten, "Agreed.", ANN, place)
        tx.execute(update_rows(update).where(update.c.id == number).values(text="Not agreed."))
    write_anew(engine, kent, ten)
    with reading(engine) as tx:
        (stored,) = updates.of_message(tx, "C0CYPE", "1.1")
    assert (stored.id, stored.text) == (number, "Agreed.")


def test_other_columns_are_as_written_in_whatever_order_the_database_keeps_them(
    engine: Engine, kent: Register
) -> None:
    more = {"Theme of the review": "Oversight", "Kind": "Service", "Risk": "Council-wide"}
    undated = TargetDate("", (Milestone("", "", None),))
    state = ActionState("10", 0, "Review.", "", undated, ("GLD",), "", Status.NOT_STARTED, more)
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        write_actions.add(tx, kent, [state], ANN)
    assert differing(engine, kent) == []
    with transaction(engine) as tx:
        tx.execute(update_rows(action).values(search=" review\n oversight\n service"))
    assert differing(engine, kent) == ["10"]


def test_what_was_sent_of_reminders_is_not_compared(engine: Engine, kent: Register, ten: int) -> None:
    with transaction(engine) as tx:
        sent = {"reminded_through": date(2022, 11, 30), "next_reminder": None}
        tx.execute(update_rows(milestone).where(milestone.c.action == ten).values(sent))
    assert differing(engine, kent) == []


def test_another_registers_actions_are_left_alone(engine: Engine, kent: Register, ten: int) -> None:
    with transaction(engine) as tx:
        tx.execute(delete(change).where(change.c.action == ten))
    assert differing(engine, kent) == ["10"]
    assert differing(engine, Register("dover", "Dover")) == []


def write_anew(engine: Engine, register: Register, number: int) -> None:
    with transaction(engine) as tx:
        change_log.lock(tx, register.slug)
        audit.write_anew(tx, register, [number], NOON.date())


def _but_reminders(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Without when milestones are reminded of, which begins anew with a new row."""
    names = [column.name for column in milestone.columns]
    places = [names.index(name) for name in names if "remind" not in name]
    return found | {"milestone": [tuple(row[at] for at in places) for row in found["milestone"]]}
