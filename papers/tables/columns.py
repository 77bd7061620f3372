"""Which column of a table is what: its heading's words and what its cells hold, weighed together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from papers.tables import headings
from papers.tables.cells import is_status, look, says_nothing
from papers.tables.headings import Meaning, folded, meanings
from register.fields import Look, field_of
from register.lazy_pattern import lazy_pattern

REF, DEFINED, TITLE, RESPONSE = "ref", "defined", "title", "response"
DELIVERED, PROGRESS, RATING, PRIORITY = "delivered", "progress", "rating", "priority"
OWNERS, OFFICERS, TARGET, ORIGINAL, REVISED, RAISED = (
    "owners",
    "officers",
    "target",
    "original",
    "revised",
    "raised",
)

# A doubt about these is put to a person; about others (a section, a priority) their words stand either way.
_WEIGHTY = frozenset({REF, DEFINED, RESPONSE, DELIVERED, TARGET, ORIGINAL, REVISED, RAISED, OWNERS, PROGRESS})
_SURE = 0.75
_EXACT, _AKIN = 0.93, 0.6
"""How surely a heading names a field word for word at least, and one akin to its own at most."""

_LEAST = 0.5
"""How surely a heading must name a field to be that: "Exec date" is no target."""

_SOME = 0.3
"""The share of the cells under what was delivered that are statuses alone, from which on they are the progress too."""

_OTHERS = frozenset(
    {"audit", "auditor", "auditors", "committee", "member", "members", "chair", "board", "panel"}
)
"""Who says something of an action besides its owners."""

_RISK_REF = lazy_pattern(r"[A-Z]{1,5}[ ./-]?\d{1,4}(?:\.\d+)?")
"""A cell that names a risk of a register, and does not weigh it."""

_SAMPLE = 40  # cells of a column that are looked at
# A column that holds something else than its heading says is none of these.
_TRUE_TO_LOOK = frozenset({REF, "percent"})


@dataclass(frozen=True)
class FoundColumn:
    """One column: its heading as printed, the fields its cells hold (none: kept as it is), and how surely.

    ``asked``: a person is asked whether it was understood (with no field: whether it holds the target dates).
    ``settled``: a person said so. ``ticked``: a mark in it says that its heading is the progress.
    """

    heading: str
    fields: tuple[str, ...]
    confidence: float = 1.0
    asked: bool = False
    settled: bool = False
    ticked: bool = False

    @cached_property
    def prose(self) -> bool:
        """Whether its paragraphs are kept apart."""
        fields = self.fields
        return not fields or len(fields) > 1 or any(field_of(name).prose for name in fields)

    @property
    def name(self) -> str:
        """Its field; of several the first, of none "" """
        return self.fields[0] if self.fields else ""


@dataclass(frozen=True)
class Layout:
    """The columns of a table in their order."""

    columns: tuple[FoundColumn, ...]

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """A name for each column: its fields, or its heading as printed, or its letter; no two are the same."""
        seen: dict[str, int] = {}
        keys = []
        for at, column in enumerate(self.columns):
            key = "+".join(column.fields) or " ".join(column.heading.split()) or column_name(at)
            seen[key] = seen.get(key, 0) + 1
            keys.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
        return tuple(keys)

    @cached_property
    def key_of(self) -> Mapping[str, str]:
        """The key of the first column of each field."""
        pairs = [
            (name, key) for key, column in zip(self.keys, self.columns, strict=True) for name in column.fields
        ]
        return dict(reversed(pairs))

    @cached_property
    def has_several_officers(self) -> bool:
        """Whether officers stand in several columns, each under its own heading."""
        return len(self.of(OFFICERS)) > 1

    def of(self, name: str) -> list[tuple[str, FoundColumn]]:
        """The columns of a field with their keys."""
        return [(key, one) for key, one in zip(self.keys, self.columns, strict=True) if name in one.fields]


def column_name(at: int) -> str:
    """What a column without a heading is called, as spreadsheets do: Column A is the first."""
    return f"Column {_letter(at)}"


def _letter(at: int) -> str:
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def layout_of(row: Sequence[str], under: Sequence[Sequence[str]], answered: Mapping[str, str]) -> Layout:
    """The layout that a row of headings and the rows under it tell. Each field stands once, but where it may
    have several columns; headings that mean nothing are kept as they are."""
    holds = [looks_at(under, at) for at in range(len(row))]
    weighed: list[tuple[float, int, Meaning]] = []
    columns = [FoundColumn(heading, (), 1.0) for heading in row]
    for at, heading in enumerate(row):
        known_as = folded(heading or column_name(at))
        if known_as in answered:
            name = answered[known_as]
            columns[at] = FoundColumn(heading, tuple(filter(None, name.split("+"))), settled=True)
            continue
        for meaning in meanings(heading):
            fits = [fit for name in meaning.fields if (fit := _mean(name, holds[at])) is not None]
            fit = max(fits, default=0.0)
            if meaning.score <= _AKIN and not _suits_better(meaning, meanings(heading)[0], holds[at]):
                continue
            # Cells that suit it well make a heading that only may mean it surer.
            sure = meaning.score + 0.1 * max(fit, 0) if _LEAST <= meaning.score <= _AKIN else meaning.score
            printed = [cells[at] for cells in under if at < len(cells)]
            if not _contradicted(meaning, holds[at], heading, printed):
                surer = replace(meaning, score=max(min(sure, 0.9), meaning.score))
                # Of two headings of one field that are both word for word, the one nearer the front is it.
                weight = min(fit + 1.5, 0) if meaning.score > _EXACT else fit
                # A column of dates is not the words, whatever stands over it.
                if weight < 0 and any(field_of(name).prose for name in meaning.fields):
                    weight *= 3
                weighed.append((meaning.score * 10 + 0.9 * weight, at, surer))
    _drop_all_but_the_exact_reference(weighed)
    taken = {name for column in columns for name in column.fields}
    for total, at, meaning in sorted(
        weighed, key=lambda one: (-round(one[0], 1), -_recency(row[one[1]], one[1]))
    ):
        single = [name for name in meaning.fields if not field_of(name).many]
        weak = meaning.score < _LEAST or total < 4
        if columns[at].fields or columns[at].settled or taken & set(single) or weak:
            continue
        columns[at] = _column(row[at], meaning, holds[at])
        taken.update(meaning.fields)
    _action_before_recommendation(columns, holds)
    return Layout(tuple(_completed(columns, holds)))


def _drop_all_but_the_exact_reference(weighed: list[tuple[float, int, Meaning]]) -> None:
    """Beside a reference that is headed as one word for word, and looks like one, no other heading means it."""
    exact = {at for total, at, meaning in weighed if meaning.fields == (REF,) and total >= _EXACT * 10}
    is_named = any(
        meaning.fields == (REF,) and meaning.score > _EXACT and at in exact for _, at, meaning in weighed
    )
    if is_named:
        weighed[:] = [one for one in weighed if one[2].fields != (REF,) or one[2].score > _EXACT]


def _recency(heading: str, at: int) -> int:
    """Of several columns of one field the latest counts: the one that says so, or the last with a date."""
    words = set(folded(heading).split())
    if words & {"current", "latest", "new"}:
        return 1_000
    if words & {"previous", "last", "prior", "old"}:
        return -1_000
    return at if words & headings.WHEN or any(letter.isdigit() for letter in heading) else -at


def looks_at(under: Sequence[Sequence[str]], at: int) -> list[Look]:
    """What the cells of a column look like, of the first that say anything; ``at`` is its place in the rows."""
    cells = (row[at] for row in under if at < len(row))
    filled = [cell for cell in cells if not says_nothing(cell)][:_SAMPLE]
    return [look(cell) for cell in filled]


def suits(name: str, holds: Sequence[Look]) -> bool:
    """Whether a column of such cells may well be of a field."""
    return (_mean(name, holds) or 0) > 0


def _mean(name: str, holds: Sequence[Look]) -> float | None:
    """How well a column's cells suit a field, -4 to 3; None when they say nothing."""
    return sum(field_of(name).looks[seen] for seen in holds) / len(holds) if holds else None


def _suits_better(akin: Meaning, own: Meaning, holds: Sequence[Look]) -> bool:
    """Whether cells suit a field akin to that of their heading at least as well as it; empty ones suit any."""
    fit, usual = _mean(akin.fields[0], holds), _mean(own.fields[0], holds)
    return akin == own or fit is None or usual is None or fit >= usual


def _contradicted(meaning: Meaning, holds: Sequence[Look], heading: str, cells: Sequence[str]) -> bool:
    if meaning.fields == (PRIORITY,) and "risk" in folded(heading).split():
        return sum(_RISK_REF.fullmatch(cell.strip()) is not None for cell in cells) * 2 > len(holds) > 0
    fit = _mean(meaning.fields[0], holds) if len(meaning.fields) == 1 else None
    return meaning.fields[0] in _TRUE_TO_LOOK and fit is not None and fit < -2 and len(holds) > 1


def _column(heading: str, meaning: Meaning, holds: Sequence[Look]) -> FoundColumn:
    fit = _mean(meaning.fields[0], holds) if len(meaning.fields) == 1 else None
    sure = meaning.score if fit is None else 0.8 * meaning.score + 0.2 * (fit + 4) / 7
    asked = bool(holds) and sure < _SURE and bool(_WEIGHTY & set(meaning.fields))
    return FoundColumn(heading, meaning.fields, round(min(sure, 1.0), 2), asked)


def _completed(columns: list[FoundColumn], holds: Sequence[Sequence[Look]]) -> list[FoundColumn]:
    """The columns with what the table as a whole tells: a rating alone is the progress, codes are owners."""
    names = {name for column in columns for name in column.fields}

    def turn(at: int, name: str, sure: float, asked: bool) -> None:
        before = columns[at]
        fields = tuple(name if one == before.name else one for one in before.fields) or (name,)
        columns[at] = FoundColumn(before.heading, fields, min(before.confidence, sure), asked)
        names.add(name)

    def first(wanted: str, share: float, *, of: str) -> int | None:
        """The first column of a field ("" for none yet) most of whose cells have that look."""
        for at, column in enumerate(columns):
            seen = holds[at]
            right = column.name == of and not column.settled and seen
            if right and sum(one == wanted for one in seen) >= share * len(seen):
                return at
        return None

    if _ticked(columns, holds):
        names.add(PROGRESS)
    if REVISED in names and not names & {TARGET, ORIGINAL}:
        # Beside a revised date the one that was agreed is the first, and not the day of the agreement.
        at = _index(columns, _is_agreed_date)
        if at is not None:
            turn(at, ORIGINAL, 0.5, asked=True)
    if PROGRESS not in names:
        at = _index(columns, lambda column: column.name == RATING and not column.settled)
        if at is not None:
            turn(at, PROGRESS, 1.0, columns[at].asked)
    if PROGRESS not in names:
        at = first(Look.WORD, _SOME, of=DELIVERED)
        if at is not None and columns[at].fields == (DELIVERED,):
            columns[at] = replace(columns[at], fields=(PROGRESS, DELIVERED))
            names.add(PROGRESS)
    if REF not in names and columns and not columns[0].settled:
        at = first(Look.REF, 0.8, of="")
        if at == 0:
            turn(0, REF, 0.8, asked=bool(columns[0].heading))
    if DEFINED not in names:
        for name, least in ((TITLE, 0.0), ("", 0.6), (RESPONSE, 0.0)):
            at = first(Look.TEXT, least, of=name)
            if at is not None:
                turn(at, DEFINED, 0.5, asked=True)
                break
    if not names & {DELIVERED, PROGRESS}:
        _ask_about_outcomes(columns, holds)
    _others_comments(columns)
    _ask_for_dates(columns, holds, names)
    return _dated(columns, names)


def _action_before_recommendation(columns: list[FoundColumn], holds: Sequence[Sequence[Look]]) -> None:
    """Beside a recommendation what is to be done is the actions that answer it; the recommendation is kept as it is."""
    at = _index(columns, lambda column: column.fields == (DEFINED,) and not column.settled)
    if at is None or not {"recommendation", "recommendations"} & set(folded(columns[at].heading).split()):
        return
    other = _index(
        columns,
        lambda column: not column.fields and not column.settled and _is_headed_action(column.heading),
    )
    if other is not None and suits(DEFINED, holds[other]):
        columns[other] = replace(columns[other], fields=(DEFINED,), confidence=columns[at].confidence)
        columns[at] = replace(columns[at], fields=(), confidence=1.0, asked=False)


def _is_headed_action(heading: str) -> bool:
    """Whether a heading is "Action", alone or below another that is merged over it."""
    words = folded(heading).split()
    is_what = any(meaning.fields == (DEFINED,) for meaning in meanings(heading)[:1])
    return bool(words) and words[-1] in ("action", "actions") and (len(words) == 1 or is_what)


def _index(columns: list[FoundColumn], is_wanted: Callable[[FoundColumn], bool]) -> int | None:
    return next((at for at, column in enumerate(columns) if is_wanted(column)), None)


def _ask_about_outcomes(columns: list[FoundColumn], holds: Sequence[Sequence[Look]]) -> None:
    """Where nothing else tells what was done, a column of outcomes may."""
    at = _index(columns, lambda column: folded(column.heading) in ("outcome", "outcomes"))
    if at is not None and not columns[at].settled and holds[at]:
        columns[at] = replace(columns[at], asked=True)


def _others_comments(columns: list[FoundColumn]) -> None:
    """Keep under its heading what auditors and members say beside what the owners say was delivered."""
    delivered = [
        at for at, column in enumerate(columns) if column.fields == (DELIVERED,) and not column.settled
    ]
    others = [at for at in delivered if _OTHERS & set(folded(columns[at].heading).split())]
    if len(others) < len(delivered):
        for at in others:
            columns[at] = replace(columns[at], fields=(), confidence=1.0, asked=False)


def _is_agreed_date(column: FoundColumn) -> bool:
    """Whether a column of dates raised may hold the dates that were promised: "Date agreed"."""
    return column.fields == (RAISED,) and not column.settled and "agreed" in folded(column.heading).split()


def _ticked(columns: list[FoundColumn], holds: Sequence[Sequence[Look]]) -> bool:
    """Mark the columns that are headed by statuses, such as "Not started", and hold marks only."""
    ats = [
        at
        for at, column in enumerate(columns)
        if not column.settled and is_status(column.heading) and not set(holds[at]) - {Look.WORD, Look.REF}
    ]
    if len(ats) < 2:
        return False
    for at in ats:
        columns[at] = replace(columns[at], fields=(PROGRESS,), confidence=0.9, asked=False, ticked=True)
    return True


def _ask_for_dates(columns: list[FoundColumn], holds: Sequence[Sequence[Look]], names: set[str]) -> None:
    """Without a column of target dates, another that holds dates may be it; beside one, a column of dates without a
    heading, or with another such heading, may be that of later ones: a person is asked.
    """
    dated = bool(names & {TARGET, ORIGINAL, REVISED})
    for at, column in enumerate(columns):
        dates = sum(seen is Look.DATE for seen in holds[at])
        one_of_them = any(one.fields[0] in (TARGET, ORIGINAL, REVISED) for one in meanings(column.heading)[:1])
        unknown = (
            not column.fields and not column.settled and not (dated and column.heading and not one_of_them)
        )
        if unknown and dates and 2 * dates >= len(holds[at]):
            columns[at] = replace(column, confidence=0.3, asked=True)


def _dated(columns: list[FoundColumn], names: set[str]) -> list[FoundColumn]:
    """A bare "Date" before what is to be done is as often the meeting's: then it is asked about as such."""
    at = next((at for at, column in enumerate(columns) if column.fields == (TARGET,)), None)
    what = next((at for at, column in enumerate(columns) if DEFINED in column.fields), len(columns))
    if at is not None and folded(columns[at].heading) == "date":
        if RAISED in names:  # of two that are called "Date" nothing tells which is which
            columns[at] = replace(columns[at], asked=[folded(one.heading) for one in columns].count("date") > 1)
        elif at < what:
            columns[at] = replace(columns[at], fields=(RAISED,))
    return columns
