"""The chart: every number stands in it as words, and nothing depends on its colours."""

import io
import warnings
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from papers import slack_chart

KENT = [
    ("By progress", [("Not started", 12, 3), ("In progress", 30, 2)]),
    ("By directorate", [("CYPE – Children, Young People and Education", 20, 4), ("GET", 18, 0), ("GLD", 0, 0)]),
]


def drawn(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_what_it_shows_stands_in_words_beside_it() -> None:
    alt = slack_chart.draw("Open actions", ["42 open, 5 overdue"], KENT).alt
    assert alt == (
        "Bar chart. Open actions. 42 open, 5 overdue. "
        "By progress: Not started: 12, 3 overdue; In progress: 30, 2 overdue. "
        "By directorate: CYPE – Children, Young People and Education: 20, 4 overdue; GET: 18; GLD: 0."
    )


def test_overdue_is_told_from_the_rest_without_colour() -> None:
    """In grey the two parts of a bar differ by more than four to one, as their edges do from the paper."""
    picture = drawn(slack_chart.draw("x", [], [("x", [("x", 2, 1)])]).png).convert("RGB")
    found: Any = picture.getcolors(picture.width * picture.height)
    colours = {colour for count, colour in found if count > 3_000}
    overdue, other, paper = sorted(map(luminance, colours))[-3:]
    assert (other + 0.05) / (overdue + 0.05) > 4.5
    assert paper == 1
    reds = picture.getchannel("R")
    edge = min(cast(int, reds.getpixel(point)) for point in other_edge(picture))
    assert edge < 140


def other_edge(picture: Image.Image) -> list[tuple[int, int]]:
    """The points of a line that goes down through the lowest bar's light half."""
    across = 60 + int(200 * 3.4 * 0.75)
    return [(across, down) for down in range(picture.height - 130, picture.height - 40)]


def luminance(colour: tuple[int, int, int]) -> float:
    """As WCAG 2 has it, from 0 to 1."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 6)


def test_a_chart_of_nothing_says_so() -> None:
    picture = slack_chart.draw("Open actions", [], [("By progress", []), ("By directorate", [("GET", 0, 0)])])
    assert "By progress: nothing is open. By directorate: GET: 0." in picture.alt
    assert drawn(picture.png).width == 1_200


def test_many_bars_with_long_names_stay_a_picture_that_slack_takes() -> None:
    long = "Strategic Commissioning, Partnerships and Corporate Transformation " * 3
    groups = [("By progress", [(f"{number}. {long}", number, 0) for number in range(300)])]
    picture = slack_chart.draw(long, [long], groups)
    assert drawn(picture.png).height < 6_000
    assert len(picture.alt) <= 1_000


@settings(max_examples=25)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.integers(0, 10**6),
    st.data(),
)
def test_whatever_people_call_things_it_can_be_drawn(words: str, many: int, data: st.DataObject) -> None:
    overdue = data.draw(st.integers(0, many))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # that a letter is missing from the font
        picture = slack_chart.draw(words, [words], [(words, [(words, many, overdue)])])
    assert drawn(picture.png).width == 1_200


def look(title: str, label: str) -> bytes:
    return drawn(slack_chart.draw(title, [], [("By directorate", [(label, 2, 1)])]).png).tobytes()


def test_signs_that_the_font_lacks_are_left_out_of_the_picture_and_stand_in_its_description() -> None:
    assert look("Better care \U0001f680\U0001f3fd now", "\U0001f468\u200d\U0001f467 Schools") == look(
        "Better care now", "Schools"
    )
    assert "Better care \U0001f680 now" in slack_chart.draw("Better care \U0001f680 now", [], []).alt


def test_where_letters_are_left_out_it_shows() -> None:
    assert look("儿童 服务 plan", "Gwasanaethau ŵyl") == look("[…] plan", "Gwasanaethau ŵyl")
    assert look("\U0001f680", "x") == look("[…]", "x")
    assert look("[…]", "x") != look("", "x")
    assert "儿童 服务 plan" in slack_chart.draw("儿童 服务 plan", [], []).alt
