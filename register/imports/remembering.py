"""Answers about single rows over several papers: what is printed as before is answered as before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from register.action import Line
from register.fields import folded
from register.imports.answers import Answers, RememberedAnswer, names_a_row
from register.imports.doubts import Doubt
from register.imports.given_refs import given_before
from register.imports.row_answers import AS_READ, RowAnswers, field_of_key
from register.phrases import day
from register.refs import folded_ref


def remembered(answers: Answers, lines: Sequence[Line], doubts: Sequence[Doubt]) -> dict[str, str]:
    """What earlier answers say of another paper's lines and doubts, by row and field.

    The same words must be printed there. An answer that they were read rightly also needs the same reading: "in six
    months" is another day in a later paper; one about a reference that is given here needs the row's same words.
    """
    found = {
        doubt.row: words
        for doubt in doubts
        if doubt.is_by_place and (words := answers.of_row(doubt.place, doubt.printed))
    }
    seen = _seen(answers.remembered_rows, lines, doubts)
    for key, before in answers.remembered_rows.items():
        now = seen.get(key)
        if now is None or folded(now.printed) != folded(before.printed):
            continue
        if before.row and folded(now.row) != folded(before.row):
            continue
        ref, _name = field_of_key(key)
        if not ref or before.words.casefold() != AS_READ or before.read_as == now.read_as:
            found[key] = before.words
    return found


def to_remember(
    given: Mapping[str, str],
    lines: Sequence[Line],
    doubts: Sequence[Doubt],
    rows: RowAnswers,
    *,
    given_in_order: bool = False,
) -> dict[str, RememberedAnswer]:
    """The answers that were given about a paper's rows, as a later one may need them: a day with its year.

    ``given_in_order``: the paper prints no references at all, so that each of its rows was given one here.
    One about a row by its place is "" where it was taken back: those about the same words before are then forgotten.
    """
    found: dict[str, RememberedAnswer] = {}
    words_of = {line.ref: line.defined for line in lines}
    given_here = words_of if given_in_order else given_before(words_of)
    for key, now in _seen(given, lines, doubts).items():
        words = given[key]
        ref, name = field_of_key(key)
        target = rows.targets.get(rows.refs.get(ref, ref)) if name == "target" else None
        if target and target.deadline and len(target.milestones) == 1:
            words = day(target.deadline)
        if words or names_a_row(ref):
            found[key] = replace(now, words=words, row=now.row if ref in given_here else "")
    return found


def _seen(
    keys: Mapping[str, object], lines: Sequence[Line], doubts: Sequence[Doubt]
) -> dict[str, RememberedAnswer]:
    """What is printed, and how it was read, in each field that answers are about: from a doubt, else from the line."""
    if not keys:
        return {}
    doubt_of_row = {doubt.row: doubt for doubt in reversed(doubts)}
    by_ref = {folded_ref(line.ref): line for line in lines}
    found: dict[str, RememberedAnswer] = {}
    for key in keys:
        doubt, (ref, name) = doubt_of_row.get(key), field_of_key(key)
        line = by_ref.get(folded_ref(ref)) if ref else None
        row = line.defined if line is not None and name == "ref" else ""
        if doubt is not None:
            found[key] = RememberedAnswer(doubt.printed, doubt.read_as, "", row)
        elif line is not None:
            found[key] = RememberedAnswer(line.printed(name), "", "", row)
    return found
