"""``htst doctor --messages``: Slack is shown every kind of message, form and page, with its longest content."""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from types import FunctionType
from typing import Any

import pytest
from click.testing import CliRunner, Result

import messages
from bot.app import FORMS
from cli.doctor import CheckReport, report_messages
from config.settings import VARIABLES
from demo.longest import MessageSample, buttons_in, longest
from demo.office import BOT, CHANNELS, PEOPLE
from htst import main
from messages.layout import Message
from playground.server import Playground
from slack_api.client import SlackClient
from storage.queue.notices import NoticeKind

pytestmark = pytest.mark.xdist_group("longest messages")


@pytest.fixture(scope="module")
def slack() -> Iterator[Playground]:
    with Playground(
        people=PEOPLE, channels=CHANNELS, bot=BOT, now=datetime.now(UTC), messages_per_second=None
    ) as opened:
        yield opened


@pytest.fixture
def client(slack: Playground) -> SlackClient:
    return SlackClient(slack.bot_token, slack.api_url)


@pytest.fixture(scope="module")
def shown(
    slack: Playground, tmp_path_factory: pytest.TempPathFactory, called: set[str]
) -> tuple[Result, list[MessageSample]]:
    """What the command said, and what it showed to Slack: once, for that takes seconds."""
    samples: list[MessageSample] = []

    def noted() -> list[MessageSample]:
        samples.extend(longest())
        return samples

    environ = dict.fromkeys(VARIABLES, "") | {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('doctor')}/htst.db",
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
    }
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("demo.longest.longest", noted)
        listen(patched, called)
        return CliRunner().invoke(main, ["doctor", "--messages"], env=environ), samples


def makers() -> dict[str, FunctionType]:
    """Every function of the words people read that gives a whole message or view, by "file.name"."""
    rooms = [importlib.import_module(f"messages.{one.name}") for one in pkgutil.iter_modules(messages.__path__)]
    found = {
        f"{room.__name__.partition('.')[2]}.{name}": function
        for room in rooms
        for name, function in inspect.getmembers(room, inspect.isfunction)
        if function.__module__ == room.__name__ and not name.startswith("_")
    }
    views = ("home.home", "home.closed_home")
    return {
        name: one for name, one in found.items() if one.__annotations__["return"] is Message or name in views
    }


def listen(patched: pytest.MonkeyPatch, called: set[str]) -> None:
    """Note in ``called`` which of them are called, wherever they were imported to; they do what they always do."""
    rooms = ("bot", "jobs", "messages", "workflow")
    modules = [one for name, one in list(sys.modules.items()) if name.partition(".")[0] in rooms]
    for name, maker in makers().items():

        def noting(*given: Any, _name: str = name, _maker: FunctionType = maker, **named: Any) -> Any:
            called.add(_name)
            return _maker(*given, **named)

        for module in modules:
            for own, value in list(vars(module).items()):
                if value is maker:
                    patched.setattr(module, own, noting)


@pytest.fixture(scope="module")
def called() -> set[str]:
    """The functions that made what was shown to Slack."""
    return set()


@pytest.fixture
def samples(shown: tuple[Result, list[MessageSample]]) -> list[MessageSample]:
    """What was shown to Slack."""
    return shown[1]


def test_every_form_and_every_kind_of_notice_is_among_them(samples: list[MessageSample]) -> None:
    names = {one.name for one in samples}
    assert {f"form: {form.name}" for form in FORMS} <= names
    # Marks and files have no blocks, a receipt is plain, a redrawn card is a card.
    without_blocks = {NoticeKind.REACTION, NoticeKind.RECEIPT, NoticeKind.CHART, NoticeKind.REDRAW}
    assert {f"notice: {kind.value}" for kind in set(NoticeKind) - without_blocks} <= names
    assert {f"answer to {verb}" for verb in ("status", "list", "mine", "history", "help", "round")} <= names


@pytest.mark.usefixtures("samples")
def test_every_function_that_makes_a_message_has_made_one(called: set[str]) -> None:
    pieces = {"layout.message"}  # which the others call
    lines = {"answers.refusal", "alerts.clock_ahead", "alerts.channel_renamed"}  # a line of plain text each
    assert makers().keys() - called - pieces - lines == set()


def test_who_speaks_to_a_button_can_use_the_words_on_it(samples: list[MessageSample]) -> None:
    """What a screen reader says of a button begins with what stands on it (WCAG 2.5.3, label in name)."""
    buttons = [one for sample in samples for one in buttons_in(sample.content)]
    unlike = {
        (one["text"]["text"], one["accessibility_label"])
        for one in buttons
        if "accessibility_label" in one
        and not one["accessibility_label"].startswith(one["text"]["text"].removesuffix(" …"))
    }
    assert buttons
    assert not unlike


_UNESCAPED = re.compile(r"&(?!amp;|lt;|gt;)|<(?!@|#|!|https?://)")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")


def misspelt(part: Any) -> Iterator[str]:
    """The texts in blocks whose "&" and "<" are not spelt as their kind wants: escaped in mrkdwn, plain elsewhere."""
    if isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str):
                wrong = _UNESCAPED if name == "text" and part.get("type") == "mrkdwn" else _ESCAPED
                is_carried = name in ("value", "private_metadata", "initial_value")
                if not is_carried and wrong.search(value):
                    yield value[:200]
            else:
                yield from misspelt(value)
    elif isinstance(part, list):
        for inner in part:
            yield from misspelt(inner)


def test_what_people_wrote_is_escaped_where_slack_reads_signs_and_nowhere_else(
    samples: list[MessageSample],
) -> None:
    """Refs, codes, titles and words of the scratch register hold an ampersand."""
    for sample in samples:
        pieces = [value for name, value in sample.content.items() if name != "text"]
        assert list(misspelt(pieces)) == [], sample.name
        fallback = sample.content.get("text", "") if sample.kind == "message" else ""
        assert not _UNESCAPED.search(fallback), sample.name
    assert "A&amp;1" in str([one.content for one in samples])


def test_tables_and_charts_are_among_them(samples: list[MessageSample]) -> None:
    names = {one.name for one in samples}
    assert {"answer to list, as a table", "answer to mine, as a table", "notice: digest, with charts"} <= names


def test_the_command_shows_them_to_slack_which_takes_all_of_them(
    shown: tuple[Result, list[MessageSample]],
) -> None:
    done, samples = shown
    assert done.exit_code == 3, done.output  # nothing runs there; all else is well
    assert [line for line in done.output.splitlines() if line.startswith(("✗", "?"))] == []
    assert {"✓ notice: question", "✓ form: update", "✓ notice: home"} <= set(done.output.splitlines())
    assert {f"✓ {one.name}" for one in samples} <= set(done.output.splitlines())
    assert len({one.name for one in samples}) > 30


def test_what_slack_would_refuse_is_named_with_its_place(client: SlackClient) -> None:
    too_long: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    lines: list[str] = []
    report = CheckReport(lines.append)
    wrong = client.validate("message", {"blocks": [too_long]})
    report_messages([("a card", wrong)], report)
    assert lines[0].startswith("✗ a card: Slack would refuse it: /blocks/0/text")
    assert report.status == 1


def test_a_workspace_that_does_not_check_is_no_fault(slack: Playground, client: SlackClient) -> None:
    slack.faults.add("blocks.validate", "unknown_method")
    lines: list[str] = []
    report = CheckReport(lines.append)
    report_messages(((name, client.validate("message", {"blocks": []})) for name in ["a card"]), report)
    assert lines == ["? messages: Slack does not check them here (unknown_method)"]
    assert report.status == 0
