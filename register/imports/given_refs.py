"""References that are given here to rows that print none ("N1"), or one that others print too ("3 (2)").

The order of such rows is not the same in each version of a paper, so that they are known again by their words.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from register.imports.same_words import matched
from register.lazy_pattern import LazyPattern
from register.refs import folded_ref, ref_key

_GIVEN = LazyPattern(r"n\d+|(?P<printed>.+) \(\d+\)")


def given_ref(printed: str, count: int) -> str:
    """The reference of the row of that number among those that print the same reference, or none ("")."""
    return f"{printed} ({count})" if printed else f"N{count}"


def given_before(words: Mapping[str, str]) -> dict[str, str]:
    """Of the words of a register's actions, by ref, those of actions whose reference may have been given here."""
    folds = {ref: _GIVEN.fullmatch(folded_ref(ref)) for ref in words}
    shared = {match["printed"] for match in folds.values() if match}
    return {ref: words[ref] for ref, match in folds.items() if match or folded_ref(ref) in shared}


@dataclass(frozen=True)
class GivenRef:
    """A reference that is given to a row.

    ``alike`` is the action of the register whose words are much like the row's, and which it may be; ``same`` are those
    that have its words, where there are more of them than rows.
    """

    ref: str
    alike: str = ""
    same: tuple[str, ...] = ()


class RefGiver:
    """Gives references to the rows of a paper, those that the register has for the same words where it has any.

    ``before`` are the words of actions that were given theirs, by ref (given_before), ``used`` the references that the
    paper prints.
    """

    def __init__(self, before: Mapping[str, str], used: Collection[str]) -> None:
        self._used = {folded_ref(ref) for ref in used}
        self._taken = self._used | {folded_ref(ref) for ref in before}
        self._before: dict[str, dict[str, str]] = defaultdict(dict)
        for ref in sorted(before, key=ref_key):
            match = _GIVEN.fullmatch(folded_ref(ref))
            self._before[(match["printed"] or "") if match else folded_ref(ref)][ref] = before[ref]

    def give(self, printed: str, rows: Sequence[str]) -> list[GivenRef]:
        """A reference for each of the rows, given by their words, that print the same reference, or none ("")."""
        fold = folded_ref(printed)
        known = {
            ref: words
            for ref, words in self._before.get(fold, {}).items()
            if folded_ref(ref) == fold or folded_ref(ref) not in self._used
        }
        found = matched(rows, known)
        given: list[GivenRef] = []
        count = 2 if printed else 1
        # What is printed is the first row's own, unless another has its words.
        is_free = bool(printed) and fold not in map(folded_ref, (*found.same.values(), *found.alike.values()))
        for at in range(len(rows)):
            alike = found.alike.get(at, "")
            if at in found.same:
                given.append(GivenRef(found.same[at], same=found.undecided.get(at, ())))
            elif alike and printed:
                given.append(GivenRef(alike, alike))
            elif is_free:
                is_free = False
                given.append(GivenRef(next((ref for ref in known if folded_ref(ref) == fold), printed)))
            else:
                while folded_ref(given_ref(printed, count)) in self._taken:
                    count += 1
                ref = given_ref(printed, count)
                self._taken.add(folded_ref(ref))
                given.append(GivenRef(ref, alike))
        return given
