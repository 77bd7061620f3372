"""What people read: short, true, in plain words, and never more than Slack takes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot import messages
from bot.messages import Message, trouble
from playground.blocks import check_blocks, check_view, text_length
from register.action import Action, Milestone, Update
from register.digest import Changed, digest, summary
from register.progress import Status, from_print
from register.register import Directorate, Register
from register.reminders import Audience, Batch, Item, Step

TODAY = date(2022, 12, 21)
PAPER = date(2022, 11, 15)
WEEK_AGO = datetime(2022, 12, 14, 9, 30, tzinfo=UTC)
NOVEMBER, DECEMBER, MARCH = date(2022, 11, 30), date(2022, 12, 31), date(2023, 3, 31)
KENT = Register(
    "kent",
    "Home to School Transport: management actions",
    "Governance and Audit Committee",
    admins=("U0MONITOR",),
    directorates=(
        Directorate("CYPE", "Children, Young People and Education", "C0CYPE", "U0CYPELEAD"),
        Directorate("GET", "Growth, Environment and Transport", "C0GET", "U0GETLEAD"),
        Directorate("GLD", "Governance, Law and Democracy", "C0GLD", "U0GLDLEAD"),
    ),
)


def promised(deadline: date | None, label: str = "", printed: str = "as printed") -> Milestone:
    return Milestone(label, printed, deadline)


def action(ref: str = "10", *milestones: Milestone, **changes: Any) -> Action:
    plain = Action(
        register="kent",
        ref=ref,
        defined="Agree who answers for what when directorates work together",
        delivered="",
        target="December 2022",
        owners=("CYPE", "GET"),
        directorates=("CYPE", "GET"),
        milestones=milestones or (promised(DECEMBER, printed="December 2022"),),
        progress="",
        status=Status.NOT_STARTED,
    )
    return replace(plain, **changes)


def said(number: int, text: str, by: str = "U0OFFICER", at: datetime = WEEK_AGO) -> Update:
    return Update(number, at + timedelta(days=number), by, text, "thread")


def shown(blocks: Any) -> str:
    """All that a message shows, as one text."""
    return "\n".join(texts(list(blocks)))


def texts(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else value.values():
        if isinstance(part, str) and isinstance(value, dict) and part == value.get("text"):
            yield part
        elif isinstance(part, list | dict):
            yield from texts(part)


def buttons(blocks: Any) -> list[tuple[str, str, str]]:
    found = [block["accessory"] for block in blocks if "accessory" in block]
    found += [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return [(one["text"]["text"], one["action_id"], one["value"]) for one in found]


# A card.


def test_a_card_says_what_is_asked_by_when_of_whom_and_how_to_answer() -> None:
    card = messages.card(action(updates=(said(1, "First draft is with GET."),)), KENT, "CYPE", TODAY)
    everything = shown(card.blocks)
    for words in (
        "Action 10",
        "Agree who answers for what",
        "*Target date*\n31 December 2022",
        "*Progress*\nNo progress given",
        "*Owners*\nCYPE, jointly with GET",
        "*Last update* · <@U0OFFICER>, 15 December 2022\n> First draft is with GET.",
        "Reply in this thread to record an update.",
    ):
        assert words in everything
    assert buttons(card.blocks) == [("Update", "update", "kent:10")]
    assert "Reply in this thread" in card.text


def test_a_card_stays_true_from_day_to_day() -> None:
    late = action("38", promised(NOVEMBER, "Identification"), promised(DECEMBER, "Training"))
    on_the_21st, on_the_29th = (messages.card(late, KENT, "GET", day) for day in (TODAY, date(2022, 12, 29)))
    assert on_the_21st == on_the_29th
    assert ":red_circle: Identification: overdue since 30 November 2022\nTraining: 31 December 2022" in shown(
        on_the_21st.blocks
    )


def test_a_card_of_what_is_done_is_not_red() -> None:
    done = action("9", promised(NOVEMBER), progress="Complete", status=Status.IMPLEMENTED)
    everything = shown(messages.card(done, KENT, "GLD", TODAY).blocks)
    assert ":white_check_mark: Complete" in everything
    assert "overdue" not in everything


def test_an_undated_action_shows_the_words_it_was_given() -> None:
    ongoing = action("7", promised(None, printed="Ongoing"), owners=("GLD",), directorates=("GLD",))
    everything = shown(messages.card(ongoing, KENT, "GLD", TODAY).blocks)
    assert "*Target date*\nOngoing" in everything
    assert "*Owner*\nGLD" in everything


def test_before_the_cards_a_channel_is_told_what_is_coming_and_where_to_start() -> None:
    actions = [action("3", promised(NOVEMBER)), action("4", promised(MARCH)), action("10")]
    told = messages.assigned_summary(KENT, "CYPE", actions, TODAY)
    everything = shown(told.blocks)
    assert "3 management actions for CYPE" in everything
    assert "1 overdue · 1 due in the next four weeks · 3 with no update yet" in everything
    assert everything.index("*3*  ") < everything.index("*10*  ")
    assert "*4*" not in everything


@dataclass(frozen=True)
class Posted:
    cards: dict[str, int] = field(default_factory=dict)
    without_channel: tuple[str, ...] = ()


def test_whoever_asked_for_cards_is_told_how_many_went_where() -> None:
    told = messages.assigned(Posted({"CYPE": 15, "GET": 12, "GLD": 0}), KENT, None)
    assert "15 for <#C0CYPE> and 12 for <#C0GET>" in told.text
    assert "already has a card" in messages.assigned(Posted({"CYPE": 0}), KENT, ["10"]).text
    assert "no channel is set" in messages.assigned(Posted({"CYPE": 1}, ("XYZ",)), KENT, ["10"]).text


def test_only_the_author_of_a_reply_is_offered_to_take_it_back() -> None:
    told = messages.recorded(action(), 7)
    assert told.text == "Recorded as an update to action 10."
    assert buttons(told.blocks) == [("Not an update", "not_an_update", "7")]


# Answers.


def test_status_tells_everything_about_an_action() -> None:
    updates = tuple(said(n, f"Step {n} is done.") for n in range(1, 6))
    one = action(
        delivered="Two workshops held.",
        progress="In progress",
        status=Status.IN_PROGRESS,
        links=("17",),
        named_by=("1", "14"),
        updates=updates,
    )
    told = messages.status(one, KENT, TODAY, date(2022, 12, 23))
    for words in (
        "Action 10",
        "Agree who answers for what when directorates work together",
        ":large_orange_circle: *Due 31 December 2022, in 10 days*",
        "CYPE and GET",
        "In progress",
        "31 December 2022 (printed “December 2022”)",
        "23 December 2022, in 2 days",
        "Two workshops held.",
        "<@U0OFFICER>, 19 December 2022\n> Step 5 is done.",
        "and 2 earlier updates",
        "Refers to action 17",
        "Referred to by actions 1 and 14",
    ):
        assert words in shown(told.blocks)
    assert "Step 2" not in shown(told.blocks)
    for words in ("in 10 days", "In progress", "Two workshops held", "Step 5 is done", "Refers to action 17"):
        assert words in told.text


@pytest.mark.parametrize(
    ("one", "reminder", "words"),
    [
        (action("9", progress="Complete", status=Status.IMPLEMENTED), None, "None: it is done"),
        (action("9", promised(None)), None, "None: the target date names no day"),
        (action("9", promised(NOVEMBER)), TODAY + timedelta(days=1), "22 December 2022, tomorrow"),
        (action("9", promised(NOVEMBER)), None, "3 weeks late, due 30 November 2022"),
    ],
)
def test_status_says_how_late_and_what_reminder_comes_next(
    one: Action, reminder: date | None, words: str
) -> None:
    assert words in shown(messages.status(one, KENT, TODAY, reminder).blocks)


def test_a_moved_date_shows_what_was_first_promised() -> None:
    moved = action("9", Milestone("", "March 2023", MARCH, original=NOVEMBER))
    assert "first promised for 30 November 2022" in shown(messages.status(moved, KENT, TODAY, None).blocks)


def test_the_state_of_the_register_is_seen_in_one_look() -> None:
    gld = {"owners": ("GLD",), "directorates": ("GLD",)}
    actions = [action("3", promised(NOVEMBER)), action(), action("9", progress="Complete", **gld)]
    actions[2] = replace(actions[2], status=Status.IMPLEMENTED)
    everything = shown(messages.state(summary(actions, TODAY), KENT, TODAY).blocks)
    for words in (
        "*2 open of 3 actions*",
        ":red_circle: 1 overdue",
        ":large_orange_circle: 1 due in the next four weeks",
        "2 with no update yet",
        "No progress given 2 · Complete 1",
        "*CYPE*  2 open · 1 overdue · 1 due soon · 2 with no update",
        "*GLD*  0 open",
    ):
        assert words in everything
    assert everything.index("*CYPE*") < everything.index("*GET*") < everything.index("*GLD*")


def test_a_long_list_says_how_many_more_and_what_to_type_for_them() -> None:
    actions = [action(str(n)) for n in range(1, 41)]
    told = messages.listing(actions, KENT, TODAY, "All actions", (41, 143), "/htst list ")
    assert "_and 63 more:_ `/htst list from 81` shows the next" in shown(told.blocks)
    assert "41 to 80, the most urgent first" in shown(told.blocks)
    assert "And 63 more: `/htst list from 81`" in told.text


def test_a_list_gathers_what_is_due_the_same_day_the_earliest_first() -> None:
    done = action("2", progress="Complete", status=Status.IMPLEMENTED)
    actions = [done, action("4", promised(MARCH)), action("10"), action("9"), action("3", promised(NOVEMBER))]
    everything = shown(
        messages.listing(actions, KENT, TODAY, "Actions with “who”", (1, 5), "/htst list who").blocks
    )
    assert everything.count("Due 31 December 2022, in 10 days") == 1
    order = ["3 weeks late", "*3*", "31 December", "*9*", "*10*", "31 March", "*4*", "Complete", "*2*"]
    assert [everything.index(words) for words in order] == sorted(everything.index(words) for words in order)


def test_an_empty_list_says_so() -> None:
    assert messages.listing([], KENT, TODAY, "Actions overdue", (1, 0), "/htst list overdue").text.startswith(
        "Actions overdue: there are none."
    )


def test_what_is_mine_starts_with_what_is_late() -> None:
    mine = [action("4", promised(MARCH)), action(), action("3", promised(NOVEMBER))]
    told = messages.mine(mine, KENT, TODAY)
    assert "Yours: 3 open actions" in shown(told.blocks)
    assert "overdue 1, due in the next four weeks 1, later 1" in told.text
    assert "No open action is yours" in messages.mine([], KENT, TODAY).text


def test_help_shows_what_can_be_typed() -> None:
    told = messages.help([("/htst status [REF]", "one action in full"), ("/htst mine", "what is yours")])
    assert "`/htst status [REF]`  one action in full\n`/htst mine`  what is yours" in shown(told.blocks)


def test_a_refusal_repeats_what_was_typed_without_obeying_it() -> None:
    told = messages.refusal("I do not know “<!channel>”. Type `/htst help`.")
    assert told.text == "I do not know “&lt;!channel&gt;”. Type `/htst help`."
    assert messages.plain("Saved & done").text == "Saved &amp; done"


def test_nothing_that_was_printed_or_answered_is_obeyed_where_it_is_repeated() -> None:
    loud = action("<!channel>", promised(TODAY))
    told = messages.reminder(batch("reminder", (loud, loud.milestones[0])), KENT, TODAY)
    undecided = trouble.undecided("<!here>", "#<!here>", "<!channel>")
    failed = trouble.failed("<!here>", "#<!here>", "<!channel>")
    for one in (told, undecided, failed):
        assert_calls_nobody(one.text, one.blocks)


# Notices.


def batch(kind: Any, *items: tuple[Action, Milestone], directorate: str | None = "CYPE") -> Batch:
    step = Step(Audience.CHANNEL, -14, TODAY)
    return Batch(kind, "C0CYPE", directorate, tuple(Item(a, m, step) for a, m in items))


def test_a_reminder_says_when_what_and_with_whom() -> None:
    first, second = action("3", promised(NOVEMBER)), action("14", updates=(said(2, "Half done."),))
    told = messages.reminder(
        batch("reminder", (first, first.milestones[0]), (second, second.milestones[0])), KENT, TODAY
    )
    everything = shown(told.blocks)
    for words in (
        "Reminder: 1 action past its date and 1 due soon",
        ":red_circle: *3 weeks late, due 30 November 2022*",
        ":large_orange_circle: *Due 31 December 2022, in 10 days*",
        "With GET · no update yet",
        "With GET · last update 16 December 2022",
        "`/htst update 3 what has been done`",
    ):
        assert words in everything
    assert buttons(told.blocks) == [("Update", "update", "kent:3"), ("Update", "update", "kent:14")]
    assert "<@" not in everything + told.text


@pytest.mark.parametrize(
    ("deadlines", "today", "heading"),
    [
        ([NOVEMBER], date(2022, 11, 29), "Reminder: action 1 is due tomorrow"),
        ([NOVEMBER], date(2022, 12, 7), "Reminder: action 1 is 7 days late"),
        ([NOVEMBER, DECEMBER], date(2022, 11, 16), "Reminder: 2 actions due by 31 December 2022"),
        ([NOVEMBER, NOVEMBER], date(2022, 12, 7), "Reminder: 2 actions past their date"),
    ],
)
def test_the_heading_of_a_reminder_says_it_all(deadlines: list[date], today: date, heading: str) -> None:
    actions = [action(str(n), promised(day)) for n, day in enumerate(deadlines, start=1)]
    told = messages.reminder(batch("reminder", *((a, a.milestones[0]) for a in actions)), KENT, today)
    assert told.blocks[0]["text"]["text"] == heading
    assert told.text.startswith(heading)


def test_a_reminder_of_a_hundred_names_every_ref() -> None:
    actions = [action(str(n), promised(NOVEMBER)) for n in range(1, 101)]
    told = messages.reminder(batch("reminder", *((a, a.milestones[0]) for a in actions)), KENT, TODAY)
    everything = shown(told.blocks)
    assert "*And 85 more:* 16, 17, " in everything
    assert ", 100\n`/htst list CYPE` shows them." in everything


def test_an_escalation_says_why_one_is_told_and_what_was_last_said() -> None:
    late = action("3", promised(NOVEMBER), updates=(said(1, "Waiting for legal advice."),))
    to_lead = shown(messages.escalation(batch("escalation", (late, late.milestones[0])), KENT, TODAY).blocks)
    assert "1 action well past its date" in to_lead
    assert "because you lead CYPE" in to_lead
    assert "> Waiting for legal advice." in to_lead
    to_admin = batch("escalation", (late, late.milestones[0]), directorate=None)
    assert "because you look after “Home to School" in shown(messages.escalation(to_admin, KENT, TODAY).blocks)


def digested(actions: list[Action], changes: list[Changed], code: str | None = "CYPE") -> tuple[Message, ...]:
    return messages.digest(digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC), KENT, code, TODAY)


def test_a_digest_tells_the_week() -> None:
    actions = [
        action("3", promised(NOVEMBER)),
        action("38", promised(NOVEMBER, "Identification"), promised(DECEMBER, "Training")),
        action("4", promised(MARCH), updates=(said(1, "Begun."),)),
    ]
    changes = [
        Changed("4", WEEK_AGO, "Progress: blank → In progress", "U0OFFICER"),
        Changed("4", WEEK_AGO, "Target date: May → March", "Table.docx"),
    ]
    (told,) = digested(actions, changes)
    everything = shown(told.blocks)
    for words in (
        "CYPE: the week to 21 December 2022",
        "*3 open of 3 actions*\n:red_circle: 2 overdue\n:large_orange_circle: 1 due in the next four weeks",
        "2 with no update since the paper of 15 November 2022",
        "What changed this week: 1 action",
        "> Progress: blank → In progress\n> Target date: May → March (from Table.docx)",
        "*Overdue, oldest first: 2*\n:red_circle: 3 weeks late, due 30 November 2022\n• *3*",
        "(Identification) · with GET",
        "*Due in the next four weeks: 1*\n:large_orange_circle: Due 31 December 2022, in 10 days\n• *38*",
        "(Training) · with GET",
        "*No update since the paper of 15 November 2022: 2*\n3, 38",
    ):
        assert words in everything
    assert "<@" not in everything + told.text
    (to_leads,) = digested(actions, changes, None)
    assert "All directorates: the week to 21 December 2022" in shown(to_leads.blocks)
    assert " · CYPE, GET" in shown(to_leads.blocks)


def test_a_digest_with_nothing_to_say_says_so() -> None:
    (told,) = digested([action("4", promised(MARCH))], [])
    assert (
        "Nothing changed this week, nothing is overdue, and nothing is due in the next four weeks." in told.text
    )
    (empty,) = digested([], [])
    assert "No action is open, and nothing changed this week." in shown(empty.blocks)


def test_a_digest_of_500_actions_is_one_message_that_can_be_read() -> None:
    actions = [action(str(n), promised(TODAY + timedelta(days=n % 60 - 30))) for n in range(1, 501)]
    changes = [
        Changed(str(n), WEEK_AGO, f"Update: step {n} of many is done", "U0OFFICER") for n in range(1, 501)
    ]
    (told,) = digested(actions, changes)
    everything = shown(told.blocks)
    assert f"_and {260 - 8} more:_ `/htst list overdue CYPE`" in everything
    assert "`/htst list due 28 CYPE`" in everything
    assert "161 and 339 more" in everything
    assert_fits(told)


# The form and the page.


def test_the_form_asks_for_words_and_offers_the_moves_that_are_allowed() -> None:
    view = messages.update_modal(action(progress="In progress", status=Status.IN_PROGRESS), "C0CYPE")
    assert json.loads(view["private_metadata"]) == {
        "register": "kent",
        "ref": "10",
        "channel": "C0CYPE",
        "status": "in progress",
    }
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert inputs["words"]["element"]["action_id"] == "words"
    assert not inputs["words"].get("optional")
    assert inputs["progress"]["optional"]
    assert [o["value"] for o in inputs["progress"]["element"]["options"]] == [
        "in progress",
        "ongoing",
        "implemented",
    ]
    assert view["callback_id"] == "update"


def own_page(*found: list[Action]) -> dict[str, Any]:
    registers = [replace(KENT, slug=f"kent{n or ''}", title=f"Register {n}") for n in range(len(found))]
    shown = [messages.Own(one, own, TODAY) for one, own in zip(registers, found, strict=True)]
    return messages.home(shown, registers)


def test_the_page_shows_one_register_after_the_other() -> None:
    own = [action("3", promised(NOVEMBER)), action(), action("4", promised(MARCH))]
    view = own_page(own, own[:1], [])
    everything = shown(view["blocks"])
    assert (
        everything.index("*Register 0*") < everything.index("*Register 1*") < everything.index("*Register 2*")
    )
    assert len(buttons(view["blocks"])) == 3
    assert "`/htst in REGISTER …`" in everything
    assert "No open action is yours" in everything.split("Register 2")[1]
    assert "No open action is yours" in shown(own_page()["blocks"])


def test_a_page_of_many_registers_says_of_the_last_ones_how_much_there_is() -> None:
    many = [action(str(n), promised(NOVEMBER)) for n in range(8)]
    many += [action(str(n), promised(DECEMBER + timedelta(days=n))) for n in range(8, 16)]
    view = own_page(*([many] * 12))
    assert check_view(json.loads(json.dumps(view))) == []
    assert "*Register 11*: 16 open actions of yours (overdue 8," in shown(view["blocks"])
    assert "`/htst in kent11 mine` shows them." in shown(view["blocks"])


def test_the_page_shows_what_is_yours_with_a_button_each_and_how_to_use_the_bot() -> None:
    view = own_page([action("3", promised(NOVEMBER)), action(), action("4", promised(MARCH))])
    everything = shown(view["blocks"])
    assert "*Overdue: 1 action*" in everything
    assert buttons(view["blocks"]) == [("Update", "update", "kent:3"), ("Update", "update", "kent:10")]
    assert "How to use me" in everything
    assert "No open action is yours" in shown(own_page([])["blocks"])


# Whatever people write, and however much of it there is, Slack takes the message and nobody is called.


def assert_fits(*told: Message) -> None:
    for one in told:
        blocks = json.loads(json.dumps(one.blocks))
        assert check_blocks(blocks) == []
        assert text_length(blocks) + len(one.text) <= 10_000
        assert one.text.strip()
        assert len(one.text) < 4_000
        assert_calls_nobody(one.text, blocks)


def assert_calls_nobody(text: str, blocks: Any) -> None:
    marked = [text, *(part["text"] for part in every_text(blocks) if part["type"] == "mrkdwn")]
    for words in marked:
        left = re.sub(r"<(?:@U0OFFICER|#C0\w+|https?://[^<>|\s]+)>", "", words)
        assert "<" not in left
    assert all(part["verbatim"] for part in every_text(blocks) if part["type"] == "mrkdwn")


def every_text(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and value.get("type") in ("mrkdwn", "plain_text"):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_text(part)


words = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<!channel> @here <@U0EVIL>", "```", "*a*\n_b_", "&" * 200, "\n\n> ", "https://a.b/" + "c" * 400]
    ),
    st.builds(
        lambda part, times: part * times, st.text(min_size=1, max_size=20), st.sampled_from([100, 1_000])
    ),
)
refs = st.text(st.characters(exclude_categories=("Cs", "No")), min_size=1, max_size=60) | st.integers(
    1, 500
).map(str)
days = st.none() | st.integers(-900, 900).map(lambda n: TODAY + timedelta(days=n))
owner_codes = st.lists(words.map(lambda text: text[:60] or "X"), max_size=12).map(tuple)
any_action = st.builds(
    lambda status, owners, **rest: action(
        status=status, owners=owners, directorates=("CYPE", *owners), register="kent", **rest
    ),
    ref=refs,
    defined=words,
    delivered=words,
    target=words,
    owners=owner_codes,
    progress=words,
    status=st.sampled_from(Status),
    links=st.lists(refs, max_size=60).map(tuple),
    named_by=st.lists(refs, max_size=60).map(tuple),
    updates=st.lists(st.builds(said, st.integers(1, 50), words, words | st.just("U0OFFICER")), max_size=5).map(
        tuple
    ),
)
with_milestones = st.builds(
    lambda one, milestones: replace(one, milestones=tuple(milestones)),
    any_action,
    st.lists(st.builds(Milestone, words, words, days, days, days | st.none()), max_size=8),
)
registers = st.builds(lambda title, committee: replace(KENT, title=title, committee=committee), words, words)
# Without shrinking: with 500 actions in hand it would take minutes to tell of a failure.
slowly = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slowly
@given(with_milestones, registers, days)
def test_one_action_always_fits(one: Action, register: Register, reminder: date | None) -> None:
    assert_fits(
        messages.card(one, register, "CYPE", TODAY),
        messages.status(one, register, TODAY, reminder),
        messages.recorded(one, 10**12),
        messages.assigned(Posted({"CYPE": 3, one.ref: 2}, one.directorates), register, [one.ref] * 30),
        messages.plain(f"Saved: {one.defined}"),
        messages.refusal(f"No: {one.defined}"),
    )
    form = json.loads(json.dumps(messages.update_modal(one, "C0CYPE")))
    assert check_view(form) == []
    assert_calls_nobody("", form["blocks"])


@slowly
@given(st.lists(with_milestones, min_size=1, max_size=3), registers, st.sampled_from([1, 7, 170]), words, words)
def test_500_actions_always_fit(some: list[Action], register: Register, times: int, what: str, by: str) -> None:
    actions = [replace(one, ref=f"{one.ref[:50]}{n}") for n in range(times) for one in some]
    changes = [Changed(one.ref, WEEK_AGO, what, by) for one in actions]
    items = [(one, milestone) for one in actions for milestone in one.milestones if milestone.deadline]
    week = digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC)
    assert_fits(
        messages.assigned_summary(register, "CYPE", actions, TODAY),
        messages.state(summary(actions, TODAY), register, TODAY),
        messages.listing(actions, register, TODAY, what, (1, len(actions)), f"/htst list {what}"),
        messages.listing(actions[:40], register, TODAY, what, (1, 100_000), f"/htst list {what}"),
        messages.mine(actions, register, TODAY),
        *messages.digest(week, register, "CYPE", TODAY),
        *messages.digest(week, register, None, TODAY),
    )
    if items:
        assert_fits(
            messages.reminder(batch("reminder", *items), register, TODAY),
            messages.escalation(batch("escalation", *items, directorate=None), register, TODAY),
        )
    own = messages.Own(register, actions, TODAY)
    page = json.loads(json.dumps(messages.home([own] * (times % 10), [own.register] * (times % 10))))
    assert check_view(page) == []
    assert_calls_nobody("", page["blocks"])


def test_a_narrative_of_10000_characters_fits() -> None:
    long = action(
        defined="Asked & asked " * 700,
        delivered="Done <so> far. " * 700,
        updates=tuple(said(n, "And then & then " * 700) for n in range(1, 6)),
        status=from_print("") or Status.NOT_STARTED,
    )
    assert_fits(messages.card(long, KENT, "CYPE", TODAY), messages.status(long, KENT, TODAY, None))
    assert "…" in shown(messages.status(long, KENT, TODAY, None).blocks)


def test_what_slack_answers_is_told_as_it_is() -> None:
    assert "`a &lt; b`" in trouble.failed("card", "C0CYPE", "a < b").text
    assert "a fault of its own" in trouble.failed("card", "C0CYPE", "cannot_be_written (KeyError)").text
