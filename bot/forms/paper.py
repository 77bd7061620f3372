"""The forms of a paper that is offered in Slack: for which register and day, and what it would change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.button_presses import press_request
from bot.forms.about_action import form_request, modal
from bot.forms.form import Body, FieldErrors, Form, NextPage
from bot.forms.inputs import (
    choice_of,
    choices_of,
    date_input,
    date_of,
    line_input,
    select_input,
    several_input,
    text_of,
)
from bot.forms.paper_rows import older_copy_fields, owners_hint, row_answers, row_blocks, row_inputs
from messages.layout import Block, context, section
from messages.mrkdwn import inline
from messages.offered_papers import listed
from register.days.target_dates import Order
from register.fields import FIELDS, field_of
from register.imports.answers import Answers
from register.imports.preview import Preview, SeenColumn
from register.phrases import capitalised, day, number
from register.progress import WORDS, Status
from register.refused import Refused
from storage.intake.offered_papers import Offered
from workflow.context import Context
from workflow.offered_papers import answer, decide, have_read, may_offer, opened

_BLOCKS = 40
"""Blocks of a page; Slack takes 100 of a form."""
_AS_UNDERSTOOD, _AS_IT_IS = "=", "-"
_ORDERS = (
    (Order.DAY_FIRST, "The first is the day: 3/4 is 3 April"),
    (Order.MONTH_FIRST, "The first is the month"),
)
_WISHES = (
    ("accept", "Accept: read it into the register"),
    ("again", "Read it again with my answers, and show me"),
    ("leave", "Leave it: change nothing"),
)


def open_offer(context_: Context, body: Body) -> dict[str, Any]:
    """The form for a shared file: which register, which day. Raises Refused."""
    request = press_request(body, context_.now())
    if "actions" in body:
        file, _bar, name = str(body["actions"][0]["value"]).partition("|")
        files = [(file, name)]
    else:  # the shortcut on a message
        shared = (body.get("message") or {}).get("files") or ()
        files = [(str(one["id"]), str(one.get("name") or "file")) for one in shared]
    if not files:
        raise Refused(
            "There is no file in that message. Share the paper, and use the shortcut on that message."
        )
    registers = may_offer(context_, request)
    fields: list[Block] = []
    if len(files) > 1:
        fields.append(
            select_input("file", "Which file?", [_packed(one) for one in files], "One", optional=False)
        )
    if len(registers) > 1:
        slugs = [(one.slug, one.title) for one in registers]
        fields.append(select_input("register", "Which register?", slugs, "Choose one", optional=False))
    hint = "The day it reports up to, which is often earlier than its meeting."
    fields.append(date_input("as_at", "As at which day?", hint=hint))
    about = {"file": files[0], "register": registers[0].slug, "channel": request.channel}
    return modal("offer_paper", "Import this paper", "Read it", about, [section(_names(files)), *fields])


def _packed(file: tuple[str, str]) -> tuple[str, str]:
    return "|".join(file)[:150], file[1]


def _names(files: list[tuple[str, str]]) -> str:
    return f"{', '.join(inline(name, 80) for _id, name in files[:5])}: I read it and show you what it would change."


def submit_offer(context_: Context, body: Body) -> FieldErrors:
    """Have the file read. Returns the errors of its fields."""
    request, about = form_request(body, context_.now())
    file, name = about["file"]
    if choice_of(body, "file"):
        file, _bar, name = choice_of(body, "file").partition("|")
    as_at = date_of(body, "as_at")
    if as_at is None:
        return {"as_at": "Say which day it reports up to."}
    try:
        have_read(context_, request, choice_of(body, "register") or about["register"], file, name, as_at)
    except Refused as refused:
        return {"as_at": str(refused)}
    return {}


def open_preview(context_: Context, body: Body) -> dict[str, Any]:
    """The first page of what a paper would change. Raises Refused."""
    request = press_request(body, context_.now())
    return _page_view(opened(context_, request, int(body["actions"][0]["value"])), 0)


def submit_preview(context_: Context, body: Body) -> FieldErrors | NextPage:
    """Keep the answers of a page and show the next; do as was decided on the last."""
    request, about = form_request(body, context_.now())
    this, readings = about["offered"], about["readings"]
    rows: dict[str, str] = {}
    try:
        offered = opened(context_, request, this, readings)
        if offered.preview:
            rows = {row: name for name, row in row_inputs(offered.preview)}
            rows |= {printed: f"owner{at}" for at, printed in enumerate(offered.preview.owners_asked)}
        pages = _pages(offered)
        answers = _answers(body, offered)
        if about["page"] + 1 < len(pages):
            return NextPage(_page_view(answer(context_, request, this, readings, answers), about["page"] + 1))
        decide(context_, request, this, readings, answers, choice_of(body, "wish"))
    except Refused as refused:
        inputs = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
        if not inputs:
            return NextPage(modal("paper_preview", "Paper", "", about, [section(inline(str(refused), 500))]))
        own = rows.get(refused.field, "")
        return {own if own in inputs else inputs[-1]: str(refused)}
    return {}


@dataclass(frozen=True)
class _Part:
    """One question or passage of the form, which a page does not divide."""

    blocks: tuple[Block, ...]


def _page_view(offered: Offered, page: int) -> dict[str, Any]:
    pages = _pages(offered)
    about = {"offered": offered.id, "readings": offered.readings, "page": page}
    is_last = page + 1 == len(pages)
    title = f"Page {page + 1} of {len(pages)}" if len(pages) > 1 else "Import this paper"
    top = section(f"*{inline(offered.name, 100)}* as at {day(offered.as_at)}. Nothing has been changed.")
    return modal("paper_preview", title, "Send" if is_last else "Next", about, [top, *pages[page]])


def _pages(offered: Offered) -> list[list[Block]]:
    """The form's parts in the order in which a person works through them, divided into pages."""
    pages: list[list[Block]] = [[]]
    for part in _parts(offered):
        if pages[-1] and len(pages[-1]) + len(part.blocks) > _BLOCKS:
            pages.append([])
        pages[-1].extend(part.blocks)
    return pages


def _parts(offered: Offered) -> Iterator[_Part]:
    seen, given = offered.preview, offered.answers
    assert seen is not None  # noqa: S101 - it was read
    yield from _about_the_paper(seen, given)
    yield from (_Part((block,)) for block in row_blocks(seen, given))
    passages = (
        ("Please check", seen.warnings),
        ("Changed without approval", seen.unapproved),
        ("New", seen.new and [", ".join(seen.new)]),
        ("Changed", seen.changes),
        ("Not in this paper, and left as they are", seen.missing and [", ".join(seen.missing)]),
        ("Left out", seen.left_out),
    )
    for heading, lines in passages:
        for block in listed(heading, lines):
            yield _Part((block,))
        if lines is seen.unapproved:
            yield from (_Part((block,)) for block in older_copy_fields(seen, given))
    wishes = select_input("wish", "What now?", _WISHES, "Accept, read again, or leave", optional=False)
    how = "Only what is shown here is imported: if an answer changes it, it is read and shown again first."
    yield _Part((wishes, context(how)))


def _about_the_paper(seen: Preview, given: Answers) -> Iterator[_Part]:
    """What is answered for the whole paper: its tables, columns, dates and words of progress."""
    if seen.tables:
        tables = [(one, one) for one in seen.tables]
        label = "Which of these hold no actions?"
        none = "None: all are tables of actions"
        now_left = tuple(one for one in seen.tables if _is_set_aside(one, seen, given))
        yield _Part((several_input("tables", label, tables, none, values=now_left),))
    asked = {one.printed for one in seen.about_columns}
    columns = (
        _column_input(at, column, given, is_asked=column.heading in asked)
        for at, column in enumerate(seen.columns)
    )
    yield from _headed("*Its columns as I understood them*", columns)
    if seen.asks_order:
        now = given.dates or Order.DAY_FIRST
        orders = [(order.value, words) for order, words in _ORDERS]
        yield _Part((select_input("dates", "Dates such as 3/4/2023", orders, "Which?", value=now.value),))
    yield from _headed("*Its own key as I understood it*", _key_fields(seen, given))
    yield from _headed("*Words of progress that I do not know*", _status_fields(seen, given))
    yield from _headed(
        "*Whose they are*\nNobody is reminded of an action until its directorate is known.",
        _owner_fields(seen, given),
    )


def _headed(heading: str, fields: Iterable[Block]) -> Iterator[_Part]:
    """The fields, the first of them on one page with their heading; nothing without any."""
    above: tuple[Block, ...] = (section(heading),)
    for field in fields:
        yield _Part((*above, field))
        above = ()


def _key_fields(seen: Preview, given: Answers) -> Iterator[Block]:
    statuses = [(status.value, WORDS[status]) for status in Status]
    for at, word in enumerate(seen.key_read):
        chosen = given.statuses.get(word.printed, Status(word.status))
        means = f" is “{word.meaning}”" if word.says_more else ""
        label = f"“{word.printed}”{means}, {number(word.count, 'action')}"
        yield select_input(f"key{at}", label, statuses, "Which?", optional=False, value=chosen.value)


def _status_fields(seen: Preview, given: Answers) -> Iterator[Block]:
    statuses = [(status.value, WORDS[status]) for status in Status]
    says = {word.printed: f" The key says “{word.meaning}”." for word in seen.key if word.says_more}
    for at, (printed, count) in enumerate(seen.statuses_asked.items()):
        now_ = given.statuses.get(printed)
        label = f"“{printed[:150]}”, {number(count, 'action')}: what does it stand for?{says.get(printed, '')}"
        value = now_.value if now_ else ""
        yield select_input(f"status{at}", label, statuses, "Not said: not started", value=value)


def _owner_fields(seen: Preview, given: Answers) -> Iterator[Block]:
    hint = owners_hint(seen.codes)
    for at, (printed, count) in enumerate(seen.owners_asked.items()):
        label = f"“{printed[:150]}”, {number(count, 'action')}: whose is it?"
        now_said = given.owners.get(printed, "")
        yield line_input(f"owner{at}", label, hint=hint, value=now_said, optional=True)


def _is_set_aside(table: str, seen: Preview, given: Answers) -> bool:
    """Whether a table is left out, by what was answered since the paper was read or as it was read."""
    if table in given.tables or table in given.not_tables:
        return table in given.not_tables
    return table in seen.set_aside


def _column_input(at: int, column: SeenColumn, given: Answers, *, is_asked: bool) -> Block:
    names = [name for name in column.field.split("+") if name]
    options = [(one.name, capitalised(one.words)) for one in FIELDS]
    if len(names) > 1:
        both = capitalised(" and ".join(field_of(name).words for name in names))
        options.insert(0, (_AS_UNDERSTOOD, both))
    options.append((_AS_IT_IS, "Kept as it is"))
    chosen = given.columns.get(column.heading, _AS_UNDERSTOOD if len(names) > 1 else column.field) or _AS_IT_IS
    hint = f"Such as: {' · '.join(column.samples)}" if column.samples else "It is empty."
    hint = f"Please check. {hint}" if is_asked else hint
    return select_input(
        f"column{at}", column.heading, options, "What it holds", hint=hint, optional=False, value=chosen
    )


def _answers(body: Body, offered: Offered) -> Answers:
    """What the fields of a page say otherwise than the paper was read."""
    seen, before = offered.preview, offered.answers
    assert seen is not None  # noqa: S101 - it was read
    owners = {
        printed: " ".join(typed.split())
        for at, printed in enumerate(seen.owners_asked)
        if (typed := text_of(body, f"owner{at}"))
    }
    order = choice_of(body, "dates")
    shown = {block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"}
    rows = row_answers(body, seen, shown)
    rows = {key: words for key, words in rows.items() if words or key in before.rows}
    left = choices_of(body, "tables")
    was_left = [one for one in seen.tables if _is_set_aside(one, seen, before)] if "tables" in shown else []
    return Answers(
        columns=_columns_answered(body, seen, before),
        dates=Order(order) if order else None,
        statuses=_statuses_answered(body, seen, before),
        not_tables=tuple(one for one in left if one not in was_left),
        rows=rows,
        tables=tuple(one for one in was_left if one not in left),
        owners=owners,
    )


def _columns_answered(body: Body, seen: Preview, before: Answers) -> dict[str, str]:
    """The fields of columns, by heading, that are others than were read or given before, or were asked about."""
    asked = {one.printed for one in seen.about_columns}
    found: dict[str, str] = {}
    for at, column in enumerate(seen.columns):
        chosen = choice_of(body, f"column{at}")
        field = column.field if chosen == _AS_UNDERSTOOD else "" if chosen == _AS_IT_IS else chosen
        if chosen and (field != column.field or column.heading in asked or column.heading in before.columns):
            found[column.heading] = field
    return found


def _statuses_answered(body: Body, seen: Preview, before: Answers) -> dict[str, Status]:
    """What printed words of progress stand for, where they are not known or the paper's key was misread."""
    found = {
        printed: Status(chosen)
        for at, printed in enumerate(seen.statuses_asked)
        if (chosen := choice_of(body, f"status{at}"))
    }
    for at, word in enumerate(seen.key_read):
        chosen = choice_of(body, f"key{at}")
        if chosen and (chosen != word.status or word.printed in before.statuses):
            found[word.printed] = Status(chosen)
    return found


OFFER = Form("offer_paper", open_offer, submit_offer)
PREVIEW = Form("paper_preview", open_preview, submit_preview)
