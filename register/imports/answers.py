"""What people answered about papers: the answers a register remembers, and those that hold for one paper only."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from register.days.target_dates import Order
from register.fields import folded
from register.lazy_pattern import LazyPattern
from register.progress import Status
from register.refs import folded_ref
from register.words.text_folding import caseless

V = TypeVar("V")

EVERY = "every"
"""How an answer names all rows that are asked about in a field: "every target"."""

_PLACE = LazyPattern(r"(?:.+, )?(?:row|line) \d+")


def names_a_row(ref: str) -> bool:
    """Whether an answer is about a row by its place ("table 1, row 5") and not about an action by its reference."""
    return _PLACE.fullmatch(ref) is not None


def folded_key(key: str) -> tuple[str, str]:
    """A row and field ("12 target") as answers are compared: references as ``folded_ref`` has them."""
    ref, _space, name = " ".join(key.split()).rpartition(" ")
    return folded_ref(ref), name.casefold()


def rows_joined(before: Mapping[str, str], later: Mapping[str, str]) -> dict[str, str]:
    """Answers about rows with later ones, which replace those about the same row and field, however it is typed."""
    replaced = {folded_key(key) for key in later}
    return {key: words for key, words in before.items() if folded_key(key) not in replaced} | dict(later)


@dataclass(frozen=True)
class RememberedAnswer:
    """An answer about one row of an earlier paper: what was printed there, how it was read, and what was answered.

    ``row`` is what was to be done in a row whose reference is given here: it is known again by that alone.
    """

    printed: str
    read_as: str
    words: str
    row: str = ""


@dataclass(frozen=True)
class ListedAnswer:
    """An answer as it is typed for an import: the option, what it is about, and what was answered ("" for none).

    ``as_at`` are the days of the papers that it was given for, where it is about a row; answers of before such days
    were kept have none.
    """

    option: str
    about: str
    words: str
    as_at: tuple[date, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What a person answered about papers of this shape.

    ``columns`` maps a heading as printed to a field's name ("" to keep it under its own heading), ``dates`` is
    which number is the day, ``statuses`` maps printed words to statuses, ``not_tables`` are the sheets or
    tables that hold no actions, as places name them ("sheet Key"). ``rows`` are answers about single rows of the paper
    in hand ("12 target": "31 March 2024"), and ``of_papers`` those about papers read before, by the SHA-256 of their
    file and the day that they were read as at ("d2a8… 2024-03-31"; by the SHA-256 alone those for reading one paper,
    and those stored before days were told apart).
    ``renamed`` maps codes of directorates that papers may still print to the ones they have now. ``tables`` are sheets
    or tables that hold actions although they were, or would be, left out. ``remembered_rows`` are the answers about
    single rows of papers before, by row and field: they hold where the same is printed and asked again. ``owners`` maps
    printed posts, people and bodies to the directorates that answer for them, as they were typed. ``given_before`` is
    not answered or stored: the words of actions, and of rows answered about, whose reference was given here, by ref.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    not_tables: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    of_papers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    remembered_rows: Mapping[str, RememberedAnswer] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    given_before: Mapping[str, str] = field(default_factory=dict)

    def joined(self, later: "Answers") -> "Answers":
        """These answers with later ones, which replace those about the same thing."""
        return Answers(
            {**self.columns, **later.columns},
            later.dates or self.dates,
            {**self.statuses, **later.statuses},
            _places(self.not_tables, later.not_tables, without=later.tables),
            {**self.rows, **later.rows},
            {**self.of_papers, **later.of_papers},
            {**{old: later.renamed.get(new, new) for old, new in self.renamed.items()}, **later.renamed},
            _places(self.tables, later.tables, without=later.not_tables),
            {**self.remembered_rows, **later.remembered_rows},
            {**self.owners, **later.owners},
        )

    def about(self, sha256: str, as_at: date, *, is_of_another_day: bool = False) -> "Answers":
        """These answers with those that were given before about the rows of that very paper, as at that day.

        Where it was read as at another day then, and not as at this one (``is_of_another_day``), those of the last of
        these days are taken over; that its words are right without what was recorded says nothing of what was recorded
        since.
        """
        return self._with_rows_before(self._of_paper(sha256, as_at, is_of_another_day=is_of_another_day))

    def about_file(self, sha256: str) -> "Answers":
        """These answers for reading a paper (``for_reading``) with those about the rows of that very file."""
        return self._with_rows_before(self.of_papers.get(sha256, {}))

    def _with_rows_before(self, before: Mapping[str, str]) -> "Answers":
        """These answers with those of before about rows. One about every row, with nothing behind "=", takes those in
        its field back.
        """
        emptied = (key.casefold() for key, words in self.rows.items() if not words)
        every = tuple(key.removeprefix(EVERY) for key in emptied if key.startswith(f"{EVERY} "))
        before = {key: "" if key.casefold().endswith(every) else words for key, words in before.items()}
        return replace(self, rows=rows_joined(before, self.rows))

    def of_paper(self, sha256: str, as_at: date) -> Mapping[str, str]:
        """The answers about the rows of that very paper, as at that day."""
        return self.of_papers.get(_file_and_day(sha256, as_at), self.of_papers.get(sha256, {}))

    def of_other_days(self, sha256: str, as_at: date) -> Mapping[str, str]:
        """The answers about the rows of a paper as at the last of the other days."""
        own = _file_and_day(sha256, as_at)
        keys = [key for key in self.of_papers if key.startswith(sha256) and key != own]
        return self.of_papers[max(keys)] if keys and own not in self.of_papers else {}

    def _of_paper(self, sha256: str, as_at: date, *, is_of_another_day: bool) -> Mapping[str, str]:
        if not is_of_another_day or _file_and_day(sha256, as_at) in self.of_papers:
            return self.of_paper(sha256, as_at)
        taken_over = self.of_other_days(sha256, as_at)
        return {key: words for key, words in taken_over.items() if not _is_of_delivered(key)}

    def remembered(self, sha256: str, as_at: date, answered: Mapping[str, RememberedAnswer]) -> "Answers":
        """These answers, to be stored for later papers. Those about rows hold for this one paper (its ``sha256``) as at
        this day, and for a later one that asks the same about the same words (``answered``, by row and field); "" takes
        one back. One about a row by its place replaces those about the same words, wherever these were in papers
        before.
        """
        given = {key: words for key, words in self.rows.items() if words}
        by_words = {folded(one.printed) for key, one in answered.items() if _is_by_place(key)}
        own = _file_and_day(sha256, as_at)
        others = {name: rows for name, rows in self.of_papers.items() if name != own}
        replaced = {
            folded_key(key) for key in (*answered, *(key for key, words in self.rows.items() if not words))
        }
        still_valid = {
            key: one
            for key, one in self.remembered_rows.items()
            if (folded(one.printed) not in by_words if _is_by_place(key) else folded_key(key) not in replaced)
        }
        return replace(
            self,
            rows={},
            of_papers=others
            | ({own: given} if given or any(name.startswith(sha256) for name in others) else {}),
            remembered_rows={**still_valid, **{key: one for key, one in answered.items() if one.words}},
        )

    def of_row(self, place: str, printed: str) -> str:
        """What a person answered about a row without a reference of its own, by its place or by its words; "" for
        nothing.
        """
        given = self.rows.get(f"{place} ref")
        before = self.about_words(printed)
        return given if given is not None else before.words if before is not None else ""

    def about_words(self, printed: str) -> RememberedAnswer | None:
        """What a person answered about a row without a reference of an earlier paper with the same words; None where
        several such rows were answered differently.
        """
        found = {
            (answer.words, answer.read_as): answer
            for key, answer in self.remembered_rows.items()
            if _is_by_place(key) and folded(answer.printed) == folded(printed)
        }
        return found.popitem()[1] if len(found) == 1 else None

    def with_owners(self, now: Callable[[str], str]) -> "Answers":
        """These answers with what ``now`` makes of each that names directorates; "" takes it away, to be asked anew."""

        def renamed(rows: Mapping[str, str]) -> dict[str, str]:
            found = {key: now(words) if _is_of_owners(key) else words for key, words in rows.items()}
            return {key: words for key, words in found.items() if words or not rows[key]}

        rows = renamed({key: one.words for key, one in self.remembered_rows.items()})
        return replace(
            self,
            owners={printed: words for printed, typed in self.owners.items() if (words := now(typed))},
            of_papers={name: renamed(given) for name, given in self.of_papers.items()},
            remembered_rows={
                key: replace(self.remembered_rows[key], words=words) for key, words in rows.items()
            },
        )

    @property
    def answered_words(self) -> dict[str, str]:
        """The words of rows whose reference was given here and answered to be another or none, by the given one."""
        return {key.removesuffix(" ref"): one.row for key, one in self.remembered_rows.items() if one.row}

    @property
    def listed(self) -> tuple[ListedAnswer, ...]:
        """What a person answered and can have forgotten, in the order of the options."""
        rows: dict[tuple[str, str], set[date]] = {}
        for name, given in self.of_papers.items():
            day = name.partition(" ")[2]
            for pair in given.items():
                rows.setdefault(pair, set()).update([date.fromisoformat(day)] if day else [])
        given_for_papers = {key for key, _words in rows}
        rows |= {
            (key, one.words): set() for key, one in self.remembered_rows.items() if key not in given_for_papers
        }
        return (
            *(ListedAnswer("--column", heading, name) for heading, name in self.columns.items()),
            *((ListedAnswer("--dates", "dates", self.dates.value),) if self.dates else ()),
            *(ListedAnswer("--status", printed, status.value) for printed, status in self.statuses.items()),
            *(ListedAnswer("--owner", printed, words) for printed, words in self.owners.items()),
            *(ListedAnswer("--not", place, "") for place in self.not_tables),
            *(ListedAnswer("--with", place, "") for place in self.tables),
            *(ListedAnswer("--row", *pair, tuple(sorted(days))) for pair, days in rows.items()),
        )

    def without(self, about: str) -> "Answers":
        """These answers without those about a heading, printed words, a place, a row or the "dates"."""
        forgotten = {one.about for one in self.listed if caseless(one.about) == caseless(about)}
        of_papers = {name: _without(rows, forgotten) for name, rows in self.of_papers.items()}
        return replace(
            self,
            columns=_without(self.columns, forgotten),
            dates=None if "dates" in forgotten else self.dates,
            statuses=_without(self.statuses, forgotten),
            not_tables=tuple(place for place in self.not_tables if place not in forgotten),
            of_papers={name: rows for name, rows in of_papers.items() if rows or not self.of_papers[name]},
            tables=tuple(place for place in self.tables if place not in forgotten),
            remembered_rows=_without(self.remembered_rows, forgotten),
            owners=_without(self.owners, forgotten),
        )

    def as_json(self) -> dict[str, Any]:
        """As they are stored."""
        return {
            "columns": dict(self.columns),
            "dates": self.dates.value if self.dates else None,
            "statuses": {word: status.value for word, status in self.statuses.items()},
            "not_tables": list(self.not_tables),
            "rows": dict(self.rows),
            "of_papers": {name: dict(rows) for name, rows in self.of_papers.items()},
            "renamed": dict(self.renamed),
            "tables": list(self.tables),
            "remembered_rows": {key: asdict(one) for key, one in self.remembered_rows.items()},
            "owners": dict(self.owners),
        }

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Answers":
        """From what ``as_json`` gave; from nothing, no answers."""
        return cls(
            columns=written.get("columns", {}),
            dates=Order(written["dates"]) if written.get("dates") else None,
            statuses={word: Status(status) for word, status in written.get("statuses", {}).items()},
            not_tables=tuple(written.get("not_tables", ())),
            rows=written.get("rows", {}),
            of_papers=written.get("of_papers", {}),
            renamed=written.get("renamed", {}),
            tables=tuple(written.get("tables", ())),
            remembered_rows={
                key: RememberedAnswer(**one) for key, one in written.get("remembered_rows", {}).items()
            },
            owners=written.get("owners", {}),
        )

    def for_reading(
        self,
        words: Mapping[str, Status],
        given_before: Mapping[str, str],
        as_at: date,
        days: Mapping[str, Collection[date]],
    ) -> "Answers":
        """These answers for reading a paper as at a day, beside what a register's settings say of its own progress
        words, and the words of its actions whose reference was given here. ``days`` are those as at which files were
        read, by their SHA-256.
        """
        files = {name.partition(" ")[0] for name in self.of_papers}
        of_papers = {
            sha256: self._of_paper(sha256, as_at, is_of_another_day=as_at not in days.get(sha256, (as_at,)))
            for sha256 in files
        }
        statuses = {**words, **self.statuses}
        return replace(self, statuses=statuses, given_before=given_before, of_papers=of_papers)


def _file_and_day(sha256: str, as_at: date) -> str:
    return f"{sha256} {as_at.isoformat()}"


def _is_by_place(key: str) -> bool:
    return names_a_row(key.removesuffix(" ref"))


def _is_of_owners(key: str) -> bool:
    return key.casefold().endswith(" owners")


def _is_of_delivered(key: str) -> bool:
    return key.casefold().endswith(" delivered")


def _without(answers: Mapping[str, V], excluded: Collection[str]) -> dict[str, V]:
    return {key: value for key, value in answers.items() if key not in excluded}


def _places(before: tuple[str, ...], later: tuple[str, ...], *, without: tuple[str, ...]) -> tuple[str, ...]:
    """The places of both, each once, except those of ``without``, about which the opposite was answered later."""
    excluded = {place.casefold() for place in without}
    return tuple(place for place in dict.fromkeys((*before, *later)) if place.casefold() not in excluded)


NO_ANSWERS = Answers()
