"""The demo's story, step by step, on PostgreSQL; on SQLite it is played by ``htst demo`` itself (test_wheel).

Its real pace is seen by ``make demo ARGS=--script``.
"""

import pytest

from demo.office import Office
from demo.play import WHOLE_STORY, run_script


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_each_step_of_the_story_does_what_it_should(office: Office) -> None:
    for _title, step in WHOLE_STORY:
        assert list(step(office))


def test_a_step_that_goes_wrong_is_said_and_fails_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(office: Office) -> list[str]:
        raise AssertionError("the cards are upside down")

    monkeypatch.setattr("demo.play.WHOLE_STORY", (("Something goes wrong.", wrong),))
    lines: list[str] = []
    assert run_script(lines.append) == 1
    assert "the cards are upside down" in "\n".join(lines)
    assert "0 of 1 steps" in lines[-1]
