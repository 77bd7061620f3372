"""The questions that people ask in their own words, each with the command that answers it.

Patterns match words in small letters, whole; the first that fits counts.
"""

from register.days.date_spans import MONTH_NAMES

_ONE = r"(?:#?(?!\d+(?:st|nd|rd|th)\b)\d[\w./-]*(?:\s?\([\w]{1,4}\))?|#?(?!q[1-4]\b|v\d)[a-z]{1,4}-?\d[\w./-]*)"
"""A ref of figures ("10", "7 (i)") or of letters and figures ("AGS2"), but no quarter and no version."""
TYPED_REF = rf"(?:the\s+)?(?:actions?\s+)?(?P<ref>{_ONE}(?:\s*(?:,|&|and|,\s*and)\s*{_ONE})*)"
REF_2 = TYPED_REF.replace("?P<ref>", "?P<ref2>")
ASK = (
    r"(?:(?:please|pls|hi|hello|hey|htst|and|so|ok)[\s,]+)*"
    r"(?:(?:can|could|would)\s+(?:you|i)\s+(?:please\s+)?|i(?:'d|\s+would)\s+like\s+to\s+|i\s+(?:need|want)\s+to\s+)?"
)
END = r"[\s.!?]*"

LEAVE = (
    r"(?:off\s+sick|sick|ill|off|away|on\s+(?:annual\s+|sick\s+|maternity\s+|paternity\s+|parental\s+)?leave|"
    r"on\s+holidays?|on\s+vacation|out\s+of\s+(?:the\s+)?office|out|not\s+(?:here|in|working))"
)
_SOME = r"(?:\d{1,2}|three|five|ten|few)"
_WHICH = r"(?:what|which(?:\s+actions?|\s+ones)?|anything|something)"
_WAITS = r"(?:waiting|waits|wait|stuck|sitting)"
_DECISION = r"decision|approval|verification|answer|sign-?off|say"
_DECIDE = r"(?:verify|approve|decide|grant|sign(?:\s*-?off)?|check|answer|accept)"
_ANSWERED = r"(?:answered|replied|responded|given\s+(?:an?\s+|their\s+)?updates?)"
_FOR_PAPER = (
    rf"\s+(?:for|in|to)\s+(?:the\s+)?(?:next\s+)?(?:(?:{'|'.join(MONTH_NAMES)})"
    r"(?:\s+(?:paper|round|meeting|committee))?|paper|round|meeting|committee)"
)
_BEHIND = r"(?:late|overdue|behind|delayed|miss(?:ed|ing)?|slip(?:ped|ping)?)\b"

QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        r"(?:(?:show|list|give|what(?:'s|\s+is|\s+are)?|which(?:\s+are)?)\s+)?(?:(?:me|us)\s+)?(?:(?:the|our)\s+)?"
        rf"(?:(?:top\s+)?(?:{_SOME}\s+)?(?:most|worst|longest)\s+(?:late|overdue|delayed)|worst(?:\s+{_SOME})?|{_SOME}\s+worst|"
        rf"top\s+{_SOME}\s+(?:late|overdue|worst))(?:\s+(?:ones?|actions?|offenders?))?",
        "list overdue",
    ),
    (
        r"(?:(?:what|when)(?:'s|\s+is)\s+)?(?:the\s+|my\s+|our\s+)?next\s+(?:deadlines?|(?:due|target)\s+dates?)",
        "list due",
    ),
    (
        r"what\s+(?:did|has|have|does)\s+(?:[^\W\d][\w&']*\s+){0,2}?(?:@?[^\W\d][\w&']*)\s+(?:say|said|says|report|reported|tell|told)"
        rf"(?:\s+(?:us|me))?\s+(?:about|on|of|for)\s+{TYPED_REF}",
        "history {ref}",
    ),
    (
        r"(?:(?:give|send|show|get)\s+(?:me\s+|us\s+)?)?(?:(?:a|an|the)\s+)?(?:(?:quick|short|brief|overall)\s+)?"
        r"(?:summary|overview|round-?up|snapshot|recap|summarise|briefing)(?:\s+(?:please|of\s+(?:everything|all|it\s+all|where\s+we\s+are)|"
        r"for\s+(?:(?:the|our|my)\s+)?(?:chair\w*|committee|members?|leader|meeting|board|cabinet|director\w*|boss)))*|"
        r"brief\s+(?:me|us)|"
        r"(?:so\s+)?(?:how|where)(?:'s|\s+is|\s+are)\s+(?:it|we|things|everything)(?:\s+(?:all|now|going|doing|getting\s+on|looking|up\s+to|today|overall|at))*",
        "status",
    ),
    (
        r"(?:(?:where|how)\s+are\s+we|how\s+is\s+(?:it|everything)\s+going)(?:\s+(?:up\s+to|doing|getting\s+on|now))?\s+(?:with|on|about)\s+"
        r"(?:the\s+|our\s+)?(?P<about>[^\d?]{3,60}?)",
        "list {about}",
    ),
    (
        r"(?:(?:show|see|give)\s+(?:me\s+)?|which\s+(?:ones\s+|actions\s+)?are\s+)?(?:(?:the|all|our|everything|any)\s+)*(?P<colour>red|amber)"
        r"(?:[\s-]+rated)?(?:\s+(?:ones?|actions?|items?))?",
        "list {colour}",
    ),
    (
        rf"(?:(?:show|list|see|give|get)\s+(?:me\s+)?)?(?:the\s+)?(?:history|story|log|timeline)\s+(?:of|for|on|to)\s+{TYPED_REF}|"
        rf"(?:(?:show|list|see|give|get)\s+(?:me\s+)?)?{REF_2}\s+(?:history|story|log|timeline)",
        "history {ref}",
    ),
    (
        rf"{TYPED_REF}(?:'s)?\s+(?:status|state|deadline|(?:due|target|end)\s+date|dates?|owners?|lead|officer|progress|details?|info|latest|please)"
        r"(?:\s+please)?",
        "status {ref}",
    ),
    (
        r"(?:when(?:'s|\s+is|\s+are)?|what(?:'s|\s+is)?)\s+(?:the\s+|our\s+)?(?:next\s+|coming\s+)?(?:committee(?:\s+meeting)?|meeting|paper|round)(?:\s+(?:due|held|published))?|"
        r"(?:the\s+)?next\s+(?:committee(?:\s+meeting)?|meeting|paper)|(?:what|which\s+actions?)\s+(?:goes|go|is\s+going|are\s+going)\s+(?:to|in|into)\s+(?:the\s+)?(?:\w+\s+)?(?:committee|meeting|paper)|"
        rf"who\s+(?:has|have)(?:n't|\s+not)?\s+(?:yet\s+)?{_ANSWERED}(?:\s+yet)?{_FOR_PAPER}|has\s+every(?:body|one)\s+{_ANSWERED}(?:{_FOR_PAPER})?|"
        rf"who\s+(?:has|have)(?:n't|\s+not)?\s+(?:yet\s+)?signed(?:\s+it)?\s+off(?:\s+yet)?(?:{_FOR_PAPER})?|"
        r"(?:is|where\s+is|where's|how\s+is)\s+the\s+(?:next\s+)?paper(?:\s+(?:ready|done|finished|complete))?|"
        r"(?:what(?:'s|\s+is)|which(?:\s+actions?)?\s+(?:are|is))\s+(?:still\s+)?missing(?:\s+(?:for|from|in)\s+the\s+(?:next\s+)?(?:paper|round|meeting))?",
        "round",
    ),
    (
        r"what\s+(?:did|has|have)\s+(?P<who>[^\W\d][\w&]*(?:\s+and\s+\w+)?)\s+(?:say|said|do|done|report|reported|updated?|tell|told)(?:\s+us|\s+me)?"
        r"(?P<since>\s+(?:since|in|this|last|on|before|after)\s+.{1,40})?",
        "list updated {who} {since}",
    ),
    (
        r"(?:what|how\s+many|how\s+much|which(?:\s+actions?|\s+ones)?)(?:'s|\s+is|\s+are|\s+have\s+we)?\s+(?:still\s+)?left(?:\s+to\s+(?:do|be\s+done|finish))?"
        r"(?:\s+(?:for|in|of|with)\s+(?P<who>[\w &]{1,40}))?",
        "list open {who}",
    ),
    (
        r"(?:send|give|get|e-?mail|mail|print|show)\s+(?:me\s+|us\s+)?(?:the|a|our)\s+(?:whole\s+|full\s+)?(?:list|register|actions?|table)",
        "list",
    ),
    (
        rf"who(?:'s|\s+is|\s+are)?\s+(?:the\s+)?(?:owners?|leads?|leading|officers?|responsible|in\s+charge|working|dealing|doing)\s*"
        rf"(?:of|for|on|with)?\s*{TYPED_REF}",
        "status {ref}",
    ),
    (
        rf"(?:who|whose)\s+(?:owns|has|leads|does|is|got)\s+{TYPED_REF}(?:\s+(?:with|assigned\s+to))?",
        "status {ref}",
    ),
    (rf"(?:who|whose)(?:'s|\s+is)?\s+{TYPED_REF}", "status {ref}"),
    (rf"(?:the\s+)?(?:owners?|lead|officer|directorate)\s+(?:of|for|on)\s+{TYPED_REF}", "status {ref}"),
    (r"who\s+(?:owns|has)\s+(?:what|(?:the\s+)?(?:most|least)(?:\s+actions?)?)", "status"),
    (rf"who\s+(?:has|have)\s+{_ANSWERED}(?:\s+(?:so\s+far|already))?", "round"),
    (
        rf"when(?:'s|\s+is|\s+was|\s+are|\s+does)?\s+{TYPED_REF}(?:\s+(?:due|needed|finish\w*|done|complete\w*))?(?:\s+by)?",
        "status {ref}",
    ),
    (
        rf"(?:what(?:'s|\s+is|\s+are)?|when(?:'s|\s+is)?|tell\s+me|show\s+me|give\s+me)\s+(?:the\s+)?(?:(?:due|target|end)\s+date|date|"
        rf"deadline|status|state|position|progress|latest|detail\w*|owners?)\s+(?:of|for|on|with)\s+{TYPED_REF}",
        "status {ref}",
    ),
    (
        rf"(?:what(?:'s|\s+is)?|how(?:'s|\s+is)?)\s+(?:happening|going\s+on|up|going|wrong|new|left)?\s*(?:with|on|about|to\s+do\s+on)?\s*{TYPED_REF}"
        r"(?:\s+(?:going|doing|about|looking|getting\s+on))?",
        "status {ref}",
    ),
    (
        rf"how\s+(?:late|far|long|overdue|much\s+time)\s*(?:along)?\s*(?:is|are|has|until|for|left\s+on)?\s*(?:we\s+with\s+)?{TYPED_REF}(?:\s+\w+)?",
        "status {ref}",
    ),
    (
        rf"(?:where\s+are\s+we|where\s+is|tell\s+me|any\s+(?:news|updates?|progress)|show\s+me|look\s+at|open|details?|links?\s+to)\s*"
        rf"(?:with|on|about|of|for)?\s+{TYPED_REF}",
        "status {ref}",
    ),
    (
        rf"(?:is|are|has|was)\s+{TYPED_REF}\s+(?:late|overdue|done|complete\w*|closed|on\s+track|in\s+progress|finished|open|verified|"
        r"moved|blocked|red|amber|green)",
        "status {ref}",
    ),
    (
        rf"what(?:'s|\s+has|\s+have|\s+is)?\s+(?:changed|happened|new|been\s+(?:done|said))\s+(?:in|with|to|on|about|for)\s+{TYPED_REF}",
        "history {ref}",
    ),
    (
        r"(?:who|when|why)\s+(?:(?:was|were|has|have|did)\s+)?(?:\w+\s+)?(?:changed?|moved?|edited?|altered|put\s+back|set|granted|closed|"
        rf"reopened|ended|verified)\s+(?:the\s+)?(?:(?:(?:target|due)\s+)?dates?|deadlines?|words?|wording|owners?|progress|status)?\s*"
        rf"(?:of|for|on|to|in)?\s*{TYPED_REF}(?:[\s,]*(?:and\s+)?(?:why|when|who|what\s+for))*",
        "history {ref}",
    ),
    (
        r"what(?:'s|\s+has|\s+have|\s+is)?\s+(?:changed|happened|new|been\s+(?:done|said|updated))(?:\s+(?:lately|recently|since\s+last\s+week|this\s+week))?",
        "list changed in the last week",
    ),
    (
        r"what(?:'s|\s+is|\s+comes)?\s+next(?:\s+for\s+me)?|what\s+(?:should|do|must|shall)\s+i\s+(?:have\s+to\s+|need\s+to\s+)?do(?:\s+(?:next|now|today|this\s+week))?|"
        r"what(?:'s|\s+is)\s+on\s+my\s+(?:list|plate|desk)|my\s+(?:actions?|list|work|to\s?-?do(?:s|\s+list)?|tasks?)|what(?:'s|\s+is|\s+are)\s+mine",
        "mine",
    ),
    (
        rf"(?:(?:list|show(?:\s+me)?|{_WHICH})(?:'?s|\s+is|\s+are)?\s+)?{_WAITS}\s+(?:for|on|from)\s+(?:me|us|my\s+(?:{_DECISION}))"
        rf"(?:\s+(?:to\s+)?{_DECIDE})?",
        "waiting",
    ),
    (
        rf"{_WHICH}\s+(?:do|must|should|can|shall|have)\s+(?:i|we)\s+(?:have\s+to\s+|need\s+to\s+|got\s+to\s+|to\s+)?{_DECIDE}(?:\s+(?:now|today|next|on))?|"
        rf"{_WHICH}(?:\s+(?:is|are))?(?:\s+there)?\s+(?:left\s+)?(?:for\s+me\s+)?to\s+{_DECIDE}(?:\s+for\s+me)?|"
        rf"{_WHICH}\s+(?:needs?|wants?|requires?)\s+(?:me|my\s+(?:{_DECISION}|attention))|my\s+(?:{_DECISION})s?",
        "waiting",
    ),
    (
        rf"(?:is|are)\s+(?:anybody|anyone|somebody|someone|everybody|everyone|@\w+|\w+)\s+(?:{LEAVE}|covering(?:\s+for\s+(?:me|us))?|standing\s+in(?:\s+for\s+(?:me|us))?)(?:\s+(?:now|today|this\s+week))?|"
        rf"who(?:'?s|\s+is|\s+are|\s+else\s+is)?\s+(?:{LEAVE})(?:\s+(?:now|today|at\s+the\s+moment|this\s+week))?|am\s+i\s+(?:still\s+)?away|absences?|"
        r"who(?:'?s|\s+is|\s+are)?\s+(?:my\s+deputy|my\s+cover|(?:standing|filling|stands|stepping)\s+in(?:\s+for\s+(?:me|us|@?\w+))?|covering(?:\s+for\s+(?:me|us|@?\w+))?|(?:the\s+)?deput(?:y|ies)(?:\s+(?:for|of)\s+@?\w+)?)|"
        r"(?:who\s+(?:do|am)\s+i|am\s+i)\s+(?:stand(?:ing)?|fill(?:ing)?|cover(?:ing)?|deputis(?:e|ing))(?:\s+in)?(?:\s+for)?(?:\s+\w+)?",
        "away",
    ),
    (
        r"(?:what|who|which(?:\s+(?:ones|actions|of\s+them))?)\s+(?:should|do|must|can)\s+(?:i|we)\s+(?:need\s+to\s+|have\s+to\s+)?(?:chase|nudge|remind|worry\s+about)"
        r"(?:\s+(?:up|next|now|first|today|this\s+week))?|(?:is\s+there\s+)?(?:anything|something)\s+(?:that\s+)?(?:i|we)\s+(?:should|need\s+to|must)\s+(?:worry\s+about|know|chase)",
        "list overdue",
    ),
    (
        r"what(?:'s|\s+is|\s+are)?\s+(?:the\s+)?(?:most\s+)?(?:urgent|pressing|important)(?:\s+(?:ones?|actions?|now|today))?|all|everything|the\s+lot",
        "list open",
    ),
    (
        r"what(?:'s|\s+is|\s+has|\s+have)?\s+(?:new|moved|happened)\s+(?P<since>since\s+.{1,40}|this\s+week|last\s+week|today|yesterday|this\s+month)",
        "list changed {since}",
    ),
    (
        rf"(?:has|have)\s+(?!i\b|we\b)[^\W\d][\w&]*(?:\s+and\s+[^\W\d][\w&]*)?\s+{_ANSWERED}(?:\s+yet)?(?:{_FOR_PAPER})?",
        "round",
    ),
    (
        rf"(?:(?:the|any|last|latest|most\s+recent|current|newest)\s+)+(?:updates?|news|progress|word|status|position|state)?\s*(?:on|for|of|to|from|about)\s+{TYPED_REF}|"
        rf"progress\s+(?:on|of|with|for)\s+{REF_2}",
        "status {ref}",
    ),
    (
        r"which\s+(?:directorates?|departments?|teams?)\s+(?:is|are|has|have|owes?|needs?|does|do)\b(?!.*\d).{0,40}|"
        r"(?:(?:the\s+)?(?:counts?|numbers?|totals?|figures|split|breakdown|league\s+table)\s+|how\s+many(?:\s+\w+){0,2}\s+)(?:by|per|for\s+each|in\s+each)\s+"
        r"(?:directorates?|departments?|teams?|owners?)|by\s+directorate|"
        r"(?:status|state|position|summary|progress)\s+(?:of\s+|for\s+|on\s+)?(?:all(?:\s+actions?)?|everything|every\s+\w+|overall|the\s+(?:whole\s+)?register)|"
        r"(?:(?:what|which)\s+)?(?:the\s+)?(?:per\s*cent(?:age)?|proportion|share)\s+(?:(?:is|are|of|the|have|has|been|actions?)\s+)*(?:complete\w*|done|finished|closed|open|late|overdue)",
        "status",
    ),
    (
        r"(?:status|state|position|progress|summary)\s+(?:of\s+|for\s+|in\s+|on\s+|at\s+)?(?P<who>(?!all\b|every)[^\W\d][\w&]*)",
        "list {who}",
    ),
    (
        r"what(?:'s|\s+is)\s+(?:this|that|htst)(?:\s+for)?|who\s+are\s+you|what\s+are\s+you(?:\s+for)?|help\s+me(?:\s+please)?|can\s+you\s+help(?:\s+me)?|i\s+need\s+help|how\s+(?:does|do)\s+(?:this|it|you|i|htst)\b.*|"
        r"what\s+(?:can|do)\s+(?:i|you)\s+(?:do|say|type|ask|know).*|what\s+(?:commands|are\s+the\s+commands).*|man|manual|\?+|instructions|guide|"
        rf"why\s+(?:do|did|am|are|have|is)\s+(?:i|you|we|htst|this)\b(?!.*\d)(?!.*\b{_BEHIND}).{{0,60}}|"
        r"what\s+(?:happens|counts)\b(?!.*\d).{0,60}",
        "help",
    ),
    (
        r"(?:what\s+(?:are|were)\s+|show(?:\s+me)?\s+|list\s+)?(?:the\s+|all\s+)?(?:causes?|reasons?)(?:\s+(?:of|for)\s+(?:the\s+|all\s+|our\s+)?"
        r"(?:delays?|lateness|being\s+late|missed\s+dates))?|"
        rf"why\s+(?:are|were|have|has|do|did|is)\s+(?:we|they|you|so\s+many|things|everything|actions|dates|it\s+all|[a-z&]{{2,12}})\s+(?:\w+\s+){{0,3}}?{_BEHIND}(?:\s+\w+){{0,3}}",
        "why",
    ),
    (rf"why\s+(?:is|are|was|were|has|have|did|does)\s+{TYPED_REF}\b.{{0,60}}", "history {ref}"),
    (
        r"(?:record|enter|write|take)\s+(?:the\s+|a\s+)?(?:meeting|minutes)(?:\s+of\s+.{1,40})?|(?:the\s+)?minutes",
        "meeting",
    ),
)
