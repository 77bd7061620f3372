"""What a log line says beside its message."""

import ast
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Iterator

import pytest

from runtime.logs import LOG_FIELDS, log_to_stderr
from tests.conftest import ROOT


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield root
    root.handlers[:] = handlers
    root.setLevel(level)


def test_the_journal_is_given_each_lines_priority_and_nobody_else(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, root_logger: logging.Logger
) -> None:
    """Or ``journalctl -p warning`` finds nothing, whatever fails."""
    for stream, begins in (
        (os.fstat(sys.stderr.fileno()), ["<6>{", "<4>{"]),
        (os.stat_result([0] * 10), ["{", "{"]),
    ):
        monkeypatch.setenv("JOURNAL_STREAM", f"{stream.st_dev}:{stream.st_ino}")
        log_to_stderr(as_json=True)
        root_logger.info("one")
        root_logger.warning("two")
        assert [line.partition('"')[0] for line in capfd.readouterr().err.splitlines()] == begins


def test_an_error_is_logged_by_its_name_and_not_by_its_words(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, root_logger: logging.Logger
) -> None:
    """A full disk is then known from a statement that is wrong."""
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    log_to_stderr(as_json=True)
    try:
        sqlite3.connect("/nowhere/dragonfly.db")
    except sqlite3.Error:
        root_logger.exception("failed")
    line = capfd.readouterr().err
    assert json.loads(line)["error"][0] == "sqlite3.OperationalError SQLITE_CANTOPEN"
    assert "dragonfly" not in line


def fields_logged() -> Iterator[str]:
    """The names of the extra fields that our code gives to a log line, in a dict of their own."""
    for room in ("bot", "jobs", "runtime", "slack_api", "storage", "workflow"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.keyword) and node.arg == "extra" and isinstance(node.value, ast.Dict):
                    yield from (str(key.value) for key in node.value.keys if isinstance(key, ast.Constant))


def test_each_field_that_is_logged_is_written() -> None:
    found = set(fields_logged())
    assert {"verb", "job", "people", "keys"} <= found
    assert found <= set(LOG_FIELDS)
