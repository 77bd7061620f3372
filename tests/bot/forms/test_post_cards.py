"""Posting cards by button and by form: of one action, and of many after it is shown how many go where."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.button_presses import BUTTONS
from bot.commands import answer
from bot.forms import post_cards
from bot.forms.form import NextPage, Saved
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from messages.layout import Message
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue.notices import NoticeKind
from tests.desk import Desk
from tests.messages.wording import buttons, shown
from workflow.context import Request
from workflow.home import home_view

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(table: Engine) -> Desk:
    return Desk(table)


def filled_in(desk: Desk, person: str = MONITOR, **entered: Any) -> Any:
    """What comes of the form, filled in."""
    view = post_cards.FORM.open(desk.context, desk.press(person, "kent"))
    return post_cards.FORM.submit(desk.context, desk.submission(person, view, **entered))


def confirmed(desk: Desk, page: Any, person: str = MONITOR) -> Saved:
    """What comes of its second page."""
    assert isinstance(page, NextPage)
    assert page.view["submit"]["text"] == "Post"
    saved = post_cards.CONFIRM.submit(desk.context, desk.submission(person, page.view))
    assert isinstance(saved, Saved)
    return saved


def asked(desk: Desk, person: str, words: str) -> Message:
    """The answer to a command, while what is queued waits: a card on its way is not missing."""
    return answer(desk.context, Request(words, person, "C0CYPE", desk.now, "command"), words)


def queued(engine: Engine) -> dict[str, int]:
    """How many cards go to each channel."""
    query = select(notice.c.to).where(notice.c.kind == NoticeKind.CARD)
    with reading(engine) as tx:
        return dict(Counter(tx.execute(query).scalars()))


@pytest.mark.parametrize(
    ("entered", "command"),
    [
        ({}, "all"),
        ({"owner": {"selected_option": {"value": "CYPE"}}}, "all CYPE"),
        ({"days": "30"}, "due 30"),
        ({"but": "10 and 3-5"}, "all except 10 and 3-5"),
        ({"only": "3, 14 and 16"}, "3, 14 and 16"),
        ({"owner": {"selected_option": {"value": "GET"}}, "days": "60", "but": "5"}, "due 60 GET except 5"),
    ],
)
def test_the_form_says_what_it_will_post_and_then_posts_and_answers_as_the_command_does(
    desk: Desk, entered: dict[str, Any], command: str
) -> None:
    page = filled_in(desk, **entered)
    assert not queued(desk.engine)
    answer = confirmed(desk, page).text
    for channel, count in queued(desk.engine).items():
        assert f"{count} for <#{channel}>" in shown(page.view["blocks"])
        assert f"{count} for <#{channel}>" in answer
    assert f"*{sum(queued(desk.engine).values())} card" in shown(page.view["blocks"])
    again = asked(desk, MONITOR, f"assign {command}").text  # the very same are meant
    assert again.startswith("There is nothing to post: ")
    assert again.removeprefix("There is nothing to post: ").split(" already ")[0] in answer


@pytest.mark.parametrize(
    ("entered", "field", "words"),
    [
        ({"days": "soon"}, "days", "Give a number of days"),
        ({"days": "0"}, "days", "Give a number of days"),
        ({"but": "99"}, "but", "“99” names no action: they run from 1 to 44."),
        ({"only": "3 and the others"}, "only", "“and the others” names no action"),
        ({"only": "3", "days": "30"}, "only", "Leave the fields above blank"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    desk: Desk, entered: dict[str, Any], field: str, words: str
) -> None:
    complaint = filled_in(desk, **entered)
    assert isinstance(complaint, dict)
    assert list(complaint) == [field]
    assert words in complaint[field]


def test_where_all_have_cards_there_is_nothing_to_send(desk: Desk) -> None:
    confirmed(desk, filled_in(desk))
    page = filled_in(desk)
    assert "submit" not in page.view
    assert "Nothing would be posted: there is no such action without a card." in shown(page.view["blocks"])


def test_what_is_posted_when_it_is_due_is_said_to_come_later(desk: Desk, kents_settings: Register) -> None:
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kents_settings, cards_when_due=True))
    text = shown(filled_in(desk).view["blocks"])
    assert "other actions follow when those are first due" in text
    answer = confirmed(desk, filled_in(desk)).text
    assert f"*{sum(queued(desk.engine).values())} cards* would be posted" in text
    assert answer.splitlines()[1] == text.splitlines()[1]


def test_nobody_else_is_offered_it_and_a_press_is_refused_with_who_may(desk: Desk) -> None:
    for person, may in ((MONITOR, True), (CYPE_LEAD, True), (AMY, False)):
        found = buttons(asked(desk, person, "status").blocks)
        assert ("post_cards" in {action for _label, action, _value in found}) is may
        with reading(desk.engine) as tx:
            page = home_view(tx, person, desk.now)
        assert ("post_cards" in {action for _label, action, _value in buttons(page["blocks"])}) is may
    for press in (post_cards.FORM.open, BUTTONS["post_card"]):
        with pytest.raises(
            Refused, match=r"Only the directorates' leads and the register's administrators can post actions"
        ):
            press(desk.context, desk.press(AMY, "kent:3" if press is BUTTONS["post_card"] else "kent"))
    assert not queued(desk.engine)


def test_one_action_has_the_step_until_it_has_its_cards(desk: Desk) -> None:
    def offered(person: str) -> tuple[bool, bool]:
        status = str(asked(desk, person, "status 3").blocks)
        with reading(desk.engine) as tx:
            page = [str(one) for one in home_view(tx, person, desk.now)["blocks"] if "kent:3'" in str(one)]
        return "post_card'" in status or "post_card|" in status, any("post_card|" in one for one in page)

    assert offered(CYPE_LEAD) == (True, True)
    assert offered(AMY) == (False, False)
    asked(desk, MONITOR, "assign all CYPE")
    assert offered(CYPE_LEAD) == (True, True)  # two of its three directorates have none
    posted = BUTTONS["post_card"](desk.context, desk.press(CYPE_LEAD, "kent:3"))
    assert posted is not None
    assert posted.text == (
        "Posting cards for action 3: 1 for <#C0GET> and 1 for <#C0GLD>. "
        "They arrive at about one a second in each channel."
    )
    assert offered(CYPE_LEAD) == (False, False)
    again = BUTTONS["post_card"](desk.context, desk.press(CYPE_LEAD, "kent:3"))
    assert again is not None
    assert "already has a card" in again.text
    assert queued(desk.engine) == {"C0CYPE": 20, "C0GET": 1, "C0GLD": 1}
