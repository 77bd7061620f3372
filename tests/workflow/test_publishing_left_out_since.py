"""What was taken out of the register since is not printed in what is written about the days before.

A sitrep tells of the days up to yesterday, a board pack of last month, and a late paper of those up to its meeting.
"""

from datetime import UTC, date, datetime

import pytest

from demo.office import MONITOR, OFFICER_IDS, Office
from papers.write.files import as_bytes
from register.committee.reporting import SITREP, Report
from storage.database.engine import reading
from tests.workflow.test_progress import ask
from tests.workflow.test_rounds import go_to
from workflow.publishing import paper_of
from workflow.reports import report_bytes

AMY = OFFICER_IDS["CYPE"]
FRIDAY = date(2022, 11, 18)
REPORT = Report(SITREP, date(2022, 11, 15), FRIDAY)


def written(office: Office) -> list[str]:
    """A sitrep up to Friday, and the paper for a meeting on that day, as web pages."""
    with reading(office.engine) as tx:
        paper = paper_of(tx, office.register, FRIDAY)
    pages = report_bytes(office.engine, "kent", REPORT, ".html"), as_bytes(paper, ".html")
    return [page.decode() for page in pages]


@pytest.mark.parametrize(
    "taken_out",
    [
        "exempt 10 Paragraph 3 of Part 1 of Schedule 12A",
        "withdraw 10 because it names a family",
    ],
)
def test_what_became_exempt_or_was_withdrawn_on_saturday_is_in_nothing_that_is_about_friday(
    office: Office, taken_out: str
) -> None:
    go_to(office, datetime(2022, 11, 18, 10, tzinfo=UTC))
    ask(office, AMY, "C0CYPE", "/htst update 10 The case of one family was settled.")
    ask(office, AMY, "C0CYPE", "/htst update 3 The form was sent.")
    go_to(office, datetime(2022, 11, 19, 10, tzinfo=UTC))
    assert all("one family" in page for page in written(office))
    ask(office, MONITOR, "C0LEADS", f"/htst {taken_out}")
    pages = written(office)
    assert not any("one family" in page for page in pages)
    assert all("The form was sent" in page for page in pages)


def test_an_exempt_action_is_named_by_its_ref_and_paragraph_alone(office: Office) -> None:
    go_to(office, datetime(2022, 11, 19, 10, tzinfo=UTC))
    ask(office, MONITOR, "C0LEADS", "/htst exempt 10 Paragraph 3 of Part 1 of Schedule 12A")
    with reading(office.engine) as tx:
        paper = paper_of(tx, office.register, FRIDAY)
    assert "10" not in [row[0] for row in paper.appendix.rows]
    assert [one.refs for one in paper.exempt] == [("10",)]


def test_a_reply_that_was_edited_on_saturday_is_printed_as_it_is_now(office: Office) -> None:
    go_to(office, datetime(2022, 11, 18, 10, tzinfo=UTC))
    ask(office, MONITOR, "C0LEADS", "/htst assign 10")
    office.settle()
    (card, *_others) = [one for one in office.slack.messages("C0CYPE") if "10" in one["text"]]
    reply = office.slack.say(AMY, "C0CYPE", "The case of one family was settled.", thread_ts=card["ts"])
    office.settle()
    go_to(office, datetime(2022, 11, 19, 10, tzinfo=UTC))
    assert all("one family" in page for page in written(office))
    office.slack.edit(AMY, "C0CYPE", reply, "The case was settled.")
    office.settle()
    pages = written(office)
    assert all("The case was settled" in page for page in pages)
    assert not any("one family" in page for page in pages)
