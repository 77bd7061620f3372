"""A register's settings as the form in Slack gives them: checked by the very code that reads the TOML file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from config import register_file, schedule_settings
from config.schedule_settings import DIGEST_KEYS, REMINDER_KEYS, WEEKDAYS
from config.toml_table import TomlTable
from register.notices.plans import ReminderPlan
from register.refused import Refused
from register.register import Register

_FORM = "These settings"
Tables = Mapping[str, Any]


def with_settings(register: Register, tables: Tables) -> Register:
    """The register with its directorates, administrators, reminders and digest replaced by those of the form's tables.

    Settings that the form has no field for stay. Raises Refused, whose ``field`` is "table.key" where that is known.
    """
    head = TomlTable(_FORM, "register", tables["register"], ("admins",))
    admins = register_file.admins_of(head)
    if not admins:
        raise Refused(
            "Somebody must look after the register: name at least one administrator.", field="register.admins"
        )
    entered = schedule_settings.reminders(TomlTable(_FORM, "reminders", tables["reminders"], REMINDER_KEYS))
    return replace(
        register,
        directorates=register_file.directorates_of(_FORM, tables["directorates"]),
        admins=admins,
        reminders=replace(
            register.reminders, steps=entered.steps, once_a_week=entered.once_a_week, at=entered.at
        ),
        digest=schedule_settings.digest(TomlTable(_FORM, "digest", tables["digest"], DIGEST_KEYS)),
    )


def tables_of(register: Register) -> dict[str, Any]:
    """The tables that the form shows of a register's settings."""
    plan: ReminderPlan = register.reminders
    return {
        "register": {"admins": list(register.admins)},
        "directorates": {
            one.code: {"name": one.name, "channel": one.channel, "lead": one.lead}
            for one in register.directorates
        },
        "reminders": {
            "once_a_week": plan.once_a_week,
            "before": sorted(plan.steps.before, reverse=True),
            "after": list(plan.steps.after),
            "then_every": plan.steps.then_every,
            "at": plan.at.isoformat("minutes"),
        },
        "digest": {"day": WEEKDAYS[register.digest.weekday], "at": register.digest.at.isoformat("minutes")},
    }


_NOTHING = object()


def merged(then: Tables, now: Tables, entered: Tables) -> dict[str, Any]:
    """The values to show again in a form that was opened on the settings ``then``, which others changed to ``now``
    before it was sent: what the person changed in the form, and otherwise the current setting.
    """
    found: dict[str, Any] = {}
    for key in dict.fromkeys((*entered, *now)):
        was, is_now, new = (each.get(key, _NOTHING) for each in (then, now, entered))
        if isinstance(new, Mapping) and isinstance(is_now, Mapping):
            found[key] = merged(was if isinstance(was, Mapping) else {}, is_now, new)
            continue
        value = is_now if new == was else new
        if value is not _NOTHING:
            found[key] = value
    return found
