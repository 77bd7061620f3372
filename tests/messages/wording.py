"""What tests of the bot's words share: Kent, an action, and what a message shows and whom it calls."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from messages.layout import Message
from playground.blocks import check_blocks
from playground.shapes import text_length
from register.absences import Mention
from register.action import Action, Milestone, Update
from register.notices.batches import Batch, DueItem, OwnersAnswer
from register.notices.reminders import ReminderAudience, Step
from register.progress import Status
from register.register import Directorate, Register

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
    """A promise for that day, or for none."""
    return Milestone(label, printed, deadline)


def action(ref: str = "10", *milestones: Milestone, **changes: Any) -> Action:
    """An action of two directorates for 31 December 2022, with what a test wants otherwise."""
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


def update_of(number: int, text: str, by: str = "U0OFFICER", at: datetime = WEEK_AGO) -> Update:
    """The update of that number, a day later than the one before."""
    return Update(number, at + timedelta(days=number), by, text, "thread")


def shown(blocks: Any) -> str:
    """All that a message shows, as one text."""
    return "\n".join(texts(list(blocks)))


def texts(value: Any) -> Iterator[str]:
    """Each text of a part of a message."""
    for part in value if isinstance(value, list) else value.values():
        if isinstance(part, str) and isinstance(value, dict) and part == value.get("text"):
            yield part
        elif isinstance(part, list | dict):
            yield from texts(part)


def buttons(blocks: Any) -> list[tuple[str, str, str]]:
    """Label, action and value of each button."""
    found = [block["accessory"] for block in blocks if "accessory" in block]
    found += [message for block in blocks if block["type"] == "actions" for message in block["elements"]]
    return [(one["text"]["text"], one["action_id"], one["value"]) for one in found if one["type"] == "button"]


def batch(
    kind: Any,
    *items: tuple[Action, Milestone],
    directorate: str | None = "CYPE",
    answers: Sequence[tuple[Action, Milestone]] = (),
) -> Batch:
    """One notice to CYPE's channel about those milestones; those among ``answers`` have an answer."""
    step = Step(ReminderAudience.CHANNEL, -14, TODAY)
    update = update_of(3, "Sent to the board & waiting.")
    answer = OwnersAnswer(update.at, update.text, frozenset({"CYPE"}))
    found = (
        DueItem(
            a, m, step, answer if (a, m) in answers else None, tuple(map(Mention, a.life.officers.values()))
        )
        for a, m in items
    )
    return Batch(kind, "C0CYPE", (directorate,) if directorate else (), tuple(found))


@dataclass(frozen=True)
class Posted:
    """How many cards went to whom."""

    cards: dict[str, int] = field(default_factory=dict)
    without_channel: tuple[str, ...] = ()
    later: int = 0


def assert_fits(*messages: Message) -> None:
    """Slack takes each message, and nobody is called by it."""
    for message in messages:
        blocks = json.loads(json.dumps(message.blocks))
        assert check_blocks(blocks) == []
        assert text_length(blocks) + len(message.text) <= 10_000
        assert message.text.strip()
        assert len(message.text) < 4_000
        assert_calls_nobody(message.text, blocks)


def assert_calls_nobody(text: str, blocks: Any) -> None:
    """No mention is left in it but of officers, channels and addresses that the bot itself wrote."""
    marked = [text, *(part["text"] for part in every_text(blocks) if part["type"] == "mrkdwn")]
    for words in marked:
        left = re.sub(r"<(?:@U0OFFICER|#C0\w+|https?://[^<>|\s]+(?:\|[^<>|]+)?)>", "", words)
        assert "<" not in left
    assert all(part["verbatim"] for part in every_text(blocks) if part["type"] == "mrkdwn")


def every_text(value: Any) -> Iterator[dict[str, Any]]:
    """Each text object in blocks."""
    if isinstance(value, dict) and value.get("type") in ("mrkdwn", "plain_text"):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_text(part)
