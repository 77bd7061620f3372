"""Days read as people say them, and people's words cannot upset a message."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messages.mrkdwn import bold, code, inline, inline_with_links, person, quoted
from register.phrases import day, shortened, span, when

TODAY = date(2022, 11, 30)
# What Slack's own client makes bold, italic, struck or code.
STYLED = re.compile(r"`[^`\n]+`|(?<![\w*~`])([*_~])(?=\S)[^\n]*?\S\1(?![\w*~`])")
hostile = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="*_~`<>&@!# \n:.|ab", max_size=300),
    st.lists(
        st.sampled_from(
            ["*bold*", "```", "<!channel>", "<@U012AB>", "&lt;", "https://a.b/c_d_e", "x_y", "🚌", "\n> "]
        )
    ).map(" ".join),
)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (13, "in 13 days"),
        (14, "in 2 weeks"),
        (90, "in 12 weeks"),
        (91, "in 3 months"),
        (800, "in 2 years"),
        (-1, "1 day late"),
        (-13, "13 days late"),
        (-21, "3 weeks late"),
        (-120, "4 months late"),
    ],
)
def test_how_far_off_a_day_is(days: int, words: str) -> None:
    assert when(TODAY + timedelta(days=days), TODAY) == words


def test_a_day_is_written_out() -> None:
    assert day(date(2022, 11, 3)) == "3 November 2022"
    assert span(1) == "1 day"


def test_a_person_is_mentioned_and_a_paper_is_named() -> None:
    assert person("U0CYPELEAD") == "<@U0CYPELEAD>"
    assert person("Table <March>.docx") == "Table &lt;March&gt;.docx"


def test_words_are_cut_between_words() -> None:
    assert shortened("Draft the new policy, then consult", 22) == "Draft the new policy…"
    assert shortened("short enough", 12) == "short enough"
    assert shortened("x" * 50, 10) == "x" * 9 + "…"


@given(st.lists(st.sampled_from(["a ", "b  ", "c,\n", "d"]), max_size=60).map("".join), st.integers(1, 40))
def test_a_text_that_is_too_long_is_shown_from_its_beginning(text: str, most: int) -> None:
    line, shown = " ".join(text.split()), shortened(text, most)
    assert len(shown) <= most
    if len(line) <= most:
        assert shown == line
    else:
        assert shown.endswith("…")
        assert line.startswith(shown[:-1])


def test_asterisks_and_underscores_of_people_stay_readable_and_format_nothing() -> None:
    assert inline("*urgent* see file_name_2 and 5 * 3", 100) == "∗urgent∗ see file_name_2 and 5 * 3"
    assert inline("run `rm` ```now```", 100) == "run ˋrmˋ ˋˋˋnowˋˋˋ"


def test_an_address_can_be_clicked_unless_it_is_cut_short() -> None:
    assert inline_with_links("see https://kent.gov.uk/a_b?c=1&d=2.", 100) == (
        "see <https://kent.gov.uk/a_b?c=1&amp;d=2>."
    )
    assert "<" not in inline_with_links("https://kent.gov.uk/" + "a" * 100, 40)


def test_a_quote_keeps_its_paragraphs() -> None:
    assert quoted("One.\n\nTwo <b>.", 100) == "> One.\n> Two &lt;b&gt;."
    assert quoted("  \n ", 100) == ""


@given(hostile, st.integers(1, 120))
@example("&" * 50, 7)
@example("&", 4)
@example("<\n", 1)
@example("``` swallowed", 40)
def test_peoples_words_never_format_mention_or_outgrow_their_place(text: str, most: int) -> None:
    for spelt in (inline(text, most), inline_with_links(text, most)):
        assert len(spelt) <= most
        assert "\n" not in spelt
        bare = re.sub(r"<https?://[^<>|\s]+>", "", spelt)
        assert "<" not in bare
        assert ">" not in bare
        assert not STYLED.search(f"before {bare} after")


@given(hostile, st.integers(50, 400))
def test_a_quote_stays_a_quote_and_in_its_place(text: str, most: int) -> None:
    spelt = quoted(text, most)
    assert len(spelt) <= most
    assert all(line.startswith("> ") for line in spelt.splitlines())


@given(hostile)
def test_bold_and_code_hold_whatever_stands_in_them(text: str) -> None:
    strong = bold(inline(text, 60))
    assert strong == "" or (strong.count("*") == 2 and "\n" not in strong)
    assert code(text).count("`") == 2


def test_a_person_named_in_an_update_is_shown_by_name_where_it_is_read_in_full() -> None:
    words = "Sent to @U0GET and @W012AB3CD, not to @UNISON or a@U0GET <@U0GLD>"
    assert inline_with_links(words, 200) == (
        "Sent to <@U0GET> and <@W012AB3CD>, not to @UNISON or a@U0GET &lt;@U0GLD&gt;"
    )
    assert inline(words, 200).startswith("Sent to @U0GET and")  # in a notice's line it rings no bell
    assert "@everyone" in inline_with_links("@everyone @channel @here", 200)
    assert "<" not in inline_with_links("@everyone @channel @here", 200)
