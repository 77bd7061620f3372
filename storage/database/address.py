"""Where the database is: DATABASE_URL read, and refused with a sentence when nothing could be kept there."""

from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from register.refused import Refused

_EXAMPLES = "sqlite:////srv/htst/htst.db or postgresql://htst@host/htst"


def read_address(typed: str) -> URL:
    """The address with the driver that HTST uses: ``sqlite`` or ``postgresql+psycopg``.

    ``postgres://``, as hosts give it, is accepted. Raises Refused when it cannot be read, names another kind of
    database, or names one in memory, which would be gone with the process. No refusal repeats a password.
    """
    try:
        url = make_url(typed)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise Refused(f"DATABASE_URL is not an address like {_EXAMPLES}.") from None
    kind = url.get_backend_name().lower()
    if kind in ("postgres", "postgresql"):
        return _with_plain_password(url).set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise Refused(f"DATABASE_URL names {kind}; HTST keeps its register in SQLite or PostgreSQL.")
    _refuse_odd_file(url)
    return url.set(drivername="sqlite")


def _with_plain_password(url: URL) -> URL:
    """The address of a PostgreSQL with its password where it is found, and hidden when the address is printed.

    An option ``password`` counts before the one behind the user, as for the driver.
    """
    if "@" in f"{url.host}{url.database}":  # the rest of a password, which would be printed with the address
        raise Refused(
            "DATABASE_URL has an @ too many: one in the password is written %40 there (and / as %2F, : as %3A)."
        )
    given = url.query.get("password")
    if given is None:
        return url
    return url.difference_update_query(["password"]).set(
        password=given if isinstance(given, str) else given[-1]
    )


def address_of(file: Path) -> str:
    """The address of a SQLite file; signs in its path that mean something in an address are quoted."""
    return f"sqlite:///{quote(str(file))}"


def _refuse_odd_file(url: URL) -> None:
    if url.host or url.port or url.username:
        raise Refused(
            f"DATABASE_URL names no file: sqlite:// takes a third stroke before its name, and a fourth before a whole "
            f"path, as in {_EXAMPLES}."
        )
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise Refused(
            "DATABASE_URL names no file, and so nothing would be kept: give one, as in sqlite:////srv/htst/htst.db."
        )
    if url.query:
        raise Refused(
            "DATABASE_URL has options after the file's name, and there are none: leave out “?” and the rest."
        )
    if "\0" in url.database:
        raise Refused("DATABASE_URL names a file that cannot be: there is a null character in its name.")
