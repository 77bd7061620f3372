"""The history of an action, as people read it."""

from datetime import UTC, datetime, timedelta

from config import register_file
from messages.history import history_message
from register.history import Event
from tests.conftest import ROOT

KENT = register_file.read(ROOT / "config" / "kent.toml")
NOON = datetime(2023, 3, 17, 12, tzinfo=UTC)
FORM = "The form is in use"


def test_what_was_done_together_is_one_line_and_its_words_stand_once() -> None:
    reported = [
        Event(NOON, "U0CYPE", "command", "evidence", "gave evidence", after=FORM),
        Event(NOON, "U0CYPE", "command", "progress", "changed the progress", "Open", "Complete", reason=FORM),
        Event(NOON, "U0CYPE", "command", "update", "gave an update", after=FORM),
    ]
    later = Event(
        NOON + timedelta(hours=1),
        "U0CYPELEAD",
        "button",
        "progress",
        "changed the progress",
        "Complete",
        "Verified",
    )
    text = history_message("3", [*reported, later], KENT).text
    assert text.splitlines()[1:] == [
        "*17 March 2023*  <@U0CYPELEAD> changed the progress: Complete → Verified",
        f"*17 March 2023*  <@U0CYPE> changed the progress: Open → Complete; gave evidence and an update: {FORM}",
    ]


def test_of_long_words_that_begin_the_same_only_what_differs_is_shown() -> None:
    long = "Teams meet each week to discuss costs and issues, and the finance partner of each directorate is there."
    for before, after, shown in (
        (long, f"{long}\nA draft was sent.", "changed what has been delivered: added A draft was sent."),
        (f"{long} Draft sent.", f"{long} Final sent.", "delivered: … Draft sent. → … Final sent."),
        ("Draft sent.", "Draft sent. Signed.", "delivered: Draft sent. → Draft sent. Signed."),
    ):
        changed = Event(
            NOON, "U0MONITOR", "command", "delivered", "changed what has been delivered", before, after
        )
        assert shown in history_message("3", [changed], KENT).text


def test_what_an_action_ended_by_stands_once() -> None:
    ended = Event(
        NOON,
        *("U0CYPELEAD", "command", "progress", "changed the progress", "Open"),
        after="Superseded: by the new framework",
        reason="by the new framework",
    )
    assert history_message("3", [ended], KENT).text.endswith("Superseded: by the new framework")


def test_what_several_did_at_one_moment_stays_apart() -> None:
    events = [
        Event(NOON, who, "reply", "update", "gave an update", after="Sent") for who in ("U0CYPE", "U0CYPELEAD")
    ]
    text = history_message("3", events, KENT).text
    assert text.count("gave an update: Sent") == 2


def test_people_who_are_named_are_shown_as_slack_shows_them() -> None:
    named = Event(NOON, "U0CYPELEAD", "command", "officer", "named the officer in CYPE", after="U0CYPE")
    text = history_message("3", [named], KENT).text
    assert "<@U0CYPELEAD> named the officer in CYPE: <@U0CYPE>" in text
