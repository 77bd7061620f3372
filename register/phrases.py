"""Plain English for days, counts and lists, whatever it is shown in: a Slack message, a shell or a paper."""

import shlex
from collections.abc import Iterable, Sequence
from datetime import date

PRINTED_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(of: date) -> str:
    """A day as people write it, in English whatever the machine's language: 30 November 2022."""
    return f"{of.day} {PRINTED_MONTHS[of.month - 1]} {of.year}"


def number(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: 1 action, 2 actions, 1,250 actions."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def span(days: int) -> str:
    """A length of time in the largest unit a person would use, never more exact than they would care for."""
    if days < 14:
        return number(days, "day")
    if days < 91:
        return number(days // 7, "week")
    if days < 730:
        return number(days // 30, "month")
    return number(days // 365, "year")


def when(deadline: date, today: date) -> str:
    """How far off a deadline is: "today", "tomorrow", "in 2 weeks", "1 day late", "3 weeks late"."""
    days = (deadline - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return f"in {span(days)}" if days > 0 else f"{span(-days)} late"


def joined(words: Iterable[str], last: str = "and") -> str:
    """A list as it is spoken: CYPE, GET and GLD."""
    *before, final = list(words) or [""]
    return f"{', '.join(before)} {last} {final}" if before else final


def joined_up_to(most: int, words: Sequence[str]) -> str:
    """The same of so many at most, and how many more there are: 1, 2 and 9,998 more."""
    if len(words) <= most:
        return joined(words)
    return f"{', '.join(words[:most])} and {len(words) - most:,} more"


def in_one_line(printed: str) -> str:
    """The words of a cell in one line: "Depot Manager / Safety Adviser", of two lines of it."""
    return " / ".join(filter(None, (" ".join(line.split()) for line in printed.splitlines())))


def capitalised(words: str) -> str:
    """The words with a capital at their head, for a line that starts with them."""
    return words[:1].upper() + words[1:]


def uncapitalised(words: str) -> str:
    """The words with a small letter at their head, for the middle of a line."""
    return words[:1].lower() + words[1:]


def option(name: str, words: str) -> str:
    """An option as it is typed in a shell: option("--column", "Minute No.=ref") is --column "Minute No.=ref"."""
    quoted = shlex.quote(words) if set(words) & set('"$`!\\') else f'"{words}"'
    return f"{name} {quoted}"


def because(reason: str) -> str:
    """A reason with "because" before it, where it does not begin so: "because of the payroll year" does."""
    return reason if reason.lower().startswith("because ") else f"because {reason}"


def shortened(text: str, most: int) -> str:
    """One line of at most ``most`` characters, cut at a word with an ellipsis where it is too long."""
    # So many words and the spaces between them fill the line; what follows them only tells that it is too long.
    line = " ".join(text.split(maxsplit=most // 2 + 1))
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    if " " in cut and not line[most - 1].isspace():
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:.–-") + "…"
