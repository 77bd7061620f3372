"""What a person answered about single rows of a paper: the day, the owners or the progress that is meant."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from register.action import EVERY_DIRECTORATE, Line
from register.days.target_dates import Order, Target, read_target, target_of
from register.fields import BY_NAME
from register.owner_codes import directorates_in
from register.phrases import joined
from register.progress import Status
from register.refs import folded_ref
from register.refused import Refused
from register.register import Register

AS_READ = "as read"
"""The answer that a row was read rightly."""

ANSWERED = ("target", "owners", "progress")
"""The fields of which a person can say what is meant; of the others only that they were read rightly."""


@dataclass(frozen=True)
class RowAnswers:
    """The answers about a paper's rows, by ref.

    ``settled`` are the refs (folded) and fields that were answered, ``touched`` the refs and fields of lines of which
    an answer was given or taken back.
    """

    targets: Mapping[str, Target] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    settled: frozenset[tuple[str, str]] = frozenset()
    touched: frozenset[tuple[str, str]] = frozenset()

    def settles(self, ref: str, name: str) -> bool:
        """Whether a person has answered about that field of that row."""
        return (folded_ref(ref), name) in self.settled


NO_ROW_ANSWERS = RowAnswers()


def row_key(ref: str, name: str) -> str:
    """A field of a row as it is typed: "12 target"; of the whole paper the field alone."""
    return f"{ref} {name}".strip()


def field_of_key(key: str) -> tuple[str, str]:
    """The ref and the field that ``row_key`` put together. Raises Refused when it names no field."""
    ref, _space, name = " ".join(key.split()).rpartition(" ")
    name = name.casefold()
    if name not in BY_NAME:
        raise Refused(
            f"“{key}” names no row and field: say the reference and one of {joined(ANSWERED)}, such as "
            "--row “12 target=31 March 2024”.",
            field=key,
        )
    return ref, name


def check_row(key: str, words: str, as_at: date, order: Order, register: Register) -> None:
    """Raise Refused, with ``key`` as its field, when an answer about a row cannot be read; "" takes one back."""
    ref, name = field_of_key(key)
    if words and words.casefold() != AS_READ:
        _meant(ref, name, words, Line(ref, "", "", "", (), "", "", {}), as_at, order, register)


def read_rows(
    rows: Mapping[str, str],
    lines: Sequence[Line],
    asked: Collection[str],
    as_at: date,
    order: Order,
    register: Register,
) -> RowAnswers:
    """The answers about a paper's lines, "" taking one back. ``asked`` are the refs of doubts besides. Raises Refused.

    The printed words stay: an answered date has them beside the day that was answered.
    """
    by_ref = {folded_ref(line.ref): line for line in lines}
    others = {folded_ref(ref) for ref in asked}
    targets: dict[str, Target] = {}
    owners: dict[str, tuple[str, ...]] = {}
    statuses: dict[str, Status] = {}
    settled, touched = set(), set()
    for key, words in rows.items():
        ref, name = field_of_key(key)
        line = by_ref.get(folded_ref(ref))
        if line is None and folded_ref(ref) not in others:
            raise Refused(f"“{key}”: the paper has no action {ref or 'without a reference'}.", field=key)
        if line is not None:
            touched.add((line.ref, name))
        if not words:
            continue
        settled.add((folded_ref(ref), name))
        if words.casefold() == AS_READ:
            continue
        if line is None:
            raise Refused(_only_as_read(key), field=key)
        meant = _meant(ref, name, words, line, as_at, order, register)
        if isinstance(meant, Target):
            targets[line.ref] = meant
        elif isinstance(meant, Status):
            statuses[line.ref] = meant
        else:
            owners[line.ref] = meant
    return RowAnswers(targets, owners, statuses, frozenset(settled), frozenset(touched))


def _meant(
    ref: str, name: str, words: str, line: Line, as_at: date, order: Order, register: Register
) -> Target | Status | tuple[str, ...]:
    key = row_key(ref, name)
    if not ref or name not in ANSWERED:
        raise Refused(_only_as_read(key), field=key)
    if name == "target":
        return _target(key, words, line, as_at, order)
    if name == "owners":
        return _owners(key, words, register)
    if words.casefold() not in list(Status):
        raise Refused(f"“{key}”: “{words}” is no status; there are {', '.join(Status)}.", field=key)
    return Status(words.casefold())


def _only_as_read(key: str) -> str:
    return (
        f"“{key}”: of that only “{AS_READ}” can be answered, when it was read rightly; else put it right in the "
        "paper and import that."
    )


def _target(key: str, words: str, line: Line, as_at: date, order: Order) -> Target:
    """The date that was answered, beside the words that are printed."""
    target = read_target(words, as_at, order)
    if not target.understood or target.question or target.done:
        raise Refused(
            f"“{key}”: “{words}” is no date I can read; write the day, such as 31 March {as_at.year + 1}.",
            field=key,
        )
    meant = target_of(replace(line, target=words), as_at, order)
    milestones = meant.milestones
    if len(milestones) == 1:
        milestones = (replace(milestones[0], printed=line.target),)
    return replace(meant, printed=line.target, milestones=milestones)


def _owners(key: str, words: str, register: Register) -> tuple[str, ...]:
    if words.upper() == EVERY_DIRECTORATE:
        return (EVERY_DIRECTORATE,)
    if not register.codes:  # its settings come later: as they are typed
        return tuple(dict.fromkeys(words.upper().replace(",", " ").split()))
    found = directorates_in(words, register)
    if found is None:
        raise Refused(
            f"“{key}”: “{words}” is no directorate here; there are {', '.join(register.codes)}.", field=key
        )
    return tuple(one.code for one in found)
