"""Who has said nothing: an answer without an update keeps an action out of what lists silence for a fortnight."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from register.action import Action, NoChange, Update
from register.life import Decision, Life, Revision
from register.progress import from_print
from register.silence import is_silent, is_without_words, no_change_lately, no_update_since

TODAY, PAPER = date(2022, 12, 12), date(2022, 11, 15)
NOON = datetime(2022, 12, 12, 12, tzinfo=UTC)
A_FORTNIGHT_AGO = datetime(2022, 11, 28, tzinfo=UTC)
ASKED = Revision(5, "31 March 2023", "the tender is late", "U0AMY", datetime(2022, 10, 1, tzinfo=UTC))


def action(ref: str = "1", progress: str = "In progress", updates: tuple[Update, ...] = ()) -> Action:
    status = from_print(progress)
    assert status
    return Action("kent", ref, "Asked", "", "", ("GLD",), ("GLD",), (), progress, status, updates=updates)


def update_of(at: datetime, by: str = "U0AMY") -> Update:
    return Update(1, at, by, "Sent", "reply")


def unheard(found: Iterable[Action], paper: date | None, zone: tzinfo = UTC) -> list[str]:
    return [one.ref for one in no_update_since(found, paper, TODAY, zone)]


def said_no_change(at: datetime, ref: str = "1") -> Action:
    return replace(action(ref), answered_at=at, no_change=NoChange(at, "U0AMY", "the tender is out"))


def test_what_the_paper_printed_is_no_update_since_it_and_what_a_person_said_that_day_is() -> None:
    printed = datetime(2022, 11, 15, tzinfo=UTC)
    found = [
        action("10", updates=(update_of(printed, "November table.docx"),)),
        action("2", updates=(update_of(printed.replace(hour=14)),)),
        action("3", updates=(update_of(printed - timedelta(days=1)),)),
        action("4", updates=(update_of(printed + timedelta(days=1), "Letter"),)),
        action("5"),
        action("6", progress="Complete"),
    ]
    assert unheard(found, PAPER) == ["3", "5", "10"]
    assert unheard(found, None) == ["5"]


def test_the_day_of_an_update_is_the_committees_own() -> None:
    """Half past midnight on the paper's day in London is still the day before in UTC."""
    paper, london = date(2022, 6, 15), ZoneInfo("Europe/London")
    reply = update_of(datetime(2022, 6, 14, 23, 30, tzinfo=UTC))
    printed = update_of(datetime(2022, 6, 14, 23, 0, tzinfo=UTC), "paper.docx")
    found = [action("1", updates=(reply,)), action("2", updates=(printed,))]
    assert unheard(found, paper, london) == ["2"]
    assert unheard(found, paper) == ["1", "2"]


def test_no_change_is_no_silence_for_a_fortnight_and_silence_from_then_on() -> None:
    lately, before = (
        said_no_change(A_FORTNIGHT_AGO),
        said_no_change(A_FORTNIGHT_AGO - timedelta(seconds=1), "2"),
    )
    assert [is_silent(one, TODAY, UTC) for one in (lately, before, action())] == [False, True, True]
    assert unheard([lately, before], PAPER) == ["2"]
    assert no_change_lately([lately, before], PAPER, TODAY, UTC) == (lately,)
    assert all(map(is_without_words, (lately, before)))  # it says nothing of what has been done


def test_a_fortnight_counts_in_the_committees_own_days() -> None:
    summer = said_no_change(datetime(2022, 6, 1, 23, 30, tzinfo=UTC))
    assert not is_silent(summer, date(2022, 6, 16), ZoneInfo("Europe/London"))
    assert is_silent(summer, date(2022, 6, 16), UTC)


def test_who_waits_for_a_decision_about_another_date_is_not_silent_however_long() -> None:
    waits = replace(action(), life=Life(revisions=(ASKED,)), answered_at=ASKED.asked_at)
    refused = replace(waits, life=Life(revisions=(replace(ASKED, decision=Decision.REFUSED.value),)))
    assert not is_silent(waits, TODAY, UTC)
    assert unheard([waits], PAPER) == []
    assert is_silent(replace(refused, answered_at=None), TODAY, UTC)
    assert unheard([replace(refused, answered_at=None)], PAPER) == ["1"]


def test_an_update_since_the_paper_is_heard_and_is_not_called_no_change() -> None:
    both = replace(said_no_change(NOON), updates=(update_of(NOON - timedelta(days=1)),))
    assert unheard([both], PAPER) == []
    assert no_change_lately([both], PAPER, TODAY, UTC) == ()
