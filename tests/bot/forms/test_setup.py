"""``/htst setup``: administrators change the settings in a form, see what it comes to, and save it."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, Office
from demo.story import shown_text
from jobs.timetable import tick
from register.notices.plans import ReminderPlan, Steps
from register.register import Register
from storage.actions import actions, change_chain, registers, settings_log
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from tests.desk import desk_of
from workflow.context import Request
from workflow.registers import save_settings
from workflow.setup import preview


def settings(office: Office) -> Register:
    with reading(office.engine) as tx:
        return registers.find(tx, "kent")


@pytest.fixture
def form(office: Office) -> str:
    """The id of the form that the Monitoring Officer has opened."""
    answer = office.slack.command(MONITOR, "C0LEADS", "/htst setup")
    assert answer.ok
    assert office.slack.press(MONITOR, "C0LEADS", str(answer.ts), "setup").ok
    view = office.slack.view(MONITOR)
    assert view is not None
    return str(view["id"])


def entered(shown: Register | None = None, /, **values: Any) -> dict[str, Any]:
    """The form's own values with some of them entered otherwise; names and days before a date as ``shown``."""
    usual: dict[str, Any] = {
        "directorates": "CYPE: Children\nGET: Growth\nGLD: Governance",
        "channel:CYPE": "C0CYPE",
        "channel:GET": "C0GET",
        "channel:GLD": "C0GLD",
        "lead:CYPE": "U0CYPELEAD",
        "lead:GET": "U0GETLEAD",
        "lead:GLD": "U0GLDLEAD",
        "admins": [MONITOR],
        "before": "28, 14, 7, 1",
        "after": "7, 14, 21, 28",
        "then_every": "28",
        "at": "09:00",
        "day": "monday",
        "digest_at": "09:30",
    }
    if shown:
        usual["directorates"] = "\n".join(f"{one.code}: {one.name}" for one in shown.directorates)
        usual["before"] = ", ".join(map(str, shown.reminders.steps.before))
    return {name: {name: value} for name, value in (usual | values).items()}


def test_only_administrators_are_shown_the_settings(office: Office) -> None:
    answer = office.slack.command(CYPE_LEAD, "C0LEADS", "/htst setup")
    assert "Only the register's administrators can look after the register" in answer.text


def test_what_is_entered_is_previewed_and_only_then_saved_with_who_and_when(office: Office, form: str) -> None:
    before = settings(office)
    values = entered(before="14, 1", day="thursday", **{"lead:GET": "U0GET", "channel:GLD": "C0LEADS"})
    assert office.slack.submit(MONITOR, form, values) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    words = shown_text(page)
    assert "messages in the next seven days" in words or "message in the next seven days" in words
    assert "Nothing is saved yet" in words
    assert settings(office) == before
    assert office.slack.submit(MONITOR, str(page["id"]), {}) == {}
    after = settings(office)
    assert after.reminders.steps.before == (14, 1)
    assert after.digest.weekday == 3
    assert [d.lead for d in after.directorates] == ["U0CYPELEAD", "U0GET", "U0GLDLEAD"]
    assert [d.channel for d in after.directorates] == ["C0CYPE", "C0GET", "C0LEADS"]
    assert after.meetings == before.meetings
    assert after.paper == before.paper
    with reading(office.engine) as tx:
        changed = settings_log.settings_changed(tx, "kent")
        assert change_chain.broken_at(tx, "kent") is None
    assert changed is not None
    assert changed.by == MONITOR


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"before": "28 and 7"}, "before", "Write days as numbers"),
        ({"at": "9 o'clock"}, "at", 'a time of day such as "09:00"'),
        ({"digest_at": "01:30"}, "digest_at", "outside 01:00 to 01:59"),
        ({"admins": []}, "admins", ""),
        ({"before": "2000"}, "before", "This must be a list of days from 0 to 999"),
        (
            {"directorates": "ALL: Everybody\nCYPE: x\nGET: y\nGLD: z"},
            "directorates",
            "ALL already means every",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    office: Office, form: str, values: dict[str, Any], field: str, words: str
) -> None:
    before = settings(office)
    complaints = office.slack.submit(MONITOR, form, entered(**values))
    assert list(complaints) == [field]
    assert words in complaints[field]
    assert settings(office) == before


def test_a_new_directorate_is_taken_and_the_form_says_who_changed_what(office: Office, form: str) -> None:
    listed = "CYPE: Children\nGET: Growth\nGLD: Governance\nFIN: Finance"
    assert office.slack.submit(MONITOR, form, entered(directorates=listed)) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    answers = {"channel:FIN": {"channel:FIN": "C0LEADS"}}
    assert office.slack.submit(MONITOR, str(page["id"]), answers) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    words = shown_text(page)
    assert "New: FIN" in words
    assert "FIN has no lead: only administrators are told what is late" in words
    assert "FIN has no channel" not in words
    assert "In the *past seven days* " in str(page["blocks"])
    assert list(office.slack.submit(MONITOR, str(page["id"]), {})) == ["sure"]  # it is asked, not guessed
    assert office.slack.submit(MONITOR, str(page["id"]), {"sure": {"sure": "yes"}}) == {}
    assert settings(office).codes == ("CYPE", "GET", "GLD", "FIN")
    again = office.slack.command(MONITOR, "C0LEADS", "/htst setup")
    assert office.slack.press(MONITOR, "C0LEADS", str(again.ts), "setup").ok
    view = office.slack.view(MONITOR)
    assert view is not None
    assert f"Last changed by <@{MONITOR}> on 15 November 2022" in shown_text(view)


def test_what_the_preview_promises_is_what_comes(office: Office, form: str) -> None:
    assert office.slack.submit(MONITOR, form, entered(before="14, 1")) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    promised = {who: int(many) for who, many in re.findall(r"<[#@](\w+)>: (\d+)", shown_text(page))}
    assert office.slack.submit(MONITOR, str(page["id"]), {}) == {}
    office.settle()
    for ahead in range(1, 8):  # each day at half past ten
        office.slack.move_to(datetime(2022, 11, 15 + ahead, 10, 30, tzinfo=UTC))
        office.settle()
    office.settle()
    came = Counter[str]()
    for channel in ("C0CYPE", "C0GET", "C0GLD", "C0LEADS"):
        came[channel] = len(office.slack.messages(channel))
    assert {who: promised.get(who, 0) for who in came} == dict(came)
    assert sum(came.values()) > 3


def saved(office: Office, register: Register) -> Register:
    """Settings that the lead saves."""
    with transaction(office.engine) as tx:
        save_settings(tx, register, Author(CYPE_LEAD, office.slack.now(), "form", office.slack.now()))
    return register


def next_page(office: Office, page: str, values: dict[str, Any]) -> dict[str, Any]:
    """The page that follows on one which was sent."""
    assert office.slack.submit(MONITOR, page, values) == {}
    view = office.slack.view(MONITOR)
    assert view is not None
    return view


@pytest.mark.parametrize("page", ["settings", "directorates", "what it does"])
def test_who_comes_second_sees_what_changed_and_loses_nothing_of_their_own(office: Office, page: str) -> None:
    before = saved(office, replace(settings(office), admins=(MONITOR, CYPE_LEAD)))
    answer = office.slack.command(MONITOR, "C0LEADS", "/htst setup")
    assert office.slack.press(MONITOR, "C0LEADS", str(answer.ts), "setup").ok
    opened = office.slack.view(MONITOR)
    assert opened is not None
    own: dict[str, Any] = {"day": "thursday", "lead:GET": "U0GET", "admins": list(reversed(before.admins))}
    if page == "directorates":
        own["directorates"] = "CYPE: Children\nGET: Growth\nGLD: Governance\nFIN: Finance"
    values = entered(before, **own)
    if page != "settings":
        opened = next_page(office, str(opened["id"]), values)
        values = {"channel:FIN": {"channel:FIN": "C0LEADS"}} if page == "directorates" else {}
    first, *others = before.directorates
    steps = replace(before.reminders, steps=replace(before.reminders.steps, before=(9,)))
    meanwhile = replace(before, directorates=(replace(first, lead="U0CYPE"), *others), reminders=steps)
    changed = saved(office, replace(meanwhile, admins=(MONITOR, "U0GLDLEAD")))

    view = next_page(office, str(opened["id"]), values)
    words, shown = shown_text(view), str(view["blocks"])
    assert f"Settings were changed meanwhile by <@{CYPE_LEAD}>" in words
    assert "CYPE: lead: <@U0CYPE> (it was <@U0CYPELEAD>)" in words
    assert "Remind this many days before a date: 9 (it was" in words
    assert settings(office) == changed
    assert all(
        one in shown for one in ("'initial_user': 'U0CYPE'", "'initial_user': 'U0GET'", "'initial_value': '9'")
    )
    assert ("FIN: Finance" in shown) == (page == "directorates")

    view = next_page(office, str(view["id"]), {})
    if page == "directorates":
        view = next_page(office, str(view["id"]), {})
    sure = {"sure": {"sure": "yes"}} if page == "directorates" else {}
    assert office.slack.submit(MONITOR, str(view["id"]), sure) == {}
    after = settings(office)
    assert [one.lead for one in after.directorates[:3]] == ["U0CYPE", "U0GET", "U0GLDLEAD"]
    assert (after.reminders.steps.before, after.digest.weekday, after.admins) == ((9,), 3, changed.admins)
    assert after.codes[3:] == (("FIN",) if page == "directorates" else ())


def test_what_is_wrong_in_a_form_that_came_second_is_said_at_its_field(office: Office, form: str) -> None:
    before = settings(office)
    changed = saved(office, replace(before, title="Renamed"))
    view = next_page(office, form, entered(before, day="thursday"))
    assert "what this form does not show" in shown_text(view)
    (block,) = [one["block_id"] for one in view["blocks"] if one.get("block_id", "").startswith("at|")]
    complaints = office.slack.submit(MONITOR, str(view["id"]), {block: {"at": "9 o'clock"}})
    assert list(complaints) == [block]
    assert settings(office) == changed


def test_the_preview_says_how_many_cards_saving_posts(office: Office, form: str) -> None:
    office.slack.command(MONITOR, "C0LEADS", "/htst assign 35 42")
    office.settle()
    assert office.slack.submit(MONITOR, form, entered(**{"channel:GET": "C0LEADS"})) == {}
    view = office.slack.view(MONITOR)
    assert view is not None
    promised = re.search(r"Saving posts (\d+) cards? at once: \1 in <#C0LEADS>", shown_text(view))
    assert promised is not None, shown_text(view)
    assert office.slack.submit(MONITOR, str(view["id"]), {}) == {}
    office.settle()
    cards = [one for one in office.slack.messages("C0LEADS") if one["text"].startswith("Action ")]
    assert len(cards) == int(promised[1]), [one["text"][:60] for one in office.slack.messages("C0LEADS")]


def test_channels_shared_with_other_organisations_are_not_offered(office: Office, form: str) -> None:
    view = office.slack.view(MONITOR)
    assert view is not None
    filters = [
        one["element"]["filter"] for one in view["blocks"] if one.get("block_id", "").startswith("channel:")
    ]
    assert filters
    assert all(one["exclude_external_shared_channels"] for one in filters)


def test_a_form_from_before_a_channel_had_a_new_id_does_not_bring_the_old_one_back(
    office: Office, form: str
) -> None:
    office.slack.convert("C0CYPE", "C0SHARED")
    assert office.slack.submit(MONITOR, form, entered(day="thursday")) == {}
    view = office.slack.view(MONITOR)
    assert view is not None
    assert "Settings were changed meanwhile by Slack" in shown_text(view)
    assert "CYPE: channel: <#C0SHARED> (it was <#C0CYPE>)" in shown_text(view)
    assert "'initial_conversation': 'C0SHARED'" in str(view["blocks"])
    assert settings(office).channels == {"C0SHARED", "C0GET", "C0GLD"}


def test_a_directorate_is_renamed_and_another_goes_with_its_actions_asked_about(
    office: Office, form: str
) -> None:
    listed = "CYPE: Children\nPLACE: Growth and place"
    assert office.slack.submit(MONITOR, form, entered(directorates=listed)) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    assert "*GET* owns 12 open actions" in str(page["blocks"])
    answers = {
        "gone:GET": {"gone:GET": "=PLACE"},
        "gone:GLD": {"gone:GLD": "-"},
        "channel:PLACE": {"channel:PLACE": "C0GET"},
        "lead:PLACE": {"lead:PLACE": "U0GETLEAD"},
    }
    assert list(office.slack.submit(MONITOR, str(page["id"]), {"gone:GET": {"gone:GET": "=PLACE"}})) == [
        "gone:GLD"
    ]
    assert office.slack.submit(MONITOR, str(page["id"]), answers) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    assert office.slack.submit(MONITOR, str(page["id"]), {}) == {}
    after = settings(office)
    assert [(one.code, one.channel, one.lead) for one in after.directorates] == [
        ("CYPE", "C0CYPE", "U0CYPELEAD"),
        ("PLACE", "C0GET", "U0GETLEAD"),
    ]
    with reading(office.engine) as tx:
        found = actions.find(tx, after, "35")
    assert found is not None
    assert found.owners == ("PLACE",)


def test_a_directorate_that_is_only_taken_out_is_asked_about_too(office: Office, form: str) -> None:
    listed = "CYPE: Children\nGET: Growth"
    assert office.slack.submit(MONITOR, form, entered(directorates=listed)) == {}
    page = office.slack.view(MONITOR)
    assert page is not None
    assert page["title"]["text"] == "Directorates"
    assert [one["block_id"] for one in page["blocks"] if one["type"] == "input"] == ["gone:GLD"]


def test_the_week_past_is_counted_by_the_settings_as_they_would_be(engine: Engine, kent: Register) -> None:
    desk = desk_of(engine, kent)
    for day in range(17, 30):
        desk.now = desk.now.replace(day=day)
        tick(engine, desk.now, desk.now)
    request = Request("look", MONITOR, "C0LEADS", desk.now, "form")
    found = preview(desk.context, request, replace(kent, reminders=ReminderPlan(Steps((33,), (), 0))), 0)
    assert (found.sent["C0CYPE"], found.past["C0CYPE"]) == (1, 2)  # the digest; and a reminder 33 days before
    again = preview(desk.context, replace(request, key="again"), kent, 0)
    assert again.past["C0CYPE"] == 1
