"""Variables say what they hold: words that fit everything are no names."""

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.test_sizes import sources

VAGUE = {"said", "told", "stands", "made"}
"""Names that say nothing of what they hold."""


def vague_names(source: str) -> Iterator[str]:
    """Where a source's variables and arguments have such names; ``one`` is for comprehensions and lambdas."""
    tree = ast.parse(source)
    short_lived = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension)
        for name in ast.walk(node.target)
    }
    short_lived |= {
        id(argument) for node in ast.walk(tree) if isinstance(node, ast.Lambda) for argument in node.args.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        elif isinstance(node, ast.arg):
            name = node.arg
        else:
            continue
        if name in VAGUE or (name == "one" and id(node) not in short_lived):
            yield f"line {node.lineno}: {name}"


def test_no_variable_has_a_name_that_fits_everything() -> None:
    found = {
        str(file.relative_to(ROOT)): list(vague_names(file.read_text(encoding="utf-8"))) for file in sources()
    }
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("said = ask()", ["line 1: said"]),
        ("for one in found:\n    pass", ["line 1: one"]),
        ("def f(one): pass", ["line 1: one"]),
        ("with ask() as told: pass", ["line 1: told"]),
        ("[one for one in found]", []),
        ("sorted(found, key=lambda one: one.ref)", []),
        ("print(one)", []),
    ],
)
def test_such_names_are_found_where_they_are_given(source: str, found: list[str]) -> None:
    assert list(vague_names(source)) == found
