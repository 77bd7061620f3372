"""The reference of each action: as printed, told apart by its section, found in its words, or numbered."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from papers.formats.grid import Findings
from papers.tables.cells import reference
from papers.tables.columns import DEFINED, REF, TITLE
from papers.tables.entries import TableEntry
from register.imports.doubts import Doubt
from register.lazy_pattern import lazy_pattern
from register.refs import folded_ref

_LEADING = lazy_pattern(
    r"((?:action|recommendation|rec\.?|item)\s*)?"
    r"([A-Z]{0,4}\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?|[A-Z]{1,5}\d{1,3}|\([a-z]\)|[a-z]\)|\([ivx]{1,5}\)|[ivx]{1,5}\))"
    r"(?:\s*[.):–—-]\s*|\s+)(?=\S)",
    re.I,
)
_OFTEN = 0.8
"""The share of rows whose words must begin with a reference for these to be taken as such."""

_LABEL = lazy_pattern(
    r"(?:theme|section|part|recommendation|objective|priority|finding|standard|action plan|workstream|outcome|"
    r"area|domain|phase|stage|appendix|annex|table)\s+[\w.]{1,6}",
    re.I,
)
_NUMBER = lazy_pattern(r"(\d{1,3}(?:\.\d{1,3})*|[A-Z])(?=[.):\s])")
_LONGEST_LABEL = 24
_NINES = lazy_pattern(r"(.*\D)?(\d+)\.(\d*9)")


def name_all(entries: list[TableEntry], findings: Findings, doubts: list[Doubt]) -> bool:
    """Give each entry a reference of its own; return whether they were numbered by us, in the paper's order.

    What was printed stays: where references begin anew in each section its name goes before them.
    """
    if not any(entry.ref for entry in entries):
        _from_words(entries)
    if not any(entry.ref for entry in entries):
        for number, entry in enumerate(entries, start=1):
            entry.ref = str(number)
        question = "the table prints no references, so that they were numbered in its order; are these right?"
        doubts.append(Doubt(entries[0].place, "", REF, "", f"1 to {len(entries)}", question))
        return True
    for entry in entries:
        if "\n" in entry.ref:
            first, *others = entry.ref.split("\n")
            question = f"several references stand here ({', '.join(others)} too); which is its own?"
            doubts.append(Doubt(entry.place, first, REF, entry.ref, first, question))
            entry.ref = first
    _restore_noughts(entries, doubts)
    _drop_repeated(entries, findings)
    if _repeats(entries):
        _by_section(entries)
    _apart(entries, doubts)
    return False


def _from_words(entries: Sequence[TableEntry]) -> None:
    """Take references out of the words that begin with them, where nearly all do and no two are the same."""
    for name in (DEFINED, TITLE):
        found = []
        for entry in entries:
            key = entry.layout.key_of.get(name, "")
            words = next(iter(entry.parts.get(key, [])), "")
            match = _LEADING.match(words)
            ref = reference(match[2]) if match else None
            found.append((entry, key, words, match, ref))
        refs = [ref for *_, ref in found if ref]
        # A number before words may be a quantity ("3 officers to train"): those of a list go up by one.
        if len(refs) < max(_OFTEN * len(entries), 1) or len(set(refs)) < len(refs) or not _is_list(refs):
            continue
        for entry, key, words, match, ref in found:
            if match and ref:
                entry.ref = ref
                entry.parts[key][0] = words[match.end() :]
        return


def _is_list(refs: Sequence[str]) -> bool:
    numbers = [int(ref) for ref in refs if ref.isdigit()]
    return len(numbers) < len(refs) or (
        len(refs) > 1 and all(after - before == 1 for before, after in pairwise(numbers))
    )


def _restore_noughts(entries: Sequence[TableEntry], doubts: list[Doubt]) -> None:
    """A sheet shows 1.10 as 1.1 where it takes it for a number: after 1.9 it is 1.10."""
    seen: set[str] = set()
    for before, entry in zip([None, *entries], entries, strict=False):
        nine = _NINES.fullmatch(before.ref) if before else None
        if nine and entry.ref in seen and f"{entry.ref}0".endswith(f".{int(nine[3]) + 1}"):
            printed, entry.ref = entry.ref, f"{entry.ref}0"
            question = (
                f"it stands after {before.ref if before else ''}, and {printed} is there already; is it that?"
            )
            doubts.append(Doubt(entry.place, entry.ref, REF, printed, entry.ref, question))
        seen.add(entry.ref)


def _drop_repeated(entries: list[TableEntry], findings: Findings) -> None:
    """Leave out an action that is printed twice in the same words, as where a sheet sums up another."""
    seen: dict[str, TableEntry] = {}
    for entry in list(entries):
        twin = seen.setdefault(folded_ref(entry.ref) if entry.ref else str(id(entry)), entry)
        if twin is not entry and twin.parts == entry.parts:
            findings.leave_out(entry.place, f"action {entry.ref} stands as at {twin.place} and was left out.")
            entries.remove(entry)


def _repeats(entries: Sequence[TableEntry]) -> bool:
    counts = Counter(folded_ref(entry.ref) for entry in entries if entry.ref)
    return any(count > 1 for count in counts.values())


def _by_section(entries: Sequence[TableEntry]) -> None:
    """Put the section before each reference, where that tells all of them apart."""
    for sections in (
        [one.section for one in entries],
        [" ".join(one.parts.get("section", [])) for one in entries],
        [one.title for one in entries],
        [
            one.first.table.removeprefix("sheet ") if one.first.table.startswith("sheet ") else ""
            for one in entries
        ],
    ):
        pairs = [(section, folded_ref(entry.ref)) for section, entry in zip(sections, entries, strict=True)]
        if len(set(sections)) < 2 or not all(sections) or len(set(pairs)) < len(pairs):
            continue
        labels = _labels(list(dict.fromkeys(sections)))
        for section, entry in zip(sections, entries, strict=True):
            label = labels[section]
            entry.ref = f"{label}/{entry.ref}" if label.isdigit() else f"{label} {entry.ref}"
            if not entry.parts.get("section"):
                entry.section = entry.section or section
        return


def _labels(sections: Sequence[str]) -> dict[str, str]:
    """A short name for each section: its number, or its first words; no two are the same."""
    found: dict[str, str] = {}
    for at, section in enumerate(sections, start=1):
        flat = " ".join(section.split())
        named = _LABEL.match(flat) or _NUMBER.match(flat)
        label = named[0].rstrip(".") if named else re.split(r"\s*[:;(–—]|\s-\s", flat)[0]
        if len(label) > _LONGEST_LABEL:
            label = label[: _LONGEST_LABEL + 1].rsplit(" ", 1)[0]
        if not label or label.casefold() in {other.casefold() for other in found.values()}:
            label = f"Section {at}"
        found[section] = label
    return found


def _apart(entries: Sequence[TableEntry], doubts: list[Doubt]) -> None:
    """Tell apart what still has one reference, or none, and ask."""
    used_refs = {folded_ref(entry.ref) for entry in entries if entry.ref}
    seen: dict[str, TableEntry] = {}
    for entry in entries:
        twin = seen.get(folded_ref(entry.ref)) if entry.ref else None
        if entry.ref and twin is None:
            seen[folded_ref(entry.ref)] = entry
            continue
        printed, count = entry.ref, 2 if entry.ref else 1
        while folded_ref(_numbered(printed, count)) in used_refs:
            count += 1
        entry.ref = _numbered(printed, count)
        used_refs.add(folded_ref(entry.ref))
        where = f"{printed} stands at {twin.place} too" if twin else "no reference is printed"
        doubts.append(Doubt(entry.place, entry.ref, REF, printed, entry.ref, f"{where}; which is it?"))


def _numbered(printed: str, count: int) -> str:
    return f"{printed} ({count})" if printed else f"N{count}"
