"""A register's own settings, read from its TOML file and checked key by key."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from register.action import EVERY_DIRECTORATE
from register.calendar import Nation
from register.life_plan import LifePlan
from register.meetings import Meeting, MeetingPlan, RoundPlan
from register.paper_plan import PaperPlan
from register.progress import Status
from register.refused import Refused
from register.register import DigestPlan, Directorate, Register, ReminderPlan

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KEYS = {
    "register": ("slug", "title", "committee", "timezone", "leads_channel", "admins"),
    "calendar": ("nation", "closed"),
    "progress": ("words", "extensions", "causes"),
    "directorates": (),
    "reminders": ("before", "after_every", "escalate", "at"),
    "digest": ("day", "at"),
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
    "paper": ("organisation", "sender", "status", "author", "target", "sample", "not_named", "contact"),
    "people": (),
    "themes": (),
}
_OWNER_KEYS = ("name", "channel", "lead")
SLUG_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CHANNEL = re.compile(r"#?[\w-]{1,80}")
_PERSON = re.compile(r"[UW][A-Za-z0-9_]+")


class _Table:
    """One table of the file: checks its values one by one; a refusal names the file, the table and the key."""

    def __init__(self, file: str, name: str, values: object, known: tuple[str, ...]) -> None:
        self.file, self.name = file, name
        if not isinstance(values, dict):
            raise Refused(f"{file}: [{name}] must be a table of settings.")
        unknown = sorted(set(values) - set(known)) if known else []
        if unknown:
            raise Refused(
                f"{file}: [{name}] has {', '.join(unknown)}, which I do not know. It takes {_listed(known)}."
            )
        self.values: dict[str, Any] = values

    def refuse(self, key: str, wanted: str) -> Refused:
        return Refused(f"{self.file}: {key} in [{self.name}] must be {wanted}; it is {self.values.get(key)!r}.")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if value is None:
            raise Refused(f"{self.file}: [{self.name}] needs {key}.")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.refuse(key, "text in quotation marks")
        return value.strip()

    def matching(self, key: str, pattern: re.Pattern[str], wanted: str) -> str:
        value = self.text(key, "")
        if value and not pattern.fullmatch(value):
            raise self.refuse(key, wanted)
        return value

    def days(self, key: str, default: int | None, value: object = None) -> int | None:
        given = self.values.get(key, default) if value is None else value
        if given is not None and (
            not isinstance(given, int) or isinstance(given, bool) or not 0 < given < 1000
        ):
            raise self.refuse(key, "a number of days from 1 to 999")
        return given

    def clock(self, key: str, default: time) -> time:
        value = self.values.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise self.refuse(key, 'a time of day such as "09:00"')
        if value.startswith("01:"):
            raise self.refuse(
                key, "outside 01:00 to 01:59, which comes twice or not at all when the clocks change"
            )
        return time.fromisoformat(value)


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
    top = _Table(path.name, "file", tables, tuple(_KEYS)).values
    if "register" not in top:
        raise Refused(f"{path.name} needs a [register] table.")
    head = _Table(path.name, "register", top["register"], _KEYS["register"])
    slug = head.text("slug")
    if not SLUG_PATTERN.fullmatch(slug):
        raise head.refuse("slug", "small letters, digits and dashes, 40 at most")
    timezone = head.text("timezone", "Europe/London")
    if timezone not in available_timezones():
        raise head.refuse("timezone", 'a time zone such as "Europe/London"')
    calendar = _Table(path.name, "calendar", top.get("calendar", {}), _KEYS["calendar"])
    return Register(
        slug=slug,
        title=head.text("title"),
        committee=head.text("committee", ""),
        timezone=ZoneInfo(timezone).key,
        nation=_nation(calendar),
        closed_days=_closed_days(calendar),
        leads_channel=head.matching("leads_channel", _CHANNEL, "a channel: its id (C…) or #name"),
        admins=_admins(head),
        directorates=_directorates(path.name, top.get("directorates", {})),
        reminders=_reminders(_Table(path.name, "reminders", top.get("reminders", {}), _KEYS["reminders"])),
        digest=_digest(_Table(path.name, "digest", top.get("digest", {}), _KEYS["digest"])),
        meetings=_meetings(_Table(path.name, "meetings", top.get("meetings", {}), _KEYS["meetings"])),
        paper=_paper(path.name, top),
        life=_life(_Table(path.name, "progress", top.get("progress", {}), _KEYS["progress"])),
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
    table = _Table(path.name, "meetings", tables.get("meetings", {}), _KEYS["meetings"])
    name = table.text("calendar", "")
    return MeetingCalendar(path.parent / name, table.text("title", "")) if name else None


def _meetings(table: _Table) -> MeetingPlan:
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
        reports_to=_texts(table, "reports_to"),
    )


def _paper(file: str, top: dict[str, Any]) -> PaperPlan:
    table = _Table(file, "paper", top.get("paper", {}), _KEYS["paper"])
    usual = PaperPlan()
    people = _Table(file, "people", top.get("people", {}), ()).values
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
        people=people,
        themes=_themes(_Table(file, "themes", top.get("themes", {}), ())),
        contact=table.text("contact", ""),
    )


def _themes(table: _Table) -> dict[str, tuple[str, ...]]:
    for title, refs in table.values.items():
        if not isinstance(refs, list) or not all(isinstance(ref, str) for ref in refs):
            raise table.refuse(title, 'a list of references such as ["1", "16"]')
    return {title: tuple(refs) for title, refs in table.values.items()}


def _texts(table: _Table, key: str) -> tuple[str, ...]:
    lines = table.values.get(key, [])
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise table.refuse(key, "a list of texts in quotation marks")
    return tuple(line.strip() for line in lines if line.strip())


def _percent(table: _Table, key: str, usual: int) -> int:
    value = table.values.get(key, usual)
    if type(value) is not int or not 0 <= value <= 100:
        raise table.refuse(key, "a percentage from 0 to 100")
    return value


def _nation(table: _Table) -> Nation:
    words = table.text("nation", Nation.ENGLAND.value).lower()
    if words not in set(Nation):
        names = ", ".join(f'"{nation}"' for nation in Nation)
        raise table.refuse("nation", f"whose bank holidays are kept: one of {names}")
    return Nation(words)


def _closed_days(table: _Table) -> tuple[date, ...]:
    days = table.values.get("closed", [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise table.refuse("closed", "a list of days off such as [2022-09-19, 2022-12-28]")
    return tuple(sorted(set(days)))


def _life(table: _Table) -> LifePlan:
    usual = LifePlan()
    extensions = table.values.get("extensions", usual.extensions)
    if type(extensions) is not int or not 0 <= extensions < 100:
        raise table.refuse("extensions", "how many extensions a lead may grant: a number from 0 to 99")
    causes = table.values.get("causes", list(usual.causes))
    if not isinstance(causes, list) or not causes or not all(isinstance(c, str) and c.strip() for c in causes):
        raise table.refuse("causes", 'a list of causes of delay such as ["Not enough staff", "Money"]')
    words = table.values.get("words", {})
    names = ", ".join(f'"{status}"' for status in Status)
    if not isinstance(words, dict) or not all(status in set(Status) for status in words.values()):
        raise table.refuse("words", f'a table such as {{ Green = "in progress" }}, of {names}')
    meanings = {" ".join(word.lower().split()): Status(status) for word, status in words.items()}
    return LifePlan(extensions, tuple(dict.fromkeys(cause.strip() for cause in causes)), meanings)


def _admins(head: _Table) -> tuple[str, ...]:
    admins = head.values.get("admins", [])
    if not isinstance(admins, list) or not all(isinstance(a, str) and _PERSON.fullmatch(a) for a in admins):
        raise head.refuse("admins", 'a list of Slack user ids such as ["U012AB3CD"]')
    return tuple(dict.fromkeys(admins))


def _directorates(file: str, tables: object) -> tuple[Directorate, ...]:
    found: list[Directorate] = []
    for code, values in _Table(file, "directorates", tables, ()).values.items():
        if code.upper() == EVERY_DIRECTORATE:
            raise Refused(f"{file}: [directorates.{code}]: ALL already means every directorate; leave it out.")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9&_-]{0,19}", code):
            raise Refused(f"{file}: [directorates.{code}]: a code is letters and digits, 20 at most.")
        twin = next((one.code for one in found if one.code.lower() == code.lower()), None)
        if twin:
            raise Refused(
                f"{file}: [directorates.{code}] and [directorates.{twin}] differ only in case; keep one."
            )
        table = _Table(file, f"directorates.{code}", values, _OWNER_KEYS)
        channel = table.matching("channel", _CHANNEL, "a channel: its id (C…) or #name")
        lead = table.matching("lead", _PERSON, "a Slack user id such as U012AB3CD")
        found.append(Directorate(code, table.text("name", code), channel, lead))
    if not found:
        raise Refused(f"{file} needs at least one directorate, such as [directorates.CYPE].")
    return tuple(found)


def _reminders(table: _Table) -> ReminderPlan:
    usual = ReminderPlan()
    before = table.values.get("before", list(usual.before))
    if not isinstance(before, list) or not all(type(d) is int and 0 <= d < 1000 for d in before):
        raise table.refuse("before", "a list of days such as [28, 14, 7, 1]")
    after_every = table.days("after_every", usual.after_every)
    escalate = table.values.get("escalate", {"lead": usual.lead_after, "admin": usual.admin_after})
    if not isinstance(escalate, dict) or set(escalate) - {"lead", "admin"}:
        raise table.refuse("escalate", "a table such as { lead = 14, admin = 28 }")
    late = {who: table.days("escalate", None, days) for who, days in escalate.items()}
    return ReminderPlan(
        before=tuple(sorted(set(before), reverse=True)),
        after_every=after_every or usual.after_every,
        lead_after=late.get("lead"),
        admin_after=late.get("admin"),
        at=table.clock("at", usual.at),
    )


def _digest(table: _Table) -> DigestPlan:
    day = table.text("day", "monday").lower()
    if day not in WEEKDAYS:
        raise table.refuse("day", 'a day of the week such as "monday"')
    return DigestPlan(WEEKDAYS.index(day), table.clock("at", DigestPlan().at))


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
