"""What a sentence of minutes or an item of a list says: what is to be done, by whom, by when and how far it is."""

import re
from datetime import date

from papers.tables.cells import is_status, look
from papers.tables.labels_inside import LONGEST_ACTION
from papers.tables.layout import DEFINED, OWNERS, PROGRESS, TARGET
from papers.tables.splitting import split
from register.days.target_dates import read_target
from register.fields import Look
from register.lazy_pattern import LazyPattern

_MOST_WORDS_OF_OWNER = 6
_LIST_ITEM = LazyPattern(
    r"\(?([A-Z]{0,3}\d{1,4}(?:\.\d{1,2})?(?:[a-z](?=[.)]))?)[.)]*\s+(.{8,}?)\s*[\[(]([^()\[\]]{2,80})[)\]]\.?(?:\s*[–—:-]\s*(.{2,40}))?"
)
MARKED_LINE = LazyPattern(r"\s*(?:agreed\s+)?actions?(?:\s+points?)?\s*[:–—-]\s*(?P<words>.{8,})", re.I)
_BY = LazyPattern(r"\b(?:by|before)\s+(?:the\s+)?(\S.{2,40})$", re.I)
_MEETING = LazyPattern(r"\b(?:meeting|agm|cabinet|council|committee)$", re.I)
_WITH_STATUS = LazyPattern(
    r"(?P<words>.+?)\s*[–—-]\s*(?P<status>done|complete|completed|ongoing|in progress|closed)", re.I
)
_WHO_AND_WHEN = LazyPattern(r"(?P<words>.{8,})\s[–—-]\s+(?P<who>[^–—]{2,60})\s[–—-]\s+(?P<when>\S.{1,40})")
"""What is to be done, by whom and by when between dashes: "Mend the gate - the Clerk - 3 May 2023"."""

WHO_IS_TO = LazyPattern(
    r"((?:[A-Z][\w.'’]*(?:\s*[/&]\s*|\s+(?:and|of|for)\s+(?:the\s+)?|\s+)){1,6})(?:is |are )?to\s+(?=[a-z])"
)
_OF_MEETING = LazyPattern(r"(?:note|agree|approve|endorse|receive)\b", re.I)
_DAY = date(2000, 1, 1)


def marked_task(words: str) -> str:
    """What is to be done, without owner and date, by a line that minutes mark as an action; "" for other lines, and
    for what a meeting is asked to note or agree.
    """
    marked = MARKED_LINE.fullmatch(words) if len(words) <= LONGEST_ACTION else None
    if marked is None:
        return ""
    named = WHO_IS_TO.match(marked["words"])
    task = marked["words"][named.end() if named else 0 :]
    if not (named or says_when(task)) or _OF_MEETING.match(task):
        return ""
    dashed = between_dashes(task.rstrip(". "))
    return dashed["words"] if dashed else task_date_and_status(task.rstrip(". "))[0]


def task_date_and_status(sentence: str) -> tuple[str, str, str]:
    """What is to be done, the target date as printed and the status in a sentence, each "" where it is not given."""
    done = _WITH_STATUS.fullmatch(sentence)
    if done:
        return done["words"], "", done["status"]
    cells = split(sentence, (DEFINED, TARGET))
    by = _BY.search(sentence)
    # Of "by the May meeting" a person will be asked which day that is.
    if not cells.get(TARGET) and by and _MEETING.search(by[1]):
        cells = {DEFINED: sentence[: by.start()].rstrip(" –—-,"), TARGET: by[0]}
    return cells.get(DEFINED, ""), cells.get(TARGET, ""), ""


def between_dashes(sentence: str) -> re.Match[str] | None:
    """The match of a sentence with who and a date or status between dashes; None for one that has no such end."""
    found = _WHO_AND_WHEN.fullmatch(sentence)
    if found is None or len(found["who"].split()) > _MOST_WORDS_OF_OWNER:
        return None
    when = read_target(found["when"], _DAY)
    return found if is_status(found["when"]) or (when.understood and when.deadline is not None) else None


def says_when(words: str) -> bool:
    """Whether a sentence ends with a target date, a meeting as the date, or a status."""
    if between_dashes(words.rstrip(". ")):
        return True
    by = _BY.search(words.rstrip(". "))
    if by is None:
        return _WITH_STATUS.fullmatch(words.rstrip(". ")) is not None
    target = read_target(by[1], _DAY)
    return (target.understood and target.deadline is not None) or bool(_MEETING.search(by[1]))


def label_beside(cell: str) -> str:
    """The label of what a cell beside a task says: who does it, by when, or how far it is; "" for other words."""
    if _MEETING.search(cell):
        return "Target date"
    return {Look.DATE: "Target date", Look.NAME: "Owner", Look.CODES: "Owner", Look.WORD: "Status"}.get(
        look(cell), ""
    )


def list_item(words: str) -> re.Match[str] | None:
    """The match of an item of a numbered list with words in brackets at its end; None for other words."""
    return _LIST_ITEM.fullmatch(words) if len(words) <= LONGEST_ACTION else None


def in_brackets(words: str) -> dict[str, str]:
    """The owner, the target date and the status between brackets, by field: "GET, Ongoing"; "" for each not given."""
    rest, comma, last = words.rpartition(",")
    status = last.strip() if comma and is_status(last.strip()) else ""
    found = split(rest if status else words, (OWNERS, TARGET))
    return {OWNERS: found.get(OWNERS, ""), TARGET: found.get(TARGET, ""), PROGRESS: status}
