"""The lines of a cell of a PDF: a word that its narrow column broke is one again, and paragraphs stay apart."""

from collections.abc import Sequence

import pytest

from papers.formats.pdf_words import PagePiece, cell_words, unbroken_words
from tests.papers.pdfs import width_of

SIZE, LEFT = 10.0, 4.0


def pieces_of(lines: Sequence[str], steps: Sequence[float] = ()) -> list[PagePiece]:
    """The words of lines below each other, with ``steps`` from one to the next."""
    pieces, top = [], 4.0
    for line, step in zip(lines, [*steps, *[12.0] * len(lines)], strict=False):
        left = LEFT
        for word in line.split():
            right = left + width_of(word, SIZE)
            pieces.append(PagePiece((left, top, right, top + SIZE), SIZE, word))
            left = right + width_of(" ", SIZE)
        top += step
    return pieces


def words_of(
    lines: Sequence[str], room: float = 0.0, unbroken: Sequence[str] = (), steps: Sequence[float] = ()
) -> tuple[str, list[str]]:
    """The words of a cell just as wide as its first line, and ``room`` more; and what may be one word or two."""
    pieces = pieces_of(lines, steps)
    box = (0.0, 0.0, 2 * LEFT + width_of(lines[0], SIZE) + room, pieces[-1].box[3])
    doubtful: list[str] = []
    return cell_words(pieces, box, frozenset(unbroken), doubtful), doubtful


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("Closed", ")"), "Closed)"),
        (("Implement", ", then"), "Implement, then"),
        (("Comple", "te"), "Complete"),  # a word of progress
        (("Partially", "complete"), "Partially complete"),  # the second one is
        (("Target", "date"), "Target date"),  # both stand in usual headings
        (("Septem", "ber 2024"), "September 2024"),  # a month
        (("2024", "plan"), "2024 plan"),
        (("Review", "2 of them"), "Review 2 of them"),
        (("31/03/20", "24"), "31/03/2024"),
        (("31/03/24", "30/06/24"), "31/03/24 30/06/24"),
        (("14", "days"), "14 days"),
        (("Write a long", "er plan"), "Write a long er plan"),  # not alone on its line: it had room
        (("Governa", "nce"), "Governance"),  # no word begins so
        (("Overpay", "ments"), "Overpayments"),  # no word, but an end of many
    ],
)
def test_the_parts_of_a_word_that_fill_their_line_are_joined(lines: Sequence[str], words: str) -> None:
    assert words_of(lines) == (words, [])


def test_what_is_a_word_elsewhere_on_the_page_is_no_part_of_one() -> None:
    assert words_of(("Quiddit", "cherry")) == ("Quiddit cherry", ["Quiddit cherry"])
    assert words_of(("Quiddit", "cherry"), unbroken=["cherry"]) == ("Quiddit cherry", [])
    assert words_of(("Quiddit", "cherry"), unbroken=["quiddit"]) == ("Quiddit cherry", [])
    assert words_of(("Quiddit", "cherry"), unbroken=["quidditcherry"]) == ("Quidditcherry", [])
    assert words_of(("Quiddit", "cherry"), room=20) == ("Quiddit cherry", [])


def test_the_words_that_share_a_line_are_whole() -> None:
    lines = ("Overpayme", "nts of benefit", "Housing", "team lead")
    box = (0.0, 0.0, 2 * LEFT + width_of("Overpayme", SIZE), 60.0)
    assert unbroken_words({box: pieces_of(lines)}) == {"benefit", "team", "lead"}


@pytest.mark.parametrize(
    ("lines", "steps", "words"),
    [
        (
            ("A draft is out", "to all schools", "for their views"),
            (12, 18),
            "A draft is out to all schools\nfor their views",
        ),
        (("A draft is out.", "Next it is agreed"), (12,), "A draft is out. Next it is agreed"),
        (
            ("Write these:", "• the plan;", "– the budget."),
            (12, 12),
            "Write these:\n• the plan;\n– the budget.",
        ),
        (("Write these:", "1. the plan", "2) the budget"), (12, 12), "Write these:\n1. the plan 2) the budget"),
        (("Meet the target of", "3.5 days"), (12,), "Meet the target of 3.5 days"),
    ],
)
def test_a_paragraph_begins_after_a_gap_or_at_an_item_below_the_end_of_a_sentence(
    lines: Sequence[str], steps: Sequence[float], words: str
) -> None:
    assert words_of(lines, steps=steps, room=40)[0] == words
