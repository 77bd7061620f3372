"""Registers, their directorates and their settings."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, time
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from typing import Any

from sqlalchemy import JSON, Connection, Engine, RowMapping, Text, cast, delete, insert, select, update

from register.absences import Absences
from register.committee.meetings import Meeting, MeetingPlan, RoundPlan
from register.committee.paper_plan import PaperPlan
from register.days.calendar import Nation
from register.life_plan import LifePlan
from register.notices.plans import DigestPlan, ReminderPlan, Steps
from register.progress import Status
from register.refused import Refused
from register.register import Directorate, Register
from storage.database.engine import json_rows, reading
from storage.database.process_tables import job_run
from storage.database.queue_tables import notice
from storage.database.register_tables import change, link
from storage.database.register_tables import directorate as directorates
from storage.database.register_tables import register as registers
from storage.database.tables import metadata
from storage.intake import absences

SLUG_COLUMN = registers.c.slug
# One statement reads the registers with their directorates; other modules add columns to it. JSON columns come as text,
# so that a row can be the key of the cache of ``Register``s (``_built``).
_DIRECTORATES = (
    select(
        json_rows(
            directorates.c.position,
            directorates.c.code,
            directorates.c.name,
            directorates.c.channel,
            directorates.c.lead,
            directorates.c.members,
        )
    )
    .where(directorates.c.register == SLUG_COLUMN)
    .scalar_subquery()
)
_NO_SETTINGS = ("chain", "answers")
_JSON = {
    column.name: column
    for column in registers.c
    if isinstance(column.type, JSON) and column.name not in _NO_SETTINGS
} | {"directorates": _DIRECTORATES}
_PLAIN = [column for column in registers.c if column.name not in (*_JSON, *_NO_SETTINGS)]
_NAMES = (*(column.name for column in _PLAIN), *_JSON)
_MOST_KEPT = 1_000
"""How many registers are cached as they were read: a few times as many as a council has committees."""
SELECT_REGISTERS = select(
    *_PLAIN, *(cast(column, Text).label(name) for name, column in _JSON.items())
).order_by(SLUG_COLUMN)


def written(register: Register) -> dict[str, Any]:
    """All settings of a register but its slug, as JSON has them; its directorates by code."""
    directorates = {one.code: [one.name, one.channel, one.lead] for one in register.directorates}
    plain: dict[str, Any] = json.loads(json.dumps(_row(register) | {"directorates": directorates}))
    return plain


def save(tx: Connection, register: Register) -> None:
    """Create the register or give it these settings; its actions and history are untouched."""
    row = _row(register)
    changed = tx.execute(update(registers).where(registers.c.slug == register.slug).values(**row))
    if not changed.rowcount:
        tx.execute(insert(registers).values(slug=register.slug, **row))
    theirs = directorates.c.register == register.slug
    members = {
        one.channel: one.members
        for one in tx.execute(select(directorates.c.channel, directorates.c.members).where(theirs))
    }
    tx.execute(delete(directorates).where(theirs))
    rows = [
        {"register": register.slug, "position": position}
        | {name: getattr(one, name) for name in ("code", "name", "channel", "lead")}
        | {"members": members.get(one.channel)}  # the channel's members are no setting: they are kept
        for position, one in enumerate(register.directorates)
    ]
    if rows:
        tx.execute(insert(directorates), rows)


def _row(register: Register) -> dict[str, Any]:
    return {
        "title": register.title,
        "committee": register.committee,
        "timezone": register.timezone,
        "nation": register.nation.value,
        "closed_days": [day.isoformat() for day in register.closed_days],
        "leads_channel": register.leads_channel,
        "admins": list(register.admins),
        "reminders": asdict(register.reminders) | {"at": register.reminders.at.isoformat("minutes")},
        "cards_when_due": register.cards_when_due,
        "life_plan": {
            "extensions": register.life.extensions,
            "causes": list(register.life.causes),
            "words": [[word, status.value] for word, status in register.life.words.items()],
        },
        "meetings": _meetings_written(register.meetings),
        "paper": asdict(register.paper),
        "digest": asdict(register.digest) | {"at": register.digest.at.isoformat("minutes")},
    }


def has_notices(tx: Connection, slug: str) -> bool:
    """Whether anything of a register was sent to Slack, or is about to be: it contains the register's slug."""
    return tx.execute(select(notice.c.id).where(notice.c.register == slug).limit(1)).first() is not None


def is_used(tx: Connection, slug: str) -> bool:
    """Whether a register holds anything besides its settings, who changed them, and when its jobs ran."""
    for table in metadata.sorted_tables:
        if table in (change, directorates, job_run):
            continue
        for column in table.c:
            ours = column == slug
            if column.references(SLUG_COLUMN) and tx.execute(select(1).where(ours).limit(1)).first():
                return True
    spoken_of = select(1).where(change.c.register == slug, change.c.action.is_not(None))
    return tx.execute(spoken_of.limit(1)).first() is not None


def remove(tx: Connection, slug: str) -> None:
    """Delete a register that is not used, with its settings and their history."""
    for table in (change, directorates, job_run):
        tx.execute(delete(table).where(table.c.register == slug))
    tx.execute(delete(registers).where(registers.c.slug == slug))


def rename(tx: Connection, slug: str, new: str) -> None:
    """Give a register another slug, in every table; the hashes of its changes are still made with the first one."""
    row = dict(tx.execute(select(registers).where(registers.c.slug == slug)).mappings().one())
    tx.execute(insert(registers).values(row | {"slug": new, "chain": row["chain"] or slug}))
    for table in metadata.sorted_tables:
        for column in table.c:
            if column.references(registers.c.slug) or column is link.c.register:
                tx.execute(update(table).where(column == slug).values({column.name: new}))
    tx.execute(delete(registers).where(registers.c.slug == slug))


def every(tx: Connection) -> tuple[Register, ...]:
    """All registers, by slug. There are only a few, so that callers read all and pick one."""
    away = cache(partial(_away, tx.engine))  # one query for each day, however many ask
    return tuple(replace(from_row(row), absences=away) for row in tx.execute(SELECT_REGISTERS).mappings())


def _away(engine: Engine, day: date) -> Absences:
    """Who is away on a local day, as committed: read in a transaction of its own, even while another is under way."""
    with reading(engine) as tx:
        return absences.current(tx, day)


def find(tx: Connection, slug: str) -> Register:
    """The register of that slug. Raises Refused, with the nearest name, when there is none."""
    return pick(every(tx), slug)


def pick(known: Sequence[Register], slug: str) -> Register:
    """The register of that slug among those. Raises Refused, with the nearest name, when there is none."""
    by_slug = {one.slug: one for one in known}
    if slug not in by_slug:
        close = get_close_matches(slug, by_slug, n=1)
        hint = f" Did you mean {close[0]}?" if close else f" There is {', '.join(by_slug)}." if known else ""
        raise Refused(f"There is no register called {slug}.{hint}")
    return by_slug[slug]


def of_channel(known: Sequence[Register], channel: str, channel_name: str = "") -> tuple[Register, ...]:
    """The registers that a channel belongs to, as a directorate's or the leads' channel; else all of them.

    The result is never empty. Raises Refused when there is no register yet.
    """
    if not known:
        raise Refused("There is no register here yet. Ask whoever looks after HTST to import one.")
    return tuple(one for one in known if one.speaks_in((channel, channel_name))) or tuple(known)


def candidates(known: Sequence[Register], channel: str, channel_name: str = "") -> Sequence[Register]:
    """The registers that a command in that channel may refer to; empty when there is none yet."""
    return of_channel(known, channel, channel_name) if len(known) > 1 else known


def from_row(row: RowMapping) -> Register:
    """A register from a row of ``SELECT_REGISTERS``: the same object for rows with the same settings (cached)."""
    return _built(tuple(row[name] for name in _NAMES))


@lru_cache(_MOST_KEPT)
def _built(values: tuple[Any, ...]) -> Register:
    row = dict(zip(_NAMES, values, strict=True))
    row |= {name: json.loads(row[name]) for name in _JSON if row[name] is not None}
    return _register(row, _directorates(row["directorates"] or ()))


def from_written(slug: str, settings: Mapping[str, Any]) -> Register:
    """A register from its settings as ``written`` gives them; who sits in its channels is not among them."""
    directorates = settings["directorates"].items()
    return _register({"slug": slug, **settings}, tuple(Directorate(code, *rest) for code, rest in directorates))


def _register(row: Mapping[str, Any], directorates: tuple[Directorate, ...]) -> Register:
    digest = row["digest"]
    return Register(
        slug=row["slug"],
        title=row["title"],
        committee=row["committee"],
        timezone=row["timezone"],
        nation=Nation(row["nation"]),
        closed_days=tuple(date.fromisoformat(day) for day in row["closed_days"]),
        leads_channel=row["leads_channel"],
        admins=tuple(row["admins"]),
        directorates=directorates,
        reminders=_reminders(row["reminders"]),
        digest=DigestPlan(digest["weekday"], time.fromisoformat(digest["at"])),
        cards_when_due=row["cards_when_due"],
        life=_life_plan(row["life_plan"]),
        meetings=_meeting_plan(row["meetings"]),
        paper=_paper_plan(row["paper"]),
    )


def _directorates(rows: Sequence[Sequence[Any]]) -> tuple[Directorate, ...]:
    """In their order. SQLite gives the list within a row as text."""
    found = []
    for _position, code, name, channel, lead, members in sorted(rows, key=lambda row: row[0]):
        people = json.loads(members) if isinstance(members, str) else members
        found.append(Directorate(code, name, channel, lead, frozenset(people or ())))
    return tuple(found)


def _life_plan(written: Mapping[str, Any]) -> LifePlan:
    """From what is stored; what was stored before there was such a setting has its default."""
    plan = LifePlan()
    return LifePlan(
        extensions=written.get("extensions", plan.extensions),
        causes=tuple(written.get("causes", plan.causes)),
        words={word: Status(status) for word, status in _pairs(written.get("words", []))},
    )


def _pairs(written: Mapping[str, str] | list[list[str]]) -> Iterable[tuple[str, str]]:
    """Words and their statuses, in order; what was stored before their order counted is an object."""
    return written.items() if isinstance(written, Mapping) else ((word, status) for word, status in written)


def _meetings_written(plan: MeetingPlan) -> dict[str, Any]:
    return {
        "meetings": [[one.on.isoformat(), one.title, one.place] for one in plan.meetings],
        "round": asdict(plan.round),
        "at": plan.at.isoformat("minutes"),
        "report_every": plan.report_every,
        "reports_to": list(plan.reports_to),
    }


def _meeting_plan(written: Mapping[str, Any]) -> MeetingPlan:
    if not written:
        return MeetingPlan()
    return MeetingPlan(
        tuple(Meeting(date.fromisoformat(on), title, place) for on, title, place in written["meetings"]),
        RoundPlan(**written["round"]),
        time.fromisoformat(written["at"]),
        written["report_every"],
        tuple(written["reports_to"]),
    )


def _paper_plan(written: Mapping[str, Any]) -> PaperPlan:
    lists = {name: tuple(written[name]) for name in ("author", "not_named", "may_be_named") if name in written}
    themes = {title: tuple(refs) for title, refs in written.get("themes", {}).items()}
    return PaperPlan(**dict(written) | lists | {"themes": themes})


def _reminders(written: Mapping[str, Any]) -> ReminderPlan:
    """From what is stored; a plan that was stored before there was ``once_a_week`` keeps the exact days it names."""
    plan = dict(written)
    plan["at"] = time.fromisoformat(plan["at"])
    if "steps" not in plan:
        every = plan.pop("after_every")
        plan["steps"] = {"before": plan.pop("before"), "after": [every], "then_every": every}
        plan["once_a_week"] = False
    plan["steps"] = _steps(plan["steps"])
    plan["high"] = _steps(plan["high"]) if plan.get("high") else None
    if "high_words" in plan:
        plan["high_words"] = tuple(plan["high_words"])
    return ReminderPlan(**plan)


def _steps(written: Mapping[str, Any]) -> Steps:
    return Steps(tuple(written["before"]), tuple(written["after"]), written["then_every"])
