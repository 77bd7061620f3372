"""What people mean who ask in their own words rather than with a command: "who owns 10", "stop reminding me about 34".

A question is answered at once. What would change something is proposed as a whole command that works as it is printed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from register.days.date_spans import MONTHS, NUMBERS, WEEKDAY_STEMS
from register.lazy_pattern import LazyPattern
from register.phrases import day
from register.words.courtesies import without_courtesies
from register.words.day_ranges import SPAN
from register.words.intent_questions import ASK, END, LEAVE, QUESTIONS, REF_2, TYPED_REF
from register.words.text_folding import typed_plainly


@dataclass(frozen=True)
class Intent:
    """The command that words mean (without /htst); ``is_question``: it only looks, and can be answered at once."""

    command: str
    is_question: bool = False


_WHEN = (
    r"(?P<when>(?:on\s+|until\s+|in\s+|at\s+|after\s+)?(?:later|again|another\s+time|tomorrow|"
    r"monday|tuesday|wednesday|thursday|friday|next\s+\w+|a\s+week|a\s+few\s+days|\d+\s+\w+|the\s+\w+))"
)
_QUIET = (
    r"(?:stop|quit|cease|no\s+more|no(?=\s+(?:reminders?|messages?|alerts?)\b)|don'?t|do\s+not|never|mute|silence|pause|snooze|"
    r"unsubscribe(?:\s+me)?|enough|turn\s+off|disable)"
)
_NOISE = r"(?:remind\w*|ping\w*|nag\w*|messag\w*|notif\w*|send\w*|bother\w*|spam\w*|chas\w*|mention\w*|alerts?)"


_SORRY = r"(?:(?:sorry|apologies|fyi)[\s,;.!:-]*)?"
_I_AM = r"(?:i(?:'m|\s+am|'ll\s+be|\s+will\s+be|\s+was)|im|ill\s+be|we\s+are|we're|i\s+go|going)"
_PERSON = LazyPattern(r"@[uw][a-z0-9]{2,}\b")


def _filled(command: str, match: re.Match[str]) -> str:
    """The command with what the words say of whom, since when, and of which action."""
    named = {name: (words or "").strip() for name, words in match.groupdict().items()}
    named["who"] = f"in {named['who']}" if named.get("who") else ""
    if "{ref}" in command:
        named["ref"] = re.sub(r"\s+", " ", named.get("ref") or named.get("ref2", ""))
    return " ".join(command.format(**named).split())


def _for(match: re.Match[str]) -> str:
    return f" for {match['code'].upper()}" if match["code"] else ""


def as_typed(command: str, match: re.Match[str], typed: str) -> str:
    """The command with the words that it takes from what was typed in their original capitals."""
    if len(typed) != len(match.string):
        return command
    for name, words in match.groupdict().items():
        if words and (len(words) > 3 or name.startswith("ref")):
            start, end = match.span(name)
            command = command.replace(words, typed[start:end])
    return command


def _snoozed(match: re.Match[str], today: date) -> str:
    when = (match.groupdict().get("when") or "").strip()
    when = re.sub(r"^(?:on|until|in|at|after)\s+", "", when)
    is_day = re.fullmatch(r"tomorrow|\w+day|next\s+\w+day", when)
    until = when.capitalize() if is_day else day(today + timedelta(days=7))
    return f"snooze {_refs(match)} until {until} because …"


def _away(match: re.Match[str], today: date) -> str:
    named = {name: (words or "").strip(" .!?") for name, words in match.groupdict().items()}
    start, until = named.get("start") or named.get("on"), _PERSON.sub(_as_slack_spells, named["until"])
    if start:
        return f"away from {start} until {until}" if until else f"away from {start}"
    return f"away until {until}" if until else f"away until {day(today + timedelta(days=7))}"


def _leave(match: re.Match[str], today: date) -> str:
    """Away for the days that are named: "next week" is its working week, and not seven days from now."""
    words = (match["days"] or "").strip(" .!?")
    monday = today - timedelta(days=today.weekday())
    count = re.fullmatch(r"for\s+(an?|the|\d+|two|three)\s+(day|week|fortnight)s?", words)
    if words == "next week":
        return f"away from {day(monday + timedelta(days=7))} until {day(monday + timedelta(days=11))}"
    if words in ("today", "now"):
        return f"away until {day(today)}"
    if words == "tomorrow":
        return f"away from {day(today + timedelta(days=1))} until {day(today + timedelta(days=1))}"
    if words == "this week" and today.weekday() < 5:
        return f"away until {day(monday + timedelta(days=4))}"
    if count:
        number = {"a": 1, "an": 1, "the": 1, "two": 2, "three": 3}.get(count[1]) or int(count[1])
        length = {"day": 1, "week": 7, "fortnight": 14}[count[2]]
        return f"away until {day(today + timedelta(days=max(1, min(number, 60) * length)))}"
    return "away until …" if words else f"away until {day(today + timedelta(days=7))}"


def _as_slack_spells(person: re.Match[str]) -> str:
    return person[0].upper()


def _with_deputy(match: re.Match[str], today: date) -> str:
    """Away, with who stands in: "Jane is covering for me until 5 December" names nobody whom Slack knows."""
    deputy = match["deputy"].upper() if match["deputy"].startswith("@") else "@name"
    until = (match["until"] or day(today + timedelta(days=7))).strip(" .!?")
    return f"away until {until} deputy {deputy}"


def _later(match: re.Match[str], today: date) -> str:
    found = match.groupdict()
    when = (found.get("until") or found.get("until2") or "").strip(" .!?")
    if " because " in when:
        return f"due {_refs(match)} {when}"
    return f"due {_refs(match)} {when} because …" if when else f"due {_refs(match)}"


def _moved_by(match: re.Match[str], today: date) -> str:
    """Another date by so much, counted from the present one: "push 3 back a week", "give 3 two more weeks"."""
    found = match.groupdict()
    span = (found.get("span") or found.get("span2") or "").strip(" .!?")
    span = re.sub(r"\s+(?:more|extra|further)(?=\s)", "", span)
    return f"due {_refs(match)} by {span}" + ("" if " because " in span else " because …")


def _refs(match: re.Match[str]) -> str:
    found = match.groupdict()
    return re.sub(r"\s+", " ", found.get("ref") or found.get("ref2") or "")


_UNIT = r"(?:day|week|fortnight|month|quarter|year)"
_SPAN = (
    rf"(?:(?:another\s+)?{SPAN}|another\s+{_UNIT}|"
    rf"(?:\d{{1,2}}|an?|{'|'.join(NUMBERS)})\s+(?:more|extra|further)\s+{_UNIT}s?)"
)
_MONTH_OR_DAY = rf"(?:{'|'.join((*MONTHS, *WEEKDAY_STEMS))})"
_A_TIME = (
    rf"(?=.*(?:\d|{_MONTH_OR_DAY}|week|month|quarter|year|term|easter|christmas|xmas|spring|"
    r"summer|autumn|winter|tomorrow|\beo[mqy]\b))"
)
"""What a day has, and a directorate has not: "move 3 to March", "move 3 to GET"."""
_BEGINS_TIME = (
    rf"(?=(?:the\s+)?(?:{_MONTH_OR_DAY}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_OR_DAY}|\d{{1,2}}(?:[/.-]\d|(?:st|nd|rd|th)\b)|"
    r"20\d\d|q[1-4]\b|eo[mqy]\b|spring|summer|autumn|winter|easter|christmas|xmas|tomorrow|new\s+year|"
    r"(?:end|start|beginning|mid\w*|early|late|next|following|coming|after)\b))"
    r"(?!.*\b(?:committee|cabinet|meeting|board|council|panel)\b)"
)
"""How a day begins: 14 goes "to March"; "to cabinet on 3 March" and "to 5 schools" are news."""
_SLIP = (
    r"(?:be\s+)?(?:slip(?:ped)?|moved?|go|pushed|put|extended)(?:\s+back|\s+out)?\s+(?:to|until|till)\s+"
    rf"{_BEGINS_TIME}"
)
_REQUESTS: tuple[tuple[str, Callable[[re.Match[str], date], str]], ...] = (
    (
        rf"{_QUIET}\s+(?:(?:me|us|with|the|all|any|more|to)\s+)*(?:{_NOISE}\s*)?(?:(?:me|us|reminders?|messages?|about|of|on|for|from|with|to|at)\s+)*{TYPED_REF}"
        r"(?:\s+(?:until|till)\s+(?P<when>tomorrow|(?:next\s+)?\w+day))?",
        _snoozed,
    ),
    (rf"{TYPED_REF}\s+(?:stop|mute|snooze)", _snoozed),
    (rf"remind\s+(?:me|us)\s+{_WHEN}\s+(?:about|of|on)\s+{TYPED_REF}", _snoozed),
    (rf"remind\s+(?:me|us)\s+(?:about|of|on)\s+{TYPED_REF}(?:\s+{_WHEN})?", _snoozed),
    (
        rf"{_SORRY}(?:{_I_AM}\s+)?{LEAVE}\s+(?P<span>\d{{1,2}}(?:st|nd|rd|th)?(?:\s+[a-z]+)?\s*(?:-|to|until)\s*\d{{1,2}}(?:st|nd|rd|th)?\s+[a-z]+.{{0,8}})",
        lambda match, _today: f"away {match['span']}",
    ),
    (
        r"(?P<deputy>@?\w+(?:\s\w+)??)(?:'s|\s+is|\s+will\s+be)?\s+(?:cover(?:s|ing)?|stand(?:s|ing)?\s+in|deputis(?:es|ing))\s+for\s+me"
        r"(?:\s+(?:until|till?|to)\s+(?P<until>.+))?",
        _with_deputy,
    ),
    (
        rf"{_SORRY}{_I_AM}\s+{LEAVE}(?:\s+(?:sick|ill|on\s+leave))?"
        r"(?:(?:\s+(?:from|starting)\s+(?P<start>.{1,30}?))?\s+(?:until|till|til|to|through|up\s+to)\s+(?P<until>.+)|"
        r"\s+(?:from|starting)\s+(?P<on>.+))",
        _away,
    ),
    (
        rf"{_SORRY}(?:{_I_AM}\s+)?{LEAVE}(?:\s+(?:sick|ill|on\s+leave))?"
        r"(?:\s+(?P<days>(?:for|this|next|today|tomorrow|now).*))?",
        _leave,
    ),
    (
        rf"{_SORRY}(?:ooo|annual\s+leave|a/?l|holidays?|leave|{LEAVE}(?=\s+(?:until|till?)\s))(?:\s+(?:until|till?|to)\s+(?P<until>.+))?",
        _away,
    ),
    (
        rf"{_SORRY}(?:{LEAVE}[\s,;.-]+)?(?:{_I_AM}\s+)?back\s+(?:at\s+work\s+)?(?:in\s+)?(?:on\s+|next\s+)?(?:\w+day|mon|tues?|weds?|thu(?:rs?)?|fri|week|\d.*)",
        lambda _match, _today: "away until …",
    ),
    (
        r"(?:i(?:'m|\s+am)|im)?\s*back(?:\s+(?:now|again|from\s+\w+|at\s+work|in|today))*",
        lambda _match, _today: "away ended",
    ),
    (
        rf"(?:i\s+|we\s+)?(?:need|want|ask\s+for|request)\s+(?:more\s+time|an?\s+extension|a\s+(?:new|later|different|another)\s+date|longer)\s+(?:for|on|with)\s+{TYPED_REF}",
        _later,
    ),
    (
        rf"{ASK}(?:extend|postpone|delay|push(?:\s+back)?|move|put\s+back|reschedule|change\s+the\s+date\s+(?:of|for|on))\s+{TYPED_REF}(?:\s+(?:back|out))?(?:\s+(?:(?:to|until|till)\s+|(?=by\s)){_A_TIME}(?P<until>.+))?",
        _later,
    ),
    (
        rf"{ASK}(?:extend|postpone|delay|push|put|move)(?:\s+back)?\s+{TYPED_REF}(?:\s+(?:back|out|on))?\s+(?P<span>{_SPAN}(?:\s+because\s+.+)?)|"
        rf"(?:(?:i|we)\s+)?(?:need|want)\s+(?P<span2>{_SPAN})(?:\s+(?:more|longer))?\s+(?:for|on|with)\s+{REF_2}",
        _moved_by,
    ),
    (
        rf"{ASK}(?:give|allow)\s+{TYPED_REF}\s+(?P<span>{_SPAN}(?:\s+because\s+.+)?)|"
        rf"{ASK}(?:give|allow)\s+(?:the\s+)?[a-z&]{{2,20}}\s+(?P<span2>{_SPAN})\s+(?:for|on|with|to\s+(?:do|finish))\s+{REF_2}",
        _moved_by,
    ),
    (rf"{ASK}(?:give|allow)\s+{TYPED_REF}\s+(?:until|till)\s+(?P<until>.+)", _later),
    (rf"{TYPED_REF}\s+(?:needs|will\s+need)\s+(?P<span>{_SPAN})(?:\s+(?:more|longer))?", _moved_by),
    (
        rf"{ASK}(?:mark|set|tick(?:\s+off)?|report|change|move)\s+{TYPED_REF}\s+(?:as\s+|to\s+)?(?:complete\w*|done|finished|closed)",
        lambda match, _today: f"done {_refs(match)} …",
    ),
    (
        rf"(?:can|could|may)\s+(?:you|we|i)\s+(?:please\s+)?close\s+{TYPED_REF}|(?:can|could|may)\s+{REF_2}\s+be\s+closed",
        lambda match, _today: f"done {_refs(match)} …",
    ),
    (
        rf"{ASK}(?:add|leave|put|write|make)\s+(?:an?\s+|the\s+|this\s+)?(?:comment|note|update)\s+(?:to|on|for|under)\s+{TYPED_REF}"
        r"[\s:,-]+(?P<words>\S.*)",
        lambda match, _today: f"update {_refs(match)}: {match['words']}",
    ),
    (
        rf"{ASK}(?:move|give|pass|hand|transfer|re-?assign)\s+{TYPED_REF}\s+(?:over\s+)?to\s+(?:the\s+)?(?P<code>[a-z&]{{2,20}})",
        lambda match, _today: (
            f"assign {_refs(match)} to {'me' if match['code'] == 'me' else match['code'].upper()}"
        ),
    ),
    (
        rf"can\s+(?:someone|somebody|anyone|anybody)\s+else\s+(?:do|take|have|own|lead\s+on|look\s+after)\s+{TYPED_REF}|"
        rf"{REF_2}\s+(?:is\s+|are\s+)?(?:not|isn'?t)\s+(?:mine|ours|me|us|for\s+(?:me|us))",
        lambda match, _today: f"assign {_refs(match)} to …",
    ),
    (
        rf"(?:can|could|may|might)\s+(?:i|we)\s+(?:please\s+)?(?:have|get|ask\s+for)\s+(?:more\s+time|an?\s+extension|longer|(?:a\s+)?(?:new|later|different|another)\s+date|"
        rf"(?:until|till)\s+(?P<until>.{{1,30}}?))\s+(?:for|on|with)\s+{TYPED_REF}",
        _later,
    ),
    (
        rf"(?:i|we)(?:'ll|\s+will|\s+would)?\s+need\s+(?:until|till)\s+(?P<until>.{{1,30}}?)\s+(?:for|on|with|to\s+(?:do|finish))\s+{TYPED_REF}|"
        rf"{REF_2}\s+(?:needs|will\s+need|has\s+to\s+have)\s+(?:until|till)\s+(?P<until2>.{{1,30}})",
        _later,
    ),
    (
        rf"{ASK}(?:cancel|delete|remove|drop|scrap|kill|bin|abandon)\s+{TYPED_REF}|{REF_2}\s+(?:is\s+|are\s+)?(?:no\s+longer|not)\s+(?:needed|required|relevant|warranted)(?:\s+any\s*more)?",
        lambda match, _today: f"end {_refs(match)} no longer warranted because …",
    ),
    (
        rf"supersed\w*\s+{TYPED_REF}\s+(?:by|with)\s+(?P<by>.+)|{REF_2}\s+(?:is\s+|was\s+|has\s+been\s+)?(?:superseded|replaced)\s+by\s+(?P<by2>.+)",
        lambda match, _today: f"end {_refs(match)} superseded by {match['by'] or match['by2']}",
    ),
    (
        rf"(?:make|put|name)\s+me\s+(?:the\s+|as\s+(?:the\s+)?)?(?:officer|owner|lead|down)\s+(?:for|of|on)\s+{TYPED_REF}|(?:i'?m|i\s+am)\s+(?:doing|the\s+officer\s+for|responsible\s+for|leading\s+on)\s+{REF_2}",
        lambda match, _today: f"assign {_refs(match)} to me",
    ),
    (
        rf"(?:(?:i|we)\s+)?(?:can'?t|cannot|can\s+not|won'?t|will\s+not)\s+(?:do|finish|complete|meet|deliver|make)\s+{TYPED_REF}"
        r"(?:\s+(?:by\s+then|(?:in|on)\s+time|by\s+(?:the|that)\s+(?:date|deadline)))?",
        _later,
    ),
    (
        rf"{ASK}(?:hide|keep|leave|take)\s+{TYPED_REF}\s+(?:out|from|off)(?:\s+(?:of|from))?(?:\s+(?:(?:the|our|public|published)\s+)*(?:papers?|public|page))?|"
        rf"{ASK}(?:hide|redact|exempt)\s+{REF_2}(?:\s+from\s+(?:(?:the|our|public|published)\s+)*(?:papers?|public|page))?",
        lambda match, _today: f"exempt {_refs(match)} …",
    ),
    (
        rf"{TYPED_REF}\s+(?:(?:will\s+be|is\s+(?:going\s+to|gonna|likely\s+to)\s+be|is\s+running)\s+(?:late|delayed)|"
        r"(?:won'?t|will\s+not|cannot|can'?t)\s+(?:make|meet|hit)\s+(?:it|(?:its|the|our)\s+(?:date|deadline)))",
        _later,
    ),
    (
        rf"(?:can|could|may)\s+{TYPED_REF}\s+(?:please\s+)?{_SLIP}(?P<until>.+)|"
        rf"{REF_2}\s+(?:to|will|needs?\s+to|has\s+to|is\s+going\s+to)\s+{_SLIP}(?P<until2>.+)",
        _later,
    ),
    (
        rf"(?:there\s+is\s+)?(?:no|nothing)\s+(?:change|new|update|progress)\s+(?:on|for|to|in|with)\s+{TYPED_REF}",
        lambda match, _today: f"nochange {_refs(match)} because …",
    ),
    (
        rf"{ASK}(?:take|i(?:'ll|\s+will)\s+take)\s+{TYPED_REF}",
        lambda match, _today: f"assign {_refs(match)} to me",
    ),
    (
        rf"{ASK}(?:change|set|switch|move)\s+(?:the\s+)?(?:owner|lead|directorate|ownership)\s+(?:of|for|on)\s+{TYPED_REF}\s+to\s+(?P<code>@?[\w&]+)|"
        rf"lead\s+{REF_2}\s+(?:to\s+)?(?P<code2>[^\W\d][\w&]*)",
        lambda match, _today: f"assign {_refs(match)} to {(match['code'] or match['code2']).upper()}",
    ),
    (
        rf"on\s+(?:track|time|target|schedule)\s+(?:for\s+|with\s+|on\s+)?{TYPED_REF}",
        lambda match, _today: f"ontime {_refs(match)} yes",
    ),
    (
        rf"(?:{ASK}(?:send|give|email|e-?mail|get|export|download)\s+)(?:me\s+|us\s+)?(?:(?:the|a|our|this)\s+)?(?:whole\s+|full\s+)?"
        r"(?:list|register|table|paper|report|actions?|it)?\s*(?:to|in|as|for)\s+(?:an?\s+)?"
        r"(?P<kind>excel|xlsx|word|docx|pdf|csv|html|spreadsheet)(?:\s+(?:file|document|format))?",
        lambda match, _today: f"paper {match['kind']}",
    ),
    (
        r"(?P<kind>excel|xlsx|docx|pdf|csv|html|spreadsheet)",
        lambda match, _today: f"paper {match['kind']}",
    ),
    (r"rename\s+(?!.*\d)[a-z&][\w &]{1,40}\s+(?:to|as)\s+.{2,60}", lambda _match, _today: "setup"),
    (
        r"(?:add|remove|rename|change|new|edit|set\s+up)\s+(?:(?:a|the|an|another|our|new)\s+)*"
        r"(?:directorates?|departments?|channels?|reminder\s+(?:days?|times?)|settings?|digest(?:\s+(?:day|time))?)",
        lambda _match, _today: "setup",
    ),
    (
        rf"(?:i'?m\s+|i\s+am\s+)?(?:happy|fine|content|ok|okay)\s+with\s+{TYPED_REF}",
        lambda match, _today: f"verify {_refs(match)}",
    ),
    (
        rf"sign[\s-]*off\s+{TYPED_REF}(?:\s+(?:please|pls|thanks|now))?",
        lambda match, _today: f"verify {_refs(match)}",
    ),
    (
        rf"(?:(?:that\s+is\s+|it\s+is\s+)?not\s+good\s+enough|i\s+do\s+not\s+accept|i\s+don't\s+accept)[\s:]*{TYPED_REF}|"
        rf"{REF_2}\s+(?:is\s+|was\s+)?not\s+(?:good\s+enough|acceptable)",
        lambda match, _today: f"reject {_refs(match)} because …",
    ),
    (
        rf"{ASK}send\s+{TYPED_REF}\s+back(?:[\s,;:-]+(?:because|as|since|with)?\s*(?P<why>.+))?",
        lambda match, _today: f"reject {_refs(match)} because {match['why'] or '…'}",
    ),
    (
        rf"{ASK}(?:name|make|appoint|put|give)\s+(?P<person>@\w+)\s+(?:down\s+)?(?:for|on|as\s+(?:the\s+)?officer\s+(?:for|of|on)|(?:the\s+)?officer\s+(?:for|of|on))\s+{TYPED_REF}"
        rf"(?:\s+(?:in|for)\s+(?P<code>[\w&]+))?",
        lambda match, _today: f"assign {_refs(match)} {match['person'].upper()}{_for(match)}",
    ),
    (
        rf"{ASK}(?:make|let|have)\s+(?P<code>[\w&]+)\s+(?:the\s+)?lead(?:\s+(?:on|for|of))?\s+{TYPED_REF}|{REF_2}\s+(?:is\s+)?(?:led\s+by|belongs\s+to)\s+(?P<code2>[\w&]+)",
        lambda match, _today: f"assign {_refs(match)} to {(match['code'] or match['code2']).upper()}",
    ),
    (
        rf"(?:please\s+)?(?:take|taking)\s+(?:that|it|this|(?:my\s+)?last(?:\s+\w+)?|{TYPED_REF})?\s*back|(?:that|it|this)\s+was\s+(?:a\s+mistake|wrong|an?\s+error)|"
        rf"(?:(?:sorry|oops|please)[\s,]+)*(?:ignore|disregard|scrap|forget)\s+(?:that|this|it|(?:my|the)\s+last(?:\s+\w+)?)|oops|"
        r"(?:sorry[\s,]+)?(?:my\s+mistake|wrong\s+(?:one|action))|i\s+meant\s+.{{1,40}}\s+not\s+.{{1,40}}",
        lambda _match, _today: "undo",
    ),
    (
        r"(?:the\s+|send\s+(?:me\s+|us\s+)|give\s+me\s+|show\s+me\s+|see\s+)?(?:the\s+)?(?:draft|latest|current)\s+(?:of\s+the\s+)?paper",
        lambda _match, _today: "paper",
    ),
)
_QUESTION_PATTERNS = tuple((LazyPattern(rf"{ASK}(?:{words}){END}"), command) for words, command in QUESTIONS)
_REQUEST_PATTERNS = tuple((LazyPattern(rf"{ASK}(?:{words}){END}"), command) for words, command in _REQUESTS)
_WHATS = LazyPattern(r"^(what|who|when|where|how)s(?=\s)")
"""As it is typed on a telephone: "whats due"."""
_CLOSED = r".*\b(?:christmas|xmas|easter|new\s+year|holidays?|closures?|shutdown)\b"
"""When a council is closed, which is in its settings."""
_QUIET_ALL = LazyPattern(
    rf"(?:please\s+)?(?:{_QUIET}|quiet|shut\s+up|leave\s+(?:me|us)\s+alone)(?:\s+(?:{_NOISE}|me|us|this|these|the|all|reminders?|it|from|to|get\w*|receiv\w*|please))*"
    rf"(?:(?:(?<=reminders)|(?<=messages)|(?<=alerts))(?:\s+for\s+[^\W\d]\w*)?(?:\s+(?:for|until|till)\s+(?!{_CLOSED}).{{2,40}}?)?)?{END}"
)


def intent_of(typed: str, today: date) -> Intent | None:
    """The command that is meant by words that are none, on a local day; None where that cannot be told."""
    typed = without_courtesies(typed)
    plain = _WHATS.sub(r"\1's", " ".join(typed_plainly(typed).split()))
    if len(plain) > 120:
        return None
    for pattern, command in _QUESTION_PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            found = as_typed(_filled(command, match), match, " ".join(typed.split()))
            return Intent(found, is_question=True)
    for pattern, command_of in _REQUEST_PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            return Intent(as_typed(command_of(match, today), match, " ".join(typed.split())))
    return None


def wants_quiet(typed: str) -> bool:
    """Whether somebody wants to hear no more, without saying of what: "mute", "unsubscribe", "stop reminding me"."""
    return _QUIET_ALL.fullmatch(" ".join(typed_plainly(typed).split())) is not None
