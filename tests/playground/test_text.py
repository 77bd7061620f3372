"""What people type arrives as Slack sends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.messages import plain_text, rich_text
from playground.text import Names, as_sent, escape

NAMES = Names(
    people=(("Amy", "U1"), ("Amy Carter", "U2"), ("HTST", "U3")),
    channels={"cype": "C1", "cype-leads": "C2"},
    groups={"finance": "S1"},
)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("R&D < 3 > 2", "R&amp;D &lt; 3 &gt; 2"),
        ("&amp;", "&amp;amp;"),
        ("R&D @Amy", "R&amp;D <@U1>"),
        ("@Amy Carter, @amy and @Amyx", "<@U2>, <@U1> and @Amyx"),
        ("<@U3> hello", "<@U3> hello"),
        ("#cype-leads, #cype. #cyp", "<#C2|cype-leads>, <#C1|cype>. #cyp"),
        ("see https://x.org/?a=1&b=2.", "see <https://x.org/?a=1&amp;b=2>."),
        ("to a.b@kent.gov.uk now", "to <mailto:a.b@kent.gov.uk|a.b@kent.gov.uk> now"),
        ("@here look", "<!here> look"),
        ("@finance and @financed", "<!subteam^S1> and @financed"),
        ("<!subteam^S1|@finance>, <!date^1^{date}|today>", "<!subteam^S1|@finance>, <!date^1^{date}|today>"),
        # What looks like an address or a telephone number, though nobody meant a link.
        ("Sent summary.md, costs.zip.", "Sent <http://summary.md|summary.md>, <http://costs.zip|costs.zip>."),
        ("www.kent.gov.uk/a?b=1&c=2!", "<http://www.kent.gov.uk/a?b=1&amp;c=2|www.kent.gov.uk/a?b=1&amp;c=2>!"),
        ("notes.txt and e.g. 3.5 or 12.30", "notes.txt and e.g. 3.5 or 12.30"),
        ("ring 01622 123456 today", "ring <tel:01622123456|01622 123456> today"),
        ("ring +44 1622 123456", "ring <tel:+441622123456|+44 1622 123456>"),
        ("£2022 by 2022-11-15", "£2022 by 2022-11-15"),
        ("a <b> c", "a &lt;b&gt; c"),
    ],
)
def test_typed_words_are_escaped_and_marked(typed: str, sent: str) -> None:
    assert as_sent(typed, NAMES) == sent


def test_slash_commands_name_the_person_and_leave_addresses_alone() -> None:
    typed = "assign 10 @Amy @finance https://x.org a.md 01622 123456"
    sent = as_sent(typed, NAMES, in_command=True)
    assert sent == "assign 10 <@U1|Amy> <!subteam^S1|@finance> https://x.org a.md 01622 123456"


@given(st.text())
def test_without_anything_to_mark_it_is_only_escaped_and_can_be_read_back(typed: str) -> None:
    assert plain_text(escape(typed)) == typed
    assert as_sent(typed.replace("@", "").replace("#", ""), Names(), in_command=True) == escape(
        typed.replace("@", "").replace("#", "")
    )


def test_a_persons_words_come_with_a_rich_text_block() -> None:
    (block,) = rich_text("hi <@U1> &amp; <#C1|cype> <https://x.org>", "b1")
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "hi "},
        {"type": "user", "user_id": "U1"},
        {"type": "text", "text": " & "},
        {"type": "channel", "channel_id": "C1"},
        {"type": "text", "text": " "},
        {"type": "link", "url": "https://x.org"},
    ]
