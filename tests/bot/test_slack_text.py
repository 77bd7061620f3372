"""What a person wrote is read as they wrote it, however Slack marks it up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack_text import channel_name, plain, words_of


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("<@U012AB3CD> and <@U012AB3CD|amy>", "@U012AB3CD and @amy"),
        ("<#C012AB3CD|cype>, <#C012AB3CD>, <#G012AB3CD|>", "#cype, #C012AB3CD, #G012AB3CD"),
        ("<!here> <!channel> <!everyone|@everyone>", "@here @channel @everyone"),
        ("1 &lt; 2 &amp; 3 &gt; 2, &amp;copy; &amp;amp;", "1 < 2 & 3 > 2, &copy; &amp;"),
        ("soft\u00a0space", "soft space"),
        # Bold and italic letters are letters.
        ("*Done:* 3, (_late_) 14 and *3* – _not yet_.", "Done: 3, (late) 14 and 3 – not yet."),
        ("2 * 3 * 4, snake_case_name, *15 Jan and 4*5*6", "2 * 3 * 4, snake_case_name, *15 Jan and 4*5*6"),
        ("<https://kent.gov.uk/_a_/*b*|minutes>", "minutes (https://kent.gov.uk/_a_/*b*)"),
        # A user group keeps what it is known by.
        ("<!subteam^S0FINANCE> asked", "@S0FINANCE asked"),
        ("<!subteam^S0FINANCE|@finance> asked", "@finance asked"),
        ("<!subteam^S0FINANCE|finance>", "@finance"),
        # A date is the words it was shown as.
        ("<!date^1668500000^{date_short}|15 Nov 2022> is the new date", "15 Nov 2022 is the new date"),
        ("by <!date^1668500000^{date} at {time}^https://example.org/|15 Nov>", "by 15 Nov"),
        ("by <!date^1668500000^{date}>", "by 15 November 2022, 08:13 UTC"),
        ("<!date^soon^{date}>", ""),
        # What Slack has made a link by itself is what was typed.
        (
            "Sent <http://summary.md|summary.md> and <http://costs.zip|costs.zip>",
            "Sent summary.md and costs.zip",
        ),
        ("ring <tel:01622123456|01622 123456>", "ring 01622 123456"),
        ("ring <tel:+441622123456|01622 123456>", "ring 01622 123456"),
        ("ring <tel:+441622123456|+44 (0)1622 123-456>", "ring +44 (0)1622 123-456"),
        ("<https://www.kent.gov.uk/|www.kent.gov.uk>", "www.kent.gov.uk"),
        (
            "<http://www.kent.gov.uk/%C3%A5?a=1&amp;b=2|www.kent.gov.uk/å?a=1&amp;b=2>",
            "www.kent.gov.uk/å?a=1&b=2",
        ),
        ("<http://KENT.gov.uk|Kent.gov.uk>", "Kent.gov.uk"),
        ("<http://xn--mller-kva.example|müller.example>", "müller.example"),
        ("<mailto:amy@kent.example|amy@kent.example>", "amy@kent.example"),
        ("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2"),
        ("<https://example.org/a|https://example.org/a>", "https://example.org/a"),
        # What a person has linked keeps where it leads.
        ("see <https://example.org/report|the report>", "see the report (https://example.org/report)"),
        ("see <https://example.org/report|report>", "see report (https://example.org/report)"),
        ("ask <mailto:amy@kent.example|Amy>", "ask Amy (amy@kent.example)"),
        ("<tel:01622123456|the office>", "the office (01622123456)"),
        ("<http://evil.example/|www.kent.gov.uk>", "www.kent.gov.uk (http://evil.example/)"),
        ("<tel:01622123456>", "01622123456"),
    ],
)
def test_marks_become_the_words_that_were_written(sent: str, written: str) -> None:
    assert plain(sent) == written


@given(st.text())
def test_whatever_is_typed_comes_back_as_it_was(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    storable = typed.encode("utf-8", "ignore").decode().replace("\x00", "").replace("\u00a0", " ")
    assert plain(escaped) == storable.strip()


@given(st.text("<>|!@#^:/a1. "))
def test_no_text_is_too_strange_to_read(sent: str) -> None:
    plain(sent)


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def section(*inline: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": kind, "elements": list(inline)}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"text": "Done", "files": [{"name": "a.txt"}]}, "Done [file: a.txt]"),
        ({"text": "Done", "blocks": [rich(section(text("Done")))]}, "Done"),
        (
            {"files": [{"name": "a.txt"}, {"title": "Minutes"}, {"id": "F1"}]},
            "[file: a.txt] [file: Minutes] [file]",
        ),
        ({"text": "", "files": [{"id": "F1", "mode": "tombstone"}]}, "[file: deleted]"),
        ({"files": [{"id": "F1", "mode": "file_access", "file_access": "check_file_info"}]}, "[file]"),
        (
            {
                "blocks": [
                    rich(
                        section(
                            {"type": "user", "user_id": "U1"},
                            text(" asked "),
                            {"type": "usergroup", "usergroup_id": "S1"},
                            text(" in "),
                            {"type": "channel", "channel_id": "C1"},
                            text(": see "),
                            {"type": "link", "url": "https://example.org/a", "text": "this"},
                            text(" "),
                            {"type": "emoji", "name": "tada"},
                            {"type": "broadcast", "range": "here"},
                            {"type": "date", "timestamp": 1668500000, "format": "{date}", "fallback": "15 Nov"},
                        ),
                        section(section(text("one")), section(text("two")), kind="rich_text_list"),
                        section(text("quoted"), kind="rich_text_quote"),
                    )
                ]
            },
            "@U1 asked @S1 in #C1: see this (https://example.org/a) :tada:@here15 Nov\n- one\n- two\nquoted",
        ),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<@U1> &amp; co"}}]}, "@U1 & co"),
        ({"blocks": [{"type": "image", "alt_text": "a signed form"}]}, "[picture: a signed form]"),
        (
            {"text": "", "attachments": [{"author_name": "Ben", "text": "It is <!date^1^{date}|done>"}]},
            "[forwarded from Ben: It is done]",
        ),
        ({"text": "Look", "attachments": [{"text": "what was linked"}]}, "Look"),
        ({"text": "", "blocks": [{"type": "divider"}], "files": []}, ""),
        ({"text": None, "blocks": None, "files": None, "attachments": None}, ""),
    ],
)
def test_all_that_can_be_read_of_a_message_is_read(message: dict[str, Any], words: str) -> None:
    assert words_of(message) == words


def test_a_word_that_slack_writes_for_every_private_channel_is_no_name() -> None:
    assert [channel_name(name) for name in ("cype", "privategroup", "directmessage", None)] == [
        "cype",
        "",
        "",
        "",
    ]
