"""The sitrep and the board pack in the local Slack: sent on their days, to whom the settings say, as files to open."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pdfplumber

from demo.office import CYPE_LEAD, OFFICER_IDS, Office
from demo.story import shown_text
from storage.actions import registers
from storage.database.engine import transaction

FORTNIGHT, DECEMBER = datetime(2022, 11, 21, 9, tzinfo=UTC), datetime(2022, 12, 1, 9, tzinfo=UTC)


def reporting(office: Office, *recipients: str) -> None:
    """Have reports sent from now on."""
    with transaction(office.engine) as tx:
        plan = replace(office.register.meetings, report_every=14, reports_to=recipients)
        registers.save(tx, replace(office.register, meetings=plan))


def go_to(office: Office, moment: datetime) -> None:
    office.slack.move_to(moment)
    office.settle()


def reports(office: Office, channel: str, what: str) -> list[dict[str, Any]]:
    return [one for one in office.slack.messages(channel) if f": {what}, " in shown_text(one)]


def file_under(office: Office, channel: str, message: dict[str, Any]) -> str:
    """The words of the one file in a message's thread."""
    _root, reply = office.slack.thread(channel, message["ts"])
    (file,) = reply["files"]
    assert file["name"].endswith(".pdf")
    return words_of(office.slack.workspace.contents[file["id"]])


@cache
def words_of(content: bytes) -> str:
    """The words of a PDF, which several people may have been sent."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


def test_a_sitrep_comes_every_fortnight_to_whom_the_settings_say(office: Office) -> None:
    reporting(office, "C0LEADS", CYPE_LEAD)
    assert office.slack.command(OFFICER_IDS["GLD"], "C0GLD", "/htst update 5 The reminder went out.").ok
    go_to(office, FORTNIGHT)
    for channel in ("C0LEADS", office.slack.dm(CYPE_LEAD)):
        (message,) = reports(office, channel, "sitrep")
        words = file_under(office, channel, message)
        assert "The reminder went out." in words
        assert "Actions in the register 44" in words
    go_to(office, DECEMBER)
    assert len(reports(office, "C0LEADS", "sitrep")) == 1


def test_a_board_pack_comes_on_the_first_working_day_of_the_month_to_the_leads(office: Office) -> None:
    reporting(office)
    go_to(office, DECEMBER)
    (message,) = reports(office, "C0LEADS", "board pack")
    words = file_under(office, "C0LEADS", message)
    assert "Implemented by the original date" in words
    assert "What has moved since" in words


def test_where_the_settings_name_no_days_nothing_is_sent(office: Office) -> None:
    go_to(office, DECEMBER)
    assert not reports(office, "C0LEADS", "sitrep") + reports(office, "C0LEADS", "board pack")
