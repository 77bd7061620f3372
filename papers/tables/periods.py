"""Columns under one heading for several times, such as an update for each quarter: one field, and the time of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from papers.tables.headings import DATE_WORDS, folded
from papers.tables.layout import DELIVERED, FoundColumn, Layout
from register.fields import Look


def same_over_periods(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> None:
    """Give the columns of updates, which differ only in the time they are for, one field, and ask once about them.

    A time that is to come is still blank, so that nothing but its heading says what its column will hold.
    """
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        if column.is_open and _has_period(column.heading):
            words = " ".join(word for word in folded(column.heading).split() if word not in DATE_WORDS)
            groups.setdefault(words, []).append(at)
    for places in groups.values():
        first = next((at for at in places if columns[at].fields == (DELIVERED,) and looks[at]), None)
        if first is None:
            continue
        for at in places:
            if at != first and columns[at].fields == (DELIVERED,):
                columns[at] = replace(columns[at], is_asked=False)
            elif at != first and not looks[at]:
                columns[at] = FoundColumn(columns[at].heading, (DELIVERED,), columns[first].confidence)


def labels_of(layout: Layout) -> Mapping[str, str]:
    """The time that each of several columns of updates is for, as printed in its heading, by the column's key."""
    found = [(key, column) for key, column in layout.columns_of(DELIVERED) if column.fields == (DELIVERED,)]
    if len(found) < 2 or not all(_has_period(column.heading) for _key, column in found):
        return {}
    headings = [column.heading.split() for _key, column in found]
    shared = 0
    while len({tuple(words[: shared + 1]) for words in headings}) == 1:
        shared += 1
    labels = {key: " ".join(words[shared:]) for (key, _column), words in zip(found, headings, strict=True)}
    return labels if len({*labels.values(), ""}) > len(labels) else {}


def _has_period(heading: str) -> bool:
    return bool(DATE_WORDS & set(folded(heading).split())) or any(letter.isdigit() for letter in heading)
