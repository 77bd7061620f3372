"""Registers, their directorates and their settings."""

from dataclasses import asdict
from datetime import time
from difflib import get_close_matches

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from register.refused import Refused
from register.register import DigestPlan, Directorate, Register, ReminderPlan
from storage.tables import directorate as directorates
from storage.tables import register as registers

_REGISTERS = select(registers).order_by(registers.c.slug)
_DIRECTORATES = select(directorates).order_by(directorates.c.position)


def save(tx: Connection, register: Register) -> None:
    """Create the register or give it these settings; its actions and history are untouched."""
    row = {
        "title": register.title,
        "committee": register.committee,
        "timezone": register.timezone,
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
    by_register: dict[str, list[Directorate]] = {}
    for row in tx.execute(_DIRECTORATES):
        by_register.setdefault(row.register, []).append(Directorate(row.code, row.name, row.channel, row.lead))
    rows = tx.execute(_REGISTERS).mappings()
    return tuple(_register(row, by_register.get(row["slug"], [])) for row in rows)


def find(tx: Connection, slug: str) -> Register:
    """The register of that slug. Raises Refused, with the nearest name, when there is none."""
    known = {one.slug: one for one in every(tx)}
    if slug not in known:
        close = get_close_matches(slug, known, n=1)
        hint = f" Did you mean {close[0]}?" if close else f" There is {', '.join(known)}." if known else ""
        raise Refused(f"There is no register called {slug}.{hint}")
    return known[slug]


def the_only(tx: Connection) -> Register:
    """The one register there is. Raises Refused when there is none, or when one must be named."""
    known = every(tx)
    if not known:
        raise Refused("There is no register yet. Run htst configure FILE.toml, then htst import FILE.")
    if len(known) > 1:
        slugs = ", ".join(one.slug for one in known)
        raise Refused(f"There are several registers ({slugs}): say which with --register.")
    return known[0]


def of_channel(tx: Connection, channel: str, channel_name: str = "") -> tuple[Register, ...]:
    """The registers that a channel may speak of: those it is a directorate's or the leads' of, else all.

    There is one at least. Raises Refused when there is no register yet.
    """
    known = every(tx)
    if not known:
        raise Refused("There is no register here yet. Ask whoever looks after HTST to import one.")
    return tuple(one for one in known if one.speaks_in((channel, channel_name))) or known


def _register(row: RowMapping, owners: list[Directorate]) -> Register:
    reminders, digest = dict(row["reminders"]), dict(row["digest"])
    reminders["before"] = tuple(reminders["before"])
    reminders["at"] = time.fromisoformat(reminders["at"])
    digest["at"] = time.fromisoformat(digest["at"])
    return Register(
        slug=row["slug"],
        title=row["title"],
        committee=row["committee"],
        timezone=row["timezone"],
        leads_channel=row["leads_channel"],
        admins=tuple(row["admins"]),
        directorates=tuple(owners),
        reminders=ReminderPlan(**reminders),
        digest=DigestPlan(**digest),
    )
