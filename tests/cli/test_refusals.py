"""What goes wrong outside HTST is one sentence and exit status 2, not a traceback."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from config.settings import VARIABLES
from htst import main
from storage.database.engine import open_database, transaction
from storage.database.migrate import migrate
from tests.conftest import ROOT
from tests.storage.database.copies import fill


def run(database_url: str, *words: object, **more: str) -> Result:
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url} | more
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


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As /var/lib/htst before the service has run."""
    assert_one_sentence(
        run(f"sqlite:///{tmp_path}/gone/htst.db", "migrate"), f"there is no folder {tmp_path}/gone"
    )


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    assert_one_sentence(run(f"sqlite:///{tmp_path}", "migrate"), "that is a folder")


def test_a_disk_that_is_full_is_told() -> None:
    assert_one_sentence(run("sqlite:////dev/full", "list"), "full")


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Europe/London"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("words", [("list",), ("status", "10"), ("import", "{paper}", "--register", "kent")])
def test_a_day_at_the_end_of_the_calendar_is_refused(
    register: Path, zone: str, day: str, words: tuple[str, ...]
) -> None:
    engine = open_database(f"sqlite:///{register}")
    with transaction(engine) as tx:
        tx.exec_driver_sql("UPDATE register SET timezone = ?", (zone,))
    engine.dispose()
    paper = ROOT / "papers" / "sample" / "management-action-table.docx"
    typed = [word.format(paper=paper) for word in words]
    assert_one_sentence(run(f"sqlite:///{register}", *typed, "--as-at", day), "1900 to 2200")


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
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


def test_a_setting_that_is_wrong_is_told(register: Path) -> None:
    for name, value in (
        ("PORT", "abc"),
        ("SLACK_API_URL", "http://[x"),
        ("HTST_MESSAGES_PER_SECOND", "1e-320"),
    ):
        for words in (("run",), ("worker",), ("list",)):
            assert_one_sentence(run(f"sqlite:///{register}", *words, **{name: value}), f"{name} is “{value}”")


def test_a_home_in_which_no_folder_can_be_made_is_told(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    assert_one_sentence(run("", "list", HOME=str(home), XDG_DATA_HOME=""), "set DATABASE_URL to where")


def test_a_number_beyond_what_is_kept_is_refused(database_url: str) -> None:
    done = run(database_url, "notices", "resolve", 2**63, "--drop")
    assert (done.exit_code, "is not in the range" in done.stderr) == (2, True)
    assert_one_sentence(run(database_url, "notices", "resolve", 2**63 - 1, "--drop"), "There is no notice")


@pytest.mark.parametrize("words", [("list",), ("status",), ("deadline", "2023-03-16"), ("list", "--json")])
def test_output_that_cannot_be_written_is_told(register: Path, words: tuple[str, ...]) -> None:
    environ = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{register}", "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "htst", *words]
        done = subprocess.run(command, env=environ, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "htst: No space left on device; see whether it was done.\n"


@pytest.mark.parametrize(
    "words",
    [
        *(("backup", ""), ("restore", ""), ("configure", " "), ("page", "--out", "")),
        *(("import", ""), ("narrative", "", "--meeting", "2023-03-16"), ("report", "sitrep", "--out", "")),
        ("paper", "--meeting", "2023-03-16", "--out", ""),
    ],
)
def test_an_empty_name_of_a_file_is_not_the_current_folder(
    register: Path, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    done = run(f"sqlite:///{register}", *words)
    assert (done.exit_code, "the name is empty" in done.stderr) == (2, True)
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("words", [("list",), ("migrate",), ("restore", "--done"), ("doctor",)])
def test_another_programs_database_is_left_alone(tmp_path: Path, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as other:
        other.execute("CREATE TABLE orders (id INTEGER)")
    done = run(f"sqlite:///{tmp_path}/x.db", *words)
    assert_one_sentence(done, "is not HTST's (the table orders)")
    with closing(sqlite3.connect(tmp_path / "x.db")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("orders",)]


@pytest.mark.parametrize("words", [("list",), ("migrate",)])
def test_a_database_of_which_its_user_is_not_the_owner_is_told(
    postgres_url: str, words: tuple[str, ...]
) -> None:
    with made(postgres_url, "weak") as url:
        assert_one_sentence(run(url, *words), "make that user its owner")


@pytest.mark.parametrize("words", [("list",), ("migrate",), ("doctor",)])
def test_a_database_of_an_encoding_that_cannot_keep_words_is_told(
    postgres_url: str, words: tuple[str, ...]
) -> None:
    with made(postgres_url, "ascii", "ENCODING 'SQL_ASCII' TEMPLATE template0") as url:
        assert_one_sentence(run(url, *words), "is of the encoding SQL_ASCII")


@contextmanager
def made(postgres_url: str, name: str, options: str = "") -> Iterator[str]:
    """The address of another database on the server while the block lasts, for a user who does not own it."""
    engine = open_database(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} {options}")
            connection.exec_driver_sql(f"CREATE ROLE {name}_user LOGIN")
        try:
            address = make_url(postgres_url).set(database=name, username=f"{name}_user")
            yield address.render_as_string(hide_password=False)
        finally:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
                connection.exec_driver_sql(f"DROP ROLE {name}_user")
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "words", [("history", "caf\udce9"), ("publish", "--because", "caf\udce9"), ("caf\udce9",)]
)
def test_what_is_not_typed_in_utf_8_is_refused(register: Path, words: tuple[str, ...]) -> None:
    done = run(f"sqlite:///{register}", *words)
    assert done.exit_code == 2, f"{done.output} {done.exception!r}"
    assert "“caf�” is not in UTF-8" in done.stderr
