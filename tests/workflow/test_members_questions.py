"""Who may answer what a Member of the committee asked."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import LEAD
from register.refused import Refused
from register.register import Register
from storage.actions import meetings
from storage.actions.meetings import Asked
from storage.database.engine import reading, transaction
from workflow.context import Context, Request
from workflow.meetings import answer_question

NOW = datetime(2023, 3, 17, 12, tzinfo=UTC)


def test_only_those_who_look_after_actions_answer_a_members_question(engine: Engine, kent: Register) -> None:
    asked = Asked(date(2023, 3, 16), "24", "Cllr Jones", "When?", ("10",), NOW, "U0MONITOR")
    with transaction(engine) as tx:
        number = meetings.ask(tx, kent.slug, asked)
    context = Context(engine, lambda: NOW)
    with pytest.raises(Refused, match=r"Only officers .* can answer a Member's question"):
        answer_question(
            context, Request("1", "U0STRANGER", "C0LEADS", NOW, "button"), kent.slug, number, "Never."
        )
    answer_question(context, Request("2", LEAD, "C0LEADS", NOW, "button"), kent.slug, number, "In June.")
    with reading(engine) as tx:
        (question,) = meetings.questions(tx, kent.slug)
    assert question.answer == "In June."
