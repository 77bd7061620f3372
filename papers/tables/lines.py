"""From the actions of a paper's tables to lines: words joined, fields parted, the date that counts chosen."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from papers.formats.cell_marks import colours_of
from papers.formats.grid import Findings, short
from papers.tables.cells import codes, says_nothing
from papers.tables.columns import (
    DEFINED,
    DELIVERED,
    OFFICERS,
    ORIGINAL,
    OWNERS,
    PROGRESS,
    RATING,
    REF,
    REVISED,
    TARGET,
)
from papers.tables.entries import TableEntry, entries_of
from papers.tables.headings import folded, meanings
from papers.tables.joining import join, vocabulary
from papers.tables.naming import name_all
from papers.tables.splitting import leading_status, split
from papers.tables.table_rows import ActionTable
from register.action import Line
from register.days.target_dates import day_done, read_target
from register.fields import StoredAs, field_of
from register.imports.answers import Answers
from register.imports.doubts import Doubt, percent_of
from register.lazy_pattern import lazy_pattern
from register.phrases import capitalised
from register.refused import Refused

_DAY = date(2150, 1, 1)
"""Long after any paper, so that what it says was done, was."""

_CLOSED = lazy_pattern(r"\b(closed|completed?|implemented|discharged)\b", re.I)
_NOT_CLOSED = lazy_pattern(r"\b(?:open|not|in ?complete|outstanding|to be|due|not yet)\b", re.I)
_NAME_OF_DONE = lazy_pattern(r"(complete|completed|done|closed|implemented)(?: (?:yes no|y n))?")
_YES = frozenset({"y", "yes", "✓", "✔", "☑", "☒", "x", "true", "1"})
_NO = frozenset({"n", "no", "✗", "✘", "☐", "false", "0"})
_NUMBER_OF_A_LIST = lazy_pattern(r";#\d+(?=;#|$)")
"""What SharePoint writes behind each person or group: "Records Team;#12;#Legal;#7"."""
_OWNERS_APART = lazy_pattern(r"\s*(?:;|\n|\s/\s|/(?=\S))\s*")


@dataclass(frozen=True)
class Lines:
    """The lines of a paper, whether their references are ours, what to ask about them, and what its colours mean."""

    lines: tuple[Line, ...]
    numbered: bool
    doubts: tuple[Doubt, ...]
    colours: frozenset[str] = frozenset()


def lines_of(
    tables: Sequence[ActionTable],
    answers: Answers,
    findings: Findings,
    colours: Mapping[str, str],
    *,
    paragraphs: bool,
) -> Lines:
    """The lines of tables in their order.

    ``colours`` maps the colours that a key explains to its words. ``paragraphs``: a row that continues an
    action after a full stop begins a new paragraph (sheets and Word tables); in the text of a PDF it is the
    same paragraph over a page. Raises Refused when there is no action, or a row's columns cannot be told.
    """
    doubts: list[Doubt] = []
    entries: list[TableEntry] = []
    for before, table in zip((None, *tables), tables, strict=False):
        repeats = before is not None and list(map(folded, before.headings)) == list(map(folded, table.headings))
        carried = entries[-1] if repeats and entries and _may_go_on(table, entries[-1]) else None
        entries.extend(entries_of(table, carried, answers, findings))
    if not entries:
        raise Refused("The table has headings but no actions: each needs a row that says what is to be done.")
    _leave_out_colours(entries, findings)
    _title_sections(tables, entries)
    numbered = name_all(entries, findings, doubts)
    doubts = [*(replace(doubt, ref=entry.ref) for entry in entries for doubt in entry.doubts), *doubts]
    colours = {**colours_of(row for table in tables for row in table.notes), **colours}
    known = _words(entries) if any(entry.first != entry.last for entry in entries) else {}
    lines = tuple(
        _Line(entry, known, paragraphs, answers, colours, findings, doubts).line() for entry in entries
    )
    return Lines(lines, numbered, tuple(doubts), frozenset(colours.values()))


def _words(entries: Iterable[TableEntry]) -> Mapping[str, int]:
    return vocabulary(cell for entry in entries for parts in entry.parts.values() for cell in parts)


def _leave_out_colours(entries: Iterable[TableEntry], findings: Findings) -> None:
    """Report ratings by colour alone beside a progress in words: no words stand for them."""
    for entry in entries:
        if not entry.fills or not {RATING, PROGRESS} <= entry.layout.key_of.keys():
            continue
        for key, column in entry.layout.of(RATING):
            if entry.fills.get(key) and not entry.parts.get(key):
                heading = " ".join(column.heading.split())
                what = f"the column {heading} is coloured and has no words; its colours were left out."
                findings.leave_out(entry.first.table or entry.first, what)
                return


def _may_go_on(table: ActionTable, last: TableEntry) -> bool:
    """Whether a table under the same headings may go on with the last action before it: a sheet does not."""
    is_of_another_sheet = table.spot.table != last.last.table and table.spot.table.startswith("sheet ")
    return table.title in ("", last.title) and not is_of_another_sheet


def _title_sections(tables: Sequence[ActionTable], entries: Iterable[TableEntry]) -> None:
    """Of several tables with words of their own above them, these are the sections."""
    if len({table.title for table in tables}) > 1 and all(table.title for table in tables):
        for entry in entries:
            entry.section = entry.section or entry.title


class _Line:
    """One line being put together."""

    def __init__(
        self,
        entry: TableEntry,
        known: Mapping[str, int],
        paragraphs: bool,
        answers: Answers,
        colours: Mapping[str, str],
        findings: Findings,
        doubts: list[Doubt],
    ) -> None:
        self.entry, self.known, self.paragraphs = entry, known, paragraphs
        self.answers, self.colours = answers, colours
        self.findings, self.doubts = findings, doubts
        self.values: dict[str, list[str]] = {}
        self.more: dict[str, str] = {}

    def line(self) -> Line:
        """The line, with every column in it."""
        entry = self.entry
        self._read_columns()
        self._defined_elsewhere()
        if not self._value(DEFINED):
            self.findings.warnings.append(
                f"{capitalised(entry.place)}: action {entry.ref} has no words that say what is to be done."
            )
        target = self._target()
        progress = self._progress(target)
        owners, printed_owners = self._owners()
        for name, parts in self.values.items():
            if field_of(name).stored_as is StoredAs.MORE:
                self.more.setdefault(name, "\n".join(part for part in parts if part))
        if entry.section:
            self.more.setdefault("section", entry.section)
        return Line(
            entry.ref,
            self._value(DEFINED),
            self._value(DELIVERED),
            target,
            owners,
            progress,
            entry.place,
            self.more,
            printed_owners,
        )

    def _value(self, name: str) -> str:
        return "\n".join(part for part in self.values.get(name, []) if part)

    def _read_columns(self) -> None:
        entry = self.entry
        several = entry.layout.has_several_officers
        for key, column in zip(entry.layout.keys, entry.layout.columns, strict=True):
            words = self._joined(key, column.prose)
            if several and column.fields == (OFFICERS,) and words:
                self.more[" ".join(column.heading.split())] = words
            if not column.fields:
                if column.heading or words:
                    self.more[key] = words
            elif column.fields == (REF,):
                continue
            elif column.ticked:
                self._ticked(column.heading, words)
            else:
                parts = split(words, column.fields) if len(column.fields) > 1 else {column.fields[0]: words}
                for name in column.fields:
                    if name != REF:
                        self.values.setdefault(name, []).append(parts.get(name, ""))
                if column.fields == (PROGRESS,):
                    self._yes_or_no(column.heading, words)
        if entry.delivered_below:
            self.values.setdefault(DELIVERED, []).extend(entry.delivered_below)

    def _defined_elsewhere(self) -> None:
        """Where no action was agreed, what is to be done is what another column recommends."""
        if not says_nothing(self._value(DEFINED)):
            return
        for key, words in self.more.items():
            meant = meanings(key)
            if words and meant and meant[0].fields == (DEFINED,):
                self._ask(
                    DEFINED, self._value(DEFINED), words, f"it was taken from the column {key}; is it right?"
                )
                self.values[DEFINED] = [words]
                return

    def _ticked(self, heading: str, words: str) -> None:
        """A mark under a status says that it is the progress."""
        marked = bool(words) and words.strip().casefold() not in _NO
        self.values.setdefault(PROGRESS, []).append(" ".join(heading.split()) if marked else "")

    def _joined(self, key: str, prose: bool) -> str:
        whole = ""
        for part in self.entry.parts.get(key, ()):
            flat = part if prose else " ".join(part.split())
            new_paragraph = self.paragraphs and prose and whole[-1:] in tuple(".!?:;")
            whole, doubt = join(whole, flat, self.known, "\n" if new_paragraph else " ")
            if doubt:
                self.findings.warnings.append(
                    f"{capitalised(self.entry.place)}: action {self.entry.ref} {doubt}"
                )
        return whole

    def _yes_or_no(self, heading: str, words: str) -> None:
        """Under "Complete?" a yes or a tick is complete, and a no or an empty box is nothing yet."""
        named = _NAME_OF_DONE.fullmatch(folded(heading))
        answer = words.strip().casefold()
        if named is None or answer not in _YES | _NO:
            return
        self.more[" ".join(heading.split())] = words
        self.values[PROGRESS][-1] = named[1].capitalize() if answer in _YES else ""

    def _target(self) -> str:
        """The words of the date that counts: the revised one where it names a day, else the first promise."""
        revised = [words for words in self.values.get(REVISED, []) if not says_nothing(words)]
        first = self._value(TARGET) or self._value(ORIGINAL)
        original = self._value(ORIGINAL)
        latest = revised[-1] if revised else ""
        struck = next((self.entry.struck[key] for key in self.entry.struck if TARGET in key.split("+")), "")
        if struck and read_target(struck, _DAY).deadline:
            self.more.setdefault(ORIGINAL, original or struck)
        if not latest:
            return first
        read = read_target(latest, _DAY)
        if read.understood and read.deadline is None and not read.done:
            question = (
                f"the revised date names no day, so that {first or 'none'} still counts; is there a new one?"
            )
            self._ask(TARGET, latest, first, question)
            return first
        if first and not says_nothing(first):
            self.more[ORIGINAL] = original or first
        return latest

    def _progress(self, target: str) -> str:
        """The printed progress; else what a date column, a closed sheet or a colour says."""
        printed = self._value(PROGRESS)
        if printed:
            return printed
        done = read_target(target, _DAY).done
        if done:
            self._ask(PROGRESS, target, done, "the date column says so; is it complete?")
            return done
        day = self._value("completed")
        if day.casefold() in _YES or day_done(day, _DAY):
            if PROGRESS in self.entry.layout.key_of:
                self._ask(PROGRESS, "", "Completed", f"{short(day)} is printed as its date; is it complete?")
            return "Completed"
        return (
            leading_status(day)
            or self._closed_by_title()
            or self._progress_by_colour()
            or self._progress_by_percent()
        )

    def _progress_by_percent(self) -> str:
        """Between nothing and all of it an action is in progress; of 100% a person is asked whether that is all."""
        share = percent_of(self._value("percent"))
        return "In progress" if share is not None and 0 < share < 100 else ""

    def _closed_by_title(self) -> str:
        for words in (self.entry.section, self.entry.title, self.entry.first.table):
            match = _CLOSED.search(words) if not _NOT_CLOSED.search(words) else None
            if match and len(words) <= 60:
                return match[1][:1].upper() + match[1][1:].lower()
        return ""

    def _progress_by_colour(self) -> str:
        for name in (PROGRESS, "rating"):
            for key, column in self.entry.layout.of(name):
                colour = self.entry.fills.get(key, "")
                if not colour or self.entry.parts.get(key):
                    continue
                words = self.colours.get(colour, "")
                if not words and any(colour == answer.casefold() for answer in self.answers.statuses):
                    words = colour.capitalize()
                if words:
                    return words
                heading = " ".join(column.heading.split())
                question = (
                    f"the column {heading} is coloured and has no words; the ratings were not read. What does "
                    f"{colour} stand for?"
                )
                self._ask(PROGRESS, f"({colour})", "", question)
        return ""

    def _owners(self) -> tuple[tuple[str, ...], str]:
        """The owners one by one, and as they are printed."""
        words, raw = (
            _NUMBER_OF_A_LIST.sub("", printed).replace(";#", "; ")
            for printed in (
                " ".join(part for part in self.values.get(OWNERS, []) if part),
                "\n".join(self.entry.parts.get(self.entry.layout.key_of.get(OWNERS, ""), [])),
            )
        )
        meant = codes(words) if words else ()
        if meant is not None:
            return meant, words
        parts = [part.strip() for part in _OWNERS_APART.split(raw) if part.strip()]
        plain = len(parts) > 1 and all(len(part) > 1 for part in parts) and " ".join(raw.split()) == words
        return (tuple(dict.fromkeys(parts)), raw) if plain else ((words,), words)

    def _ask(self, name: str, printed: str, read_as: str, question: str) -> None:
        self.doubts.append(Doubt(self.entry.place, self.entry.ref, name, printed, read_as, question))
