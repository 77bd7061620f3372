"""What was published, frozen; and what a paper is made of besides the actions: narrative and sign-offs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from storage.database.engine import insert_or_nothing
from storage.database.paper_tables import narrative, published, sign_off


@dataclass(frozen=True)
class Published:
    """A paper as it was published: its frozen text, the text's SHA-256, by whom and when (UTC).

    ``is_notice``: only that the paper is to follow. ``findings`` are the places of what may be personal data, and
    why it was published all the same.
    """

    meeting: date
    version: int
    is_notice: bool
    text: str
    sha256: str
    at: datetime
    by: str
    findings: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class NarrativeSection:
    """The paragraphs under a heading of a meeting's paper, each with the refs it rests on."""

    heading: str
    passages: tuple[tuple[str, tuple[str, ...]], ...]
    by: str
    at: datetime


def add(tx: Connection, slug: str, paper: Published) -> None:
    """Keep what is published. The caller holds the register's lock."""
    row: dict[str, Any] = vars(paper) | {"register": slug, "findings": list(paper.findings)}
    tx.execute(insert(published).values(row))


def of_meeting(tx: Connection, slug: str, meeting: date) -> Published | None:
    """The last that was published for a meeting, or None."""
    return _first(tx, published.c.register == slug, published.c.meeting == meeting)


def last_paper(tx: Connection, slug: str, before: date) -> Published | None:
    """The last whole paper for a meeting before that day, or None."""
    return _first(
        tx, published.c.register == slug, published.c.meeting < before, published.c.is_notice.is_(False)
    )


def every(tx: Connection, slug: str) -> Iterator[Published]:
    """All that was published of a register, in order, one text in memory at a time."""
    query = select(published).where(published.c.register == slug).order_by(published.c.id)
    with tx.execute(query, execution_options={"yield_per": 1}) as rows:
        yield from map(_published, rows.mappings())


def _first(tx: Connection, *where: Any) -> Published | None:
    query = select(published).where(*where).order_by(published.c.meeting.desc(), published.c.version.desc())
    row = tx.execute(query.limit(1)).mappings().first()
    return _published(row) if row else None


def _published(row: RowMapping) -> Published:
    names = ("meeting", "version", "is_notice", "text", "sha256", "at", "by")
    return Published(**{name: row[name] for name in names}, findings=tuple(row["findings"]))


def moments(tx: Connection, slug: str) -> list[datetime]:
    """When (UTC) whole papers of a register were published."""
    query = select(published.c.at).where(published.c.register == slug, published.c.is_notice.is_(False))
    return list(tx.execute(query).scalars())


def since(tx: Connection, slug: str, moment: datetime) -> list[date]:
    """The meetings whose papers were published after a moment (UTC)."""
    query = select(published.c.meeting).where(published.c.register == slug, published.c.at > moment)
    return list(tx.execute(query.order_by(published.c.id)).scalars())


def narrate(
    tx: Connection, slug: str, meeting: date, sections: Sequence[NarrativeSection], source: str
) -> None:
    """Store new versions of what is under these headings; earlier versions stay."""
    rows = [
        {
            "register": slug,
            "meeting": meeting,
            "heading": one.heading,
            "passages": [[text, list(refs)] for text, refs in one.passages],
            "by": one.by,
            "at": one.at,
            "source": source,
        }
        for one in sections
    ]
    if rows:
        tx.execute(insert(narrative), rows)


def narrated(tx: Connection, slug: str, meeting: date) -> list[NarrativeSection]:
    """The latest version of each heading of a meeting's paper, in the order in which headings first came."""
    query = select(narrative).where(narrative.c.register == slug, narrative.c.meeting == meeting)
    found: dict[str, NarrativeSection] = {}
    for row in tx.execute(query.order_by(narrative.c.id)).mappings():
        passages = tuple((text, tuple(refs)) for text, refs in row["passages"])
        found[row["heading"]] = NarrativeSection(row["heading"], passages, row["by"], row["at"])
    return list(found.values())


def signed_off(tx: Connection, slug: str, meeting: date) -> dict[str, tuple[str, datetime]]:
    """Who has signed off a meeting's paper: by code, or "author", the person and the moment (UTC)."""
    query = select(sign_off).where(sign_off.c.register == slug, sign_off.c.meeting == meeting)
    return {row["who"]: (row["by"], row["at"]) for row in tx.execute(query).mappings()}


def sign(tx: Connection, slug: str, meeting: date, who: str, by: str, at: datetime) -> bool:
    """Note a sign-off; False when there was one."""
    row = {"register": slug, "meeting": meeting, "who": who, "by": by, "at": at}
    query = insert_or_nothing(tx, sign_off).values(row).on_conflict_do_nothing().returning(sign_off.c.who)
    return tx.execute(query).first() is not None


def last_signed(tx: Connection, slug: str, person: str) -> datetime | None:
    """When (UTC) a person signed off last; None when they have not, or have taken it back."""
    query = select(func.max(sign_off.c.at)).where(sign_off.c.register == slug, sign_off.c.by == person)
    at: datetime | None = tx.execute(query).scalar_one()
    return at


def signed_at(tx: Connection, slug: str, person: str, at: datetime) -> list[tuple[date, str]]:
    """What a person signed off at a moment (UTC): the meeting, and for whom."""
    theirs = (sign_off.c.register == slug, sign_off.c.by == person, sign_off.c.at == at)
    query = select(sign_off.c.meeting, sign_off.c.who).where(*theirs).order_by(sign_off.c.who)
    return [(row.meeting, row.who) for row in tx.execute(query)]


def unsign(tx: Connection, slug: str, person: str, at: datetime) -> None:
    """Take back what a person signed off at a moment (UTC)."""
    theirs = (sign_off.c.register == slug, sign_off.c.by == person, sign_off.c.at == at)
    tx.execute(delete(sign_off).where(*theirs))
