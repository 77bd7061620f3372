"""The demo's story, step by step, on both databases; its real pace is seen by ``make demo ARGS=--script``."""

import pytest

from demo.office import Office, tell
from demo.story import STEPS


def test_each_step_of_the_story_does_what_it_should(office: Office) -> None:
    for _title, step in STEPS:
        assert list(step(office))


def test_a_step_that_goes_wrong_is_said_and_fails_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(office: Office) -> list[str]:
        raise AssertionError("the cards are upside down")

    monkeypatch.setattr("demo.story.STEPS", (("Something goes wrong.", wrong),))
    said: list[str] = []
    assert tell(said.append) == 1
    assert "the cards are upside down" in "\n".join(said)
    assert "0 of 1 steps" in said[-1]
