"""Registers, their directorates and their settings."""

from dataclasses import asdict
from datetime import time
from difflib import get_close_matches

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from register.refused import Refused
from register.register import DigestPlan, Directorate, Register, ReminderPlan
from storage.tables import directorate as directorates
from storage.tables import register as registers


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
    """All registers, by slug."""
    by_register: dict[str, list[Directorate]] = {}
    for row in tx.execute(select(directorates).order_by(directorates.c.position)).mappings():
        by_register.setdefault(row["register"], []).append(
            Directorate(row["code"], row["name"], row["channel"], row["lead"])
        )
    rows = tx.execute(select(registers).order_by(registers.c.slug)).mappings()
    return tuple(_register(row, by_register.get(row["slug"], [])) for row in rows)


def find(tx: Connection, slug: str) -> Register:
    """The register of that slug. Raises Refused, with the nearest name, when there is none."""
    row = tx.execute(select(registers).where(registers.c.slug == slug)).mappings().one_or_none()
    if row is None:
        known = _slugs(tx)
        close = get_close_matches(slug, known, n=1)
        hint = f" Did you mean {close[0]}?" if close else f" There is {', '.join(known)}." if known else ""
        raise Refused(f"There is no register called {slug}.{hint}")
    query = select(directorates).where(directorates.c.register == slug).order_by(directorates.c.position)
    owners = [Directorate(d["code"], d["name"], d["channel"], d["lead"]) for d in tx.execute(query).mappings()]
    return _register(row, owners)


def the_only(tx: Connection) -> Register:
    """The one register there is. Raises Refused when there is none, or when one must be named."""
    slugs = _slugs(tx)
    if not slugs:
        raise Refused("There is no register yet. Run htst configure FILE.toml, then htst import FILE.")
    if len(slugs) > 1:
        raise Refused(f"There are several registers ({', '.join(slugs)}): say which with --register.")
    return find(tx, slugs[0])


def of_channel(tx: Connection, channel: str, channel_name: str = "") -> Register:
    """The register that a channel speaks of: its directorate's or leads' channel, else the only one there is.

    Raises Refused when several registers could be meant, or there is none.
    """
    names = [channel, channel_name, f"#{channel_name}"] if channel_name else [channel]
    query = (
        select(registers.c.slug)
        .outerjoin(directorates)
        .where(or_(directorates.c.channel.in_(names), registers.c.leads_channel.in_(names)))
        .distinct()
    )
    spoken_of = list(tx.execute(query).scalars()) or _slugs(tx)
    if not spoken_of:
        raise Refused("There is no register here yet. Ask whoever looks after HTST to import one.")
    if len(spoken_of) > 1:
        raise Refused(
            "There are several registers. Ask in a channel that belongs to yours, so that I know which."
        )
    return find(tx, spoken_of[0])


def _slugs(tx: Connection) -> list[str]:
    return list(tx.execute(select(registers.c.slug).order_by(registers.c.slug)).scalars())


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
