"""The form for a register's settings, its page with the effect they would have, and saving them."""

import re
from collections.abc import Sequence
from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import form_request, modal
from bot.forms.form import Body, FieldErrors, Form, NextPage, Saved
from bot.forms.inputs import (
    channel_input,
    channel_of,
    choice_of,
    field_in,
    line_input,
    people_input,
    people_of,
    person_input,
    person_of,
    select_input,
    text_input,
    text_of,
    with_new_id,
)
from bot.forms.setup_directorates import about_directorates, removed_with_actions
from config.schedule_settings import WEEKDAYS
from config.settings_form import Tables, merged, tables_of, with_settings
from messages.command_spelling import spelling
from messages.layout import Block, section
from messages.setup import changed_meanwhile, effect, heading, lacks, left_alone
from register.directorate_changes import DirectorateChanges
from register.permissions import Permission, check
from register.refused import Refused
from register.register import Register, is_channel_id
from storage.actions import registers, settings_log
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.setup import ChangedMeanwhile, change_settings, preview

_MOST = 40
"""Directorates in one form: each has two of the 100 blocks that Slack allows."""
_TOO_MANY = f"With more than {_MOST} directorates settings are changed in the register's file."
_FIELDS = {
    "register.admins": "admins",
    "reminders.before": "before",
    "reminders.after": "after",
    "reminders.then_every": "then_every",
    "reminders.at": "at",
    "digest.day": "day",
    "digest.at": "digest_at",
}
"""The field of the form for a key of the settings."""
_ABOUT = ("register", "channel", "channel_name", "opened_at")
"""What the first page carries."""
_SAVED = "The settings are saved."
_SURE = (("yes", "Yes, that is right"),)


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the register that the pressed button names. Raises Refused when the person may not."""
    slug = str(body["actions"][0]["value"])
    request = press_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        check(request.asker, Permission.LOOK_AFTER, register)
        last = settings_log.settings_changed(tx, slug)
    if len(register.directorates) > _MOST:
        raise Refused(_TOO_MANY)
    about: dict[str, Any] = {"register": slug, "channel": request.channel, "channel_name": request.channel_name}
    about["opened_at"] = last.number if last else 0
    shown = heading(register, (last.by, last.at) if last else None)
    return _page(about, shown, tables_of(register))


def _page(about: dict[str, Any], above: Block, tables: Tables) -> dict[str, Any]:
    """The first page, with what its fields are to hold."""
    return _modal("setup", "Settings", "See what it does", about, [above, *_fields(tables)])


def _page_anew(about: dict[str, Any], above: Block, tables: Tables) -> NextPage:
    """The first page in place of itself or of a later one: its fields are asked again, with what they are to hold."""
    carried: dict[str, Any] = {name: about[name] for name in _ABOUT if name in about}
    if len(tables["directorates"]) > _MOST:
        raise Refused(_TOO_MANY)
    view = _page(carried, above, tables)
    since = str(about.get("opened_at", 0))
    blocks = [with_new_id(one, since) if one["type"] == "input" else one for one in view["blocks"]]
    return NextPage(view | {"blocks": blocks})


def _changed_page(context: Context, about: dict[str, Any], entered: Tables | Body) -> NextPage:
    """The first page again, where somebody else changed settings since it was opened: it says who did, and what.

    Fields that were edited keep what was entered, all others show the settings as they are now. ``entered`` are the
    tables of what was entered, or the first page as it was sent. Raises Refused.
    """
    with reading(context.engine) as tx:
        register = registers.find(tx, about["register"])
        last = settings_log.settings_changed(tx, register.slug)
        before = settings_log.settings_after(tx, register.slug, about.get("opened_at", 0))
    assert last is not None  # noqa: S101 - they were changed
    own = _tables(before, entered) if "view" in entered else entered
    above = changed_meanwhile(before, register, last.by, last.at)
    tables = merged(tables_of(before), tables_of(register), own)
    return _page_anew(about | {"opened_at": last.number}, above, tables)


def _fields(tables: Tables) -> list[Block]:
    steps, digest = tables["reminders"], tables["digest"]
    listed = "\n".join(f"{code}: {one['name']}" for code, one in tables["directorates"].items())
    hint = (
        "One per line: its short name, a colon, its full name. Add, remove or rename lines: the next page asks for the "
        "channel and lead of a new one, and what happens to the actions of one that is gone."
    )
    blocks = [text_input("directorates", "Directorates", value=listed, hint=hint)]
    for code, directorate in tables["directorates"].items():
        blocks.append(channel_input(f"channel:{code}", f"{code}: channel", directorate["channel"]))
        blocks.append(person_input(f"lead:{code}", f"{code}: lead", optional=True, value=directorate["lead"]))
    days = [(day, day.capitalize()) for day in WEEKDAYS]
    return [
        *blocks,
        people_input("admins", "Administrators", tables["register"]["admins"]),
        line_input("before", "Remind this many days before a date", value=_listed(steps["before"])),
        line_input("after", "Remind this many days after it", value=_listed(steps["after"])),
        line_input("then_every", "And then every (days)", value=str(steps["then_every"])),
        line_input("at", "At what time of day", value=steps["at"]),
        select_input("day", "Day of the digest", days, "Choose", value=digest["day"], optional=False),
        line_input("digest_at", "Time of the digest", value=digest["at"]),
    ]


def submit(context: Context, body: Body) -> FieldErrors | NextPage:
    """Returns the effect of these settings, to be confirmed, or first what is asked about directorates that are new or
    removed; or the errors of its fields.
    """
    request, about = form_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, about["register"])
        last = settings_log.settings_changed(tx, register.slug)
    try:
        if last is not None and last.number != about.get("opened_at", 0):
            return _changed_page(context, about, body)
        tables = _tables(register, body)
        new_register = with_settings(register, tables)
        about |= {"tables": tables}
        new = [code for code in new_register.codes if code not in register.codes]
        removed = removed_with_actions(context, register, new_register)
        if new or removed:
            blocks = about_directorates(register, new_register, new, removed)
            return NextPage(_modal("setup_changes", "Directorates", "See what it does", about, blocks))
        return _effect(context, request, register, about)
    except ChangedMeanwhile:
        return _changed_page(context, about, about["tables"])
    except Refused as refused:
        return {_field(refused, body): _plain(refused)}


def answered(context: Context, body: Body) -> dict[str, str] | NextPage:
    """Take in the channels and leads of new directorates, and what becomes of those that are gone."""
    request, about = form_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, about["register"])
    tables = about["tables"]
    renamed: dict[str, str] = {}
    removed: list[str] = []
    for block in body["view"]["blocks"]:
        name = str(block.get("block_id", ""))
        what, _colon, code = name.partition(":")
        if what == "gone":
            chosen = choice_of(body, name)
            renamed |= {code: chosen.removeprefix("=")} if chosen.startswith("=") else {}
            removed += [] if chosen.startswith("=") else [code]
        elif what == "channel":
            tables["directorates"][code]["channel"] = channel_of(body, name)
        elif what == "lead":
            tables["directorates"][code]["lead"] = person_of(body, name)
    try:
        return _effect(context, request, register, about | {"renamed": renamed, "removed": removed})
    except ChangedMeanwhile:
        return _changed_page(context, about, about["tables"])
    except Refused as refused:
        return _page_anew(about, heading(register, None, _plain(refused)), about["tables"])


def _effect(context: Context, request: Request, register: Register, about: dict[str, Any]) -> NextPage:
    """The page with the effect that settings would have, which asks about what will not work. Raises Refused."""
    new_register = with_settings(register, about["tables"])
    found = preview(context, request, new_register, about.get("opened_at", 0), _directorate_changes(about))
    blocks = effect(register, new_register, found)
    lacking = [line for line in lacks(new_register) if line not in lacks(register)]
    if found.left:
        blocks += [section(_left_alone(context, register, found.left, is_saved=False))]
    if lacking:
        blocks += [section("\n".join(["*What will no longer work*", *(f"• {line}" for line in lacking)]))]
        blocks += [select_input("sure", "Is that what you want?", _SURE, "Choose", optional=False)]
    return NextPage(_modal("setup_save", "What it does", "Save", about, blocks))


def _directorate_changes(about: dict[str, Any]) -> DirectorateChanges:
    return DirectorateChanges(about.get("renamed", {}), frozenset(about.get("removed", ())))


def save(context: Context, body: Body) -> FieldErrors | NextPage | Saved:
    """Save the settings that were looked at."""
    request, about = form_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, about["register"])
    new_register, opened_at = with_settings(register, about["tables"]), about.get("opened_at", 0)
    try:
        came_to = change_settings(context, request, new_register, opened_at, _directorate_changes(about))
    except ChangedMeanwhile:
        return _changed_page(context, about, about["tables"])
    except Refused as refused:
        return _page_anew(about, heading(register, None, _plain(refused)), about["tables"])
    if not came_to.left:
        return {}
    return Saved(f"{_SAVED} {_left_alone(context, register, came_to.left, is_saved=True)}", register.slug)


def _left_alone(context: Context, register: Register, refs: Sequence[str], *, is_saved: bool) -> str:
    with reading(context.engine) as tx:
        commands = spelling(register, registers.every(tx))
    return left_alone(refs, commands, is_saved=is_saved)


def _tables(register: Register, body: Body) -> dict[str, Any]:
    """What the form holds, as the tables of a settings file. Raises Refused."""
    tables = tables_of(register)
    known = tables["directorates"]
    directorates = {}
    for line in filter(None, map(str.strip, text_of(body, "directorates").splitlines())):
        code, _colon, name = map(str.strip, line.partition(":"))
        if code in directorates:
            raise Refused(f"{code} is there twice; keep one.", field="directorates")
        chosen = {"channel": channel_of(body, f"channel:{code}"), "lead": person_of(body, f"lead:{code}")}
        if code in known and not chosen["channel"]:
            chosen["channel"] = "" if register.directorate(code) is None else _named(known[code]["channel"])
        directorates[code] = {"name": name or code, **chosen}
    steps = tables["reminders"] | {
        "before": _days(body, "before"),
        "after": _days(body, "after"),
        "then_every": _days(body, "then_every")[0],
        "at": text_of(body, "at").strip(),
    }
    admins = people_of(body, "admins")
    if set(admins) == set(register.admins):  # a menu may give them in an order of its own
        admins = register.admins
    return {
        "register": {"admins": list(admins)},
        "directorates": directorates,
        "reminders": steps,
        "digest": {"day": choice_of(body, "day"), "at": text_of(body, "digest_at").strip()},
    }


def _named(channel: str) -> str:
    """A channel that settings give by its name: the form cannot show it as chosen, so an empty field keeps it."""
    return "" if is_channel_id(channel) else channel


def _days(body: Body, name: str) -> list[int]:
    words = re.split(r"[\s,;]+", text_of(body, name).strip(" ,;"))
    if not all(word.isdecimal() for word in words):
        raise Refused("Write days as numbers with commas between them: 28, 14, 7, 1.", field=name)
    return [int(word) for word in words]


def _listed(days: list[int]) -> str:
    return ", ".join(map(str, days))


def _plain(refused: Refused) -> str:
    """A refusal as it is read in a form, where no settings file is in sight."""
    words = re.sub(r"^These settings:? ", "", str(refused))
    found = re.fullmatch(r"\S+ in \[[^\]]+\] must be (.+?); it is .*", words, flags=re.S)
    if found:
        return f"This must be {found[1].replace('[', '').replace(']', '')}."
    words = re.sub(r"^\[directorates\.([^\]]+)\]: ", r"\1: ", words)
    words = words.replace("a code is letters", "a short name is letters")
    return words.replace(
        "needs at least one directorate, such as [directorates.CYPE]", "Name one directorate at least"
    )


def _field(refused: Refused, body: Body) -> str:
    """The field that a refusal is about: by its own name, by the key of the settings, or else the directorates."""
    found = re.fullmatch(r"directorates\.(.+)\.(channel|lead)", refused.field)
    name = f"{found[2]}:{found[1]}" if found else _FIELDS.get(refused.field, refused.field)
    return field_in(body, name) or field_in(body, "directorates")


def _modal(
    name: str, title: str, submit_label: str, about: dict[str, Any], blocks: list[Block]
) -> dict[str, Any]:
    view = modal(name, title, submit_label, about, blocks)
    if len(view["private_metadata"]) > 3_000:
        raise Refused("These are more settings than Slack's form can hold: change them in the register's file.")
    return view


FORM = Form("setup", open_form, submit, "", can_undo=False)
CHANGES = Form("setup_changes", open_form, answered, "", can_undo=False)
SAVE = Form("setup_save", open_form, save, _SAVED, can_undo=False)
