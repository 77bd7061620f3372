"""Courtesies behind a command: "thanks Amy", "please", a thumb; and whether words are nothing else."""

import re

from register.lazy_pattern import LazyPattern

_NAME = r"(?:(?-i:[A-Z][\w'’-]+)|all|everyone|both|team|folks|again)"
_PERSON = rf"(?:{_NAME}|@\w+)"
_SIGN = (
    "(?:[\U0001f44d\U0001f64f\U0001f642\U0001f600-\U0001f60a\U0001f44c\u2705\U0001f389\U0001f44f\U0001f3fb-\U0001f3ff]|"
    r":(?:\+1|thumbsup|pray|slightly_smiling_face|smile|blush|ok_hand|white_check_mark|tada|clap)(?:::skin-tone-\d)?:)"
)
_WHAT_FOR = (
    r"(?:\s+for\s+(?:(?:letting|telling|asking|the|your|this|that|all|flagging|being|doing|sorting|covering|helping|stepping)\b"
    r"(?:(?!\s-\s)[^.,;:!?\d–—]){0,40}))?"
)
_THANKS = (
    r"(?:(?:many\s+)?thanks?(?:\s+(?:you|so\s+much|very\s+much|a\s+lot|a\s+million|again))*"
    rf"{_WHAT_FOR}|"
    r"thx|ta|cheers|no\s+(?:problem|worries)|(?:well|nicely)\s+done|(?:good|great|nice|lovely)\s+(?:work|job|stuff)|"
    r"much\s+appreciated|appreciated|happy\s+to(?:\s+(?:help|do\s+so))?)"
)
_BEHIND = LazyPattern(
    rf"(?:(?:^|(?<=[\s,;.!)–—-]))(?:{_THANKS}(?:(?:[\s,]+{_PERSON}){{1,2}}{_WHAT_FOR})?|(?:please|pls|plz)(?:[\s,]+{_NAME}){{0,2}})|{_SIGN})[\s,;.!–—-]*$",
    re.I,
)
_MOST = 6
"""How many courtesies there are behind each other at most."""
_COURTESY = LazyPattern(
    r"(?:(?:please|pls|thanks?(?:\s+you)?|thx|ok(?:ay)?|yes|now|today|asap|again|it|this|that|them|fine|good|happy|with|"
    r"by\s+me|agreed|approved|granted|as\s+(?:agreed|asked|requested|proposed)|reminders?|up|i'?m|i\s+am|back|ready)\b|"
    r"[\s.,;:!–—-])*",
    re.I,
)


def without_courtesies(words: str) -> str:
    """What was typed without the courtesies at its end: "until Friday, thanks Amy" is "until Friday"."""
    for _courtesy in range(_MOST):
        found = _BEHIND.search(words, max(0, len(words) - 120))
        if found is None:
            break
        words = words[: found.start()].rstrip(" ,;–—-\t")
    return words


def is_courtesy(words: str) -> bool:
    """Whether words that follow an action's ref say nothing more: "please", "thanks Amy", or none at all."""
    return _COURTESY.fullmatch(without_courtesies(words)) is not None
