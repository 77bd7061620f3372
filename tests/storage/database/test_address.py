"""Addresses of databases: which are taken, and what is said of the others."""

from pathlib import Path

import pytest

from register.refused import Refused
from storage.database.address import address_of, read_address
from storage.database.backup import dump_command


@pytest.mark.parametrize(
    ("typed", "driver", "name"),
    [
        ("sqlite:///htst.db", "sqlite", "htst.db"),
        ("sqlite:////srv/htst/htst.db", "sqlite", "/srv/htst/htst.db"),
        ("sqlite:////srv/100%25/htst.db", "sqlite", "/srv/100%/htst.db"),
        ("sqlite+pysqlite:////srv/htst.db", "sqlite", "/srv/htst.db"),
        ("postgres://htst@host/name", "postgresql+psycopg", "name"),
        ("postgresql://htst@host/name", "postgresql+psycopg", "name"),
        ("postgresql+asyncpg://htst@host/name", "postgresql+psycopg", "name"),
    ],
)
def test_what_can_be_kept_is_taken(typed: str, driver: str, name: str) -> None:
    address = read_address(typed)
    assert (address.drivername, address.database) == (driver, name)


@pytest.mark.parametrize(
    "typed",
    [
        *("sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true"),
        "sqlite:///file:x?mode=memory&uri=true",
    ],
)
def test_what_would_be_gone_with_the_process_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="nothing would be kept"):
        read_address(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("sqlite://htst.db", "third stroke"),
        ("sqlite://user@/htst.db", "third stroke"),
        ("sqlite:///htst.db?timeout=abc", "options"),
        ("sqlite:///a\0b", "null"),
        ("postgresql://htst:s3cret@host:abc/name", "not an address"),
        ("postgresql://htst:s3cret@[::1/name", "not an address"),
        ("postgresql://htst:p@s3cret@host/name", "%40"),
        ("postgresql://htst:p@x/s3cret@host/name", "%40"),
        ("mysql://htst:s3cret@host/name", "mysql"),
        ("", "not an address"),
    ],
)
def test_what_cannot_be_right_is_a_sentence_without_the_password(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        read_address(typed)
    assert "s3cret" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize("typed", ["?password=s3cret", ":other@host/name?password=s3cret&sslmode=require"])
def test_a_password_among_the_options_is_hidden_and_given_to_the_programs_of_postgresql(typed: str) -> None:
    address = read_address(f"postgresql://htst{typed if typed[0] == ':' else f'@host/name{typed}'}")
    assert address.password == "s3cret"
    assert "s3cret" not in address.render_as_string(hide_password=True)
    assert "s3cret" not in " ".join(dump_command(address, Path("copy")))
    assert dict(address.query) == ({"sslmode": "require"} if "sslmode" in typed else {})


@pytest.mark.parametrize("name", ["feature%2Fx", "100%", "who?", "a#b", "a b", "é", "a:b@c"])
def test_the_address_of_a_file_is_that_files_whatever_its_name(name: str) -> None:
    file = Path("/srv") / name / "htst.db"
    assert read_address(address_of(file)).database == str(file)
