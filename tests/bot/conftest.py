"""What tests of the bot share."""

import pytest

from storage.actions import updates

pytest.register_assert_rewrite("tests.bot.wording")


@pytest.fixture
def _first_save_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first update cannot be saved, all others can."""
    kept, tries = updates.add, []

    def fail_once(*args: object, **more: object) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("broken on purpose")
        return kept(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.actions.updates.add", fail_once)
