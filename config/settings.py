"""The deployment's settings: read and checked once, when the process starts, from environment variables."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from register.refused import Refused

SLACK_API = "https://slack.com/api/"
SLOWEST, FASTEST = 0.01, 1000
"""Messages per second, all senders together: the least and the most that can be set."""

_NOT_FILLED_IN = ("xoxb-", "xapp-")
"""The beginnings of tokens as deploy/htst.env.example has them: so a token is not set."""

_TOKEN = re.compile(r"[!-~]*")
"""What can be sent in a header, and so in a token: ASCII without spaces."""

# Every variable that is read, with its purpose. A test checks the documentation against this table.
VARIABLES = {
    "DATABASE_URL": "where the register is kept; a SQLite file in the user's data folder when not set",
    "SLACK_BOT_TOKEN": "the bot's own token, xoxb-…",
    "SLACK_SIGNING_SECRET": "proves that a request over HTTP comes from Slack",
    "SLACK_APP_TOKEN": "xapp-…: set for Socket Mode, leave out for HTTP",
    "SLACK_API_URL": "Slack's Web API, or a local workspace's; https://slack.com/api/ when not set",
    "HTST_GUESTS": "refuse or allow guests of the workspace; refuse when not set",
    "PORT": "the port for HTTP; 3000 when not set",
    "HTST_LISTEN": "the address of this machine that both ports listen on; 127.0.0.1 when not set",
    "HTST_MESSAGES_PER_SECOND": "the most that all senders together post; 5 when not set, 0 for no cap",
    "HTST_METRICS_PORT": "a port of its own for /healthz, /readyz and /metrics; none when not set",
    "HTST_PING_URL": "where each job's start, end and failure are told; {job} in it is the job's name",
}


@dataclass(frozen=True)
class Settings:
    """The settings of one deployment. Secrets are left out of its repr."""

    database_url: str = field(default="", repr=False)
    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = SLACK_API
    port: int = 3000
    listen: str = "127.0.0.1"
    messages_per_second: float = 5.0
    metrics_port: int | None = None
    ping_url: str = field(default="", repr=False)
    refuses_guests: bool = True

    @property
    def is_socket_mode(self) -> bool:
        """Whether events come over Socket Mode, which is when there is an app token; otherwise over HTTP."""
        return bool(self.app_token)

    def require_slack(self, *, listening: bool) -> None:
        """Raise Refused unless all is set that is needed to call Slack (and, when ``listening``, to receive events)."""
        missing = [] if self.bot_token else ["SLACK_BOT_TOKEN"]
        if listening and not (self.app_token or self.signing_secret):
            missing.append("SLACK_SIGNING_SECRET (for HTTP) or SLACK_APP_TOKEN (for Socket Mode)")
        if missing:
            raise Refused(f"Set {' and '.join(missing)} first: the README says where Slack shows them.")


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings of this deployment. Raises Refused, naming the variable, when a value is invalid."""
    values = {name: environ.get(name, "").strip() for name in VARIABLES}
    values |= {name: "" for name, value in values.items() if value in _NOT_FILLED_IN}
    if values["SLACK_BOT_TOKEN"] and not values["SLACK_BOT_TOKEN"].startswith("xoxb-"):
        raise Refused("SLACK_BOT_TOKEN is not a bot token: those begin with xoxb-.")
    if values["SLACK_APP_TOKEN"] and not values["SLACK_APP_TOKEN"].startswith("xapp-"):
        raise Refused("SLACK_APP_TOKEN is not an app-level token: those begin with xapp-.")
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        if not _TOKEN.fullmatch(values[name]):  # the HTTP library would refuse it, and repeat it in its message
            raise Refused(
                f"{name} has something in it that no token has, such as a space or “…”: copy it again."
            )
    api_url = values["SLACK_API_URL"] or SLACK_API
    if not _is_address(api_url):
        raise Refused(f"SLACK_API_URL is “{api_url}”; it must be an address such as {SLACK_API}.")
    ping_url = values["HTST_PING_URL"]
    if ping_url and not _is_address(ping_url):  # which can be a secret, and is not repeated
        raise Refused("HTST_PING_URL is not an address such as https://monitor.example/ping/{job}.")
    metrics_port = values["HTST_METRICS_PORT"]
    return Settings(
        database_url=values["DATABASE_URL"] or default_database_url(environ, _current_folder()),
        bot_token=values["SLACK_BOT_TOKEN"],
        signing_secret=values["SLACK_SIGNING_SECRET"],
        app_token=values["SLACK_APP_TOKEN"],
        api_url=api_url.rstrip("/") + "/",
        port=_port("PORT", values["PORT"] or "3000"),
        listen=_listen(values["HTST_LISTEN"] or "127.0.0.1"),
        messages_per_second=_rate(values["HTST_MESSAGES_PER_SECOND"] or "5"),
        metrics_port=_port("HTST_METRICS_PORT", metrics_port) if metrics_port else None,
        ping_url=ping_url,
        refuses_guests=_refuses_guests(values["HTST_GUESTS"]),
    )


def _current_folder() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:  # it was deleted meanwhile, with all that lay in it
        return None


def default_database_url(environ: Mapping[str, str], here: Path | None) -> str:
    """The address of ``htst/htst.db`` in the user's data folder (XDG Base Directory Specification).

    It does not depend on the working directory, as it did before version 0.2: where there is a ``htst.db`` in that
    (``here``), Refused is raised, so that nobody begins again with an empty register. So it is without a home folder.
    """
    data = environ.get("XDG_DATA_HOME", "")
    if not data.startswith("/"):  # as the specification has it: relative paths are to be ignored
        home = environ.get("HOME", "")
        if not home.startswith("/"):
            raise Refused("Set DATABASE_URL first: there is no home folder to keep the register in.")
        data = f"{home}/.local/share"
    file = Path(data) / "htst" / "htst.db"
    before = here / "htst.db" if here else None
    if before and _is_file(before) and not file.exists() and not (file.parent == here):
        raise Refused(
            f"Which register? {before} is here, but when DATABASE_URL is not set the register is now kept in {file}. "
            f"Set DATABASE_URL=sqlite:///{quote(str(before))}, or move the file there."
        )
    return f"sqlite:///{quote(str(file))}"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:  # of a folder into which this user may not look
        return False


def _is_address(typed: str) -> bool:
    """Whether it is a valid http or https URL: with a host, and a valid port if it has one."""
    try:
        parts = urlsplit(typed)
        port, host = parts.port, (parts.hostname or "").encode("idna")
    except ValueError:  # half an IPv6 address, a port that is no number, a host with an empty part
        return False
    return parts.scheme in ("http", "https") and bool(host) and port != 0 and not set(typed) & set(" \t\r\n")


def _port(name: str, typed: str) -> int:
    if not typed.isdecimal() or not 0 < int(typed) < 65536:
        raise Refused(f"{name} is “{typed}”; it must be a number from 1 to 65535.")
    return int(typed)


def _listen(typed: str) -> str:
    try:
        return str(ipaddress.ip_address(typed))
    except ValueError:
        raise Refused(
            f"HTST_LISTEN is “{typed}”; it must be an address of this machine: 127.0.0.1 behind a proxy on it, 0.0.0.0 "
            "for all of its addresses."
        ) from None


def _refuses_guests(typed: str) -> bool:
    if typed not in ("", "refuse", "allow"):
        raise Refused(f"HTST_GUESTS is “{typed}”; it must be refuse or allow.")
    return typed != "allow"


def _rate(typed: str) -> float:
    try:
        rate = float(typed)
    except ValueError:
        rate = -1.0
    if rate and not SLOWEST <= rate <= FASTEST:
        raise Refused(
            f"HTST_MESSAGES_PER_SECOND is “{typed}”; it must be a number from {SLOWEST} to {FASTEST}, or 0 for no cap."
        )
    return rate
