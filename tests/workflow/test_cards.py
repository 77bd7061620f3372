"""Cards, the *Update* form and the bot's home page, as people use them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import action_card, shown_text
from register.action import Line
from register.progress import Status
from register.register import Register
from register.words.queries import Query
from storage.actions import actions, change_chain, registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue.notices import Method, NoticeKind
from tests.desk import START, Desk
from tests.readings import paper_of
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.progress import MoveRequest, record_progress

AMY = OFFICER_IDS["CYPE"]


def assign(office: Office, what: str) -> str:
    answer = office.slack.command(MONITOR, "C0LEADS", f"/htst assign {what}")
    assert answer.ok, answer.error
    office.settle()
    return answer.text


def test_each_open_action_has_one_card_in_each_of_its_directorates_after_one_summary(office: Office) -> None:
    assign(office, "all")
    for channel, count in (("C0CYPE", 20), ("C0GET", 18), ("C0GLD", 26)):
        summary, *posted = office.slack.messages(channel)
        assert str(count) in summary["text"]
        assert len(posted) == count
        assert all("Update" in str(one["blocks"]) for one in posted)
    refs = [shown_text(one).split()[0] for one in office.slack.messages("C0GET")[1:]]
    assert "9." not in refs


def test_assigning_again_posts_nothing_twice(office: Office) -> None:
    assign(office, "3")
    assign(office, "all")
    again = assign(office, "all")
    assert "already" in again
    assert len(office.slack.messages("C0CYPE")) == 21
    assert len([one for one in office.slack.messages("C0CYPE") if "kent:3'" in str(one["blocks"])]) == 1


@pytest.mark.parametrize(
    ("what", "posted"),
    [
        ("all CYPE", (20, 0, 0)),
        ("cype", (20, 0, 0)),
        ("all CYPE and GET", (20, 18, 0)),
        ("all except 10", (19, 17, 25)),
        ("all but 10 and 3-5", None),
        ("3-5", None),
        ("3, 14 and 16", None),
        ("due 30", None),
        ("due by 30 November 2022", None),
    ],
)
def test_cards_are_posted_of_what_is_described(
    table: Engine, kents_settings: Register, what: str, posted: tuple[int, int, int] | None
) -> None:
    answer = Desk(table).types(MONITOR, f"assign {what}", "C0LEADS")
    channels = {"C0CYPE": "CYPE", "C0GET": "GET", "C0GLD": "GLD"}
    cards = {channel: _queued(table, channel) for channel in channels}
    if posted:
        assert tuple(len(refs) for refs in cards.values()) == posted
    is_described: dict[str, Callable[[str], bool]] = {
        "all except 10": lambda ref: ref != "10",
        "all but 10 and 3-5": lambda ref: ref not in ("3", "4", "5", "10"),
        "3-5": lambda ref: ref in ("3", "4", "5"),
        "3, 14 and 16": lambda ref: ref in ("3", "14", "16"),
        "due 30": lambda ref: ref in ("3", "5", "14", "21", "38", "42"),
        "due by 30 November 2022": lambda ref: ref in ("3", "5", "14", "21", "38", "42"),
    }
    wanted: Callable[[str], bool] = is_described.get(what, lambda ref: True)
    with reading(table) as tx:
        every = actions.matching(tx, kents_settings, Query(date(2022, 11, 15)))
    for channel, code in channels.items():
        own = {one.ref for one in every if code in one.directorates and wanted(one.ref)}
        if what[0] != "3":
            own -= {"9", "16"}
        if posted is None or posted[list(channels).index(channel)]:
            assert cards[channel] == own, channel
    assert "Posting cards for" in answer.text


def _queued(engine: Engine, channel: str) -> set[str]:
    """The refs of the actions whose cards are to be posted in a channel, each once."""
    posts = select(notice.c.refs).where(
        notice.c.kind == NoticeKind.CARD, notice.c.method == Method.POST, notice.c.to == channel
    )
    with reading(engine) as tx:
        found = [ref for refs in tx.execute(posts).scalars() for ref in refs]
    assert len(found) == len({*found})
    return {*found}


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("10 and 99", "no action 99"),
        ("everything zzz", "I cannot tell which actions “zzz” are"),
        ("all except 99", "I cannot leave out “99”"),
        ("overdue", "no open action is overdue"),
        ("", "assign all"),
    ],
)
def test_what_to_post_cards_of_is_read_whole_or_refused(office: Office, what: str, sentence: str) -> None:
    assert sentence in assign(office, what)
    assert all(office.slack.messages(channel) == [] for channel in ("C0CYPE", "C0GET", "C0GLD"))


def test_a_range_of_refs_is_no_directorate_to_give_an_action_to(office: Office) -> None:
    assert "Posting cards for actions 3, 4 and 5" in assign(office, "3 to 5")
    assert "CYPE now leads" in assign(office, "3 to CYPE")


@pytest.fixture
def form(office: Office) -> str:
    """The id of the form that Amy has opened from the card of action 38."""
    assign(office, "38")
    return opened(office, AMY, "C0CYPE")


def opened(office: Office, person: str, channel: str) -> str:
    """The id of the form that a person opens from the card of action 38."""
    assert office.slack.press(person, channel, action_card(office, channel, "38")["ts"], "update").ok
    view = office.slack.view(person)
    assert view is not None
    return str(view["id"])


def test_the_form_records_words_and_progress_and_the_cards_follow(office: Office, form: str) -> None:
    values = {"words": {"words": "Two names agreed."}, "progress": {"progress": "in progress"}}
    assert office.slack.submit(AMY, form, values) == {}
    office.settle()
    assert office.slack.view(AMY) is None
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "38")
    assert action is not None
    assert (action.progress, action.status.value) == ("In progress", "in progress")
    assert [one.text for one in action.updates] == ["Two names agreed."]
    for channel in ("C0CYPE", "C0GET"):
        words = shown_text(action_card(office, channel, "38"))
        assert "Two names agreed." in words
        assert "In progress" in words


def test_a_form_opened_before_somebody_completed_the_action_does_not_reopen_it(office: Office) -> None:
    assign(office, "38")
    gareth = OFFICER_IDS["GET"]
    begun = {"words": {"words": "Begun."}, "progress": {"progress": "in progress"}}
    assert office.slack.submit(AMY, opened(office, AMY, "C0CYPE"), begun) == {}
    office.settle()
    hers, his = opened(office, AMY, "C0CYPE"), opened(office, gareth, "C0GET")
    done = {"words": {"words": "All done."}, "progress": {"progress": "implemented"}}
    assert office.slack.submit(gareth, his, done) == {}
    late = {"words": {"words": "One more thing."}, "progress": {"progress": "in progress"}}  # as it stood
    assert office.slack.submit(AMY, hers, late) == {}
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "38")
    assert action is not None
    assert action.status.value == "implemented"
    assert [one.text for one in action.updates] == ["Begun.", "All done.", "One more thing."]


def test_a_channel_given_by_its_name_has_its_officers_too(office: Office) -> None:
    named = [
        replace(one, channel="#cype") if one.code == "CYPE" else one for one in office.register.directorates
    ]
    with transaction(office.engine) as tx:
        registers.save(tx, replace(office.register, directorates=tuple(named)))
    assign(office, "38")
    values = {"words": {"words": "Done."}, "progress": {"progress": "implemented"}}
    assert office.slack.submit(AMY, opened(office, AMY, "C0CYPE"), values) == {}


def test_an_empty_form_says_what_is_missing_and_stays_open(office: Office, form: str) -> None:
    complaints = office.slack.submit(AMY, form, {})
    assert list(complaints) == ["words"]
    assert office.slack.view(AMY) is not None
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "38")
    assert action is not None
    assert action.updates == ()


def test_a_completed_action_is_reminded_of_no_more(office: Office, form: str) -> None:
    values = {"words": {"words": "All done."}, "progress": {"progress": "implemented"}}
    assert office.slack.submit(AMY, form, values) == {}
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "38")
    assert action is not None
    assert action.progress == "Complete"
    words = shown_text({"blocks": office.slack.command(AMY, "C0CYPE", "/htst status 38").blocks})
    assert "None: it is done" in words
    office.slack.move_to(datetime(2022, 11, 16, 10, tzinfo=UTC))
    office.settle()
    assert "*38*" not in shown_text(office.slack.messages("C0CYPE")[-1])


def test_the_home_page_shows_what_is_ones_own(office: Office) -> None:
    office.slack.open_home("U0GETLEAD")
    office.settle()
    view = office.slack.home("U0GETLEAD")
    assert view is not None
    words = shown_text(view)
    assert "*35*" in words
    assert "*34*" not in words


def test_a_later_paper_is_shown_on_the_cards(office: Office) -> None:
    from demo.office import SAMPLE
    from papers.read import read
    from storage.database.engine import transaction
    from workflow.imports import import_reading

    assign(office, "34")
    office.slack.move_to(datetime(2023, 3, 17, 8, tzinfo=UTC))
    paper = read(SAMPLE.with_name("management-action-table-march.docx"))
    with transaction(office.engine) as tx:
        import_reading(tx, office.register, paper, date(2023, 3, 16), office.slack.now())
    office.settle()
    assert "Complete" in shown_text(action_card(office, "C0CYPE", "34"))


def test_cards_that_could_not_be_posted_are_posted_when_asked_for_again(office: Office) -> None:
    office.slack.faults.add("chat.postMessage", "not_in_channel", times=20, channel="C0CYPE")
    assign(office, "3")
    assert office.slack.messages("C0CYPE") == []
    office.slack.faults.clear()
    assert "1 for" in assign(office, "3")
    assert len([one for one in office.slack.messages("C0CYPE") if "kent:3" in str(one["blocks"])]) == 1
    assert len([one for one in office.slack.messages("C0GET") if "kent:3" in str(one["blocks"])]) == 1


def test_the_progress_said_last_stands_though_a_clock_was_set_back_meanwhile(office: Office) -> None:
    now = office.slack.now()
    for hour, to in ((1, Status.IN_PROGRESS), (0, Status.IMPLEMENTED)):
        at = now + timedelta(hours=hour)
        request = Request(f"test:{to}", MONITOR, "C0CYPE", at, "form")
        context = Context(office.engine, lambda at=at: at)  # type: ignore[misc]
        shown = record_progress(context, request, "kent", "38", "Seen to.", MoveRequest(to))
        assert shown.status == to
    with reading(office.engine) as tx:
        assert change_chain.broken_at(tx, "kent") is None


def test_where_cards_wait_until_they_are_due_only_what_is_due_soon_is_posted_at_once(office: Office) -> None:
    with transaction(office.engine) as tx:
        registers.save(tx, replace(office.register, cards_when_due=True))
    answer = assign(office, "all")
    assert "Posting cards for every open action that is due soon: 4 for" in answer
    assert "The cards for 36 other actions follow when those are first due." in answer
    assert len(office.slack.messages("C0CYPE")) == 5
    assert "nothing to post now" in assign(office, "all")
    assign(office, "1")
    assert len(office.slack.messages("C0CYPE")) == 6
    office.slack.move_to(datetime(2022, 11, 29, 10, 0, tzinfo=UTC))
    office.settle()
    refs = [
        shown_text(one).split()[1] for one in office.slack.messages("C0CYPE") if "Action" in shown_text(one)[:7]
    ]
    assert refs == [
        "3",
        "14",
        "38",
        "42",
        "1",
        "2",
        "7",
        "10",
        "13",
        "15",
        "24",
        "25",
        "34",
        "37",
        "39",
        "43",
        "44",
    ]


def test_where_cards_wait_until_they_are_due_what_is_late_already_has_one_at_once(
    engine: Engine, kent: Register
) -> None:
    dates = {"1": "October 2022", "2": "March 2023"}
    lines = [Line(ref, f"Promise {ref}", "", target, ("CYPE",), "", "") for ref, target in dates.items()]
    waiting = replace(kent, cards_when_due=True)
    with transaction(engine) as tx:
        registers.save(tx, waiting)
        import_reading(tx, waiting, paper_of(lines), START.date(), START)
    Desk(engine).types(MONITOR, "assign all", "C0LEADS")
    with reading(engine) as tx:
        announced = tx.execute(select(notice.c.refs).where(notice.c.kind == NoticeKind.SUMMARY)).scalars()
        assert [list(refs) for refs in announced] == [["1"]]


def test_who_answers_in_slack_by_a_card_or_a_command_is_not_asked_again(office: Office) -> None:
    assign(office, "3 14 42")
    office.slack.move_to(datetime(2022, 11, 16, 10, 0, tzinfo=UTC))
    office.settle()
    office.slack.say(AMY, "C0CYPE", "Sent to PACT.", thread_ts=action_card(office, "C0CYPE", "3")["ts"])
    assert office.slack.command(AMY, "C0CYPE", "/htst update 14 Begun.").ok
    assert office.slack.press(AMY, "C0CYPE", action_card(office, "C0CYPE", "42")["ts"], "update").ok
    view = office.slack.view(AMY)
    assert view is not None
    assert office.slack.submit(AMY, str(view["id"]), {"words": {"words": "Agreed."}}) == {}
    office.settle()
    office.slack.move_to(datetime(2022, 11, 23, 10, 0, tzinfo=UTC))
    office.settle()
    reminder, _digest_of_the_21st = office.slack.messages("C0CYPE")[-2:]
    assert reminder["text"].startswith("Reminder: action 38 is due in 7 days.")
    assert office.slack.messages("C0GET")[-2]["text"].startswith("Reminder: 4 actions")


def test_the_digest_leads_to_the_cards_in_the_local_workspace(office: Office) -> None:
    assign(office, "3")
    office.slack.move_to(datetime(2022, 11, 21, 10, 0, tzinfo=UTC))
    office.settle()
    ts = action_card(office, "C0GET", "3")["ts"].replace(".", "")
    digest = office.slack.messages("C0GET")[-1]
    assert f"/archives/C0GET/p{ts}|3>" in str(digest["blocks"])
    assert f"<{office.slack.workspace.url}archives/" in str(digest["blocks"])
