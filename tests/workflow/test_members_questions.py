"""What a Member of the committee asked: who may answer it, and how an answer follows the reply that it came from."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from demo.office import CYPE_LEAD
from register.refused import Refused
from register.register import Register
from storage.actions import change_log, meetings
from storage.actions.meetings import MembersQuestion
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice as queued
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from tests.waiting import until, waits_for_a_lock
from workflow.context import Context, Request
from workflow.meetings import Minutes, record_meeting
from workflow.members_questions import PendingAnswer, answer_question
from workflow.replies import record_reply, withdraw_reply
from workflow.reply_threads import Reply

NOW = datetime(2023, 3, 17, 12, tzinfo=UTC)


def test_only_those_who_look_after_actions_answer_a_members_question(engine: Engine, kent: Register) -> None:
    asked = MembersQuestion(date(2023, 3, 16), "24", "Cllr Jones", "When?", ("10",), NOW, "U0MONITOR")
    with transaction(engine) as tx:
        number = meetings.ask(tx, kent.slug, asked)
    context = Context(engine, lambda: NOW)
    with pytest.raises(Refused, match=r"Only officers .* can answer a Member's question"):
        answer_question(
            context,
            Request("1", "U0STRANGER", "C0LEADS", NOW, "button"),
            PendingAnswer(kent.slug, number, "Never.", "", ""),
        )
    old_button = PendingAnswer.read(f'["{kent.slug}", {number}, "In June."]')
    answer_question(context, Request("2", CYPE_LEAD, "C0LEADS", NOW, "button"), old_button)
    with reading(engine) as tx:
        (question,) = meetings.questions(tx, kent.slug)
    assert question.answer == "In June."


def test_a_question_that_was_pasted_twice_is_asked_once(engine: Engine, kent: Register) -> None:
    minutes = Minutes("24", questions="Cllr Jones: When?\n\nCllr Jones: When?\nCllr Hill: When?")
    request = Request("1", kent.admins[0], "C0LEADS", NOW, "form")
    outcome = record_meeting(Context(engine, lambda: NOW), request, kent.slug, date(2023, 3, 16), minutes)
    assert "2 to be answered" in outcome
    with reading(engine) as tx:
        assert [one.member for one in meetings.questions(tx, kent.slug)] == ["Cllr Jones", "Cllr Hill"]


class Thread:
    """The thread of a Member's question, in which a lead replies."""

    def __init__(self, engine: Engine, kent: Register) -> None:
        self.engine, self.kent, self.events = engine, kent, 0
        asked = MembersQuestion(date(2023, 3, 16), "24", "Cllr Jones", "When?", ("10",), NOW, "U0MONITOR")
        with transaction(engine) as tx:
            self.number = meetings.ask(tx, kent.slug, asked)
            key = f"question:{kent.slug}:{self.number}"
            notice = Notice(kent.slug, key, NoticeKind.QUESTION, "C0LEADS", payload={"text": "When?"})
            notices.queue(tx, notice, NOW)
            tx.execute(queued.update().values(state="sent", channel="C0LEADS", ts="1.0", settled_at=NOW))

    def _next(self) -> tuple[Context, Request]:
        self.events += 1
        at = NOW + timedelta(minutes=self.events)
        return Context(self.engine, lambda: at), Request(
            f"event:{self.events}", CYPE_LEAD, "C0LEADS", at, "reply"
        )

    def says(self, ts: str, words: str) -> str:
        """A new reply, or what one says since it was edited; give the answer that counts then."""
        record_reply(*self._next(), Reply("1.0", ts, words))
        return self.answer()

    def deletes(self, ts: str) -> str:
        withdraw_reply(*self._next(), "1.0", ts)
        return self.answer()

    def presses(self, words: str) -> str:
        answer_question(*self._next(), PendingAnswer(self.kent.slug, self.number, words, "", ""))
        return self.answer()

    def last_message(self) -> str:
        """The text of the last message that was queued."""
        with reading(self.engine) as tx:
            query = select(queued.c.payload).order_by(queued.c.id.desc()).limit(1)
            return str(tx.execute(query).scalar_one()["text"])

    def answer(self) -> str:
        with reading(self.engine) as tx:
            return next((question.answer for question in meetings.questions(tx, self.kent.slug)), "")


def test_an_answer_follows_its_reply_and_no_version_is_lost(engine: Engine, kent: Register) -> None:
    thread = Thread(engine, kent)
    assert thread.says("2.0", "Answer: In May.") == "In May."
    assert thread.says("2.0", "Answer: In June.") == "In June."
    assert thread.says("2.0", "In July, I hope.") == "In July, I hope."  # an edit need not say again what it is
    assert thread.says("3.0", "Answer: In August.") == "In August."
    assert thread.says("2.0", "Answer: In July.") == "In August."  # the last answer counts, not the last edit
    assert thread.deletes("3.0") == "In July."
    assert thread.says("3.0", "Answer: back again") == "In July."
    assert thread.deletes("2.0") == ""
    with reading(engine) as tx:
        kept = [one.words for one in meetings.answers(tx, kent.slug)[thread.number]]
        (asked,) = meetings.questions(tx, kent.slug, NOW + timedelta(minutes=2))
    assert kept == ["In May.", "In June.", "In July, I hope.", "In August.", "In July.", "", ""]
    assert asked.answer == "In June."


def test_who_answers_in_the_thread_reads_what_became_of_it(engine: Engine, kent: Register) -> None:
    thread = Thread(engine, kent)
    thread.says("2.0", "Thanks!")
    assert thread.last_message() == "When?"  # the question itself: nobody is told anything about thanks
    thread.says("3.0", "In May.")
    assert "Is this the answer to Cllr Jones's question?" in thread.last_message()
    thread.says("4.0", "Answer: In June.")
    assert thread.last_message().startswith("Recorded as the answer")


def test_a_reply_that_was_edited_since_is_not_recorded_by_its_old_button(
    engine: Engine, kent: Register
) -> None:
    thread = Thread(engine, kent)
    assert thread.says("2.0", "In May, with the new contract") == ""
    old = PendingAnswer(
        kent.slug,
        thread.number,
        "In May, with the new contract",
        "2.0",
        (NOW + timedelta(minutes=1)).isoformat(),
    )
    thread.says("2.0", "In June, with the new contract")
    context = Context(engine, lambda: NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="changed or deleted since"):
        answer_question(context, Request("press", CYPE_LEAD, "C0LEADS", NOW, "button"), old)


@pytest.mark.parametrize(
    "answered",
    [
        lambda thread: thread.says("2.0", "Answer: In July."),
        lambda thread: thread.says("3.0", "Answer: In July."),
        lambda thread: thread.deletes("2.0"),
        lambda thread: thread.presses("In July."),
    ],
    ids=["an edited reply", "another reply", "a deleted reply", "a button"],
)
def test_a_question_that_is_withdrawn_while_somebody_answers_it_keeps_no_answer(
    engine: Engine, kent: Register, answered: Callable[[Thread], object]
) -> None:
    thread = Thread(engine, kent)
    thread.says("2.0", "Answer: In May.")
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            change_log.lock(tx, kent.slug)
            meetings.withdraw(tx, kent.slug, "U0MONITOR", NOW, NOW + timedelta(hours=1))
            waiting = pool.submit(answered, thread)
            until(lambda: waits_for_a_lock(engine), "the answer waits for the register")
        refused = waiting.exception(20)
    assert refused is None or "not asked any more" in str(refused)
    with reading(engine) as tx:
        assert [one.words for one in meetings.answers(tx, kent.slug)[thread.number]] == ["In May."]
