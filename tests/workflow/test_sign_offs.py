"""A meeting at the wrong time: sign-offs of what is published or has been, minutes of what is still to come."""

from datetime import date

from demo.office import CYPE_LEAD, MONITOR, Office
from demo.story import shown_text
from storage.actions import published
from storage.database.engine import reading
from tests.workflow.test_progress import ask
from tests.workflow.test_rounds import LEADS, MARCH, go_to, of_the_round


def test_what_is_published_takes_no_sign_off_any_more_and_whoever_was_asked_for_one_reads_so(
    office: Office,
) -> None:
    go_to(office, LEADS)
    channel = office.slack.dm("U0GETLEAD")
    (asked,) = of_the_round(office, channel)
    assert "sign_off" in str(asked["blocks"])
    answer = ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023 because all are on leave")
    assert "frozen" in answer
    office.settle()
    (asked,) = [one for one in office.slack.messages(channel) if one["ts"] == asked["ts"]]
    assert f"The paper is published by <@{MONITOR}>" in shown_text(asked).replace("*", "")
    assert "sign_off" not in str(asked["blocks"])
    refused = ask(office, "U0GETLEAD", "C0GET", "/htst signoff 16 March 2023")
    assert "stays as it was published" in refused
    with reading(office.engine) as tx:
        assert published.signed_off(tx, "kent", MARCH).keys() == {"author"}


def test_a_sign_off_for_a_mistyped_year_is_refused(office: Office) -> None:
    refused = ask(office, CYPE_LEAD, "C0CYPE", "/htst signoff 16 March 2022")
    assert "The meeting on 16 March 2022 is over: is the year right?" in refused
    with reading(office.engine) as tx:
        assert not published.signed_off(tx, "kent", date(2022, 3, 16))


def test_what_a_meeting_to_come_decided_is_refused_before_its_form_is_filled_in(office: Office) -> None:
    refused = ask(office, MONITOR, "C0LEADS", "/htst meeting 16 March 2023")
    assert "The meeting on 16 March 2023 is still to come." in refused
