"""The columns of a committee's table as it prints them, and the cells of an action under them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from register.action import Action, Line
from register.committee.state_columns import STATES, StateColumns, over_periods, says_the_same
from register.days.target_dates import day_of_serial
from register.fields import StoredAs, field_of
from register.lazy_pattern import LazyPattern
from register.owner_codes import renamed_in
from register.phrases import capitalised, day, in_one_line
from register.register import Register


@dataclass(frozen=True)
class Column:
    """A column of a committee's table: the name of its field (or its own heading, where it is no field's), and the
    heading printed over it.
    """

    field: str
    heading: str


_CORE = ("defined", "delivered", "target", "owners", "progress")
_NO_HEADING = LazyPattern(r"Column [A-Z]{1,2}")
"""How a column without a heading is named where a paper is read; it is printed under the usual words of its field."""
_REF_HEADING = "Action Ref."


def printed_columns(read: Iterable[tuple[str, str]], lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns that a paper prints, from the (field, heading) of each as it was read, in their order.

    A column of no field (\"\") is named by its heading. Fields that shared one heading ("target+owners") get a column
    each, and a field that was in several columns gets one; not so officers, as one of two such columns may be of
    cabinet members. Further fields of the lines come last, under plain headings, or all under their usual ones where
    the paper had none; what a percentage or a date of completion says has no second column. Where no column has the
    references, one is put first. Where a paper has a column of revised
    dates, the target date gets none of its own, and one that it has beside them is that of the first dates.
    """
    read = over_periods(list(read), lines)
    apart = sum(field == "officers" for field, _heading in read) > 1
    found = _headings_read(read, lines, apart=apart)
    # The answers to "Complete?" are kept beside the progress that they mean, and have one column with it.
    answers = " ".join(found.get("progress", "").split())
    more = dict.fromkeys(
        name for line in lines for name in line.more if line.more[name].strip() and name != answers
    )
    if _is_date_before_revised(found):
        more.pop("original", None)
    if apart:
        more.pop("officers", None)
    has_other = {"target": "revised" in found, "progress": not STATES.isdisjoint(found)}
    core = [
        name
        for name in _CORE
        if not found or (any(line.value(name) for line in lines) and not has_other.get(name))
    ]
    for name in (*core, *more):
        found.setdefault(name, _added_heading(name) if read else field_of(name).label or name)
    if "ref" not in found:
        found = {"ref": _REF_HEADING} | found
    return tuple(Column(name, heading) for name, heading in found.items())


def _headings_read(read: Sequence[tuple[str, str]], lines: Sequence[Line], *, apart: bool) -> dict[str, str]:
    """The headings of the columns that were read, by field; a column of officers by its own heading, where several are
    kept ``apart``.
    """
    found: dict[str, str] = {}
    for field, printed in read:
        heading = _added_heading(field.split("+")[0]) if field and _NO_HEADING.fullmatch(printed) else printed
        first, *others = _fields_under(field, lines) if field else (heading,)
        found.setdefault(heading if first == "officers" and apart else first, heading)
        for other in others:
            # "Officer and directorate" may name officers alone: no blank column is added for the directorates, nor for
            # evidence under "Progress and impact".
            is_blank = bool(lines) and not any(line.value(other) for line in lines)
            if not is_blank or other not in ("owners", "evidence"):
                found.setdefault(other, _added_heading(other))
    return found


def _fields_under(field: str, lines: Sequence[Line]) -> list[str]:
    """The fields that were under one heading, first the one that the heading is to stand over alone."""
    fields = field.split("+")
    if fields == ["progress", "delivered"]:  # its words are mostly what was delivered
        return ["delivered", "progress"]
    if fields == ["title", "defined"] and lines and not any(line.value("title") for line in lines):
        return ["defined"]  # "Finding & recommendation" whose words are all what is to be done
    return fields


def with_delivered(columns: Sequence[Column], is_said: bool) -> tuple[Column, ...]:
    """The columns, with one for what was delivered where the committee has none and something was said."""
    if not is_said or any(one.field == "delivered" for one in columns):
        return tuple(columns)
    return (*columns, Column("delivered", _added_heading("delivered")))


def _added_heading(name: str) -> str:
    """The heading of a column that is added to a committee's own: plain words, where the usual one is Kent's."""
    field = field_of(name)
    return capitalised(field.noun) or field.label or name


def table_rows(
    actions: Sequence[Action],
    columns: Sequence[Column],
    printed: Sequence[Line],
    delivered: Mapping[str, str],
    done_on: Mapping[str, date] = MappingProxyType({}),
) -> tuple[tuple[str, ...], ...]:
    """The rows of the committee's table, in the order of the last paper; what it did not print comes after.

    ``printed`` are the lines of that paper, under the refs that the register knows. A cell that says the same as
    the line did is printed to the letter as the line was. What the paper had left out and which was done is not
    printed again. ``delivered`` are the words for that field by ref, where they are not the action's own; ``done_on``
    the local days on which actions were reported complete.
    """
    lines = {line.ref: line for line in printed}
    place = {line.ref: number for number, line in enumerate(printed)}
    shown = [one for one in actions if not printed or one.ref in lines or not one.status.is_done]
    shown.sort(key=lambda one: place.get(one.ref, len(place)))
    fields = [column.field for column in columns]
    has_first = _is_date_before_revised(fields)
    states = StateColumns.of({one.field: one.heading for one in columns}, printed, done_on)
    return tuple(
        tuple(
            _first_date(one, line)
            if has_first and column.field == "target"
            else states.cell(one, column.field, line)
            if column.field in states.fields
            else _answer(one, column, line) or _cell(one, column.field, line, delivered)
            for column in columns
        )
        for one in shown
        for line in (lines.get(one.ref),)
    )


def _is_date_before_revised(fields: Container[str]) -> bool:
    """Whether the target dates that a paper prints are those before any revision, which has a column of its own."""
    return "target" in fields and "revised" in fields and "original" not in fields


def _first_date(action: Action, line: Line | None) -> str:
    """The date of an action before any revision, to the letter as the last paper had it."""
    first = action.more.get("original", "")
    if first and line is not None and says_the_same("original", line.value("original"), first):
        return str(line.value("original"))
    if not first and line is not None and line.target and not line.value("revised"):
        return line.target
    return first or ("" if action.deadline != action.original else action.target)


def _answer(action: Action, column: Column, line: Line | None) -> str:
    """The yes or no that the last paper printed under "Complete?", if the progress is still what it meant; or ""."""
    if (
        column.field != "progress"
        or line is None
        or not says_the_same("progress", line.progress, action.progress)
    ):
        return ""
    return line.more.get(" ".join(column.heading.split()), "")


def _cell(action: Action, name: str, line: Line | None, delivered: Mapping[str, str]) -> str:
    field = field_of(name)
    value: str | tuple[str, ...] = (
        getattr(action, name) if field.stored_as is StoredAs.COLUMN else action.more.get(name, "")
    )
    if name == "delivered":
        value = delivered.get(action.ref, action.delivered)
    elif name in ("original", "revised") and _has_moved(action, line):
        value = _date_apart(action, name, str(value), line)
    if name == "owners":
        return owners_as_printed(action, line)
    if line is not None and says_the_same(name, line.value(name), value):
        value = line.value(name)
    return field.printed(value)


def owners_as_printed(action: Action, line: Line | None) -> str:
    """The owners of an action as its line in the last paper has them, if they are still those that it stood for."""
    if line is not None and _has_its_owners(action, line):
        return line.printed("owners")
    return field_of("owners").printed(action.owners)


def owners_in_lists(action: Action, line: Line | None) -> str:
    """The owners of an action outside the committee's table: its officers, where its line in the last paper names them
    alone and they still stand for its owners.
    """
    named = owners_as_printed(action, line)
    if not named and line is not None and _has_its_owners(action, line):
        named = in_one_line(line.more.get("officers", ""))
    return named or field_of("owners").printed(action.owners)


def with_owners_of_now(line: Line, action: Action, renamed: Mapping[str, str], register: Register) -> Line:
    """A line of the last paper, whose owners stand for those of the action where only their codes are others by now.

    ``renamed`` maps codes that directorates had to those they have now.
    """
    meant, now = (
        {codes.get(one, one) for one in owners}
        for owners in (line.meant_owners or line.owners, action.owners)
        for codes in (renamed_in(owners, renamed, register),)
    )
    return replace(line, meant_owners=action.owners) if meant == now else line


def _has_its_owners(action: Action, line: Line) -> bool:
    return says_the_same("owners", line.meant_owners or line.owners, action.owners)


def _has_moved(action: Action, line: Line | None) -> bool:
    """Whether an action has another target date than the last paper, or none that it printed."""
    if line is None or says_the_same("target", line.target, action.target):
        return line is None
    found = day_of_serial(line.target)  # its day is printed since somebody said that it is that one
    return found is None or day(found) != action.target


def _date_apart(action: Action, name: str, current: str, line: Line | None) -> str:
    """The cell of the original or the revised date of an action whose date has moved since the last paper.

    Words that are no day ("ASAP") were its date before, too.
    """
    is_revised = action.deadline != action.original
    if name == "revised":
        return action.target if is_revised or (line is not None and line.target) else current
    return current or ("" if is_revised else action.target)
