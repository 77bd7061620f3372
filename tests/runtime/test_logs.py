"""What a log line says beside its message."""

import ast
from collections.abc import Iterator

from runtime.logs import LOG_FIELDS
from tests.conftest import ROOT


def fields_logged() -> Iterator[str]:
    """The names of the extra fields that our code gives to a log line, in a dict of their own."""
    for room in ("bot", "jobs", "runtime", "slack_api", "storage", "workflow"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict):
                    yield from (key.value for key in node.value.keys if isinstance(key, ast.Constant))


def test_each_field_that_is_logged_is_written() -> None:
    found = set(fields_logged())
    assert {"verb", "job", "people", "keys"} <= found
    assert found <= set(LOG_FIELDS)
