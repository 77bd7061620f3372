"""The committee's own scale of progress: the words that its papers use for a status."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from register.imports.answers import Answers
from register.imports.paper_key import PaperKey
from register.lazy_pattern import LazyPattern
from register.life_plan import LifePlan
from register.progress import Status
from register.words.text_folding import caseless

_RATING = LazyPattern(r"[a-z](?:\s*/\s*[a-z])?|red|amber|green|blue|yellow|black|gr[ea]y|purple|white", re.I)


def words_for(
    status: Status, printed: Mapping[str, int], key: Mapping[str, str], answers: Answers, life: LifePlan
) -> tuple[str, ...]:
    """The words that a paper uses for a status, the most frequent first: those that its lines print (``printed``, with
    how many do), and where none of them does, those that its ``key`` explains.

    A word is one that stands for the status by itself: "Completed 12/10/26" and "60%" say more, of one action alone.
    ``answers`` are what people said of the register's papers, ``life`` its settings.
    """
    answered = {caseless(word): meaning for word, meaning in answers.statuses.items()}
    explained = {caseless(word) for word in key}

    def without_key(words: str) -> Status | None:
        return answered.get(caseless(words)) or life.status_of(words)

    paper_key = PaperKey(key, without_key)

    def is_for_status(words: str) -> bool:
        is_whole = without_key(words) is not None or caseless(words) in explained
        return is_whole and paper_key.status_of(words) is status

    spelling: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for words, count in printed.items():
        if words.strip() and is_for_status(words):
            spelling.setdefault(caseless(words), " ".join(words.split()))
            counted[caseless(words)] += count
    in_lines = tuple(spelling[word] for word, _count in counted.most_common())
    return in_lines or tuple(word for word in key if is_for_status(word))


def is_of_letters(printed: Iterable[str]) -> bool:
    """Whether a paper rates progress by letters or colours alone ("A", "Amber"): a word among them is none of its
    scale's.
    """
    words = [one for one in printed if one.strip()]
    return bool(words) and all(_RATING.fullmatch(one.strip()) for one in words)
