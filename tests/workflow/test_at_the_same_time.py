"""Two people at the same moment, each with a connection of their own: whoever waits for the other loses nothing and
falsifies nothing.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from jobs.timetable import tick
from papers.write.paper import CommitteePaper
from register.action import Line
from register.committee.meetings import Meeting
from register.notices.schedule import Run
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers
from storage.database.engine import reading, transaction
from storage.queue import cards, decision_requests, notices
from storage.queue.requested_decision import Subject
from tests.desk import Desk, desk_of
from tests.jobs.test_timetable import at
from tests.jobs.test_timetable_rounds_and_reminders import CHASE, read_in
from tests.readings import paper_of as paper_of_lines
from tests.waiting import until, waits_for_a_lock
from workflow.context import SHELL, Context, Request
from workflow.import_undo import undo_import
from workflow.imports import import_reading
from workflow.progress import MoveRequest, move_action
from workflow.publishing import paper_of, publish
from workflow.replies import record_reply
from workflow.reply_threads import Reply
from workflow.round_rows import round_rows
from workflow.round_steps import run_round
from workflow.sign_offs import sign_off
from workflow.updates import record_updates
from workflow.withdrawing import withdraw_update

AMY = OFFICER_IDS["CYPE"]
NOVEMBER, JANUARY = date(2022, 11, 30), date(2023, 1, 31)
TEN = at("2022-11-21", "10:00")
T = TypeVar("T")


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """Three actions of CYPE, and meetings in November and January."""
    meetings = (Meeting(NOVEMBER), Meeting(JANUARY))
    register = replace(kent, meetings=replace(kent.meetings, meetings=meetings))
    with transaction(engine) as tx:
        registers.save(tx, register)
    found = desk_of(engine, register, 3)
    found.now = TEN
    return found


def beside(desk: Desk, first: Callable[[Context], object], second: Callable[[Context], T]) -> T:
    """What comes of the ``second``, which waits while the ``first`` is not committed. It begins at ten o'clock; the
    first is two minutes later, and the second comes to its turn a minute after that.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction(desk.engine) as tx:
            first(Context(desk.engine, lambda: TEN + timedelta(minutes=2), open_transaction=tx))
            waiting = pool.submit(second, desk.context)
            until(lambda: _somebody_waits(desk.engine), "the second waits for the first")
            desk.now += timedelta(minutes=3)
        return waiting.result(60)


def _somebody_waits(engine: Engine) -> bool:
    writers = engine.get_execution_options().get("writers")
    return len(writers.waiting) > 1 if writers else waits_for_a_lock(engine)


def asks(person: str, when: datetime = TEN, source: str = "command") -> Request:
    return Request(f"{person} {when} {source}", person, "C0CYPE", when, source)


def says(context: Context, words: str, when: datetime = TEN) -> None:
    record_updates(context, asks(AMY, when), "kent", [("1", words)])


def publishes(context: Context, when: datetime = TEN) -> None:
    publish(context, asks(MONITOR, when), "kent", NOVEMBER, because="agreed with the Chair")


def paper(desk: Desk, meeting: date) -> CommitteePaper:
    with reading(desk.engine) as tx:
        return paper_of(tx, registers.find(tx, "kent"), meeting)


def words_in(found: CommitteePaper) -> str:
    """What a paper prints as delivered of action 1."""
    return {row[0]: row[2] for row in found.appendix.rows}["1"]


def missing(desk: Desk) -> list[str]:
    """The refs of what has no answer for January's paper."""
    with reading(desk.engine) as tx:
        return list(round_rows(tx, registers.find(tx, "kent"), JANUARY).everything)


def test_what_is_said_before_a_paper_is_published_and_recorded_after_it_is_in_the_next_one(desk: Desk) -> None:
    beside(desk, publishes, lambda context: says(context, "The tender is out."))
    assert words_in(paper(desk, NOVEMBER)) == ""
    assert words_in(paper(desk, JANUARY)) == "The tender is out."
    assert missing(desk) == ["2", "3"]
    assert desk.action("1").updates[-1].at == TEN  # it was said when it was said


def test_what_is_done_before_a_paper_is_published_and_recorded_after_it_is_news_in_the_next_one(
    desk: Desk,
) -> None:
    done = MoveRequest(Status.IMPLEMENTED, words="Signed off at the board")
    beside(desk, publishes, lambda context: move_action(context, asks(AMY), "kent", "1", done))
    november, january = paper(desk, NOVEMBER), paper(desk, JANUARY)
    assert november.moves is None or november.moves.completed == ()
    assert january.moves is not None
    assert [one.ref for one in january.moves.completed] == ["1"]


def test_what_a_paper_that_waited_prints_is_no_answer_for_the_next_one(desk: Desk) -> None:
    said_at = TEN + timedelta(minutes=1)
    beside(desk, lambda context: says(context, "The tender is out.", said_at), publishes)
    assert words_in(paper(desk, NOVEMBER)) == "The tender is out."
    assert words_in(paper(desk, JANUARY)) == "The tender is out."
    assert missing(desk) == ["1", "2", "3"]


def test_a_paper_that_waited_for_a_sign_off_is_published_with_it(desk: Desk) -> None:
    with transaction(desk.engine) as tx:
        register = registers.find(tx, "kent")
        alone = tuple(
            replace(one, lead=CYPE_LEAD if one.code == "CYPE" else "") for one in register.directorates
        )
        registers.save(tx, replace(register, directorates=alone))
    beside(desk, lambda context: sign_off(context, asks(CYPE_LEAD), "kent", NOVEMBER), publishes)
    assert "without the sign-off" not in str(paper(desk, NOVEMBER).cover.assurance)


def test_a_sign_off_that_waited_for_the_publication_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="was published"):
        beside(desk, publishes, lambda context: sign_off(context, asks(CYPE_LEAD), "kent", NOVEMBER))


def test_who_withdraws_the_last_words_withdraws_those_that_they_had_seen(desk: Desk) -> None:
    says(desk.context, "Anna Example was ill.", TEN - timedelta(minutes=5))
    beside(
        desk,
        lambda context: says(context, "The tender is out.", TEN + timedelta(minutes=1)),
        lambda context: withdraw_update(context, asks(MONITOR), "kent", "1", "a name"),
    )
    assert [one.text for one in desk.action("1").updates] == ["The tender is out."]


@pytest.fixture
def card(desk: Desk) -> str:
    """The ts of a card of action 1 in #cype."""
    with transaction(desk.engine) as tx:
        register = registers.find(tx, "kent")
        number = actions.find_id(tx, register, "1")
        assert number is not None
        ts = "1669000000.000100"
        cards.mark_posted(tx, cards.ensure(tx, "kent", "C0CYPE", [number])[number], "C0CYPE", ts)
    return ts


def replies(context: Context, card: str, words: str) -> None:
    reply = Reply(card, f"{TEN.timestamp():.6f}", words)
    record_reply(context, Request("message:1", AMY, "C0CYPE", TEN, "reply"), reply)


def test_a_reply_that_waited_while_its_action_was_taken_out_goes_to_no_other_of_that_number(
    desk: Desk, card: str
) -> None:
    """The paper was the wrong one: its import is undone, and the right one has another action 1."""

    def puts_right(context: Context) -> None:
        tx = context.open_transaction
        assert tx is not None
        undo_import(context, Request("undo", MONITOR, "", TEN, SHELL), "kent")
        other = Line("1", "Another promise", "", "March 2023", ("CYPE",), "", "")
        import_reading(
            tx, registers.find(tx, "kent"), paper_of_lines([other], sha256="1" * 64), TEN.date(), TEN
        )

    beside(desk, puts_right, lambda context: replies(context, card, "The tender is out."))
    assert desk.action("1").defined == "Another promise"
    assert desk.action("1").updates == ()


def test_a_reply_that_waited_while_its_action_was_merged_into_another_is_kept(desk: Desk, card: str) -> None:
    merged = MoveRequest(Status.SUPERSEDED, reason="the same promise", detail="action 2")
    beside(
        desk,
        lambda context: move_action(context, asks(MONITOR), "kent", "1", merged),
        lambda context: replies(context, card, "The tender is out."),
    )
    assert desk.action("1").status is Status.SUPERSEDED
    assert [one.text for one in desk.action("1").updates] == ["The tender is out."]
    assert "superseded" in desk.last_message("C0CYPE")


def ask_in_a_round(engine: Engine, tx: Connection, register: Register) -> None:
    """What the clock does at half past eight on the day on which a round asks first."""
    change_log.lock(tx, register.slug)
    moment = at(CHASE, "08:30")
    notices.queue_all(tx, run_round(tx, register, Run(moment, moment - timedelta(days=1), moment)), moment)


def answers_all(engine: Engine) -> None:
    moment = at(CHASE, "08:30")
    request = Request("answers", AMY, "C0CYPE", moment, "command")
    record_updates(Context(engine, lambda: moment), request, "kent", [("1", "Sent."), ("2", "Sent.")])


def test_an_update_that_waited_while_its_action_was_asked_for_answers_that(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["31 December 2023", "30 November 2023"])
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            ask_in_a_round(engine, tx, kent)
            waiting = pool.submit(answers_all, engine)
            until(lambda: _somebody_waits(engine), "the update waits for the round")
        waiting.result(60)
    with reading(engine) as tx:
        (request,) = decision_requests.find(tx, [Subject.of_meeting("kent", date(2023, 3, 16))])
    assert "All of these are answered" in request.outcome["text"]


def test_a_round_that_waited_does_not_ask_for_what_was_said_meanwhile(engine: Engine, kent: Register) -> None:
    read_in(engine, kent, ["31 December 2023", "30 November 2023"])
    moment = at(CHASE, "08:30")
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            request = Request("answers", AMY, "C0CYPE", moment, "command")
            context = Context(engine, lambda: moment, open_transaction=tx)
            record_updates(context, request, "kent", [("1", "Sent.")])
            waiting = pool.submit(tick, engine, moment, moment)
            until(lambda: _somebody_waits(engine), "the round waits for the update")
        (asked,) = [one for one in waiting.result(60) if one.kind == "round"]
    assert asked.refs == ("2",)
