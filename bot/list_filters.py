"""What the words after ``/htst list`` pick out."""

from dataclasses import replace

from register.action import EVERY_DIRECTORATE
from register.digest import DUE_SOON
from register.refused import Command, Refused
from register.register import Register
from storage.actions.actions import Filter

_UNITS = {"day": 1, "week": 7, "month": 30}


def read_filter(register: Register, typed: str, which: Filter) -> tuple[Filter, str]:
    """What "overdue CYPE", "due 30", "due in 4 weeks" or "risk registers" ask for, and a title that says so.

    Raises Refused when the days after "due" are not a number of days, or when two directorates are named.
    """
    title: list[str] = []
    texts: list[str] = []
    words = [] if typed.strip() in ("all", "All") else typed.split()
    while words:
        word = words.pop(0)
        directorate = register.directorate(word)
        if word.lower() == "overdue":
            which = replace(which, overdue=True)
            title.append("overdue")
        elif word.lower() == "due":
            which = replace(which, due_within=_days(words))
            title.append(f"due in the next {which.due_within} days")
        elif directorate or word == EVERY_DIRECTORATE:
            owner = directorate.code if directorate else word
            if which.owner not in (None, owner):
                raise Refused("Name one directorate at a time: for instance ", Command(f"list {owner}"), ".")
            which = replace(which, owner=owner)
            title.append(f"owned by {owner}")
        elif word.lower() not in ("in", "of", "for", "by") or not words or not register.directorate(words[0]):
            texts.append(word)
    if texts:
        which = replace(which, text=" ".join(texts))
        title.append(f"with “{which.text}”")
    return which, "Actions " + ", ".join(title) if title else "All actions"


def _days(words: list[str]) -> int:
    """How many days ahead is meant after "due"; takes the words that say so off the front."""
    while words and words[0].lower() in ("in", "within", "the", "next"):
        words.pop(0)
    if not words or not words[0][0].isdecimal():
        return DUE_SOON
    number = words.pop(0)
    unit = words[0].lower().rstrip("s") if words else ""
    days = int(number) * _UNITS.get(unit, 1) if number.isdecimal() and len(number) < 4 else 0
    if not 0 < days < 1000:
        raise Refused("Say how many days ahead, from 1 to 999: for instance ", Command("list due 30"), ".")
    if unit in _UNITS:
        words.pop(0)
    return days
