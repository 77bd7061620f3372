"""A paper's lines against the register: what is new, changed, the same, and what the paper leaves out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from register.action import Line
from register.fields import FIELDS, StoredAs, field_of, folded
from register.imports.doubts import Doubt
from register.imports.same_words import matched
from register.lazy_pattern import LazyPattern
from register.refs import folded_ref, ref_key
from register.refused import Refused

_COLUMNS_OF = {
    "delivered": {"delivered"},
    "target": {"target", "original", "revised"},
    "owners": {"owners", "officers"},
}
"""The fields that any of their columns may fill; a progress that is blank says nothing anyway (Field.unsaid)."""

_BEHIND_MEETING = LazyPattern(
    r"(?:[A-Za-z]+ ){1,4}((?:\d{1,2} [A-Za-z]+|\d{1,2}[./]\d{1,2}[./]?) ?(?:\d\d){1,2}/.+)"
)
_LIST_NUMBER = LazyPattern(r"^[ \t]*(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)][ \t]+", re.M)


@dataclass(frozen=True)
class Difference:
    """An action that a paper prints otherwise than the register has it, and in which fields.

    ``fields`` are the names in the order of register.fields, then the headings of other columns as printed.
    """

    ref: str
    before: Line
    after: Line
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Reconciliation:
    """What a paper would do to a register, each part in the order of the refs.

    ``new`` are lines of actions the register does not have, ``changed`` those printed otherwise, ``same`` the
    refs printed as they stand, ``missing`` the refs of the register that the paper leaves out.
    """

    new: tuple[Line, ...]
    changed: tuple[Difference, ...]
    same: tuple[str, ...]
    missing: tuple[str, ...]


def reconcile(lines: Sequence[Line], current: Mapping[str, Line]) -> Reconciliation:
    """Compare a paper's lines with the register's, ``current`` by ref as it stood on the paper's day.

    Owners are compared as sets. Differences of spaces, line ends and bullets, of typographic against plain quotes and
    dashes, and numbers of a list that one of both lacks are no change: they come from the file format, not from the
    authors. Words that the
    paper leaves out where the register has some *are* a change, as that is what the committee was shown; the
    words before stay as the earlier version. A progress left blank is none: it says nothing, and must not
    reopen what is complete. An action left out of the paper is reported, never ended.
    Refused when two lines have one ref.
    """
    by_ref: dict[str, Line] = {}
    seen: dict[str, Line] = {}
    for line in lines:
        twin = seen.setdefault(folded_ref(line.ref), line)
        if twin is not line:
            raise Refused(
                f"Action {line.ref} appears twice, at {twin.place} and at {line.place}; "
                "give each action a reference of its own."
            )
        by_ref[line.ref] = line
    new, changed, same = [], [], []
    for ref in sorted(by_ref, key=ref_key):
        after, before = by_ref[ref], current.get(ref)
        if before is None:
            new.append(after)
        elif fields := _differing(before, after):
            changed.append(Difference(ref, before, after, fields))
        else:
            same.append(ref)
    missing = sorted(current.keys() - by_ref.keys(), key=ref_key)
    return Reconciliation(tuple(new), tuple(changed), tuple(same), tuple(missing))


def with_answered(
    found: Reconciliation, fields: Mapping[str, Sequence[str]], lines: Sequence[Line]
) -> Reconciliation:
    """The reconciliation with fields that are printed as before and mean something else by a person's answer.

    ``fields`` are their names by ref, ``lines`` the paper's.
    """
    by_ref = {line.ref: line for line in lines}
    was = {one.ref: one for one in found.changed}
    changed = dict(was)
    for ref, names in fields.items():
        before = was.get(ref) or Difference(ref, by_ref[ref], by_ref[ref], ())
        changed[ref] = replace(before, fields=tuple(dict.fromkeys((*before.fields, *names))))
    return replace(
        found,
        changed=tuple(changed[ref] for ref in sorted(changed, key=ref_key)),
        same=tuple(ref for ref in found.same if ref not in changed),
    )


def with_what_has_no_column(line: Line, before: Line | None, columns: Collection[str]) -> Line:
    """A paper's line with what the register has (``before``, None for a new action) of what it has no column for.

    ``columns`` are the fields that the paper's columns hold; with none of them it has no table. A paper without a
    column of target dates says nothing of them, and takes none away.
    """
    if before is None or not columns:
        return line
    absent = {
        name for name, fields in _COLUMNS_OF.items() if not fields & set(columns) and not line.value(name)
    }
    return replace(line, **{name: before.value(name) for name in absent})  # type: ignore[arg-type]


def renumbered(found: Reconciliation, known: Mapping[str, Line]) -> list[Doubt]:
    """What to ask of lines that have the words of another action of the register (``known``, by ref) than their own.

    Papers are numbered anew now and then: what was 2 is then 1, or A1.
    """
    by_their_words: dict[str, list[str]] = {}
    for ref, line in known.items():
        if folded(line.defined):
            by_their_words.setdefault(folded(line.defined), []).append(ref)
    reworded = [one.after for one in found.changed if "defined" in one.fields]
    doubts = []
    for line in (*found.new, *reworded):
        others = by_their_words.get(folded(line.defined), [])
        if len(others) == 1:
            question = (
                f"its words are those of action {others[0]} before; is it that action under another reference?"
            )
            doubts.append(Doubt(line.place, line.ref, "ref", line.ref, line.ref, question))
    return doubts


def as_known(lines: Sequence[Line], refs: Iterable[str]) -> list[Line]:
    """The lines under the refs that are known: a paper's "01" is the register's "1", and "4A" its "4a".

    References that start again in the minutes of each meeting stand behind its day, and in registers of before that
    behind its whole name: "11 June 2026/5" is "Meeting of 11 June 2026/5", where only that one is known.
    """
    spelt = {folded_ref(ref): ref for ref in refs}
    by_day: dict[str, list[str]] = {}
    for ref in spelt.values():
        if found := _BEHIND_MEETING.fullmatch(ref):
            by_day.setdefault(folded_ref(found[1]), []).append(ref)
    known = {day: behind[0] for day, behind in by_day.items() if len(behind) == 1} | spelt
    return [line.under(known.get(folded_ref(line.ref), line.ref)) for line in lines]


def by_words(lines: Sequence[Line], known: Mapping[str, Line]) -> tuple[list[Line], list[Doubt]]:
    """The lines of a paper that prints no references under those that the register gave the same words before.

    ``known`` are the register's lines by ref. A line whose words differ from all of them is matched with the most
    similar action that is left, and asked about; one that is similar to none is given the next number.
    """
    found = matched([line.defined for line in lines], {ref: line.defined for ref, line in known.items()})
    refs = {**found.same, **found.alike}
    question = "the paper prints no references, and its words are not quite those before; is it that action?"
    doubts = [
        Doubt(lines[at].place, ref, "ref", lines[at].defined, ref, question) for at, ref in found.alike.items()
    ]
    used_refs, number = {folded_ref(ref) for ref in known}, 0
    for at in range(len(lines)):
        if at not in refs:
            number += 1
            while folded_ref(str(number)) in used_refs:
                number += 1
            refs[at] = str(number)
    return [line.under(refs[at]) for at, line in enumerate(lines)], doubts


def _differing(before: Line, after: Line) -> tuple[str, ...]:
    # A column that the paper does not have says nothing of what the register holds.
    names = (
        *(one.name for one in FIELDS if one.stored_as is StoredAs.COLUMN or one.name in after.more),
        *after.more,
    )
    return tuple(name for name in dict.fromkeys(names) if name != "ref" and _differs(name, before, after))


def _differs(name: str, before: Line, after: Line) -> bool:
    known = field_of(name)
    if known.unsaid and not folded(after.value(name)):
        return False
    return known.differs(before.value(name), after.value(name)) and not (
        (known.prose or name == "officers") and _is_numbered_anew(before.printed(name), after.printed(name))
    )


def _is_numbered_anew(before: str, after: str) -> bool:
    """Whether words differ in the numbers of a list alone, which one of both has not: not every format shows them."""
    plain = [_LIST_NUMBER.sub("", words) for words in (before, after)]
    is_of_one = (plain[0] == before) != (plain[1] == after)
    return is_of_one and folded(plain[0]) == folded(plain[1])
