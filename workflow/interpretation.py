"""How a paper is understood: its lines beside the register's actions, by what people answered about its rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from papers.reading_result import Reading
from register.action import EVERY_DIRECTORATE, Action, Line
from register.committee.paper_kind import PaperKind, kept_as
from register.days.target_dates import Target, target_of
from register.fields import folded
from register.imports.answers import EVERY, Answers, RememberedAnswer, folded_key, rows_joined
from register.imports.doubts import MOST_NAMED, Doubt, doubts_of, in_sentences_alone, is_partly_done
from register.imports.older_copies import LastWords, without_what_was_recorded
from register.imports.paper_key import PaperKey
from register.imports.printed_status import day_to_come, with_answers
from register.imports.read_anew import about_whole_paper, counted_before, otherwise
from register.imports.reconcile import (
    Reconciliation,
    as_known,
    by_words,
    reconcile,
    renumbered,
    with_answered,
    with_what_has_no_column,
)
from register.imports.remembering import remembered, to_remember
from register.imports.row_answers import (
    AS_READ,
    NO_ROW_ANSWERS,
    RowAnswers,
    field_of_key,
    is_of_every_row,
    owners_by_words,
    read_rows,
    refs_answered,
    row_key,
    with_each_row,
)
from register.imports.unapproved import Unapproved
from register.owner_codes import renamed_in
from register.phrases import joined_up_to
from register.progress import Status
from register.refs import folded_ref
from register.register import Register


@dataclass(frozen=True)
class Interpretation:
    """A paper beside its register, each part worked out once, when it is first asked for.

    ``as_at`` is the local day that the paper speaks of. ``known`` are the register's actions as they were then, by
    ref; ``refs`` all that it has by now. ``answers`` are what people said about this paper and those before it,
    ``last_words`` what the last of those prints under "delivered", if any does, ``words_before`` what was recorded
    there before this paper, by ref, where it is taken back that the paper's words are right. Any part raises Refused
    where an answer cannot be read, or where two lines have one ref.
    """

    register: Register
    paper: Reading
    as_at: date
    known: Mapping[str, Action]
    refs: Collection[str]
    answers: Answers
    last_words: LastWords | None = None
    words_before: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def before(self) -> dict[str, Line]:
        """The register's own lines on that day, by ref."""
        return {ref: _line(one) for ref, one in self.known.items()}

    @cached_property
    def printed(self) -> list[Line]:
        """The lines as printed, under the refs that the register knows them by."""
        return self._under_known_refs[0]

    @cached_property
    def key(self) -> PaperKey:
        """The paper's own key, beside what people and the register's settings say of its words of progress."""
        as_at, order = self.as_at, self.paper.order
        status_of = with_answers(self.answers, self.register.life.status_of, as_at, order)
        return PaperKey(self.paper.key, status_of, lambda words: day_to_come(words, as_at, order) is not None)

    @cached_property
    def rows(self) -> RowAnswers:
        """The answers about its rows, read."""
        if not self._given:
            return NO_ROW_ANSWERS
        doubted = [one.ref for one in self._doubts_as_printed]
        return read_rows(self._given, self.printed, doubted, self.as_at, self.paper.order, self.register)

    @cached_property
    def placed(self) -> list[Line]:
        """The lines as printed, under the refs that were answered, without those that are left out."""
        return self.rows.placed(self.printed)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines as they are meant: with the words and the owners that were answered, and where nobody has said yet
        whose an action is now, with the owners that it had. Where the paper was written on an older copy, with the
        words under "delivered" that were recorded since, unless somebody said that it was read rightly.
        """
        owners = self._kept_owners
        words = {one.ref: self._recorded[one.ref].delivered for one in self.without_what_was_recorded}
        return [
            replace(
                line,
                owners=owners.get(line.ref, line.owners),
                delivered=words.get(line.ref, line.delivered),
            )
            if line.ref in owners or line.ref in words
            else line
            for line in self._with_owners[0]
        ]

    @cached_property
    def without_what_was_recorded(self) -> list[Unapproved]:
        """The actions that the paper prints as on an older copy, of which nobody has said that this is right.

        What was answered about an earlier paper says nothing of what was recorded since.
        """
        answered, corrected = self._answered("delivered"), self.rows.words
        return [
            one
            for one in self._on_older_copy
            if folded_ref(one.ref) not in answered
            and folded(corrected.get(one.ref, {}).get("delivered", one.after)) != folded(one.before)
        ]

    @cached_property
    def targets(self) -> dict[str, Target]:
        """What each line's dates mean, by ref."""
        as_at, order, counted = self.as_at, self.paper.order, self._counted_before(self.lines)
        return {
            line.ref: self.rows.targets.get(line.ref) or counted.get(line.ref) or target_of(line, as_at, order)
            for line in self.lines
        }

    @cached_property
    def statuses(self) -> dict[str, Status | None]:
        """What each line's progress stands for, by ref; None where nobody has said."""
        kept, found = self._kept_statuses, dict[str, Status | None]()
        for line in self.lines:
            under_way = Status.IN_PROGRESS if is_partly_done(line) else None
            without_answer = kept.get(line.ref) or under_way or self.key.status_of(line.progress)
            found[line.ref] = self.rows.statuses.get(line.ref) or without_answer
        return found

    @cached_property
    def found(self) -> Reconciliation:
        """What the paper brings, changes and leaves out."""
        anew = about_whole_paper(self.lines, self.as_at, self.paper.order, self.targets, self.known)
        meant_otherwise = otherwise(self.rows, anew, self.targets, self.statuses, self.known)
        return with_answered(reconcile(self.lines, self.before), meant_otherwise, self.lines)

    @property
    def kind(self) -> PaperKind:
        """What the paper is for the register."""
        open_count = sum(not self.known[ref].status.is_done for ref in self.found.missing)
        return kept_as(self.paper.kind, len(self.paper.lines), len(self.found.new), open_count)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What a person is to be asked, whether or not it was answered."""
        about_refs = [] if self.paper.numbered else renumbered(self.found, self.before)
        about_lines = self._doubts_of(self._with_owners[0], self.rows)
        return (*self._doubts_of_paper, *self._about_known_refs, *about_refs, *about_lines)

    def sentences(self) -> Iterator[str]:
        """Warnings besides the paper's own: owners read by a new name or kept, and progress said only in sentences."""
        yield from self._with_owners[1]
        if self._kept_owners:
            owned = [f"{ref} with {' and '.join(owners)}" for ref, owners in self._kept_owners.items()]
            yield (
                "The paper names no owner known here for these; until somebody says whose they are, they stay "
                f"as they were: {joined_up_to(MOST_NAMED, owned)}."
            )
        asked = {field_of_key(row)[1] for row in self._asked_rows}
        asked |= {"delivered"} if self._on_older_copy else set()
        for key, words in self.answers.rows.items():
            if words and is_of_every_row(key) and field_of_key(key)[1] not in asked:
                yield f"“{key}={words}” answers no row: none is asked about in that field by itself."
        unanswered = [line for line in self.found.new if line.ref not in self.rows.statuses]
        yield from in_sentences_alone(unanswered, (column.field for column in self.paper.columns))

    @cached_property
    def given(self) -> dict[str, str]:
        """The answers about its rows that were given for it, by single row."""
        every = self.answers.rows.get(row_key(EVERY, "delivered"))
        if not every:
            return self._given_by_row
        own = {given: ref for ref, given in self.rows.refs.items()}
        rows = (row_key(own.get(one.ref, one.ref), "delivered") for one in self._on_older_copy)
        return {**dict.fromkeys(rows, every), **self._given_by_row}

    @cached_property
    def _given_by_row(self) -> dict[str, str]:
        """The same, without what one answer for all says of the rows that are printed as on an older copy."""
        return with_each_row(self.answers.rows, self._remembered, self._asked_rows)

    @cached_property
    def _on_older_copy(self) -> list[Unapproved]:
        """The actions that the paper prints as on an older copy, whatever was answered of that."""
        last = self.last_words
        return list(without_what_was_recorded(self.placed, self._recorded, last)) if last else []

    @cached_property
    def _recorded(self) -> Mapping[str, Action]:
        """The known actions with the words under "delivered" that were recorded before this paper's took their place,
        where that is taken back.
        """
        before = {ref: words for ref, words in self.words_before.items() if ref in self.known}
        return {
            **self.known,
            **{ref: replace(self.known[ref], delivered=words) for ref, words in before.items()},
        }

    def _answered(self, name: str) -> frozenset[str]:
        """The refs (folded, the own and the given one) of the rows of which that field was answered for this paper, or
        of which an answer other than that it was read rightly is taken back.
        """
        changed = self._corrected_before
        return refs_answered(
            name, [key for key, words in self.given.items() if words or folded_key(key) in changed], self._given
        )

    @property
    def _corrected_before(self) -> set[tuple[str, str]]:
        """The rows and fields of which it was answered before that they mean something else than was read."""
        before = {**self._remembered, **self.answers.of_paper(self.paper.sha256, self.as_at)}
        return {folded_key(key) for key, words in before.items() if words.casefold() not in ("", AS_READ)}

    def left_out(self) -> list[Line]:
        """The lines that a person left out."""
        return self.rows.dropped(self.printed)

    def to_remember(self) -> dict[str, RememberedAnswer]:
        """The answers about its rows, as later papers may need them."""
        if not self._given:
            return {}
        return to_remember(
            self._given, self.printed, self._doubts_as_printed, self.rows, given_in_order=self.paper.numbered
        )

    @cached_property
    def _under_known_refs(self) -> tuple[list[Line], list[Doubt]]:
        """The lines under the refs they have in the register, and doubts about those that were found by their words."""
        if self.paper.numbered:
            return by_words(self.paper.lines, self.before)
        return as_known(self.paper.lines, self.refs), []

    @property
    def _about_known_refs(self) -> list[Doubt]:
        return self._under_known_refs[1]

    @cached_property
    def _doubts_of_paper(self) -> tuple[Doubt, ...]:
        """The paper's own doubts; where its rows were numbered, with the numbers by which they are known here."""
        refs = [line.ref for line in self.printed]
        if refs == [line.ref for line in self.paper.lines]:
            return self.paper.doubts
        numbers = joined_up_to(MOST_NAMED, refs)
        return tuple(
            replace(one, read_as=numbers) if one.is_about_numbering else one for one in self.paper.doubts
        )

    @cached_property
    def _doubts_as_printed(self) -> list[Doubt]:
        """What answers about rows may be about: the doubts before any of them was applied."""
        doubts = [*self._doubts_of_paper, *self._about_known_refs]
        if self.answers.rows or self.answers.remembered_rows:
            doubts += self._doubts_of(self._owned(self.printed, NO_ROW_ANSWERS)[0], NO_ROW_ANSWERS)
        return doubts

    @cached_property
    def _asked_rows(self) -> list[str]:
        """The rows and fields that one answer for every row may be about."""
        return [one.row for one in self._doubts_as_printed if one.is_of_one_row]

    @cached_property
    def _given(self) -> dict[str, str]:
        """The answers about its rows: those given now, before those that are remembered."""
        return rows_joined(self._remembered, self._given_by_row)

    @cached_property
    def _remembered(self) -> dict[str, str]:
        return remembered(self.answers, self.printed, self._doubts_as_printed)

    @cached_property
    def _with_owners(self) -> tuple[list[Line], list[str]]:
        columns = {name for column in self.paper.columns for name in column.field.split("+") if name}
        meant = (self.rows.corrected(line) for line in self.placed)
        kept = [with_what_has_no_column(line, self.before.get(line.ref), columns) for line in meant]
        return self._owned(kept, self.rows)

    @cached_property
    def _kept_owners(self) -> dict[str, tuple[str, ...]]:
        """The owners, by ref, of known actions of which the paper names none that the register has, unanswered.

        That an action was nobody's in an earlier paper says nothing of whoever it was given to since.
        """
        ours = {*self.register.codes, EVERY_DIRECTORATE}
        found = {}
        for line in self._with_owners[0]:
            had = self.known[line.ref].owners if line.ref in self.known else ()
            if ours.isdisjoint(line.owners) and not ours.isdisjoint(had):
                found[line.ref] = had
        answered = self._answered("owners")
        return {ref: had for ref, had in found.items() if folded_ref(ref) not in answered}

    @cached_property
    def _kept_statuses(self) -> dict[str, Status]:
        """The statuses, by ref, of known actions of which the paper prints nothing but a share behind the date: until
        somebody answers, it changes none. What one has by an answer, now taken back, is not kept.
        """
        corrected = self._corrected_before
        taken_back = refs_answered(
            "progress", [key for key in self.given if folded_key(key) in corrected], self._given
        )
        return {
            line.ref: self.known[line.ref].status
            for line in self.lines
            if is_partly_done(line) and line.ref in self.known and folded_ref(line.ref) not in taken_back
        }

    def _counted_before(self, lines: Sequence[Line]) -> dict[str, Target]:
        """The targets that were counted from the day of an earlier paper, by ref, unless that was taken back."""
        about = {folded_ref(key): words for key, words in self.answers.rows.items()}
        every = about.get(folded_ref(row_key(EVERY, "target")))

        def taken_back(ref: str) -> bool:
            return about.get(folded_ref(row_key(ref, "target")), every) == ""

        return counted_before(lines, self.as_at, self.paper.order, self.known, taken_back)

    def _doubts_of(self, lines: Sequence[Line], rows: RowAnswers) -> list[Doubt]:
        key, codes, counted = self.key, self.register.codes, self._counted_before(lines)
        # A progress left blank says nothing of what is done, and a share behind the date only that a new one is begun.
        statuses = {line.ref: Status.IN_PROGRESS for line in lines if is_partly_done(line)}
        for line in lines:
            action = None if line.progress else self.known.get(line.ref)
            if action and (action.status.is_done or line.ref in statuses):
                statuses[line.ref] = action.status
        rows = replace(rows, statuses={**statuses, **rows.statuses})
        return doubts_of(
            lines, self.as_at, key.status_of, self.paper.order, codes, rows, key.explained, counted
        )

    def _owned(self, printed: Sequence[Line], rows: RowAnswers) -> tuple[list[Line], list[str]]:
        """The lines with the owners that are meant, and a sentence for each code that was read as the one it is now.

        A code that an action still had on the paper's day is no other then.
        """
        lines: list[Line] = []
        refs: dict[tuple[str, str], list[str]] = {}
        for line in printed:
            owners = rows.owners.get(line.ref) or owners_by_words(line, self.answers.owners, self.register)
            had = self.known[line.ref].owners if line.ref in self.known else ()
            another = renamed_in([one for one in owners if one not in had], self.answers.renamed, self.register)
            for pair in another.items():
                refs.setdefault(pair, []).append(line.ref)
            meant = tuple(dict.fromkeys(another.get(one, one) for one in owners))
            lines.append(replace(line, owners=meant) if meant != line.owners else line)
        return lines, [
            f"The paper prints {old}, which is {new} now, and was read as that: {joined_up_to(MOST_NAMED, some)}."
            for (old, new), some in refs.items()
        ]


def _line(action: Action) -> Line:
    return Line(
        action.ref,
        action.defined,
        action.delivered,
        action.target,
        action.owners,
        action.progress,
        "the register",
        action.more,
    )
