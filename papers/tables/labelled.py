"""Papers that print each action by itself: with a label before each value, or as a numbered list with who and when."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from papers.formats.content import Content
from papers.formats.grid import Block, Findings, Row, Spot, short
from papers.tables.columns import DEFINED, OWNERS, RESPONSE, TARGET, TITLE
from papers.tables.headings import meanings
from papers.tables.splitting import split
from papers.tables.table_rows import first_meaning
from register.days.target_dates import read_target
from register.lazy_pattern import lazy_pattern
from register.phrases import capitalised

_FEWEST, _FEWEST_OF_ONE = 3, 4
"""Fields that an action must have to be one; where it stands alone it must have more."""

_NAMED = 0.6
_LONGEST_LABEL = 60
_MOST_LINES = 20_000
"""Lines of running words among which actions are looked for: lists that people write one by one are shorter."""

_LONGEST = 2_000
"""Letters of a line or a value; what is longer is running words."""

_NUMBERED = lazy_pattern(
    r"((?:agreed |management |key )?(?:action|recommendation|finding|issue|item|point)s?)\s*(?:no\.?|number)?\s*"
    r"(#?[A-Z]{0,4}\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?)\s*[:.–—-]?\s*",
    re.I,
)
"""A label with the reference behind it: "Action 3"."""

_ITEM = lazy_pattern(
    r"\(?([A-Z]{0,3}\d{1,4}(?:\.\d{1,2})?)[.)]*\s+(.{8,}?)\s*[\[(]([^()\[\]]{2,80})[)\]]\.?(?:\s*[–—:-]\s*(.{2,40}))?"
)
_MARKED = lazy_pattern(r"\s*(?:agreed\s+)?actions?(?:\s+points?)?\s*[:–—-]\s*(?P<words>.{8,})", re.I)
_NUMBERED_LINE = lazy_pattern(r"\s*\(?(?P<ref>[A-Z]{0,3}\d{1,3}(?:\.\d{1,2})?)[.)]\s+(?P<words>.{8,})")
_BY = lazy_pattern(r"\b(?:by|before)\s+(?:the\s+)?(\S.{2,40})$", re.I)
_MEETING = lazy_pattern(r"\b(?:meeting|agm|cabinet|council|committee)$", re.I)
_STANDS = lazy_pattern(
    r"(?P<words>.+?)\s*[–—-]\s*(?P<status>done|complete|completed|ongoing|in progress|closed)", re.I
)
_WHO = lazy_pattern(r"((?:[A-Z][\w.'’]*(?:\s*[/&]\s*|\s+and\s+|\s+)){1,4})(?:is |are )?to\s+(?=[a-z])")
_DAY = date(2000, 1, 1)
_LINE = lazy_pattern(r"([A-Za-z][^:\n]{1,60}?)\s*:\s*(.*)")


@dataclass
class _Record:
    """One action: where it begins, and its values with their labels, in order."""

    spot: Spot
    values: dict[str, str] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Pair:
    label: str
    value: str
    spot: Spot
    fill: str = ""


def blocks_of(content: Content, findings: Findings) -> list[Block]:
    """A paper's actions that are printed one by one, as one table; none where it has none. What is none is noted."""
    for pairs in (
        [pair for block in content.blocks for pair in _of_rows(block.rows)],
        list(_of_lines(content)) if len(content.prose) <= _MOST_LINES else [],
        list(_of_list(content)) if len(content.prose) <= _MOST_LINES else [],
        list(_of_sentences(content)) if len(content.prose) <= _MOST_LINES else [],
    ):
        records = _records(pairs)
        if records:
            break
    else:
        return []
    for pair in pairs:
        if not pair.label:
            before = (pair.spot.table, pair.spot.number) < (records[0].spot.table, records[0].spot.number)
            findings.leave_out(
                pair.spot, f"it is part of no action and was left out: “{short(pair.value)}”.", quietly=before
            )
    findings.warnings.append(
        f"{capitalised(str(records[0].spot))}: the actions stand in no table, but one by one; they were read by their "
        "labels."
    )
    labels = tuple(dict.fromkeys(label for record in records for label in record.values))
    head = Row(labels, records[0].spot)
    rows = [
        Row(
            tuple(record.values.get(label, "") for label in labels),
            record.spot,
            fills={at: record.fills[label] for at, label in enumerate(labels) if label in record.fills},
        )
        for record in records
    ]
    return [Block((head, *rows), by_content=False)]


def _of_rows(rows: Iterable[Row]) -> Iterator[_Pair]:
    """The pairs of a table of labels and values; "Action 3: Mend the tap" over them is two."""
    for row in rows:
        filled = [(at, cell) for at, cell in enumerate(row.cells) if cell]
        if not filled:
            continue
        (first, label), others = filled[0], filled[1:]
        numbered = _NUMBERED.match(label)
        if not others and numbered:
            yield from _numbered(numbered, label[numbered.end() :], row.spot)
        elif numbered and numbered.end() == len(label):
            yield from _numbered(numbered, others[0][1], row.spot)
        elif len(label) <= _LONGEST_LABEL and first == 0:
            at = next((at for at in row.fills if at > first), first)
            yield _Pair(
                label.rstrip(" :"), " ".join(cell for _at, cell in others), row.spot, row.fills.get(at, "")
            )
        else:
            yield _Pair("", " ".join(cell for _at, cell in filled), row.spot)


def _numbered(match: re.Match[str], value: str, spot: Spot) -> Iterator[_Pair]:
    yield _Pair("Ref", match[2].lstrip("#"), spot)
    if value.strip():
        yield _Pair(match[1], value.strip(), spot)


def _of_lines(content: Content) -> Iterator[_Pair]:
    """The pairs that running words print as "Owner: the Clerk", with the lines that go on with a value."""
    last: _Pair | None = None
    for paragraph in content.prose:
        spot = _spot(paragraph.place)
        is_short = len(paragraph.text) <= _LONGEST
        numbered = _NUMBERED.match(paragraph.text) if is_short else None
        line = _LINE.fullmatch(paragraph.text) if is_short else None
        if numbered:
            pairs = list(_numbered(numbered, paragraph.text[numbered.end() :], spot))
        elif line and _names(line[1]):
            pairs = [_Pair(line[1], line[2], spot)]
        elif is_short and last is not None and _goes_on(last, spot):
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


def _of_list(content: Content) -> Iterator[_Pair]:
    """The pairs of a numbered list whose items end with who and when: "1. Book the hall (Clerk, by 3 May 2023)"."""
    items = [_item(paragraph.text) for paragraph in content.prose]
    if not any(item and split(item[3], (OWNERS, TARGET)).get(TARGET) for item in items):
        return  # an agenda has brackets too: "2. Minutes (attached)"
    for paragraph in content.prose:
        spot, item = _spot(paragraph.place), _item(paragraph.text)
        owners = split(item[3], (OWNERS, TARGET)) if item else {}
        if item is None or not owners.get(OWNERS):
            yield _Pair("", paragraph.text, spot)
            continue
        yield _Pair("Ref", item[1], spot)
        yield _Pair("Action", item[2], spot)
        yield _Pair("Owner", owners[OWNERS], spot)
        yield _Pair("Target date", owners.get(TARGET, ""), spot)
        yield _Pair("Status", item[4] or "", spot)


def _of_sentences(content: Content) -> Iterator[_Pair]:
    """The pairs of what minutes and messages call actions, or number: "ACTION: Clerk to mend the gate by 3 May 2023".

    Of numbered lines most must say by when: those of an agenda do not.
    """
    for pattern in (_MARKED, _NUMBERED_LINE):
        found = [pattern.fullmatch(one.text) if len(one.text) <= _LONGEST else None for one in content.prose]
        items = [match["words"] for match in found if match]
        dated = sum(map(_says_when, items))
        if len(items) < 2 or not dated or (pattern is _NUMBERED_LINE and 2 * dated < len(items)):
            continue
        for paragraph, match in zip(content.prose, found, strict=True):
            spot = _spot(paragraph.place)
            if match is None:
                yield _Pair("", paragraph.text, spot)
                continue
            ref = match.groupdict().get("ref")
            if ref:
                yield _Pair("Ref", ref, spot)
            words, when, status = _in_parts(match["words"].rstrip(". "))
            who = _WHO.match(words)
            yield _Pair("Action", words, spot)
            yield _Pair("Owner", who[1] if who else "", spot)
            yield _Pair("Target date", when, spot)
            yield _Pair("Status", status, spot)
        return


def _in_parts(sentence: str) -> tuple[str, str, str]:
    """What is to be done, by when as printed, and how it stands; "" for what is not said."""
    done = _STANDS.fullmatch(sentence)
    if done:
        return done["words"], "", done["status"]
    cells = split(sentence, (DEFINED, TARGET))
    by = _BY.search(sentence)
    if not cells.get(TARGET) and by and _MEETING.search(by[1]):  # which day that is, a person is asked
        cells = {DEFINED: sentence[: by.start()].rstrip(" –—-,"), TARGET: by[0]}
    return cells.get(DEFINED, ""), cells.get(TARGET, ""), ""


def _says_when(words: str) -> bool:
    """Whether a sentence ends with the day or the meeting by which something is done, or with how it stands."""
    by = _BY.search(words.rstrip(". "))
    if by is None:
        return _STANDS.fullmatch(words.rstrip(". ")) is not None
    target = read_target(by[1], _DAY)
    return (target.understood and target.deadline is not None) or bool(_MEETING.search(by[1]))


def _item(words: str) -> re.Match[str] | None:
    return _ITEM.fullmatch(words) if len(words) <= _LONGEST else None


def _spot(place: str) -> Spot:
    *before, number = place.split()
    unit = before[-1] if before else "line"
    return Spot(" ".join(before[:-1]).rstrip(","), unit, int(number) if number.isdigit() else 1)


def _goes_on(pair: _Pair, after: Spot) -> bool:
    """Whether a line stands right under a value that it may go on with; between paragraphs of a document none does."""
    before = pair.spot
    is_next = after.unit == "line" and before.table == after.table and after.number == before.number + 1
    return bool(pair.label) and is_next and len(pair.value) <= _LONGEST


def _names(label: str) -> bool:
    candidates = meanings(label)
    return bool(candidates) and candidates[0].score >= _NAMED


def _records(pairs: Iterable[_Pair]) -> list[_Record]:
    """The actions that labelled values make: each begins with the label that the first begins with."""
    records: list[_Record] = []
    begins = ""
    for pair in pairs:
        if not pair.label or (not begins and not _names(pair.label)):
            continue
        begins = begins or pair.label
        if pair.label == begins or not records:
            records.append(_Record(pair.spot))
        values = records[-1].values
        if pair.label in values:
            values[pair.label] = f"{values[pair.label]}\n{pair.value}".strip()
        else:
            values[pair.label] = pair.value
        if pair.fill:
            records[-1].fills[pair.label] = pair.fill
    fewest = _FEWEST if len(records) > 1 else _FEWEST_OF_ONE
    whole = [record for record in records if len(_fields(record)) >= fewest]
    says_what = all(_fields(record) & {DEFINED, TITLE, RESPONSE} for record in whole)
    return records if whole and says_what and 2 * len(whole) > len(records) else []


def _fields(record: _Record) -> set[str]:
    return {first_meaning(label) for label in record.values} - {""}
