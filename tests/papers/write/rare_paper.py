"""A paper that has, of each part, what few papers have."""

from papers.write.paper import (
    Chart,
    CommitteePaper,
    Exempt,
    Extension,
    Moves,
    Overdue,
    PaperBar,
    PaperFigures,
    PaperItem,
    PaperQuestion,
    PaperTheme,
    Passage,
    Share,
)
from tests.papers.write import samples


def _rare_moves() -> Moves:
    """What moved, of owners, words and dates that few have, and something in each list that is always mentioned."""
    long = "Agree with schools and carriers how routes are planned, " * 4
    return Moves(
        since=samples.NOVEMBER,
        until=samples.MARCH,
        completed=(PaperItem("1", long, " ", "The plan is out."), PaperItem("2", "Two", "CYPE", " ")),
        progress=(PaperItem("3", "Three", "GET"),),
        updated=(PaperItem("11", "Eleven", "GET", "The letter is sent."),),
        new=(PaperItem("4", "Four", "", "The Cabinet, minute 3"),),
        closed=(PaperItem("5", "Five"),),
        extensions=(Extension("6", long, None, None, None, "granted", " "),),
        overdue=(
            Overdue("7", long, " ", None, cause=" "),
            Overdue("8", "Eight", "GET", samples.NOVEMBER, None, "Staff"),
            Overdue("9", "Nine", "GET", samples.MARCH),
            Overdue("12", "Twelve", "GET", samples.NOVEMBER, samples.MARCH),
        ),
        claimed=("10",),
    )


def rare() -> CommitteePaper:
    """A late paper that has, of each part, what few papers have."""
    return samples.march(
        cover=samples.cover(committee="The Cabinet", late=samples.LATE),
        figures=PaperFigures(
            1_204,
            1,
            Share(1_100, 1_200),
            Share(1_080, 1_200),
            Share(1_203, 1_204),
            Share(0, 0),
            ages=(("Over a year", 1_203),),
        ),
        moves=_rare_moves(),
        themes=(PaperTheme("Without references", passages=(Passage(" A passage. "), Passage(" "))),),
        questions=(
            PaperQuestion(
                "Councillor C. Member", samples.NOVEMBER, "Where is it?", " It is done. ", refs=("7",)
            ),
            PaperQuestion("Councillor D. Member", samples.NOVEMBER, "When?", " ", samples.MARCH, "8"),
            PaperQuestion("Councillor E. Member", samples.NOVEMBER, "Why?"),
        ),
        charts=(
            Chart("Nothing", ()),
            Chart(
                "Many",
                (PaperBar("By 2023", 1_204, 1_100), PaperBar("Later", 2_000)),
                dark="overdue",
                mark=1_500,
                mark_label="the target",
            ),
        ),
        exempt=(Exempt("Paragraph 1", ("45",), 1), Exempt("Paragraph 2", ("46", "47"), 2)),
    )
