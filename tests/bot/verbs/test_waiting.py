"""``/htst waiting``: what waits for whoever asks."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from register.register import Register
from storage.actions import meetings
from storage.actions.meetings import Answer, MembersQuestion
from storage.database.engine import transaction
from tests.desk import desk_of
from workflow.home import home_view

ASKED_AT = datetime(2022, 11, 14, 12, tzinfo=UTC)


def test_members_questions_wait_for_whoever_looks_after_the_register_until_they_are_answered(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent)

    def at_home(person: str) -> str:
        with transaction(engine) as tx:
            return str(home_view(tx, person, desk.now))

    asked = MembersQuestion(date(2022, 11, 14), "24", "Cllr Jones", "When?", ("1",), ASKED_AT, "U0MONITOR")
    with transaction(engine) as tx:
        number = meetings.ask(tx, kent.slug, asked)
    assert (
        "Cllr Jones asked on 14 November 2022: “When?” It has no answer yet"
        in desk.types("U0MONITOR", "waiting").text
    )
    assert "Members' questions without an answer: 1" in at_home("U0MONITOR")
    assert "Cllr Jones asked on 14 November 2022: “When?”" in at_home("U0MONITOR")
    assert "Cllr Jones" not in desk.types("U0STRANGER1", "waiting").text
    assert "Cllr Jones" not in at_home("U0CYPELEAD")
    with transaction(engine) as tx:
        meetings.add_answer(tx, Answer(number, "In June.", "U0CYPELEAD", ASKED_AT, "slack"))
    assert "Nothing is waiting for you" in desk.types("U0MONITOR", "waiting").text
    assert "Members' questions" not in at_home("U0MONITOR")
