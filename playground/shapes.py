"""Combinators for validating Block Kit's JSON: each check yields the reasons why a value is refused.

A check takes a value and its JSON pointer, and yields reasons in the format of Slack's own
(``[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]``); none when the value is
valid. Checks are pure and are composed of smaller ones.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def problem(reason: str, at: str) -> str:
    """One reason in the words of Slack's ``response_metadata.messages``; ``at`` is a JSON pointer."""
    return f"[ERROR] {reason} [json-pointer:{at}]"


def string(most: int, least: int = 1) -> Check:
    """A string of ``least`` to ``most`` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)

    return check


def pattern(expression: str, what: str) -> Check:
    """A string that the whole of the regular expression matches; ``what`` names it in the reason."""
    compiled = re.compile(expression)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield problem(f"must be {what}", at)

    return check


def boolean(value: Any, at: str) -> Iterator[str]:
    """True or false, not a string or a number in its place."""
    if not isinstance(value, bool):
        yield problem("must provide a boolean", at)


def integer(least: int, most: int) -> Check:
    """A whole number between the two, both included."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide a number", at)
        elif not least <= value <= most:
            yield problem(f"must be between {least} and {most}", at)

    return check


def one_of(*words: str) -> Check:
    """One of the given words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in words:
            yield problem(f"must be one of: {', '.join(words)}", at)

    return check


def anything(value: Any, at: str) -> Iterator[str]:
    """No rule of its own: the field is allowed and its content is not looked at."""
    yield from ()


def items(check: Check, most: int, least: int = 1) -> Check:
    """An array of ``least`` to ``most`` items, each of which passes ``check``."""

    def check_all(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", at)
            return
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield problem(f"no less than {least} items allowed", at)
        for index, item in enumerate(value):
            yield from check(item, f"{at}/{index}")

    return check_all


def record(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    also: Check | None = None,
) -> Check:
    """An object with exactly these fields (``type`` is always allowed); ``also`` sees it once the fields are
    right.
    """
    needed = required or {}
    known = {"type": anything, **needed, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        wrong = [problem(f"missing required field: {name}", at) for name in needed if name not in value]
        wrong += [problem(f"invalid additional property: {name}", at) for name in value if name not in known]
        for name, inner in known.items():
            if name in value:
                wrong += inner(value[name], f"{at}/{name}")
        if not wrong and also is not None:
            wrong += also(value, at)
        yield from wrong

    return check


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose ``type`` says which of the shapes it must have; other types are refused."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from shapes[value["type"]](value, at)

    return check


def text_length(value: Any) -> int:
    """The characters of all text in blocks or cells together, for the limit on their sum."""
    if isinstance(value, list):
        return sum(text_length(item) for item in value)
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(text_length(inner) for inner in value.values() if isinstance(inner, dict | list))
    return 0
