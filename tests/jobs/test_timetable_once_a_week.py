"""What the timetable says where settings remind once a week, as Kent's do: who hears what, on which day, and once."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from jobs.timetable import tick
from register.action import Line
from register.change import Change, TargetDate
from register.changes import TargetChanged
from register.days.target_dates import read_target
from register.life_changes import ProgressChanged
from register.progress import Status
from register.register import Register
from storage.actions import actions, registers, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import milestone
from storage.processes import job_runs
from storage.queue.notices import Notice
from tests.jobs.test_timetable import at
from tests.readings import paper_of
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.updates import record_updates

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)
NOVEMBER_OF_CYPE = "3 14 38 42"
CHANNELS = ("C0CYPE", "C0GET", "C0GLD")


def run(engine: Engine, day: str, clock: str = "18:00") -> list[Notice]:
    return tick(engine, at(day, clock), at(day, clock))


def days(engine: Engine, first: str, last: str) -> list[tuple[str, Notice]]:
    """What a clock that ticks every evening says, day by day."""
    found = []
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        found += [(f"{day:%d %b}", one) for one in run(engine, day.isoformat())]
        day += timedelta(days=1)
    return found


def shown(found: Sequence[Notice], *kinds: str) -> list[tuple[str, str, str]]:
    """Kind, recipient and what is asked of those kinds (all): of a digest what it reminds of, else the refs."""
    return [
        (one.kind, one.to, " ".join(one.reminds if one.kind == "digest" else one.refs))
        for one in found
        if not kinds or one.kind in kinds
    ]


def answer(engine: Engine, channel: str, user: str, ref: str, day: str, words: str = "Half done.") -> None:
    """Somebody in a channel says what has been done."""
    request = Request(f"{channel}:{user}:{ref}:{day}", user, channel, at(day, "12:00"), "command")
    record_updates(Context(engine, lambda: at(day, "12:00")), request, "kent", [(ref, words)])


def test_a_week_is_told_on_the_day_of_its_first_step(table: Engine) -> None:
    reminders = [
        (day, one.to, " ".join(one.refs))
        for day, one in days(table, "2022-11-16", "2022-12-02")
        if one.kind == "reminder" and one.to == "C0CYPE"
    ]
    assert reminders == [
        ("16 Nov", "C0CYPE", NOVEMBER_OF_CYPE),
        ("23 Nov", "C0CYPE", NOVEMBER_OF_CYPE),
        # The day before 30 November is the week's first step: what is due on Friday is said with it.
        ("29 Nov", "C0CYPE", f"{NOVEMBER_OF_CYPE} 1 2 7 10 13 15 24 25 34 37 39 43 44"),
    ]


def test_on_the_day_of_the_digest_a_channel_gets_one_message_with_what_it_is_asked(table: Engine) -> None:
    run(table, "2023-01-06")
    found = run(table, "2023-01-09")  # Monday; a week after 31 December and a bank holiday
    assert shown(found, "reminder") == []
    december = "1 2 7 10 13 15 24 25 34 37 38 39 43 44"
    assert shown(found, "digest")[0] == ("digest", "C0CYPE", december)
    assert [to for _kind, to, _asked in shown(found, "digest")] == [*CHANNELS, "C0LEADS"]
    assert shown(found, "digest")[-1][-1] == ""
    digest = found[0]
    assert digest.refs[: len(december.split())] == tuple(december.split())
    blocks: Any = digest.payload["blocks"]
    pressed = [block["accessory"]["value"] for block in blocks if "accessory" in block]
    assert pressed[:3] == ["kent:1", "kent:2", "kent:7"]
    headings = [n for n, block in enumerate(blocks) if "Please answer: 14 actions" in str(block)]
    assert headings == [4]  # beneath the heading, the numbers, the progress and a line
    assert shown(run(table, "2023-01-10")) == []


def test_a_digest_says_what_each_action_that_it_shows_is_about(table: Engine) -> None:
    run(table, "2023-02-17")
    digests = [one for one in run(table, "2023-02-20") if one.kind == "digest"]
    for digest in digests[:3]:  # those that also ask: what they ask about is left out of the parts beneath
        assert digest.reminds
        assert "Also overdue" in json.dumps(digest.payload)
    assert [one.to for one in digests if "no description given" in json.dumps(one.payload)] == []


def test_whoever_hears_something_hears_one_thing_a_day(table: Engine) -> None:
    found = days(table, "2022-11-16", "2023-01-31")
    once = [(day, one.to) for day, one in found if one.kind != "chart"]
    assert len(once) == len(set(once))


def test_the_digest_steps_round_bank_holidays_also_two_weeks_running(table: Engine) -> None:
    found = days(table, "2022-12-13", "2023-01-10")
    assert [day for day, one in found if one.kind == "digest" and one.to == "C0LEADS"] == [
        "13 Dec",  # of the day before, which nobody ticked
        "19 Dec",
        "28 Dec",  # Monday and Tuesday are bank holidays
        "03 Jan",  # Monday is one
        "09 Jan",
    ]
    asked = {day: one.reminds for day, one in found if one.kind == "digest" and one.to == "C0CYPE"}
    assert " ".join(asked["28 Dec"]) == NOVEMBER_OF_CYPE
    assert " ".join(asked["03 Jan"]) == "33"


def test_a_day_off_of_the_registers_own_moves_the_digest_and_a_weekend_that_was_chosen_does_not(
    table: Engine, kent: Register
) -> None:
    for register, day in (
        (replace(kent, closed_days=(date(2022, 11, 21), date(2022, 11, 22))), "2022-11-23"),
        (replace(kent, digest=replace(kent.digest, weekday=5)), "2022-11-26"),
    ):
        with transaction(table) as tx:
            registers.save(tx, register)
        the_day_before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        assert shown(run(table, the_day_before), "digest") == []
        assert len(shown(run(table, day), "digest")) == 4


def test_leads_and_administrators_are_told_once_a_week(table: Engine) -> None:
    found = days(table, "2022-11-16", "2023-02-28")
    escalations = [(day, one.to) for day, one in found if one.kind == "escalation"]
    assert [day for day, to in escalations if to == "U0CYPELEAD"] == ["14 Dec", "16 Jan", "14 Feb"]
    assert [day for day, to in escalations if to == "U0MONITOR"] == ["28 Dec", "30 Jan", "28 Feb"]


def test_after_an_outage_what_passed_is_said_in_a_reminder_and_the_digest_asks_nothing(table: Engine) -> None:
    found = run(table, "2022-12-14")
    assert shown(found, "reminder")[0][2].startswith(NOVEMBER_OF_CYPE)
    assert [asked for _kind, _to, asked in shown(found, "digest")] == ["", "", "", ""]
    assert shown(run(table, "2022-12-15")) == []


def test_after_an_outage_that_ends_on_the_day_of_the_digest_it_asks(table: Engine) -> None:
    found = run(table, "2022-12-19")
    assert shown(found, "reminder") == []
    assert shown(found, "digest")[0][2].startswith(NOVEMBER_OF_CYPE)


def test_a_digest_before_the_time_of_the_reminders_asks_all_the_same(table: Engine, kent: Register) -> None:
    early = replace(kent, digest=replace(kent.digest, at=time(8)))
    with transaction(table) as tx:
        registers.save(tx, early)
    run(table, "2023-01-06")
    assert shown(run(table, "2023-01-09", "08:30"), "digest")[0][2].startswith("1 2 7")
    assert shown(run(table, "2023-01-09", "10:00"), "reminder", "digest") == []


def test_what_a_digest_that_failed_would_have_asked_is_said_the_next_day(
    table: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(table, "2023-01-06")

    def fail(*_args: object) -> None:
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as broken:
        broken.setattr("workflow.digest.message.digest", fail)  # after what is asked has been marked
        with pytest.raises(RuntimeError):
            run(table, "2023-01-09")
    assert shown(run(table, "2023-01-09", "18:30"), "digest")[0][2].startswith("1 2 7")
    with reading(table) as tx:
        assert job_runs.through(tx, "kent", "digest") == at("2023-01-09", "09:30")

    run(table, "2023-01-13")
    with monkeypatch.context() as broken:
        broken.setattr("workflow.digest.message.digest", fail)
        with pytest.raises(RuntimeError):
            run(table, "2023-01-16")
        with pytest.raises(RuntimeError):
            run(table, "2023-01-17")
    with reading(table) as tx:
        sent = tx.execute(notice.select().where(notice.c.kind == "reminder").order_by(notice.c.id)).mappings()
        last = [(row["to"], row["key"][-16:]) for row in sent][-3:]
    assert last == [(to, "2023-01-17T09:00") for to in CHANNELS]


def test_two_clocks_at_once_on_the_day_of_the_digest_ask_everything_once(table: Engine) -> None:
    run(table, "2023-01-06")
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(run, table, "2023-01-09") for _clock in range(4)]
        found = [one for future in runs for one in future.result()]
    assert len([one for one in found if one.kind == "digest"]) == 4
    assert sum(bool(one.reminds) for one in found) == 3
    assert shown(found, "reminder") == []


@pytest.mark.parametrize("day", ["2022-11-23", "2023-01-09", "2022-12-14"])
def test_a_dry_run_says_what_the_run_says(table: Engine, day: str) -> None:
    would = tick(table, at(day), at(day), dry_run=True)
    assert [(one.key, one.reminds) for one in would] == [(one.key, one.reminds) for one in run(table, day)]


def test_what_comes_into_the_register_after_a_weeks_reminder_is_not_lost(
    engine: Engine, kent: Register
) -> None:
    def take(ref: str, deadline: str, day: date) -> None:
        line = Line(ref, f"Promise {ref}", "", deadline, ("CYPE",), "", "")
        with transaction(engine) as tx:
            import_reading(
                tx, kent, paper_of([line], f"{ref}.txt", ref * 64), day, at(day.isoformat(), "12:00")
            )

    take("1", "06/12/2022", date(2022, 11, 27))
    assert shown(run(engine, "2022-11-29"), "reminder") == [("reminder", "C0CYPE", "1")]
    take("2", "09/12/2022", date(2022, 11, 30))
    assert shown(run(engine, "2022-12-02"), "reminder") == [("reminder", "C0CYPE", "2")]


def changed(engine: Engine, register: Register, ref: str, change: Change, day: str) -> None:
    """Something of an action changes on a day."""
    with transaction(engine) as tx:
        number = actions.find_id(tx, register, ref)
        assert number is not None
        author = Author("U0GLD", at(day, "12:00"), "form", at(day, "12:00"))
        write_actions.change(tx, register, {number: [change]}, author)


def test_what_was_said_ahead_is_not_said_again_whatever_else_changes(table: Engine, kent: Register) -> None:
    run(table, "2022-11-29")  # the steps of Friday are said with those of Tuesday
    changed(table, kent, "1", ProgressChanged("In progress", Status.IN_PROGRESS), "2022-11-30")
    with transaction(table) as tx:
        write_actions.reschedule(tx, kent)
    assert shown(run(table, "2022-12-02"), "reminder") == []


def test_a_date_that_moves_after_it_was_said_ahead_is_reminded_anew(table: Engine, kent: Register) -> None:
    run(table, "2022-11-29")
    target = read_target("08/12/2022", date(2022, 11, 30))
    moved = TargetChanged(TargetDate(target.printed, target.milestones))
    changed(table, kent, "7", moved, "2022-11-30")
    assert shown(run(table, "2022-12-01"), "reminder") == [("reminder", "C0CYPE", "7")]


def test_marks_that_a_wrong_clock_left_are_no_marks(table: Engine, kent: Register) -> None:
    """A tick in 2036 at the reminders' time, and none at the digest's: channels wait, leads seem to be told."""
    with transaction(table) as tx:
        far = {"CYPE": ["2036-05-11", "2036-05-05T09:00:00+00:00"]}
        tx.execute(milestone.update().values(reminded=far))
    assert shown(run(table, "2022-11-16"), "reminder")[0] == ("reminder", "C0CYPE", NOVEMBER_OF_CYPE)


def test_who_has_answered_is_not_asked_at_the_next_step_and_the_other_directorates_are(table: Engine) -> None:
    run(table, "2022-11-16")
    answer(table, "C0CYPE", "U0CYPE", "3", "2022-11-17")
    answer(table, "C0CYPE", "U0CYPE", "14", "2022-11-17")
    run(table, "2022-11-21")
    assert shown(run(table, "2022-11-23"), "reminder") == [
        ("reminder", "C0CYPE", "38 42"),
        ("reminder", "C0GET", NOVEMBER_OF_CYPE),
        ("reminder", "C0GLD", "3 5 21"),
    ]
    # Nothing was said since the 23rd: all are asked again.
    assert shown(run(table, "2022-11-29"), "reminder")[0][2].startswith(NOVEMBER_OF_CYPE)


def test_a_lead_answers_for_their_directorate_wherever_they_are_and_an_administrator_for_none(
    table: Engine,
) -> None:
    run(table, "2022-11-16")
    answer(table, "C0LEADS", "U0CYPELEAD", "3", "2022-11-17")
    answer(table, "C0CYPE", "U0MONITOR", "14", "2022-11-17")
    assert shown(run(table, "2022-11-23"), "reminder")[0] == ("reminder", "C0CYPE", "14 38 42")


def test_past_the_date_who_has_answered_is_asked_once_more_and_reads_what_they_said(table: Engine) -> None:
    run(table, "2022-11-29")
    answer(table, "C0GLD", "U0GLD", "5", "2022-12-01", "5: All managers have been written to.")
    found = run(table, "2022-12-07")
    (of_gld,) = [one for one in found if (one.kind, one.to) == ("reminder", "C0GLD")]
    assert of_gld.refs == ("3", "5", "21")
    words = str(of_gld.payload["blocks"])
    assert "Answered on 1 December 2022:\\n> All managers have been written to." in words
    answer(table, "C0GLD", "U0GLD", "5", "2022-12-08")
    found = run(table, "2022-12-14")
    assert "5" not in next(one.refs for one in found if (one.kind, one.to) == ("reminder", "C0GLD"))
    (to_lead,) = [one for one in found if (one.kind, one.to) == ("escalation", "U0GLDLEAD")]
    words = str(to_lead.payload["blocks"])
    assert (
        words.index("please decide")
        < words.index("*5*")
        < words.index("Nobody has answered for these")
        < words.index("*3*")
    )


def test_where_everybody_has_answered_the_question_past_the_date_waits_for_the_digest(table: Engine) -> None:
    run(table, "2022-11-29")
    for channel, user, refs in (
        ("C0CYPE", "U0CYPE", NOVEMBER_OF_CYPE),
        ("C0GET", "U0GET", NOVEMBER_OF_CYPE),
        ("C0GLD", "U0GLD", "3 5 21"),
    ):
        for ref in refs.split():
            answer(table, channel, user, ref, "2022-12-05")
    assert shown([one for _day, one in days(table, "2022-12-06", "2022-12-11")], "reminder") == []
    digests = shown(run(table, "2022-12-12"), "digest")
    # With it comes what is due later that week, as with any reminder.
    asked = [asked for _kind, _to, asked in digests]
    assert [one[:11] for one in asked] == ["3 14 38 42 ", "3 14 38 42 ", "3 5 21 2 4 ", ""]
    assert shown([one for _day, one in days(table, "2022-12-13", "2022-12-18")], "reminder") == []


def test_where_cards_wait_until_they_are_due_they_are_posted_before_the_first_reminder(
    table: Engine, kent: Register
) -> None:
    with transaction(table) as tx:
        registers.save(tx, replace(kent, cards_when_due=True))
    run(table, "2022-11-16")
    with reading(table) as tx:
        queued = tx.execute(notice.select().where(notice.c.to == "C0CYPE").order_by(notice.c.id)).mappings()
        kinds = [(row["kind"], " ".join(row["refs"])) for row in queued]
    assert kinds == [*(("card", ref) for ref in NOVEMBER_OF_CYPE.split()), ("reminder", NOVEMBER_OF_CYPE)]
    run(table, "2022-11-23")
    with reading(table) as tx:
        assert len(list(tx.execute(notice.select().where(notice.c.kind == "card")))) == 11


def test_a_day_on_which_nothing_is_due_asks_the_same_few_questions_of_any_register(
    table: Engine, kent: Register
) -> None:
    run(table, "2022-11-16")
    asked: list[str] = []
    event.listen(table, "before_cursor_execute", lambda *args: asked.append(args[2]))
    run(table, "2022-11-17")
    of_actions = [statement for statement in asked if "update" in statement and "FROM action" in statement]
    assert of_actions == []
    assert len(asked) < 40
