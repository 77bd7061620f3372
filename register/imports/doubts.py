"""What a paper says that a person is asked about: each doubt names its place, its action and its field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from register.action import EVERY_DIRECTORATE, Line
from register.days.target_dates import (
    BY_SERIAL,
    Order,
    Target,
    day_done,
    day_of_serial,
    share_beside,
    target_of,
)
from register.fields import FIELDS_BY_NAME, field_of
from register.imports.printed_status import StatusOf, done_on, percent_of
from register.imports.row_answers import NO_ROW_ANSWERS, RowAnswers, row_key
from register.lazy_pattern import LazyPattern
from register.phrases import day, in_one_line, joined_up_to, shortened
from register.progress import Status

MOST_NAMED = 30
"""Actions that a warning names, where it is about many."""
_LONG_PAST = 730
"""Days before the paper's own day beyond which a deadline is more likely a slip of the year than an old one."""
_FAR_AHEAD = 3653
_STANDS_FOR = "stand for?"
"""The end of a question that is settled for all rows at once, by saying what the printed words mean."""
_NO_DIRECTORATE = "is no directorate here; whose is it?"
_NO_OWNER = "it has no owner, so that nobody is reminded; whose is it?"
_OFFICER_ALONE = "no directorate is printed beside it, so that nobody is reminded; whose is it?"
_OFFICER_BESIDE_CODE = "only part of it names a directorate, so that nobody is reminded; whose is it?"
_WHOSE = (_NO_DIRECTORATE, _NO_OWNER, _OFFICER_ALONE, _OFFICER_BESIDE_CODE)
DAY_FIRST = "day first"
"""How a date is read of which nothing in the paper shows which number is the day."""

OWN_ROW = "this row has no reference and was read as part of it; is it an action of its own?"
NO_REF = "no reference is printed in its row, so that it was numbered here; which is its own?"
_SAYS_DONE = LazyPattern(
    r"(?:•\s*)?(?:(?:action|now|fully)\s+)*(?P<word>(?:complete|completed|closed|implemented)\b(?!\s+by)|"
    r"(?:done|delivered|finished)\b(?=\W*$|\s*[-–—:;.(]))\W*",
    re.I,
)

_ENDS_DONE = LazyPattern(
    r"(?:.*[.;!\n–—]|\(?\w{1,3}[.)])[\s•]*\(?(?:action\s+|now\s+)*(?P<word>complete|completed|closed?|done|implemented)\)?[.!)\s]*",
    re.I | re.S,
)
"""A report whose last sentence is a single word of completion: "Objection sent. CLOSED"."""

_SAYS_NO = LazyPattern(
    r"(?:no|n)(?:\b[^.\n]{0,60}\.?$|\.(?=\s))|(?:not (?:accepted|agreed|supported)|"
    r"(?:is )?(?:reject(?:ed)?|declined?|refused?)|disagree[ds]?)\b[^.\n]{0,60}\.?",
    re.I,
)
"""How a response begins that turns a recommendation down, whatever follows; a mere "no" is its first sentence."""

_ACCEPTANCE = LazyPattern(r"\W*(?:accept|agree|reject|support)", re.I)
"""The heading of a column in which recommendations are accepted or not, beside the response to them."""


_SAYS_SOMETHING = LazyPattern(
    r"^(?!\W*(?:n/?a|none|nil|no|not applicable|tb[ca]|not yet\b.*)\W*$).*\w", re.I | re.S
)
_LONGEST_STATUS = 300
_LONGEST_ROW = 60
"""Letters of a row's words that are shown; it is known again by all of them."""


@dataclass(frozen=True)
class Doubt:
    """One thing to ask about: its place in the paper, its action and field, what is printed and how it was read.

    ``ref`` is "" where it is not about one action, ``field`` is a name of register.fields or a heading.
    """

    place: str
    ref: str
    field: str
    printed: str
    read_as: str
    question: str

    @property
    def row(self) -> str:
        """Its row and field as an answer names them: "12 target"; "table 1, row 5 ref" where it has no reference."""
        return row_key(self.row_ref, self.field)

    @property
    def row_ref(self) -> str:
        """What an answer calls its row by: the reference, or the place where it has none."""
        return self.place if self.is_by_place else self.ref

    @property
    def is_by_place(self) -> bool:
        """Whether it asks about a row without a reference, which an answer can only name by its place."""
        return self.question.startswith((OWN_ROW, NO_REF))

    @property
    def is_about_numbering(self) -> bool:
        """Whether it asks about the references that all rows were given, as none are printed."""
        return not self.ref and self.field == "ref" and not self.is_by_place

    @property
    def progress_words(self) -> str:
        """The printed words, or the colour, whose status a person can say to settle it; "" for other doubts."""
        if self.field != "progress" or not self.ref or not self.question.endswith(_STANDS_FOR):
            return ""
        is_colour = f"does {self.printed[1:-1]} {_STANDS_FOR}" in self.question
        return self.printed[1:-1] if is_colour else self.printed

    @property
    def owner_words(self) -> str:
        """The printed owners or officers whose directorate a person can say for every row that has them; else ""."""
        is_asked = self.field == "owners" and self.ref and self.question.endswith(_WHOSE)
        return in_one_line(self.printed) if is_asked else ""

    @property
    def is_about_order(self) -> bool:
        """Whether saying which number of the paper's dates is the day settles it."""
        return self.read_as == DAY_FIRST

    @property
    def is_of_one_row(self) -> bool:
        """Whether it is answered for its row and field alone: no answer about the order of dates, or about words that
        other rows print too, settles it.
        """
        is_of_words = bool(self.progress_words or self.owner_words)
        has_field = self.field in FIELDS_BY_NAME and bool(self.ref or self.is_by_place)
        return has_field and not (is_of_words or self.is_about_order)

    @property
    def sentence(self) -> str:
        """The doubt for a person, with its row and its field."""
        words = field_of(self.field).of_one or self.field
        about = ": ".join(filter(None, (self.place, f"action {self.ref}" if self.ref else "")))
        printed = shortened(self.printed, _LONGEST_ROW) if self.is_by_place else " ".join(self.printed.split())
        read_as = f" (read as {self.read_as})" if self.read_as else ""
        begun = f"{about[:1].upper()}{about[1:]}, {words}" if about else words.capitalize()
        return (
            f"{begun} “{printed}”{read_as}: {self.question}"
            if printed
            else f"{begun}{read_as}: {self.question}"
        )


def doubts_of(
    lines: Iterable[Line],
    as_at: date,
    status_of: StatusOf,
    order: Order,
    codes: tuple[str, ...],
    answered: RowAnswers = NO_ROW_ANSWERS,
    explained: Callable[[str], str] = lambda _progress: "",
    counted: Mapping[str, Target] = MappingProxyType({}),
) -> list[Doubt]:
    """What to ask about the lines of a paper that speaks of the local day ``as_at``.

    ``status_of`` tells what progress stands for (with_answers); ``order`` is which number of the paper's dates is
    the day; ``codes`` are the register's directorates, () when it has none yet; ``answered`` is what was said about
    single rows, which is asked no more. ``explained`` gives what the paper's own key says of printed progress,
    ``counted`` are targets, by ref, that were counted from the day of an earlier paper.
    """
    found: list[Doubt] = []
    for line in lines:
        status = answered.statuses.get(line.ref) or status_of(line.progress)
        target = answered.targets.get(line.ref) or counted.get(line.ref) or target_of(line, as_at, order)
        found.extend(_about_target(line, target, status, as_at))
        to_come = done_on(line.progress, as_at, order)[1]
        found.extend(_about_progress(line, target, status, explained(line.progress), to_come))
        found.extend(_about_completed(line, status, as_at, order))
        found.extend(_about_serials(line))
        found.extend(_about_owners(line, codes))
    return [one for one in found if not answered.settles(one.ref, one.field)]


def in_sentences_alone(lines: Iterable[Line], columns: Iterable[str]) -> Iterator[str]:
    """One sentence where no column of a paper says how far its new actions are, though words say what was done.

    ``columns`` are the fields of its columns, those of a combined one joined by "+". What the words come to is not
    judged, and a question for each row would be one for every action.
    """
    fields = list(columns)
    names = {name for column in fields for name in column.split("+")}
    refs = [line.ref for line in lines if line.delivered and not line.progress]
    action, begins = ("action", "is") if len(refs) == 1 else ("actions", "are")
    begin = f"{action} {joined_up_to(MOST_NAMED, refs)} {begins}"
    if refs and names and not names & {"progress", "rating", "completed", "percent"}:
        yield (
            f"No column says how far the actions are, and sentences are not judged: {begin} taken as not started until "
            "somebody says more."
        )
    elif refs and any({"progress", "delivered"} <= set(one.split("+")) for one in fields):
        yield (
            f"Sentences in the progress column are not judged: {begin} taken as not started until somebody says "
            "more."
        )


def _doubt(line: Line, name: str, question: str, read_as: str = "") -> Doubt:
    return Doubt(line.place, line.ref, name, line.printed(name), read_as, question)


def _about_target(line: Line, target: Target, status: Status | None, as_at: date) -> Iterator[Doubt]:
    days = [one.deadline for one in target.milestones if one.deadline and not one.met]
    is_open = status is None or not status.is_done
    if not target.understood:
        # By when something was due that is done is asked only where the words may name a day: "asap" does not.
        if is_open or any(letter.isdigit() for letter in line.target):
            yield _doubt(line, "target", "not a date I know; by which day is it due?", "no deadline")
    elif target.question and (is_open or not target.asked_while_open):
        yield _doubt(line, "target", target.question, _printed(target.deadline))
    elif is_open and days and (as_at - min(days)).days > _LONG_PAST:
        question = f"{_printed(min(days))} had passed long before this paper; is the year right?"
        yield _doubt(line, "target", question, _printed(min(days)))
    elif days and (max(days) - as_at).days > _FAR_AHEAD:
        yield _doubt(
            line, "target", f"{_printed(max(days))} is far ahead; is the year right?", _printed(max(days))
        )
    first = min((one.original for one in target.milestones if one.original), default=None)
    if first and target.deadline and first > target.deadline:
        question = f"the first date, {_printed(first)}, is after it; which one counts?"
        yield _doubt(line, "target", question, _printed(target.deadline))


def _about_progress(
    line: Line, target: Target, status: Status | None, by_key: str, to_come: date | None
) -> Iterator[Doubt]:
    if status is None:
        why = "not a status I know"
        if to_come:
            why = f"{_printed(to_come)} is after this paper"
        elif by_key not in ("", line.progress):
            why = f"the paper's key says “{by_key}”"
        yield _doubt(line, "progress", f"{why}; what does it stand for?", "not started")
    elif target.done and not status.is_done:
        question = f"the target date says “{target.done}”; is it complete?"
        yield _doubt(line, "progress", question, status.value)
    elif (share := _share(line)) and not (status.is_done and percent_of(share) == 100):
        question = f"{share} is printed after its date; how far is it?"
        yield Doubt(line.place, line.ref, "progress", line.target, status.value, question)
    elif not status.is_done and percent_of(line.more.get("percent", "")) == 100:
        yield _doubt(line, "progress", "100% is printed beside it; is it complete?", status.value)
    elif not line.progress and (refusal := _refusal(line)):
        question = f"the response to it is “{refusal}”; is it an action all the same?"
        yield _doubt(line, "progress", question, status.value)
    elif not line.progress and (begins := _SAYS_DONE.match(line.delivered)):
        question = f"what was delivered begins with “{begins['word']}”; is it complete?"
        yield _doubt(line, "progress", question, status.value)
    elif not line.progress and (ends := _ENDS_DONE.fullmatch(line.delivered[-_LONGEST_STATUS:])):
        question = f"what was delivered ends with “{ends['word']}”; is it complete?"
        yield _doubt(line, "progress", question, status.value)


def is_partly_done(line: Line) -> bool:
    """Whether a share behind the target date alone says how far an action is, and that it is begun and not complete."""
    return 0 < (percent_of(_share(line)) or 0) < 100


def _share(line: Line) -> str:
    """The share of an action that is done, behind its target date, where nothing else prints its progress."""
    return "" if line.progress else share_beside(line.target)


def _refusal(line: Line) -> str:
    """The words with which the response to a recommendation, or the column beside it, turns it down; "" for none."""
    responses = (
        words.strip().removeprefix("• ")
        for name, words in line.more.items()
        if name == "response" or (name not in FIELDS_BY_NAME and _ACCEPTANCE.match(name))
    )
    return next((found[0].strip() for words in responses if (found := _SAYS_NO.match(words))), "")


def _about_completed(line: Line, status: Status | None, as_at: date, order: Order) -> Iterator[Doubt]:
    printed = line.more.get("completed", "")
    day = day_done(printed, as_at, order) if printed else None
    if day and day > as_at:
        yield _doubt(line, "completed", f"{_printed(day)} is after this paper; is it a target date?")
    elif day and status is not None and not status.is_done:
        yield _doubt(
            line, "progress", f"“{printed}” is printed as its date of completion; is it complete?", status.value
        )
    elif not day and not line.progress and _SAYS_SOMETHING.search(printed[:_LONGEST_STATUS]):
        yield _doubt(
            line,
            "progress",
            f"“{printed}” is printed where its completion belongs; is it complete?",
            status.value if status else "not started",
        )


def _about_serials(line: Line) -> Iterator[Doubt]:
    """Dates other than the target's that are printed as a spreadsheet's numbers."""
    for name in ("raised", "original", "completed"):
        printed = line.more.get(name, "")
        found = day_of_serial(printed)
        if found and not (name == "original" and printed == line.target):  # which was no other date
            yield _doubt(line, name, BY_SERIAL, _printed(found))


def _about_owners(line: Line, codes: tuple[str, ...]) -> Iterator[Doubt]:
    strangers = [code for code in line.owners if codes and code not in (*codes, EVERY_DIRECTORATE)]
    if strangers:
        are_all = len(strangers) == len(line.owners)
        words = in_one_line(line.printed("owners")) if are_all else ", ".join(strangers)
        yield _doubt(line, "owners", f"{words} {_NO_DIRECTORATE}")
    elif not line.owners and (codes or not line.more.get("officers")):
        printed = line.printed("owners") or line.more.get("officers", "")
        question = _OFFICER_ALONE if printed else _NO_OWNER
        if not set(codes).isdisjoint(re.findall(r"\w+", printed)):
            question = _OFFICER_BESIDE_CODE
        yield Doubt(line.place, line.ref, "owners", printed, "", question)


def _printed(deadline: date | None) -> str:
    return day(deadline) if deadline else "no deadline"
