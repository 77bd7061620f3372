"""Papers without a table that print action by action: with a label before each value, as a list, or in sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from papers.formats.content import Content
from papers.formats.grid import Findings, Row, RowBlock, Spot, short
from papers.tables.headings import meanings
from papers.tables.labels_inside import KIND, LABEL_AND_REF, LONGEST_ACTION, labelled_sentences
from papers.tables.layout import DEFINED, OWNERS, PROGRESS, RESPONSE, TARGET, TITLE
from papers.tables.table_rows import first_meaning
from papers.tables.task_sentences import (
    MARKED_LINE,
    WHO_IS_TO,
    between_dashes,
    in_brackets,
    label_beside,
    list_item,
    says_when,
    task_date_and_status,
)
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised

_FEWEST_FIELDS, _FEWEST_FIELDS_OF_ONE = 3, 4
"""The least number of fields of an action, where there are several actions and where there is only one."""

_LEAST_SCORE = 0.6
_LONGEST_LABEL = 60
MOST_LINES = 20_000
"""In a paper with more lines of running text no actions are looked for: lists that people type are shorter."""

_NUMBERED_LINE = LazyPattern(r"\s*\(?(?P<ref>[A-Z]{0,3}\d{1,3}(?:\.\d{1,2})?[a-z]?)[.)]\s+(?P<words>.{8,})")
_BULLETED_LINE = LazyPattern(r"\s*[-•▪*]\s+(?P<words>.{8,})")
_LABELLED_LINE = LazyPattern(r"([A-Za-z][^:\n]{1,60}?)\s*:\s*(.*)")


@dataclass
class _Record:
    """One action: its place, and its values and the colours of their cells by label, in the order printed."""

    spot: Spot
    values: dict[str, str] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Pair:
    """A label and its value; the label is "" for words that are part of no action."""

    label: str
    value: str
    spot: Spot
    fill: str = ""


_Found = tuple[list[_Pair], list[_Record]]


def blocks_of(content: Content, findings: Findings) -> list[RowBlock]:
    """The actions of a paper that prints them one by one, as a single block with a row of headings; [] for no actions.

    ``findings`` reports the words between the actions that were left out.
    """
    pairs, records = _likeliest(content)
    if not records:
        return []
    for pair in pairs:
        if not pair.label:
            is_before = (pair.spot.table, pair.spot.number) < (records[0].spot.table, records[0].spot.number)
            what = "it is part of no action and was left out"
            if LABEL_AND_REF.match(pair.value):
                what = "it begins like an action, but has not the labels that the others have, and was not read"
            findings.leave_out(
                pair.spot,
                f"{what}: “{short(pair.value)}”.",
                quietly=is_before and not any(map(says_when, pair.value.split(". "))),
            )
    findings.warnings.append(
        f"{capitalised(str(records[0].spot))}: the actions are not in a table but one by one; they were read by their "
        "labels."
    )
    labels = tuple(dict.fromkeys(label for record in records for label in record.values))
    heading_row = Row(labels, records[0].spot)
    rows = [
        Row(
            tuple(record.values.get(label, "") for label in labels),
            record.spot,
            fills={at: record.fills[label] for at, label in enumerate(labels) if label in record.fills},
        )
        for record in records
    ]
    return [RowBlock((heading_row, *rows), by_content=False)]


def _likeliest(content: Content) -> _Found:
    """The pairs of a paper and the actions that they are, by the first way to read it that finds some. Sentences with
    labels are read as other lists where that finds more actions with a date.
    """
    found = _first_found([[pair for block in content.blocks for pair in _pairs_of_rows(block.rows)]])
    if found[1] or len(content.prose) > MOST_LINES:
        return found
    found = _first_found([_pairs_of_lines(content)])
    if found[1]:
        return found
    labelled = _first_found([_pairs_of_labelled_sentences(content)])
    others = _first_found([_pairs_of_list(content), _pairs_of_sentences(content)])
    return max(labelled, others, key=lambda reading: (sum(map(_has_date, reading[1])), bool(reading[1])))


def _first_found(ways: Iterable[Iterable[_Pair]]) -> _Found:
    for pairs in map(list, ways):
        records = _of_one_kind(_records(pairs))
        if records:
            return pairs, records
    return [], []


def _has_date(record: _Record) -> bool:
    return any(words and first_meaning(label) == TARGET for label, words in record.values.items())


def _pairs_of_rows(rows: Iterable[Row]) -> Iterator[_Pair]:
    """The pairs in tables of labels and values; a row "Action 3: Mend the tap" above them gives two pairs."""
    for row in rows:
        filled = [(at, cell) for at, cell in enumerate(row.cells) if cell]
        if not filled:
            continue
        (first_at, label), others = filled[0], filled[1:]
        numbered = LABEL_AND_REF.match(label)
        if not others and numbered:
            yield from _pairs_of_reference(numbered, label[numbered.end() :], row.spot)
        elif numbered and numbered.end() == len(label):
            yield from _pairs_of_box(numbered, [cell for _at, cell in others], row.spot)
        elif len(label) <= _LONGEST_LABEL and first_at == 0:
            at = next((at for at in row.fills if at > first_at), first_at)
            yield _Pair(
                label.rstrip(" :"), " ".join(cell for _at, cell in others), row.spot, row.fills.get(at, "")
            )
        else:
            yield _Pair("", " ".join(cell for _at, cell in filled), row.spot)


def _pairs_of_box(match: re.Match[str], cells: Sequence[str], spot: Spot) -> Iterator[_Pair]:
    """The pairs of a row of minutes with an action: its reference, and beside it what is to be done, who and when."""
    task, *beside = cells
    named = WHO_IS_TO.match(task)
    yield from _pairs_of_reference(match, task, spot)
    labels = [label_beside(cell) for cell in beside]
    if named and beside and "Owner" not in labels:
        yield _Pair("Owner", named[1].strip(), spot)
    yield from (_Pair(label, cell, spot) for label, cell in zip(labels, beside, strict=True))


def _pairs_of_reference(match: re.Match[str], value: str, spot: Spot) -> Iterator[_Pair]:
    yield _Pair("Ref", match["ref"].lstrip("#"), spot)
    if match["kind"]:
        yield _Pair(KIND, match["kind"], spot)
    if value.strip():
        yield _Pair(match["label"], value.strip(), spot)


def _pairs_of_lines(content: Content) -> Iterator[_Pair]:
    """The pairs in running text such as "Owner: the Clerk"; the lines after it may continue the value."""
    last: _Pair | None = None
    for paragraph in content.prose:
        spot = _spot(paragraph.place)
        is_short = len(paragraph.text) <= LONGEST_ACTION
        numbered = LABEL_AND_REF.match(paragraph.text) if is_short else None
        line = _LABELLED_LINE.fullmatch(paragraph.text) if is_short else None
        if numbered:
            pairs = list(_pairs_of_reference(numbered, paragraph.text[numbered.end() :], spot))
        elif line and _is_field_label(line[1]):
            pairs = [_Pair(line[1], line[2], spot)]
        elif is_short and last is not None and _continues(last, spot):
            last = _Pair(last.label, f"{last.value} {paragraph.text}".strip(), spot)
            continue
        else:
            pairs = [_Pair("", paragraph.text, spot)]
        if last is not None:
            yield last
        yield from pairs[:-1]
        last = pairs[-1] if pairs else None
    if last is not None:
        yield last


def _pairs_of_labelled_sentences(content: Content) -> Iterator[_Pair]:
    """The pairs of paragraphs that are an action each: "A1. Book the hall. Owner: the Clerk. Due: 3 May 2023"."""
    for paragraph, labelled in labelled_sentences(content.prose):
        spot = _spot(paragraph.place)
        yield from (_Pair(label, value, spot) for label, value in labelled)
        if not labelled:
            yield _Pair("", paragraph.text, spot)


def _pairs_of_list(content: Content) -> Iterator[_Pair]:
    """The pairs of a numbered list with the owner in brackets, and the date there or before them: "1. Book the hall
    (Clerk, by 3 May 2023)", "2. Mend the gate by 3 May 2023 (Clerk)".
    """
    items = [list_item(paragraph.text) for paragraph in content.prose]
    if not any(item and (in_brackets(item[3])[TARGET] or says_when(item[2])) for item in items):
        return  # an agenda has brackets too: "2. Minutes (attached)"
    for paragraph, item in zip(content.prose, items, strict=True):
        spot = _spot(paragraph.place)
        bracketed = in_brackets(item[3]) if item else {}
        if item is None or not bracketed[OWNERS]:
            yield _Pair("", paragraph.text, spot)
            continue
        words, when, status = item[2], bracketed[TARGET], bracketed[PROGRESS]
        if not when and says_when(words):
            words, when, stated = task_date_and_status(words)
            status = status or stated
        yield _Pair("Ref", item[1], spot)
        yield _Pair("Action", words, spot)
        yield _Pair("Owner", bracketed[OWNERS], spot)
        yield _Pair("Target date", when, spot)
        yield _Pair("Status", item[4] or status, spot)


def _pairs_of_sentences(content: Content) -> Iterator[_Pair]:
    """The pairs of marked, numbered or bulleted lines of minutes: "ACTION: Clerk to mend the gate by 3 May 2023".

    Of numbered or bulleted lines at least half must have a date, or they are taken for those of an agenda.
    """
    for pattern in (MARKED_LINE, _NUMBERED_LINE, _BULLETED_LINE):
        found = [
            pattern.fullmatch(paragraph.text) if len(paragraph.text) <= LONGEST_ACTION else None
            for paragraph in content.prose
        ]
        items = [match["words"] for match in found if match]
        dated_count = sum(map(says_when, items))
        if len(items) < 2 or not dated_count or (pattern is not MARKED_LINE and 2 * dated_count < len(items)):
            continue
        for paragraph, match in zip(content.prose, found, strict=True):
            spot = _spot(paragraph.place)
            yield from _pairs_of_line(match, spot) if match else (_Pair("", paragraph.text, spot),)
        return


def _pairs_of_line(line: re.Match[str], spot: Spot) -> Iterator[_Pair]:
    """The pairs of one line of minutes that is an action."""
    if ref := line.groupdict().get("ref"):
        yield _Pair("Ref", ref, spot)
    sentence = line["words"].rstrip(". ")
    dashed, owner = between_dashes(sentence), ""
    if dashed:
        sentence, owner = f"{dashed['words']} - {dashed['when']}", dashed["who"].strip()
    words, when, status = task_date_and_status(sentence)
    if dashed and not status:
        words, when = dashed["words"], dashed["when"]
    named = WHO_IS_TO.match(words)
    yield _Pair("Action", words, spot)
    yield _Pair("Owner", owner or (named[1].strip() if named else ""), spot)
    yield _Pair("Target date", when, spot)
    yield _Pair("Status", status, spot)


def _spot(place: str) -> Spot:
    """The Spot for the place of a paragraph such as "page 2, line 7"."""
    *before, number = place.split()
    unit = before[-1] if before else "line"
    return Spot(" ".join(before[:-1]).rstrip(","), unit, int(number) if number.isdigit() else 1)


def _continues(pair: _Pair, after: Spot) -> bool:
    """Whether the line at ``after`` is directly below a value and may continue it; a paragraph never continues one."""
    before = pair.spot
    is_next = after.unit == "line" and before.table == after.table and after.number == before.number + 1
    return bool(pair.label) and is_next and len(pair.value) <= LONGEST_ACTION


def _is_field_label(label: str) -> bool:
    candidates = meanings(label)
    return bool(candidates) and candidates[0].score >= _LEAST_SCORE


def _records(pairs: Iterable[_Pair]) -> list[_Record]:
    """The actions in a sequence of pairs: each begins where the first label of the first one comes again, or where a
    table of its own repeats the labels of the one before.

    [] unless most of them have enough fields (_FEWEST_FIELDS) and all of those say what is to be done.
    """
    pairs, records = list(pairs), list[_Record]()
    first_label, labels_of_table = "", _labels_of_tables(pairs)
    for pair in pairs:
        if not pair.label or (not first_label and not _is_field_label(pair.label)):
            continue
        first_label = first_label or pair.label
        if pair.label == first_label or not records or _begins_form(pair, records[-1], labels_of_table):
            records.append(_Record(pair.spot))
        values = records[-1].values
        if pair.label in values:
            values[pair.label] = f"{values[pair.label]}\n{pair.value}".strip()
        else:
            values[pair.label] = pair.value
        if pair.fill:
            records[-1].fills[pair.label] = pair.fill
    fewest = _FEWEST_FIELDS if len(records) > 1 else _FEWEST_FIELDS_OF_ONE
    complete = [record for record in records if len(_field_names(record)) >= fewest]
    have_task = all(_field_names(record) & {DEFINED, TITLE, RESPONSE} for record in complete)
    return records if complete and have_task and 2 * len(complete) > len(records) else []


def _labels_of_tables(pairs: Iterable[_Pair]) -> Mapping[str, set[str]]:
    """The labels of each table of a document; none of pages, whose tables may go on over several."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.spot.table.startswith("table ") and pair.label:
            found.setdefault(pair.spot.table, set()).add(pair.label)
    return found


def _begins_form(pair: _Pair, last: _Record, labels_of_table: Mapping[str, set[str]]) -> bool:
    """Whether a pair is the first of a table that repeats at least half of the labels of the action before it."""
    labels = labels_of_table.get(pair.spot.table, set())
    return pair.spot.table != last.spot.table and 2 * len(labels & last.values.keys()) >= max(len(labels), 2)


def _of_one_kind(records: list[_Record]) -> list[_Record]:
    """The actions, with the words before their labels as part of these where all have the same: "Key action"."""
    kinds = {record.values.get(KIND, "") for record in records}
    if kinds <= {""}:
        return records
    (kind,) = kinds if len(kinds) == 1 else ("",)
    for record in records:
        place = [*record.values].index(KIND) + 1 if KIND in record.values else -1
        values = {
            (capitalised(f"{kind} {label}".strip()) if at == place else label): words
            for at, (label, words) in enumerate(record.values.items())
        }
        record.values = {label: words for label, words in values.items() if not kind or label != KIND}
    return records


def _field_names(record: _Record) -> set[str]:
    return {first_meaning(label) for label in record.values} - {""}
