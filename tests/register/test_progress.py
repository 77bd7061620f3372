"""The life of an action: every pair of states, who may move it, and the diagram in the docs."""

from itertools import product

import pytest

from register.progress import MOVES, OPEN, WHO, WORDS, Need, Status, choices, diagram, from_print, move
from register.refused import Refused
from register.roles import OWNING_ROLES, Role
from tests.conftest import ROOT

LIFE = ROOT / "docs" / "life-of-an-action.md"


@pytest.mark.parametrize(("start", "end"), list(product(Status, Status)))
def test_a_move_is_in_the_table_or_is_refused_with_the_moves_there_are(start: Status, end: Status) -> None:
    if (start, end) in MOVES:
        assert move(start, end, Role.ADMIN) is MOVES[start, end]
        assert end in choices(start)
        return
    refusal = f"An action that is {start.spoken} cannot become {end.spoken}: it "
    with pytest.raises(Refused, match=refusal) as refused:
        move(start, end, Role.ADMIN)
    if start in OPEN and end in (Status.VERIFIED, Status.CLOSED):
        assert "must be reported complete first" in str(refused.value)
        return
    for way in choices(start)[1:]:
        assert WORDS[way].lower() in str(refused.value)


@pytest.mark.parametrize("role", Role)
def test_a_move_is_refused_to_whoever_may_not_and_says_who_may(role: Role) -> None:
    for (start, end), found in MOVES.items():
        if role in found.who:
            assert move(start, end, role) is found
        else:
            with pytest.raises(Refused, match=f"Only {WHO[found.who]}"):
                move(start, end, role)
    assert Role.COLLEAGUE not in OWNING_ROLES


@pytest.mark.parametrize("start", [one for one in Status if one not in OPEN])
def test_what_a_lead_or_the_committee_decided_an_officer_does_not_undo(start: Status) -> None:
    role = Role.OFFICER if start is Status.IMPLEMENTED else Role.LEAD
    assert move(start, Status.IN_PROGRESS, role).needs == (Need.REASON,)
    if role is Role.LEAD:
        with pytest.raises(Refused, match="leads and the register's administrators can open an action again"):
            move(start, Status.IN_PROGRESS, Role.OFFICER)


def test_what_ended_can_only_be_reopened() -> None:
    for status in Status:
        if status not in OPEN and status is not Status.IMPLEMENTED:
            assert set(choices(status)) <= {status, Status.IN_PROGRESS, Status.CLOSED}


def test_what_we_print_is_read_back_as_the_same_status() -> None:
    for status, word in WORDS.items():
        assert from_print(word) is status


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Complete ✅", Status.IMPLEMENTED),
        ("✔\ufe0f Closed", Status.CLOSED),
        ("On track ✅", None),
        ("Complete ❌", None),
        ("✅", None),
    ],
)
def test_a_tick_beside_words_of_completion_says_the_same_as_they_do(
    printed: str, status: Status | None
) -> None:
    assert from_print(printed) is status


def test_the_diagram_in_the_docs_is_that_of_the_table() -> None:
    assert diagram() in LIFE.read_text(encoding="utf-8"), f"paste what diagram() gives into {LIFE.name}"
