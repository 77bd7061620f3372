"""The words in which people ask for actions: states, and what is said around them.

One table of the states; the longest words that fit win. Words are compared in small letters, with the quotes,
dashes and spaces of a keyboard (register.words.text_folding.typed_plainly).
"""

from register.days.date_spans import NUMBERS
from register.lazy_pattern import LazyPattern
from register.words.queries import State
from register.words.text_folding import word_set

_BE = r"(?:is\s+|are\s+|was\s+|were\s+|be\s+|been\s+)?"
_NOT = rf"(?:not|isn'?t|aren'?t|hasn'?t|haven'?t|wasn'?t|weren'?t)\s+(?:yet\s+)?{_BE}(?:yet\s+)?"
_DONE = r"(?:complete(?:d)?|done|finished|closed|implemented|resolved|delivered)"
_VERIFY = r"(?:verif(?:y|ied|ication)|verifying|sign(?:ed|ing)?[\s-]?off)"
_UPDATE = r"(?:updates?|news|replies|reply|responses?|answers?)"

_STATES: tuple[tuple[State, str], ...] = (
    (
        State.OVERDUE,
        r"over[\s-]?dues?|past[\s-](?:(?:its|their|the)\s+)?(?:due|(?:due\s+|target\s+)?dates?|deadlines?)|lates?|"
        r"missed(?:\s+(?:its|their|the))?(?:\s+(?:target\s+)?(?:dates?|deadlines?))?|running\s+late|lapsed|"
        r"(?:behind|fallen\s+behind|slipped|slipping)(?:\s+schedule)?|"
        r"(?:dates?|deadlines?)\s+(?:(?:have|has|are)\s+)?(?:been\s+)?(?:missed|passed|gone|slipped|slipping)",
    ),
    (
        State.FOR_COMMITTEE,
        r"escalated\s+to\s+(?:the\s+)?(?:committee|members)",
    ),
    (
        State.ESCALATED,
        r"escalat(?:ed|ions?)(?:\s+to\s+(?:(?:the|a|its|their)\s+)?(?:leads?|admins?|administrators?)(?:\s+(?:or|and)\s+"
        r"(?:(?:the|a|its|their)\s+)?(?:leads?|admins?|administrators?))?)?",
    ),
    (
        State.ON_TIME,
        rf"on\s+(?:time|schedule|target|track)|{_NOT}(?:late|overdue|due|behind)|in\s+time",
    ),
    (
        State.DOUBTFUL,
        r"(?:(?:dates?|deadlines?)\s+(?:is\s+|are\s+)?)?(?:doubtful|in\s+doubt)(?:\s+(?:dates?|deadlines?))?|"
        r"amber\s+(?:dates?|deadlines?)|(?:(?:is|are|dates?|deadlines?|actions?|ones?|anything)\s+|(?<!\w\s))at\s+risk(?:\s+of\s+(?:being\s+late|slipping|delay))?|"
        r"(?:(?:will|would|may|might|could)(?:\s+(?:probably|likely))?|likely\s+to|going\s+to|expected\s+to|said\s+to)\s+"
        r"(?:be\s+(?:late|missed)|slip|miss\s+(?:its|their|the)\s+(?:dates?|deadlines?))|"
        r"(?:(?:will|would|may|might|could)\s+not|won'?t|can(?:no|')t)\s+be\s+(?:met|(?:done\s+)?(?:on|in)\s+time)|"
        r"not\s+(?:be\s+)?(?:on|in)\s+time",
    ),
    (
        State.OPEN,
        rf"open|outstanding|unfinished|incomplete|uncompleted|unresolved|unclosed|still\s+open|live|{_NOT}{_DONE}|"
        r"active|pending|(?:still\s+|left\s+)?to\s+(?:do|be\s+done)|remaining",
    ),
    (
        State.DONE,
        rf"(?:all\s+)?{_DONE}(?:\s+(?:off|already))?|ended|completions?|(?<=(?:we|ey)\s)finish|"
        rf"reported\s+(?:as\s+)?{_DONE}(?=\s+(?:last|this|since|yesterday|today|on|in|between|from)(?!\w))",
    ),
    (
        State.TO_VERIFY,
        rf"(?:(?:still\s+)?(?:waiting|wait|awaiting|ready|needs?|needing|left)\s+)?(?:to\s+be|for|to|being)\s+{_VERIFY}|"
        rf"(?:awaiting|needs?|needing|pending)\s+{_VERIFY}|unverified|{_NOT}{_VERIFY}|to\s+(?:be\s+)?check(?:ed)?|"
        rf"{_DONE}\s+(?:but\s+)?{_NOT}{_VERIFY}|reported\s+(?:as\s+)?{_DONE}",
    ),
    (
        State.DATE_ASKED,
        r"(?:(?:with\s+)?an?\s+)?(?:extensions?|new\s+dates?|later\s+dates?|more\s+time)\s+"
        r"(?:is\s+|was\s+|are\s+)?(?:asked(?:\s+for)?|requested|wanted|pending)|(?:waiting|wait)\s+(?:to\s+be|for\s+an?)\s+"
        r"(?:granted|extension|extended)|extension\s+requests?|(?<!\w\s)extensions?|dates?\s+asked(?:\s+for)?|"
        r"(?:wants?|wanting|needs?|needing)\s+(?:more\s+time|an?\s+extension|extensions|(?:an?\s+)?(?:new|later)\s+dates?)|asking\s+for\s+(?:an?\s+)?(?:extension|more\s+time|new\s+date)s?",
    ),
    (State.VERIFIED, r"verified|signed[\s-]off"),
    (
        State.CLOSED,
        r"(?:formally|officially)\s+closed|closed\s+(?:by|at)\s+(?:the\s+)?(?:committee|meeting|board)",
    ),
    (State.SUPERSEDED, r"superseded|replaced"),
    (State.TAKEN_FORWARD, r"taken\s+forward(?:\s+elsewhere)?"),
    (State.NOT_WARRANTED, r"no\s+longer\s+(?:warranted|needed|required)"),
    (State.RISK_ACCEPTED, r"(?:the\s+)?risks?\s+accepted|accepted\s+risks?"),
    (State.NOT_STARTED, rf"{_NOT}(?:started|begun)|un-?started|yet\s+to\s+(?:start|begin)|nothing\s+started"),
    (
        State.IN_PROGRESS,
        r"(?:work\s+)?in[\s-]progress|under[\s-]?way|started|begun|being\s+worked\s+on|wip|progressing",
    ),
    (State.ONGOING, r"on-?\s?going|continuing|continuous|business\s+as\s+usual|bau"),
    (
        State.BLANK,
        r"(?:left\s+)?blanks?|(?:no|without(?:\s+any)?)\s+progress(?:\s+(?:given|reported|yet|indicator|word|so\s+far))?|"
        r"(?:progress\s+)?(?:left\s+)?(?:blank|empty)",
    ),
    (
        State.SILENT,
        rf"(?:no|without(?:\s+an?y?)?)\s+{_UPDATE}(?:\s+(?:yet|given|so\s+far|at\s+all|received|from\s+anyone))?|"
        rf"owes?(?:\s+(?:us|me))?\s+(?:an?\s+)?{_UPDATE}|(?:awaiting|waiting\s+for|needs?|needing|wanting)\s+(?:an?\s+)?{_UPDATE}|nothing(?=\s+since\b)|"
        rf"(?:{_NOT}|never\s+(?:been\s+)?|un-?)(?:updated|answered|heard\s+from)|{_NOT}(?:replied|responded|reported\s+on)|"
        r"silent|nothing\s+(?:said|heard)|(?:nobody|no[\s-]?one)\s+(?:has\s+)?(?:yet\s+)?(?:updated|answered|replied)",
    ),
    (
        State.UNDATED,
        r"(?:no|without(?:\s+an?y?)?)\s+(?:target\s+|due\s+)?(?:dates?|deadlines?)|undated|tb[cad]|to\s+be\s+confirmed",
    ),
    (State.SENT_BACK, rf"(?:sent|handed)\s+back|rejected|{_NOT}accepted"),
    (
        State.SNOOZED,
        r"snoozed|(?:reminders?\s+)?(?:at\s+rest|resting|paused|muted)|(?:reminders?\s+)?put\s+to\s+rest",
    ),
    (
        State.MOVED,
        r"(?:extended|postponed|put\s+back|(?:moved|changed|revised)(?=\s+(?:the\s+|its\s+|their\s+)?(?:target\s+)?"
        r"(?:dates?|deadlines?)))(?:\s+(?:the\s+|its\s+|their\s+)?(?:target\s+)?(?:dates?|deadlines?))?|"
        r"(?:dates?|deadlines?)\s+(?:that\s+|which\s+)?(?:have\s+|has\s+|was\s+|were\s+)?"
        r"(?:been\s+)?(?:moved|extended|postponed|changed|put\s+back)",
    ),
    (
        State.HIGH,
        r"(?:(?:of|with|at)\s+)?(?:an?\s+|the\s+)?(?:high(?:est|er)?|top)\s+priorit(?:y|ies)|priority\s+(?:is\s+|of\s+)?high",
    ),
    (
        State.UNOWNED,
        r"(?:no|without(?:\s+an?y?)?)\s+(?:owners?|directorates?)|un-?owned|owned\s+by\s+(?:nobody|no[\s-]?one)",
    ),
)


STATE_PATTERNS = {
    state: LazyPattern(rf"(?:{words})(?!\w)(?!-\w)".replace(r"\s+", r"[\s-]+")) for state, words in _STATES
}
"""What each state is asked for by."""


FILLERS = word_set(
    """
    most worst happening going how's
    a about actually attention doing again all also am an and any anything are as ask asked at be been being both
    but by can check class classed could count current currently did display do does each entries entry ever every
    everything fetch find following for from full get getting give good got had has have having he help
    hello hey hi how i i'd i'm i've if in is it items item it's its just kindly know let let's lines line
    like list lists listed listing longest look looking lot made many marked matching may me mentioning mention
    mentions might morning much must need needs now number of off oldest on one ones one's only or our out over
    own owned owner overall please pls plz points point pull quick quickly really register right rows row say
    saying see seem set shall she should show showing shown so some something still stuff such summary table
    tagged task tasks tell than thank thanks that that's the their them then there there's these they thing
    things this those to too total up urgently us want was we were what what's whatever whats when where
    which who who's whose will with word words work would yet you your action actions htst containing
    contain contains called named assigned belonging belongs belong responsible status state states team
    teams department departments directorate directorates owners owns standing stand stands
    """
)
"""Words that say nothing of which actions are wanted. Within a phrase that is looked for they stay."""

NEGATIONS = word_set(
    """
    not no never neither nor without except excluding exclude minus bar apart other isn't aren't don't
    doesn't hasn't haven't wasn't weren't
    """
)
EXCEPT = LazyPattern(
    r"(?:all\s+|everything\s+|any\s+|,\s*)?(?:but\s+)?(?:except(?:ing)?(?:\s+for)?|excluding|exclude|apart\s+from|"
    r"aside\s+from|other\s+than|but\s+not|minus|without|not|(?<=all\s)but|(?<=everything\s)but)\s+(?:those\s+)?"
    r"(?:of\s+|from\s+|for\s+|owned\s+by\s+)?"
)
ABOUT_ME = LazyPattern(
    r"(?:mine|my|ours?|(?:owned\s+by|assigned\s+to|belonging\s+to|for|with|on)\s+(?:me|us)|do\s+(?:i|we)\s+"
    r"(?:have|owe|need)|(?:i|we)\s+(?:have|own|owe|need)|(?:should|must|can)\s+(?:i|we)\s+do(?:\s+(?:now|next|first))?|(?:am|are)\s+(?:i|we)\s+(?:late|behind)(?:\s+with)?)(?!\w)"
)
DUE = LazyPattern(
    r"(?:(?:falls?|falling|come|comes|coming|fall)\s+)?due(?:\s+dates?)?(?!\w)|deadlines?(?!\w)|target\s+dates?(?!\w)|"
    r"upcoming(?!\w)|coming\s+up(?!\w)"
)
SOON_WORD = LazyPattern(r"\s*(?:very\s+|quite\s+)?(?:soon|shortly|next|now|imminently)(?!\w)")
UPDATED = LazyPattern(
    r"(?:what(?:'s|\s+is)|anything|something)\s+new(?!\w)|(?:the\s+)?latest(?=\s+(?:on|from|in|for)\s)|"
    r"(?:with\s+)?(?:an?\s+|any\s+|have\s+|been\s+|the\s+)*(?P<recent>recent(?:ly)?\s+|latest\s+|new(?:ly)?\s+|just\s+)?"
    r"(?:been\s+)?(?:updated|updates?|changed|changes?|happened|news|heard\s+from|replied|responded|replies|responses)(?P<later>\s+recently|\s+lately)?(?!\w)"
)
OWNED = LazyPattern(r"(?:owned\s+by|assigned\s+to|belong(?:s|ing)?\s+to|owners?\s*(?:is|are|:))\s+(?:the\s+)?")
ORDERED = LazyPattern(
    r"(?:(?:sort(?:ed)?|order(?:ed)?|arranged|in\s+order)\s+(?:by|of)|by)\s+(?:(?:the|their)\s+)?(?:due\s+|target\s+)?"
    r"(?:dates?|deadlines?|urgency|priority|lateness)(?!\w)(?!\s+\d)|(?:most\s+urgent|most\s+overdue|oldest|latest|worst|longest)\s+first(?!\w)"
)
"""How a list is in any case: the most urgent first."""
_MEASURE = rf"(?P<n>\d+|an?|{'|'.join(NUMBERS)})\s*(?P<unit>day|week|fortnight|month|quarter|year)s?"
LATE_BY = LazyPattern(
    r"(?P<how>(?:by\s+|for\s+)?(?:(?:more\s+than|over|at\s+least|less\s+than|under|up\s+to|within|by|for)\s+)?)"
    rf"{_MEASURE}(?:\s+or\s+(?:more|longer))?(?!\w)"
)
SO_LATE = LazyPattern(
    r"(?P<how>more\s+than\s+|over\s+|at\s+least\s+|less\s+than\s+|under\s+|up\s+to\s+)?"
    rf"{_MEASURE}\s+(?:or\s+more\s+)?(?:late|overdue|past|behind)(?!\w)"
)
TYPED = [
    "overdue",
    "late",
    "open",
    "outstanding",
    "complete",
    "completed",
    "done",
    "closed",
    "verified",
    "ongoing",
    "blank",
    "undated",
    "superseded",
    "mine",
    "due",
    "updated",
    "upcoming",
]
"""The single words that ask for something, for whoever mistypes one."""
