"""A committee's meetings from an iCalendar file: local days, repetitions, changes, and sentences for bad files."""

import contextlib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.calendar_file import read_meetings
from register.committee.meetings import Meeting
from register.refused import Refused

LONDON = ZoneInfo("Europe/London")
UNTIL = date(2023, 12, 31)


def written(folder: Path, *events: str) -> Path:
    """A calendar of these events, each given as its lines."""
    document = [
        f"BEGIN:VEVENT\nUID:{number}@council\nDTSTAMP:20220101T000000Z\n{lines}\nEND:VEVENT"
        for number, lines in enumerate(events)
    ]
    return raw(
        folder,
        "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//council//EN", *document, "END:VCALENDAR"]),
    )


def raw(folder: Path, text: str) -> Path:
    file = folder / "meetings.ics"
    file.write_bytes(text.replace("\n", "\r\n").encode())
    return file


def days(file: Path, title: str = "") -> list[date]:
    return [one.on for one in read_meetings(file, LONDON, UNTIL, title)]


def test_meetings_come_in_order_with_their_title_and_place(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "DTSTART:20230316T100000Z\nSUMMARY:Governance and Audit Committee\nLOCATION:Council Chamber\\, County Hall",
        "DTSTART;VALUE=DATE:20221115\nSUMMARY:Governance and Audit Committee",
    )
    assert read_meetings(file, LONDON, UNTIL) == (
        Meeting(date(2022, 11, 15), "Governance and Audit Committee", ""),
        Meeting(date(2023, 3, 16), "Governance and Audit Committee", "Council Chamber, County Hall"),
    )


def test_a_meeting_late_at_night_elsewhere_is_on_the_local_day(tmp_path: Path) -> None:
    assert days(written(tmp_path, "DTSTART:20230615T233000Z\nSUMMARY:A")) == [date(2023, 6, 16)]
    assert days(written(tmp_path, "DTSTART;TZID=Europe/London:20230615T233000\nSUMMARY:A")) == [
        date(2023, 6, 15)
    ]


def test_only_the_committees_own_meetings_are_taken(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "DTSTART:20230316T100000Z\nSUMMARY:Governance and  AUDIT Committee",
        "DTSTART:20230317T100000Z\nSUMMARY:Cabinet",
    )
    assert days(file, "governance and audit") == [date(2023, 3, 16)]
    with pytest.raises(Refused, match="holds no meeting with “Pensions” in its title"):
        days(file, "Pensions")


def test_cancelled_meetings_are_left_out(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "DTSTART:20230316T100000Z\nSUMMARY:A\nSTATUS:CANCELLED",
        "DTSTART:20230317T100000Z\nSUMMARY:A",
        *(f"DTSTART:20230318T100000Z\nSUMMARY:{word}: A" for word in ("CANCELLED", "Canceled", "Postponed")),
    )
    assert days(file) == [date(2023, 3, 17)]


def test_a_meeting_that_repeats_stands_on_each_of_its_days_but_those_left_out(tmp_path: Path) -> None:
    lines = (
        "DTSTART;TZID=Europe/London:20230110T100000\nSUMMARY:A\nRRULE:FREQ=MONTHLY;BYDAY=2TU;UNTIL=20230531T230000Z\n"
        "EXDATE;TZID=Europe/London:20230214T100000\nRDATE;TZID=Europe/London:20230620T100000"
    )
    expected = [date(2023, 1, 10), date(2023, 3, 14), date(2023, 4, 11), date(2023, 5, 9), date(2023, 6, 20)]
    assert days(written(tmp_path, lines)) == expected


def test_one_meeting_of_a_series_that_moved_stands_on_its_new_day(tmp_path: Path) -> None:
    file = raw(
        tmp_path,
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"
        "BEGIN:VEVENT\nUID:1\nDTSTART:20230110T100000Z\nSUMMARY:A\nRRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20230117T100000Z\nDTSTART:20230119T100000Z\nSUMMARY:A\nEND:VEVENT\n"
        "END:VCALENDAR\n",
    )
    assert days(file) == [date(2023, 1, 10), date(2023, 1, 19), date(2023, 1, 24)]


def test_a_series_without_end_stops_at_the_day_asked_for_and_an_endless_crowd_is_refused(
    tmp_path: Path,
) -> None:
    weekly = written(tmp_path, "DTSTART:20231201T100000Z\nSUMMARY:A\nRRULE:FREQ=WEEKLY")
    assert days(weekly) == [date(2023, 12, day) for day in (1, 8, 15, 22, 29)]
    crowd = written(tmp_path, "DTSTART:20000101T100000Z\nSUMMARY:A\nRRULE:FREQ=DAILY")
    with pytest.raises(Refused, match="“A” repeats more than 2000 times"):
        days(crowd)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30"],
)
def test_a_rule_that_fits_no_meeting_ends_all_the_same(tmp_path: Path, rule: str) -> None:
    file = written(tmp_path, f"DTSTART:20000101T100000Z\nSUMMARY:A\nRRULE:{rule}")
    if rule == "FREQ=SECONDLY":
        with pytest.raises(Refused, match="it repeats in a way that no committee meets"):
            days(file)
    else:
        assert days(file) == [date(2000, 1, 1)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "meetings.ics"),
        ("<html>Sign in</html>", "meetings.ics"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "holds no meeting"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR\n",
            "“A” has no day that can be read",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:soon\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR\n",
            "“A” has no day",
        ),
    ],
)
def test_a_file_that_tells_of_no_meeting_is_refused_with_a_sentence(
    tmp_path: Path, text: str, answer: str
) -> None:
    with pytest.raises(Refused, match=answer):
        days(raw(tmp_path, text))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"none\.ics cannot be read: No such file"):
        days(tmp_path / "none.ics")


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["DTSTART", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "SUMMARY", "STATUS"]),
        max_size=6,
    ),
    st.data(),
)
def test_any_lines_end_in_meetings_or_a_sentence(tmp_path: Path, names: list[str], data: st.DataObject) -> None:
    values = st.sampled_from(
        [
            "20230101",
            "20230101T100000Z",
            "20230101T1000",
            "FREQ=DAILY",
            "FREQ=SECONDLY",
            "FREQ=NONE",
            "x",
            "",
            "20230101/P1D",
        ]
    )
    lines = "\n".join(f"{name}:{data.draw(values)}" for name in names)
    file = written(tmp_path, lines)
    with contextlib.suppress(Refused):
        assert read_meetings(file, LONDON, UNTIL)
