"""Damaged files of each kind end in a reading or a sentence; ``python -m bench.reading --fuzz`` tries more."""

from pathlib import Path

import pytest

from tests.papers.fuzz import KINDS, outcomes

COUNT = {"pdf": 12}


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    found = list(outcomes(kind, COUNT.get(kind, 60), tmp_path))
    assert all(one.lines or one.refused for one in found)
    assert all("\n" not in one.refused for one in found)
    assert any(one.lines for one in found)
