"""Papers that were read: the hash of each file, its as-at day, and the action that each line was matched to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, func, insert, select, update

from register.action import Line
from register.committee.covering_report import CoveringReport
from register.committee.paper_kind import WHOLE, WITH_ACTIONS, PaperKind
from register.committee.table_columns import Column
from register.committee.themed_report import Theme
from register.imports.answers import Answers
from storage.database.paper_tables import line, paper
from storage.database.register_tables import register

_NOT_UNDONE = paper.c.undone_at.is_(None)
_HOLDS_ACTIONS = and_(_NOT_UNDONE, paper.c.kind.in_(WITH_ACTIONS))
"""A paper that counts for a register's actions: themes and reports alone say nothing of them."""
_IS_WHOLE = and_(_NOT_UNDONE, paper.c.kind.in_(WHOLE))
"""A paper that the next one follows: a supplement only adds to it."""
_BEGINNINGS = select(
    paper.c.register, func.min(paper.c.as_at).label("day"), func.min(paper.c.read_at).label("read_at")
)
_FIRST_DAY = select(func.min(paper.c.as_at)).where(paper.c.register == bindparam("register"), _HOLDS_ACTIONS)


@dataclass(frozen=True)
class PaperParts:
    """What a paper holds besides its lines: its kind, the columns it prints, its themes and covering report, and what
    its key says of its words of progress.
    """

    kind: PaperKind = PaperKind.TABLE
    columns: Sequence[Column] = ()
    themes: Sequence[Theme] = ()
    report: CoveringReport | None = None
    key: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StoredPaper:
    """A paper that was read: its number, its SHA-256, the local day it speaks of, when it was read (UTC), its parts."""

    id: int
    name: str
    sha256: str
    as_at: date
    read_at: datetime
    parts: PaperParts = field(default_factory=PaperParts)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns it prints."""
        return tuple(self.parts.columns)


def add(
    tx: Connection,
    slug: str,
    name: str,
    sha256: str,
    as_at: date,
    read_at: datetime,
    parts: PaperParts,
) -> int:
    """Store a paper that was read, with what it holds besides its lines; return its number."""
    row: dict[str, Any] = {"register": slug, "name": name, "sha256": sha256, "as_at": as_at}
    row |= {"read_at": read_at, "kind": parts.kind, **_row_of(parts)}
    number: int = tx.execute(insert(paper).values(row).returning(paper.c.id)).scalar_one()
    return number


def read_anew(
    tx: Connection, number: int, parts: PaperParts, lines: Sequence[Line], actions: Mapping[str, int]
) -> None:
    """Store how a paper is read by now, with further answers; it stays of its kind."""
    tx.execute(update(paper).where(paper.c.id == number).values(_row_of(parts)))
    if [vars(one) for one in lines] != [vars(one) for one in lines_of(tx, number)]:  # what they mean as well
        tx.execute(delete(line).where(line.c.paper == number))
        add_lines(tx, number, lines, actions)


def _row_of(parts: PaperParts) -> dict[str, Any]:
    return {
        "headings": [[one.field, one.heading] for one in parts.columns],
        "themes": [one.as_json() for one in parts.themes],
        "progress_key": [*parts.key.items()],
        "report": parts.report.as_json() if parts.report else {},
    }


def add_lines(tx: Connection, number: int, lines: Sequence[Line], actions: Mapping[str, int]) -> None:
    """Keep a paper's lines as they were printed, each with the action it was matched to."""
    rows = [
        {
            "paper": number,
            "position": position,
            "action": actions[one.ref],
            "place": one.place,
            "words": vars(one),
        }
        for position, one in enumerate(lines)
    ]
    if rows:
        tx.execute(insert(line), rows)


def answers(tx: Connection, slug: str) -> Answers:
    """What people answered about the papers of a register so far."""
    written = tx.execute(select(register.c.answers).where(register.c.slug == slug)).scalar_one()
    return Answers.read(written)


def remember(tx: Connection, slug: str, all_answers: Answers) -> None:
    """Store these answers for later papers."""
    tx.execute(update(register).where(register.c.slug == slug).values(answers=all_answers.as_json()))


def number_of(tx: Connection, slug: str, sha256: str, as_at: date) -> int | None:
    """The number of the paper that was read from a file with this hash for that day before, and not undone."""
    query = select(paper.c.id).where(paper.c.register == slug, paper.c.sha256 == sha256, paper.c.as_at == as_at)
    number: int | None = tx.execute(query.where(_NOT_UNDONE)).scalar_one_or_none()
    return number


def days_of(tx: Connection, slug: str, sha256: str) -> list[date]:
    """The days as at which a file with this hash was read, in their order; those of imports that were undone, too."""
    query = select(paper.c.as_at).where(paper.c.register == slug, paper.c.sha256 == sha256)
    return list(tx.execute(query.order_by(paper.c.as_at)).scalars())


def days_by_file(tx: Connection, slug: str) -> dict[str, list[date]]:
    """The days as at which files were read, by the hash of each, as ``days_of``."""
    found: dict[str, list[date]] = {}
    query = select(paper.c.sha256, paper.c.as_at).where(paper.c.register == slug).order_by(paper.c.as_at)
    for sha256, day in tx.execute(query):
        found.setdefault(sha256, []).append(day)
    return found


def newest(tx: Connection, slug: str) -> StoredPaper | None:
    """The paper of any kind that was read last and not undone."""
    query = select(paper).where(paper.c.register == slug, _NOT_UNDONE).order_by(paper.c.id.desc()).limit(1)
    row = tx.execute(query).mappings().first()
    return _stored(row) if row else None


def mark_undone(tx: Connection, number: int, at: datetime) -> None:
    """Mark a paper as undone at a moment (UTC): it counts as not read."""
    tx.execute(update(paper).where(paper.c.id == number).values(undone_at=at))


def first_day(tx: Connection, slug: str) -> date | None:
    """The as-at day of the register's first paper: reminders and digests begin after it."""
    day: date | None = tx.execute(_FIRST_DAY, {"register": slug}).scalar_one()
    return day


def beginnings(tx: Connection) -> dict[str, tuple[date, datetime]]:
    """Of every register that has a paper, by slug: the as-at day of the first, and when it was read (UTC)."""
    query = _BEGINNINGS.where(_HOLDS_ACTIONS).group_by(paper.c.register)
    return {row.register: (row.day, row.read_at) for row in tx.execute(query)}


def beginning(tx: Connection, slug: str) -> tuple[date, datetime] | None:
    """The same of one register; None where it has no paper."""
    query = _BEGINNINGS.where(_HOLDS_ACTIONS, paper.c.register == slug).group_by(paper.c.register)
    row = tx.execute(query).first()
    return (row.day, row.read_at) if row else None


def first_read(tx: Connection, slug: str) -> datetime | None:
    """When the register's first paper was read (UTC): what it brought is where the register begins."""
    query = select(func.min(paper.c.read_at)).where(paper.c.register == slug, _HOLDS_ACTIONS)
    at: datetime | None = tx.execute(query).scalar_one()
    return at


def last_day(tx: Connection, slug: str, by: date) -> date | None:
    """The as-at day of the latest whole paper of that day or earlier."""
    query = select(func.max(paper.c.as_at)).where(paper.c.register == slug, _IS_WHOLE, paper.c.as_at <= by)
    day: date | None = tx.execute(query).scalar_one()
    return day


def last_read_day(tx: Connection, slug: str) -> date | None:
    """The as-at day of the latest paper of actions, supplements too."""
    query = select(func.max(paper.c.as_at)).where(paper.c.register == slug, _HOLDS_ACTIONS)
    day: date | None = tx.execute(query).scalar_one()
    return day


def latest(tx: Connection, slug: str, by: date) -> StoredPaper | None:
    """The latest whole paper of that day or earlier; the one that was read last, of several of one day."""
    query = select(paper).where(paper.c.register == slug, _IS_WHOLE, paper.c.as_at <= by)
    row = tx.execute(query.order_by(paper.c.as_at.desc(), paper.c.id.desc()).limit(1)).mappings().first()
    return _stored(row) if row else None


def progress_words(tx: Connection, slug: str) -> Iterator[tuple[dict[str, int], dict[str, str]]]:
    """The printed progress of the lines of each paper of actions, with how many print it (the first printed first), and
    what that paper's key says; the latest paper first.
    """
    query = select(paper.c.id, paper.c.progress_key).where(paper.c.register == slug, _HOLDS_ACTIONS)
    for row in tx.execute(query.order_by(paper.c.as_at.desc(), paper.c.id.desc())).all():
        lines = select(line.c.words["progress"].as_string().label("progress"), line.c.position)
        printed = lines.where(line.c.paper == row.id).subquery()
        counted = select(printed.c.progress, func.count()).group_by(printed.c.progress)
        counts = tx.execute(counted.order_by(func.min(printed.c.position)))
        yield dict(tuple(one) for one in counts), dict(row.progress_key)


def delivered_words(tx: Connection, slug: str, by: date) -> Iterator[tuple[StoredPaper, dict[str, str]]]:
    """Each paper of actions of that day or earlier that prints anything under "delivered", and what it prints there, by
    ref as it was matched; the latest paper first.
    """
    query = select(paper).where(paper.c.register == slug, _HOLDS_ACTIONS, paper.c.as_at <= by)
    ref, delivered = (line.c.words[name].as_string() for name in ("ref", "delivered"))
    for row in tx.execute(query.order_by(paper.c.as_at.desc(), paper.c.id.desc())).mappings().all():
        words = dict(tuple(one) for one in tx.execute(select(ref, delivered).where(line.c.paper == row["id"])))
        if any(words.values()):
            yield _stored(row), words


def themes(tx: Connection, slug: str, by: date) -> tuple[Theme, ...]:
    """The themes of the latest paper of that day or earlier that has any."""
    query = select(paper.c.themes).where(paper.c.register == slug, _NOT_UNDONE, paper.c.as_at <= by)
    for written in tx.execute(query.order_by(paper.c.as_at.desc(), paper.c.id.desc())).scalars():
        if written:
            return tuple(Theme.read(one) for one in written)
    return ()


def report(tx: Connection, slug: str, meeting: date) -> CoveringReport | None:
    """The covering report that was read for a meeting on that local day; the last, of several."""
    query = select(paper.c.report).where(paper.c.register == slug, _NOT_UNDONE).order_by(paper.c.id.desc())
    for written in tx.execute(query).scalars():
        if written and written["date"] == meeting.isoformat():
            return CoveringReport.read(written)
    return None


def _stored(row: RowMapping) -> StoredPaper:
    parts = PaperParts(
        PaperKind(row["kind"]),
        tuple(Column(name, heading) for name, heading in row["headings"]),
        tuple(Theme.read(one) for one in row["themes"]),
        CoveringReport.read(row["report"]) if row["report"] else None,
        dict(row["progress_key"]),
    )
    return StoredPaper(row["id"], row["name"], row["sha256"], row["as_at"], row["read_at"], parts)


def lines_of(tx: Connection, number: int) -> list[Line]:
    """The lines of a paper in its order, as they were printed."""
    query = select(line.c.words).where(line.c.paper == number).order_by(line.c.position)
    return [_line(words) for words in tx.execute(query).scalars()]


def _line(words: Mapping[str, Any]) -> Line:
    owners = {name: tuple(words.get(name, ())) for name in ("owners", "meant_owners")}
    return Line(**{**words, **owners})


def latest_before(tx: Connection, slug: str, day: date) -> StoredPaper | None:
    """The latest whole paper of a day before that one."""
    return latest(tx, slug, day - timedelta(days=1))
