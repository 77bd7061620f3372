"""What importing a paper would do, as a form in Slack shows it before anything changes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from register.committee.paper_kind import WITH_ACTIONS, PaperKind
from register.days.target_dates import BY_SERIAL
from register.fields import FIELDS_BY_NAME, folded
from register.imports.answers import EVERY, NO_ANSWERS, Answers, folded_key
from register.imports.doubts import Doubt
from register.imports.paper_key import KeyWord
from register.imports.row_answers import AS_READ, row_key
from register.phrases import joined, number
from register.words.text_folding import caseless

_MANY = 3
"""Rows of which one answer for all of them is offered."""


@dataclass(frozen=True)
class SeenColumn:
    """A column as it was understood: its heading, its field ("" where it is kept as it is), and sample cells."""

    heading: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A paper as it was read by some answers, and what importing it would do.

    ``changes`` are sentences, ``same`` a number; ``new``, ``changed`` and ``missing`` are refs. ``warnings`` are those
    that no doubt says, ``tables`` the sheets or tables that a person can say hold actions or none, ``set_aside`` those
    of them that were not read. ``left_behind`` are the refs of actions with updates that were given since its day.
    ``key`` is what its own key was understood as, ``codes`` are the register's directorates. ``on_older_copy`` are the
    refs of actions of which it was written on an older copy: what was recorded since is kept.
    """

    kind: PaperKind
    answers: Answers = NO_ANSWERS
    columns: tuple[SeenColumn, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    same: int = 0
    unapproved: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
    warnings: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = ()
    key: tuple[KeyWord, ...] = ()
    codes: tuple[str, ...] = ()
    on_older_copy: tuple[str, ...] = ()

    @property
    def effect(self) -> tuple[object, ...]:
        """What importing it would do, to compare two readings by; the questions are no part of it."""
        return (self.columns, self.new, self.changed, self.changes, self.missing, self.same, self.unapproved)

    def is_as_shown(self, given: Answers) -> bool:
        """Whether answers only confirm what was shown, so that reading the paper with them gives the same result."""
        return self._beyond_what_is_shown(given) == self._beyond_what_is_shown(self.answers)

    def _beyond_what_is_shown(self, given: Answers) -> Answers:
        shown = {column.heading: column.field for column in self.columns}
        columns = {heading: name for heading, name in given.columns.items() if shown.get(heading) != name}
        kept = {row_key(ref, "delivered") for ref in self.on_older_copy}
        rows = {key: words for key, words in given.rows.items() if words.casefold() != AS_READ or key in kept}
        return replace(given, columns=columns, rows=rows)

    @property
    def statuses_asked(self) -> dict[str, int]:
        """The printed words whose status a person can say, and how many actions have them."""
        return _counted(doubt.progress_words for doubt in self.doubts if doubt.progress_words)

    @property
    def key_read(self) -> tuple[KeyWord, ...]:
        """The words that the paper's own key explains, and that were understood."""
        return tuple(word for word in self.key if word.status)

    @property
    def owners_asked(self) -> dict[str, int]:
        """The printed owners and officers whose directorate a person can say, and how many actions have them."""
        return _counted(doubt.owner_words for doubt in self.doubts if doubt.owner_words)

    @property
    def asks_order(self) -> bool:
        """Whether a person can say which number of its dates is the day."""
        return any(one.is_about_order for one in self.doubts)

    @property
    def about_columns(self) -> tuple[Doubt, ...]:
        """The doubts about what a whole column holds."""
        headings = {one.heading for one in self.columns}
        return tuple(one for one in self.doubts if not one.ref and one.printed in headings)

    @property
    def in_working_order(self) -> tuple[Doubt, ...]:
        """The doubts in the order in which a person settles them: what answers most comes first."""
        columns, others = self.about_columns, self.others
        order = [one for one in self.doubts if one.is_about_order]
        words = [caseless(one) for one in self.statuses_asked]
        about_words = [one for one in self.doubts if one.progress_words]
        statuses = sorted(about_words, key=lambda one: words.index(caseless(one.progress_words)))
        owners = [caseless(one) for one in self.owners_asked]
        about_owners = [one for one in self.doubts if one.owner_words]
        whose = sorted(about_owners, key=lambda one: owners.index(caseless(one.owner_words)))
        return (*columns, *order, *statuses, *whose, *others)

    @property
    def others(self) -> tuple[Doubt, ...]:
        """The doubts about single rows, in the paper's order: each is answered by itself."""
        columns = self.about_columns
        return tuple(
            one
            for one in self.doubts
            if not (one.progress_words or one.owner_words or one.is_about_order or one in columns)
        )

    @property
    def about_rows(self) -> tuple[Doubt, ...]:
        """The doubts about single rows, one for each row and field, with all that is asked about it."""
        rows: dict[str, Doubt] = {}
        for doubt in self.others:
            before = rows.get(doubt.row)
            question = f"{before.question} Also: {doubt.question}" if before else doubt.question
            rows[doubt.row] = replace(before or doubt, question=question)
        return tuple(rows.values())

    @property
    def many_alike(self) -> Mapping[str, Sequence[Doubt]]:
        """The doubts about rows by field, where they are many: one answer can be given for all of them."""
        by_field: dict[str, list[Doubt]] = {}
        for doubt in self.about_rows:
            if doubt.is_of_one_row:
                by_field.setdefault(doubt.field, []).append(doubt)
        return {name: found for name, found in by_field.items() if len(found) >= _MANY}

    @property
    def answered_rows(self) -> tuple[str, ...]:
        """The rows and fields of which an answer was given for this paper, and which are asked about no more."""
        every = [row_key(EVERY, name) for name in self.many_alike]
        asked = {folded_key(key) for key in (*every, *(one.row for one in self.about_rows))}
        return tuple(key for key, words in self.answers.rows.items() if words and folded_key(key) not in asked)

    def takes_words(self, doubt: Doubt) -> bool:
        """Whether a person can say what a row means; of others only that they were read rightly."""
        is_of_theme = self.kind is PaperKind.THEMES and doubt.field == "ref"
        return bool(doubt.ref) and doubt.field in FIELDS_BY_NAME and (self.kind in WITH_ACTIONS or is_of_theme)

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self) | {"answers": self.answers.as_json()}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """From what ``as_json`` gave."""
        tuples = {name: tuple(value) for name, value in written.items() if isinstance(value, Sequence)}
        given = dict(written) | tuples | {"kind": PaperKind(written["kind"])}
        given["answers"] = Answers.read(written["answers"])
        given["doubts"] = tuple(Doubt(**one) for one in written["doubts"])
        given["key"] = tuple(KeyWord(**one) for one in written.get("key", ()))
        given["columns"] = tuple(
            SeenColumn(one["heading"], one["field"], tuple(one["samples"])) for one in written["columns"]
        )
        return cls(**given)


def _counted(printed: Iterable[str]) -> dict[str, int]:
    """How often words are printed, by the first spelling of those that one answer is about."""
    words = list(printed)
    first = {caseless(one): one for one in reversed(words)}
    return dict(Counter(first[caseless(one)] for one in words))


def questions(doubts: Iterable[Doubt]) -> Iterator[str]:
    """The sentences of doubts, in order; one that is about several rows alike comes once, with the other rows'
    references.
    """
    alike: dict[object, list[Doubt]] = {}
    for doubt in doubts:
        is_of_column = doubt.is_about_order or doubt.question == BY_SERIAL
        words = "" if is_of_column else doubt.progress_words or doubt.owner_words or doubt.printed
        alike.setdefault((doubt.field, caseless(folded(words)), caseless(doubt.question)), []).append(doubt)
    for first, *others in alike.values():
        more = f" So in {number(len(others), 'more row')}: {joined([one.row_ref for one in others])}."
        yield f"{first.sentence}{more if others else ''}"
