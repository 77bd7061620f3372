"""Publishing a paper by its form: offered where the paper is, to who may; what is missing is said at its field."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, select

from bot import form_answers
from bot.forms import publish
from bot.forms.form import NextPage, Saved
from demo.office import CYPE_LEAD, MONITOR
from register.publication_changes import PaperPublished
from register.refused import Refused
from register.register import Register
from storage.actions import published, register_log, registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from tests.desk import Desk
from tests.messages.wording import buttons, shown
from workflow.home import home_view

MEETING = date(2023, 3, 16)
BUTTON = ("Publish …", "publish", "kent:2023-03-16:")


@pytest.fixture
def desk(table: Engine) -> Desk:
    found = Desk(table)
    found.now = datetime(2023, 3, 6, 10, tzinfo=UTC)
    return found


def filled_in(desk: Desk, view: dict[str, Any] | None = None, /, **entered: Any) -> Any:
    """What comes of the form, filled in."""
    view = view or publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))
    fields = {"meeting": {"selected_date": MEETING.isoformat()}} | entered
    return publish.FORM.submit(desk.context, desk.submission(MONITOR, view, **fields))


def kept(desk: Desk) -> published.Published | None:
    with reading(desk.engine) as tx:
        return published.of_meeting(tx, "kent", MEETING)


def test_it_is_published_with_a_reason_that_is_asked_at_its_field(desk: Desk) -> None:
    assert list(filled_in(desk, because=" … ")) == ["because"]
    blocked = filled_in(desk)
    assert list(blocked) == ["because"]
    assert blocked["because"].startswith("The leads of CYPE, GET and GLD have not signed off.")
    assert blocked["because"].endswith("Put it right, or say here why the paper goes out anyway.")
    assert kept(desk) is None
    saved = filled_in(desk, because="The leads are on leave")
    paper = kept(desk)
    assert paper is not None
    with reading(desk.context.engine) as tx:
        (entry,) = register_log.of_register(tx, "kent", PaperPublished)
    assert saved == Saved(
        "The paper for 16 March 2023 is published and frozen. `/htst paper 2023-03-16` sends it to you.\n"
        f"SHA-256 {paper.sha256}\n"
        f"Keep this for your auditor: change {entry.number} of the record has the hash {entry.hash}.",
        "kent",
    )
    assert {one["because"] for one in paper.findings} == {"The leads are on leave"}


def test_a_paper_twice_is_refused_before_the_form_opens_and_at_the_meeting(desk: Desk) -> None:
    opened = publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))
    desk.types(MONITOR, "publish 16 March 2023 accepted because of leave", "C0LEADS")
    complaint = filled_in(desk, opened, because="again")
    assert list(complaint) == ["meeting"]
    with pytest.raises(Refused, match="The paper for 16 March 2023 was published on 6 March 2023"):
        publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))


def test_of_a_late_paper_it_asks_what_is_printed_of_that_and_keeps_what_was_entered(desk: Desk) -> None:
    opened = publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))  # in time, so far
    desk.now = datetime(2023, 3, 10, 10, tzinfo=UTC)
    page = filled_in(desk, opened, because="on leave")
    assert isinstance(page, NextPage)
    assert "was to be published by 8 March 2023" in str(page.view["blocks"][0])
    assert "on leave" in str(page.view["blocks"])
    now = {"selected_option": {"value": "now"}}
    missing = filled_in(desk, page.view, because="on leave", late="A table was missing", what=now)
    assert list(missing) == ["urgency"]
    follows = {"selected_option": {"value": "follows"}}
    late = {"late": "A table was missing", "urgency": "The contract ends in April"}
    saved = filled_in(desk, page.view, **late, what=follows)
    assert isinstance(saved, Saved)
    assert saved.text.startswith("The notice that a paper is to follow for 16 March 2023 is published")
    saved = filled_in(desk, because="on leave", **late, what=now)
    assert isinstance(saved, Saved)
    assert saved.text.startswith("The paper for 16 March 2023 is published")
    paper = kept(desk)
    assert paper is not None
    assert not paper.is_notice
    assert "The contract ends in April" in paper.text


def test_a_day_that_is_no_meeting_is_asked_about_before_anything_is_frozen(desk: Desk) -> None:
    complaint = filled_in(desk, meeting={"selected_date": "2023-03-17"}, because="on leave")
    assert list(complaint) == ["meeting"]
    assert "no meeting on 17 March 2023" in complaint["meeting"]
    assert "publish 17 March 2023" in complaint["meeting"]
    with reading(desk.engine) as tx:
        assert published.of_meeting(tx, "kent", date(2023, 3, 17)) is None


def test_where_only_a_notice_is_chosen_the_paper_is_never_published_in_its_place(desk: Desk) -> None:
    desk.now = datetime(2023, 3, 10, 10, tzinfo=UTC)
    opened = publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))  # late: it asks what is published
    desk.now = datetime(2023, 3, 6, 10, tzinfo=UTC)
    follows = {"selected_option": {"value": "follows"}}
    complaint = filled_in(desk, opened, because="on leave", what=follows)
    assert list(complaint) == ["late"]
    assert kept(desk) is None


@pytest.mark.parametrize(
    ("day", "message"), [(6, "have not signed off"), (10, "needs more"), (20, "Nothing came of it")]
)
def test_where_nothing_is_published_after_the_form_has_gone_its_words_are_given_back(
    desk: Desk, day: int, message: str
) -> None:
    opened = publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))
    desk.now = datetime(2023, 3, day, 10, tzinfo=UTC)
    because = "The leads <are> on leave" if day > 6 else ""
    entered: dict[str, Any] = {"meeting": {"selected_date": MEETING.isoformat()}, "because": because}
    body = desk.submission(MONITOR, opened, **entered)
    done: Future[form_answers.FormOutcome] = Future()
    if day == 20:
        done.set_exception(RuntimeError("broken on purpose"))
    else:
        done.set_result((publish.FORM.submit(desk.context, body),))
    form_answers.tell_late(
        desk.context, body, desk.now, done, lambda _error: "Nothing came of it.", WebClient()
    )
    with reading(desk.engine) as tx:
        payload = tx.execute(select(notice.c.payload).order_by(notice.c.id.desc()).limit(1)).scalar_one()
    assert message in shown(payload["blocks"])
    assert ("> The leads &lt;are&gt; on leave" in shown(payload["blocks"])) is bool(because)
    assert kept(desk) is None


def test_it_is_offered_beside_the_paper_to_who_may_and_refused_to_others_with_who_may(
    desk: Desk, kents_settings: Register
) -> None:
    assert BUTTON in buttons(desk.types(MONITOR, "round 16 March 2023", "C0LEADS").blocks)
    assert BUTTON not in buttons(desk.types(CYPE_LEAD, "round 16 March 2023", "C0LEADS").blocks)
    for person, may in ((MONITOR, True), (CYPE_LEAD, False)):
        desk.types(person, "paper 16 March 2023", "C0LEADS")
        last = select(notice.c.payload).where(notice.c.kind == "paper", notice.c.to == person)
        with reading(desk.engine) as tx:
            sent = tx.execute(last.order_by(notice.c.id)).scalars().first()
            page = home_view(tx, person, desk.now)
        assert sent is not None
        assert (BUTTON in buttons(sent["blocks"])) is may
        assert (BUTTON in buttons(page["blocks"])) is may
    with pytest.raises(Refused, match="Only the register's administrators can write and publish"):
        publish.FORM.open(desk.context, desk.press(CYPE_LEAD, BUTTON[2]))
    opened = publish.FORM.open(desk.context, desk.press(MONITOR, BUTTON[2]))
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kents_settings, admins=("U0ELSE",)))
    complaint = filled_in(desk, opened, because="on leave")  # no administrator any more since it was opened
    assert list(complaint) == ["meeting"]
    assert complaint["meeting"].startswith("Only the register's administrators can")
    assert kept(desk) is None
