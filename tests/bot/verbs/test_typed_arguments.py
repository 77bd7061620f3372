"""What is read behind a verb and its refs."""

import pytest

from bot.verbs.typed_arguments import because


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("31 Jan because Legal is slow", ("31 Jan", "Legal is slow")),
        ("31 Jan as Legal is slow", ("31 Jan", "Legal is slow")),
        ("31 Jan cos Legal is slow", ("31 Jan", "Legal is slow")),
        ("31 Jan, since Legal is slow", ("31 Jan", "Legal is slow")),
        ("because the tender is out", ("", "the tender is out")),
        ("same as last month", ("same as last month", "")),
        ("just as before", ("just as before", "")),
        ("as planned", ("as planned", "")),
        ("such as the tender, because it is late", ("such as the tender", "it is late")),
    ],
)
def test_a_reason_is_what_stands_behind_a_word_for_because(typed: str, parts: tuple[str, str]) -> None:
    assert because(typed) == parts
