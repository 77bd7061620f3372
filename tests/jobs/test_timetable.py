"""What the timetable has due, on the sample of Kent's table, where settings keep the exact days that they name."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from config import register_file
from demo.office import PAPER_DAY, SETTINGS
from jobs.timetable import TIMETABLE, tick
from register.action import Line
from register.life import Snooze
from register.life_changes import ProgressChanged, Snoozed
from register.notices.plans import EVERY_SEVEN_DAYS, ReminderPlan, Steps
from register.progress import WORDS, Status
from register.register import Register
from storage.actions import actions, due_reminders, papers, registers, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import milestone
from storage.queue import notices
from storage.queue.notices import Method, Notice, NoticeKind
from tests.readings import paper_of, sample
from workflow.imports import import_reading

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.fixture
def kent(engine: Engine) -> Register:
    """Kent's register as its settings were before they said once_a_week, saved."""
    plan = ReminderPlan(steps=EVERY_SEVEN_DAYS, once_a_week=False)
    register = replace(register_file.read(SETTINGS), reminders=plan)
    with transaction(engine) as tx:
        registers.save(tx, register)
    return register


@pytest.fixture
def table(engine: Engine, kent: Register) -> Engine:
    """A database that holds the sample as at 15 November 2022."""
    paper = sample()
    with transaction(engine) as tx:
        import_reading(tx, kent, paper, PAPER_DAY, NOW)
    return engine


def at(day: str, clock: str = "18:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON)


def due(engine: Engine, day: str, clock: str = "18:00") -> list[tuple[str, str, str]]:
    queued = tick(engine, at(day, clock), NOW)
    return [(one.kind, one.to, " ".join(one.refs)) for one in queued]


def test_on_16_november_exactly_three_reminders_go_out(table: Engine) -> None:
    assert due(table, "2022-11-16") == [
        ("reminder", "C0CYPE", "3 14 38 42"),
        ("reminder", "C0GET", "3 14 38 42"),
        ("reminder", "C0GLD", "3 5 21"),
    ]
    assert due(table, "2022-11-16", "23:59") == []


def test_settings_that_are_changed_while_jobs_run_count_for_those_that_come_after(
    table: Engine, kent: Register
) -> None:
    moved = tuple(replace(one, channel=f"{one.channel}2") for one in kent.directorates)

    def changes(job: str, phase: str, late: float) -> None:
        if (job, phase) == ("reminders", "start"):
            with transaction(table) as tx:
                registers.save(tx, replace(kent, directorates=moved))

    queued = tick(table, at("2022-11-16"), NOW, observer=changes)
    assert {one.to for one in queued} == {"C0CYPE2", "C0GET2", "C0GLD2"}


def test_a_register_that_is_renamed_while_jobs_run_is_left_to_the_next_minute(table: Engine) -> None:
    def renames(job: str, phase: str, late: float) -> None:
        if (job, phase) == ("reminders", "start"):
            with transaction(table) as tx:
                registers.rename(tx, "kent", "kent-htst")

    assert tick(table, at("2022-11-16"), NOW, observer=renames) == []
    assert len(tick(table, at("2022-11-16"), NOW)) == 3


def test_each_of_two_registers_speaks_of_its_own_actions(table: Engine, kent: Register) -> None:
    paper = sample()
    theirs = tuple(replace(one, channel=f"{one.channel}2") for one in kent.directorates)
    other = replace(kent, slug="other", directorates=theirs, leads_channel="")
    with transaction(table) as tx:
        registers.save(tx, other)
        import_reading(tx, other, paper_of(paper.lines[:3], paper.name, paper.sha256), PAPER_DAY, NOW)
    assert due(table, "2022-11-16") == [
        ("reminder", "C0CYPE", "3 14 38 42"),
        ("reminder", "C0GET", "3 14 38 42"),
        ("reminder", "C0GLD", "3 5 21"),
        ("reminder", "C0CYPE2", "3"),
        ("reminder", "C0GET2", "3"),
        ("reminder", "C0GLD2", "3"),
    ]
    with reading(table) as tx:
        late = [due_reminders.become_overdue(tx, one, PAPER_DAY, date(2022, 12, 2)) for one in (kent, other)]
        of_kent = {actions.find_id(tx, kent, one) for one in actions.refs(tx, kent)}
    assert set(late[0]) <= of_kent
    assert late[1]
    assert not set(late[1]) & of_kent


def test_nothing_goes_out_before_its_time_of_day(table: Engine) -> None:
    assert due(table, "2022-11-16", "08:59") == []
    assert len(due(table, "2022-11-16", "09:00")) == 3
    assert due(table, "2022-11-21", "09:29") == []
    assert [kind for kind, *_rest in due(table, "2022-11-21", "09:30")] == ["digest"] * 4 + ["chart"]


def test_an_old_table_floods_nobody(table: Engine) -> None:
    assert due(table, "2022-11-15", "23:59") == []


def test_after_an_outage_only_the_latest_step_is_said_and_one_digest(table: Engine) -> None:
    queued = due(table, "2022-12-14")  # by then: two weeks late; and two weeks to go but three days
    reminders = [one for one in queued if one[0] == "reminder"]
    assert [to for _kind, to, _refs in reminders] == ["C0CYPE", "C0GET", "C0GLD"]
    assert reminders[0][2].startswith("3 14 38 42")
    assert [one for one in queued if one[0] == "digest"] == [
        one for one in queued if one[1] in ("C0CYPE", "C0GET", "C0GLD", "C0LEADS") and one[0] == "digest"
    ]
    assert len([one for one in queued if one[0] == "digest"]) == 4


def test_leads_hear_after_two_weeks_and_administrators_after_four(table: Engine) -> None:
    due(table, "2022-12-13")
    queued = [one for one in due(table, "2022-12-14") if one[0] == "escalation"]
    assert [(to, refs) for _kind, to, refs in queued] == [
        ("U0CYPELEAD", "3 14 38 42"),
        ("U0GETLEAD", "3 14 38 42"),
        ("U0GLDLEAD", "3 5 21"),
    ]
    due(table, "2022-12-27")
    # Four weeks after 30 November is Wednesday 28 December.
    queued = [one for one in due(table, "2022-12-28") if one[0] == "escalation"]
    assert [(to, refs) for _kind, to, refs in queued] == [("U0MONITOR", "3 5 14 21 38 42")]


def test_every_day_alone_says_each_step_once(table: Engine) -> None:
    queued: list[tuple[str, str, str, str]] = []
    day = PAPER_DAY
    while day < date(2023, 1, 20):
        queued += [(str(day), *one) for one in due(table, str(day))]
        day += timedelta(days=1)
    of_five = [
        day for day, kind, to, refs in queued if kind == "reminder" and to == "C0GLD" and "5" in refs.split()
    ]
    assert of_five == [
        "2022-11-16",
        "2022-11-23",
        "2022-11-29",
        "2022-12-07",
        "2022-12-14",
        "2022-12-21",
        "2022-12-28",
        "2023-01-04",
        "2023-01-11",
        "2023-01-18",
    ]
    digests = [day for day, kind, to, _refs in queued if kind == "digest" and to == "C0LEADS"]
    assert digests[:2] == ["2022-11-21", "2022-11-28"]
    assert len(digests) == 9  # also over Christmas, when nothing changed


def moved(
    table: Engine,
    register: Register,
    ref: str,
    status: Status,
    when: datetime,
) -> None:
    """Somebody changes an action's progress in the form."""
    with transaction(table) as tx:
        number = actions.find_id(tx, register, ref)
        assert number is not None
        changed = ProgressChanged(WORDS[status], status)
        write_actions.change(tx, register, {number: [changed]}, Author("U0GLD", when, "form", when))


def test_what_is_done_is_reminded_of_no_more_and_what_is_reopened_begins_anew(
    table: Engine, kent: Register
) -> None:
    move = partial(moved, table, kent)
    move("5", Status.IMPLEMENTED, at("2022-11-16", "08:00"))
    assert due(table, "2022-11-16")[2] == ("reminder", "C0GLD", "3 21")
    move("5", Status.IN_PROGRESS, at("2022-11-17", "12:00"))
    assert ("reminder", "C0GLD", "3 5 21") in due(table, "2022-11-23")


def test_a_dry_run_changes_nothing(table: Engine) -> None:
    would = tick(table, at("2022-11-21"), NOW, dry_run=True)
    did = tick(table, at("2022-11-21"), NOW)
    assert [one.key for one in would] == [one.key for one in did]
    assert len(did) == 8  # three reminders, four digests and the chart under one of them


def test_two_clocks_at_once_say_everything_once(table: Engine) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(tick, table, at("2022-11-16"), NOW) for _clock in range(4)]
        queued: list[Notice] = [one for run in runs for one in run.result()]
    assert len(queued) == 3


def test_once_its_only_paper_is_undone_a_register_has_nothing_due(table: Engine, kent: Register) -> None:
    assert due(table, "2022-11-16") != []
    with transaction(table) as tx:
        paper = papers.newest(tx, kent.slug)
        assert paper is not None
        papers.mark_undone(tx, paper.id, NOW)
    assert due(table, "2022-11-21") == []


def test_settings_that_change_move_the_next_step(table: Engine, kent: Register) -> None:
    sooner = replace(kent, reminders=replace(kent.reminders, steps=Steps(before=(10,))))
    with transaction(table) as tx:
        registers.save(tx, sooner)
        write_actions.reschedule(tx, sooner)
    assert due(table, "2022-11-16") == []
    # Ten days before 30 November is a Sunday: it is said the Friday before.
    assert len([one for one in due(table, "2022-11-18") if one[0] == "reminder"]) == 3


def test_settings_that_are_loaded_again_give_no_action_the_next_reminder_of_another(
    table: Engine, kent: Register
) -> None:
    next_reminders = select(milestone.c.action, milestone.c.position, milestone.c.next_reminder)
    snoozed = Snoozed(Snooze(date(2022, 11, 28), "on leave", "U0GLD"))
    with transaction(table) as tx:
        number = actions.find_id(tx, kent, "14")
        assert number
        write_actions.change(tx, kent, {number: [snoozed]}, Author("U0GLD", NOW, "form", NOW))
        before = set(tx.execute(next_reminders).all())
        write_actions.reschedule(tx, kent)
        assert set(tx.execute(next_reminders).all()) == before


def test_a_digest_comes_also_when_no_action_is_open_but_not_to_whom_none_ever_was(
    engine: Engine, kent: Register
) -> None:
    assert tick(engine, at("2022-11-21"), NOW) == []  # no paper yet: nothing to speak of
    paper = sample()
    quiet = [line for line in paper.lines if line.ref == "9"]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(quiet, paper.name, paper.sha256), PAPER_DAY, NOW)
    queued = tick(engine, at("2022-11-21"), NOW)
    assert [(one.kind, one.to) for one in queued] == [
        ("digest", "C0GLD"),
        ("digest", "C0LEADS"),
    ]
    assert "No action is open" in queued[0].payload["text"]


@pytest.mark.parametrize(
    ("until", "latest"),
    [
        ("2022-10-30T09:15", "2022-10-30T09:00"),  # the day the clocks go back
        ("2023-03-26T08:59", "2023-03-25T09:00"),  # the day they go forward
        ("2022-11-16T00:00", "2022-11-15T09:00"),
    ],
)
def test_the_days_are_local_ones(kent: Register, until: str, latest: str) -> None:
    reminders = next(job for job in TIMETABLE if job.name == "reminders")
    found = reminders.latest(kent, datetime.fromisoformat(until).replace(tzinfo=LONDON))
    assert found == datetime.fromisoformat(latest).replace(tzinfo=LONDON)


def test_nothing_is_loaded_that_is_not_due(table: Engine, kent: Register) -> None:
    from storage.actions import due_reminders

    with reading(table) as tx:
        assert list(due_reminders.due(tx, kent, date(2022, 11, 15))) == []
        assert [one.pending.action.ref for one in due_reminders.due(tx, kent, date(2022, 11, 16))] == [
            "3",
            "5",
            "14",
            "21",
            "38",
            "42",
        ]


def test_a_paper_handed_in_after_its_day_is_news_in_the_next_digest(table: Engine, kent: Register) -> None:
    tick(table, at("2022-11-28"), NOW)
    paper = sample()
    lines = [replace(one, progress="In progress") if one.ref == "5" else one for one in paper.lines]
    read_on = at("2022-11-29")
    with transaction(table) as tx:
        import_reading(tx, kent, paper_of(lines, "late.docx", "1" * 64), date(2022, 11, 24), read_on)
    queued = tick(table, at("2022-12-05"), NOW)
    (of_gld,) = (one for one in queued if (one.kind, one.to) == ("digest", "C0GLD"))
    assert "Progress: blank → In progress" in of_gld.payload["text"]
    again = tick(table, at("2022-12-12"), NOW)
    assert not any(
        "In progress (from late.docx)" in one.payload["text"] for one in again if one.kind == "digest"
    )


def test_a_change_of_progress_loses_no_step_and_repeats_none(table: Engine, kent: Register) -> None:
    move = partial(moved, table, kent)
    due(table, "2022-12-13")
    move("5", Status.IN_PROGRESS, at("2022-12-14", "08:00"))
    queued = due(table, "2022-12-14")
    assert ("reminder", "C0GLD", "3 5 21") in queued
    assert ("escalation", "U0GLDLEAD", "3 5 21") in queued
    move("5", Status.ONGOING, at("2022-12-10", "08:00"))  # told late, of an earlier day
    assert [one for one in due(table, "2022-12-15") if "5" in one[2].split()] == []


def test_what_becomes_due_on_a_day_whose_reminders_were_sent_is_said_when_they_run_again(
    engine: Engine, kent: Register
) -> None:
    """They run again when their time of day is set to a later one."""

    def take(ref: str) -> None:
        line = Line(ref, f"Promise {ref}", "", "30/11/2022", ("CYPE",), "", "")
        with transaction(engine) as tx:
            import_reading(
                tx, kent, paper_of([line], f"{ref}.txt", ref * 64), PAPER_DAY, at("2022-11-16", "08:00")
            )

    take("1")
    assert due(engine, "2022-11-16", "09:30") == [("reminder", "C0CYPE", "1")]
    take("2")
    with transaction(engine) as tx:
        registers.save(tx, replace(kent, reminders=replace(kent.reminders, at=time(11))))
    assert due(engine, "2022-11-16", "11:30") == [("reminder", "C0CYPE", "2")]


def test_nothing_that_was_due_before_the_first_paper_was_read_goes_out_once_it_is(
    engine: Engine, kent: Register
) -> None:
    """A digest of a week before the register was there would be the first that its channels ever hear of it."""
    read_at = at("2022-11-23", "15:00")  # a Wednesday
    with transaction(engine) as tx:
        import_reading(tx, kent, sample(), PAPER_DAY, read_at)
    assert tick(engine, read_at + timedelta(minutes=1), read_at) == []
    assert {one[0] for one in due(engine, "2022-11-28", "10:00")} >= {"reminder", "digest"}


def test_nobody_is_asked_what_a_meeting_decided_that_was_before_the_register_was_here(
    engine: Engine, kent: Register
) -> None:
    read_at = at("2023-03-20", "10:00")
    with transaction(engine) as tx:
        import_reading(tx, kent, sample(), PAPER_DAY, read_at)
    assert asked_about(engine, at("2023-03-17"), dry_run=True) == ["2023-03-16"]
    assert asked_about(engine, read_at) == []
    assert asked_about(engine, at("2023-05-17")) == ["2023-05-16"]


def asked_about(engine: Engine, until: datetime, *, dry_run: bool = False) -> list[str]:
    """The meetings of which it is asked what they decided."""
    queued = tick(engine, until, until, dry_run=dry_run)
    return [one.key.split(":")[3] for one in queued if str(one.asks) == "minutes"]


def test_in_summer_a_card_is_drawn_again_at_the_moment_its_action_becomes_overdue(engine: Engine) -> None:
    """The run's moment is of London's clock, an hour before the same figures in UTC."""
    moment = at("2023-05-03", "09:00")
    notice_row = Notice("kent", "redraw:1", NoticeKind.REDRAW, "C0CYPE", Method.UPDATE)
    with transaction(engine) as tx:
        registers.save(tx, register_file.read(SETTINGS))
        for each in (moment - timedelta(days=1), moment):
            notices.queue_again(tx, [notice_row], each)
        assert tx.execute(select(notice.c.not_before)).scalar_one() == moment
