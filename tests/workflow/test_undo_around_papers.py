"""Whatever people record and take back around published papers, at machines with clocks apart: what is taken back is as
it was before, and each thing that happened is told by one paper.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from demo.office import MONITOR
from papers.assemble.material import Material
from register.action import Action
from register.register import Register
from storage.actions import actions
from storage.actions.audit import differing
from storage.database.engine import reading
from tests.workflow.test_any_life import OPERATIONS, START, WHO, begin, counts, current, typed, without_traces
from workflow import audit, publishing
from workflow.committee_papers import material_for
from workflow.context import SHELL, Context, Request
from workflow.publishing import publish

MEETINGS = (date(2022, 11, 30), date(2022, 12, 14), date(2023, 1, 11), date(2023, 1, 25))
SECONDS_AHEAD = (-40, 0, 40)
PUBLISH, UNDO = "publish", "undo"
Step = tuple[str, str, str, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(WHO)),
        st.sampled_from((*OPERATIONS, *(PUBLISH, UNDO) * 6)),
        st.sampled_from("12"),
        st.sampled_from(SECONDS_AHEAD),
    ),
    min_size=3,
    max_size=16,
)


class Machines:
    """Machines whose clocks are some seconds apart, at which people work on one register."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self.engine, self.register, self.now = engine, register, START
        self.published = 0
        self.last_done: tuple[str, Mapping[str, Action]] | None = None
        """Who did the last thing that was not taken back, and the actions before it."""

    def goes(self, number: int, step: Step) -> None:
        role, operation, ref, ahead = step
        self.now += timedelta(seconds=10)
        at = self.now + timedelta(seconds=ahead)
        if operation == PUBLISH:
            if self.published < len(MEETINGS) - 1:
                self.publishes(f"{number}", at)
            return
        before, had = self.actions(), counts(self.engine)
        words = operation.format(ref=ref, number=number)
        if not typed(Context(self.engine, lambda: at), role, words, f"{number}", at):
            assert counts(self.engine) == had
            return
        if operation == UNDO:
            if self.last_done and self.last_done[0] == role:
                assert self.actions() == self.last_done[1]
            self.last_done = None
        elif counts(self.engine)[0] != had[0]:
            self.last_done = (role, before)

    def publishes(self, key: str, at: datetime) -> None:
        request = Request(key, MONITOR, "C0LEADS", at, SHELL)
        meeting = MEETINGS[self.published]
        publish(Context(self.engine, lambda: at), request, "kent", meeting, because="it is urgent")
        self.published += 1

    def actions(self) -> Mapping[str, Action]:
        """Without the words under "delivered", which are also written when a paper is published."""
        found = current(self.engine, self.register)
        return {ref: replace(without_traces(one), delivered="") for ref, one in found.items()}

    def agrees(self) -> None:
        with reading(self.engine) as tx:
            assert audit.verify(tx, self.register, lambda _count: None).is_whole
            assert not list(differing(tx, self.register))
            then = self.now + timedelta(hours=1)
            folded = {one.ref: one for one in actions.as_at(tx, self.register, then)}
        assert folded == current(self.engine, self.register)

    def next_paper(self) -> Material:
        with reading(self.engine) as tx:
            return material_for(tx, self.register, MEETINGS[self.published])


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> list[Material]:
    """What each published paper is made of."""
    found: list[Material] = []

    def kept(*given: object) -> Material:
        found.append(material_for(*given))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(publishing, "material_for", kept)
    return found


def each_thing_is_told_once(papers: Sequence[Material]) -> None:
    """``papers`` are all there are, of which the last knows what was taken back."""
    numbers = Counter(number for paper in papers for number in {one.change for one in paper.between})
    assert [number for number, times in numbers.items() if times > 1] == []
    assert [one for one in papers[-1].history if one.change not in numbers] == []


@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # to shrink one takes minutes
@given(steps)
@example(
    [
        ("officer", "review {ref} 28 April 2023 because it goes on", "1", 0),
        ("officer", PUBLISH, "1", 0),
        ("officer", UNDO, "1", 40),
        ("lead", "done {ref} Signed off, version {number}", "1", -40),
        ("lead", UNDO, "1", 0),
    ]
)
def test_each_thing_is_told_by_one_paper_and_what_is_taken_back_is_as_before(
    engine: Engine, kent: Register, frozen: list[Material], steps: list[Step]
) -> None:
    begin(engine, kent)
    frozen.clear()
    machines = Machines(engine, kent)
    for number, step in enumerate(steps):
        machines.goes(number, step)
        machines.agrees()
    each_thing_is_told_once([*frozen, machines.next_paper()])


@pytest.mark.parametrize("ahead", SECONDS_AHEAD)
def test_an_update_is_told_once_where_the_clock_that_publishes_is_behind(
    engine: Engine, kent: Register, frozen: list[Material], ahead: int
) -> None:
    begin(engine, kent)
    machines = Machines(engine, kent)
    machines.goes(1, ("officer", "update {ref} Draft sent", "1", 0))
    machines.goes(2, ("admin", PUBLISH, "", ahead))
    machines.agrees()
    machines.goes(3, ("officer", "update {ref} Contract signed", "1", -ahead))
    papers = [*frozen, machines.next_paper()]
    assert [[one.text for one in paper.between] for paper in papers] == [["Draft sent"], ["Contract signed"]]
    each_thing_is_told_once(papers)
