"""Papers to write: a whole one from the sample's March table, an empty one, long ones, and one of odd
characters.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from papers.read import read
from papers.write.paper import (
    Appendix,
    Chart,
    CommitteePaper,
    Cover,
    Exempt,
    Extension,
    Late,
    Moves,
    Overdue,
    PaperBar,
    PaperFigures,
    PaperGroup,
    PaperItem,
    PaperQuestion,
    PaperRecommendation,
    PaperTheme,
    Passage,
    Section,
    Share,
    Silent,
)
from papers.write.progress_page import Link, ProgressPage, PublicAction, PublicState
from tests.conftest import ROOT

SAMPLE = ROOT / "papers" / "sample" / "management-action-table-march.txt"
NOVEMBER, MARCH = date(2022, 11, 15), date(2023, 3, 16)
MOMENT = datetime(2023, 3, 9, 12, 30, 15, tzinfo=UTC)
HEADINGS = (
    "Action Ref.",
    "Activity Defined",
    "Activity Delivered",
    "Target Date",
    "CMT Owner",
    "Progress Indicator",
)
ODD = (
    '# not a heading, $x^2$ @everybody <b>bold</b> & "quoted" ‘curly’ “curly” *stars* _lines_ `ticks` \\back '
    "[x](y) {{braces}} // comment /* comment */ ~tilde -- dash",
    "Ŵyn a ŷd: Cymraeg â’r to bach, naïve café, Łódź, ПРИВЕТ СҮРЕ, Ελλάδα",
    "שלום עולם, then English again",
    "مرحبا بالعالم",
    "First line\nsecond line\r\nthird line\x0bfourth line",
    "Pneumono" + "ultramicroscopic" * 8,
    "Tick ✓ box ☐ arrow → smile 😀 family 👨‍👩‍👧 letter 中文 मान",
    "=1+1",
    "+44 1622 000000",
    "-5",
    "@SUM(A1:A9)",
    "\tafter a tab",
    "_x000D_ and &amp; and %s and \x00\x07\ud800 end",
    "   spaces   within   ",
    "",
    "བོད and 𝄞",
)
NAMES = (
    "Siân Llŷr",
    "Łucja Wiśniewska",
    "Nguyễn Thị Hồng",
    "王小明",
    "陳大文",
    "شرما گلزار",
    "गुरप्रीत",
    "ਗੁਰਪ੍ਰੀਤ",
    "গুরপ্রীত",
    "김민준",
    "Олександр",
)
"""Names in letters that people of a council have."""


def cover(**changed: object) -> Cover:
    """The covering report of the March paper; what is given replaces its part."""
    parts: dict[str, object] = {
        "organisation": "Kent County Council",
        "committee": "Governance and Audit Committee",
        "sender": "General Counsel",
        "to": "Governance and Audit Committee, 16 March 2023",
        "meeting": MARCH,
        "subject": "SEND transport review: management actions",
        "status": "Unrestricted",
        "recommendations": (
            PaperRecommendation("note", "the progress that is reported in Appendix 1; and"),
            PaperRecommendation("agree", "that updates come to every meeting until all actions are closed."),
        ),
        "author": ("A. Officer, Governance Manager", "03000 000000"),
        "sections": (
            Section(
                "Introduction",
                (
                    Passage(
                        "This report shows how the management actions stand and what has moved since November."
                    ),
                    Passage("Reports on the state of the service now come every fortnight.", ("1", "14")),
                ),
            ),
        ),
        "background": ("Management Action Table, 15 November 2022",),
    }
    return Cover(**(parts | changed))  # type: ignore[arg-type]


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    """The 44 rows of the sample's March table, read once."""
    return tuple(
        (line.ref, line.defined, line.delivered, line.target, " ".join(line.owners), line.progress)
        for line in read(SAMPLE).lines
    )


def moves() -> Moves:
    """What moved, with something in every list."""
    activity = {ref: defined for ref, defined, *_others in rows()}
    return Moves(
        since=NOVEMBER,
        until=MARCH,
        completed=(PaperItem("34", activity["34"], "CYPE", "The directorate's risk register was reviewed."),),
        progress=(
            PaperItem("1", activity["1"], "GET CYPE", "Blank to In progress"),
            PaperItem("7", activity["7"], "CYPE", "Blank to Ongoing"),
        ),
        updated=(PaperItem("1", activity["1"], "GET CYPE", "Reports now come every fortnight."),),
        unchanged=(PaperItem("13", activity["13"], "CYPE GET", "The meetings begin in April."),),
        closed=(
            PaperItem("9", activity["9"], "GLD", "Closed by the Committee, minute 24"),
            PaperItem("16", activity["16"], "CYPE GET", ""),
        ),
        extensions=(
            Extension(
                "6",
                activity["6"],
                date(2023, 1, 31),
                date(2023, 1, 31),
                date(2023, 5, 31),
                "granted",
                "Consultation ran on.",
                "the Committee",
            ),
            Extension(
                "11",
                activity["11"],
                date(2023, 1, 31),
                date(2023, 1, 31),
                date(2023, 7, 31),
                "asked",
                "Waits for action 6.",
            ),
        ),
        overdue=(
            Overdue("4", activity["4"], "GLD", date(2022, 12, 31), None, "Resources"),
            Overdue("5", activity["5"], "GLD", date(2022, 11, 30), date(2023, 2, 28)),
            Overdue("6", activity["6"], "GLD", date(2023, 1, 31), date(2023, 5, 31)),
        ),
        silent=(Silent("8", activity["8"], "GLD", NOVEMBER), Silent("15", activity["15"], "CYPE", NOVEMBER)),
        settled=("42",),
        past_original=("4", "5", "6"),
    )


def charts() -> tuple[Chart, ...]:
    """A chart of two parts and one of percent with a target."""
    return (
        Chart(
            "Open actions by directorate",
            (
                PaperBar("CYPE – Children, Young People and Education", 20, 12),
                PaperBar("GET – Growth, Environment and Transport", 18, 11),
                PaperBar("GLD", 26, 0),
                PaperBar("None", 0),
            ),
            dark="overdue",
            light="open, not overdue",
        ),
        Chart(
            "Actions implemented by their date",
            (PaperBar("By the original date", 7), PaperBar("By the revised date", 95)),
            unit="%",
            out_of=100,
            mark=90,
            mark_label="the Committee’s target",
        ),
    )


def march(**changed: object) -> CommitteePaper:
    """The whole March paper."""
    parts: dict[str, object] = {
        "title": "SEND transport review: progress of the management actions",
        "moment": MOMENT,
        "cover": cover(),
        "appendix": Appendix(HEADINGS, rows()),
        "moves": moves(),
        "figures": PaperFigures(
            44,
            41,
            Share(3, 37),
            Share(3, 35),
            Share(3, 44),
            Share(0, 3),
            ages=(("Under 3 months", 0), ("3 to 6 months", 41)),
            causes=(("Resources", 2), ("Waits for another action", 1)),
        ),
        "themes": (
            PaperTheme(
                "Monitoring and quality assurance",
                (
                    PaperGroup("All", ("17", "31", "44")),
                    PaperGroup("Joint CYPE/GET", ("1", "16")),
                    PaperGroup("GLD Lead", ()),
                ),
                (Passage("The transport board now meets every month.", ("16",)),),
            ),
        ),
        "questions": (
            PaperQuestion(
                "Councillor A. Member",
                NOVEMBER,
                "When will the training begin?",
                "In April 2023.",
                date(2023, 1, 10),
                "24",
                ("18", "19"),
            ),
            PaperQuestion("Councillor B. Member", NOVEMBER, "Who verifies what is claimed?"),
        ),
        "charts": charts(),
        "exempt": (
            Exempt("Paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972", ("45", "46")),
        ),
    }
    return CommitteePaper(**(parts | changed))  # type: ignore[arg-type]


LATE = Late("Updates came after the agenda was published.", "Members asked for it at this meeting.")


def late(*, to_follow: bool = False) -> CommitteePaper:
    """The March paper as it missed the agenda."""
    return march(cover=cover(late=replace(LATE, to_follow=to_follow)))


def empty() -> CommitteePaper:
    """A register in which nothing stands."""
    return CommitteePaper(
        "Management actions",
        MOMENT,
        cover(recommendations=(), sections=(), author=(), background=()),
        Appendix(HEADINGS, ()),
        Moves(NOVEMBER, MARCH),
        PaperFigures(0, 0, Share(0, 0), Share(0, 0), Share(0, 0), Share(0, 0)),
    )


def long(count: int) -> CommitteePaper:
    """As many actions as wanted: the sample's, over and over, some of them very long."""
    sample = rows()
    document = []
    for number in range(1, count + 1):
        _ref, *cells = sample[number % len(sample)]
        if number % 50 == 0:
            cells[1] = "\n".join(
                f"{step}. Officers met, and this is what they agreed on that day." for step in range(1, 90)
            )
        document.append((str(number), *cells))
    return march(appendix=Appendix(HEADINGS, tuple(document)), exempt=())


def odd() -> CommitteePaper:
    """Every odd string in every place that takes words."""
    table = tuple((str(number), words, words, words, words, words) for number, words in enumerate(ODD, start=1))
    passages = tuple(Passage(words, ("1",)) for words in ODD)
    items = tuple(PaperItem(str(number), words, words, words) for number, words in enumerate(ODD, start=1))
    return march(
        title=ODD[0],
        cover=cover(
            organisation=ODD[1],
            subject=ODD[0],
            sender=ODD[2],
            recommendations=tuple(PaperRecommendation("note", words) for words in ODD),
            sections=(Section(ODD[0], passages),),
        ),
        appendix=Appendix(HEADINGS, table, title=ODD[0]),
        moves=Moves(NOVEMBER, MARCH, completed=items),
        themes=(PaperTheme(ODD[0], (PaperGroup(ODD[0], ("1", "2")),), passages),),
        questions=tuple(PaperQuestion(words, NOVEMBER, words, words, MARCH, words) for words in ODD),
        charts=(
            Chart(
                ODD[0],
                tuple(PaperBar(words, number) for number, words in enumerate(ODD)),
                dark=ODD[0],
                light=ODD[1],
            ),
        ),
        exempt=(Exempt(ODD[0], ("99",)),),
    )


def public() -> ProgressPage:
    """The progress page of the March paper."""
    document = []
    for ref, defined, delivered, target, owners, progress in rows():
        state = (
            PublicState.DONE
            if progress == "Complete"
            else PublicState.HAND
            if target == "March 2023"
            else PublicState.LATE
        )
        silent = NOVEMBER if not delivered and state is not PublicState.DONE else None
        document.append(
            PublicAction(ref, defined, delivered, target, tuple(owners.split()), progress, state, 75, silent)
        )
    return ProgressPage(
        "Home to school transport: what we promised and how it stands",
        "Kent County Council",
        "Governance and Audit Committee",
        MARCH,
        tuple(document),
        (
            "In February 2022 transport failed many families. These are the actions that the Council promised since.",
        ),
        NOVEMBER,
        (("Done", ("34",)), ("New date", ()), ("Progress reported", ("1", "2", "3"))),
        date(2023, 5, 16),
        "transport@council.example",
        (
            Link("The paper of 16 March 2023 (PDF)", "2023-03-16.pdf"),
            Link("Meetings", "https://council.example/a?b=1&c=2"),
        ),
    )


def nothing_public() -> ProgressPage:
    """The page of a register in which nothing stands."""
    return ProgressPage("Actions", "A Council", "Committee", MARCH, ())


def named() -> CommitteePaper:
    """A paper whose table holds names in many scripts."""
    table = tuple((str(number), name, "", "", "", "") for number, name in enumerate(NAMES, start=1))
    return march(appendix=Appendix(HEADINGS, table))
