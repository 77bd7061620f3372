"""What moved since the last paper, for a reader who knows only that one: the whole in one table, then each
list.
"""

from collections.abc import Callable, Iterator
from datetime import date

from papers.write.document import Block, Heading, Paragraph, Table
from papers.write.paper import Extension, Moves, Overdue, PaperItem, Silent
from papers.write.phrases import day_or
from register.phrases import day, joined, number, shortened

_ACTIVITY = 160
"""Letters of an action's words in a list; the appendix has them all."""


def moves(moved: Moves) -> Iterator[Block]:
    """The section on movement."""
    yield Heading(f"What has moved since {day(moved.since)}")
    granted = tuple(one for one in moved.extensions if one.outcome == "granted")
    asked = tuple(one for one in moved.extensions if one.outcome != "granted")
    summary = (
        ("Completed", moved.completed),
        ("Progress indicator changed", moved.progress),
        ("Updated", moved.updated),
        ("No change, with a reason", moved.unchanged),
        ("Extension granted", granted),
        ("Extension asked and not granted", asked),
        ("Overdue against the original date", _late(moved, lambda one: one.original)),
        ("Overdue against the revised date", _late(moved, lambda one: one.revised)),
        (f"No update since {day(moved.since)}", moved.silent),
        ("New", moved.new),
        ("Closed", moved.closed),
    )
    yield Table(
        f"What has moved since {day(moved.since)}, in one table",
        ("What happened", "Actions", "References"),
        tuple((label, f"{len(items):,}", _refs(items)) for label, items in summary),
    )
    yield from _items("Completed", moved.completed, "What was delivered")
    yield from _items("Progress indicator changed", moved.progress, "From and to")
    yield from _items("Updated", moved.updated, "Update")
    yield from _items("No change, with a reason", moved.unchanged, "Reason given")
    yield from _extensions(moved.extensions)
    yield from _overdue(moved.overdue, moved.until)
    yield from _silent(moved.silent)
    yield from _items("New", moved.new, "Where it came from")
    yield from _items("Closed", moved.closed, "Decision")


def _refs(items: tuple[PaperItem | Extension | Overdue | Silent, ...]) -> str:
    return joined(tuple(dict.fromkeys(item.ref for item in items))) or "None"


def _items(heading: str, items: tuple[PaperItem, ...], words: str) -> Iterator[Block]:
    if items:
        yield Heading(heading, 2)
        yield from lists(heading, items, words)


def lists(heading: str, items: tuple[PaperItem, ...], words: str) -> Iterator[Block]:
    """Actions and what is said of them as a table, whose last heading is ``words``."""
    has_owners = any(item.owners.strip() for item in items)
    has_words = any(item.words.strip() for item in items)
    headings = ["Action", "Activity"] + ["Owner"] * has_owners + [words] * has_words
    rows = []
    for item in items:
        cells = [item.ref, shortened(item.activity, _ACTIVITY)]
        cells += [item.owners.strip() or "None"] * has_owners + [item.words.strip() or "Not given"] * has_words
        rows.append(tuple(cells))
    yield Table(f"Actions: {heading[0].lower()}{heading[1:]}", tuple(headings), tuple(rows))


def _extensions(items: tuple[Extension, ...]) -> Iterator[Block]:
    if not items:
        return
    yield Heading("Extensions asked and granted", 2)
    yield Table(
        "Extensions asked and granted",
        ("Action", "Activity", "Original date", "Date before", "New date", "Outcome", "Reason"),
        tuple(
            (
                one.ref,
                shortened(one.activity, _ACTIVITY),
                day_or(one.original),
                day_or(one.before),
                day_or(one.after),
                f"{one.outcome[:1].upper()}{one.outcome[1:]}{f' by {one.by}' if one.by else ''}",
                one.reason.strip() or "No reason given",
            )
            for one in items
        ),
    )


def _overdue(items: tuple[Overdue, ...], until: date) -> Iterator[Block]:
    if not items:
        return
    yield Heading("Overdue", 2)
    moved = sum(one.revised is not None for one in items)
    if moved:
        dates = "The date of" if moved == 1 else "The dates of"
        yield Paragraph(
            f"{dates} {number(moved, 'of these actions', 'of these actions')} had been moved before."
        )
    yield Table(
        "Overdue actions against their original and revised dates",
        ("Action", "Activity", "Owner", "Original date", "Revised date", "Cause of delay"),
        tuple(
            (
                one.ref,
                shortened(one.activity, _ACTIVITY),
                one.owners.strip() or "None",
                _day_and_delay(one.original, until, "None set"),
                _day_and_delay(one.revised, until, "Not revised"),
                one.cause.strip() or "Not given",
            )
            for one in items
        ),
    )


def _day_and_delay(when: date | None, until: date, otherwise: str) -> str:
    """31 December 2022 (75 days overdue); a day still to come is printed alone."""
    if when is None or when >= until:
        return day_or(when, otherwise)
    return f"{day(when)} ({number((until - when).days, 'day')} overdue)"


def _late(moved: Moves, which: Callable[[Overdue], date | None]) -> tuple[Overdue, ...]:
    """The overdue actions whose day of that kind has passed."""
    return tuple(one for one in moved.overdue if (when := which(one)) is not None and when < moved.until)


def _silent(items: tuple[Silent, ...]) -> Iterator[Block]:
    if not items:
        return
    yield Heading("No update", 2)
    yield Table(
        "Actions without an update",
        ("Action", "Activity", "Owner", "Update"),
        tuple(
            (one.ref, shortened(one.activity, _ACTIVITY), one.owners.strip() or "None", silence(one.since))
            for one in items
        ),
    )


def silence(since: date) -> str:
    """What is printed of an owner who gave nothing since the last meeting."""
    return f"No update since {day(since)}"
