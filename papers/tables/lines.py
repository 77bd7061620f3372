"""From the entries of a paper's tables to its lines: cells joined, combined cells split, the target date chosen."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from papers.formats.grid import Findings, short
from papers.tables.cells import owner_codes, says_nothing
from papers.tables.entries import TableEntry
from papers.tables.entry_words import YES, read_entry_words, without_list_numbers
from papers.tables.headings import folded, is_exact, meanings
from papers.tables.joining import vocabulary
from papers.tables.layout import (
    DEFINED,
    DELIVERED,
    OFFICERS,
    ORIGINAL,
    OWNERS,
    PROGRESS,
    RATING,
    REVISED,
    TARGET,
    TITLE,
)
from papers.tables.naming import assign_refs, name_sections
from papers.tables.row_reading import entries_of
from papers.tables.splitting import leading_status
from papers.tables.table_rows import ActionTable
from papers.tables.years import years_of
from register.action import Line
from register.days.target_dates import AFTER_ANY_PAPER, day_done, read_target
from register.fields import StoredAs, field_of
from register.imports.answers import Answers
from register.imports.doubts import Doubt
from register.imports.printed_status import percent_of
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised
from register.refused import Refused

_CLOSED = LazyPattern(r"\b(closed|completed?|implemented|discharged)\b", re.I)
_NOT_CLOSED = LazyPattern(r"\b(?:open|not|in ?complete|outstanding|to be|due|not yet)\b", re.I)
_OVERSEERS = frozenset(
    {"sponsor", "sponsors", "member", "members", "portfolio", "cabinet", "sro", "accountable"}
)
"""Words in the headings of columns that name who answers for an action, beside who does it."""
_DIVIDED = LazyPattern(
    r"(?<=\b(?:of|on|to))\n|(?<=\b(?:and|for|the))\n|(?<=&)\n|\n(?=[a-z&])|"
    r"(?<=\bAssistant)\n|(?<=\bDeputy)\n|(?<=\bAssociate)\n|(?<=\bCorporate)\n|(?<=\bStrategic)\n|(?<=\bInterim)\n|"
    r"(?<=\bActing)\n|(?<=\bSenior)\n|(?<=\bPrincipal)\n|(?<=\bChief)\n"
)
"""Where the end of a page divides an owner: "Director⏎of Place", "Director of⏎Place", "Assistant⏎Director"; "Clerk
⏎Treasurer" are two.
"""
_OWNER_LINE = LazyPattern(
    r"^(?:(?:action )?owner|lead(?: officer)?|(?:responsible )?officer|officer responsible|action by|by whom)\s*:\s*"
    r"(\S[^\n]{1,80})$",
    re.I | re.M,
)
"""A line with the owner in the words of an action, where the table has no column of owners: "Lead: the Clerk"."""
_OWNER_SEPARATORS = LazyPattern(r"\s*(?:;|\n|\s/\s|/(?=\S))\s*")


@dataclass(frozen=True)
class Lines:
    """The lines of a paper, the doubts about them, and the words that its key gives for colours.

    ``numbered``: the paper prints no references, and the lines were numbered here.
    """

    lines: tuple[Line, ...]
    numbered: bool
    doubts: tuple[Doubt, ...]
    colours: frozenset[str] = frozenset()


def lines_of(
    tables: Sequence[ActionTable],
    answers: Answers,
    findings: Findings,
    key_colours: Callable[[], Mapping[str, str]],
    *,
    titles: Sequence[str],
    paragraphs: bool,
) -> Lines:
    """The lines of all the tables of a paper, in its order; ``findings`` reports what was left out.

    ``key_colours`` gives the words that the paper's key has for colours, once the rows of each table have been read;
    ``titles`` are the first words of the document, which may name the financial year that its tables are of.
    ``paragraphs``: where a row continues an action after a full stop a new paragraph begins (sheets and Word tables);
    in the text of a PDF it is the same paragraph on the next page. Raises Refused when there is no action, or when
    entries_of does.
    """
    doubts: list[Doubt] = []
    entries: list[TableEntry] = []
    for previous, table in zip((None, *tables), tables, strict=False):
        repeats_headings = previous is not None and list(map(folded, previous.headings)) == list(
            map(folded, table.headings)
        )
        may_continue = repeats_headings and bool(entries) and _may_continue(table, entries[-1])
        last_of_previous = entries[-1] if may_continue else None
        if last_of_previous is not None:
            table.title = last_of_previous.title  # none is printed over the rest of a table on its next page
        own = entries_of(table, last_of_previous, answers, findings)
        years = years_of(table, titles) if own else ""
        for entry in own:
            entry.years = years
        entries.extend(own)
    if not entries:
        raise Refused("The table has headings but no actions: each needs a row that says what is to be done.")
    _leave_out_colours(entries, findings)
    name_sections(tables, entries)
    numbered = assign_refs(entries, answers, findings, doubts)
    doubts = [*(replace(doubt, ref=entry.ref) for entry in entries for doubt in entry.doubts), *doubts]
    colours = key_colours()
    word_counts = _word_counts(entries) if any(entry.first != entry.last for entry in entries) else {}
    lines = tuple(
        _LineBuilder(entry, word_counts, paragraphs, answers, colours, findings, doubts).line()
        for entry in entries
    )
    return Lines(lines, numbered, tuple(doubts), frozenset(colours.values()))


def _may_continue(table: ActionTable, last: TableEntry) -> bool:
    """Whether a table with the headings of the one before may continue its last action: not on another sheet."""
    is_on_other_sheet = table.spot.table != last.last.table and table.spot.table.startswith("sheet ")
    return table.title in ("", last.title) and not is_on_other_sheet


def _word_counts(entries: Iterable[TableEntry]) -> Mapping[str, int]:
    return vocabulary(cell for entry in entries for parts in entry.parts.values() for cell in parts)


def _leave_out_colours(entries: Iterable[TableEntry], findings: Findings) -> None:
    """Report ratings that are only coloured: beside a progress in words their colours are not read."""
    for entry in entries:
        if not entry.fills or not {RATING, PROGRESS} <= entry.layout.key_of.keys():
            continue
        for key, column in entry.layout.columns_of(RATING):
            if entry.fills.get(key) and not entry.parts.get(key):
                heading = " ".join(column.heading.split())
                what = f"the column {heading} is coloured and has no words; its colours were left out."
                findings.leave_out(entry.first.table or entry.first, what)
                return


@lru_cache(maxsize=256)  # a title stands over many actions
def _status_in_title(title: str) -> str:
    match = _CLOSED.search(title) if len(title) <= 60 and not _NOT_CLOSED.search(title) else None
    return match[1].capitalize() if match else ""


class _LineBuilder:
    """Puts together the line of one entry.

    ``values`` are its words by field, one for each column of the field; ``more`` becomes Line.more (EntryWords).
    """

    def __init__(
        self,
        entry: TableEntry,
        word_counts: Mapping[str, int],
        paragraphs: bool,
        answers: Answers,
        colours: Mapping[str, str],
        findings: Findings,
        doubts: list[Doubt],
    ) -> None:
        self.entry, self.answers, self.colours = entry, answers, colours
        self.findings, self.doubts = findings, doubts
        self.is_over_pages = not paragraphs and entry.first.table != entry.last.table
        words = read_entry_words(entry, word_counts, findings, paragraphs=paragraphs)
        self.words, self.values, self.more = words, words.values, words.more

    def line(self) -> Line:
        """The line; warnings are added to ``findings`` and questions to ``doubts``."""
        entry = self.entry
        self._take_defined_from_other_column()
        if not self.words.value(DEFINED):
            self.findings.warnings.append(
                f"{capitalised(entry.place)}: action {entry.ref} has no words that say what is to be done."
            )
        target = self._target()
        progress = self._progress(target)
        owners, printed_owners = self._owners()
        for name, parts in self.values.items():
            if name == OFFICERS and len(parts) > 1:  # a member and an officer, each in a column of their own
                self.more.setdefault(name, " / ".join(part for part in parts if not says_nothing(part)))
            elif field_of(name).stored_as is StoredAs.MORE:
                self.more.setdefault(name, "\n".join(part for part in parts if part))
        own_section = self.more.get("section")
        if entry.section and not own_section:
            self.more["section"] = entry.section
        elif entry.section and own_section != entry.section:
            what = (
                f"“{short(entry.section)}” heads its rows and was not kept, as a column gives their sections."
            )
            self.findings.leave_out(entry.first.table or entry.place, what, quietly=True)
        return Line(
            entry.ref,
            self.words.value(DEFINED),
            self.words.value(DELIVERED),
            target,
            owners,
            progress,
            entry.place,
            self.more,
            printed_owners,
            years=entry.years,
        )

    def _take_defined_from_other_column(self) -> None:
        """Where what is to be done is blank, take it from another column that may hold it, such as a recommendation."""
        if not says_nothing(self.words.value(DEFINED)):
            return
        shared = [column for _key, column in self.entry.layout.columns_of(TITLE) if is_exact(column.heading)]
        if any(meanings(column.heading)[0].fields == (DEFINED,) for column in shared) and self.words.value(
            TITLE
        ):
            self.values[DEFINED] = [self.words.value(TITLE)]  # an action without sub-actions
            return
        for key, words in self.more.items():
            candidates = meanings(key)
            if words and candidates and candidates[0].fields == (DEFINED,):
                self._ask(
                    DEFINED,
                    self.words.value(DEFINED),
                    words,
                    f"it was taken from the column {key}; is it right?",
                )
                self.values[DEFINED] = [words]
                return

    def _target(self) -> str:
        """The printed target date that counts: the last revised one if it names a day, else the target or original."""
        revised = [words for words in self.values.get(REVISED, []) if not says_nothing(words)]
        agreed = self.words.value(TARGET) or self.words.value(ORIGINAL)
        original = self.words.value(ORIGINAL)
        latest = revised[-1] if revised else ""
        struck_target = next(
            (self.entry.struck[key] for key in self.entry.struck if TARGET in key.split("+")), ""
        )
        if struck_target and read_target(struck_target, AFTER_ANY_PAPER).deadline:
            self.more.setdefault(ORIGINAL, original or struck_target)
        if not latest:
            return agreed
        target = read_target(latest, AFTER_ANY_PAPER)
        if target.understood and target.deadline is None and not target.done:
            question = f"the revised date names no day, so {agreed or 'none'} still counts; is there a new one?"
            self._ask(TARGET, latest, agreed, question)
            return agreed
        if agreed and not says_nothing(agreed):
            self.more[ORIGINAL] = original or agreed
        return latest

    def _progress(self, target: str) -> str:
        """The printed progress, else the one that a date column, a title, a colour or a column of percentages shows."""
        printed = self.words.value(PROGRESS)
        if printed:
            return printed
        done = read_target(target, AFTER_ANY_PAPER).done
        if done:
            self._ask(PROGRESS, target, done, "the date column says so; is it complete?")
            return done
        day = self.words.value("completed")
        if day.casefold() in YES or day_done(day, AFTER_ANY_PAPER):
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
        """In progress for a percentage between 0 and 100; for 100% a doubt is raised elsewhere (register.imports)."""
        share = percent_of(self.words.value("percent"))
        return "In progress" if share is not None and 0 < share < 100 else ""

    def _closed_by_title(self) -> str:
        """The status in a title such as "Completed actions", of the section, the table or the sheet; "" for none."""
        titles = (self.entry.section, self.entry.title, self.entry.first.table)
        return next(filter(None, map(_status_in_title, titles)), "")

    def _progress_by_colour(self) -> str:
        """The meaning of the colour of a cell without words in the progress column; "" with a doubt if it has none."""
        for name in (PROGRESS, "rating"):
            for key, column in self.entry.layout.columns_of(name):
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
        """The owners one by one (codes, or posts and names), and the cell as printed."""
        key = self.entry.layout.key_of.get(OWNERS)
        words = without_list_numbers(" ".join(filter(None, self.values.get(OWNERS, ()))))
        raw = without_list_numbers("\n".join(self.entry.parts.get(key, ()) if key else ()))
        if self.is_over_pages:
            raw = _DIVIDED.sub(" ", raw)
        if key is None:
            labelled = (
                None if OFFICERS in self.entry.layout.key_of else _OWNER_LINE.search(self.words.value(DEFINED))
            )
            return ((labelled[1].strip(),), labelled[1].strip()) if labelled else ((), self._officers_who_act())
        codes = owner_codes(words) if words else ()
        if codes is not None:
            return codes, words
        parts = [part.strip() for part in _OWNER_SEPARATORS.split(raw) if part.strip()]
        is_list = len(parts) > 1 and all(len(part) > 1 for part in parts) and " ".join(raw.split()) == words
        return (tuple(dict.fromkeys(parts)), raw) if is_list else ((words,), words)

    def _officers_who_act(self) -> str:
        """The officers whose directorate is asked for: beside a sponsor or a member, whoever does the work."""
        columns = [column for _key, column in self.entry.layout.columns_of(OFFICERS)]
        acting = [
            words
            for column, words in zip(columns, self.values.get(OFFICERS, ()), strict=False)
            if not _OVERSEERS & set(folded(column.heading).split()) and not says_nothing(words)
        ]
        return " / ".join(acting) if len(columns) > 1 else ""

    def _ask(self, name: str, printed: str, read_as: str, question: str) -> None:
        self.doubts.append(Doubt(self.entry.place, self.entry.ref, name, printed, read_as, question))
