"""The shorter reports: what stands in them, and that they can be written like any paper."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from papers.write.compose_reports import BoardPack, Sitrep, board_pack, brief, sitrep
from papers.write.document import Document, Heading, Items, Paragraph, Table
from papers.write.files import document_as_bytes
from papers.write.paper import PaperFigures, PaperItem, Share
from register.committee.chair_brief import Question, Rule
from register.committee.movement import Happening, HappeningKind
from register.outlooks import OnTimeRecord
from register.refused import Refused
from tests.papers.write import samples
from tests.papers.write.outlines import known, outline

REPORT = Sitrep(
    "Home to school transport: sitrep",
    samples.MOMENT,
    date(2023, 3, 1),
    date(2023, 3, 14),
    (("Pupils transported", 7_039), ("Contracts handed back", 3)),
    risks=(
        PaperItem("7", "Agree how partners work together", "CYPE", "No operator for two routes from April."),
    ),
)
QUIET = replace(
    REPORT,
    delivered=(PaperItem("1", "Map every report", "CYPE", "The map is on the intranet."),),
    risks=(),
    planned=(PaperItem("2", "Set up one board", "GET", "Due 20 March 2023."),),
)
HALF = Share(1, 2)
PACK = BoardPack(REPORT, samples.moves(), PaperFigures(44, 41, HALF, HALF, HALF, HALF), samples.charts())
MOVES = (
    Happening(
        "5",
        HappeningKind.EXTENSION_GRANTED,
        date(2022, 12, 1),
        "the Committee",
        "Consultation",
        date(2023, 1, 31),
        date(2023, 3, 31),
        11,
    ),
    Happening(
        "5", HappeningKind.DATE_MOVED, date(2023, 2, 1), "", "", date(2023, 3, 31), date(2023, 6, 30), 12
    ),
)


def _happened(ref: str, kind: HappeningKind, change: int) -> Happening:
    return Happening(ref, kind, samples.NOVEMBER, "", "", change=change)


QUESTIONS = (
    Question("5", Rule.MOVED, "The date of Action 5 has moved 2 times.", MOVES),
    Question("8", Rule.SILENT, "Nothing has been heard about Action 8.", ()),
)
ACTIVITIES = {"5": "Remind all staff", "8": "Review governance"}
WHOLE_BRIEF = brief(
    "The Chair's brief",
    samples.MARCH,
    (
        Question("3", Rule.DID_NOT_HOLD, "What was missing?", (_happened("3", HappeningKind.CLAIMED, 3),)),
        Question(
            "4", Rule.DID_NOT_HOLD, "What was missing there?", (_happened("4", HappeningKind.CLAIMED, 4),)
        ),
        QUESTIONS[0],
        Question("6", Rule.NO_EVIDENCE, "What shows it?", ()),
        Question(
            "7",
            Rule.ESCALATED,
            "What is to be done?",
            (
                Happening(
                    "7", HappeningKind.EXTENSION_SOUGHT, samples.NOVEMBER, "U1", " ", after=samples.MARCH
                ),
                Happening("7", HappeningKind.DATE_MOVED, samples.NOVEMBER, "U1", "Two\n\nlines", samples.MARCH),
            ),
        ),
        QUESTIONS[1],
        Question("9", Rule.SILENT, "Where does it stand?", (_happened("9", HappeningKind.UPDATE, 9),)),
    ),
    samples.MOMENT,
    (OnTimeRecord("CYPE", 1_100, 1_200), OnTimeRecord("GET", 0, 1)),
    ACTIVITIES | {"4": "Agree with schools and carriers how routes are planned, " * 4},
)


@pytest.mark.parametrize(
    ("document", "file"),
    [
        (sitrep(REPORT), "sitrep.txt"),
        (sitrep(QUIET), "sitrep_without_risks.txt"),
        (WHOLE_BRIEF, "brief.txt"),
    ],
)
def test_a_report_says_all_of_it_in_this_order(document: Document, file: str) -> None:
    assert list(outline(document)) == known(file)


BRIEF = brief("The Chair's brief", samples.MARCH, QUESTIONS, samples.MOMENT, (), ACTIVITIES)


def headings(document: Document) -> list[str]:
    return [one.text for part in document.parts for one in part.blocks if isinstance(one, Heading)]


def test_a_sitrep_has_its_four_parts_and_says_what_is_empty() -> None:
    document = sitrep(REPORT)
    assert headings(document) == ["Volumes", "Delivered", "Immediate risks", "Planned"]
    tables = [one for one in document.parts[0].blocks if isinstance(one, Table)]
    assert tables[0].rows == (("Pupils transported", "7,039"), ("Contracts handed back", "3"))
    assert tables[1].rows == (
        ("7", "Agree how partners work together", "CYPE", "No operator for two routes from April."),
    )
    assert Paragraph("Nothing was delivered in this period.") in document.parts[0].blocks
    assert document.parts[0].blocks[0] == Paragraph("This report covers 2 March 2023 to 14 March 2023.")


def test_a_board_pack_adds_movement_figures_and_pictures() -> None:
    pack = board_pack(PACK)
    assert [part.name for part in pack.parts] == ["Board pack", "Pictures"]
    assert pack.reference == "2 March 2023 to 14 March 2023"
    assert [part.name for part in board_pack(replace(PACK, charts=())).parts] == ["Board pack"]
    found = headings(pack)
    for before, after in pairwise(
        [
            "Volumes",
            "What has moved since 15 November 2022",
            "The actions in numbers",
            "The actions in pictures",
        ]
    ):
        assert found.index(before) < found.index(after)


def test_the_brief_puts_under_each_question_the_changes_it_rests_on() -> None:
    lists = [one for one in BRIEF.parts[0].blocks if isinstance(one, Items)]
    assert headings(BRIEF) == [
        "Its date was moved more than once (1)",
        "Action 5: Remind all staff",
        "Silent since the last meeting (1)",
    ]
    assert lists[0].items == (
        (
            "1 December 2022:",
            "extension granted, from 31 January 2023 to 31 March 2023, by the Committee: Consultation (change 11)",
        ),
        ("1 February 2023:", "date moved, from 31 March 2023 to 30 June 2023 (change 12)"),
    )
    (table,) = [one for one in BRIEF.parts[0].blocks if isinstance(one, Table)]
    assert table.rows == (("8", "Review governance", "Nothing has been heard about Action 8."),)
    assert BRIEF.reference == "For the Chair, meeting of 16 March 2023"


def test_a_record_that_raises_nothing_says_so() -> None:
    assert brief("Brief", samples.MARCH, (), samples.MOMENT).parts[0].blocks == (
        Paragraph("The record raises no questions."),
    )


@pytest.mark.parametrize("document", [sitrep(REPORT), board_pack(PACK), BRIEF])
def test_each_can_be_written_in_every_format_of_a_document(document: Document) -> None:
    assert all(document_as_bytes(document, ending) for ending in (".docx", ".pdf", ".xlsx", ".html"))
    with pytest.raises(Refused, match=r"cannot be written as “\.csv”.*\.docx, \.pdf, \.xlsx or \.html"):
        document_as_bytes(document, ".csv")


def test_a_report_without_a_title_is_refused() -> None:
    with pytest.raises(Refused, match="has no title"):
        brief(" ", samples.MARCH, (), samples.MOMENT)
