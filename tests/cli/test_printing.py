"""What the command line prints of an action, a list, a history and a register: the whole of it, as people and scripts
read it.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cli.printing import (
    action_json,
    action_text,
    attestation_json,
    attestation_text,
    event_json,
    history_text,
    list_text,
    miscounted_text,
    notice_json,
    summary_json,
    summary_text,
)
from register.action import Action, Milestone, NoChange, Update
from register.forgetting import PersonForgotten
from register.history import Event
from register.life import Decision, Evidence, Life, Revision
from register.notices.digest import DirectorateState, Summary
from register.progress import Status
from register.register import Register
from storage.actions.register_log import RegisterEntry
from storage.queue.notices import Notice, NoticeKind

TODAY = date(2022, 12, 5)
AT = datetime(2022, 11, 16, 9, 5, tzinfo=UTC)
LATER = datetime(2022, 11, 18, 9, 5, tzinfo=UTC)
ASKED = Revision(
    1, "31 March 2023", "Staff left.", "UAMY", AT, date(2023, 3, 31), date(2022, 12, 31), "Resources"
)
NEXT = "The schools are asked next, in the week of 12 December, once the holidays are over."
FULL = Action(
    "kent",
    "10",
    "Agree with schools and carriers how routes are planned, so that parents know by May which bus comes when.",
    "A first plan was written, which the carriers read, and which the schools will read at the end of the month.",
    "November 2022 and May 2023",
    ("ALL",),
    ("CYPE", "GET"),
    (
        Milestone("Plan", "November 2022", date(2022, 11, 30), date(2022, 10, 31)),
        Milestone("", "Ongoing", None),
        Milestone("Agreement", "", date(2023, 5, 31)),
    ),
    "Amber",
    Status.IN_PROGRESS,
    links=("3", "4"),
    named_by=("7", "8"),
    updates=(Update(1, AT, "UAMY", f"The carriers agreed. {NEXT}", "reply"),),
    more={"risk": "High"},
    life=Life(
        evidence=(Evidence(1, "The minutes", "UAMY", AT), Evidence(2, "A typing error", "UAMY", AT, is_withdrawn=True)),
        revisions=(
            replace(ASKED, decision=Decision.WITHDRAWN.value, reason="Typed by mistake."),
            replace(ASKED, decision=Decision.GRANTED.value, decided_by="UDAN", decided_at=LATER),
            replace(ASKED, decision=Decision.REFUSED.value, decided_by="UDAN", decided_at=LATER, cause=""),
            ASKED,
        ),
        lead="CYPE",
        officers={"CYPE": "UAMY"},
    ),
    no_change=NoChange(LATER, "UBEN", "The census is late."),
)  # fmt: skip
BARE = Action(
    "kent", "2", "Train the planners.", "", "", (), (), (Milestone("", "", None),), "", Status.NOT_STARTED
)
DONE = replace(
    BARE,
    ref="3",
    status=Status.CLOSED,
    progress="Green",
    owners=("GLD",),
    life=Life(verified_by="UDAN", closed_on=date(2022, 12, 1)),
)
ONGOING = replace(BARE, ref="4", status=Status.ONGOING, owners=("GET",), life=Life(review_on=date(2023, 1, 31)))
DAY = date(2022, 12, 5)
TODAYS = replace(
    BARE, ref="5", owners=("CYPE", "GET"), milestones=(Milestone("", "5 December 2022", DAY),), progress="Red"
)
POINTS = replace(
    BARE,
    ref="7",
    defined="Managers should:\n• read it\n• say so",
    delivered="• Read in May\n• Said in June",
    milestones=(Milestone("", "5 December 2022\n(was 5 May 2022)", DAY),),
)
WORDED = replace(BARE, ref="6", target="When schools agree")
LONG = replace(
    BARE,
    ref="Recommendation 17 of 2019",
    owners=("Children, Young People", "Environment, Transport"),
    target="When the schools, the carriers and the parents agree",
    progress="Waiting for the Department for Education",
)


def known(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8").rstrip("\n")


@pytest.fixture(autouse=True)
def _a_terminal_of_100_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_people_read_all_that_is_known_of_an_action_in_full() -> None:
    shown = [action_text(one, TODAY) for one in (FULL, BARE, ONGOING, TODAYS, POINTS)]
    assert "\n\n".join(shown) == known("printed_actions.txt")


def test_an_action_fits_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, action_text(replace(FULL, milestones=()), TODAY).splitlines())) <= 60


def test_scripts_read_all_that_is_known_of_an_action() -> None:
    shown = [action_json(one, TODAY) for one in (FULL, DONE, ONGOING)]
    assert shown == json.loads(known("printed_actions.json"))


def test_a_list_begins_with_the_most_urgent_and_says_when_each_is_due() -> None:
    shown = list_text([BARE, DONE, FULL, TODAYS, ONGOING, WORDED, LONG], TODAY)
    assert [line.rstrip() for line in shown.splitlines()] == known("printed_list.txt").splitlines()
    assert list_text([], TODAY) == "There are none."


STATE = Summary(
    1_204,
    1_102,
    (("Red", 1_000), ("Green", 204)),
    1_001,
    1_002,
    28,
    1_003,
    (DirectorateState("CYPE", 1_100, 1_090, 1_080, 1_070, 1_060), DirectorateState("GET", 2, 1, 0, 0, 0)),
)


def test_the_register_in_numbers_for_people(kents_settings: Register) -> None:
    kent = replace(kents_settings, title="SEND transport")
    shown = [
        summary_text(STATE, kent, TODAY),
        summary_text(replace(STATE, counts=(), by_directorate=()), replace(kent, title=""), TODAY),
    ]
    lines = [line.rstrip() for line in "\n\n".join(shown).splitlines()]
    assert lines == known("printed_summary.txt").splitlines()


def test_the_register_in_numbers_for_scripts(kents_settings: Register) -> None:
    numbers = {"total": 1_204, "open": 1_102, "overdue": 1_001, "due_soon": 1_002, "no_update": 1_003}
    shown = summary_json(STATE, replace(kents_settings, title="SEND transport"), TODAY)
    assert shown == {
        "register": "kent",
        "title": "SEND transport",
        "day": "2022-12-05",
        **numbers,
        "due_within_days": 28,
        "progress": [{"words": "Red", "count": 1_000}, {"words": "Green", "count": 204}],
        "directorates": [
            {"code": "CYPE", "total": 1_100, "open": 1_090, "overdue": 1_080, "due_soon": 1_070, "no_update": 1_060},
            {"code": "GET", "total": 2, "open": 1, "overdue": 0, "due_soon": 0, "no_update": 0},
        ],
    }  # fmt: skip


def test_a_history_says_of_each_change_what_it_was_and_why() -> None:
    events = [
        Event(AT, "UAMY", "reply", "target", "target date", "November 2022", "May 2023", "Staff left."),
        Event(AT, "UAMY", "command", "progress", "progress", "", "Amber"),
        Event(AT, "UAMY", "command", "lead", "lead", "CYPE", ""),
        Event(LATER, "March paper", "import", "added", "added"),
        Event(LATER, "UAMY", "reply", "update", "update", "", "Long words. " * 40),
    ]
    assert history_text("10", events) == known("printed_history.txt")
    assert event_json(events[0]) == {
        "at": "2022-11-16T09:05:00+00:00",
        "by": "UAMY",
        "kind": "target",
        "before": "November 2022",
        "after": "May 2023",
        "reason": "Staff left.",
        "source": "reply",
    }


def test_of_a_digest_scripts_read_what_it_asks_about_and_of_other_notices_not() -> None:
    notice = Notice("kent", "k1", NoticeKind.DIGEST, "C0CYPE", refs=("1", "2"), reminds=("2",))
    digest = {"kind": "digest", "to": "C0CYPE", "refs": ["1", "2"], "key": "k1"}
    assert notice_json(notice) == digest | {"reminds": ["2"]}
    other = replace(notice, kind=NoticeKind.CARD)
    assert notice_json(other) == digest | {"kind": NoticeKind.CARD}


def test_actions_that_are_not_as_their_changes_say_are_named_up_to_twenty() -> None:
    says = "does not match the changes: type htst audit verify --recount."
    assert miscounted_text(["1"], recount=False) == f"action 1 {says}"
    both = miscounted_text(["1", "2"], recount=True)
    assert both == "actions 1 and 2 do not match the changes: rewritten."
    refs = [str(ref) for ref in range(1, 22)]
    first = f"{', '.join(refs[:19])} and 20"
    assert miscounted_text(refs, recount=True) == (
        f"actions {first} and 1 more do not match the changes: rewritten."
    )


def test_what_reads_otherwise_since_somebody_was_forgotten_is_vouched_for_by_a_change() -> None:
    forgotten = PersonForgotten("person-1", {4: "a", 7: "b"})
    entry = RegisterEntry(9, "hash", AT, LATER, "UDAN", "shell", forgotten)
    assert attestation_text(entry) == (
        "2 changes read otherwise since “person-1” was forgotten: change 9 vouches for them, "
        "made 2022-11-18 09:05 UTC by UDAN"
    )
    vouched = {"changes": 2, "by_change": 9, "at": "2022-11-18T09:05:00+00:00", "by": "UDAN"}
    assert attestation_json(entry) == vouched
