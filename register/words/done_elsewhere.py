"""Requests that no command fulfils: that others are asked at once, and what is done elsewhere than in Slack."""

import re

from register.lazy_pattern import LazyPattern
from register.words.intent_questions import ASK, END, TYPED_REF
from register.words.intents import as_typed
from register.words.text_folding import typed_plainly

_CHASES = r"(?:chase|nudge|remind|ping|poke|prompt)(?:\s+up)?"
_REMINDERS = r"(?:re)?send\s+(?:(?:a|an|the|another|out)\s+)*reminders?"
_COURTESY = (
    r"(?:\s+(?:please|pls|again|now|today|tonight|tomorrow|soon|asap|(?:this|next)\s+(?:week|month|morning|afternoon)|"
    r"(?:on\s+|next\s+)?(?:mon|tues|wednes|thurs|fri)day|for\s+(?:me|us)|thanks?(?:\s+you)?))*"
)
_CHASE = LazyPattern(
    rf"{ASK}(?:(?:{_CHASES}|tell)\s+(?!me\b|us\b|.*\d)[\w\s,&@'-]{{2,60}}|{_CHASES}|{_REMINDERS}(?:\s+(?:again|now|out))*){END}"
)
_CHASE_REF = LazyPattern(
    rf"{ASK}(?:(?:{_CHASES}|tell|notify|e-?mail|escalate)\s+(?!me\b|us\b)|(?:{_REMINDERS}|reminders?)\s+)(?:[a-z@][^\d]{{0,60}}?\s)??{TYPED_REF}{_COURTESY}{END}"
)


def wants_chasing(typed: str) -> str | None:
    """Whether somebody wants others to be asked: "chase everyone", "remind CYPE", "remind 10". The refs that are named,
    empty where none is; None for anything else.
    """
    plain = " ".join(typed_plainly(typed).split())
    if _CHASE.fullmatch(plain):
        return ""
    of_action = _CHASE_REF.fullmatch(plain)
    return as_typed(of_action["ref"], of_action, " ".join(typed.split())) if of_action else None


_ELSEWHERE = (
    (
        r"(?:(?:add|create|make|open|raise|new)\s+)+(?:(?:a|an|another|new|the)\s+)*actions?(?:\s+point)?(?:\s*:.*|\s+(?:to|for|on|about)\s+.*)?|"
        r"(?:create|new)\s+(?:(?:a|an|another|new|the)\s+)*actions?\s+#?\d.*",
        "Actions come from the committee's paper: an administrator shares it with me in a direct message, and what is "
        "new in it is added. A file of one action will do: a line such as “12. Train everybody (CYPE, 31 March 2023)”.",
    ),
    (
        r"(?:edit|reword|amend|correct|rename|split|merge|combine)\s+(?:the\s+)?(?:words?\s+of\s+|wording\s+of\s+)?(?:actions?\s+)?#?\d.{0,40}",
        "The wording of an action is the committee's: it changes with the next paper that is read in. An update is "
        "corrected by editing the reply that gave it. If another action takes one over, end the old one "
        "with “/htst end” and “superseded by …”.",
    ),
    (
        r"(?:no\s+changes?|nothing\s+(?:new|to\s+(?:report|add|say|update))|nil(?:\s+(?:return|response|to\s+report))?|no\s+(?:updates?|news|progress)|n/?a|"
        r"(?:the\s+)?same\s+(?:as\s+)?(?:before|last\s+(?:time|week|month)|ever)|as\s+(?:before|last\s+(?:time|week|month))|no\s+different)"
        r"(?:\s+(?:this\s+(?:week|month)|from\s+(?:me|us)|here|yet|to\s+report))*",
        "Say for which action, and why: “/htst nochange” with its number and “because …”, or reply under its card.",
    ),
    (
        r"(?:change|move|set|add)\s+(?:the\s+|a\s+)?(?:next\s+)?(?:meeting|committee)(?:\s+dates?)?(?:\s+.*)?|"
        r"(?:the\s+)?(?:next\s+)?meeting\s+(?:is|was|has|moved|moves)\b.{0,60}",
        "The dates of meetings are in the register's settings file: whoever looks after HTST changes them there.",
    ),
    (
        r"(?:(?:add|set)\s+)?(?:(?:a|the|another|our)\s+)*(?:bank\s+holidays?|closures?|days?\s+off|office\s+clos\w+)(?:\s+.{0,40})?|"
        r"(?:stop|pause|mute|no)\s+(?:all\s+)?(?:the\s+)?reminders\s+(?:on|over|at|during|from|until|between|for)\s+(?!.*\bactions?\b).{2,40}",
        "No reminders are sent at weekends or on bank holidays. Other days on which the council is closed are in the "
        "register's settings file: whoever looks after HTST adds them there. If you are away yourself, type "
        "“/htst away until …”.",
    ),
    (
        r"when\s+(?:is|are|will|do)\s+(?:(?:the|my|our|you|next|i|we)\s+)+(?:reminders?(?:\s+due)?|remind(?:ed)?|be\s+reminded|get\s+(?:the\s+)?(?:next\s+)?reminder)(?:\s+.{0,20})?",
        "Each action says when its next reminder comes: type “/htst status” with its number.",
    ),
    (
        r"(?:import|upload|read(?:\s+in)?)(?:\s+.{0,30})?",
        "To have a paper read in, an administrator shares it with me in a direct message, or uses the shortcut *Import "
        "this paper* on a message with a file.",
    ),
    (
        r"(?:(?:the|a|send|write|make)\s+)*(?:sit-?rep|board\s+pack|public\s+page|chair'?s?\s+brief)\w*",
        "Sitreps and board packs are sent automatically to the people named in the settings. Whoever looks after HTST "
        "can write one at any time, with “htst report” or “htst brief” at the command line.",
    ),
    (
        r"(?:(?:send|show|give|see|get)\s+(?:me\s+|us\s+)?)?(?:(?:the|a|this|last|next|week's|weekly|today's)\s+)*(?:digests?|charts?)(?:\s+(?:again|now|please))*",
        "The digest comes to each directorate's channel, and with its chart to the leads', automatically once a week. "
        "“/htst status” shows how things stand now.",
    ),
    (
        r"(?:back\s?up|restore|migrate|configure|doctor)(?:\s+.{0,30})?",
        "That is done at the command line, by whoever looks after HTST.",
    ),
)


def done_elsewhere(typed: str) -> str:
    """How to do what cannot be done by typing to the bot, in words; empty for anything else."""
    plain = " ".join(typed_plainly(typed).split()).rstrip(" .!?")
    return next((words for names, words in _ELSEWHERE if re.fullmatch(names, plain)), "")
