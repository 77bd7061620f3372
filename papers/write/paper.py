"""The content of a committee paper, without its layout.

``papers.assemble`` fills these from the register; ``compose`` makes headings, sentences and tables of them, and the
writers make bytes of those. Days are the register's local days. Refs are as printed. People's words are plain text with
line breaks. The names of all fields are stored with a published paper (see ``frozen``).
"""

from dataclasses import dataclass
from datetime import date, datetime

from register.committee.paper_plan import TARGET_PERCENT


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
    """Why the paper missed the agenda, and why the chair takes it as urgent (Local Government Act 1972, s.100B(4)(b)).

    ``to_follow``: only this notice is published with the agenda, and the paper later.
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
    """The table of actions in the committee's own columns: headings and cells as printed, in the order of the paper.

    ``ref_column`` is the index from 0 of the column of references. ``key`` are pairs of a word of the progress column
    and its meaning by the committee's key.
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
    """A request for another date. ``before`` and ``after`` are the dates, ``by`` is who decided, by name or part.

    ``outcome`` is "asked", "granted" or "refused".
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
    """An open action whose original or revised date has passed; of several dates, the first of those that have.
    ``is_review``: the day on which an ongoing one was to be looked at.

    ``revised`` is None if the date was never moved; if it is in the future, only the original date has passed.
    """

    ref: str
    activity: str
    owners: str
    original: date | None
    revised: date | None = None
    cause: str = ""
    is_review: bool = False


@dataclass(frozen=True)
class Silent:
    """An open action without any update since ``since``, the day of the last paper."""

    ref: str
    activity: str
    owners: str
    since: date


@dataclass(frozen=True)
class Moves:
    """What moved from ``since``, the day of the last paper, to ``until``, the day of this one.

    ``settled`` are the refs of actions done or closed before and unchanged. ``claimed`` are those of open actions in no
    other list, which their owners reported complete or gave evidence for. ``past_original`` are those of open actions
    whose original date has passed, also where another was granted, so that they are not overdue.
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
    past_original: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """A number out of a total."""

    number: int
    of: int

    @property
    def percent(self) -> int | None:
        """The whole percentage, rounded down, so that 89.9 does not meet a target of 90; None for a total of 0."""
        return self.number * 100 // self.of if self.of else None


@dataclass(frozen=True)
class PaperFigures:
    """The register in numbers on the day of the paper.

    ``by_original`` and ``by_revised`` are the actions implemented by their first and by their present date, out of
    those whose date has passed. ``claimed`` are reported complete by their owners, ``verified`` accepted by somebody
    else. ``ages`` and ``causes`` are pairs of label and number, in the order of print. ``assumed`` is of how many
    nobody knows the day of completion, so that they count as implemented by their present date.
    """

    total: int
    open: int
    by_original: Share
    by_revised: Share
    claimed: Share
    verified: Share
    target: int = TARGET_PERCENT
    ages: tuple[tuple[str, int], ...] = ()
    causes: tuple[tuple[str, int], ...] = ()
    assumed: int = 0


@dataclass(frozen=True)
class PaperGroup:
    """The actions of a theme by who leads them, as printed: "Joint CYPE/GET", ("1", "16"). No refs are "N/A"."""

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
    """A bar of a chart with the length ``number``, of which ``part`` is drawn dark."""

    label: str
    number: int
    part: int = 0


@dataclass(frozen=True)
class Chart:
    """A bar chart. ``dark`` and ``light`` are the names of the two parts of its bars, "" for bars without parts.

    ``out_of`` is the number for a bar of full length (100 for percentages; None: the largest bar), ``mark`` a number at
    which a line is drawn, and ``mark_label`` its name.
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
    """Actions that are left out, the paragraph of the Act that exempts them, named in full, and the number of Members'
    questions about them, which are left out too.
    """

    paragraph: str
    refs: tuple[str, ...]
    questions: int = 0


@dataclass(frozen=True)
class CommitteePaper:
    """A paper for a meeting. The same paper always gives the same bytes: ``moment`` (UTC) is the only time in them."""

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
