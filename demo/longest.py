"""Every kind of message, form and home page that the bot can make, with its longest content, for Slack to check.

A temporary register with the longest words that people could enter, and with refs and codes that contain a character
that Slack escapes, goes through the real handlers: each command, the timetable over some months, and each form that a
button in these messages opens. Nothing is sent.
"""

import csv
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from bot.app import FORMS
from bot.button_presses import chosen_step
from bot.commands import VERBS, answer
from bot.forms import post_cards, setup
from bot.forms.form import Form, NextPage
from demo.longest_events import ADMIN, LEAD, LONG_TEXT, LONG_WORDS, Events
from jobs.block_support import NEWER_BLOCKS
from jobs.render import render
from jobs.timetable import tick
from papers.read import read
from register.committee.meetings import Meeting, MeetingPlan
from register.refused import Refused
from register.register import Directorate, Register
from slack_api.client import SlackClient
from storage.actions import registers
from storage.database import ready
from storage.database.address import address_of
from storage.database.engine import open_database, reading, transaction
from storage.database.queue_tables import notice
from storage.intake import offered_papers, workspaces
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState, from_row
from workflow.alerts import tell_admins
from workflow.context import AlreadyHandled, Context, Request
from workflow.imports import import_reading
from workflow.meetings import Minutes, record_meeting
from workflow.offered_papers import ask_which, have_read, show

_PAPER_DAY = date(2022, 11, 15)
_MEETINGS = (date(2023, 1, 24), date(2023, 3, 14), date(2023, 5, 16))
_ACTIONS = 60
_BEFORE = (
    "done A&2 {words}",
    "done A&3 {words}",
    "verify A&3",
    "due A&4 exactly 31 December 2023 because {words}",
    "update A&5 {words}",
)
"""The commands that are typed first, so that something waits to be verified or granted, and something is closed."""
_ENDS = (
    *("A&1", "A&2", "A&3", "A&4", "A&5", "A&6", "A&1 {words}"),
    *("A&1 31 December 2023 because {words}", "A&1 because {words}"),
)
_TRIES = ("", "A&1, A&2 and A&3", "all", "overdue", "due 400", "24 January 2023", *_ENDS)
"""The arguments to each verb; a refusal is a message as well."""
_TICKS = tuple(datetime(2022, 11, 16, 10, tzinfo=UTC) + timedelta(days=days) for days in range(0, 150, 6))

_MOST_OPENED = 8
"""How often each form is opened, for another action each time; the first of them have the longest words."""


@dataclass(frozen=True)
class MessageSample:
    """The JSON of a message or a view; ``kind`` is the argument's name in ``blocks.validate``, "message" or "view"."""

    name: str
    kind: str
    content: Mapping[str, Any]

    @property
    def size(self) -> int:
        """The length of its JSON."""
        return len(json.dumps(self.content))


def check_messages(slack: SlackClient, samples: Iterable[MessageSample]) -> Iterator[tuple[str, list[str]]]:
    """The name of each sample, and the reasons why Slack refuses it.

    Raises Permanent when the workspace does not know the method, and Temporary and Unknown.
    """
    for sample in samples:
        yield sample.name, slack.validate(sample.kind, dict(sample.content))


def longest() -> list[MessageSample]:
    """The longest of each kind, by its name."""
    found: dict[str, MessageSample] = {}
    for sample in _samples():
        if sample.name not in found or sample.size > found[sample.name].size:
            found[sample.name] = sample
    return [found[name] for name in sorted(found)]


def _samples() -> Iterator[MessageSample]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(address_of(Path(folder) / "longest.db"))
        ready.make_ready(engine)
        _fill(engine, Path(folder) / "longest.csv")
        try:
            _offer(engine, Path(folder) / "offered.csv")
            shown = [*_answers(engine), *_tables(engine), *_notices(engine)]
            yield from shown
            yield from _forms(engine, shown)
            yield from _own_lists(engine, Path(folder) / "longest.csv")
        finally:
            engine.dispose()


def _fill(engine: Engine, paper: Path) -> None:
    units = tuple(
        Directorate(f"R&D{number}", f"Directorate {number} of {LONG_WORDS}"[:75], f"C0LONG{number}", LEAD)
        for number in range(12)
    )
    register = replace(
        Register("longest", LONG_WORDS[:75]),
        committee=LONG_WORDS[:75],
        directorates=units,
        leads_channel="C0LONGLEADS",
        admins=(ADMIN,),
        meetings=MeetingPlan(tuple(Meeting(day) for day in _MEETINGS), report_every=28),
    )
    with paper.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["No.", "Action", "Delivered", "Owner", "Target date", "Progress"])
        for number in range(1, _ACTIONS + 1):
            owner = "ALL" if number % 3 == 1 else units[number % len(units)].code
            target = f"{1 + number % 28} {('December 2022', 'January 2023', 'March 2023')[number % 3]}"
            delivered = LONG_TEXT[:2000] if number == 6 else LONG_TEXT  # as much as the form for it takes
            writer.writerow([f"A&{number}", LONG_TEXT, delivered, owner, target, "In progress"])
    with transaction(engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, read(paper), _PAPER_DAY, datetime(2022, 11, 15, 10, tzinfo=UTC))


def _offer(engine: Engine, paper: Path) -> None:
    """An administrator shares a file, and is shown a paper with questions about each column and each progress word."""
    at = _TICKS[-1]  # or it would be tidied away meanwhile
    with paper.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        extra = [f"{number} {LONG_TEXT[:1_000]}" for number in range(20)]
        writer.writerow(["No.", "Action", "Owner", "Target date", "Progress", *extra])
        for number in range(1, _ACTIONS + 1):
            writer.writerow([f"A&{number}", LONG_TEXT, "R&D1", "03/04/2023", f"{number} {LONG_TEXT}", *extra])
    context = Context(engine, lambda: at)
    request = Request("message:D0LONG:1.1", ADMIN, "D0LONG", at, "message")
    ask_which(context, request, [("F0LONG", f"{LONG_WORDS[:200]}.csv")] * 5)
    have_read(
        context, replace(request, key="offered"), "longest", "F0LONG", f"{LONG_WORDS[:200]}.csv", _PAPER_DAY
    )
    with reading(engine) as tx:
        offered = offered_papers.find(tx, 1)
    assert offered is not None  # noqa: S101 - it was just offered
    show(engine, offered, paper.read_bytes(), at)


def _answers(engine: Engine) -> Iterator[MessageSample]:
    at = datetime(2023, 1, 16, 10, tzinfo=UTC)
    context = Context(engine, lambda: at)
    asked = ("list changed this week", "who are the leads")
    typed = [*_BEFORE, *(f"{name} {after}" for name in VERBS for after in _TRIES), *asked]
    for number, words in enumerate(typed):
        who = LEAD if words.startswith(("done", "due")) else ADMIN
        request = Request(f"command:{number}", who, "C0LONGLEADS", at, "command")
        try:
            answered = answer(context, request, words.format(words=LONG_TEXT[:2900]).strip())
        except (Refused, AlreadyHandled):
            continue  # a refusal is a line of plain text
        yield MessageSample(f"answer to {words.split()[0]}", "message", _plain(answered.arguments))


def _tables(engine: Engine) -> Iterator[MessageSample]:
    """Lists in a workspace that supports table blocks; from here on, this one does."""
    with transaction(engine) as tx:
        workspaces.save(tx, "T0LONG", "https://long.slack.com/")
        workspaces.save_blocks(tx, NEWER_BLOCKS)
    context = Context(engine, lambda: _TICKS[0])
    for verb in ("list", "mine"):
        request = Request(f"table:{verb}", LEAD, "C0LONGLEADS", _TICKS[0], "command")
        yield MessageSample(
            f"answer to {verb}, as a table", "message", _plain(answer(context, request, verb).arguments)
        )


def _own_lists(engine: Engine, paper: Path) -> Iterator[MessageSample]:
    """What is somebody's own where two registers meet, and the answers to whom nothing is; the last of all, as commands
    must name a register from here on.
    """
    now = _TICKS[-1]
    with transaction(engine) as tx:
        second = replace(registers.find(tx, "longest"), slug="longer")
        registers.save(tx, second)
        paper_of_second = read(paper)
        extra = replace(paper_of_second.lines[0], ref="Z&1")
        import_reading(
            tx, second, replace(paper_of_second, lines=(*paper_of_second.lines, extra)), _PAPER_DAY, now
        )
    for person, place in ((LEAD, "C0LONGLEADS"), (ADMIN, "C0LONGLEADS"), ("U0NOBODY1", "C0NOWHERE")):
        for verb in ("mine", "waiting"):
            request = Request(f"own:{person}:{verb}", person, place, now, "command")
            answered = answer(Context(engine, lambda: now), request, verb)
            yield MessageSample(f"answer to {verb}, of two registers", "message", _plain(answered.arguments))
    request = Request("own:Z&1", LEAD, "C0LONGLEADS", now, "command")
    answered = answer(Context(engine, lambda: now), request, "status Z&1")
    yield MessageSample("answer to status, of the only register with it", "message", _plain(answered.arguments))
    events = Events(engine, now)
    events.reply_under_a_card("Z&1: sent")  # an action of the other register
    with reading(engine) as tx:
        receipt = from_row(tx.execute(select(notice).order_by(notice.c.id.desc()).limit(1)).mappings().one())
        content = render(tx, receipt, events.now)
        assert content is not None  # noqa: S101 - it was just queued
        yield MessageSample("a reply about another register's action", "message", _plain(content))


def _notices(engine: Engine) -> Iterator[MessageSample]:
    for moment in _TICKS:
        tick(engine, moment, moment)
    now = _TICKS[-1]
    request = Request("meeting", ADMIN, "C0LONGLEADS", now, "form")
    minutes = Minutes("24", questions=f"Cllr {'Long ' * 14}: Actions 1, 2 and 3: {LONG_TEXT[:2800]}")
    record_meeting(Context(engine, lambda: now), request, "longest", _MEETINGS[0], minutes)
    asked = replace(request, key="command:meeting", source="command")
    answered = answer(Context(engine, lambda: now), asked, "meeting 24 January 2023")
    yield MessageSample("answer to meeting", "message", _plain(answered.arguments))
    with transaction(engine) as tx:
        about = Notice("longest", "about", NoticeKind.DIGEST, "C0LONG1", refs=("A&1",))
        for state in (NoticeState.FAILED, NoticeState.HELD):
            tell_admins(tx, about, state, "message_not_found", now)
    events = Events(engine, now)
    for page in events.happen():
        yield MessageSample(f"form: {page.view['callback_id']}, sent too late", "view", _plain(page.view))
    now = events.now
    with reading(engine) as tx:
        rows = [from_row(row) for row in tx.execute(select(notice)).mappings()]
        home = Notice("longest", "home", NoticeKind.HOME, LEAD, Method.PUBLISH)
        for sent in (*rows, home):
            if sent.method not in (Method.POST, Method.UPDATE, Method.WHISPER, Method.PUBLISH):
                continue
            content = render(tx, sent, now)
            if content is None:
                continue
            kind = "view" if sent.method == Method.PUBLISH else "message"
            yield from _named(sent, kind, _plain(content.get("view", content)))


def _named(sent: Notice, kind: str, content: dict[str, Any]) -> Iterator[MessageSample]:
    """A notice under two names: its kind's, and a narrower one with what it is about and the buttons that it has."""
    charts = ", with charts" if "data_visualization" in str(content) else ""
    yield MessageSample(f"notice: {sent.kind.value}{charts}", kind, content)
    if sent.method == Method.PUBLISH and not sent.payload:
        return  # whose home it is does not make it another
    about = "card" if sent.card else re.split(r"[:.]", sent.key)[0]
    offered = sorted({str(one.get("action_id", "")).partition(":")[0] for one in buttons_in(content)})
    name = " ".join(
        filter(None, [f"notice: {sent.kind.value}, {about}", f"({', '.join(offered)})" if offered else ""])
    )
    yield MessageSample(name, kind, content)


def _forms(engine: Engine, shown: list[MessageSample]) -> Iterator[MessageSample]:
    """Each form, opened by the buttons of the messages that were shown."""
    now = _TICKS[-1]
    context = Context(engine, lambda: now)
    openers: dict[str, Callable[[Context, Any], dict[str, Any]]] = {form.name: form.open for form in FORMS}
    pressed: set[tuple[str, str]] = set()
    counts: Counter[str] = Counter()
    for button in (one for sample in shown for one in buttons_in(sample.content)):
        name, value = button.get("action_id", ""), str(button.get("value", ""))
        if name not in openers or (name, value) in pressed or counts[name] == _MOST_OPENED:
            continue
        pressed.add((name, value))
        counts[name] += 1
        body = {
            "user": {"id": ADMIN},
            "channel": {"id": "C0LONGLEADS", "name": "leads"},
            "actions": [{"action_id": name, "value": value, "action_ts": "1.1"}],
            "trigger_id": f"{len(pressed)}.1",
        }
        try:
            view = openers[name](context, body)
        except Refused:
            continue
        yield MessageSample(f"form: {name}", "view", _plain(view))
        if name == post_cards.FORM.name:
            yield from _next_page(context, post_cards.FORM, _plain(view))
        if name == setup.FORM.name:
            yield from _next_page(context, setup.FORM, _plain(view))
            yield from _next_page(context, setup.FORM, _plain(view), rename=True)


def _next_page(
    context: Context, form: Form, view: dict[str, Any], *, rename: bool = False
) -> Iterator[MessageSample]:
    """The page that a form shows when it is sent as it was opened, or with another code for each directorate."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            chosen = {
                "value": element.get("initial_value"),
                "selected_user": element.get("initial_user"),
                "selected_users": element.get("initial_users"),
                "selected_conversation": element.get("initial_conversation"),
                "selected_option": element.get("initial_option"),
            }
            if rename and block["block_id"] == "directorates":
                chosen["value"] = "\n".join(f"Z{line[1:]}" for line in chosen["value"].splitlines())
            values[block["block_id"]] = {element["action_id"]: chosen}
    sent = view | {"id": "V0LONG", "hash": "1", "state": {"values": values}}
    following = form.submit(context, {"user": {"id": ADMIN}, "view": sent})
    if isinstance(following, NextPage):
        yield MessageSample(f"form: {following.view['callback_id']}", "view", _plain(following.view))


def buttons_in(part: Any) -> Iterator[Mapping[str, Any]]:
    """Each button within the blocks of a message or view, and for each step in a menu the button of that."""
    if isinstance(part, Mapping):
        if part.get("type") == "button":
            yield part
        for option in part.get("options", ()) if part.get("type") == "overflow" else ():
            step, about = chosen_step(part["action_id"], option["value"])
            yield {"text": option["text"], "action_id": step, "value": about}
        for inner in part.values():
            yield from buttons_in(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from buttons_in(inner)


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as plain JSON, without the fields for its address."""
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return {name: value for name, value in plain.items() if name not in ("channel", "ts", "user", "user_id")}
