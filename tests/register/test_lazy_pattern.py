"""A lazy pattern does what a compiled one does, and every one of them can be compiled."""

import copy
import pkgutil
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest

import bot
import config
import messages
import papers
import register
import slack_api
import workflow
from register.lazy_pattern import LazyPattern


def test_it_finds_what_a_compiled_pattern_finds() -> None:
    """Its methods give the same, the second time too, and so do its attributes."""
    source, text = r"(?P<ref>\d+)\s+is\s+(?P<state>\w+)", "Action 10 IS done, 11 is not"
    lazy: Any = LazyPattern(source, re.I)
    compiled = re.compile(source, re.I)
    for _time in range(2):
        assert lazy.findall(text) == compiled.findall(text) == [("10", "done"), ("11", "not")]
        assert lazy.sub("x", text) == compiled.sub("x", text)
        assert lazy.fullmatch(text) is None
        assert (lazy.groupindex, lazy.flags, lazy.pattern) == (compiled.groupindex, compiled.flags, source)


def test_a_mistake_in_a_pattern_shows_when_it_is_used() -> None:
    """And it shows each time, as the error that ``re`` gives."""
    broken = LazyPattern("(")
    for _time in range(2):
        with pytest.raises(re.error):
            broken.search("(")


def test_a_copy_is_compiled() -> None:
    lazy, compiled = LazyPattern("a", re.I), re.compile("a", re.I)
    assert copy.copy(lazy) == copy.deepcopy(lazy) == compiled


def _patterns_in(value: Any) -> Iterator[Any]:
    """The lazy patterns within a value of a module."""
    if isinstance(value, LazyPattern):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _patterns_in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _patterns_in(each)


def test_every_pattern_of_the_product_can_be_compiled() -> None:
    """Those that stand in a module, alone or in a table."""
    patterns = {
        id(pattern): pattern
        for room in (bot, config, messages, papers, register, slack_api, workflow)
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
        for value in vars(import_module(module.name)).values()
        for pattern in _patterns_in(value)
    }
    assert len(patterns) > 300
    for pattern in patterns.values():
        assert pattern.search("") is None or pattern.groups >= 0
