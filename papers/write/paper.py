"""A committee paper before it is a file: what is in it, in the committee's own words, and nothing of how it
looks.

Whoever knows the register fills these; ``compose`` turns them into headings, sentences and tables, and the
writers turn those into bytes. Days are the register's local days. Refs are as printed. People's words are plain
text: line breaks count, nothing else in them has a meaning.
"""

from dataclasses import dataclass
from datetime import date, datetime

TARGET = 90
"""Percent of actions to be implemented by their date, where a committee has set no other target."""


@dataclass(frozen=True)
class PaperRecommendation:
    """What the committee is asked to do: the verb is printed in capitals ("NOTE"), the text follows it."""

    verb: str
    text: str


@dataclass(frozen=True)
class Passage:
    """A paragraph of narrative, and the refs of the actions whose updates it rests on."""

    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading of the covering report and the paragraphs under it."""

    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Late:
    """Why the paper missed the agenda, and why the chair takes it all the same (Local Government
    Act 1972, s.100B(4)(b)).

    ``to_follow``: only this notice is published with the agenda, and the paper itself comes later.
    """

    reason: str
    urgency: str
    to_follow: bool = False


@dataclass(frozen=True)
class Cover:
    """The covering report. ``author`` are the lines at its foot: name, post, telephone, address; ``assurance`` are
    sections that follow what moved and the figures.
    """

    sender: str
    to: str
    meeting: date
    subject: str
    status: str
    recommendations: tuple[PaperRecommendation, ...] = ()
    author: tuple[str, ...] = ()
    committee: str = ""
    organisation: str = ""
    sections: tuple[Section, ...] = ()
    background: tuple[str, ...] = ()
    late: Late | None = None
    assurance: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Appendix:
    """The table of actions in the committee's own columns: headings and cells as printed, in the paper's order.

    ``ref_column`` counts from 0 and is the column that names the row. ``key`` is what the committee's key says of the
    words in its progress column, in order.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = "Management Action Table"
    number: str = "1"
    ref_column: int = 0
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PaperItem:
    """An action in a list of movement; ``words`` say what happened ("Blank to In progress", a reason)."""

    ref: str
    activity: str
    owners: str = ""
    words: str = ""


@dataclass(frozen=True)
class Extension:
    """A date that was asked to move. ``outcome`` is a word: asked, granted or refused. ``by`` is who decided
    it.
    """

    ref: str
    activity: str
    original: date | None
    before: date | None
    after: date | None
    outcome: str
    reason: str
    by: str = ""


@dataclass(frozen=True)
class Overdue:
    """An open action one of whose dates has passed. ``revised`` is None where the date was never moved; it may
    still be to come, and the action is then overdue against its original date alone.
    """

    ref: str
    activity: str
    owners: str
    original: date | None
    revised: date | None = None
    cause: str = ""


@dataclass(frozen=True)
class Silent:
    """An open action of which nobody has said anything since the day of the last paper."""

    ref: str
    activity: str
    owners: str
    since: date


@dataclass(frozen=True)
class Moves:
    """What moved from the last paper, which was as at ``since``, to ``until``, the day of this one.

    ``settled`` are the refs of what had been done or closed by then and has not moved, ``claimed`` of what is open
    and in no other list, though its owners reported it complete or gave evidence.
    """

    since: date
    until: date
    completed: tuple[PaperItem, ...] = ()
    progress: tuple[PaperItem, ...] = ()
    updated: tuple[PaperItem, ...] = ()
    unchanged: tuple[PaperItem, ...] = ()
    new: tuple[PaperItem, ...] = ()
    closed: tuple[PaperItem, ...] = ()
    extensions: tuple[Extension, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    silent: tuple[Silent, ...] = ()
    settled: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    number: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, so that 89.9 never reads as the 90 asked for; None of nothing."""
        return self.number * 100 // self.of if self.of else None


@dataclass(frozen=True)
class PaperFigures:
    """The register in numbers on the day of the paper.

    ``by_original`` and ``by_revised`` are the actions implemented by their first and by their present date, of
    those whose date has come. ``claimed`` are complete as their owners say, ``verified`` accepted by somebody
    else. ``ages`` and ``causes`` are label and number, in the order to print.
    """

    total: int
    open: int
    by_original: Share
    by_revised: Share
    claimed: Share
    verified: Share
    target: int = TARGET
    ages: tuple[tuple[str, int], ...] = ()
    causes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class PaperGroup:
    """The actions of a theme under who leads them, as printed: "Joint CYPE/GET", ("1", "16"). No refs: N/A."""

    printed: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class PaperTheme:
    """A theme of the narrative report."""

    title: str
    groups: tuple[PaperGroup, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class PaperQuestion:
    """A Member's question, where it was minuted, and the answer; an empty answer is printed as outstanding."""

    member: str
    asked: date
    question: str
    answer: str = ""
    answered: date | None = None
    minute: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperBar:
    """One bar of a chart. ``part`` of ``number`` is drawn dark."""

    label: str
    number: int
    part: int = 0


@dataclass(frozen=True)
class Chart:
    """A bar chart of plain numbers. ``dark`` and ``light`` name the two parts of its bars; without them bars
    are plain.

    ``out_of`` is the number that a full bar stands for (100 for percent; None: the largest bar), ``mark`` a
    number at which a line is drawn, and ``mark_label`` its name.
    """

    title: str
    bars: tuple[PaperBar, ...]
    dark: str = ""
    light: str = ""
    unit: str = ""
    out_of: int | None = None
    mark: int | None = None
    mark_label: str = ""


@dataclass(frozen=True)
class Exempt:
    """Actions that are left out, the paragraph of the Act (named in full) that says why they may be, and how many
    questions of Members name them.
    """

    paragraph: str
    refs: tuple[str, ...]
    questions: int = 0


@dataclass(frozen=True)
class CommitteePaper:
    """One paper for one meeting. ``moment`` (UTC) is the only time that gets into the files: the same paper
    gives the same bytes whenever and wherever it is written.
    """

    title: str
    moment: datetime
    cover: Cover
    appendix: Appendix
    moves: Moves | None = None
    figures: PaperFigures | None = None
    themes: tuple[PaperTheme, ...] = ()
    questions: tuple[PaperQuestion, ...] = ()
    charts: tuple[Chart, ...] = ()
    exempt: tuple[Exempt, ...] = ()
