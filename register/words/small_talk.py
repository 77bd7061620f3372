"""What people say to one another rather than of an action, and words that claim that an action is done."""

import re

from register.days.date_spans import MONTH_NAMES, MONTHS, TYPED_MONTH, TYPED_WEEKDAY
from register.lazy_pattern import LazyPattern
from register.words.reply_refs import is_state
from register.words.text_folding import folded, word_set

_THANKS = word_set(
    """
    thanks thank thx ta cheers ok okay k kk noted great brilliant perfect lovely excellent super fantastic
    wonderful good nice cool appreciated appreciate understood received sure yes yep yeah no np welcome fine
    hi hello hey morning afternoon evening
    """
)
_UPDATES = word_set("update updates news")
_AROUND_THANKS = word_set(
    """
    you & one very much so a lot many for this that it the your youre update updates letting us me know all
    both everyone everybody team folks u i we got will do problem worries dear
    really help quick prompt response reply as always again and is on with stuff news work effort to hear see now
    """
)
_WELL_DONE = LazyPattern(
    r"\b(?:well\s+done|all\s+good|nice\s+work|good\s+work|great\s+work|good\s+job|great\s+job)\b", re.I
)
_NOT_WORDS = LazyPattern(r"(?<!\w)@\w+|:[\w+'-]+:|(?<!\w)[+-]1(?!\w)")
_NO_REPLY = LazyPattern(r"\s*(?:/[a-z]|htst\s+\w|#?\d+(?:\.\d+)*[^\w%]*$)", re.I)
"""How a command begins, which is typed in a channel, and a number without a word."""
_SENTENCE = LazyPattern(r"[^.!?\n]+[.!?]*")


_NAME = LazyPattern(r"(?<=[\w,;] )[A-Z][\w'’-]+")
_IGNORE = r"(?:ignore|disregard|forget|scrap|delete|remove)"
_MISTAKEN = (
    r"(?:(?:it|that|this|i)\s+)?(?:(?:was|is|'?s)\s+)?(?:(?:sent|posted|meant|put|written|typed)\s+)?(?:(?:it|that)\s+)?"
    r"(?:(?:in|to|for|on|under)\s+)?(?:the\s+|a\s+|by\s+)?(?:wrong\s+(?:thread|channel|action|one|place)|error|mistake|"
    r"another\s+(?:one|action|thread)|(?:action\s+)?\#?\d[\w.]*)"
)
"""Why something is to be ignored, which is no news: "sent to the wrong thread", "it was meant for 14"."""
_TO_A_COLLEAGUE = LazyPattern(
    rf"""
    \s*(?: (?P<before>(?:(?!\d)\w+[ ,]+){{0,2}}) (?:please|pls|plz)\b
          (?!\s+(?:note|see|find|be\s+aware|refer)\b|\W*{_IGNORE}\b)  # a request
      | (?:(?:sorry|apologies|oops)\W+)? (?:that|this|it)\s+(?:was|is)\s+(?:meant|intended)\s+for\b
      | (?:sorry|apologies|oops)\W+ wrong\s+(?:thread|channel|action|one|place)\b
      | (?:(?:sorry|apologies|oops|please|pls)\W+)*(?:{_IGNORE}\s+(?:that|this|it|me|above|the\s+reminder|
          (?:my|the)\s+(?:last|above|previous|earlier))(?:\s+(?:one|reply|message|update|comment|post|bit|reminder))?|
          {_IGNORE})(?:\W+(?:please|pls|thanks|sorry))*(?:\W+{_MISTAKEN})?\W*$
      | (?:thanks|cheers|ok|okay|great)\b .* \b(?:pick|catch|speak|talk|chat)\b .* \b(?:you|u)\b
      | (?:as|see|same\s+as)\s+above\W*$ | ditto\W*$ | n\s*/?\s*a\W*$ | not\s+applicable\W*$ )
    """,
    re.I | re.X | re.S,
)
"""How people speak to one another under a card: their words can still be recorded with one press."""

_WHEN = (
    r"(?:today|tonight|tomorrow|later|soon|shortly|now|asap|then|again|next week|this (?:week|afternoon|morning)|"
    r"(?:on |by |before )?(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri)(?:day)?|"
    r"by (?:then|the end of the (?:day|week))|when i can|"
    r"as soon as (?:i|we) can|in a (?:bit|minute|moment))"
)
_OURS = r"(?:this|it|that|you|them|one|back|up)"
_PROMISE = (
    rf"(?:(?:i|we) ?)?(?:ll |will |shall |am going to |m going to )?(?:just )?"
    rf"(?:do|look|check|chase|follow|find out|get|come|"
    rf"let you know|reply|respond|update|sort|pick|have a look|take a look|see to)"
    rf"(?: (?:into|at|on|to))?(?: {_OURS})*(?: to)?(?: {_OURS})*"
    rf"(?: and (?:get|come|report|let)(?: {_OURS})*(?: know)?(?: to you)?)?(?: {_WHEN})?"
)
_UNTIL = r"(?:(?:until|till|til) \w+|to (?:\d|mon|tue|wed|thu|fri|sat|sun)\w*)(?: \w+)?(?: \d+)?"
_AWAY = (
    rf"(?:away|(?:on )?(?:annual |sick )?leave|off sick|off|ooo|out of (?:the )?office|on holiday)"
    rf"(?: {_WHEN}| last week| {_UNTIL})?(?: back {_WHEN})?"
)
_THIS = r"(?:this|it|that)(?: one)?"
_NOT_OURS = (
    r"(?:not|isnt|isn t|wasnt|wasn t) "
    r"(?:me|mine|us|ours|for (?:me|us)|(?:my|our) (?:action|area|remit|job|responsibility|team))"
)
_CLAIMED = (
    r"(?:all|done|sorted|complete|finished|sent|draft|signed|agreed|closed|approved|delivered|implemented|issued|"
    r"published|started|delayed|overdue|late\b|ongoing|pending|ready|blocked)"
)
"""What is no name behind a greeting: "hi delivered"."""
_NAMED_SO = (
    r"(?:ahmed|mohamm?ed|muhamm?ed|mehmed|hame?ed|walee?d|rasheed|fareed|sa[ei]ed|sayed|javed|naveed|majeed|khaled|"
    r"alfred|wilfred|manfred|jared|mildred|winifred)\b"
)
"""Names that end as what is done does."""
_CLAIMS_BEFORE = LazyPattern(rf"\b(?!{_NAMED_SO})(?:(?!all\b){_CLAIMED}|\w{{3,}}ed)\b", re.I)
"""What is news before a request: "Draft sent, please check"."""
_TALK = (
    _PROMISE,
    r"(?:i ?m )?on it|leave (?:it|this|that) with (?:me|us)",
    rf"let me (?:check|look|see|ask)|(?:i ?m )?looking into {_OURS}",
    r"got (?:it|that|this)|sure thing|lgtm|same here",
    rf"(?:(?:{_THIS}|sorry) )?(?:(?:is|s|was) )?{_NOT_OURS}",
    rf"(?:{_THIS} )?(?:is|s|should be) (?:(?:one )?for )?\w+ {_NOT_OURS}|"
    rf"{_THIS} (?:belongs to|should go to|is one for) \w+",
    r"(?:please )?stop (?:sending|messaging|reminding|asking|pinging|bothering|emailing|chasing|nagging)\b.{0,40}",
    r"unsubscribe|mute(?: this| it)?|delete(?: this| it)?|remove(?: this| it)?|leave (?:me|us) alone",
    r"(?:(?:i m|we re|i am|we are|am|far|way) )*(?:too |so )?busy(?: (?:right|now|today|at|the|moment|this|week|for))*",
    r"(?:i |we )?(?:ve |have )?already (?:answered|replied|responded|said|told|updated|given|"
    r"d(?:id|one)(?= (?:an|my|our) (?:answer|reply|update)))"
    r"(?: (?:to|on|this|that|it|you|so|here|above|an|my|our|answer|update|last|week|month|time|yesterday))*",
    r"(?:please )?(?:see|look at|refer to) (?:my|our) (?:(?:last|previous|earlier|other|first) )*"
    r"(?:reply|replies|answers?|updates?|messages?|e ?mails?|comments?|notes?)(?: .{0,25})?",
    r"(?:please )?(?:see|find) (?:(?:my|our|the|latest) )*updates?(?: (?:below|as follows|here|from (?:me|us)))*|"
    r"(?:below|here|these) are (?:(?:my|our|the|latest) )*updates?"
    r"(?: (?:below|as follows|for (?!and )[^\W\d]+|from (?:me|us)))*",
    r"(?:re|fwd?) (?:(?:your|the|htst) )*(?:reminders?|updates?)",
    r"dear (?:all|both|colleagues|team)|cc|fyi|for (?:info|information|your information|awareness)",
    r"(?:just )?test(?:ing)?(?: \d+)*|lo+l|(?:ha){2,}|h+m+|stop|help",
    r"updates?(?: (?:below|as follows|from (?:me|us)|for|on|re))*",
    rf"(?:more|(?:an? )?updates?) to follow(?: {_WHEN})?|(?:hi|hello|hey|dear) (?!{_CLAIMED})[^\W\d]+|back {_WHEN}",
    r"(?:that )?(?:sounds|looks) (?:good|great|fine)",
    r"undo(?: (?:that|this|it|my last(?: \w+)?))?|take (?:that|this|it) back|status|history|mine|list",
    r"happy to (?:help|do so)|(?:just )?chasing(?: again| this| you)*|makes sense|fair enough",
    r"well done .{0,30}",
    r"(?:(?:sorry|apologies) )?(?:for|about) (?:the |my )?"
    r"(?:delay|late reply|slow reply|wait|confusion|silence)",
    r"(?:sorry|apologies|oops)(?: (?:for being |this is |it s |i m |a bit |so |very )*late)?",
    rf"(?:sorry |apologies )?(?:i ve |i |was |have |am |i m )*(?:been )?{_AWAY}",
    rf"(?:will |let ?s |let s |we should )?(?:speak|talk|chat|catch up|discuss|meet)"
    rf"(?: (?:about|with|to))?(?: {_OURS})*(?: {_WHEN})?",
    r"hope (?:you|all|your|this)\b.{0,40}",
    r"that ?s (?:(?:really|very|so|most) )?(?:helpful|great|good|kind|useful|fine|brilliant)",
    r"as per (?:my|the|our) (?:last|previous) \w+|(?:many )?thank(?:s| you) for\b.{0,60}",
    r"(?:can|could|would|will) (?:you|u|someone|somebody|anyone|anybody)\b.*",
    r"(?:any|is there any) (?:updates?|news|progress|joy|movement)\b.*",
    r"who(?: ?s| is| are| has| owns| leads| knows| can| should| will)\b.*",
    r"(?:where|why|how|when) (?:is|are|do|does|did|has|have|can|will|should|would|am|was)\b.*",
    r"what (?:is|s|are|do|does) (?:the|this|that|you|we|happening|next|needed|your|it)\b.*",
)
_ANY_TALK = LazyPattern("|".join(_TALK))
_CLAUSE = LazyPattern(r"[,;–—…]|\s-+\s|\.\.+")
_NEWS_ALONE = LazyPattern(
    rf"(?:{TYPED_MONTH}|{TYPED_WEEKDAY}(?:day)?|appointed|cleared|confirmed|fixed|held|installed|paid|received|recruited|"
    r"trained|uploaded)",
    re.I,
)
"""A word beside thanks that is nobody's name: "Received, thanks"."""
_NAME_ALONE = LazyPattern(r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?")


_FILE = LazyPattern(r"\[(?:file|picture)(?::(?:[^\[\]\n]|\[[^\[\]\n]*\])*)?\]")
"""A file or a picture that a message has, as its words name it (bot.slack_text)."""


def has_file(words: str) -> bool:
    """Whether a message has a file or a picture, which shows something and does not say what was done."""
    return _FILE.search(words) is not None


def is_small_talk(words: str) -> bool:
    """Whether words are no news of an action: thanks, a greeting, a sign, a promise to look, a request, or questions;
    or files without words of their own.

    Of several sentences and clauses all must be: "Thanks – draft sent to Legal" is news.
    """
    typed = _FILE.sub(" ", words)
    bare = _NOT_WORDS.sub(" ", typed)
    if not any(sign.isalnum() for sign in bare) or _NO_REPLY.match(typed):
        return True
    sentences = [one.strip() for one in _SENTENCE.findall(bare) if any(sign.isalnum() for sign in one)]
    return all(one.endswith("?") or _is_thanks(one) or _is_talk(one) for one in sentences)


def is_thanks(words: str) -> bool:
    """Whether words are nothing but thanks, a greeting or a sign."""
    bare = _NOT_WORDS.sub(" ", words)
    sentences = [one.strip() for one in _SENTENCE.findall(bare) if any(sign.isalnum() for sign in one)]
    return "?" not in words and all(_is_thanks(one) for one in sentences)


def _is_thanks(sentence: str) -> bool:
    """Thanks or a greeting, perhaps with the names of those whom it is for."""
    words = folded(_NAME.sub(" ", _WELL_DONE.sub(" thanks ", sentence))).split()
    if "no" in words and not _UPDATES.isdisjoint(words):
        return False  # "no update"
    return len(words) <= 10 and not _THANKS.isdisjoint(words) and set(words) <= _THANKS | _AROUND_THANKS


def _is_talk(sentence: str) -> bool:
    if len(sentence.split()) > 14:
        return False
    asked = _TO_A_COLLEAGUE.match(sentence)
    if asked and not (asked["before"] and _CLAIMS_BEFORE.search(asked["before"])):
        return True
    if _says_nothing(sentence):
        return True
    clauses = [one.strip() for one in _CLAUSE.split(sentence) if any(sign.isalnum() for sign in one)]
    phrases = [one for one in clauses if len(clauses) == 1 or not _is_name(one)]
    return bool(phrases) and all(_is_thanks(one) or _says_nothing(one) for one in phrases)


def _is_name(clause: str) -> bool:
    """Whether a clause is somebody's name, "Amy, thanks", and not news: "Done, thanks"."""
    is_news = (is_state(clause) and clause != "Agreed") or _NEWS_ALONE.fullmatch(clause)
    return _NAME_ALONE.fullmatch(clause) is not None and not is_news


def _says_nothing(clause: str) -> bool:
    """Whether a clause is a phrase of talk, with thanks around it or without."""
    words = folded(re.sub(r"['’]", " ", clause)).split()
    if _ANY_TALK.fullmatch(" ".join(words)):
        return True
    while words and words[0] in _THANKS - {"thanks", "thank", "no"}:
        del words[0]
    while words and words[-1] in _THANKS:
        del words[-1]
    return not words or _ANY_TALK.fullmatch(" ".join(words)) is not None


_CLAIM = LazyPattern(r"\b(?:done|completed?|finished|implemented|fulfilled)\b", re.I)
_DENIED = word_set(
    """
    not never nearly almost half partly partially part mostly largely yet cannot cant can could should would
    will be being before until till once when if unless to get getting isnt arent hasnt havent wasnt werent
    wont dont no nothing incomplete what more still aim aiming plan planned expect expected hope hopefully
    due otherwise thirds quarters aint didnt doesnt far nowhere halfway prob probably maybe perhaps think thought
    phase stage
    """
)
_LATER = LazyPattern(
    r"\s*(?:by|in|next|tomorrow|soon|within|on|before|at|daily|weekly|monthly|quarterly|yearly|annually|regularly|each|every)\b(?!\s+(?:full|the\s+(?:meeting|board)))",
    re.I,
)
_BUT = LazyPattern(
    r"[\s,(–—-]*(?:apart\s+from|aside\s+from|except(?:ing|ed)?|other\s+than|save\s+for|bar|barring|but\s+(?:for|not|the|needs?|still)|minus|with\s+the\s+exception)\b",
    re.I,
)
_FIGURES = "no one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"\d[\d,]*|{'|'.join(_FIGURES[1:])}"
_NEARLY = LazyPattern(
    r"\b(?:pretty\s+much|as\s+good\s+as|all\s+but|more\s+or\s+less|virtually|practically)\s+$", re.I
)
_SOME = LazyPattern(rf"\s+({_COUNT})\s*(?:/|(?:out\s+)?of)\s*({_COUNT})(?![\w/.-]*\d)", re.I)
"""Some of several, "4 of 6" and "4/6", but no date: "12/11", "12/11/2026"."""
_SOON = LazyPattern(r"\s+(?:tomorrow|tmrw|soon|shortly|next\s+\w+)\b", re.I)
_ASKED = LazyPattern(r"\s*(?:has|have|is|are|did|was|were)\s+(?:any|some|every|no)(?:one|body)\b", re.I)
_NOT_ALL = LazyPattern(
    r"\s+(?:my|our)\s+(?:bit|part|share|side|half)\b|\s+(?:all|what|everything)\s+(?:that\s+)?(?:i|we|they)\s+can\b|"
    r"\s*(?:to\s+)?(?:[1-9]?\d)\s*(?:%|per\s*cent)",
    re.I,
)
_ADJECTIVE = LazyPattern(
    r"\s+(?:rewrite|rework|redraft|mess|review|overhaul|change|list|set|waste|stop|failure|shambles)\b", re.I
)
_PART = LazyPattern(
    rf"(?<![\d/])({_COUNT})(?:/|\s+(?:out\s+)?of\s+(?:the\s+|our\s+)?)({_COUNT})\s+(?:[\w'’-]+\s+){{0,5}}$",
    re.I,
)
"""A count of a whole, and up to five words between it and what is claimed of it: "610 of 1,250 assessments are"."""
_LOOKS_BACK = 300
"""How many characters before a claim may deny it."""
_PERCENT = LazyPattern(r"(\d+)\s*(?:%|per\s*cent)\s*$", re.I)


def says_complete(words: str) -> bool:
    """Whether words claim that an action is done: "Done.", "All three steps are complete"; not "nearly done"."""
    return any(
        not sentence.strip().endswith("?")
        and any(_claims(sentence, claim) for claim in _CLAIM.finditer(sentence))
        for sentence in _SENTENCE.findall(words)
    )


_MONTH = rf"(?:{'|'.join((*MONTHS, 'sept', *MONTH_NAMES))})\b"
_A_DAY = (
    r"(?:(?:the\s+)?end\b|next\b|then\b|\d{1,2}(?:st|nd|rd|th)?(?:\W*$|/|\.\d)|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}|{TYPED_WEEKDAY}(?:day)?\b)"
)
_WE_HAD = (
    r"(?:\s+20\d\d)?[\s,]+(?:we|i|they|it|there|the|our|this|both|all|staff|schools)\s+"
    r"(?:(?!(?:is|are|be|been|has|have|not|can|will|as|when)\b)[\w'’-]+\s+){0,3}?"
    r"(?:was|were|had|ran|used|took|kept|did|met|went|made|gave|held|paid|sent|(?!need)\w{2,}ed)\b"
)
"""What was so until a day, and is not any more: "until March we ran both"."""
_SO_MANY = (
    r"\s+\d[\d,]*\s+(?!(?:per\s*cent|of|out|more|days?|weeks?|months?|hours?|years?)\b)"
    r"(?!.*\b(?:left|remain\w*|still|yet|not|needs?|needed|outstanding|missing|short|without|waiting|awaiting|pending|late|"
    r"overdue|behind|to\s+(?:go|do|be|come|finish|complete|send|train|write|sign))\b)[a-z]"
)
"""What is a count though it is "nearly" or "almost" so many, "nearly 300 staff trained", and not what is left."""
_DENIAL = r"""
      not\b(?!\s+(?:a\s+problem|an\s+issue|applicable|only|bad)\b)
      | no\b(?=\W*$ | \s*[,;.!] | \s+(?:not|it|this|that|still|sorry|longer|progress|news|movement)\b | .*\byet\b)
      | nope\b
      | if\b(?!\s+(?:needed|required|necessary|asked|wanted)\b) | unless\b
      | (?:but|except|excluding|apart\s+from|aside\s+from|bar(?!\s+(?-i:[A-Z]))|other\s+than|subject\s+to)\b
      | pending\b(?!\s+(?:lists?|trays?)\b) | hopefully\b | (?:hoping|hope)\s+(?:to|for|that|it|so)\b
      | [\U0001f44e\u274c] | :(?:x|-1|thumbsdown):
"""
_TO_COME = rf"""
      (?:nearly|almost)\b(?!{_SO_MANY}) | (?:partly|partially|mostly|largely)\b | half\b(?![\s-]*(?:year|term|day))
      | in\s+part\b(?!\s+\w+\s+of) | (?:a\s+)?part\s+of\b | all\s+but\b
      | (?:soon|shortly|tomorrow)\b | later\b(?=\W*$ | \s+(?:today|this|in|on)\b)
      | next\s+(?:week|month|year|quarter|term|\w+day)\b(?!['’]s) | by\s+{_A_DAY}
      | in\s+(?:\d+|an?|one|two|three|a\s+few)\s+(?:days?|weeks?|months?)\b
      | (?:will\b(?!\s+(?:(?-i:[A-Z])|\w+ed\b))|to\s+be\b|should\b|going\s+to\b) | (?:once|when)\b
      | (?:until|till)\b(?!\s+{_A_DAY}{_WE_HAD})
      | (?:awaiting|waiting(?!\s+(?:lists?|times?|rooms?)\b))\b | (?:aiming|aim)\s+(?:to|for)\b
      | (?:expected|planned|due)\b
        (?=\W*$ | \s+(?:to|by|in|on|for|at|this|early|mid|late|soon|shortly|tomorrow)\b | \s+{_A_DAY})
"""
_CASTS_DOUBT = LazyPattern(rf"\W*(?:{_DENIAL})", re.I | re.X | re.S)
_TAKES_BACK = LazyPattern(rf"\W*(?:{_DENIAL}|{_TO_COME})", re.I | re.X | re.S)
_SHARE = LazyPattern(
    r"\W*(?:(?P<percent>\d{1,3})\s*(?:%|per\s*cent)(?=\W*$|\s*[,;.]|\s+(?:of|so|now|there|through|to|only|but|at|"
    r"done|complete\w*|finished|implemented|delivered)\b)|"
    rf"(?P<part>{_COUNT})\s*(?:/|(?:out\s+)?of)\s*(?P<whole>{_COUNT})(?![\w/]))",
    re.I,
)


def takes_back(words: str) -> bool:
    """Whether words behind "done" or "verify" say that it is not so, or not yet: "not yet", "but for the training",
    "by Friday", "80%". "No further work", "due diligence completed" and "none because …" do not.
    """
    share = _SHARE.match(words)
    if share and share["percent"]:
        return int(share["percent"]) < 100
    if share:
        return _counted(share["part"]) < _counted(share["whole"])
    return _TAKES_BACK.match(words) is not None


def casts_doubt(words: str) -> bool:
    """Whether words behind "yes, on time" say that it may not be: "but tight", "if Legal reply". What is still to come
    ("by Friday", "80% done") does not.
    """
    return _CASTS_DOUBT.match(words) is not None


def _claims(sentence: str, claim: re.Match[str]) -> bool:
    before = sentence[max(0, claim.start() - _LOOKS_BACK) : claim.start()]
    clause = re.split(r"[,;:–—]|\b(?:and|but)\b", before)[-1]
    percent, part = _PERCENT.search(before), _PART.search(before)
    denied = set(folded(clause).split()[-5:]) & _DENIED
    is_nearly = _NEARLY.search(before) or _SOON.match(sentence, claim.end())
    some = _SOME.match(sentence, claim.end())
    is_asked = _ASKED.match(sentence) or _NOT_ALL.match(sentence, claim.end())
    is_adjective = claim[0].lower() == "complete" and _ADJECTIVE.match(sentence, claim.end())
    later = _LATER.match(sentence, claim.end()) and claim[0].lower() not in (
        "completed",
        "finished",
        "implemented",
    )
    is_part = (percent and int(percent[1]) < 100) or any(
        count and _counted(count[1]) < _counted(count[2]) for count in (part, some)
    )
    return not (
        denied or later or is_part or is_asked or is_adjective or is_nearly or _BUT.match(sentence, claim.end())
    )


def _counted(count: str) -> int:
    """A number in figures or as a word."""
    word = count.lower()
    return _FIGURES.index(word) if word in _FIGURES else int(word.replace(",", ""))
