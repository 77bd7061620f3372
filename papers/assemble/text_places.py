"""Every text of a paper with its place, for the check for personal data before it is published."""

from collections.abc import Iterator

from papers.write.paper import CommitteePaper, Moves
from register.committee.personal_data import PlacedText


def texts(paper: CommitteePaper) -> Iterator[PlacedText]:
    """The texts of the report, the lists and the table, each with its ref ("" for none) and heading.

    The contact lines of the author are not among them, as they are published on purpose.
    """
    for section in (*paper.cover.sections, *paper.cover.assurance):
        for passage in section.passages:
            yield PlacedText("", section.heading, passage.text)
    for recommendation in paper.cover.recommendations:
        yield PlacedText("", "Recommendations", recommendation.text)
    if paper.cover.late:
        yield PlacedText("", "Late item", f"{paper.cover.late.reason}\n{paper.cover.late.urgency}")
    for theme in paper.themes:
        for passage in theme.passages:
            yield PlacedText("", theme.title, passage.text)
    for question in paper.questions:
        yield PlacedText("", f"The question of {question.member}", f"{question.question}\n{question.answer}")
    if paper.moves:
        yield from _texts_of_moves(paper.moves)
    column = paper.appendix.ref_column
    for row in paper.appendix.rows:
        for heading, cell in zip(paper.appendix.headings, row, strict=True):
            yield PlacedText(row[column], heading, cell)


def _texts_of_moves(moved: Moves) -> Iterator[PlacedText]:
    for line in (*moved.updated, *moved.completed, *moved.unchanged, *moved.closed):
        yield PlacedText(line.ref, "What has moved", line.words)
    for extension in moved.extensions:
        yield PlacedText(extension.ref, "Extensions", extension.reason)
    for late in moved.overdue:
        yield PlacedText(late.ref, "Overdue", late.cause)
