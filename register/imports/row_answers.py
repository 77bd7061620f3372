"""What a person answered about single rows of a paper: what is meant, that it is right, or that it is left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from register.action import EVERY_DIRECTORATE, Line
from register.date_fields import DATE_FIELDS
from register.days.target_dates import Order, Target, day_of_serial, read_target, target_of
from register.directorate_changes import DirectorateChanges
from register.fields import FIELDS_BY_NAME, StoredAs
from register.imports.answers import EVERY, folded_key, names_a_row
from register.owner_codes import directorates_in, owners_of
from register.phrases import day, in_one_line, joined
from register.progress import Status
from register.refs import folded_ref
from register.refused import Refused
from register.register import Register
from register.words.text_folding import caseless

AS_READ = "as read"
"""The answer that a row was read rightly."""

LEFT_OUT = "left out"
"""The answer that a row is no action of the register."""

_Meant = Target | Status | tuple[str, ...] | str
"""What an answer about a field of a row means: a date, a status, owners, or the words themselves."""
_LONGEST_REF = 40
_DATES = frozenset(field.name for field in DATE_FIELDS)
_EXAMPLES = ("target", "owners", "progress", "ref", "defined")


@dataclass(frozen=True)
class RowAnswers:
    """The answers about a paper's rows, by the reference that a row ends up with.

    ``refs`` are the references that rows are given instead of their own, ``words`` the words of other fields,
    ``left_out`` the rows that are no actions, by their own. ``settled`` are the refs (folded, the own and the
    given one) and fields that were answered, ``touched`` the refs and fields of lines of which an answer was given or
    taken back.
    """

    targets: Mapping[str, Target] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    settled: frozenset[tuple[str, str]] = frozenset()
    touched: frozenset[tuple[str, str]] = frozenset()

    def settles(self, ref: str, name: str) -> bool:
        """Whether a person has answered about that field of that row, or that it is left out."""
        return ref in self.left_out or (bool(self.settled) and (folded_ref(ref), name) in self.settled)

    def placed(self, lines: Sequence[Line]) -> list[Line]:
        """A paper's lines under the references that are meant, without those that are left out."""
        remaining = (line for line in lines if line.ref not in self.left_out)
        return [line.under(self.refs.get(line.ref, line.ref)) for line in remaining]

    def dropped(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that are left out."""
        return [line for line in lines if line.ref in self.left_out]

    def corrected(self, line: Line) -> Line:
        """A line, once placed, with the words that are meant."""
        given = self.words.get(line.ref)
        if not given:
            return line
        own = {
            name: words for name, words in given.items() if FIELDS_BY_NAME[name].stored_as is StoredAs.COLUMN
        }
        more = {name: words for name, words in given.items() if name not in own}
        return replace(line, **own, more={**line.more, **more})  # type: ignore[arg-type]


NO_ROW_ANSWERS = RowAnswers()


def row_key(ref: str, name: str) -> str:
    """A field of a row as it is typed: "12 target"; of the whole paper the field alone."""
    return f"{ref} {name}".strip()


def field_of_key(key: str) -> tuple[str, str]:
    """The ref and the field that ``row_key`` put together. Raises Refused when it names no field."""
    ref, _space, name = " ".join(key.split()).rpartition(" ")
    name = name.casefold()
    if name not in FIELDS_BY_NAME:
        raise Refused(
            f"“{key}” names no row and field: give the reference and a field such as {joined(_EXAMPLES)}, for "
            "instance --row “12 target=31 March 2024”.",
            field=key,
        )
    return ref, name


def is_of_every_row(key: str) -> bool:
    """Whether an answer is about all rows that are asked about in a field. Raises Refused when it names no field."""
    return field_of_key(key)[0].casefold() == EVERY


def with_each_row(
    rows: Mapping[str, str], remembered: Collection[str], asked: Collection[str]
) -> dict[str, str]:
    """The answers about rows (``rows``), with each row that one about every row stands for: those that are asked about
    in that field (``asked``, by row and field) and have no answer of their own, among these or of earlier papers
    (``remembered``). With nothing behind "=" those of earlier papers are taken back. Raises Refused.
    """
    single = {key: words for key, words in rows.items() if not is_of_every_row(key)}
    found = dict(single)
    for key, words in rows.items():
        if key in single:
            continue
        name = field_of_key(key)[1]
        _check_every(key, name, words)
        answered = {folded_key(row) for row in (*single, *(remembered if words else ()))}
        meant = {row: folded_key(row) for row in (asked if words else (*remembered, *asked))}
        found |= {row: words for row, of in meant.items() if of[1] == name and of not in answered}
    return found


def _check_every(key: str, name: str, words: str) -> None:
    if name == "ref" and words.casefold() not in ("", AS_READ):
        raise Refused(
            f"“{key}”: every row has a reference of its own; answer for single rows, or “{AS_READ}” if all are "
            "right.",
            field=key,
        )
    if name == "delivered" and words.casefold() not in ("", AS_READ):
        raise Refused(
            f"“{key}”: what was delivered differs from row to row; answer for single rows, or “{AS_READ}” if the "
            "paper's words are right in all that were written on an older copy.",
            field=key,
        )


def no_longer_right(rows: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """The rows and fields of which it was answered that they were read rightly (``before``), and is taken back now."""
    emptied = {folded_key(key) for key, words in rows.items() if not words}
    return [key for key, words in before.items() if words.casefold() == AS_READ and folded_key(key) in emptied]


def refs_answered(name: str, rows: Collection[str], every: Mapping[str, str]) -> frozenset[str]:
    """The refs (folded, the own and the given one) of the rows of which that field was answered, or taken back.

    ``rows`` are the answers' rows and fields, as typed; ``every`` all answers, also the remembered ones, which may say
    what a row's ref is.
    """
    own = {folded_ref(ref) for ref, about in map(field_of_key, rows) if about == name}
    refs = ((*field_of_key(key), words) for key, words in every.items())
    given = {folded_ref(ref): folded_ref(words) for ref, about, words in refs if about == "ref"}
    return frozenset(own | {given[ref] for ref in own & given.keys()})


def check_row(key: str, words: str, as_at: date, order: Order, register: Register) -> None:
    """Raise Refused, with ``key`` as its field, when an answer about a row cannot be read; "" takes one back."""
    ref, name = field_of_key(key)
    if is_of_every_row(key):
        _check_every(key, name, words)
    if words and words.casefold() not in (AS_READ, LEFT_OUT):
        _Reader(as_at, order, register).read(key, words, Line(ref, "", "", "", (), "", "", {}))


def read_rows(
    rows: Mapping[str, str],
    lines: Sequence[Line],
    doubted_refs: Collection[str],
    as_at: date,
    order: Order,
    register: Register,
) -> RowAnswers:
    """The answers about a paper's lines; "" takes one back. Raises Refused.

    ``doubted_refs`` are the refs of the paper's doubts, which may be on no line. The printed words stay: an answered
    date has them beside the day that was answered.
    """
    by_ref, others = {folded_ref(line.ref): line for line in lines}, {folded_ref(ref) for ref in doubted_refs}
    reader = _Reader(as_at, order, register)
    refs, left_out = _refs(rows, by_ref)
    found: dict[tuple[str, str], _Meant] = {}
    texts: dict[str, dict[str, str]] = {}
    settled, touched = set(), set()
    for key, words in rows.items():
        ref, name = field_of_key(key)
        line = by_ref.get(folded_ref(ref))
        if name == "ref" and names_a_row(ref):  # the reader has acted on it
            settled |= {(folded_ref(ref), name)} if words else set()
            continue
        if line is None and folded_ref(ref) not in others:
            raise Refused(f"“{key}”: the paper has no action {ref or 'without a reference'}.", field=key)
        final = refs.get(line.ref, line.ref) if line is not None else ref
        touched |= {(final, name)} if line is not None else set()
        if not words:
            continue
        settled |= {(folded_ref(ref), name), (folded_ref(final), name)}
        words = _day_for_serial(words, line, name)
        if words.casefold() in (AS_READ, LEFT_OUT) or (name == "ref" and line is not None):
            continue
        if line is None:
            raise Refused(_only_as_read(key), field=key)
        found[final, name] = reader.read(key, words, line)
        texts.setdefault(final, {}).update(_texts(found[final, name], name, line))
    return RowAnswers(
        targets={ref: meant for (ref, _name), meant in found.items() if isinstance(meant, Target)},
        owners={ref: meant for (ref, _name), meant in found.items() if isinstance(meant, tuple)},
        statuses={ref: meant for (ref, _name), meant in found.items() if isinstance(meant, Status)},
        refs=refs,
        words={ref: words_of_row for ref, words_of_row in texts.items() if words_of_row},
        left_out=left_out,
        settled=frozenset(settled),
        touched=frozenset(touched),
    )


def _texts(meant: _Meant, name: str, line: Line) -> Mapping[str, str]:
    """The words by field that an answer about a field of a line gives: its own, or those of the date that it is."""
    if isinstance(meant, Target):
        return _dates_to_print(line, meant.printed)
    return {name: meant} if isinstance(meant, str) and not isinstance(meant, Status) else {}


def _day_for_serial(words: str, line: Line | None, name: str) -> str:
    """An answer; where a date that is printed as a spreadsheet's number (day_of_serial) was read rightly, its day."""
    if line is None or words.casefold() != AS_READ:
        return words
    found = day_of_serial(line.printed(name)) if name in _DATES else None
    return day(found) if found else words


def _dates_to_print(line: Line, printed: str) -> Mapping[str, str]:
    """The words of a target date that was printed as a spreadsheet's number, and of the original or revised date that
    it is.
    """
    if printed == line.target:
        return {}
    return {"target": printed} | {
        name: printed for name in ("original", "revised") if line.more.get(name) == line.target
    }


def _refs(rows: Mapping[str, str], by_ref: Mapping[str, Line]) -> tuple[dict[str, str], frozenset[str]]:
    """The references that rows are given instead of their own, and the own ones of those that are left out."""
    refs, left_out = {}, set()
    for key, words in rows.items():
        ref, name = field_of_key(key)
        line = by_ref.get(folded_ref(ref))
        if line is None:
            continue
        if words.casefold() == LEFT_OUT:
            left_out.add(line.ref)
        elif name == "ref" and words and words.casefold() != AS_READ:
            if len(words) > _LONGEST_REF:
                raise Refused(f"“{key}”: “{words}” is too long for a reference.", field=key)
            refs[line.ref] = words
    return refs, frozenset(left_out)


def _only_as_read(key: str) -> str:
    return (
        f"“{key}”: this can only be answered “{AS_READ}”, if it was read correctly; otherwise answer for single rows, "
        "such as --row “12 ref=4.2”, or put it right in the paper and import that."
    )


@dataclass(frozen=True)
class _Reader:
    """What an answer about a row means, on the day a paper speaks of, in the order of its dates, for a register."""

    as_at: date
    order: Order
    register: Register

    def read(self, key: str, words: str, line: Line) -> _Meant:
        """What an answer means. Raises Refused where it cannot be read."""
        ref, name = field_of_key(key)
        if not ref:
            raise Refused(_only_as_read(key), field=key)
        if name == "target":
            return self._target(key, words, line)
        if name == "owners":
            return read_owners(key, words, self.register)
        if name != "progress":
            return words
        if words.casefold() not in list(Status):
            raise Refused(
                f"“{key}”: “{words}” is not a status; the statuses are {', '.join(Status)}.", field=key
            )
        return Status(words.casefold())

    def _target(self, key: str, words: str, line: Line) -> Target:
        """The date that was answered, beside the words that are printed."""
        answered = read_target(words, self.as_at, self.order)
        if not answered.understood or answered.question or answered.done:
            example = f"31 March {self.as_at.year + 1}"
            raise Refused(
                f"“{key}”: “{words}” is not a date I can read; write the day, such as {example}.", field=key
            )
        target = target_of(replace(line, target=words), self.as_at, self.order)
        # The number by which a spreadsheet keeps a day is no words of the committee's: the day is printed for it.
        printed = line.target
        if target.deadline and day_of_serial(line.target):
            printed = day(target.deadline)
        milestones = target.milestones
        if len(milestones) == 1:
            milestones = (replace(milestones[0], printed=printed),)
        return replace(target, printed=printed, milestones=milestones)


def read_owners(key: str, words: str, register: Register) -> tuple[str, ...]:
    """The codes that an answer about owners names. Raises Refused, with ``key`` as its field."""
    if words.upper() == EVERY_DIRECTORATE:
        return (EVERY_DIRECTORATE,)
    if not register.codes:  # its settings come later: as they are typed
        return tuple(dict.fromkeys(words.upper().replace(",", " ").split()))
    found = directorates_in(words, register)
    if found is None:
        codes = ", ".join(register.codes)
        raise Refused(f"“{key}”: “{words}” is no directorate here; the directorates are {codes}.", field=key)
    return tuple(one.code for one in found)


def owners_now(words: str, before: Register, register: Register, changes: DirectorateChanges) -> str:
    """An answer about owners, typed for a register as it was ``before``, by the codes of now; "" where none is left.

    One that both registers read as the same codes, or the one before cannot read, stays as it was typed.
    """
    named = directorates_in(words, before)
    if words.upper() == EVERY_DIRECTORATE or named is None:
        return words
    now = [changes.renamed.get(one.code, one.code) for one in named]
    codes = [code for code in dict.fromkeys(now) if code in register.codes]
    still = directorates_in(words, register)
    return words if still and [one.code for one in still] == codes else " and ".join(codes)


def owners_by_words(line: Line, answered: Mapping[str, str], register: Register) -> tuple[str, ...]:
    """The owners of a line, with the directorates that a person named for the posts, people and bodies it prints.

    ``answered`` are these by printed words. Raises Refused when an answer names no directorate.
    """
    owners = owners_of(line, register)
    if not answered:
        return owners
    known = {caseless(printed): (printed, words) for printed, words in answered.items()}

    def owners_for(printed: str) -> tuple[str, ...]:
        given = known.get(in_one_line(printed.casefold()))
        return read_owners(*given, register) if given and given[1] else ()

    whole = owners_for(line.printed("owners")) or owners_for(
        FIELDS_BY_NAME["owners"].printed(owners) if owners else line.more.get("officers", "")
    )
    return whole or tuple(dict.fromkeys(code for one in owners for code in owners_for(one) or (one,)))
