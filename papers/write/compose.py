"""A committee paper as a document: its parts in order, with every heading and sentence that HTST adds."""

from collections.abc import Iterator

from papers.write.characters import is_blank
from papers.write.compose_moves import moves
from papers.write.document import (
    Document,
    DocumentBlock,
    DocumentPart,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
)
from papers.write.paper import (
    Appendix,
    Chart,
    CommitteePaper,
    Cover,
    Exempt,
    PaperFigures,
    PaperQuestion,
    PaperTheme,
    Passage,
    Section,
    Share,
)
from papers.write.phrases import actions
from register.phrases import day, number
from register.refused import Refused

NOT_ANSWERED = "Not yet answered."
REFERENCES = "Action references:"
NOTHING_TABLED = "There are no actions in this register."


def compose(paper: CommitteePaper) -> Document:
    """The document of a paper. Raises Refused when it has no title, or prints an exempt action (naming the place)."""
    if is_blank(paper.title):
        raise Refused("The paper has no title; give it one, as readers and screen readers need it.")
    check_exempt(paper)
    to_follow = paper.cover.late is not None and paper.cover.late.to_follow
    parts = [DocumentPart("Report", tuple(_notice(paper) if to_follow else _report(paper)))]
    if paper.charts and not to_follow:
        parts.append(DocumentPart("Pictures", tuple(pictures(paper.charts))))
    if not to_follow:
        name = f"Appendix {paper.appendix.number}"
        parts.append(DocumentPart(name, tuple(_appendix(paper.appendix)), landscape=True))
    cover = paper.cover
    return Document(paper.title, tuple(parts), paper.moment, cover.sender, cover.to, cover.organisation)


def _notice(paper: CommitteePaper) -> Iterator[DocumentBlock]:
    """The notice that is published ahead of a paper that is to follow: the cover with the reason, and the author."""
    yield from _cover(paper.cover)
    yield from _author(paper.cover)


def _report(paper: CommitteePaper) -> Iterator[DocumentBlock]:
    yield from _cover(paper.cover)
    yield from _sections(paper.cover.sections)
    if paper.moves:
        yield from moves(paper.moves)
    if paper.figures:
        yield from figures(paper.figures)
    yield from _sections(paper.cover.assurance)
    yield from _themes(paper.themes)
    yield from _questions(paper.questions)
    yield from _exempt(paper.exempt)
    if paper.cover.background:
        yield Heading("Background documents")
        yield Items(tuple(("", line) for line in paper.cover.background))
    yield from _author(paper.cover)


def _author(cover: Cover) -> Iterator[DocumentBlock]:
    if cover.author:
        yield Heading("Report author")
        yield Facts(tuple(("", line) for line in cover.author))


def _cover(cover: Cover) -> Iterator[DocumentBlock]:
    yield Facts(
        (
            ("From", cover.sender),
            ("To", cover.to),
            ("Date", day(cover.meeting)),
            ("Subject", cover.subject),
            ("Status", cover.status),
        )
    )
    if cover.late:
        yield Heading("Late item")
        if cover.late.to_follow:
            yield Paragraph("This report is to follow: it was not available when the agenda was published.")
        else:
            yield Paragraph("This report was not available when the agenda was published.")
        yield Paragraph(cover.late.reason, lead="Reason:")
        yield Paragraph(
            "In the Chair’s opinion this item should be considered as a matter of urgency, by reason of "
            f"special circumstances. {cover.late.urgency}",
            lead="Urgency:",
        )
    if cover.recommendations:
        yield Heading("Recommendations" if len(cover.recommendations) > 1 else "Recommendation")
        yield Paragraph(f"The {(cover.committee or 'Committee').removeprefix('The ')} is asked to:")
        yield Items(
            tuple((one.verb.upper(), one.text) for one in cover.recommendations),
            lettered=len(cover.recommendations) > 1,
        )


def _sections(sections: tuple[Section, ...]) -> Iterator[DocumentBlock]:
    for section in sections:
        if not is_blank(section.heading):
            yield Heading(section.heading)
        yield from _passages(section.passages)


def _passages(passages: tuple[Passage, ...]) -> Iterator[DocumentBlock]:
    for passage in passages:
        if is_blank(passage.text):
            continue
        source = f" ({actions(passage.refs)})" if passage.refs else ""
        yield Paragraph(passage.text.strip() + source)


def figures(counted: PaperFigures) -> Iterator[DocumentBlock]:
    """The section on figures; no blocks for a register without actions."""
    if not counted.total:
        return
    yield Heading("The actions in numbers")
    yield Paragraph(
        f"The register holds {number(counted.total, 'action')}, of which "
        f"{number(counted.open, 'is', 'are')} open. "
        f"The Committee’s target is that {counted.target}% of actions are implemented by their date."
    )
    rows = (
        ("Implemented by the original date", counted.by_original, True),
        ("Implemented by the revised date", counted.by_revised, True),
        ("Claimed as complete by the owners", counted.claimed, False),
        ("Verified as complete", counted.verified, False),
    )
    yield Table(
        "Actions implemented, claimed and verified",
        ("Measure", "Number", "Out of", "Per cent", f"Against the target of {counted.target}%"),
        tuple(
            (
                label,
                f"{share.number:,}",
                f"{share.of:,}",
                "Not applicable" if share.percent is None else f"{share.percent}%",
                _against(share, counted.target) if has_target else "No target",
            )
            for label, share, has_target in rows
        ),
    )
    if counted.assumed:
        each = (
            "it counts as implemented by its" if counted.assumed == 1 else "they count as implemented by their"
        )
        yield Paragraph(
            f"The day of completion of {number(counted.assumed, 'action')} is not known: {each} latest date."
        )
    yield from _counts(
        "How long the open actions have been open", "Time since the action was raised", counted.ages
    )
    yield from _counts("Causes of delay", "Cause given by the owner", counted.causes)


def _against(share: Share, target: int) -> str:
    if share.percent is None:
        return "No date has passed yet"
    return "Met" if share.percent >= target else f"Not met: {number(target - share.percent, 'point')} below"


def _counts(heading: str, label: str, counts: tuple[tuple[str, int], ...]) -> Iterator[DocumentBlock]:
    if counts:
        yield Heading(heading, 2)
        yield Table(heading, (label, "Actions"), tuple((name, f"{count:,}") for name, count in counts))


def _themes(themes: tuple[PaperTheme, ...]) -> Iterator[DocumentBlock]:
    if themes:
        yield Heading("Progress by theme")
    for theme in themes:
        yield Heading(theme.title, 2)
        if theme.groups:
            yield Paragraph("", lead=REFERENCES)
            yield Items(tuple((f"{one.printed}:", ", ".join(one.refs) or "N/A") for one in theme.groups))
        yield from _passages(theme.passages)


def _questions(questions: tuple[PaperQuestion, ...]) -> Iterator[DocumentBlock]:
    if questions:
        yield Heading("Members’ questions and the answers")
    for place, question in enumerate(questions, start=1):
        yield Heading(f"Question {place}: {question.member}, {day(question.asked)}", 2)
        about = [f"Minute {question.minute}"] if question.minute else []
        about += [actions(question.refs)] if question.refs else []
        yield Paragraph(question.question, lead="Question:")
        if about:
            yield Paragraph(f"{'; '.join(about)}.", note=True)
        when = f"Answered on {day(question.answered)}:" if question.answered else "Answer:"
        yield Paragraph(
            question.answer.strip() or NOT_ANSWERED, lead=when if question.answer.strip() else "Answer:"
        )


def _exempt(exempt: tuple[Exempt, ...]) -> Iterator[DocumentBlock]:
    if exempt:
        yield Heading("Items left out")
        yield Paragraph(
            "These actions are left out of the published paper because they contain exempt information. "
            "The paragraph that applies is shown beside each."
        )
        yield Items(tuple((f"{actions(one.refs)}:", _paragraph_and_questions(one)) for one in exempt))


def _paragraph_and_questions(exempt: Exempt) -> str:
    """The paragraph of the Act, and the number of Members' questions that are left out with the actions."""
    if not exempt.questions:
        return exempt.paragraph
    question_count = number(exempt.questions, "Member’s question", "Members’ questions")
    them, are = ("it" if len(exempt.refs) == 1 else "them"), ("is" if exempt.questions == 1 else "are")
    return f"{exempt.paragraph}; {question_count} about {them} {are} left out too"


def pictures(charts: tuple[Chart, ...]) -> Iterator[DocumentBlock]:
    """The page of charts."""
    yield Heading("The actions in pictures")
    for chart in charts:
        yield Heading(chart.title, 2)
        yield Picture(chart, in_words(chart))


def in_words(chart: Chart) -> str:
    """The description of a chart for screen readers: every bar with its numbers."""
    bars = []
    for bar in chart.bars:
        dark = f", of which {bar.part:,} {chart.dark}" if chart.dark and bar.part else ""
        bars.append(f"{bar.label}: {bar.number:,}{chart.unit}{dark}")
    mark = f" The line at {chart.mark:,}{chart.unit} is {chart.mark_label}." if chart.mark is not None else ""
    return f"Bar chart: {chart.title}. {'; '.join(bars) or 'Nothing to show'}.{mark}"


def _appendix(appendix: Appendix) -> Iterator[DocumentBlock]:
    title = f"Appendix {appendix.number}: {appendix.title}"
    yield Heading(title)
    if appendix.rows:
        if appendix.key:
            yield Paragraph(
                "; ".join(f"{printed} = {meaning}" for printed, meaning in appendix.key), lead="Key:"
            )
        yield Table(title, appendix.headings, appendix.rows, appendix.ref_column)
    else:
        yield Paragraph(NOTHING_TABLED)


def check_exempt(paper: CommitteePaper) -> None:
    """Raise Refused, with the action and place, when an exempt action is printed anywhere in the paper."""
    for place, refs in _printed(paper):
        for exempt in paper.exempt:
            shown = [ref for ref in exempt.refs if ref in refs]
            if shown:
                verb, them = ("is", "it") if len(shown) == 1 else ("are", "them")
                raise Refused(
                    f"{actions(shown)} {verb} exempt ({exempt.paragraph}) but would be printed in {place}; "
                    f"take {them} out there, or record that the exemption has ended."
                )


def _printed(paper: CommitteePaper) -> Iterator[tuple[str, frozenset[str]]]:
    """Every place of a paper that prints refs, in words, with the refs."""
    column = paper.appendix.ref_column
    yield f"Appendix {paper.appendix.number}", frozenset(row[column].strip() for row in paper.appendix.rows)
    if paper.moves:
        moved = paper.moves
        for items in (
            moved.completed,
            moved.progress,
            moved.updated,
            moved.unchanged,
            moved.new,
            moved.closed,
            moved.extensions,
            moved.overdue,
            moved.silent,
        ):
            yield "what has moved", frozenset(item.ref for item in items)
        yield "what has moved", frozenset((*moved.settled, *moved.claimed, *moved.past_original))
    for theme in paper.themes:
        refs = [ref for group in theme.groups for ref in group.refs]
        yield f"the theme “{theme.title}”", frozenset(refs + [r for p in theme.passages for r in p.refs])
    for section in (*paper.cover.sections, *paper.cover.assurance):
        yield f"the section “{section.heading}”", frozenset(ref for p in section.passages for ref in p.refs)
    for question in paper.questions:
        yield f"the question of {question.member}", frozenset(question.refs)
