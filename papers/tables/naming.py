"""The reference of each action: as printed, taken from its words, made unique by its section, or numbered here."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from papers.formats.grid import Findings, short
from papers.tables.cells import look, reference
from papers.tables.entries import TableEntry
from papers.tables.layout import DEFINED, REF, TITLE
from papers.tables.splitting import split
from papers.tables.table_rows import ActionTable
from register.fields import Look
from register.imports.answers import Answers
from register.imports.doubts import NO_REF, Doubt
from register.imports.given_refs import GivenRef, RefGiver
from register.imports.row_answers import AS_READ, LEFT_OUT
from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refs import folded_ref

_LEADING_REF = LazyPattern(
    r"((?:action|recommendation|rec\.?|item)\s*)?"
    r"([A-Z]{0,4}\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?|[A-Z]{1,5}\d{1,3}|\([a-z]\)|[a-z]\)|\([ivx]{1,5}\)|[ivx]{1,5}\))"
    r"(?:\s*[.):–—-]\s*|\s+)(?=\S)",
    re.I,
)
_LEAST_SHARE = 0.8
"""The share of rows whose words must begin with a reference before these are read as references."""

_LABEL = LazyPattern(
    r"(?:theme|section|part|recommendation|objective|priority|finding|standard|action plan|workstream|outcome|"
    r"area|domain|phase|stage|appendix|annex|table)\s+[\w.]{1,6}",
    re.I,
)
_IS_SHEET_OF = LazyPattern(
    r"sheet (?!.*\b(?:open|closed?|completed?|live|current|outstanding|archived?|sheet ?\d*|table ?\d*|data|actions?|"
    r"tracker|log|register|plan|new|old|copy|tab ?\d*)\b)(?=.*[^\W\d_]{2})",
    re.I,
)
"""The place of a sheet whose name says of what its actions are, and not how far they are or only that they are some."""
_NUMBER = LazyPattern(r"(\d{1,3}(?:\.\d{1,3})*|[A-Z])(?=[.):\s])")
_LONGEST_LABEL = 24
_MEETING_OF = LazyPattern(
    r"(?:actions? (?:from|of|agreed at) )?(?:the )?(?:\w+ ){0,3}(?:meeting|minutes)s?(?: held)?(?: of| on| dated)?\s*"
    r"[:–-]?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?",
    re.I,
)
"""What comes before the day of a meeting that actions are from."""
_ENDS_IN_NINE = LazyPattern(r"(.*\D)?(\d+)\.(\d*9)")


def name_sections(tables: Sequence[ActionTable], entries: Sequence[TableEntry]) -> None:
    """Use the words above the tables as sections, if each table has some and they differ; in a workbook without any
    sections the names of its sheets, as of one for each directorate.
    """
    if len({table.title for table in tables}) > 1 and all(table.title for table in tables):
        for entry in entries:
            entry.section = entry.section or entry.title
    sheets = {entry.first.table for entry in entries}
    has_sections = any(entry.section or entry.filled("section") for entry in entries)
    if len(sheets) < 2 or has_sections or not all(map(_IS_SHEET_OF.match, sheets)):
        return
    for entry in entries:
        entry.section = entry.first.table.removeprefix("sheet ")


def assign_refs(entries: list[TableEntry], answers: Answers, findings: Findings, doubts: list[Doubt]) -> bool:
    """Give each entry a unique reference; returns whether they were numbered here, in the order of the paper.

    A printed reference is kept; where references start again in each section the section's label is put before them.
    An action without one has what a person answered (``answers``), or is numbered by itself: "N1". ``findings`` reports
    actions that are printed twice and removed from ``entries``; questions go to ``doubts``.
    """
    if not any(entry.ref for entry in entries):
        _take_from_words(entries, doubts)
    if not any(entry.ref for entry in entries):
        for number, entry in enumerate(entries, start=1):
            entry.ref = str(number)
        question = "the table prints no references, so its actions were numbered in order; are these right?"
        doubts.append(Doubt(entries[0].place, "", REF, "", f"1 to {len(entries)}", question))
        return True
    for entry in entries:
        if "\n" in entry.ref:
            first, *others = entry.ref.split("\n")
            question = f"there are several references here ({', '.join(others)} too); which is its own?"
            doubts.append(Doubt(entry.place, first, REF, entry.ref, first, question))
            entry.ref = first
    without_ref = _answered(entries, answers, findings)
    _restore_trailing_zeros(entries, doubts)
    _drop_repeated(entries, findings)
    if _has_repeats(entries):
        _by_section(entries)
    given = _separate_repeats(entries, answers.given_before, doubts)
    doubts.extend(_doubt_without_ref(entry, given.get(id(entry))) for entry in without_ref)
    return False


def _answered(entries: list[TableEntry], answers: Answers, findings: Findings) -> list[TableEntry]:
    """Give the entries without a reference the one that a person gave them, and leave out those that are no actions.

    Returns these entries, which are asked about. They are known again in later papers by what is to be done.
    """
    found = [entry for entry in entries if not entry.ref]
    left_out: set[int] = set()
    for entry in found:
        task = _task(entry)
        answer = answers.of_row(str(entry.first), task)
        before = answers.about_words(task)
        if answer.casefold() == LEFT_OUT:
            findings.leave_out(entry.place, f"it was left out, as you said: “{short(task)}”.", quietly=True)
            left_out.add(id(entry))
        elif answer.casefold() != AS_READ:
            entry.ref = answer
        elif before is not None:
            entry.ref = before.read_as
    entries[:] = [entry for entry in entries if id(entry) not in left_out]
    return found


def _task(entry: TableEntry) -> str:
    """What is to be done."""
    keys = [entry.layout.key_of.get(name, "") for name in (DEFINED, TITLE)]
    return next((" ".join(entry.parts[key]) for key in keys if entry.parts.get(key)), "")


def _take_from_words(entries: Sequence[TableEntry], doubts: list[Doubt]) -> None:
    """Move references out of the words that begin with them, if nearly all entries have one and no two are the same.

    It is asked about an entry with several: "1.1a Report to the board" above "1.1b Report to Council".
    """
    for name in (DEFINED, TITLE):
        found = [(entry, *_leading_reference(entry, name)) for entry in entries]
        refs = [ref for _entry, ref, _rest in found if ref]
        # A number before words may be a quantity ("3 officers to train"); the numbers of a list increase by one.
        if len(refs) < max(_LEAST_SHARE * len(entries), 1) or len(set(refs)) < len(refs) or not _is_list(refs):
            continue
        for entry, ref, rest in found:
            if ref:
                parts = entry.parts[entry.layout.key_of[name]]
                entry.ref, parts[0] = ref, rest
                if others := _further_references("\n".join(parts), ref):
                    question = f"it was read with {joined(others)}, as one action; is it one?"
                    doubts.append(Doubt(entry.place, ref, REF, joined([ref, *others]), ref, question))
        return


def _leading_reference(entry: TableEntry, name: str) -> tuple[str, str]:
    """The reference with which the words of a field begin, "" for none, and the words behind it."""
    words = next(iter(entry.parts.get(entry.layout.key_of.get(name, ""), [])), "")
    match = _LEADING_REF.match(words)
    ref = reference(match[2]) if match else None
    return (ref, words[match.end() :]) if match and ref else ("", words)


def _further_references(words: str, ref: str) -> list[str]:
    """The references of the same kind as ``ref`` with which further lines begin; a number alone may be a quantity."""
    found = [reference(match[2]) for line in words.split("\n")[1:] if (match := _LEADING_REF.match(line))]
    return [one for one in found if one and not one.isdigit() and _kind(one) == _kind(ref)]


def _kind(ref: str) -> str:
    """The form of a reference: "9.9a" for 1.1b."""
    return re.sub(r"[a-z]", "a", re.sub(r"\d+", "9", ref.casefold()))


def _is_list(refs: Sequence[str]) -> bool:
    """Whether references are not all plain numbers, or are numbers that increase by one."""
    numbers = [int(ref) for ref in refs if ref.isdigit()]
    return len(numbers) < len(refs) or (
        len(refs) > 1 and all(after - before == 1 for before, after in pairwise(numbers))
    )


def _restore_trailing_zeros(entries: Sequence[TableEntry], doubts: list[Doubt]) -> None:
    """Read 1.1 after 1.9 as 1.10, with a doubt: a sheet that holds it as a number drops the zero."""
    seen: set[str] = set()
    for before, entry in zip([None, *entries], entries, strict=False):
        nine = _ENDS_IN_NINE.fullmatch(before.ref) if before else None
        if nine and entry.ref in seen and f"{entry.ref}0".endswith(f".{int(nine[3]) + 1}"):
            printed, entry.ref = entry.ref, f"{entry.ref}0"
            question = (
                f"it comes after {before.ref if before else ''}, and {printed} is already there; is it that?"
            )
            doubts.append(Doubt(entry.place, entry.ref, REF, printed, entry.ref, question))
        seen.add(entry.ref)


def _drop_repeated(entries: list[TableEntry], findings: Findings) -> None:
    """Leave out an action that is printed a second time in the same words, as on a summary sheet."""
    seen: dict[str, TableEntry] = {}
    kept = []
    for entry in entries:
        first = seen.setdefault(folded_ref(entry.ref) if entry.ref else str(id(entry)), entry)
        if first is not entry and first.parts == entry.parts:
            findings.leave_out(entry.place, f"action {entry.ref} is as at {first.place} and was left out.")
        else:
            kept.append(entry)
    entries[:] = kept


def _has_repeats(entries: Sequence[TableEntry]) -> bool:
    counts = Counter(folded_ref(entry.ref) for entry in entries if entry.ref)
    return any(count > 1 for count in counts.values())


def _by_section(entries: Sequence[TableEntry]) -> None:
    """Put a label of the section before each reference, if that makes all of them unique.

    The section is that of the entry, else its section column, the words above its table, the name of its sheet, or the
    cell of another column with references: the audit's own, beside "Recommendation no.". Where only some have one, the
    others have the name of their sheet; then the references of a section that repeats none of another's stay.
    """
    in_columns = [" ".join(one.parts.get("section", [])) for one in entries]
    of_one_kind = (
        [one.section for one in entries],
        in_columns,
        [one.title for one in entries],
        [
            one.first.table.removeprefix("sheet ") if one.first.table.startswith("sheet ") else ""
            for one in entries
        ],
    )
    others = list(_other_references(entries))
    mixed = [
        one.section or in_column or _sheet_of(one) or one.title
        for one, in_column in zip(entries, in_columns, strict=True)
    ]
    refs = [folded_ref(one.ref) for one in entries]
    sections = next((one for one in (*of_one_kind, *others, mixed) if _tell_apart(one, refs)), None)
    if sections is None:
        return
    labels = _labels(list(dict.fromkeys(sections)))
    kept = _without_repeats(sections, refs) if sections is mixed else frozenset()
    are_sections = sections is not mixed and sections not in others
    for section, entry in zip(sections, entries, strict=True):
        if not entry.ref or section in kept:
            continue
        label = labels[section]
        is_number = label.isdigit() or look(label) is Look.DATE
        entry.ref = f"{label}/{entry.ref}" if is_number else f"{label} {entry.ref}"
        if are_sections and not entry.parts.get("section"):
            entry.section = entry.section or section


def _tell_apart(sections: Sequence[str], refs: Sequence[str]) -> bool:
    """Whether every action is in one of several sections, none of which has the same reference twice."""
    return all(sections) and len(set(sections)) > 1 and len(set(zip(sections, refs, strict=True))) == len(refs)


def _sheet_of(entry: TableEntry) -> str:
    """The name of its sheet, where that says of what its actions are."""
    table = entry.first.table
    return table.removeprefix("sheet ") if _IS_SHEET_OF.match(table) else ""


def _without_repeats(sections: Sequence[str], refs: Sequence[str]) -> frozenset[str]:
    """The sections, of those of all actions, none of whose references stands in another."""
    counts = Counter(filter(None, refs))
    repeating = {section for section, ref in zip(sections, refs, strict=True) if counts[ref] > 1}
    return frozenset(sections) - repeating


def _other_references(entries: Sequence[TableEntry]) -> Iterator[list[str]]:
    """For each column without a field that holds only references, these for each entry."""
    keys = dict.fromkeys(key for entry in entries for key in entry.parts)
    fields = {
        key: column.fields
        for entry in entries
        for key, column in zip(entry.layout.keys, entry.layout.columns, strict=True)
    }
    for key in keys:
        cells = [" ".join(entry.parts.get(key, [])) for entry in entries]
        if not fields.get(key) and all(len(cell) > 1 and look(cell) is Look.REF for cell in cells):
            yield cells


def _labels(sections: Sequence[str]) -> dict[str, str]:
    """A short and unique label for each section: its number, or its first words."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for at, section in enumerate(sections, start=1):
        flat = _day_of_meeting(" ".join(section.split()))
        number = None if look(flat) is Look.DATE else _LABEL.match(flat) or _NUMBER.match(flat)
        label = number[0].rstrip(".") if number else re.split(r"\s*[:;(–—]|\s-\s", flat)[0]
        if len(label) > _LONGEST_LABEL:
            label = label[: _LONGEST_LABEL + 1].rsplit(" ", 1)[0]
        if not label or label.casefold() in taken:
            label = f"Section {at}"
        labels[section] = label
        taken.add(label.casefold())
    return labels


def _day_of_meeting(section: str) -> str:
    """The day of a section that is named for a meeting: "11 June 2026" of "Meeting of 11 June 2026"."""
    meeting = _MEETING_OF.match(section)
    day = section[meeting.end() :] if meeting else ""
    return day if day and look(day) is Look.DATE else section


def _separate_repeats(
    entries: Sequence[TableEntry], before: Mapping[str, str], doubts: list[Doubt]
) -> dict[int, GivenRef]:
    """Number the entries that still repeat a reference ("3 (2)") or have none ("N1"), with a doubt for each repeat.

    ``before`` are the words of rows that were numbered so in earlier papers, by ref: they keep their number.
    Returns what each of these entries was given, by its id.
    """
    groups: dict[str, list[TableEntry]] = {}
    for entry in entries:
        groups.setdefault(folded_ref(entry.ref) if entry.ref else "", []).append(entry)
    giver = RefGiver(before, [some[0].ref for fold, some in groups.items() if fold])
    given: dict[int, GivenRef] = {}
    for fold, some in groups.items():
        if fold and len(some) == 1:
            continue
        printed = some[0].ref
        found = giver.give(printed, [_defined(entry) for entry in some])
        given |= {id(entry): one for entry, one in zip(some, found, strict=True)}
        for entry, own in zip(some, found, strict=True):
            entry.ref = own.ref
            if printed and (question := _about_repeat(entry, own, printed, some)):
                doubts.append(Doubt(entry.place, entry.ref, REF, printed, entry.ref, question))
    return given


def _about_repeat(entry: TableEntry, given: GivenRef, printed: str, group: Sequence[TableEntry]) -> str:
    """What to ask about an action that prints the same reference as others of its ``group``; "" for nothing."""
    if given.alike:
        return f"its words are not quite those of {given.alike} before; is it that action?"
    if folded_ref(given.ref) == folded_ref(printed) or entry.shares_ref:
        return ""
    other = next(one for one in group if one is not entry)
    here = f"this is called {given.ref} here"
    return f"{other.place} has {printed} too, so {here}; what is its own reference?"


def _doubt_without_ref(entry: TableEntry, given: GivenRef | None) -> Doubt:
    """What to ask about an action that prints no reference."""
    question = NO_REF
    if given and given.alike:
        question += f" Its words are much like those of {given.alike} before."
    elif given and given.same:
        question += f" {joined(given.same)} had these words before."
    return Doubt(str(entry.first), entry.ref, REF, _task(entry), entry.ref, question)


def _defined(entry: TableEntry) -> str:
    """The words of what is to be done as its line will have them, from each column that has some of them."""
    found = []
    for key, column in entry.layout.columns_of(DEFINED):
        words = " ".join(entry.parts.get(key, []))
        found.append(split(words, column.fields).get(DEFINED, "") if len(column.fields) > 1 else words)
    return "\n".join(filter(None, found)) or _task(entry)
