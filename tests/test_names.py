"""Variables say what they hold: words that fit everything are no names. A public name has one home."""

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.test_sizes import sources

VAGUE = {"said", "told", "stands", "made"}
"""Names that say nothing of what they hold."""

PARTS_OF_TABLES = {"FORM", "VERB", "VERBS", "PRESSES"}
"""What each file of a folder gives under the same name, for the table that lists them all (bot/app.py)."""
OTHER_ROOMS = {"tests", "bench", "docs"}


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


def public_names(source: str) -> Iterator[str]:
    """The classes, types and constants that a module defines for others: no functions, which are called with the name
    of their module, and no type variables, which have one letter.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            found = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        else:
            continue
        yield from (name for name in found if name[0].isupper() and len(name) > 1)


def test_a_public_name_has_one_home() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for file in sources():
        place = file.relative_to(ROOT)
        if place.parts[0] not in OTHER_ROOMS and "versions" not in place.parts:
            for name in public_names(file.read_text(encoding="utf-8")):
                homes[name].add(str(place))
    twice = {name: sorted(files) for name, files in homes.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in PARTS_OF_TABLES} == {}


def test_public_names_are_classes_types_and_constants() -> None:
    source = "class A1: pass\nMOST, _LEAST = 2, 1\nDays: type = int\nlog = 1\nT = 2\ndef f(): pass\n_X = 3\n"
    assert list(public_names(source)) == ["A1", "MOST", "Days"]
