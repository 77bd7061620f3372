"""Other bodies' tables, in each kind of file: each row is read right or asked about, none wrong silently."""

from pathlib import Path

import pytest

from papers.read import read
from tests.papers.bodies import Body, others
from tests.papers.bodies.score import BODIES, Verdict, tally, verdicts, write


def test_there_are_enough_rows() -> None:
    assert sum(len(body.expected) for body in BODIES) >= 60


@pytest.mark.parametrize(
    ("body", "kind"),
    [(body, kind) for body in BODIES for kind in body.kinds],
    ids=lambda one: getattr(one, "name", one),
)
def test_no_row_is_wrong_without_a_word(body: Body, kind: str, tmp_path: Path) -> None:
    found = list(verdicts(body, kind, read(write(body, kind, tmp_path))))
    assert len(found) >= len(body.expected)
    assert [(one.ref, one.wrong) for one in found if one.word == "silent"] == []
    assert tally(found)["right"] >= 0.8 * len(found)


def test_a_wrong_row_is_seen(tmp_path: Path) -> None:
    """The score itself is true: what is read otherwise than expected is silent, unless it was asked about."""
    body = others.CHARITY
    reading = read(write(body, "csv", tmp_path))
    other = Body(
        body.name, body.as_at, body.rows, [{"ref": "A1", "owners": ("FIN",)}, {"ref": "A2", "deadline": None}]
    )
    words = [one.word for one in verdicts(other, "csv", reading)]
    assert words[:2] == ["silent", "asked"]
    assert tally([Verdict("", "", "", ())]) == {"right": 1, "asked": 0, "silent": 0}
