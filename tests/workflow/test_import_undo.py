"""An import is undone while nothing was said since: actions as before, cards that say so, a chain that verifies."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR, OFFICER_IDS, PAPER_DAY, SAMPLE, Office
from jobs.timetable import tick
from papers.read import read as read_paper
from register.action import Line
from register.life_changes import ProgressChanged
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_chain, change_log, papers, registers, write_actions
from storage.actions.change_log import Author
from storage.actions.papers import StoredPaper
from storage.database.engine import reading, transaction
from storage.queue import notices
from storage.queue.notices import OPEN_STATES, Notice, NoticeKind
from storage.queue.resolution import list_notices
from tests.readings import paper_of
from tests.recorded import posted_card
from workflow.context import SHELL, Context, Request
from workflow.import_undo import Undone, undo_import, undone_text
from workflow.imports import import_reading
from workflow.meetings import Minutes, record_meeting
from workflow.publishing import publish
from workflow.registers import rename_register
from workflow.undo import undo_last
from workflow.updates import record_updates

FIRST, SECOND = date(2022, 11, 15), date(2023, 3, 16)
OLD = [
    Line("1", "Review the lists.", "", "December 2022", ("GET", "CYPE"), "", "line 1"),
    Line("2", "Remind everyone.", "", "November 2022", ("GLD",), "", "line 2"),
]
NEW = [
    replace(
        OLD[0], delivered="Half of them.", progress="In progress", target="May 2023", more={"Risk": "High"}
    ),
    OLD[1],
    Line("3", "See action 1.", "", "June 2023", ("ALL",), "", "line 3"),
]


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def read(engine: Engine, register: Register, lines: list[Line], day: date, name: str) -> None:
    with transaction(engine) as tx:
        import_reading(tx, register, paper_of(lines, name, name), day, at(SECOND))


def undo(engine: Engine, slug: str = "kent") -> Undone:
    now = at(SECOND, 13)
    key = f"shell:{datetime.now(UTC).timestamp()}"
    return undo_import(Context(engine, lambda: now), Request(key, SHELL, "", now, SHELL), slug)


def state(engine: Engine, register: Register, day: date) -> list[object]:
    """What is known on a day by the rows, where that is today, and by the chain, which must verify."""
    with reading(engine) as tx:
        assert change_chain.broken_at(tx, register.slug) is None
        return list(actions.as_at(tx, register, register.calendar.day_end(day)))


def rows(engine: Engine, register: Register) -> list[object]:
    with reading(engine) as tx:
        return [actions.find(tx, register, ref) for ref in actions.refs(tx, register)]


def test_actions_are_as_they_were_before_and_new_ones_are_gone(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    before = (rows(engine, kent), state(engine, kent, FIRST), state(engine, kent, SECOND))
    read(engine, kent, NEW, SECOND, "second.docx")
    assert rows(engine, kent) != before[0]
    undone = undo(engine)
    assert (undone.removed, undone.set_back) == (("3",), ("1",))
    assert (rows(engine, kent), state(engine, kent, FIRST), state(engine, kent, SECOND)) == before
    assert "second.docx as at 16 March 2023 is undone" in undone_text(undone)
    with reading(engine) as tx:
        story = [entry.event().what for entry in change_log.history(tx, "kent", "1")]
    assert "changed the target date" in story  # what was undone stays in the record
    assert story[-1] == "undid an import"


def test_what_waited_to_be_asked_of_actions_that_are_gone_is_not_sent(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    friday, monday = at(date(2023, 3, 17)), at(date(2023, 3, 20))
    queued = [*tick(engine, friday, friday), *tick(engine, monday, monday)]
    assert {one.kind for one in queued if one.refs} >= {"reminder", "digest", "escalation"}
    undo(engine)
    with reading(engine) as tx:
        assert not [one for one in list_notices(tx, OPEN_STATES) if one.refs]


def test_a_reminder_that_also_asks_about_an_action_that_stays_is_sent(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    read(engine, kent, NEW, SECOND, "second.docx")
    with transaction(engine) as tx:
        for refs in (("2", "3"), ("3",)):
            notices.queue(tx, Notice("kent", str(refs), NoticeKind.REMINDER, "C0GLD", refs=refs), at(SECOND))
    undo(engine)  # action 3 is gone with the second paper
    with reading(engine) as tx:
        assert [one.refs for one in list_notices(tx, OPEN_STATES) if one.kind == "reminder"] == [("2", "3")]


def test_a_mistyped_day_is_put_right_by_importing_again(engine: Engine, kent: Register) -> None:
    read(engine, kent, NEW, SECOND, "table.docx")  # it speaks of November
    undo(engine)
    assert rows(engine, kent) == []
    read(engine, kent, NEW, FIRST, "table.docx")
    assert len(rows(engine, kent)) == 3
    assert len(state(engine, kent, FIRST)) == 3
    assert state(engine, kent, date(2022, 11, 14)) == []
    with reading(engine) as tx:
        assert papers.last_day(tx, "kent", date.max) == FIRST


def test_the_same_paper_can_be_read_again_after_it_was_undone(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    for _time in range(2):
        read(engine, kent, NEW, SECOND, "second.docx")
        wanted = rows(engine, kent)
        undo(engine)
    read(engine, kent, NEW, SECOND, "second.docx")
    assert rows(engine, kent) == wanted
    assert undo(engine).paper.name == "second.docx"
    assert undo(engine).paper.name == "first.docx"
    with pytest.raises(Refused, match="no import to undo"):
        undo(engine)


def test_what_was_said_since_is_named_and_nothing_is_undone(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    with transaction(engine) as tx:
        number = actions.find_id(tx, kent, "2")
        assert number is not None
        author = Author("U0AMY", at(SECOND), "form", at(SECOND, 13))
        write_actions.change(tx, kent, {number: [ProgressChanged("Complete", Status.IMPLEMENTED)]}, author)
    before = rows(engine, kent)
    with pytest.raises(Refused, match=r"action 2 \(somebody changed the progress"):
        undo(engine)
    assert rows(engine, kent) == before
    read(engine, kent, [*OLD, NEW[2]], SECOND, "second.docx")
    assert undo(engine).removed == ("3",)  # what was said of action 2 is older than this paper


def request_at(hour: int, minute: int, source: str = SHELL) -> tuple[datetime, Request]:
    now = at(SECOND, hour).replace(minute=minute)
    return now, Request(f"{source}:{now}", MONITOR, "C0LEADS", now, source)


def test_a_paper_that_was_published_since_keeps_the_import(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    read(engine, kent, NEW, SECOND, "second.docx")
    now, request = request_at(12, 30)
    publish(Context(engine, lambda: now), request, "kent", date(2023, 5, 16), because="it is urgent")
    before = rows(engine, kent)
    with pytest.raises(Refused, match="because of what came since: the paper for 16 May 2023 was published"):
        undo(engine)
    assert rows(engine, kent) == before


def test_what_a_meeting_decided_since_keeps_the_import_until_it_is_taken_back(
    engine: Engine, kent: Register
) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    read(engine, kent, NEW, SECOND, "second.docx")
    now, request = request_at(12, 30, "form")
    context = Context(engine, lambda: now)
    record_meeting(context, request, "kent", SECOND, Minutes("24", noted="the report was noted"))
    with pytest.raises(Refused, match="because of what came since: minute 24 was recorded"):
        undo(engine)
    now, request = request_at(12, 40, "command")
    undo_last(context, request, "kent")
    assert undo(engine).removed == ("3",)


def test_an_update_that_was_taken_back_keeps_no_import(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    before = rows(engine, kent)
    read(engine, kent, NEW, SECOND, "second.docx")
    now, request = request_at(12, 30, "command")
    context = Context(engine, lambda: now)
    record_updates(context, request, "kent", [("1", "The lists were read.")])
    with pytest.raises(Refused, match=r"action 1 \(somebody gave an update\)\. Take the updates back first"):
        undo(engine)
    now, request = request_at(12, 40, "command")
    undo_last(context, request, "kent")
    undone = undo(engine)
    assert rows(engine, kent) == before
    assert "1 action taken out (3); 1 action as before (1)" in undone_text(undone)


def test_of_many_things_said_since_some_are_named_and_all_are_counted(engine: Engine, kent: Register) -> None:
    lines = [Line(f"{n}", f"Promise {n}", "", "May 2023", ("GLD",), "", "") for n in range(1, 11)]
    read(engine, kent, lines, SECOND, "second.docx")
    for minute, refs in enumerate((range(1, 11), [1], [1]), start=30):
        now, request = request_at(12, minute, "command")
        context = Context(engine, now.replace)
        record_updates(context, request, "kent", [(f"{ref}", "It goes on.") for ref in refs])
    with pytest.raises(Refused) as refused:
        undo(engine)
    assert "action 1 (somebody gave an update, and 2 earlier changes); action 2 (somebody" in str(refused.value)
    assert "action 8 (somebody gave an update); and 2 more. Take" in str(refused.value)


def test_an_import_that_changed_nothing_is_undone_and_the_text_says_so(engine: Engine, kent: Register) -> None:
    read(engine, kent, OLD, FIRST, "first.docx")
    read(engine, kent, OLD, SECOND, "second.docx")
    undone = undo(engine)
    assert "is undone: no action was changed by it. The record keeps" in undone_text(undone)


def test_removed_actions_are_listed_in_the_order_of_their_refs(engine: Engine, kent: Register) -> None:
    read(engine, kent, [replace(OLD[0], ref=ref) for ref in ("10", "9", "2")], SECOND, "second.docx")
    assert "3 actions taken out (2, 9 and 10)" in undone_text(undo(engine))


def test_a_slug_is_put_right_and_the_chain_goes_on(engine: Engine, kent: Register) -> None:
    with transaction(engine) as tx:
        registers.save(tx, replace(kent, slug="ketn"))
    mistyped = replace(kent, slug="ketn")
    read(engine, mistyped, OLD, FIRST, "first.docx")
    now = at(SECOND)
    context = Context(engine, lambda: now)
    with pytest.raises(Refused, match="called ketn already"):
        rename_register(context, Request("a", SHELL, "", now, SHELL), "ketn", "ketn")
    rename_register(context, Request("b", SHELL, "", now, SHELL), "ketn", "essex")
    essex = replace(kent, slug="essex")
    assert len(rows(engine, essex)) == 2
    read(engine, essex, NEW, SECOND, "second.docx")
    assert len(state(engine, essex, SECOND)) == 3
    with reading(engine) as tx:
        assert {one.slug for one in registers.every(tx)} == {"essex", "kent"}
        assert registers.find(tx, "essex").directorates == kent.directorates
    with transaction(engine) as tx:  # from then on buttons in Slack bear the slug
        notices.queue(tx, Notice("essex", "a", NoticeKind.ANSWER, "C0CYPE"), now)
    with pytest.raises(Refused, match="has spoken in Slack"):
        rename_register(context, Request("c", SHELL, "", now, SHELL), "essex", "wessex")
    with transaction(engine) as tx:  # who alters the name of the chain is found out
        tx.exec_driver_sql("UPDATE register SET chain = 'essex' WHERE slug = 'essex'")
        assert change_chain.broken_at(tx, "essex") == 1


def test_cards_follow_and_replies_under_a_card_that_is_gone_are_refused(office: Office, card: str) -> None:
    """The office has read the sample paper on 15 November; action 3 has a card in #cype."""
    context = Context(office.engine, office.slack.now)
    request = Request("undo", MONITOR, "", office.slack.now(), SHELL)
    undo_import(context, request, "kent")
    office.settle()
    (shown,) = [one for one in office.slack.messages("C0CYPE") if one["ts"] == card]
    assert "not in the register any more" in shown["text"]
    office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "Draft sent to schools", thread_ts=card)
    office.settle()
    with reading(office.engine) as tx:
        assert actions.refs(tx, office.register) == []
        assert change_chain.broken_at(tx, "kent") is None
    with office.engine.connect() as tx:
        assert tx.exec_driver_sql('SELECT count(*) FROM "update"').scalar() == 0


def test_what_is_read_again_has_cards_anew_and_replies_to_the_old_ones_are_refused(
    office: Office, card: str
) -> None:
    undo_import(
        Context(office.engine, office.slack.now),
        Request("undo", MONITOR, "", office.slack.now(), SHELL),
        "kent",
    )
    with transaction(office.engine) as tx:
        import_reading(tx, office.register, read_paper(SAMPLE), PAPER_DAY, office.slack.now())
    office.settle()
    office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "Draft sent to schools", thread_ts=card)
    office.settle()
    assert updates_of(office, "3") == []  # the old card says that replies to it are not recorded
    fresh = posted_card(office, "C0CYPE", "3")
    assert fresh != card
    for thread, words in ((card, "Sent to all schools"), (fresh, "Printed for all schools")):
        office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", words, thread_ts=thread)
        office.settle()
    assert updates_of(office, "3") == ["Printed for all schools"]


def test_a_card_goes_back_to_where_it_was_when_the_paper_gave_its_action_to_another_directorate(
    office: Office, card: str
) -> None:
    now = office.slack.now()
    (line,) = [one for one in read_paper(SAMPLE).lines if one.ref == "3"]
    with transaction(office.engine) as tx:
        moved = [replace(line, owners=("GLD",), printed_owners="GLD")]
        import_reading(tx, office.register, paper_of(moved, "second", "second"), PAPER_DAY, now)
    office.settle()

    def shown() -> str:
        return next(str(one["text"]) for one in office.slack.messages("C0CYPE") if one["ts"] == card)

    assert shown().startswith("Action 3 has moved")
    undo_import(Context(office.engine, lambda: now), Request("u", MONITOR, "", now, SHELL), "kent")
    office.settle()
    assert shown().startswith("Action 3: Tell parents")


def updates_of(office: Office, ref: str) -> list[str]:
    with reading(office.engine) as tx:
        found = actions.find(tx, office.register, ref)
    assert found is not None
    return [one.text for one in found.updates]


def test_of_ten_thousand_actions_some_are_named_and_the_end_of_the_sentence_is_not_lost() -> None:
    paper = StoredPaper(1, "second.docx", "", SECOND, at(SECOND))
    text = undone_text(Undone(paper, tuple(map(str, range(1, 10_001))), ()))
    assert "10,000 actions taken out (1, 2, 3," in text
    assert "30 and 9,970 more)" in text
    assert text.endswith("made and undone.")
