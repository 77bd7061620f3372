"""What is read as the reason in words that people type after a command."""

import pytest

from bot.verbs.typed_arguments import because


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31 March because the tender is late", "the tender is late"),
        ("31 March because of the payroll year", "because of the payroll year"),
        ("31 March because offices are shut", "offices are shut"),
        ("31 March because of", ""),
        ("31 March because of …", ""),
        ("31 March because …", ""),
        ("31 March because", ""),
        ("31 March", ""),
    ],
)
def test_because_of_nothing_is_no_reason(typed: str, reason: str) -> None:
    assert because(typed) == ("31 March", reason)
