"""Registers, their directorates and their settings."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, time
from difflib import get_close_matches

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from register.calendar import Nation
from register.refused import Refused
from register.register import DigestPlan, Directorate, Register, ReminderPlan
from storage.database.engine import json_rows
from storage.database.tables import directorate as directorates
from storage.database.tables import register as registers

SLUG = registers.c.slug
# One statement gives the registers with their directorates; others add to it what they want of each.
_DIRECTORATES = (
    select(
        json_rows(
            directorates.c.position,
            directorates.c.code,
            directorates.c.name,
            directorates.c.channel,
            directorates.c.lead,
        )
    )
    .where(directorates.c.register == SLUG)
    .scalar_subquery()
)
EVERY = select(registers, _DIRECTORATES.label("directorates")).order_by(SLUG)


def save(tx: Connection, register: Register) -> None:
    """Create the register or give it these settings; its actions and history are untouched."""
    row = {
        "title": register.title,
        "committee": register.committee,
        "timezone": register.timezone,
        "nation": register.nation.value,
        "closed_days": [day.isoformat() for day in register.closed_days],
        "leads_channel": register.leads_channel,
        "admins": list(register.admins),
        "reminders": asdict(register.reminders) | {"at": register.reminders.at.isoformat("minutes")},
        "digest": asdict(register.digest) | {"at": register.digest.at.isoformat("minutes")},
    }
    changed = tx.execute(update(registers).where(registers.c.slug == register.slug).values(**row))
    if not changed.rowcount:
        tx.execute(insert(registers).values(slug=register.slug, **row))
    tx.execute(delete(directorates).where(directorates.c.register == register.slug))
    rows = [
        {"register": register.slug, "position": position} | asdict(one)
        for position, one in enumerate(register.directorates)
    ]
    if rows:
        tx.execute(insert(directorates), rows)


def every(tx: Connection) -> tuple[Register, ...]:
    """All registers, by slug. There are a handful: whoever needs one picks it from these."""
    return tuple(from_row(row) for row in tx.execute(EVERY).mappings())


def find(tx: Connection, slug: str) -> Register:
    """The register of that slug. Raises Refused, with the nearest name, when there is none."""
    return named(every(tx), slug)


def named(known: Sequence[Register], slug: str) -> Register:
    """The one of that slug. Raises Refused, with the nearest name, when there is none."""
    by_slug = {one.slug: one for one in known}
    if slug not in by_slug:
        close = get_close_matches(slug, by_slug, n=1)
        hint = f" Did you mean {close[0]}?" if close else f" There is {', '.join(by_slug)}." if known else ""
        raise Refused(f"There is no register called {slug}.{hint}")
    return by_slug[slug]


def the_only(tx: Connection) -> Register:
    """The one register there is. Raises Refused when there is none, or when one must be named."""
    known = every(tx)
    if not known:
        raise Refused("There is no register yet. Run htst configure FILE.toml, then htst import FILE.")
    if len(known) > 1:
        slugs = ", ".join(one.slug for one in known)
        raise Refused(f"There are several registers ({slugs}): say which with --register.")
    return known[0]


def of_channel(known: Sequence[Register], channel: str, channel_name: str = "") -> tuple[Register, ...]:
    """The registers that a channel may speak of: those it is a directorate's or the leads' of, else all.

    There is one at least. Raises Refused when there is no register yet.
    """
    if not known:
        raise Refused("There is no register here yet. Ask whoever looks after HTST to import one.")
    return tuple(one for one in known if one.speaks_in((channel, channel_name))) or tuple(known)


def meeting(known: Sequence[Register], channel: str, channel_name: str = "") -> Sequence[Register]:
    """Those of the known registers that a command in that channel may mean; none where there is none yet."""
    return of_channel(known, channel, channel_name) if len(known) > 1 else known


def from_row(row: RowMapping) -> Register:
    """A register from a row of ``EVERY``."""
    reminders, digest = dict(row["reminders"]), dict(row["digest"])
    reminders["before"] = tuple(reminders["before"])
    reminders["at"] = time.fromisoformat(reminders["at"])
    digest["at"] = time.fromisoformat(digest["at"])
    return Register(
        slug=row["slug"],
        title=row["title"],
        committee=row["committee"],
        timezone=row["timezone"],
        nation=Nation(row["nation"]),
        closed_days=tuple(date.fromisoformat(day) for day in row["closed_days"]),
        leads_channel=row["leads_channel"],
        admins=tuple(row["admins"]),
        directorates=tuple(Directorate(*said) for _position, *said in sorted(row["directorates"] or ())),
        reminders=ReminderPlan(**reminders),
        digest=DigestPlan(**digest),
    )
