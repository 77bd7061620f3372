"""What a paper says, whatever format it is in."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pytest

from papers.write.compose import compose
from papers.write.document import DocumentBlock, Facts, Heading, Items, Paragraph, Table
from papers.write.paper import (
    CommitteePaper,
    Exempt,
    Extension,
    Moves,
    Overdue,
    PaperFigures,
    PaperGroup,
    PaperItem,
    PaperQuestion,
    PaperTheme,
    Passage,
    Section,
    Share,
    Silent,
)
from papers.write.widths import shares
from register.refused import Refused
from tests.papers.write import samples


def blocks(paper: CommitteePaper) -> Iterator[DocumentBlock]:
    """Every block of a paper, in reading order."""
    for part in compose(paper).parts:
        yield from part.blocks


def table(paper: CommitteePaper, caption: str) -> Table:
    """The table whose caption begins so."""
    return next(one for one in blocks(paper) if isinstance(one, Table) and one.caption.startswith(caption))


def under(paper: CommitteePaper, heading: str) -> list[DocumentBlock]:
    """What stands under a heading, up to the next."""
    found: list[DocumentBlock] | None = None
    for block in blocks(paper):
        if isinstance(block, Heading):
            if found is not None:
                break
            found = [] if block.text == heading else None
        elif found is not None:
            found.append(block)
    assert found is not None, f"no heading {heading!r}"
    return found


def test_each_action_stands_once_in_what_moved_or_in_what_did_not() -> None:
    moved = table(samples.march(), "Actions that moved")
    assert moved.rows == (
        ("Closed", "2", "9 and 16"),
        ("Completed", "1", "34"),
        ("Progress indicator from Blank to In progress", "1", "1"),
        ("Progress indicator from Blank to Ongoing", "1", "7"),
        ("Date moved, or a new date sought", "2", "6 and 11"),
    )
    assert table(samples.march(), "Actions that did not move").rows == (
        ("No change, with a reason", "1", "13"),
        ("No update since 15 November 2022", "2", "8 and 15"),
        ("Already done or closed, and unchanged", "1", "42"),
    )
    headings = [one.text for one in blocks(samples.march()) if isinstance(one, Heading)]
    assert headings[headings.index("What has moved since 15 November 2022") :][1:4] == [
        "What moved: 7 of 11",
        "What did not move: 4 of 11",
        "Dates",
    ]


def test_dates_missed_and_moved_stand_together_and_what_there_was_none_of_is_said() -> None:
    paper = samples.march()
    assert table(paper, "Dates missed and moved").rows == (
        ("Extension granted", "1", "6"),
        ("Extension sought and not granted", "1", "11"),
        ("Overdue against the original date", "3", "4, 5 and 6"),
        ("Overdue against the revised date", "1", "5"),
        ("Became overdue since 15 November 2022", "2", "4 and 5"),
    )
    assert Paragraph("No action was new.") in under(paper, "Dates")
    assert paper.moves is not None
    all_late = replace(
        paper.moves,
        overdue=(Overdue("5", "", "", date(2022, 11, 30)),),
        past_original=("5",),
        closed=(),
        extensions=(),
    )
    quiet = replace(paper, moves=all_late)
    assert table(quiet, "Dates missed and moved").rows[1][2] == (
        "The same as under “Overdue against the original date”"
    )
    assert Paragraph("No action was closed, new or given more time.") in under(quiet, "Dates")


def test_a_date_that_was_moved_is_still_overdue_against_the_first() -> None:
    rows = table(samples.march(), "Overdue actions").rows
    assert [row[3:5] for row in rows] == [
        ("31 December 2022\n75 days overdue", "Not revised"),
        ("30 November 2022\n106 days overdue", "28 February 2023\n16 days overdue"),
        ("31 January 2023\n44 days overdue", "31 May 2023"),
    ]


def test_who_gave_nothing_is_printed_with_the_day_since_when() -> None:
    rows = table(samples.march(), "Actions without an update").rows
    assert [row[3] for row in rows] == ["No update since 15 November 2022"] * 2


def test_extensions_name_their_reason_and_who_granted_them() -> None:
    rows = table(samples.march(), "Extensions sought and granted").rows
    assert rows[0][2:] == (
        "31 January 2023",
        "31 January 2023",
        "31 May 2023",
        "Granted by the Committee",
        "Consultation ran on.",
    )
    assert rows[1][5:] == ("Asked", "Waits for action 6.")


def test_percent_stand_against_the_target_and_nothing_due_is_no_failure() -> None:
    shares = (Share(9, 10), Share(899, 1000), Share(3, 44), Share(0, 0))
    rows = table(samples.march(figures=PaperFigures(44, 41, *shares)), "Actions implemented").rows
    assert [row[1:] for row in rows] == [
        ("9", "10", "90%", "Met"),
        ("899", "1,000", "89%", "Not met: 1 point below"),
        ("3", "44", "6%", "No target"),
        ("0", "0", "Not applicable", "No target"),
    ]
    none = Share(0, 0)
    figures = PaperFigures(1, 1, none, none, none, none)
    none_due = table(samples.march(figures=figures), "Actions implemented").rows
    assert none_due[0][3:] == ("Not applicable", "No date has passed yet")


@pytest.mark.parametrize(
    ("assumed", "sentence"),
    [
        (1, "The day of completion of 1 action is not known: it counts as implemented by its latest date."),
        (2, "The day of completion of 2 actions is not known: they count as implemented by their latest date."),
        (0, ""),
    ],
)
def test_what_counts_as_in_time_because_nobody_knows_the_day_is_said(assumed: int, sentence: str) -> None:
    share = Share(9, 10)
    figures = PaperFigures(44, 41, share, share, share, share, assumed=assumed)
    printed = [one.text for one in blocks(samples.march(figures=figures)) if isinstance(one, Paragraph)]
    assert [one for one in printed if "is not known" in one] == ([sentence] if sentence else [])


def test_a_theme_has_its_references_under_who_leads_and_na_for_none() -> None:
    lead, items, passage = under(samples.march(), "Monitoring and quality assurance")
    assert lead == Paragraph("", "Action references:")
    assert isinstance(items, Items)
    assert items.items == (("All:", "17, 31, 44"), ("Joint CYPE/GET:", "1, 16"), ("GLD Lead:", "N/A"))
    assert passage == Paragraph("The transport board now meets every month. (Action 16)")


def test_a_question_without_an_answer_is_printed_as_outstanding() -> None:
    question, answer = under(samples.march(), "Question 2: Councillor B. Member, 15 November 2022")
    assert question == Paragraph("Who verifies what is claimed?", "Question:")
    assert answer == Paragraph("Not yet answered.", "Answer:")


def test_a_late_paper_says_why_and_that_the_chair_finds_it_urgent() -> None:
    answer = [one for one in under(samples.late(), "Late item") if isinstance(one, Paragraph)]
    assert answer[0].text == "This report was not available when the agenda was published."
    assert answer[1] == Paragraph("Updates came after the agenda was published.", "Reason:")
    assert answer[2].text.endswith("by reason of special circumstances. Members asked for it at this meeting.")


def test_of_a_paper_to_follow_only_the_notice_is_printed() -> None:
    paper = samples.late(to_follow=True)
    answer = [one for one in under(paper, "Late item") if isinstance(one, Paragraph)]
    assert answer[0].text.startswith("This report is to follow:")
    assert [part.name for part in compose(paper).parts] == ["Report"]
    headings = [one.text for one in blocks(paper) if isinstance(one, Heading)]
    assert headings == ["Late item", "Recommendations", "Report author"]


def test_exempt_actions_are_named_with_the_paragraph_and_not_printed() -> None:
    items = under(samples.march(), "Items left out")[1]
    assert items == Items(
        (("Actions 45 and 46:", "Paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"),)
    )


def test_a_question_about_what_is_exempt_is_counted_and_not_printed() -> None:
    exempt = Exempt("Paragraph 3", ("45",), 1)
    (_why, items) = under(samples.march(exempt=(exempt,)), "Items left out")
    assert items == Items((("Action 45:", "Paragraph 3; 1 Member’s question about it is left out too"),))


def _with_45(place: str) -> CommitteePaper:
    paper = samples.march()
    moves = paper.moves or Moves(samples.NOVEMBER, samples.MARCH)
    day = date(2023, 1, 31)
    section = replace(paper.cover.sections[0], heading="Background", passages=(Passage("Words.", ("45",)),))
    changed: dict[str, dict[str, object]] = {
        "Appendix 1": {
            "appendix": replace(paper.appendix, rows=(*paper.appendix.rows, (" 45 ", "", "", "", "", "")))
        },
        "what has moved": {"moves": replace(moves, overdue=(Overdue("45", "", "", day),))},
        "the theme “Late”": {"themes": (PaperTheme("Late", (PaperGroup("All", ("45",)),)),)},
        "the section “Background”": {"cover": replace(paper.cover, sections=(section,))},
        "the question of Cllr": {"questions": (PaperQuestion("Cllr", day, "Why?", refs=("45",)),)},
    }
    return samples.march(**changed[place])


@pytest.mark.parametrize(
    "place",
    ["Appendix 1", "what has moved", "the theme “Late”", "the section “Background”", "the question of Cllr"],
)
def test_an_exempt_action_that_would_be_printed_all_the_same_stops_the_paper(place: str) -> None:
    with pytest.raises(Refused, match=rf"Action 45 is exempt \(Paragraph 3.*printed in {place}; take it out"):
        compose(_with_45(place))


IN_MOVEMENT: dict[str, object] = {
    **dict.fromkeys(("completed", "progress", "updated", "unchanged", "new", "closed"), PaperItem("45", "")),
    **dict.fromkeys(("settled", "claimed", "past_original"), "45"),
    "extensions": Extension("45", "", None, None, None, "asked", ""),
    "overdue": Overdue("45", "", "", samples.NOVEMBER),
    "silent": Silent("45", "", "", samples.NOVEMBER),
}


@pytest.mark.parametrize("name", [one.name for one in fields(Moves) if one.name not in ("since", "until")])
def test_an_exempt_action_stops_the_paper_in_whichever_list_of_what_has_moved(name: str) -> None:
    moved = Moves(samples.NOVEMBER, samples.MARCH, **{name: (IN_MOVEMENT[name],)})  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"Action 45 is exempt .* would be printed in what has moved"):
        compose(samples.march(moves=moved))


def test_several_exempt_actions_and_those_of_passages_stop_the_paper_too() -> None:
    passages = (Passage("Words.", ("45", "46")),)
    words = r"Actions 45 and 46 are exempt \(.*; take them out there"
    assured = samples.cover(assurance=(Section("Sample", passages),))
    with pytest.raises(Refused, match=rf"{words}") as refused:
        compose(samples.march(cover=assured))
    assert "the section “Sample”" in str(refused.value)
    with pytest.raises(Refused, match=words):
        compose(samples.march(themes=(PaperTheme("Late", passages=passages),)))


def test_an_empty_register_has_no_lists_nor_tables_of_noughts_and_says_so() -> None:
    headings = [one.text for one in blocks(samples.empty()) if isinstance(one, Heading)]
    assert headings == ["Appendix 1: Management Action Table"]
    assert under(samples.empty(), headings[-1]) == [Paragraph("There are no actions in this register.")]


def test_an_extension_without_any_date_is_said_in_words() -> None:
    moves = Moves(
        samples.NOVEMBER, samples.MARCH, extensions=(Extension("1", "", None, None, None, "refused", ""),)
    )
    row = table(samples.march(moves=moves), "Extensions sought and granted").rows[0]
    assert row[2:] == ("None set", "None set", "None set", "Refused", "No reason given")


def test_the_facts_at_the_head_are_those_of_a_covering_report() -> None:
    first = next(blocks(samples.march()))
    assert isinstance(first, Facts)
    assert [label for label, _words in first.pairs] == ["From", "To", "Date", "Subject", "Status"]


def test_in_a_table_too_wide_for_its_page_dates_and_statuses_stay_whole() -> None:
    words = "Keep the procurement register complete and transparent"
    row = ("IA/2023-24/001", *[words] * 11, "31/12/2023", "30/06/2024", "Amber", "Implemented")
    headings = ("Ref", *["Recommendation"] * 11, "Original due date", "Revised due date", "RAG", "Status")
    widths = shares(headings, [row, row], 146)
    room = [int(share * 146) - 2 for share in widths]
    assert [width >= len(cell) for width, cell in zip(room[12:], row[12:], strict=True)] == [True] * 4
    assert min(room) >= 5
