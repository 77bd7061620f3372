"""The deployment's settings, and where the register is kept when nothing says so."""

import os
from pathlib import Path

import pytest

from config.settings import default_database_url, from_environment
from papers.read import read
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
    with pytest.raises(Refused, match="is here"):
        default_database_url({"HOME": str(home)}, here)
    moved = home / ".local" / "share" / "htst"
    moved.mkdir(parents=True)
    (here / "htst.db").rename(moved / "htst.db")
    assert default_database_url({"HOME": str(home)}, here) == f"sqlite:///{moved}/htst.db"
    assert default_database_url({"HOME": str(home)}, moved) == f"sqlite:///{moved}/htst.db"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_folder_into_which_one_may_not_look_is_no_hindrance(tmp_path: Path) -> None:
    """As when root, standing in a folder of its own, runs a command as the service's user."""
    here, home = tmp_path / "closed", tmp_path / "home"
    here.mkdir(mode=0o700)
    tmp_path.chmod(0o755)
    os.seteuid(65534)
    try:
        assert default_database_url({"HOME": str(home)}, here) == f"sqlite:///{home}/.local/share/htst/htst.db"
        with pytest.raises(Refused, match="cannot be opened"):
            read(here / "paper.docx")
    finally:
        os.seteuid(0)


def test_a_current_folder_that_was_deleted_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    found = from_environment({"HOME": str(tmp_path)}).database_url
    assert found == f"sqlite:///{tmp_path}/.local/share/htst/htst.db"


def test_what_is_set_is_taken() -> None:
    assert from_environment({"DATABASE_URL": "postgresql://host/name"}).database_url == "postgresql://host/name"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("PORT", ("abc", "0", "65536", "-1", "²", "80.0")),
        ("HTST_METRICS_PORT", ("abc", "0", "65536")),
        ("HTST_LISTEN", ("localhost", "127.0.0.1:3000", "*", "1.2.3")),
        ("HTST_MESSAGES_PER_SECOND", ("abc", "nan", "inf", "-1", "1001", "1e-320", "0.009")),
        ("HTST_GUESTS", ("no", "Refuse")),
        ("SLACK_BOT_TOKEN", ("abc", "xapp-1", "xoxb-…", "xoxb-s3cret 1", "xoxb-s3cret\nxoxb-2")),
        ("SLACK_APP_TOKEN", ("abc", "xoxb-1", "xapp-…", "xapp-s3cret\n1")),
        ("SLACK_API_URL", ("slack", "ftp://x.y", "http://", "http://[x", "http://x:y/", "http://a..b/", "http://a b/")),
        ("HTST_PING_URL", ("ping", "ftp://x/y", "https://[x", "https://x:y/z", "https://x:0/")),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_sentence_that_names_the_setting(name: str, wrong: tuple[str, ...]) -> None:
    for value in wrong:
        with pytest.raises(Refused, match=name) as refused:
            from_environment({"DATABASE_URL": "sqlite:////x.db", name: value})
        assert "s3cret" not in str(refused.value)


def test_what_is_right_is_taken() -> None:
    for name, value in (
        ("PORT", "8080"),
        ("HTST_LISTEN", "0.0.0.0"),
        ("HTST_LISTEN", "::"),
        ("HTST_MESSAGES_PER_SECOND", "0"),
        ("HTST_MESSAGES_PER_SECOND", "0.5"),
        ("SLACK_API_URL", "http://127.0.0.1:8765/api"),
        ("SLACK_API_URL", "http://[::1]:8765/api/"),
        ("HTST_PING_URL", "https://monitor.example/ping/{job}"),
    ):
        assert from_environment({"DATABASE_URL": "sqlite:////x.db", name: value})


def test_guests_are_let_in_only_where_somebody_says_so() -> None:
    for typed, refused in (("", True), ("refuse", True), ("allow", False)):
        found = from_environment({"DATABASE_URL": "sqlite:////x.db", "HTST_GUESTS": typed})
        assert found.refuses_guests is refused


def test_settings_that_are_printed_or_logged_show_no_secret() -> None:
    secrets = {
        "DATABASE_URL": "postgresql://htst:dragonfly@host/name",
        "SLACK_BOT_TOKEN": "xoxb-dragonfly",
        "SLACK_SIGNING_SECRET": "dragonfly",
        "SLACK_APP_TOKEN": "xapp-dragonfly",
        "HTST_PING_URL": "https://monitor.example/dragonfly",
    }
    assert "dragonfly" not in repr(from_environment(secrets))


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({}, "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_a_bot_that_lacks_what_it_needs_to_hear_slack_does_not_start(
    given: dict[str, str], needed: str
) -> None:
    """Without the secret anybody could sign a request: the empty one is known to all."""
    with pytest.raises(Refused, match=f"Set {needed}"):
        from_environment({"DATABASE_URL": "sqlite:////x.db"} | given).require_slack(listening=True)


def test_a_process_that_does_not_listen_needs_the_bots_token_alone() -> None:
    for secret in ("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        environ = {"DATABASE_URL": "sqlite:////x.db", "SLACK_BOT_TOKEN": "xoxb-1", secret: "xapp-1"}
        from_environment(environ).require_slack(listening=True)
    from_environment({"DATABASE_URL": "sqlite:////x.db", "SLACK_BOT_TOKEN": "xoxb-1"}).require_slack(
        listening=False
    )
