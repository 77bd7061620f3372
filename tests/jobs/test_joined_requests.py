"""What a lead is asked to decide on one day stands in one message: it rings once, and shows all that waits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, update

from bot.button_presses import grant, verify
from demo.office import CYPE_LEAD, LEAD_OFFICERS, MONITOR, OFFICER_IDS
from playground.server import Playground
from register.action import Line
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue import claims, decision_requests, notices
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from tests.desk import Desk, desk_of
from tests.readings import paper_of
from tests.sending_desk import NO_WAIT, SendingDesk, buttons
from workflow.context import SHELL, AlreadyHandled, Request
from workflow.forgetting import forget
from workflow.import_undo import undo_import
from workflow.imports import import_reading

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register, slack: Playground) -> SendingDesk:
    """A register of two dozen actions of CYPE."""
    desk_of(engine, kent, 24)
    return SendingDesk(engine, slack)


def test_the_first_of_a_day_rings_and_the_others_are_added_to_it(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    assert "Action 1 is reported complete" in desk.asked_of()[0]
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    desk.types(AMY, "done 3 Handed over to the school")
    (shown,) = desk.asked_of()
    assert shown.startswith("3 decisions are waiting for you")
    assert "Handed over to the school" in shown
    assert "28 February 2023" in shown
    both = ["verify kent:1|1", "reject kent:1|1", "grant kent:2|1", "refuse kent:2|1"]
    assert buttons(desk.slack) == [*both, "verify kent:3|1", "reject kent:3|1"]
    assert len(desk.slack.calls("chat.postMessage")) == 1


def test_what_is_decided_is_marked_and_what_waits_keeps_its_buttons(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    assert "verified" in verify(desk.context, desk.press(CYPE_LEAD, "kent:1|1")).text
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("1 decision is waiting for you")
    assert "Action 1 is reported complete: :white_check_mark: *Verified*" in shown
    assert buttons(desk.slack) == ["grant kent:2|1", "refuse kent:2|1"]
    desk.types(CYPE_LEAD, "undo")
    assert buttons(desk.slack)[0] == "verify kent:1|1"
    assert "28 February" in grant(desk.context, desk.press(CYPE_LEAD, "kent:2|1")).text
    desk.types(CYPE_LEAD, "verify 1")
    (shown,) = desk.asked_of()
    assert shown.startswith("All of these are decided")
    assert buttons(desk.slack) == []


def test_a_message_has_its_buttons_again_once_the_decision_is_taken_back(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(CYPE_LEAD, "verify 1")
    assert buttons(desk.slack) == []
    desk.types(CYPE_LEAD, "undo")
    assert buttons(desk.slack) == ["verify kent:1|1", "reject kent:1|1"]


def test_a_date_that_is_withdrawn_waits_no_more_and_asked_anew_it_waits(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    desk.types(AMY, "undo")
    assert "Another date for action 2 is asked for: *Withdrawn*" in desk.asked_of()[0]
    desk.types(AMY, "due 2 10 March 2023 because the tender is very late")
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")
    assert "10 March 2023" in shown
    assert buttons(desk.slack)[2:] == ["grant kent:2|2", "refuse kent:2|2"]


def test_several_that_are_reported_at_once_are_one_message_from_the_start(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1, 2 and 3: signed off at the board")
    posts = desk.slack.calls("chat.postMessage")
    assert len(posts) == 1
    assert "3 decisions are waiting for you" in str(posts[0])


def test_more_than_a_message_holds_says_how_many_and_where(desk: SendingDesk) -> None:
    words = "Signed off at the board, with a very long account of what was seen there. " * 6
    for ref in range(1, 21):
        desk.types(AMY, f"done {ref} {words}")
    (shown,) = desk.asked_of()
    assert shown.startswith("20 decisions are waiting for you")
    last = desk.slack.messages(desk.slack.dm(CYPE_LEAD))[-1]
    count = len(buttons(desk.slack)) // 2
    assert 3 < count < 20
    assert f"_and {20 - count} more:_ `/htst waiting` shows everything waiting for you" in shown
    assert len(last["blocks"]) <= 50
    desk.types(CYPE_LEAD, "verify 1")
    assert "verify kent:1|1" not in buttons(desk.slack)
    assert desk.asked_of()[0].startswith("19 decisions are waiting for you")


def test_the_next_day_has_a_message_of_its_own(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.now += timedelta(days=1)
    desk.types(AMY, "done 2 Handed over")
    desk.types(AMY, "done 3 Handed over")
    first, second = desk.asked_of()
    assert "Action 1" in first
    assert second.startswith("2 decisions are waiting for you")
    assert "Action 1 " not in second


def test_a_reply_under_it_is_about_each_of_its_actions(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 3 Handed over")
    last = desk.slack.messages(desk.slack.dm(CYPE_LEAD))[-1]
    with reading(desk.engine) as tx:
        found = notices.of_message(tx, desk.slack.dm(CYPE_LEAD), last["ts"])
    assert found is not None
    assert found.refs == ("1", "3")


@pytest.mark.parametrize("error", ["message_not_found", "edit_window_closed", "cant_update_message"])
def test_where_the_message_cannot_be_changed_another_is_sent(desk: SendingDesk, error: str) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    if error == "message_not_found":
        last = desk.slack.messages(desk.slack.dm(CYPE_LEAD))[-1]
        desk.slack.workspace.conversations[desk.slack.dm(CYPE_LEAD)].messages.clear()
        assert last["ts"]
    else:
        desk.slack.faults.add("chat.update", error)
    desk.types(AMY, "done 2 Handed over")
    assert "Action 2 is reported complete" in desk.asked_of()[-1]
    desk.types(AMY, "done 3 Handed over too")
    assert desk.asked_of()[-1].startswith("2 decisions are waiting for you")
    assert len(desk.slack.calls("chat.postMessage")) == 2


def test_a_message_that_was_never_sent_takes_nothing_with_it(desk: SendingDesk) -> None:
    desk.is_sending = False
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    with transaction(desk.engine) as tx:  # an operator drops the first
        first = notice.c.asks == "report:1", notice.c.method == "chat.postMessage"
        tx.execute(update(notice).where(*first).values(state=NoticeState.DROPPED, settled_at=desk.now))
    desk.is_sending = True
    desk.sends()
    (shown,) = desk.asked_of()
    assert "Action 2 is reported complete" in shown
    assert "verify kent:2|1" in buttons(desk.slack)


def test_what_is_decided_before_the_message_goes_out_is_not_asked(desk: SendingDesk) -> None:
    desk.is_sending = False
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.types(CYPE_LEAD, "verify 1")
    desk.is_sending = True
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("1 decision is waiting for you")
    assert buttons(desk.slack) == ["verify kent:2|1", "reject kent:2|1"]
    desk.is_sending = False
    desk.types(AMY, "done 3 Handed over")
    desk.types(CYPE_LEAD, "verify 3")
    desk.is_sending = True
    desk.sends()
    assert "Action 3" not in desk.asked_of()[0]
    desk.types(CYPE_LEAD, "undo")
    assert "verify kent:3|1" in buttons(desk.slack)


def test_where_all_is_decided_before_it_goes_out_nothing_rings(desk: SendingDesk) -> None:
    desk.is_sending = False
    desk.types(AMY, "done 1, 2 and 3: signed off at the board")
    desk.types(CYPE_LEAD, "verify 1, 2 and 3")
    desk.is_sending = True
    desk.sends()
    assert desk.asked_of() == []
    desk.types(CYPE_LEAD, "undo")
    assert len(desk.asked_of()) == 1
    assert buttons(desk.slack)[::2] == ["verify kent:1|1", "verify kent:2|1", "verify kent:3|1"]


@pytest.mark.parametrize("fault", ["drop_after", "500_after", "drop_before", "503"])
def test_an_unknown_outcome_loses_nothing_and_rings_once(desk: SendingDesk, fault: str) -> None:
    desk.slack.faults.add("chat.postMessage", fault)
    desk.slack.faults.add("chat.update", fault)
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")


def killed(desk: SendingDesk) -> None:
    """A sender claims what is next, and dies."""
    with transaction(desk.engine) as tx:
        assert claims.claim(tx, desk.now, timedelta(seconds=60))
    desk.now += timedelta(seconds=61)


def test_a_sender_that_is_killed_with_one_in_hand_loses_none(desk: SendingDesk) -> None:
    desk.is_sending = False
    desk.types(AMY, "done 1 Signed off at the board")
    killed(desk)  # with the message
    desk.types(AMY, "done 2 Handed over")
    desk.is_sending = True
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")
    desk.is_sending = False
    desk.types(AMY, "done 3 Handed over too")
    killed(desk)  # with what is to be added
    desk.types(CYPE_LEAD, "verify 1")
    desk.is_sending = True
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")
    assert buttons(desk.slack)[::2] == ["verify kent:2|1", "verify kent:3|1"]


def test_what_is_decided_while_it_is_on_its_way_loses_its_buttons(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.is_sending = False
    desk.types(AMY, "done 2 Handed over")
    sender = desk.sender()
    with transaction(desk.engine) as tx:
        claim = claims.claim(tx, desk.now, timedelta(seconds=60))
    assert claim is not None
    with reading(desk.engine) as tx:
        assert decision_requests.message_of(tx, claim.notice).requests[1].outcome == {}
    desk.types(CYPE_LEAD, "verify 2")
    with transaction(desk.engine) as tx:  # it arrived as it was drawn before that
        last = desk.slack.messages(desk.slack.dm(CYPE_LEAD))[-1]
        assert claims.settle(
            tx, claim, NoticeState.SENT, desk.now, channel=desk.slack.dm(CYPE_LEAD), ts=last["ts"]
        )
        assert decision_requests.is_settled(tx, claim.id)
        decision_requests.draw_outcome(tx, claim.id, desk.now)
    desk.is_sending = True
    desk.sends()
    assert sender.timing is NO_WAIT
    assert "Action 2 is reported complete: :white_check_mark: *Verified*" in desk.asked_of()[0]


def test_a_request_that_slack_delivers_twice_is_asked_once(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    moment = desk.now
    desk.types(AMY, "done 2 Handed over")
    desk.now = moment
    with pytest.raises(AlreadyHandled):
        desk.types(AMY, "done 2 Handed over")
    desk.now = moment + timedelta(minutes=5)
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.count("Action 2 is reported complete") == 1


def test_two_processes_that_ask_at_once_make_one_message(desk: SendingDesk) -> None:
    barrier = Barrier(4)

    def reports(ref: int) -> None:
        other = Desk(desk.engine)
        other.sends = lambda: None  # type: ignore[method-assign]
        other.now = desk.now + timedelta(seconds=ref)
        barrier.wait()
        other.types(AMY, f"done {ref} Signed off at the board")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(reports, range(1, 5)))
    desk.now += timedelta(minutes=2)
    with ThreadPoolExecutor(3) as pool:
        for _sender in range(3):
            pool.submit(desk.sends)
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("4 decisions are waiting for you")
    assert len(desk.slack.calls("chat.postMessage")) == 1


def test_an_import_that_makes_one_moot_and_is_undone(desk: SendingDesk, kent: Register) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    lines = [Line("2", "Promise 2", "", "December 2022", ("CYPE",), "Complete", "")]
    desk.now += timedelta(days=1)
    with transaction(desk.engine) as tx:
        import_reading(tx, kent, replace(paper_of(lines), sha256="1" * 64), date(2022, 11, 17), desk.now)
    desk.sends()
    assert "Another date for action 2 is asked for: *There is nothing left to decide" in desk.asked_of()[0]
    assert buttons(desk.slack) == ["verify kent:1|1", "reject kent:1|1"]
    undo_import(desk.context, Request("undo", MONITOR, "", desk.now, SHELL), "kent")
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")


def test_a_deputy_has_one_message_too_and_reads_in_whose_place(desk: SendingDesk) -> None:
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    assert desk.asked_of(CYPE_LEAD) == []
    (shown,) = desk.asked_of(GARETH)
    assert shown.startswith("2 decisions are waiting for you")
    assert shown.count("You are asked in place of") == 2


def test_another_lead_is_asked_from_when_the_settings_name_them(desk: SendingDesk, kent: Register) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    other = LEAD_OFFICERS[1]
    moved = replace(
        kent,
        directorates=tuple(
            replace(one, lead=other if one.code == "CYPE" else one.lead) for one in kent.directorates
        ),
    )
    with transaction(desk.engine) as tx:
        registers.save(tx, moved)
    desk.types(AMY, "done 2 Handed over")
    assert "Action 1" in desk.asked_of(CYPE_LEAD)[0]
    assert "Action 2" in desk.asked_of(other)[0]
    assert len(desk.asked_of(CYPE_LEAD)) == len(desk.asked_of(other)) == 1
    desk.tomorrow()
    assert len(desk.asked_of(CYPE_LEAD)) == 1


def test_a_line_for_somebody_alone_is_dropped_once_they_are_forgotten(desk: SendingDesk) -> None:
    with transaction(desk.engine) as tx:
        for person in (GARETH, AMY):
            line = {"user": person, "text": "Saved."}
            notices.queue(
                tx, Notice("kent", person, NoticeKind.RECEIPT, "C0GET", Method.WHISPER, payload=line), desk.now
            )
        notices.drop_all(tx, GARETH, desk.now)
        assert [notices.state_and_place(tx, one)[0] for one in (GARETH, AMY)] == ["dropped", "waiting"]


def test_who_is_forgotten_is_asked_nothing_more(desk: SendingDesk) -> None:
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.types(AMY, "done 1 Signed off at the board")
    desk.is_sending = False
    desk.types(AMY, "done 2 Handed over")
    forget(desk.context, Request("forget", MONITOR, "", desk.now, SHELL), GARETH)
    desk.is_sending = True
    desk.sends()
    assert "Action 2" not in desk.asked_of(GARETH)[0]
    desk.tomorrow()
    assert len(desk.asked_of(GARETH)) == 1
    with reading(desk.engine) as tx:
        assert notices.open_count(tx) == 0
