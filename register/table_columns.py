"""The columns of a committee's table as it prints them, and the cells of an action under them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from register.action import Action, Line
from register.fields import FIELDS, Kept, field_of, folded


@dataclass(frozen=True)
class Column:
    """A column of a committee's table: the name of its field (or its own heading, where it is no field's), and the
    heading printed over it.
    """

    field: str
    heading: str


KENT_HEADINGS = {"ref": "Action Ref."}
"""Headings that differ from the label of their field where a paper's own headings are not known."""


def usual_columns(lines: Iterable[Line]) -> tuple[Column, ...]:
    """The columns of a table whose headings were not kept: every field with a column of its own, and what is
    printed besides, in the order of register.fields; headings of no field come last, as they were met.
    """
    printed = dict.fromkeys(name for line in lines for name in line.more)
    fields = [one.name for one in FIELDS if one.kept is Kept.COLUMN or one.name in printed]
    others = [name for name in printed if name not in fields]
    return tuple(
        Column(name, KENT_HEADINGS.get(name, field_of(name).label or name)) for name in (*fields, *others)
    )


def table_rows(
    actions: Sequence[Action], columns: Sequence[Column], printed: Sequence[Line], delivered: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """The rows of the committee's table, in the order of the last paper; what it did not print comes after.

    ``printed`` are the lines of that paper, under the refs that the register knows. A cell that says the same as
    the line did is printed to the letter as the line was. What the paper had left out and which was done is not
    printed again. ``delivered`` are the words for that field by ref, where they are not the action's own.
    """
    lines = {line.ref: line for line in printed}
    place = {line.ref: number for number, line in enumerate(printed)}
    shown = [one for one in actions if not printed or one.ref in lines or not one.status.is_done]
    shown.sort(key=lambda one: place.get(one.ref, len(place)))
    return tuple(
        tuple(_cell(one, column.field, lines.get(one.ref), delivered) for column in columns) for one in shown
    )


def _cell(action: Action, name: str, line: Line | None, delivered: Mapping[str, str]) -> str:
    field = field_of(name)
    value: str | tuple[str, ...] = (
        getattr(action, name) if field.kept is Kept.COLUMN else action.more.get(name, "")
    )
    if name == "delivered":
        value = delivered.get(action.ref, action.delivered)
    if line is not None and _says_the_same(name, line.value(name), value):
        value = line.value(name)
    return field.printed(value)


def _says_the_same(name: str, before: str | tuple[str, ...], after: str | tuple[str, ...]) -> bool:
    if name == "owners":
        return set(before) == set(after)
    return folded(before) == folded(after)
