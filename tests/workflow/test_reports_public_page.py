"""The page for the public, as static files."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.commands import answer
from demo.office import MONITOR
from register.action import Line
from register.register import Register
from storage.database.engine import transaction
from tests.readings import paper_of
from workflow.context import SHELL, Context, Request
from workflow.imports import import_reading
from workflow.publishing import Late, publish
from workflow.reports import write_page


def test_the_page_of_a_paper_that_came_after_its_meeting_counts_what_that_paper_knows(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    monday, tuesday, friday = (datetime(2022, 11, day, 10, tzinfo=UTC) for day in (14, 15, 18))
    lines = [Line(ref, f"Promise {ref}", "", "December 2022", ("CYPE",), "", "") for ref in ("1", "2")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), monday.date(), monday)
    answer(
        Context(engine, lambda: friday),
        Request("a", MONITOR, "C0LEADS", friday, "command"),
        "end 1 superseded by the new framework",
    )
    request, late = Request("b", MONITOR, "", friday, SHELL), Late("Two leads were away", "It is urgent")
    publish(Context(engine, lambda: friday), request, "kent", tuesday.date(), because="as agreed", late=late)
    page, _meeting = write_page(engine, kent, tmp_path)
    assert "On 15 November 2022, 0 of 2 actions were done" in page.read_text()
