"""Tables of Slack's own: an action's date there is the one that lists and cards name."""

from datetime import date

from messages.tables_and_charts import actions_table
from register.action import Action, Milestone
from register.life import Life
from register.progress import Status

TODAY = date(2023, 3, 3)


def date_shown(*deadlines: date, review: date | None = None) -> str:
    milestones = tuple(Milestone("", "", one) for one in deadlines)
    status = Status.ONGOING if review else Status.IN_PROGRESS
    action = Action(
        "kent", "3", "Asked", "", "", ("GLD",), ("GLD",), milestones, "", status, life=Life(review_on=review)
    )
    return str(actions_table([action], TODAY, "Found")["rows"][1][3]["text"])


def test_of_several_dates_that_have_passed_the_one_missed_longest_ago_is_shown() -> None:
    assert date_shown(date(2023, 2, 28), date(2023, 1, 31)) == "31 January 2023"


def test_a_review_is_shown_where_no_promise_was_missed() -> None:
    assert date_shown(date(2023, 2, 28), review=date(2023, 1, 31)) == "28 February 2023"
    assert date_shown(date(2023, 6, 30), review=date(2023, 1, 31)) == "31 January 2023"
    assert date_shown(date(2023, 6, 30), review=date(2023, 5, 31)) == "31 May 2023"
