"""The demo's story: each step acts as a person would, checks the result, and yields lines to print."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from textwrap import shorten
from typing import Any

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from register.words.queries import Query
from storage.actions import actions
from storage.database.engine import reading

StoryStep = Callable[[Office], Iterator[str]]
AMY = OFFICER_IDS["CYPE"]


def the_paper_is_a_register(office: Office) -> Iterator[str]:
    """The Management Action Table of 15 November 2022 has become 44 actions."""
    with reading(office.engine) as tx:
        found = actions.matching(tx, office.register, Query(date(2022, 11, 15)))
    done = [one.ref for one in found if one.status.is_done]
    expect(len(found) == 44, f"44 actions were expected, {len(found)} are there")
    expect(done == ["9", "16"], f"9 and 16 should be complete, and {done} are")
    yield f"{len(found)} actions, {len(found) - len(done)} of them open; complete: {' and '.join(done)}"


def cards_are_posted(office: Office) -> Iterator[str]:
    """The Monitoring Officer posts a card for each open action in each of its directorates' channels."""
    yield from ask(office, MONITOR, "C0LEADS", "/htst assign all", "cype", "get", "gld")
    began = time.monotonic()
    office.settle()
    for channel, expected in (("C0CYPE", 20), ("C0GET", 18), ("C0GLD", 26)):
        posted = bot_posts(office, channel)
        name = office.slack.workspace.conversation(channel).name
        expect(
            len(posted) == expected + 1,
            f"#{name} should hold a summary and {expected} cards, not {len(posted)}",
        )
        yield f"#{name}: one summary, then {expected} cards"
    yield f"posted in {time.monotonic() - began:.0f} seconds: one message a second in a channel, as Slack asks"


def an_officer_replies(office: Office) -> Iterator[str]:
    """Amy replies under the card of action 3; the register knows it, and tells her alone."""
    card = action_card(office, "C0CYPE", "3")
    text = "Draft feedback form sent to PACT for comment."
    reply = office.slack.say(AMY, "C0CYPE", text, thread_ts=card["ts"])
    office.settle()
    (message,) = [one for one in office.slack.thread("C0CYPE", card["ts"]) if one["ts"] == reply]
    expect(bool(message.get("reactions")), "the reply should carry a reaction")
    yield f"Amy Carter in #cype, under action 3: {text}"
    yield f"the reply carries :{message['reactions'][0]['name']}:"
    receipts = [one for one in office.slack.ephemeral(AMY) if one.get("thread_ts") == card["ts"]]
    expect(len(receipts) == 1, "Amy alone should see one line that it is recorded")
    yield f"only Amy sees: {receipts[0]['text']}"
    expect(
        "Draft feedback form" in shown_text(action_card(office, "C0GET", "3")),
        "the card in #get should show the update",
    )
    yield "the card of action 3 shows it in #cype, #get and #gld"


def the_reply_is_edited(office: Office) -> Iterator[str]:
    """Amy corrects her reply in Slack, and the update follows."""
    card = action_card(office, "C0CYPE", "3")
    (reply,) = [one for one in office.slack.thread("C0CYPE", card["ts"]) if one["user"] == AMY]
    office.slack.edit(AMY, "C0CYPE", reply["ts"], "Draft feedback form sent to PACT and to head teachers.")
    office.settle()
    yield from ask(office, AMY, "C0CYPE", "/htst status 3", "and to head teachers")


def a_lead_asks(office: Office) -> Iterator[str]:
    """A lead asks about action 10, and mistypes it once."""
    yield from ask(office, CYPE_LEAD, "C0LEADS", "/htst status 10", "31 December 2022", "1, 14, 25, 33 and 39")
    yield from ask(office, CYPE_LEAD, "C0LEADS", "/htst status 45", "no action 45", "Did you mean")


def the_next_day_reminds(office: Office) -> Iterator[str]:
    """On Wednesday 16 November, two weeks before the first target dates, each directorate is reminded once."""
    before = {channel: len(bot_posts(office, channel)) for channel in ("C0CYPE", "C0GET", "C0GLD")}
    office.slack.move_to(datetime(2022, 11, 16, 10, 0, tzinfo=UTC))
    office.settle()
    for channel, refs in (("C0CYPE", "3, 14, 38, 42"), ("C0GET", "3, 14, 38, 42"), ("C0GLD", "3, 5, 21")):
        new = bot_posts(office, channel)[before[channel] :]
        expect(len(new) == 1, f"one reminder was expected in {channel}, {len(new)} came")
        missing = [ref for ref in refs.split(", ") if ref not in shown_text(new[0])]
        expect(not missing, f"the reminder in {channel} leaves out {missing}")
        yield f"#{office.slack.workspace.conversation(channel).name}: {new[0]['text'].splitlines()[0]} ({refs})"


def the_next_monday_tells(office: Office) -> Iterator[str]:
    """On Monday 21 November the digest is in every directorate's channel and, with a chart, in the leads'."""
    before = {channel: len(bot_posts(office, channel)) for channel in ("C0CYPE", "C0GET", "C0GLD", "C0LEADS")}
    office.slack.move_to(datetime(2022, 11, 21, 10, 0, tzinfo=UTC))
    office.settle()
    for channel, count in before.items():
        new = bot_posts(office, channel)[count:]
        expect(len(new) == 1, f"one digest was expected in {channel}, {len(new)} came")
        yield f"#{office.slack.workspace.conversation(channel).name}:"
        yield "\n".join(f"  {line}" for line in shown_text(new[0]).splitlines()[:6])
    _root, chart = office.slack.thread("C0LEADS", bot_posts(office, "C0LEADS")[-1]["ts"])
    yield f"In its thread: {chart['files'][0]['alt_txt'].split(' By ')[0]}"
    expect(
        "head teachers" in shown_text(bot_posts(office, "C0CYPE")[-1]), "the digest should tell of Amy's update"
    )


def the_whole_in_one_look(office: Office) -> Iterator[str]:
    """The Monitoring Officer asks how the whole register stands."""
    yield from ask(office, MONITOR, "C0LEADS", "/htst status", "42")


STEPS: tuple[tuple[str, StoryStep], ...] = tuple(
    (str(step.__doc__).strip(), step)
    for step in (
        the_paper_is_a_register,
        cards_are_posted,
        an_officer_replies,
        the_reply_is_edited,
        a_lead_asks,
        the_next_day_reminds,
        the_next_monday_tells,
        the_whole_in_one_look,
    )
)


def ask(office: Office, person: str, channel: str, typed: str, *expected: str) -> Iterator[str]:
    """Type a command as a person, and give lines to print. AssertionError where the answer lacks a word expected."""
    answer = office.slack.command(person, channel, typed)
    name = office.slack.workspace.person(person).name
    expect(answer.ok, f"Slack showed {name} {answer.error}")
    words = shown_text({"text": answer.text, "blocks": answer.blocks})
    missing = [one for one in expected if one.lower() not in words.lower()]
    expect(not missing, f"the answer to {typed} leaves out {missing}: {words}")
    yield f"{name}: {typed}"
    yield "\n".join(f"  {shorten(line, 110, placeholder='…')}" for line in words.splitlines() if line.strip())


def action_card(office: Office, channel: str, ref: str) -> dict[str, Any]:
    """The card of an action in a channel, as Slack's message. AssertionError where there is none."""
    for message in office.slack.messages(channel):
        for block in message.get("blocks") or ():
            if any(element.get("value") == f"kent:{ref}" for element in block.get("elements", ())):
                return message
    raise AssertionError(f"there is no card of action {ref} in {channel}")


def bot_posts(office: Office, channel: str) -> list[dict[str, Any]]:
    """The bot's messages in the channel itself, without replies in threads."""
    messages = office.slack.messages(channel)
    return [one for one in messages if one.get("bot_id") and one.get("thread_ts", one["ts"]) == one["ts"]]


def shown_text(message: dict[str, Any]) -> str:
    """All text of a message's blocks, one line each; its plain text when it has no blocks."""
    lines = [line for block in message.get("blocks") or () for line in _texts(block)]
    return "\n".join(lines) or str(message.get("text"))


def _texts(block: Any) -> Iterator[str]:
    if isinstance(block, list):
        for inner in block:
            yield from _texts(inner)
    elif isinstance(block, dict):
        if isinstance(block.get("text"), str):
            yield block["text"]
        else:
            for value in block.values():
                if isinstance(value, dict | list):
                    yield from _texts(value)


def expect(is_so: bool, otherwise: str) -> None:
    """Stop the story with the sentence ``otherwise`` (AssertionError) unless it is so."""
    if not is_so:
        raise AssertionError(otherwise)
