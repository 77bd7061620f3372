"""A register's own settings, read from its TOML file and checked key by key."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from config import schedule_settings
from config.schedule_settings import DIGEST_KEYS, REMINDER_KEYS
from config.toml_table import TomlTable
from register.action import EVERY_DIRECTORATE
from register.committee.meetings import Meeting, MeetingPlan, RoundPlan
from register.committee.paper_plan import PaperPlan
from register.days.calendar import Nation
from register.lazy_pattern import LazyPattern
from register.life_plan import LifePlan
from register.progress import Status
from register.refused import Refused
from register.register import Directorate, Register

_MOST_CAUSES, _LONGEST_CAUSE = 100, 75
"""What a menu of Slack's shows: so many choices, and so many letters of each."""
KEYS = {
    "register": ("slug", "title", "committee", "timezone", "leads_channel", "admins", "cards"),
    "calendar": ("nation", "closed"),
    "progress": ("words", "extensions", "causes"),
    "directorates": (),
    "reminders": REMINDER_KEYS,
    "digest": DIGEST_KEYS,
    "meetings": (
        "clear_days",
        "dates",
        "calendar",
        "title",
        "chase",
        "cut_off",
        "leads",
        "author",
        "at",
        "report_every",
        "reports_to",
    ),
    "paper": (
        "organisation",
        "sender",
        "status",
        "author",
        "target",
        "sample",
        "not_named",
        "may_be_named",
        "contact",
        "table",
    ),
    "people": (),
    "themes": (),
}
"""The tables of a register's settings file, each with its keys; none where people choose them."""
OWNER_KEYS = ("name", "channel", "lead")
"""The keys of [directorates.CODE]."""
_CARDS = {"at once": False, "when due": True}
SLUG_PATTERN = LazyPattern(r"[a-z0-9][a-z0-9-]{0,39}")
# An id, or a name: names have no capitals, and so no person's id (U…) is taken for one.
_CHANNEL = LazyPattern(r"[CG][A-Z0-9]{2,}|#?(?:(?![A-Z])[\w-]){1,80}")
_PERSON = LazyPattern(r"[UW][A-Za-z0-9_]+")


def read(path: Path) -> Register:
    """The register that a TOML file describes. Raises Refused, naming the file, the table and the key."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows editors write a byte order mark
    except OSError as error:
        raise Refused(f"{path.name} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path.name} is not TOML: {error}.") from None
    top = TomlTable(path.name, "", tables, tuple(KEYS)).values
    if "register" not in top:
        raise Refused(f"{path.name} needs a [register] table.")
    head = TomlTable(path.name, "register", top["register"], KEYS["register"])
    slug = head.text("slug")
    if not SLUG_PATTERN.fullmatch(slug):
        raise head.refuse("slug", "small letters, digits and dashes, 40 at most")
    timezone = head.text("timezone", "Europe/London")
    if timezone not in available_timezones():
        raise head.refuse("timezone", 'a time zone such as "Europe/London"')
    calendar = TomlTable(path.name, "calendar", top.get("calendar", {}), KEYS["calendar"])
    return Register(
        slug=slug,
        title=head.text("title"),
        committee=head.text("committee", ""),
        timezone=ZoneInfo(timezone).key,
        nation=_nation(calendar),
        closed_days=_closed_days(calendar),
        leads_channel=head.matching("leads_channel", _CHANNEL, "a channel: its id (C…) or #name"),
        admins=admins_of(head),
        directorates=directorates_of(path.name, top.get("directorates", {})),
        reminders=schedule_settings.reminders(
            TomlTable(path.name, "reminders", top.get("reminders", {}), KEYS["reminders"])
        ),
        digest=schedule_settings.digest(TomlTable(path.name, "digest", top.get("digest", {}), KEYS["digest"])),
        cards_when_due=_cards(head),
        meetings=_meetings(TomlTable(path.name, "meetings", top.get("meetings", {}), KEYS["meetings"])),
        paper=_paper(path.name, top),
        life=_life(TomlTable(path.name, "progress", top.get("progress", {}), KEYS["progress"])),
    )


@dataclass(frozen=True)
class MeetingCalendar:
    """An iCalendar file of meetings that the settings name: where it is, and words of the title of those that count."""

    file: Path
    title: str


def calendar_of(path: Path) -> MeetingCalendar | None:
    """The iCalendar file that a register's settings name, beside them; None where they name none.

    The settings have been read by ``read`` before.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    table = TomlTable(path.name, "meetings", tables.get("meetings", {}), KEYS["meetings"])
    name = table.text("calendar", "")
    return MeetingCalendar(path.parent / name, table.text("title", "")) if name else None


def _meetings(table: TomlTable) -> MeetingPlan:
    usual = RoundPlan()
    table.text("calendar", "")
    table.text("title", "")
    dates = table.values.get("dates", [])
    if not isinstance(dates, list) or not all(type(day) is date for day in dates):
        raise table.refuse("dates", "a list of days such as [2022-11-15, 2023-03-16]")
    steps = {}
    for name in ("clear_days", "chase", "cut_off", "leads", "author"):
        value = table.values.get(name, getattr(usual, name))
        if type(value) is not int or not 0 <= value < 100:
            raise table.refuse(name, "a number of working days from 0 to 99")
        steps[name] = value
    return MeetingPlan(
        meetings=tuple(Meeting(day) for day in sorted(set(dates))),
        round=RoundPlan(**steps),
        at=table.clock("at", MeetingPlan().at),
        report_every=table.days("report_every", None),
        reports_to=_readers(table),
    )


def _readers(table: TomlTable) -> tuple[str, ...]:
    readers = _texts(table, "reports_to")
    if not all(_CHANNEL.fullmatch(one) or _PERSON.fullmatch(one) for one in readers):
        raise table.refuse(
            "reports_to", 'a list of channels and people such as ["C012AB3CD", "#audit", "U012AB3CD"]'
        )
    return tuple(dict.fromkeys(readers))


def _paper(file: str, top: dict[str, Any]) -> PaperPlan:
    table = TomlTable(file, "paper", top.get("paper", {}), KEYS["paper"])
    usual = PaperPlan()
    people = TomlTable(file, "people", top.get("people", {}), ()).values
    if not all(isinstance(name, str) for name in people.values()):
        raise Refused(f'{file}: [people] takes a name for each Slack user id: U012AB3CD = "Amy Carter".')
    return PaperPlan(
        organisation=table.text("organisation", ""),
        sender=table.text("sender", ""),
        status=table.text("status", usual.status),
        author=_texts(table, "author"),
        target=_percent(table, "target", usual.target),
        sample=_percent(table, "sample", usual.sample),
        not_named=_texts(table, "not_named"),
        may_be_named=_texts(table, "may_be_named"),
        people=people,
        themes=_themes(TomlTable(file, "themes", top.get("themes", {}), ())),
        contact=table.text("contact", ""),
        table=table.text("table", usual.table),
    )


def _themes(table: TomlTable) -> dict[str, tuple[str, ...]]:
    for title, refs in table.values.items():
        if not isinstance(refs, list) or not all(isinstance(ref, str) for ref in refs):
            raise table.refuse(title, 'a list of references such as ["1", "16"]')
    return {title: tuple(refs) for title, refs in table.values.items()}


def _texts(table: TomlTable, key: str) -> tuple[str, ...]:
    lines = table.values.get(key, [])
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise table.refuse(key, "a list of texts in quotation marks")
    return tuple(line.strip() for line in lines if line.strip())


def _percent(table: TomlTable, key: str, usual: int) -> int:
    value = table.values.get(key, usual)
    if type(value) is not int or not 0 <= value <= 100:
        raise table.refuse(key, "a percentage from 0 to 100")
    return value


def _nation(table: TomlTable) -> Nation:
    words = table.text("nation", Nation.ENGLAND.value).lower()
    if words not in set(Nation):
        names = ", ".join(f'"{nation}"' for nation in Nation)
        raise table.refuse("nation", f"whose bank holidays are kept: one of {names}")
    return Nation(words)


def _closed_days(table: TomlTable) -> tuple[date, ...]:
    days = table.values.get("closed", [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise table.refuse("closed", "a list of days off such as [2022-09-19, 2022-12-28]")
    return tuple(sorted(set(days)))


def _life(table: TomlTable) -> LifePlan:
    usual = LifePlan()
    extensions = table.values.get("extensions", usual.extensions)
    if type(extensions) is not int or not 0 <= extensions < 100:
        raise table.refuse("extensions", "how many extensions a lead may grant: a number from 0 to 99")
    causes = table.values.get("causes", list(usual.causes))
    if not isinstance(causes, list) or not causes or not all(isinstance(c, str) and c.strip() for c in causes):
        raise table.refuse("causes", 'a list of causes of delay such as ["Not enough staff", "Money"]')
    if len(causes) > _MOST_CAUSES or max(map(len, causes)) > _LONGEST_CAUSE:
        shown = (
            f"at most {_MOST_CAUSES} causes of delay of at most {_LONGEST_CAUSE} letters, as Slack's menus show"
        )
        raise table.refuse("causes", shown)
    words = table.values.get("words", {})
    names = ", ".join(f'"{status}"' for status in Status)
    if not isinstance(words, dict) or not all(status in set(Status) for status in words.values()):
        raise table.refuse("words", f'a table such as {{ Green = "in progress" }}, of {names}')
    meanings = {" ".join(word.split()): Status(status) for word, status in words.items()}
    return LifePlan(extensions, tuple(dict.fromkeys(cause.strip() for cause in causes)), meanings)


def _cards(head: TomlTable) -> bool:
    when = head.text("cards", "at once").lower()
    if when not in _CARDS:
        raise head.refuse("cards", '"at once" or "when due"')
    return _CARDS[when]


def admins_of(head: TomlTable) -> tuple[str, ...]:
    """The administrators ([register] admins). Raises Refused."""
    admins = head.values.get("admins", [])
    if not isinstance(admins, list) or not all(isinstance(a, str) and _PERSON.fullmatch(a) for a in admins):
        raise head.refuse("admins", 'a list of Slack user ids such as ["U012AB3CD"]')
    return tuple(dict.fromkeys(admins))


def directorates_of(file: str, tables: object) -> tuple[Directorate, ...]:
    """The directorates ([directorates.CODE]). Raises Refused."""
    found: list[Directorate] = []
    for code, values in TomlTable(file, "directorates", tables, ()).values.items():
        if code.upper() == EVERY_DIRECTORATE:
            raise Refused(f"{file}: [directorates.{code}]: ALL already means every directorate; leave it out.")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9&_-]{0,19}", code):
            raise Refused(f"{file}: [directorates.{code}]: a code is letters and digits, 20 at most.")
        twin = next((one.code for one in found if one.code.lower() == code.lower()), None)
        if twin:
            raise Refused(
                f"{file}: [directorates.{code}] and [directorates.{twin}] differ only in case; keep one."
            )
        table = TomlTable(file, f"directorates.{code}", values, OWNER_KEYS)
        channel = table.matching("channel", _CHANNEL, "a channel: its id (C…) or #name")
        lead = table.matching("lead", _PERSON, "a Slack user id such as U012AB3CD")
        found.append(Directorate(code, table.text("name", code), channel, lead))
    if not found:
        raise Refused(f"{file} needs at least one directorate, such as [directorates.CYPE].")
    return tuple(found)
