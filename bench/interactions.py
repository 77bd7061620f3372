"""The operations of benchmark 9 that are not typed commands: forms opened and sent, buttons, shortcuts, a reply in a
thread, the home page's menus, the jobs of the timetable, and the shell's commands that only read.
"""

import itertools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any

from sqlalchemy import Engine

import htst
from bench.busy_register import ADMIN, DIRECTORATES, LEAD, NOW, OFFICER, PRINTED_ON
from bot import home, replies
from bot.app import FORMS
from bot.button_presses import BUTTONS, press_request
from bot.forms.form import NextPage
from jobs.render import render
from jobs.timetable import TIMETABLE
from register.notices.schedule import Run
from register.refused import Refused
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.queue import cards
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context
from workflow.home import open_home

Work = Callable[[Context], Any]
Prepared = Callable[[Context], Work]
"""Prepares an operation that is to be measured, and returns it."""
MEETING = "2022-12-12"
IN_SHELL = (
    ("status", "--json"),
    ("status", "10", "--json"),
    ("list", "--json"),
    ("list", "overdue", "--json"),
    ("history", "10", "--json"),
    ("round", "--meeting", MEETING, "--json"),
    ("diff", "2022-11-15", "2022-11-21", "--json"),
    ("brief", "--meeting", MEETING, "--json"),
    ("sources", "--meeting", MEETING, "--json"),
    ("audit", "verify", "--json"),
)
"""Commands that only read; their output is discarded."""
_FORM = {one.name: one for one in FORMS}
_keys = itertools.count()
_own_refs = itertools.cycle(
    [ref for ref in range(2 * DIRECTORATES, 82 * DIRECTORATES, DIRECTORATES) if ref * 37 % 2_000 < 800]
)
"""Actions of the lead's directorate that are due within 600 days (``busy_register``), so that the later date that is
asked for is plausible."""


_other_refs = itertools.cycle(range(5, 82 * DIRECTORATES, DIRECTORATES))
"""Actions of another directorate, for what administrators can do to any action."""


def in_slack() -> Iterator[tuple[str, Prepared]]:
    """The operations that somebody waits for in Slack, by their names in the table."""
    for form, person, value in (
        ("update", LEAD, "bench:{own}"),
        ("done", LEAD, "bench:{own}"),
        ("new_date", LEAD, "bench:{own}"),
        ("officer", ADMIN, "bench:{own}"),
        ("lead", ADMIN, "bench:{other}"),
        ("snooze", LEAD, "bench:48"),  # due in four years: reminders of what is late do not rest
        ("exempt", ADMIN, "bench:{other}"),
        ("withdraw", ADMIN, "bench:37"),  # one that has an update
        ("narrative", ADMIN, "bench:{own}"),
        ("round", LEAD, f"bench:{MEETING}:D1"),
        ("answer_all", LEAD, "bench::24,36,48,60,72"),
        ("meeting", ADMIN, "bench:2022-11-18:"),
        ("new_update", LEAD, "bench"),
        ("away", OFFICER, "bench"),
        ("setup", ADMIN, "bench"),
    ):
        yield f"form: {form}", partial(_ready, partial(_opened, form, person, value))
        if form != "setup":
            yield f"form sent: {form}", partial(_to_send, form, person, value)
    yield "form sent: setup without a directorate", partial(_to_send, "setup", ADMIN, "bench")
    yield "button: verify", partial(_after, LEAD, "done", "verify", ADMIN)
    yield "button: grant", partial(_after, LEAD, "new_date", "grant", ADMIN)
    yield "button: undo", partial(_after, LEAD, "update", "undo", LEAD)
    yield "a reply in a card's thread", _reply
    yield "home page: opened", partial(_ready, partial(_home_opened, LEAD))
    for chosen in ("overdue", "open", "waiting"):
        yield (
            f"home page: {chosen} chosen by an administrator, and drawn",
            partial(_ready, partial(_chosen, chosen)),
        )


def jobs() -> Iterator[tuple[str, Callable[[Engine], Any]]]:
    """Each job of the timetable; its transaction is rolled back."""
    for job in TIMETABLE[:3]:  # the jobs of the reports only queue a notice; delivery writes the report
        yield f"job: {job.name}", partial(_job, job.name)


def in_shell() -> Iterator[tuple[str, Callable[[Engine], Any]]]:
    """The shell's commands that only read."""
    for words in IN_SHELL:
        yield f"htst {' '.join(words)}", partial(_printed, words)


def _ready(work: Work, _context: Context) -> Work:
    return work


def _press(name: str, person: str, value: str) -> dict[str, Any]:
    number = next(_keys)
    action = {"value": value, "action_ts": str(NOW.timestamp()), "action_id": name}
    channel = {"id": "C0D1", "name": "d1"}
    return {"user": {"id": person}, "channel": channel, "trigger_id": f"trigger{number}", "actions": [action]}


def _opened(name: str, person: str, value: str, context: Context) -> dict[str, Any]:
    if "{" not in value:
        return _FORM[name].open(context, _press(name, person, value))
    refs = _other_refs if "{other}" in value else _own_refs
    for ref in itertools.islice(refs, 100):
        with suppress(Refused):  # such as of one that is reported already, or for which another date is asked
            return _FORM[name].open(context, _press(name, person, value.format(own=ref, other=ref)))
    raise LookupError(f"no action is left for the form {name}")


def _to_send(name: str, person: str, value: str, context: Context) -> Work:
    body = _filled(_opened(name, person, value, context), person)
    return partial(_sent, person, body)


def _sent(person: str, body: dict[str, Any], context: Context) -> Any:
    form = _FORM[str(body["view"]["callback_id"])]
    answer = form.submit(context, body)
    # A date that is probably a mistake must be confirmed on a second page.
    if form.name == "new_date" and isinstance(answer, NextPage):
        return form.submit(context, _filled(answer.view, person))
    return answer


def _filled(view: dict[str, Any], person: str) -> dict[str, Any]:
    """The payload of a form that is sent: each field with its initial value, or else with a valid one."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: _entered(block)}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    number = next(_keys)
    return {
        "user": {"id": person},
        "view": view | {"id": f"V{number}", "hash": "", "state": {"values": values}},
    }


def _entered(block: dict[str, Any]) -> dict[str, Any]:
    element, name = block["element"], block["block_id"].partition("|")[0]
    match element["type"]:
        case "plain_text_input":
            words = f"Draft {next(_keys)} was sent to the panel: https://example.org/draft"
            words = {"number": "24", "refs": "36", "questions": ""}.get(
                name, element.get("initial_value", words)
            )
            if name == "directorates":  # without one of them, so that the form asks who gets its actions
                words = "\n".join(line for line in words.splitlines() if not line.startswith("D2:"))
            return {"value": words}
        case "static_select":
            options = element["options"]
            is_asked = name == "sure" or not block.get("optional")
            return {"selected_option": element.get("initial_option") or (options[0] if is_asked else None)}
        case "datepicker":
            on = NOW + timedelta(days=3 if name == "until" else 620 + next(_keys) % 30)
            return {"selected_date": None if block.get("optional") else f"{on:%Y-%m-%d}"}
        case "users_select":
            return {
                "selected_user": element.get("initial_user") or (None if block.get("optional") else OFFICER)
            }
        case "multi_users_select":
            return {"selected_users": element.get("initial_users", [])}
        case "conversations_select":
            return {"selected_conversation": element.get("initial_conversation")}
        case _:
            return {}


def _after(first: str, form: str, button: str, person: str, context: Context) -> Work:
    """A button that decides about a request that another person has sent by a form."""
    body = _filled(_opened(form, first, "bench:{own}", context), first)
    ref = json.loads(body["view"]["private_metadata"])["ref"]
    _sent(first, body, context)
    value = "bench:" if button == "undo" else f"bench:{ref}"
    return lambda then: BUTTONS[button](then, _press(button, person, value))


def _reply(context: Context) -> Work:
    number = next(_keys)
    ref, thread = str(DIRECTORATES * (10 + number % 60)), f"{int(NOW.timestamp())}.{number:06}"
    with transaction(context.engine) as tx:
        register = registers.find(tx, "bench")
        action = actions.find_id(tx, register, ref)
        assert action is not None
        cards.ensure(tx, "bench", "C0D1", [action])
        own = next(one for one in cards.of_actions(tx, [action]) if one.place == "C0D1")
        if own.ts is None:
            cards.mark_posted(tx, own.id, "C0D1", thread)
    event_ = {
        "type": "message",
        "channel": "C0D1",
        "user": LEAD,
        "text": f"Draft {number} has been sent to the panel.",
        "thread_ts": own.ts or thread,
        "ts": f"{int(NOW.timestamp()) + 1}.{number:06}",
    }
    return lambda then: replies.handle_message(then, f"trigger{number}", event_, "U0HTST")


def _home_opened(person: str, context: Context) -> None:
    open_home(context, press_request(_press("home", person, ""), context.now()))


def _chosen(shown: str, context: Context) -> None:
    body = _press("home_shown", ADMIN, "")
    body["actions"][0]["selected_option"] = {"value": shown}
    home.choose_actions(context, body)
    notice = Notice("bench", f"home:{ADMIN}", NoticeKind.HOME, ADMIN, Method.PUBLISH)
    with reading(context.engine) as tx:
        render(tx, notice, context.now())


def _job(name: str, engine: Engine) -> None:
    job = next(one for one in TIMETABLE if one.name == name)
    with transaction(engine) as tx:
        register: Register = registers.find(tx, "bench")
        moment = job.latest(register, NOW)
        job.run(tx, register, Run(moment, register.calendar.midnight(PRINTED_ON), NOW))
        tx.rollback()


def _printed(words: tuple[str, ...], engine: Engine) -> None:
    os.environ["DATABASE_URL"] = engine.url.render_as_string(hide_password=False)
    try:
        with redirect_stdout(StringIO()):
            htst.main(list(words), standalone_mode=False)
    finally:
        del os.environ["DATABASE_URL"]
