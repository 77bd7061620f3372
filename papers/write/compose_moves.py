"""The section on what moved since the last paper: tables with every action once, then each list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from papers.write.document import DocumentBlock, Heading, Paragraph, Table
from papers.write.paper import Extension, Moves, Overdue, PaperItem, Silent
from papers.write.phrases import day_or
from register.phrases import capitalised, day, joined, number, shortened, uncapitalised

_ACTIVITY = 160
"""The most letters of an action's words in a list; the appendix has the whole text."""


def moves(moved: Moves) -> Iterator[DocumentBlock]:
    """The section on movement; no blocks where there was no action."""
    groups = _grouped_once(moved)
    total = sum(len(refs) for rows in groups for _label, refs in rows)
    if not total:
        return
    yield Heading(f"What has moved since {day(moved.since)}")
    empty_lists = [words for words, items in _lists_to_mention(moved) if not items]
    for (heading, verb), rows in zip(_GROUPS, groups, strict=True):
        count = sum(len(refs) for _label, refs in rows)
        if not count:
            yield Paragraph("No action moved." if verb == "moved" else "Every action moved.")
        else:
            yield Heading(f"{heading}: {count:,} of {total:,}", 2)
            yield Table(
                f"Actions that {verb}, each once", (heading, "Actions", "References"), tuple(_counted(rows))
            )
    yield from _dates(moved)
    if empty_lists:
        yield Paragraph(f"No action was {joined(empty_lists, 'or')}.")
    yield from _items("Completed", moved.completed, "What was delivered")
    yield from _items("Progress indicator changed", moved.progress, "From and to")
    yield from _items("Updated", moved.updated, "Update")
    yield from _items("No change, with a reason", moved.unchanged, "Reason given")
    yield from _extensions(moved.extensions)
    yield from _overdue(moved.overdue, moved.until)
    yield from _silent(moved.silent)
    yield from _items("New", moved.new, "Where it came from")
    yield from _items("Closed", moved.closed, "Decision")


_GROUPS = (("What moved", "moved"), ("What did not move", "did not move"))
_Rows = Sequence[tuple[str, Sequence[str]]]


def _grouped_once(moved: Moves) -> tuple[_Rows, _Rows]:
    """Two lists of pairs (label, refs), of what moved and what did not: every action once, in the first that fits."""
    lists: tuple[tuple[tuple[str, Iterable[str]], ...], ...] = (
        (
            ("Closed", _refs(moved.closed)),
            ("Completed", _refs(moved.completed)),
            ("New", _refs(moved.new)),
            *_progress(moved.progress),
            ("Updated, with the same progress indicator", _refs(moved.updated)),
            ("Date moved, or a new date sought", _refs(moved.extensions)),
            ("Completion reported or evidence given, and still open", moved.claimed),
        ),
        (
            ("No change, with a reason", _refs(moved.unchanged)),
            (f"No update since {day(moved.since)}", _refs(moved.silent)),
            ("Already done or closed, and unchanged", moved.settled),
        ),
    )
    placed: set[str] = set()
    groups = []
    for rows in lists:
        group = []
        for label, refs in rows:
            unplaced = tuple(ref for ref in dict.fromkeys(refs) if ref not in placed)
            placed.update(unplaced)
            group.append((label, unplaced))
        groups.append(group)
    return groups[0], groups[1]


def _progress(items: Sequence[PaperItem]) -> Iterator[tuple[str, Iterable[str]]]:
    """A pair (label, refs) for each change of progress indicators, such as "from Blank to In progress"."""
    for words in dict.fromkeys(item.words for item in items):
        label = f"Progress indicator from {words}" if words else "Progress indicator changed"
        yield label, _refs(item for item in items if item.words == words)


def _refs(items: Iterable[PaperItem | Extension | Overdue | Silent]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.ref for item in items))


def _counted(rows: _Rows) -> Iterator[tuple[str, str, str]]:
    """Rows (label, count, references) for pairs with actions; references printed before are only referred to."""
    printed: dict[tuple[str, ...], str] = {}
    for label, refs in rows:
        if refs:
            same = printed.setdefault(tuple(refs), label)
            words = joined(refs) if same == label else f"The same as under “{same}”"
            yield label, f"{len(refs):,}", words


def _dates(moved: Moves) -> Iterator[DocumentBlock]:
    """The table of dates missed and moved."""
    rows = (
        ("Extension granted", _refs(_granted(moved))),
        (
            "Extension sought and not granted",
            _refs(one for one in moved.extensions if one.outcome != "granted"),
        ),
        ("Overdue against the original date", list(moved.past_original)),
        ("Overdue against the revised date", _refs(_late(moved, lambda one: one.revised))),
        (f"Became overdue since {day(moved.since)}", _refs(_newly_late(moved))),
    )
    counted = tuple(_counted(rows))
    if counted:
        yield Heading("Dates", 2)
        yield Table("Dates missed and moved", ("Dates", "Actions", "References"), counted)


def _granted(moved: Moves) -> tuple[Extension, ...]:
    return tuple(one for one in moved.extensions if one.outcome == "granted")


def _lists_to_mention(moved: Moves) -> tuple[tuple[str, Sequence[object]], ...]:
    """Pairs (word, list) that are mentioned even when the list is empty, as committees ask about them."""
    return (
        ("completed", moved.completed),
        ("closed", moved.closed),
        ("new", moved.new),
        ("given more time", _granted(moved)),
        ("overdue", moved.overdue),
    )


def _items(heading: str, items: tuple[PaperItem, ...], words: str) -> Iterator[DocumentBlock]:
    if items:
        yield Heading(heading, 2)
        yield table_of_items(heading, items, words)


def table_of_items(heading: str, items: tuple[PaperItem, ...], words: str) -> Table:
    """A table of actions; ``heading`` is used in its caption, ``words`` is the heading of its last column."""
    has_owners = any(item.owners.strip() for item in items)
    has_words = any(item.words.strip() for item in items)
    headings = ["Action", "Activity"] + ["Owner"] * has_owners + [words] * has_words
    rows = []
    for item in items:
        cells = [item.ref, shortened(item.activity, _ACTIVITY)]
        cells += [item.owners.strip() or "None"] * has_owners + [item.words.strip() or "Not given"] * has_words
        rows.append(tuple(cells))
    return Table(f"Actions: {uncapitalised(heading)}", tuple(headings), tuple(rows))


def _extensions(items: tuple[Extension, ...]) -> Iterator[DocumentBlock]:
    if not items:
        return
    yield Heading("Extensions sought and granted", 2)
    yield Table(
        "Extensions sought and granted",
        ("Action", "Activity", "Original date", "Date before", "New date", "Outcome", "Reason"),
        tuple(
            (
                one.ref,
                shortened(one.activity, _ACTIVITY),
                day_or(one.original),
                day_or(one.before),
                day_or(one.after),
                f"{capitalised(one.outcome)}{f' by {one.by}' if one.by else ''}",
                one.reason.strip() or "No reason given",
            )
            for one in items
        ),
    )


def _overdue(items: tuple[Overdue, ...], until: date) -> Iterator[DocumentBlock]:
    if not items:
        return
    yield Heading("Overdue", 2)
    moved_count = sum(one.revised is not None for one in items)
    has_causes = any(one.cause.strip() for one in items)
    revised = f"The dates of {moved_count} of these {number(len(items), 'action')} had been moved before."
    if moved_count in (0, 1):
        revised = "None of these dates" if moved_count == 0 else "One of these dates"
        revised += " had been moved before."
    yield Paragraph(revised if has_causes else f"{revised} No owner has given a cause of delay.")
    has_owners = any(one.owners.strip() for one in items)
    headings = ["Action", "Activity"] + ["Owner"] * has_owners + ["Original date"]
    headings += ["Revised date"] * bool(moved_count) + ["Cause of delay"] * has_causes
    rows = []
    for entry in items:
        cells = [entry.ref, shortened(entry.activity, _ACTIVITY)]
        cells += [entry.owners.strip() or "None"] * has_owners
        review = "Review: " if entry.is_review else ""
        cells.append(f"{review}{_day_and_delay(entry.original, until, 'None set')}")
        cells += [_day_and_delay(entry.revised, until, "Not revised")] * bool(moved_count)
        cells += [entry.cause.strip() or "Not given"] * has_causes
        rows.append(tuple(cells))
    yield Table("Overdue actions against their original and revised dates", tuple(headings), tuple(rows))


def _day_and_delay(when: date | None, until: date, otherwise: str) -> str:
    """A day and, on the next line if it is before ``until``, the delay: "31 December 2022", "75 days overdue"."""
    if when is None or when >= until:
        return day_or(when, otherwise)
    return f"{day(when)}\n{number((until - when).days, 'day')} overdue"


def _late(moved: Moves, which: Callable[[Overdue], date | None]) -> tuple[Overdue, ...]:
    """The overdue actions for which the day that ``which`` gives has passed."""
    return tuple(one for one in moved.overdue if (when := which(one)) is not None and when < moved.until)


def _newly_late(moved: Moves) -> tuple[Overdue, ...]:
    """The overdue actions whose present target date passed since the last paper."""
    dates = [(one, one.revised or one.original) for one in moved.overdue]
    return tuple(one for one, when in dates if when is not None and moved.since <= when < moved.until)


def _silent(items: tuple[Silent, ...]) -> Iterator[DocumentBlock]:
    if not items:
        return
    silent = tuple(PaperItem(one.ref, one.activity, one.owners, silence(one.since)) for one in items)
    yield Heading("No update", 2)
    yield replace(table_of_items("No update", silent, "Update"), caption="Actions without an update")


def silence(since: date) -> str:
    """The words for an action without an update since that day."""
    return f"No update since {day(since)}"
