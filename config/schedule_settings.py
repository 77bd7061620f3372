"""When a register sends reminders and digests: the tables [reminders] and [digest] of its settings file."""

from config.toml_table import TomlTable
from register.notices.plans import EVERY_SEVEN_DAYS, DigestPlan, ReminderPlan, Steps
from register.priority import HIGH
from register.refused import Refused

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = ("before", "after", "then_every", "after_every")
REMINDER_KEYS = ("once_a_week", *_DAYS, "escalate", "at", "high")
DIGEST_KEYS = ("day", "at")


def reminders(table: TomlTable) -> ReminderPlan:
    """When reminders are sent ([reminders]). Raises Refused.

    Settings that name days and do not set ``once_a_week`` send reminders on exactly these days, as always. Settings
    without days get the defaults of a new register.
    """
    usual = ReminderPlan()
    once_a_week = table.flag("once_a_week", not set(table.values) - {"at"})
    steps = _steps(table, usual.steps if once_a_week else EVERY_SEVEN_DAYS)
    escalate = table.values.get("escalate", {"lead": usual.lead_after, "admin": usual.admin_after})
    if not isinstance(escalate, dict) or set(escalate) - {"lead", "admin"}:
        raise table.refuse("escalate", "a table such as { lead = 14, admin = 28 }")
    late = {who: table.days("escalate", None, days) for who, days in escalate.items()}
    high, words = None, HIGH
    if "high" in table.values:
        ours = TomlTable(table.file, "reminders.high", table.values["high"], (*_DAYS, "words"))
        high, words = _steps(ours, steps), _words(ours)
    return ReminderPlan(
        steps=steps,
        lead_after=late.get("lead"),
        admin_after=late.get("admin"),
        at=table.clock("at", usual.at),
        once_a_week=once_a_week,
        high=high,
        high_words=words,
    )


def _steps(table: TomlTable, usual: Steps) -> Steps:
    """The days that a table names; ``usual`` where it does not name them."""
    before = tuple(reversed(table.several_days("before", usual.before, 0, "[28, 14, 7, 1]")))
    every = table.days("after_every", None)
    after_keys = {"after", "then_every"} & set(table.values)
    if every is not None:
        if after_keys:
            raise Refused(
                f"{table.file}: [{table.name}] has after_every and {' and '.join(sorted(after_keys))}: give either "
                "after_every, or after and then_every."
            )
        return Steps(before, (every,), every)
    if after_keys:
        usual = Steps()
    after = table.several_days("after", usual.after, 1, "[7, 14, 21, 28]")
    return Steps(before, after, table.days("then_every", usual.then_every) or usual.then_every)


def _words(table: TomlTable) -> tuple[str, ...]:
    words = table.values.get("words", list(HIGH))
    if not isinstance(words, list) or not all(isinstance(one, str) and one.strip() for one in words):
        raise table.refuse("words", 'a list of the priorities that count as high, such as ["high", "1"]')
    return tuple(one.strip() for one in words)


def digest(table: TomlTable) -> DigestPlan:
    """The day and time of the digest ([digest]). Raises Refused."""
    day = table.text("day", "monday").lower()
    if day not in WEEKDAYS:
        raise table.refuse("day", 'a day of the week such as "monday"')
    return DigestPlan(WEEKDAYS.index(day), table.clock("at", DigestPlan().at))
