"""The shorter reports: the fortnightly sitrep, the monthly board pack and the chair's brief, as documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType

from papers.write.characters import is_blank
from papers.write.compose import figures, pictures
from papers.write.compose_moves import moves, table_of_items
from papers.write.document import Document, DocumentBlock, DocumentPart, Heading, Items, Paragraph, Table
from papers.write.paper import Chart, Moves, PaperFigures, PaperItem
from papers.write.phrases import day_or
from register.committee.chair_brief import Question, Rule
from register.committee.movement import Happening
from register.committee.reporting import spelt_span
from register.outlooks import OnTimeRecord
from register.phrases import capitalised, day, shortened
from register.refused import Refused

_ACTIVITY = 90
"""The most letters of an action's words in a heading of the brief."""


@dataclass(frozen=True)
class Sitrep:
    """The content of a sitrep from ``since`` to ``until`` (local days); ``moment`` (UTC) is its date in the file.

    ``volumes`` are pairs of label and number. ``risks`` are actions that are overdue or may soon be, ``planned`` those
    due before the next sitrep.
    """

    title: str
    moment: datetime
    since: date
    until: date
    volumes: tuple[tuple[str, int], ...]
    delivered: tuple[PaperItem, ...] = ()
    risks: tuple[PaperItem, ...] = ()
    planned: tuple[PaperItem, ...] = ()


@dataclass(frozen=True)
class BoardPack:
    """The content of a monthly board pack: a sitrep, and the movement, figures and charts of a paper."""

    sitrep: Sitrep
    moves: Moves
    figures: PaperFigures
    charts: tuple[Chart, ...] = ()


def sitrep(report: Sitrep) -> Document:
    """The sitrep as a document: volumes, delivered, immediate risks, planned. Raises Refused without a title."""
    blocks = tuple(_sitrep(report))
    return _document(report.title, report.moment, (DocumentPart("Sitrep", blocks),), _span(report))


def board_pack(pack: BoardPack) -> Document:
    """The board pack as a document: the sitrep, what has moved, the figures, and a page of charts.

    Raises Refused without a title.
    """
    report = pack.sitrep
    blocks = (*_sitrep(report), *moves(pack.moves), *figures(pack.figures))
    parts = [DocumentPart("Board pack", blocks)]
    if pack.charts:
        parts.append(DocumentPart("Pictures", tuple(pictures(pack.charts))))
    return _document(report.title, report.moment, tuple(parts), _span(report))


def brief(
    title: str,
    meeting: date,
    questions: Sequence[Question],
    moment: datetime,
    on_time: Sequence[OnTimeRecord] = (),
    activities: Mapping[str, str] = MappingProxyType({}),
) -> Document:
    """The chair's brief as a document: the questions that the record raises, by rule, each with the changes behind it.

    ``activities`` are the words of the actions by ref. ``on_time`` says how often each directorate's "on time" held,
    for a table at the end. Raises Refused without a title.
    """
    blocks = (*_brief(questions, activities), *_on_time(on_time))
    return _document(
        title, moment, (DocumentPart("Brief", blocks),), f"For the Chair, meeting of {day(meeting)}"
    )


def _document(title: str, moment: datetime, parts: tuple[DocumentPart, ...], reference: str) -> Document:
    if is_blank(title):
        raise Refused("The report has no title; give it one, as readers and screen readers need it.")
    return Document(title, parts, moment, reference=reference)


def _span(report: Sitrep) -> str:
    return spelt_span(report.since, report.until)


def _sitrep(report: Sitrep) -> Iterator[DocumentBlock]:
    yield Paragraph(f"This report covers {_span(report)}.")
    yield Heading("Volumes")
    yield Table(
        "Volumes", ("Measure", "Number"), tuple((label, f"{count:,}") for label, count in report.volumes)
    )
    for heading, items, words, nothing in (
        ("Delivered", report.delivered, "What was delivered", "Nothing was delivered in this period."),
        ("Immediate risks", report.risks, "Risk", "No immediate risks were reported."),
        ("Planned", report.planned, "What is planned", "Nothing is planned before the next report."),
    ):
        yield Heading(heading)
        yield table_of_items(heading, items, words) if items else Paragraph(nothing)


def _brief(questions: Sequence[Question], activities: Mapping[str, str]) -> Iterator[DocumentBlock]:
    if not questions:
        yield Paragraph("The record raises no questions.")
        return
    yield Paragraph(
        "These questions come from the record alone. The changes that each rests on are listed under it. Questions on "
        "which the record has nothing, or nothing new, are in a table after the others."
    )
    for rule, found in groupby(questions, key=lambda one: one.rule):
        of_rule = list(found)
        yield Heading(f"{capitalised(rule)} ({len(of_rule):,})")
        listed = [one for one in of_rule if not one.rests_on or rule is Rule.SILENT]
        for question in (one for one in of_rule if one not in listed):
            activity = shortened(activities.get(question.ref, ""), _ACTIVITY)
            yield Heading(f"Action {question.ref}{f': {activity}' if activity else ''}", 2)
            yield Paragraph(question.words)
            yield Items(tuple((f"{day(one.on)}:", _happened(one)) for one in question.rests_on))
        if listed:
            items = tuple(PaperItem(one.ref, activities.get(one.ref, ""), "", _asked(one)) for one in listed)
            yield table_of_items(rule, items, "Question")


def _asked(question: Question) -> str:
    """The words of a question in a table, with the numbers of the changes that it rests on."""
    return " ".join((question.words, *(f"(change {one.change})" for one in question.rests_on)))


def _on_time(records: Sequence[OnTimeRecord]) -> Iterator[DocumentBlock]:
    if records:
        yield Heading("How often “on time” held")
        yield Paragraph("These are dates that have passed and that the directorate last said would be met.")
        rows = tuple((one.code, f"{one.number:,}", f"{one.of:,}") for one in records)
        yield Table("How often “on time” held", ("Directorate", "Met", "Said"), rows)


def _happened(happening: Happening) -> str:
    dates = (
        f", from {day_or(happening.before, 'no date')} to {day_or(happening.after, 'no date')}"
        if happening.before or happening.after
        else ""
    )
    by = f", by {happening.by}" if happening.by else ""
    words = f": {' '.join(happening.text.split())}" if happening.text.strip() else ""
    number = f" (change {happening.change})" if happening.change else ""
    return f"{happening.kind}{dates}{by}{words}{number}"
