"""docs/data.md names every table, with what it holds of people."""

import re
from pathlib import Path

from storage.database.tables import metadata

DATA = (Path(__file__).parent.parent / "docs" / "data.md").read_text(encoding="utf-8")


def named(lines: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", lines)


def test_every_table_is_named_once_with_what_it_holds_of_people_or_that_it_holds_nothing() -> None:
    rows = [line.split("|")[1] for line in DATA.splitlines() if line.startswith("| `")]
    (nothing,) = re.findall(r"Nothing about people is in ([^.]*)\.", DATA)
    tables = [*(name for row in rows for name in named(row)), *named(nothing)]
    assert sorted(tables) == sorted(metadata.tables)


def test_what_is_said_to_be_kept_for_a_while_is_tidied() -> None:
    from workflow.retention import KEPT

    assert DATA.count(f"{KEPT.days} days") == 3
