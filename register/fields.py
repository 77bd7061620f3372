"""One table of every field of an action: what it is called, how papers print it, how it is compared and kept.

Reading papers, reconciling, storing and wording all read this table, so that a new column is one entry here.
What a paper prints under a heading of no field is kept verbatim under that heading, and treated as ``OTHER``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | tuple[str, ...]
"""What a field holds: the printed words; of owners the codes, in the order printed."""


class Look(StrEnum):
    """What a cell looks like, whatever stands over it."""

    REF = "ref"
    DATE = "date"
    CODES = "codes"  # abbreviations in capitals
    WORD = "word"  # a status, rating or priority
    PERCENT = "percent"
    NAME = "name"  # of a person, a post or a body
    TEXT = "text"


class Kept(StrEnum):
    """Where a field is kept: a column of its own, or by its name among all the others."""

    COLUMN = "column"
    MORE = "more"


@dataclass(frozen=True)
class Field:
    """One field of an action.

    ``name``      how code and ``--json`` name it.
    ``label``     the heading we print over it.
    ``words``     how a sentence names it, such as "what was delivered".
    ``headings``  what papers print over it, in lower case; the usual ones first. Where a table has two columns
                  of a field that can have only one, the heading nearer the front wins.
    ``looks``     how well a cell's look suits it, from -4 to 3; a look that is not named does not matter.
    ``many``      whether several columns of one table may hold it; their cells are joined in order.
    ``prose``     whether its paragraphs are kept apart; other cells are one line.
    ``kept``      where storage keeps it.
    ``differs``   whether two versions of it are two.
    ``told``      what people hear of a change, with {before} and {after}; "" for changes that are not news.
    ``unsaid``    whether a blank cell says nothing, so that it does not replace what was there.
    """

    name: str
    label: str
    words: str
    headings: tuple[str, ...]
    looks: Mapping[Look, int]
    many: bool = False
    prose: bool = False
    kept: Kept = Kept.MORE
    differs: Callable[[Value, Value], bool] = lambda before, after: folded(before) != folded(after)
    told: str = ""
    unsaid: bool = False

    def printed(self, value: Value) -> str:
        """The value as words, as a cell of a table prints it."""
        return value if isinstance(value, str) else " ".join(value)

    def sentence(self, before: Value, after: Value) -> str | None:
        """What people hear of a change of this field; None when it is not news."""
        words = {"before": self._on_a_line(before), "after": self._on_a_line(after)}
        return self.told.format_map(words) if self.told else None

    def _on_a_line(self, value: Value) -> str:
        return " ".join(self.printed(value).split()) or "blank"


# A word processor's quotes and dashes against a keyboard's, and the ligatures of a PDF's font: the same words.
_TYPED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "…": "..."}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)


def folded(value: Value) -> str:
    """The words of a value without what the road of a paper changes: spaces, line ends, quotes and dashes."""
    return "".join((value if isinstance(value, str) else " ".join(value)).translate(_TYPED).split())


def _sets_differ(before: Value, after: Value) -> bool:
    return set(before) != set(after)


_PROSE = {
    Look.TEXT: 2,
    Look.NAME: -1,
    Look.WORD: -1,
    Look.REF: -2,
    Look.DATE: -2,
    Look.CODES: -2,
    Look.PERCENT: -3,
}
_DATES = {
    Look.DATE: 3,
    Look.WORD: 0,
    Look.NAME: -3,
    Look.TEXT: -4,
    Look.REF: -4,
    Look.CODES: -4,
    Look.PERCENT: -4,
}
_STATES = {
    Look.WORD: 3,
    Look.NAME: -1,
    Look.CODES: -3,
    Look.TEXT: -4,
    Look.DATE: -4,
    Look.REF: -4,
    Look.PERCENT: -1,
}

FIELDS: tuple[Field, ...] = (
    Field(
        "ref",
        "Action Ref",
        "references",
        (
            *("action ref", "action reference", "action no", "action number", "action id", "ref", "ref no"),
            *("reference", "reference no", "reference number", "recommendation no", "recommendation ref"),
            *("recommendation number", "recommendation reference", "rec no", "rec ref", "rec number", "rec"),
            *("minute no", "minute ref", "minute number", "minute", "issue key", "key", "issue id", "task id"),
            *(
                "unique id",
                "row id",
                "issue no",
                "issue ref",
                "no",
                "nr",
                "number",
                "id",
                "#",
                "item no",
                "item",
            ),
            *("sl no", "serial no", "log no", "finding no", "finding ref"),
        ),
        {
            Look.REF: 3,
            Look.DATE: -4,
            Look.CODES: -4,
            Look.WORD: -4,
            Look.NAME: -4,
            Look.TEXT: -4,
            Look.PERCENT: -4,
        },
        kept=Kept.COLUMN,
    ),
    Field(
        "section",
        "Section",
        "sections",
        (
            *("theme", "section", "workstream", "work stream", "strand", "pillar", "priority area", "area"),
            *("audit", "audit title", "audit report", "report", "audit review", "review title", "report title"),
            *(
                "category",
                "domain",
                "heading",
                "topic",
                "meeting",
                "bucket",
                "bucket name",
                "epic",
                "component",
            ),
            *("key line of enquiry", "standard", "outcome", "objective", "key priority", "goal"),
        ),
        {Look.TEXT: 1, Look.NAME: 1, Look.WORD: 0, Look.DATE: -2, Look.CODES: 0, Look.PERCENT: -4},
        told="Section: {before} → {after}",
    ),
    Field(
        "title",
        "Title",
        "titles",
        (
            *("title", "finding", "findings", "governance issue", "issue", "issues", "weakness", "observation"),
            *("audit finding", "subject", "issue identified", "area for improvement", "area of improvement"),
            *("summary of finding", "risk", "agenda item", "minute heading", "matter", "gap", "concern"),
        ),
        {Look.TEXT: 1, Look.NAME: 1, Look.DATE: -3, Look.CODES: -1, Look.PERCENT: -4, Look.REF: -2},
        prose=True,
        told="The title has changed",
    ),
    Field(
        "defined",
        "Activity Defined",
        "what is to be done",
        (
            *("activity defined", "action defined", "agreed management action", "management action"),
            *("management actions", "agreed action", "agreed actions", "action agreed", "actions agreed"),
            *(
                "action required",
                "actions required",
                "required action",
                "action to be taken",
                "actions to be taken",
            ),
            *("action description", "description of action", "decision or action", "decision action"),
            *(
                "improvement action",
                "what will we do",
                "what we will do",
                "what will be done",
                "what needs to be done",
            ),
            *(
                "planned action",
                "proposed action",
                "key action",
                "key actions",
                "specific action",
                "follow up action",
            ),
            *(
                "action",
                "actions",
                "activity",
                "activities",
                "recommendation",
                "recommendations",
                "agreed recommendation",
            ),
            *("task name", "task", "tasks", "summary", "description", "details", "detail", "action point"),
            *("action points", "milestone", "deliverable", "what", "decision", "resolution", "undertaking"),
        ),
        _PROSE,
        prose=True,
        kept=Kept.COLUMN,
        told="The wording of what is asked has changed",
    ),
    Field(
        "response",
        "Management Response",
        "the management's response",
        (
            *(
                "management response",
                "management responses",
                "officer response",
                "response",
                "managements response",
            ),
            *("response from management", "service response", "trust response", "provider response"),
            *("accepted", "agreed", "agreed yes no", "accepted yes no", "accept reject", "executive response"),
            *("cabinet response", "response of the executive", "client response", "auditee response"),
        ),
        {**_PROSE, Look.WORD: 0, Look.NAME: 0},
        prose=True,
        told="The management's response has changed",
    ),
    Field(
        "delivered",
        "Activity Delivered",
        "what was delivered",
        (
            *("activity delivered", "action delivered", "delivered", "progress to date", "progress update"),
            *("progress updates", "latest update", "latest progress", "latest position", "update on progress"),
            *(
                "progress made",
                "progress against action",
                "progress report",
                "progress notes",
                "progress summary",
            ),
            *(
                "status update",
                "status comment",
                "status comments",
                "current position",
                "action taken",
                "actions taken",
            ),
            *(
                "action taken to date",
                "actions completed",
                "work completed",
                "what has been done",
                "what we have done",
            ),
            *("implementation update", "management update", "service update", "officer update", "owner update"),
            *("narrative", "commentary", "comments and updates", "update", "updates", "update comments"),
            *("comments", "comment", "notes", "outcome update", "position statement", "position", "remarks"),
        ),
        _PROSE,
        many=True,
        prose=True,
        kept=Kept.COLUMN,
        told="Activity delivered now reads: {after}",
    ),
    Field(
        "raised",
        "Date Raised",
        "dates raised",
        (
            *(
                "date raised",
                "raised",
                "raised on",
                "date agreed",
                "date of meeting",
                "meeting date",
                "date added",
            ),
            *("date of report", "report date", "date of audit", "audit date", "date issued", "date opened"),
            *(
                "date identified",
                "date reported",
                "date logged",
                "date of minute",
                "opened",
                "created",
                "created at",
            ),
            *(
                "created date",
                "date created",
                "start date",
                "start",
                "date started",
                "date assigned",
                "commenced",
            ),
            *("commencement date", "planned start", "date of action", "date recorded", "date of decision"),
        ),
        _DATES,
        told="Date raised: {before} → {after}",
    ),
    Field(
        "original",
        "Original Target Date",
        "first target dates",
        (
            *("original target date", "original due date", "original implementation date", "original date"),
            *(
                "original deadline",
                "original completion date",
                "original timescale",
                "original target",
                "original",
            ),
            *(
                "initial target date",
                "initial due date",
                "initial date",
                "first target date",
                "previous target date",
            ),
            *(
                "agreed date",
                "baseline finish",
                "baseline date",
                "previous date",
                "old date",
                "initially agreed date",
            ),
        ),
        _DATES,
        told="Original target date: {before} → {after}",
    ),
    Field(
        "target",
        "Target Date",
        "target dates",
        (
            *(
                "target date",
                "target completion date",
                "target implementation date",
                "target",
                "due date",
                "due",
            ),
            *(
                "date due",
                "deadline",
                "completion date",
                "implementation date",
                "by when",
                "to be completed by",
            ),
            *(
                "date for completion",
                "date for implementation",
                "planned completion date",
                "expected completion date",
            ),
            *(
                "agreed implementation date",
                "agreed completion date",
                "completion by",
                "complete by",
                "action by date",
            ),
            *(
                "timescale",
                "timescales",
                "timeframe",
                "time frame",
                "timeline",
                "time scale",
                "finish date",
                "finish",
            ),
            *(
                "end date",
                "estimated completion",
                "review date",
                "milestone date",
                "planned finish",
                "target end date",
            ),
            *("when", "date to be completed", "date"),
        ),
        _DATES,
        kept=Kept.COLUMN,
        told="Target date: {before} → {after}",
    ),
    Field(
        "revised",
        "Revised Target Date",
        "revised target dates",
        (
            *(
                "revised target date",
                "revised due date",
                "revised implementation date",
                "revised completion date",
            ),
            *("revised date", "revised deadline", "revised timescale", "revised target", "revised", "new date"),
            *("new target date", "new deadline", "new due date", "extension requested to", "extended to"),
            *("extension date", "extended date", "amended date", "updated target date", "current target date"),
            *("current due date", "rescheduled to", "forecast date", "forecast completion date", "extension"),
        ),
        _DATES,
        many=True,
        told="Revised target date: {before} → {after}",
    ),
    Field(
        "owners",
        "CMT Owner",
        "owners",
        (
            *(
                "cmt owner",
                "action owner",
                "owner",
                "owners",
                "owning directorate",
                "lead directorate",
                "directorate",
            ),
            *("directorates", "lead agency", "lead agencies", "lead partner", "lead organisation", "lead body"),
            *(
                "lead department",
                "department",
                "lead service",
                "service",
                "service area",
                "organisation",
                "agency",
            ),
            *("partner", "partners", "responsible party", "responsible body", "responsible organisation"),
            *("lead", "leads", "action lead", "team", "responsible team", "division"),
            *("responsible", "responsibility", "accountable", "assigned to", "by whom", "action by", "who"),
        ),
        {
            Look.CODES: 3,
            Look.NAME: 2,
            Look.WORD: -2,
            Look.TEXT: -2,
            Look.REF: -4,
            Look.DATE: -4,
            Look.PERCENT: -4,
        },
        kept=Kept.COLUMN,
        differs=_sets_differ,
        told="Owners: {before} → {after}",
    ),
    Field(
        "officers",
        "Officer",
        "officers",
        (
            *(
                "lead officer",
                "responsible officer",
                "officer responsible",
                "accountable officer",
                "action officer",
            ),
            *("officer", "officers", "responsible person", "person responsible", "named lead", "named officer"),
            *("responsible manager", "manager", "manager responsible", "lead manager", "executive lead"),
            *(
                "lead officer em",
                "lead officer executive member",
                "executive member",
                "lead member",
                "assignee",
            ),
            *("assigned", "sponsor", "executive sponsor", "senior responsible officer", "sro", "lead name"),
            *(
                "head of service",
                "director",
                "responsible director",
                "contact",
                "lead person",
                "job title",
                "post holder",
            ),
        ),
        {
            Look.NAME: 3,
            Look.TEXT: 0,
            Look.CODES: 0,
            Look.WORD: -3,
            Look.REF: -4,
            Look.DATE: -4,
            Look.PERCENT: -4,
        },
        many=True,
        told="Officers: {before} → {after}",
    ),
    Field(
        "priority",
        "Priority",
        "priorities",
        (
            *("priority", "priority rating", "priority level", "priority grade", "recommendation priority"),
            *(
                "grade",
                "importance",
                "severity",
                "risk rating",
                "risk level",
                "rating of recommendation",
                "risk grade",
            ),
            *("finding rating", "audit rating", "urgency"),
        ),
        {
            Look.WORD: 3,
            Look.REF: 0,
            Look.NAME: 0,
            Look.TEXT: -3,
            Look.DATE: -4,
            Look.CODES: -1,
            Look.PERCENT: -3,
        },
        told="Priority: {before} → {after}",
    ),
    Field(
        "progress",
        "Progress Indicator",
        "progress",
        (
            *(
                "progress indicator",
                "action status",
                "status",
                "current status",
                "progress status",
                "implementation status",
            ),
            *("status of action", "status of recommendation", "completion status", "state", "stage"),
            *("open or closed", "open closed", "complete yes no", "completed yes no", "complete", "completed"),
            *("done", "closed", "progress"),
        ),
        _STATES,
        kept=Kept.COLUMN,
        told="Progress: {before} → {after}",
        unsaid=True,
    ),
    Field(
        "rating",
        "Rating",
        "ratings",
        (
            *(
                "rag rating",
                "rag status",
                "rag",
                "brag",
                "brag rating",
                "brag status",
                "bragg",
                "rating",
                "colour",
            ),
            *(
                "delivery rating",
                "progress rating",
                "confidence",
                "delivery confidence",
                "assurance rating",
                "health",
            ),
        ),
        _STATES,
        told="Rating: {before} → {after}",
    ),
    Field(
        "percent",
        "% Complete",
        "percentages",
        (
            *(
                "percent complete",
                "percentage complete",
                "complete percent",
                "percentage",
                "percent",
                "% complete",
            ),
            *("% completed", "%", "percentage completed", "completion percentage", "progress %", "% progress"),
        ),
        {
            Look.PERCENT: 3,
            Look.REF: 1,
            Look.WORD: -2,
            Look.TEXT: -4,
            Look.DATE: -4,
            Look.NAME: -4,
            Look.CODES: -4,
        },
        told="Complete: {before} → {after}",
    ),
    Field(
        "evidence",
        "Evidence",
        "evidence",
        (
            *(
                "evidence",
                "evidence of completion",
                "evidence provided",
                "evidence of progress",
                "evidence required",
            ),
            *("evidence of implementation", "how will we know", "how we will know", "success measure"),
            *(
                "success measures",
                "success criteria",
                "measure of success",
                "outcome measure",
                "assurance",
                "outcomes",
            ),
            *("link to evidence", "supporting evidence", "source of assurance", "impact"),
        ),
        {Look.TEXT: 1, Look.DATE: -2, Look.REF: -2, Look.PERCENT: -3},
        many=True,
        prose=True,
    ),
    Field(
        "scope",
        "Scope",
        "scopes",
        ("scope", "applies to", "scope of recommendation", "reach"),
        {Look.NAME: 1, Look.WORD: 0, Look.TEXT: 0, Look.DATE: -4, Look.PERCENT: -4},
    ),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}

OTHER = Field("", "", "other columns", (), {}, prose=True)
"""How a column is treated that is none of these: verbatim, under its own heading."""


def field_of(name: str) -> Field:
    """The field of that name; ``OTHER`` for a heading that is none."""
    return BY_NAME.get(name, OTHER)
