"""What a paper prints as before, but a person's answer has since given another meaning."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from register.action import Action, Line, Milestone
from register.days.date_words import SINCE_WHEN
from register.days.target_dates import WHICH_YEAR, Order, Target, target_of
from register.fields import folded
from register.imports.row_answers import RowAnswers
from register.progress import Status


def otherwise(
    rows: RowAnswers,
    whole_paper: Iterable[tuple[str, str]],
    targets: Mapping[str, Target],
    statuses: Mapping[str, Status | None],
    known: Mapping[str, Action],
) -> dict[str, list[str]]:
    """The fields, by ref, of known actions that have another date or status than a person's answer gives them.

    ``rows`` are the answers about single rows, ``whole_paper`` what ``about_whole_paper`` gives.
    """
    found: dict[str, list[str]] = {}
    for ref, name in sorted({*rows.touched, *whole_paper}):
        action = known.get(ref)
        if action is None or ref not in targets:
            continue
        is_other = {
            "target": _dates(action.milestones) != _dates(targets[ref].milestones),
            "progress": action.status != (statuses[ref] or Status.NOT_STARTED),
        }
        if is_other.get(name):
            found.setdefault(ref, []).append(name)
    return found


def counted_before(
    lines: Iterable[Line],
    as_at: date,
    order: Order,
    known: Mapping[str, Action],
    taken_back: Callable[[str], bool],
) -> dict[str, Target]:
    """The targets, by ref, that are counted from a paper's day ("within 3 months") and were printed by one before it:
    a later paper does not move the day that was first counted, or answered or granted since.

    ``known`` are the actions before this paper, by ref; ``taken_back`` tells of a ref whether its answer was.
    """
    found = {}
    for line in lines:
        action, target = known.get(line.ref), target_of(line, as_at, order)
        is_counted = target.question in (SINCE_WHEN, WHICH_YEAR)
        if action is None or not is_counted or folded(action.target) != folded(line.target):
            continue
        if action.deadline and not taken_back(line.ref):
            has_moved = any(one.original not in (None, one.deadline) for one in action.milestones)
            question = "" if has_moved else target.question
            found[line.ref] = replace(target, milestones=action.milestones, question=question)
    return found


def about_whole_paper(
    lines: Sequence[Line],
    as_at: date,
    order: Order,
    targets: Mapping[str, Target],
    known: Mapping[str, Action],
) -> Iterator[tuple[str, str]]:
    """The refs and fields that an answer about the whole paper may give another meaning than they had.

    A word of progress that nobody had explained counted as not started; a date such as 3/4/2023 may have been read
    the other way round. ``lines`` are those of a paper as at that day, ``order`` which number of its dates is the day.
    """
    other = Order.MONTH_FIRST if order is Order.DAY_FIRST else Order.DAY_FIRST
    for line in lines:
        action = known.get(line.ref)
        if action is None:
            continue
        if action.status is Status.NOT_STARTED and folded(line.progress) == folded(action.progress):
            yield line.ref, "progress"
        is_same = folded(line.target) == folded(action.target)
        if is_same and _is_turned(action.milestones, targets[line.ref], target_of(line, as_at, other)):
            yield line.ref, "target"


def _is_turned(before: Iterable[Milestone], now: Target, turned: Target) -> bool:
    """Whether dates differ from those before only in which number was read as the day."""
    return _dates(before) == _dates(turned.milestones) != _dates(now.milestones)


def _dates(milestones: Iterable[Milestone]) -> list[tuple[str, date | None]]:
    return [(one.label, one.deadline) for one in milestones]
