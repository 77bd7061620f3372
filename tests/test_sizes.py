"""Each file and function is short enough to be read at once: 400 lines, 50 lines, 8 arguments."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT


def sources() -> Iterator[Path]:
    """Every Python file of the project."""
    yield from ROOT.glob("*.py")
    for room in ROOT.iterdir():
        if room.is_dir() and not room.name.startswith(".") and room.name not in ("build", "dist", "site"):
            yield from room.rglob("*.py")


def too_long(source: str) -> Iterator[str]:
    """What of a file's source is longer than it may be."""
    lines = source.count("\n")
    if lines > 400:
        yield f"{lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            height = (node.end_lineno or 0) - node.lineno + 1
            names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if height > 50:
                yield f"{node.name}: {height} lines"
            if len(set(names) - {"self", "cls"}) > 8:
                yield f"{node.name}: {len(names)} arguments"


def test_every_file_and_function_is_short() -> None:
    found = {
        str(file.relative_to(ROOT)): list(too_long(file.read_text(encoding="utf-8"))) for file in sources()
    }
    assert len(found) > 500
    assert {file: what for file, what in found.items() if what} == {}


def test_what_is_too_long_is_found() -> None:
    long = "def long() -> None:\n" + "    pass\n" * 50
    wide = f"def wide({', '.join('abcdefghi')}): pass\n"
    assert list(too_long(long + wide)) == ["long: 51 lines", "wide: 9 arguments"]
    assert list(too_long("\n" * 401)) == ["401 lines"]
