"""What would make an update better: its author is asked for it once, in the receipt. The update is recorded anyway."""

import re
from datetime import date
from enum import StrEnum

from register.action import Action, Update
from register.days.date_spans import MONTH_NAMES, MONTHS
from register.days.date_words import phrase_at
from register.lazy_pattern import LazyPattern
from register.refs import without_ref
from register.waiting import Waiting
from register.words.small_talk import says_complete
from register.words.text_folding import folded


class Hint(StrEnum):
    """Why an update tells its readers little."""

    REPEATS = "it repeats the last update"
    FUTURE = "it says that it will be complete"
    ONGOING = "it says ongoing, without a date"
    MORE_TIME = "it asks for another date"
    SHORT = "it is only a few words"


FEW_WORDS = 3
"""Up to so many words are a few."""

_WORD = LazyPattern(r"[^\W_]+(?:['’.:/&-][^\W_]+)*")
_SHOWS = LazyPattern(r"https?://|\[file", re.I)  # a link or a file says more than its few words
_ONGOING = LazyPattern(r"\b(?:on-?going|continuing|business as usual|work (?:still )?continues)\b", re.I)
_FUTURE = LazyPattern(
    r"\b(?:will|shall|should|would|ought to|going to|due to|expected to|expects? to|hopes? to|aims? to|plans? to|"
    r"intends? to|(?:is|are) to|to)\s+(?:\w+ly\s+|all\s+|now\s+|soon\s+|have\s+been\s+|be\s+|get\s+|have\s+)*"
    r"(?:complete[d]?|done|finish(?:ed)?|implement(?:ed)?|closed?)\b",
    re.I,
)
_WISH = (
    r"(?:needs?|wants?|requires?|have|get|gives?\s+us|allow\s+us|ask(?:ing|ed)?\s+for|request(?:ing|ed)?|like)"
)
_DAY = rf"(?:the\s+)?(?:(?:end|start)\s+of\s+)?(?:\d|(?:{'|'.join(MONTH_NAMES)})\b|(?:{'|'.join(MONTHS)})\b)"
_MORE_TIME = LazyPattern(
    rf"\b(?:{_WISH}\s+(?:(?:an?|the|some|a\s+bit|a\s+little|much)\s+)?(?:(?:more|extra|additional)\s+time|extension|"
    r"(?:new|later|another|revised)\s+(?:target\s+)?(?:date|deadline))|"
    r"(?:extend|push\s+back|put\s+back)\s+(?:it|this|them|all|both|these|the\s+(?:dates?|deadlines?))|"
    r"move\s+the\s+(?:dates?|deadlines?)|"
    r"(?:have|need|takes?|gives?\s+us)\s+(?:(?:this|it|us)\s+)?until|"
    rf"(?:(?:new|revised)\s+(?:target\s+)?(?:date|deadline)(?:\s+(?:is|of|will\s+be|should\s+be))?[\s:]+|"
    rf"(?:move|push|put|change|extend)\s+(?:it|this|the\s+(?:date|deadline))\s+(?:(?:back|out)\s+)?(?:to|until)\s+){_DAY}|"
    r"slip(?:s|ped|ping)?\s+(?:to|until)\b|(?:going\s+to|will|likely\s+to)\s+be\s+(?:late|delayed)|"
    r"(?:cannot|can't|won'?t|will\s+not|not\s+going\s+to|unable\s+to)\s+(?:meet|make|hit|keep)\s+"
    r"(?:it|this|that|(?:the|our)\s+(?:date|deadline)))",
    re.I,
)
_SOON = LazyPattern(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|(?:next|this|end of (?:the |next |this )?)\s*"
    r"(?:week|month|quarter|term|year))\b",
    re.I,
)


def hint(action: Action, number: int, today: date) -> Hint | None:
    """What to ask the author of that update of an action (by its number) for; None: nothing.

    Nobody is asked twice in a row: who was asked about their last update of the action is left in peace.
    """
    place = next((place for place, one in enumerate(action.updates) if one.id == number), None)
    if place is None or action.status.is_done:
        return None
    update = action.updates[place]
    found = _weakness(action, place, today)
    own = [before for before in range(place) if action.updates[before].by == update.by]
    was_asked = bool(own) and _weakness(action, own[-1], today) is not None
    return None if was_asked else found


def asks_for_time(words: str) -> bool:
    """Whether words ask for a later date: "can we have until the end of January?"."""
    return _MORE_TIME.search(words.replace("’", "'")) is not None


def _weakness(action: Action, place: int, today: date) -> Hint | None:
    words = _words(action, action.updates[place])
    if place and folded(words) == folded(_words(action, action.updates[place - 1])):
        return Hint.REPEATS
    if says_complete(words) or _SHOWS.search(words):
        return None
    if asks_for_time(words) and action.waiting_for is not Waiting.DATE:
        return Hint.MORE_TIME
    if _FUTURE.search(words) and not _says_what_else(words):
        return Hint.FUTURE
    if _ONGOING.search(words) and not _names_a_day(words, today):
        return Hint.ONGOING
    return Hint.SHORT if len(_WORD.findall(words)) <= FEW_WORDS else None


def _words(action: Action, update: Update) -> str:
    return without_ref(" ".join(update.text.split()), action.ref)


def _says_what_else(words: str) -> bool:
    """Whether words say more than that it will be done: a sentence or two besides."""
    sentences = [one for one in re.split(r"[.;!?\n]+\s*", words) if _WORD.search(one)]
    return any(not _FUTURE.search(one) and len(_WORD.findall(one)) > FEW_WORDS for one in sentences)


def _names_a_day(words: str, today: date) -> bool:
    if _SOON.search(words):
        return True
    found = (phrase_at(words, match.start(), today, alone=True) for match in _WORD.finditer(words))
    return any(phrase is not None and phrase.valid and phrase.span is not None for phrase in found)
