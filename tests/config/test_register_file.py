"""A register's settings file as people write it, slips included."""

from pathlib import Path

import pytest

from config import register_file
from register.notices.plans import ReminderPlan, Steps
from register.refused import Refused
from tests.conftest import ROOT

KENT = (ROOT / "config" / "kent.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "kent.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("text", ["\ufeff" + KENT, KENT.replace("\n", "\r\n")])
def test_a_file_saved_by_windows_is_read_like_any_other(tmp_path: Path, text: str) -> None:
    assert register_file.read(written(tmp_path, text)) == register_file.read(written(tmp_path, KENT))


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('slug = "kent"', 'slug = "Kent Council"', "slug in [register]"),
        ('slug = "kent"\n', "", "[register] needs slug"),
        ("Europe/London", "Europe/Londn", "timezone in [register]"),
        ('["U0MONITOR"]', '["@helen"]', "admins in [register]"),
        ('"U0CYPELEAD"', '"Ruth"', "lead in [directorates.CYPE]"),
        ('"C0GET"', '"our channel"', "channel in [directorates.GET]"),
        ("[directorates.GLD]", "[directorates.ALL]", "ALL already means every directorate"),
        ("[directorates.GLD]", "[directorates.cype]", "[directorates.cype] and [directorates.CYPE]"),
        ("then_every = 28", "then_every = 0", "then_every in [reminders]"),
        ("then_every", "thenevery", "[reminders] has thenevery"),
        ("then_every = 28", "after_every = 7", "give either after_every, or after and then_every"),
        ("once_a_week = true", 'once_a_week = "yes"', "once_a_week in [reminders] must be true or false"),
        ("before = [", "before = [-1, ", "before in [reminders]"),
        ("[7, 14, 21, 28]", "[0, 7]", "after in [reminders]"),
        ("[digest]", "[reminders.high]\nbefor = [1]\n[digest]", "[reminders.high] has befor"),
        ("[digest]", "[reminders.high]\nwords = [1]\n[digest]", "words in [reminders.high]"),
        (
            'slug = "kent"',
            'slug = "kent"\ncards = "later"',
            'cards in [register] must be "at once" or "when due"',
        ),
        ("[digest]", "[progress]\ncauses = []\n[digest]", "causes in [progress] must be a list of causes"),
        (
            "[digest]",
            f'[progress]\ncauses = ["{"Staff" * 16}"]\n[digest]',
            "must be at most 100 causes of delay",
        ),
        ("[digest]", f"[progress]\ncauses = {list(map(str, range(101)))}\n[digest]", "of at most 75 letters"),
        ("lead = 14", "leed = 14", "escalate in [reminders]"),
        ('"09:00"', '"9am"', "at in [reminders]"),
        ('"09:00"', '"01:30"', "when the clocks change"),
        ('"monday"', '"moonday"', "day in [digest]"),
        ("[digest]", "[digests]", "has [digests], which I do not know. It takes [register]"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in KENT
    with pytest.raises(Refused) as refused:
        register_file.read(written(tmp_path, KENT.replace(right, wrong, 1)))
    assert "kent.toml" in str(refused.value)
    assert message in str(refused.value)


def reminders(folder: Path, table: str) -> ReminderPlan:
    """The plan of a file whose [reminders] are these lines; without any the table is not there."""
    head, _reminders, rest = KENT.partition("[reminders]")
    rest = rest[rest.index("[digest]") :]
    return register_file.read(written(folder, f"{head}{table}\n{rest}")).reminders


SEVEN = Steps(after=(7,), then_every=7)


@pytest.mark.parametrize(
    ("table", "once_a_week", "steps"),
    [
        ("", True, Steps()),
        ('[reminders]\nat = "10:00"', True, Steps()),
        ("[reminders]\nonce_a_week = true", True, Steps()),
        ("[reminders]\nonce_a_week = false", False, SEVEN),
        ("[reminders]\nbefore = [28, 14, 7, 1]\nafter_every = 7", False, SEVEN),
        ("[reminders]\nbefore = [10]", False, Steps((10,), (7,), 7)),
        ("[reminders]\nescalate = { lead = 3 }", False, SEVEN),
        ("[reminders]\nafter_every = 5\nonce_a_week = true", True, Steps(after=(5,), then_every=5)),
        ("[reminders]\nafter = [14, 3, 3]", False, Steps(after=(3, 14))),
        ("[reminders]\nafter = []\nthen_every = 10", False, Steps(after=(), then_every=10)),
        ("[reminders]\nthen_every = 10", False, Steps(then_every=10)),
    ],
)
def test_settings_keep_the_days_they_name_and_a_new_register_is_reminded_once_a_week(
    tmp_path: Path, table: str, once_a_week: bool, steps: Steps
) -> None:
    plan = reminders(tmp_path, table)
    assert (plan.once_a_week, plan.steps) == (once_a_week, steps)


def test_high_priorities_have_days_and_words_of_their_own(tmp_path: Path) -> None:
    plan = reminders(tmp_path, "[reminders]\nbefore = [7]\n[reminders.high]\nbefore = [7, 3]\nafter_every = 2")
    assert plan.high == Steps((7, 3), (2,), 2)
    assert plan.is_high({"priority": "Priority 1 (High)"})
    plan = reminders(tmp_path, '[reminders]\nbefore = [7]\n[reminders.high]\nwords = ["Red"]')
    assert plan.high == Steps((7,), (7,), 7)
    assert plan.is_high({"priority": "RED"})
    assert not plan.is_high({"priority": "High"})


def test_kents_own_settings_remind_once_a_week(tmp_path: Path) -> None:
    register = register_file.read(written(tmp_path, KENT))
    assert register.reminders.once_a_week
    assert not register.cards_when_due
    later = register_file.read(written(tmp_path, KENT.replace("[register]", '[register]\ncards = "when due"')))
    assert later.cards_when_due
