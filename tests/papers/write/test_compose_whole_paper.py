"""The whole of a paper as its readers get it, whatever format it is in: each part, in its order and its words."""

from dataclasses import replace

import pytest

from papers.write.compose import compose
from papers.write.paper import (
    Appendix,
    CommitteePaper,
    Moves,
    Overdue,
    PaperItem,
    PaperRecommendation,
    Passage,
    Section,
)
from register.refused import Refused
from tests.papers.write import samples
from tests.papers.write.outlines import known, outline
from tests.papers.write.rare_paper import rare


def lines_of(paper: CommitteePaper) -> list[str]:
    """The outline of a paper."""
    return list(outline(compose(paper)))


def test_the_march_paper_says_all_of_it_in_this_order() -> None:
    assert lines_of(samples.march()) == known("march_paper.txt")


def test_a_late_paper_with_what_few_papers_have_says_all_of_it_in_this_order() -> None:
    assert lines_of(rare()) == known("rare_paper.txt")


def parts(**changed: object) -> list[str]:
    """The outline of the March paper with another covering report."""
    return lines_of(samples.march(cover=samples.cover(**changed)))


def test_each_page_says_to_which_meeting_the_paper_goes_also_where_the_committee_has_no_name() -> None:
    cover = samples.cover(committee="", to="Committee, 16 March 2023")
    assert compose(samples.march(cover=cover)).reference == "Committee, 16 March 2023"


def test_a_single_recommendation_has_no_letter() -> None:
    lines = parts(recommendations=(PaperRecommendation("note", "the report."),), committee="")
    place = lines.index("# Recommendation")
    assert lines[place + 1 : place + 3] == ["The Committee is asked to:", "- NOTE the report."]


def test_what_nobody_wrote_has_no_heading() -> None:
    blank = (Section(" ", (Passage("Without a heading."), Passage(" "))),)
    lines = parts(recommendations=(), sections=blank, author=(), background=())
    assert lines[6:9] == [
        "Status: Unrestricted",
        "Without a heading.",
        "# What has moved since 15 November 2022",
    ]
    assert not {"# Recommendations", "# Background documents", "# Report author"} & set(lines)
    bare = samples.march(moves=None, figures=None, themes=(), questions=(), charts=(), exempt=())
    headings = [line for line in lines_of(bare) if line.startswith(("#", "["))]
    assert headings == [
        *("[Report]", "# Recommendations", "# Introduction", "# Background documents", "# Report author"),
        *("[Appendix 1, lying]", "# Appendix 1: Management Action Table"),
    ]


def test_the_assurance_stands_behind_the_numbers_and_the_key_before_the_table() -> None:
    assurance = (Section("A sample to verify", (Passage("Action 9 is drawn."),)),)
    paper = samples.march(
        cover=samples.cover(assurance=assurance),
        appendix=Appendix(samples.HEADINGS, samples.rows(), key=(("Amber", "in progress"), ("Red", "late"))),
    )
    lines = lines_of(paper)
    place = lines.index("# A sample to verify")
    assert lines[place - 1 : place + 3] == [
        "Waits for another action | 1",
        "# A sample to verify",
        "Action 9 is drawn.",
        "# Progress by theme",
    ]
    place = lines.index("# Appendix 1: Management Action Table")
    assert lines[place + 1] == "Key: Amber = in progress; Red = late"


def test_how_many_dates_had_been_moved_before_is_said_in_words() -> None:
    moved = samples.moves()
    late = moved.overdue[0]
    once = replace(moved, overdue=(late, moved.overdue[1]))
    assert "One of these dates had been moved before." in lines_of(samples.march(moves=once))
    never = replace(moved, overdue=(replace(late, cause=""),))
    words = "None of these dates had been moved before. No owner has given a cause of delay."
    assert words in lines_of(samples.march(moves=never))


def test_a_paper_without_a_title_is_refused() -> None:
    with pytest.raises(Refused, match="The paper has no title"):
        compose(samples.march(title=" "))


NOTHING = Moves(samples.NOVEMBER, samples.MARCH)


def moved_lines(moved: Moves) -> list[str]:
    """The section on what has moved, in plain lines."""
    bare = samples.march(moves=moved, figures=None, themes=(), questions=(), charts=(), exempt=())
    lines = lines_of(bare)
    return lines[
        lines.index("# What has moved since 15 November 2022") + 1 : lines.index("# Background documents")
    ]


def test_that_all_or_none_moved_is_said() -> None:
    new = PaperItem("47", "A new promise", " ", " ")
    assert moved_lines(replace(NOTHING, new=(new,))) == [
        "## What moved: 1 of 1",
        "= Actions that moved, each once = What moved | Actions | References",
        "New | 1 | 47",
        "Every action moved.",
        "No action was completed, closed, given more time or overdue.",
        "## New",
        "= Actions: new = Action | Activity",
        "47 | A new promise",
    ]
    lines = moved_lines(replace(NOTHING, settled=("42",)))
    assert lines[0] == "No action moved."
    assert lines[-1] == "No action was completed, closed, new, given more time or overdue."


def test_of_what_is_overdue_it_is_said_what_is_a_review_and_whose_none_is() -> None:
    late = (
        Overdue("1", "One", "", samples.NOVEMBER, is_review=True),
        Overdue("2", "Two", "CYPE", samples.MARCH),
    )
    assert moved_lines(replace(NOTHING, overdue=late, claimed=("1", "2")))[-4:] == [
        "None of these dates had been moved before. No owner has given a cause of delay.",
        "= Overdue actions against their original and revised dates = Action | Activity | Owner | Original date",
        "1 | One | None | Review: 15 November 2022 121 days overdue",
        "2 | Two | CYPE | 16 March 2023",
    ]
