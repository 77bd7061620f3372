"""The deployment's settings, and where the register is kept when nothing says so."""

from pathlib import Path

import pytest

from config.settings import default_database_url, from_environment
from register.refused import Refused
from storage.database.address import read_address


def test_the_register_lies_in_the_users_data_folder(tmp_path: Path) -> None:
    assert (
        default_database_url({"HOME": "/home/ann"}, tmp_path) == "sqlite:////home/ann/.local/share/htst/htst.db"
    )
    environ = {"HOME": "/home/ann", "XDG_DATA_HOME": "/data/100%"}
    assert read_address(default_database_url(environ, tmp_path)).database == "/data/100%/htst/htst.db"
    # As the specification has it, a relative path is none.
    environ = {"HOME": "/home/ann", "XDG_DATA_HOME": "data"}
    assert default_database_url(environ, tmp_path).startswith("sqlite:////home/ann/")


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}, {"HOME": "home"}])
def test_without_a_home_somebody_must_say(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Set DATABASE_URL"):
        default_database_url(environ, tmp_path)


def test_a_register_of_before_is_not_passed_over(tmp_path: Path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    (here / "htst.db").write_bytes(b"")
    with pytest.raises(Refused, match="lies here"):
        default_database_url({"HOME": str(home)}, here)
    moved = home / ".local" / "share" / "htst"
    moved.mkdir(parents=True)
    (here / "htst.db").rename(moved / "htst.db")
    assert default_database_url({"HOME": str(home)}, here) == f"sqlite:///{moved}/htst.db"
    assert default_database_url({"HOME": str(home)}, moved) == f"sqlite:///{moved}/htst.db"


def test_what_is_set_is_taken() -> None:
    assert from_environment({"DATABASE_URL": "postgresql://host/name"}).database_url == "postgresql://host/name"
