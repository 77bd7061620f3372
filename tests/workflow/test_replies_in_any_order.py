"""Slack gives its events in no order and some twice: the register ends with what Slack shows last."""

import contextlib
import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, select

from bot import replies
from demo.office import PAPER_DAY
from jobs.missed_events import with_dated_edit
from register.action import Line
from register.refused import Refused
from register.register import Register
from register.words.queries import Query
from register.words.reply_words import read_reply
from register.words.typed_refs import RefIndex
from storage.actions import actions, change_chain, registers, updates
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import change, update
from storage.database.slack_tables import inbox, reply
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind, NoticeState
from tests.readings import paper_of
from tests.waiting import ended, started
from workflow.context import AlreadyHandled, Context, Request
from workflow.imports import import_reading
from workflow.pending_replies import PendingReply, record_pending
from workflow.updates import take_back

AMY, CHANNEL, CARD, REMINDER = "U0CYPE", "C0CYPE", "1668506400.000100", "1668506401.000100"
SAID = "1668506460.000100"
NOW = datetime(2022, 11, 16, 12, tzinfo=UTC)
Event = dict[str, Any]
NamedEvent = tuple[str, Event]


@pytest.fixture
def context(engine: Engine, kent: Register) -> Context:
    """A register with actions 1, 3 and 10; in one channel a card of action 3 and a reminder of 1 and 3."""
    lines = [Line(ref, f"Promise {ref}", "", "March 2023", ("CYPE",), "", "") for ref in ("1", "3", "10")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines, "table.txt", "0" * 64), PAPER_DAY, NOW)
        number = actions.find_id(tx, kent, "3")
        assert number is not None
        cards.mark_posted(tx, cards.ensure(tx, kent.slug, "C0CYPE", [number])[number], CHANNEL, CARD)
        notices.queue(tx, Notice(kent.slug, "reminder", NoticeKind.REMINDER, CHANNEL, refs=("1", "3")), NOW)
        tx.execute(notice.update().values(state=NoticeState.SENT, channel=CHANNEL, ts=REMINDER, settled_at=NOW))
    return Context(engine, lambda: NOW)


def moment(seconds: int) -> str:
    """So long after the reply was first said, as Slack writes moments."""
    return f"{float(SAID) + seconds:.6f}"


def story(thread: str, versions: Sequence[str], is_deleted: bool) -> list[NamedEvent]:
    """The events of one reply as Slack makes them: said, edited as often as there are versions, deleted."""
    plain = {"type": "message", "user": AMY, "ts": SAID, "thread_ts": thread}
    events: list[NamedEvent] = [("E0", plain | {"channel": CHANNEL, "event_ts": SAID, "text": versions[0]})]
    common = {"type": "message", "channel": CHANNEL}
    for n, text in enumerate(versions[1:], start=1):
        at = moment(10 * n)
        now = plain | {"text": text, "edited": {"user": AMY, "ts": f"{int(float(at))}.000000"}}
        events.append((f"E{n}", common | {"subtype": "message_changed", "event_ts": at, "message": now}))
    if is_deleted:
        gone = {"subtype": "message_deleted", "deleted_ts": SAID, "previous_message": plain}
        events.append(("E99", common | gone | {"event_ts": moment(1_000)}))
    return events


def hear(context: Context, event: NamedEvent) -> None:
    with contextlib.suppress(AlreadyHandled):
        replies.handle_message(context, *event, bot_user="U0HTST")


def kept(context: Context) -> list[tuple[str, str]]:
    """(ref, words) of all updates that stand."""
    with reading(context.engine) as tx:
        (register,) = registers_of(context)
        found = actions.matching(tx, register, Query(PAPER_DAY))
    return [(one.ref, update.text) for one in found for update in one.updates]


def registers_of(context: Context) -> tuple[Register, ...]:
    with reading(context.engine) as tx:
        return registers.every(tx)


def is_queued(tx: Connection, key: str) -> bool:
    return tx.execute(select(notice.c.id).where(notice.c.key.like(key))).first() is not None


def forget_all(context: Context) -> None:
    with transaction(context.engine) as tx:
        for table in (inbox, reply, update):
            tx.execute(delete(table))
        tx.execute(delete(change).where(change.c.kind.like("update%")))
        tx.execute(delete(notice).where(notice.c.kind != "reminder"))


Case = tuple[list[str], bool, list[int]]
"""Versions of a reply, whether it was deleted, and an order of its events; each comes once or more."""


def hear_all(context: Context, thread: str, case: Case) -> None:
    """A register that knows nothing yet of the reply hears its events in the order of the case."""
    versions, is_deleted, order = case
    forget_all(context)
    events = story(thread, versions, is_deleted)
    for place in order:
        hear(context, events[place])


def update_said(context: Context) -> updates.StoredUpdate:
    with reading(context.engine) as tx:
        (found,) = updates.of_message(tx, CHANNEL, SAID)
    return found


words = st.sampled_from(["Drafted", "Sent", "Sent & agreed", "3 officers are off"])
named = st.tuples(st.sampled_from(["1: ", "#3 ", "action 3: "]), words).map("".join)
NAMED = re.compile(r"^(?:1: |#3 |action 3: )")
WHICH = {"1": "1", "#": "3", "a": "3"}


@st.composite
def cases(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Case:
    versions, is_deleted = draw(st.lists(texts, min_size=1, max_size=4)), draw(st.booleans())
    each = list(range(len(versions) + is_deleted))
    again = draw(st.lists(st.sampled_from(each), max_size=3))
    return versions, is_deleted, draw(st.permutations([*each, *again]))


often = settings(max_examples=30)


@often
@given(cases(words))
def test_under_a_card_the_end_is_what_slack_shows_last(context: Context, case: Case) -> None:
    versions, is_deleted, _order = case
    hear_all(context, CARD, case)
    assert kept(context) == ([] if is_deleted else [("3", versions[-1])])
    with reading(context.engine) as tx:
        update = updates.of_message(tx, CHANNEL, SAID)
    assert is_deleted or update


@often
@given(cases(named))
def test_under_a_reminder_the_action_named_last_has_it(context: Context, case: Case) -> None:
    versions, is_deleted, _order = case
    hear_all(context, REMINDER, case)
    assert kept(context) == ([] if is_deleted else [(WHICH[versions[-1][0]], NAMED.sub("", versions[-1]))])


@often
@given(cases(st.one_of(words, named)))
def test_under_a_reminder_words_that_name_nothing_are_never_left_as_something_older(
    context: Context, case: Case
) -> None:
    versions, is_deleted, _order = case
    hear_all(context, REMINDER, case)
    found = kept(context)
    if is_deleted:
        assert found == []
    elif found:
        assert [text for _ref, text in found] == [NAMED.sub("", versions[-1])]
    else:
        with reading(context.engine) as tx:
            assert is_queued(tx, f"which:%:{CHANNEL}:{SAID}")


def test_a_reply_that_an_edit_makes_clear_is_recorded_and_its_author_is_told(context: Context) -> None:
    posted, edited = story(REMINDER, ["Nearly there", "1: nearly there"], is_deleted=False)
    hear(context, posted)
    assert kept(context) == []
    hear(context, edited)
    assert kept(context) == [("1", "nearly there")]
    (register,) = registers_of(context)
    with reading(context.engine) as tx:
        (action,) = (found for found in actions.matching(tx, register, Query(PAPER_DAY)) if found.updates)
        assert action.updates[0].at == datetime.fromtimestamp(float(SAID), UTC)
        assert is_queued(tx, f"receipt:{action.updates[0].id}")


def test_the_reply_read_from_history_as_it_was_edited_is_not_set_back_by_the_edit_before(
    context: Context,
) -> None:
    posted, first, _second = story(CARD, ["Drafted", "Sent", "Sent & agreed"], is_deleted=False)
    in_history = posted[1] | {"text": "Sent & agreed", "edited": {"user": AMY, "ts": moment(20)}}
    in_history.pop("event_ts")
    hear(context, ("history", in_history))
    hear(context, first)
    hear(context, posted)
    assert kept(context) == [("3", "Sent & agreed")]


@often
@given(st.permutations(range(5)), st.sets(st.integers(0, 4)))
def test_edits_within_one_second_end_as_history_shows_once_it_is_no_longer_late(
    context: Context, order: list[int], missed: set[int]
) -> None:
    """Events of two edits within a second come in any order or never, and history shows one or the other."""
    forget_all(context)
    posted, *edits = story(CARD, ["Drafted", "Sent", "Sent & agreed"], is_deleted=False)
    second = int(float(moment(10)))
    for (_name, event), part in zip(edits, (0.2, 1.1), strict=True):  # an event may bear the next second
        event["event_ts"] = f"{second + part:.6f}"
        event["message"]["edited"]["ts"] = f"{second}.000000"
    shown = [("young " + name, posted[1] | event["message"]) for name, event in edits]
    events = [posted, *edits, *shown]
    for place in order:
        if place not in missed:
            hear(context, events[place])
    settled = with_dated_edit(edits[1][1]["message"], settled=second + 300)
    at = {"ts": settled["edited"]["ts"], "event_ts": settled["edited"]["ts"]}
    hear(context, ("settled", {**edits[1][1], **at, "message": settled}))
    assert kept(context) == [("3", "Sent & agreed")]


def test_what_was_taken_back_stays_so_whatever_comes_late(context: Context) -> None:
    posted, edited = story(CARD, ["Drafted", "Sent"], is_deleted=False)
    hear(context, posted)
    found = update_said(context)
    request = Request("press", AMY, CHANNEL, NOW, "button")
    assert take_back(context, request, [found.id]) == ("3",)
    hear(context, edited)
    assert kept(context) == []
    with pytest.raises(Refused, match="already"):
        take_back(context, Request("again", AMY, CHANNEL, NOW, "button"), [found.id])


def test_an_edit_and_a_press_at_the_same_moment_leave_one_end_and_a_whole_chain(context: Context) -> None:
    """Whoever comes second sees what the first has done: nothing is edited after it was taken back."""
    for n in range(8):
        forget_all(context)
        hear(context, (f"said {n}", story(CARD, ["Drafted"], is_deleted=False)[0][1]))
        found = update_said(context)
        request = Request(f"press {n}", AMY, CHANNEL, NOW, "button")
        edits = story(CARD, ["Drafted", "Sent", "Agreed"], is_deleted=True)[1:]
        start = threading.Barrier(len(edits) + 1, timeout=60)

        def run(what: Any, *given: Any, start: threading.Barrier = start) -> None:
            start.wait()
            what(*given)

        def press(request: Request = request, number: int = found.id) -> None:
            with contextlib.suppress(Refused):
                take_back(context, request, [number])

        jobs = [started(run, hear, context, (f"{n} {name}", what)) for name, what in edits]
        ended([*jobs, started(run, press)], "two edits, a deletion and a press at the same moment")
        assert kept(context) == []
        with reading(context.engine) as tx:
            in_order = select(change.c.kind).where(change.c.action == found.action).order_by(change.c.number)
            kinds = tx.execute(in_order).scalars().all()
        assert kinds.count("update withdrawn") == 1
        assert kinds[-1] == "update withdrawn"


several = st.sampled_from(
    [
        "1: done\n3: not yet",
        "3: not yet\n1: done at last",
        "Actions 1 and 3 are done",
        "3: sent",
        "10: sent elsewhere",
        "3: sent\n10: sent elsewhere",
        "Drafted",
        "Thanks!",
        "Who knows?",
        "99: there is none\n3: sent",
    ]
)
INDEX = RefIndex(["1", "3", "10"])


def meant(words: str) -> list[tuple[str, str]]:
    """(ref, words) of the updates that a reply under the card of action 3 is."""
    read = read_reply(words, INDEX, ("3",), "3")
    return [] if read.is_small_talk else sorted(read.parts)


@often
@given(cases(several))
def test_a_reply_to_several_actions_ends_as_slack_shows_it_last(context: Context, case: Case) -> None:
    versions, is_deleted, _order = case
    hear_all(context, CARD, case)
    assert sorted(kept(context)) == ([] if is_deleted else meant(versions[-1]))
    with reading(context.engine) as tx:
        assert change_chain.broken_at(tx, "kent") is None


@often
@given(cases(several), st.integers(0, 3))
def test_what_was_taken_back_of_a_reply_to_several_never_comes_back(
    context: Context, case: Case, pressed_after: int
) -> None:
    versions, is_deleted, order = case
    forget_all(context)
    events = story(CARD, versions, is_deleted)
    taken: set[str] = set()
    for number, place in enumerate(order):
        hear(context, events[place])
        with reading(context.engine) as tx:
            stored = [one for one in updates.of_message(tx, CHANNEL, SAID) if not one.is_withdrawn]
        if number == pressed_after and stored:
            request = Request("press", AMY, CHANNEL, NOW, "button")
            taken = set(take_back(context, request, [stored[0].id]))
    standing = dict(kept(context))
    if not taken:
        assert sorted(standing.items()) == ([] if is_deleted else meant(versions[-1]))
    else:
        assert standing.items() <= dict(meant(versions[-1])).items() | set()
        assert not taken & standing.keys() or not_named_since(versions, taken)


def not_named_since(versions: Sequence[str], taken: set[str]) -> bool:
    """Whether some version does not name what was taken back: named again after that, it is said anew."""
    return any(not taken <= {ref for ref, _words in meant(version)} for version in versions)


def test_what_small_talk_was_recorded_on_purpose_follows_its_edits(context: Context) -> None:
    posted, edited = story(CARD, ["Who knows?", "Who knows it?"], is_deleted=False)
    hear(context, posted)
    assert kept(context) == []
    with reading(context.engine) as tx:
        payload = tx.execute(select(notice.c.payload).where(notice.c.key.like("held:%"))).scalar_one()
    value = payload["blocks"][0]["accessory"]["value"]
    request = Request("press", AMY, CHANNEL, NOW, "button")
    assert record_pending(context, request, PendingReply.read(value)) == ("3",)
    assert kept(context) == [("3", "Who knows?")]
    with pytest.raises(Refused, match="already"):
        record_pending(context, Request("again", AMY, CHANNEL, NOW, "button"), PendingReply.read(value))
    hear(context, edited)
    assert kept(context) == [("3", "Who knows it?")]
    hear(context, story(CARD, ["Who knows?", "Who knows it?"], is_deleted=True)[-1])
    assert kept(context) == []


@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_has_changed_since_it_was_asked_about_is_not_recorded(context: Context, is_deleted: bool) -> None:
    posted, *later = story(CARD, ["Who knows?"] if is_deleted else ["Who knows?", "Thanks"], is_deleted)
    hear(context, posted)
    with reading(context.engine) as tx:
        payload = tx.execute(select(notice.c.payload).where(notice.c.key.like("held:%"))).scalar_one()
    hear(context, later[0])
    held = PendingReply.read(payload["blocks"][0]["accessory"]["value"])
    with pytest.raises(Refused, match="changed or deleted"):
        record_pending(context, Request("press", AMY, CHANNEL, NOW, "button"), held)
    assert kept(context) == []
