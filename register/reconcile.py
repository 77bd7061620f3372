"""A paper's lines against the register: what is new, changed, the same, and what the paper leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from register.action import Line
from register.refs import folded_ref, ref_key
from register.refused import Refused

FIELDS = ("defined", "delivered", "target", "owners", "progress")
"""What of a line can change, in the order of the committee's columns."""

# A word processor's quotes and dashes against a keyboard's: the same words, typed elsewhere.
_TYPED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "…": "..."}
)


@dataclass(frozen=True)
class Change:
    """An action that a paper prints otherwise than the register has it, and in which of FIELDS."""

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
    changed: tuple[Change, ...]
    same: tuple[str, ...]
    missing: tuple[str, ...]


def reconcile(lines: Sequence[Line], current: Mapping[str, Line]) -> Reconciliation:
    """Compare a paper's lines with the register's, ``current`` by ref as it stood on the paper's day.

    Owners are compared as sets. Differences of spaces and line ends, and of typographic against plain quotes
    and dashes, are no change: they come from the road the paper took, not from its authors. Words that the
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
                f"Action {line.ref} stands twice, at {twin.place} and at {line.place}; "
                "give each action a reference of its own."
            )
        by_ref[line.ref] = line
    new, changed, same = [], [], []
    for ref in sorted(by_ref, key=ref_key):
        after, before = by_ref[ref], current.get(ref)
        if before is None:
            new.append(after)
        elif fields := _differing(before, after):
            changed.append(Change(ref, before, after, fields))
        else:
            same.append(ref)
    missing = sorted(current.keys() - by_ref.keys(), key=ref_key)
    return Reconciliation(tuple(new), tuple(changed), tuple(same), tuple(missing))


def as_known(lines: Sequence[Line], refs: Iterable[str]) -> list[Line]:
    """The lines under the refs that are known: a paper's "01" is the register's "1", and "4A" its "4a"."""
    spelt = {folded_ref(ref): ref for ref in refs}
    return [replace(line, ref=spelt.get(folded_ref(line.ref), line.ref)) for line in lines]


def _differing(before: Line, after: Line) -> tuple[str, ...]:
    return tuple(field for field in FIELDS if _differs(field, before, after))


def _differs(field: str, before: Line, after: Line) -> bool:
    if field == "owners":
        return set(before.owners) != set(after.owners)
    if field == "progress" and not _folded(after.progress):
        return False
    return _folded(getattr(before, field)) != _folded(getattr(after, field))


def _folded(words: str) -> str:
    return "".join(words.translate(_TYPED).split())
