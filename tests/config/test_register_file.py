"""A register's settings file as people write it, slips included."""

from pathlib import Path

import pytest

from config import register_file
from register.refused import Refused

KENT = (Path(__file__).parents[2] / "config" / "kent.toml").read_text(encoding="utf-8")


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
        ("after_every = 7", "after_every = 0", "after_every in [reminders]"),
        ("after_every", "afterevery", "[reminders] has afterevery"),
        ("[28, 14, 7, 1]", "[28, -1]", "before in [reminders]"),
        ("lead = 14", "leed = 14", "escalate in [reminders]"),
        ('"09:00"', '"9am"', "at in [reminders]"),
        ('"09:00"', '"01:30"', "when the clocks change"),
        ('"monday"', '"moonday"', "day in [digest]"),
        ("[digest]", "[digests]", "digests"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in KENT
    with pytest.raises(Refused) as refused:
        register_file.read(written(tmp_path, KENT.replace(right, wrong, 1)))
    assert "kent.toml" in str(refused.value)
    assert message in str(refused.value)
