"""What goes wrong outside HTST is one sentence and exit status 2, not a traceback."""

import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.settings import VARIABLES
from htst import main
from storage.database.engine import open_database
from storage.database.migrate import migrate
from tests.conftest import ROOT
from tests.storage.database.copies import fill


def run(database_url: str, *words: object) -> Result:
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url}
    return CliRunner().invoke(main, [str(word) for word in words], env=environ)


def assert_one_sentence(done: Result, expected: str) -> None:
    assert done.exit_code == 2, f"{done.output} {done.exception!r}"
    assert isinstance(done.exception, SystemExit)
    assert expected in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def register(tmp_path: Path, sqlite_template: Path) -> Path:
    """A SQLite file with the sample in it."""
    path = tmp_path / "htst.db"
    shutil.copy(sqlite_template, path)
    engine = open_database(f"sqlite:///{path}")
    fill(engine)
    engine.dispose()
    return path


@pytest.mark.parametrize(
    "words",
    [("list",), ("status", "10"), ("doctor",), ("tick",), ("notices",), ("migrate",), ("backup", "copy.db")],
)
def test_a_damaged_database_is_told(
    register: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(register.parent)
    data = register.read_bytes()
    register.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    assert_one_sentence(run(f"sqlite:///{register}", *words), "damaged")


def test_a_disk_that_is_full_is_told() -> None:
    assert_one_sentence(run("sqlite:////dev/full", "list"), "full")


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Europe/London"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("words", [("list",), ("status", "10"), ("import", "{paper}", "--register", "kent")])
def test_a_day_at_the_end_of_the_calendar_is_refused(
    register: Path, zone: str, day: str, words: tuple[str, ...]
) -> None:
    engine = open_database(f"sqlite:///{register}")
    with engine.begin() as tx:
        tx.exec_driver_sql("UPDATE register SET timezone = ?", (zone,))
    engine.dispose()
    paper = ROOT / "papers" / "sample" / "management-action-table.docx"
    typed = [word.format(paper=paper) for word in words]
    assert_one_sentence(run(f"sqlite:///{register}", *typed, "--as-at", day), "1900 to 2200")


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_sentence(
            run(f"sqlite:///{tmp_path}/x.db", "demo", "--port", port), f"Port {port} cannot be used"
        )


def test_the_code_may_stand_in_a_folder_with_a_percent_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "feature%2Fx"
    shutil.copytree(ROOT / "storage" / "database" / "migrations", folder / "migrations")
    monkeypatch.setattr("storage.database.migrate.__file__", str(folder / "migrate.py"))
    engine = open_database(f"sqlite:///{tmp_path}/x.db")
    assert migrate(engine)
    engine.dispose()
