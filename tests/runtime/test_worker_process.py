"""A worker sends no faster than the settings allow."""

from datetime import timedelta

import pytest

from config.settings import Settings
from runtime.worker_process import delivery_timing


@pytest.mark.parametrize(("rate", "seconds"), [(5.0, 0.2), (0.5, 2.0), (0.0, 0.0)])
def test_the_workspace_has_as_many_messages_a_second_as_are_set(rate: float, seconds: float) -> None:
    timing = delivery_timing(Settings(messages_per_second=rate))
    assert timing.workspace_interval == timedelta(seconds=seconds)
