"""People talk on the page: messages, threads, reactions, editing, unread counts."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from papers import slack_chart
from tests.browser.tiny_bot import TinyBot
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def article(page: Page, words: str) -> Locator:
    """The newest message that holds these words."""
    return page.get_by_role("article").filter(has_text=words).last


def say(page: Page, words: str, box: str = "Message #cype") -> None:
    """Type as a person does, and send with Enter."""
    page.get_by_role("textbox", name=box).fill(words)
    page.get_by_role("textbox", name=box).press("Enter")


def enter(page: Page, bot: TinyBot, who: str = "U0AMY", place: str = "C0CYPE") -> None:
    """Open the page as somebody, in a channel."""
    page.goto(f"{bot.url}?as={who}#/{place}")
    expect(page.get_by_role("textbox", name=re.compile("^Message "))).to_be_visible()


def test_a_person_can_send_and_another_reads_it(page: Page, context: BrowserContext, bot: TinyBot) -> None:
    other = context.new_page()
    enter(page, bot)
    enter(other, bot, "U0GARETH", "C0GET")
    say(page, "The *plan* is agreed")
    expect(article(page, "The plan is agreed").locator("strong")).to_have_text("plan")
    expect(page.get_by_role("textbox", name="Message #cype")).to_have_value("")

    cype = other.get_by_role("link", name=re.compile("^cype"))
    expect(cype).to_have_accessible_name(re.compile("cype 1 unread message"))
    cype.click()
    expect(article(other, "The plan is agreed")).to_be_visible()
    expect(other.get_by_role("separator", name="New messages")).to_be_visible()
    expect(cype).to_have_accessible_name("cype")


def test_a_click_is_not_lost_when_a_message_arrives_between_its_press_and_its_release(
    page: Page, bot: TinyBot
) -> None:
    enter(page, bot)
    page.get_by_role("link", name="get").hover()
    page.mouse.down()
    bot.client.chat_postMessage(channel="C0CYPE", text="Meanwhile")
    expect(article(page, "Meanwhile")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("heading", name="#get")).to_be_visible()


def test_what_people_write_is_never_markup(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    trick = "<img src=x onerror=alert(1)> <b>bold</b> <javascript:alert(1)|link> & done"
    say(page, trick)
    shown = article(page, "<b>bold</b>")
    expect(shown).to_contain_text(trick)
    expect(shown.locator("img, b, a")).to_have_count(0)
    bot.client.chat_postMessage(
        channel="C0CYPE", text="<javascript:alert(1)|press me> <https://example.org|or me>"
    )
    links = article(page, "press me").get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_text("or me")


def test_shift_enter_starts_a_new_line(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    box = page.get_by_role("textbox", name="Message #cype")
    box.press_sequentially("first")
    box.press("Shift+Enter")
    box.press_sequentially("second")
    box.press("Enter")
    expect(article(page, "firstsecond").locator("br")).to_have_count(1)


def test_a_reply_stays_in_its_thread_unless_it_is_also_sent_to_the_channel(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    article(page, "Action 10").hover()
    page.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    say(page, "only here", "Reply in thread")
    expect(thread.get_by_role("article").filter(has_text="only here")).to_be_visible()
    channel = page.get_by_role("log", name="Messages in #cype")
    expect(channel.get_by_role("link", name="1 reply")).to_be_visible()
    expect(channel.get_by_text("only here")).to_have_count(0)

    thread.get_by_role("checkbox", name="Also send to #cype").check()
    say(page, "for everybody", "Reply in thread")
    expect(channel.get_by_text("for everybody")).to_be_visible()
    expect(thread.get_by_role("checkbox", name="Also send to #cype")).not_to_be_checked()


def test_a_box_that_is_ticked_while_a_reply_is_on_its_way_counts_for_the_next(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    article(page, "Action 10").hover()
    page.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    waiting: list[Route] = []
    page.route("**/play/say", lambda route: waiting.append(route))
    with page.expect_request("**/play/say"):
        say(page, "only here", "Reply in thread")
    thread.get_by_role("checkbox", name="Also send to #cype").check()
    with page.expect_response("**/play/say"):
        waiting.pop().continue_()
    page.unroute("**/play/say")
    expect(thread.get_by_role("article").filter(has_text="only here")).to_be_visible()
    expect(thread.get_by_role("separator", name="1 reply")).to_be_visible()
    say(page, "for everybody", "Reply in thread")
    expect(page.get_by_role("log", name="Messages in #cype").get_by_text("for everybody")).to_be_visible()


def test_what_is_typed_before_the_thread_is_loaded_goes_to_that_thread(page: Page, bot: TinyBot) -> None:
    bot.client.chat_postMessage(channel="C0CYPE", text="Anything to add?")
    enter(page, bot)
    expect(article(page, "Anything to add?")).to_be_visible()
    waiting: list[Route] = []
    page.route(re.compile("/play/(messages|thread)"), lambda route: waiting.append(route))
    bot.client.chat_postMessage(channel="C0CYPE", text="By the way")

    def is_waiting() -> bool:
        page.wait_for_timeout(20)
        return bool(waiting)

    until(is_waiting, "a load is on its way: of this message, or an earlier one")
    article(page, "Anything to add?").hover()
    article(page, "Anything to add?").get_by_role("button", name="Reply in thread").click()
    with page.expect_request(re.compile("/play/thread")):  # the thread is asked for, and not here yet
        waiting.pop(0).continue_()
    say(page, "typed at once", "Reply in thread")
    page.unroute_all()  # what was held goes on
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article").filter(has_text="typed at once")).to_be_visible()


def test_one_can_react_and_take_it_back(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    say(page, "please look")
    article(page, "please look").hover()
    page.get_by_role("button", name="Add a reaction").click()
    page.get_by_role("menuitem", name="Looking at it").click()
    reaction = page.get_by_role("button", name="Looking at it, 1 person: Amy Carter")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    reaction.click()
    expect(reaction).to_have_count(0)


def test_the_up_key_edits_the_last_message(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    say(page, "due on the 3rd, @Gareth Evans & co")
    expect(article(page, "due on the 3rd")).to_be_visible()
    page.get_by_role("textbox", name="Message #cype").press("ArrowUp")
    box = page.get_by_role("textbox", name="Edit message")
    expect(box).to_have_value("due on the 3rd, @Gareth Evans & co")
    box.fill("due on the 4th")
    box.press("Enter")
    expect(article(page, "due on the 4th")).to_contain_text("(edited)")
    expect(page.get_by_text("due on the 3rd")).to_have_count(0)


def test_deleting_asks_first(page: Page, bot: TinyBot) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/delete") else None)
    enter(page, bot)
    say(page, "never mind")
    article(page, "never mind").hover()
    page.get_by_role("button", name="Delete message").click()
    page.get_by_role("dialog", name="Delete message").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert asked == []
    article(page, "never mind").hover()
    page.get_by_role("button", name="Delete message").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("never mind")).to_have_count(0)


def test_others_messages_offer_no_editing(page: Page, bot: TinyBot) -> None:
    bot.post_card()
    enter(page, bot)
    article(page, "Action 10").hover()
    expect(page.get_by_role("button", name="Reply in thread")).to_be_visible()
    expect(page.get_by_role("button", name="Edit message")).to_have_count(0)


def test_one_can_be_somebody_else(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    page.get_by_role("button", name="You are Amy Carter").click()
    page.get_by_role("menuitemradio", name="Helen Marsh").click()
    expect(page.get_by_role("button", name="You are Helen Marsh")).to_be_visible()
    expect(page).to_have_url(re.compile("as=U0HELEN"))
    say(page, "from Helen")
    expect(article(page, "from Helen")).to_have_accessible_name(re.compile("^Helen Marsh"))


def test_drafts_wait_in_their_own_channel(page: Page, bot: TinyBot) -> None:
    enter(page, bot)
    page.get_by_role("textbox", name="Message #cype").fill("half a thought")
    page.get_by_role("link", name="get", exact=True).click()
    expect(page.get_by_role("textbox", name="Message #get")).to_have_value("")
    page.get_by_role("link", name="cype", exact=True).click()
    expect(page.get_by_role("textbox", name="Message #cype")).to_have_value("half a thought")


def test_a_channel_one_is_not_in_can_be_read_and_joined(page: Page, bot: TinyBot) -> None:
    bot.post_card("C0LEADS")
    page.goto(f"{bot.url}?as=U0AMY#/C0LEADS")
    expect(article(page, "Action 10")).to_be_visible()
    page.get_by_role("button", name="Join it").click()
    expect(page.get_by_role("textbox", name="Message #leads")).to_be_visible()


def test_reload_and_back_keep_the_place(page: Page, bot: TinyBot) -> None:
    ts = bot.post_card()
    enter(page, bot)
    page.get_by_role("link", name="get", exact=True).click()
    expect(page.get_by_role("textbox", name="Message #get")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Message #cype")).to_be_visible()
    page.goto(f"{bot.url}?as=U0AMY#/C0CYPE/{ts}")
    page.reload()
    expect(page.get_by_role("textbox", name="Reply in thread")).to_be_visible()
    page.get_by_role("button", name="Close thread").click()
    expect(page.get_by_role("complementary", name="Thread")).to_be_hidden()


def test_an_unknown_person_in_the_address_becomes_a_known_one(page: Page, bot: TinyBot) -> None:
    page.goto(f"{bot.url}?as=U0NOBODY#/C0CYPE")
    expect(page.get_by_role("button", name="You are Amy Carter")).to_be_visible()


def test_reading_further_up_is_not_disturbed_by_what_arrives(page: Page, bot: TinyBot) -> None:
    for number in range(12):
        bot.client.chat_postMessage(channel="C0CYPE", text=f"Line {number}\n" * 5)
    enter(page, bot)
    scroller = page.locator(".main .scroller")
    expect(article(page, "Line 11")).to_be_visible()
    scroller.evaluate("node => { node.scrollTop = 200; }")
    bot.client.chat_postMessage(channel="C0CYPE", text="Something new")
    jump = page.get_by_role("button", name="New messages")
    expect(jump).to_be_visible()
    assert scroller.evaluate("node => node.scrollTop") == pytest.approx(200, abs=2)
    jump.click()
    expect(article(page, "Something new")).to_be_in_viewport()


@pytest.mark.parametrize("reads", ["the end", "further up"])
def test_a_picture_that_loads_late_moves_nobody_but_those_at_the_end(
    page: Page, bot: TinyBot, reads: str
) -> None:
    root = bot.post_card()
    for number in range(12):
        bot.client.chat_postMessage(channel="C0CYPE", text=f"Line {number}\n" * 5, thread_ts=root)
    picture = slack_chart.draw("Open actions", ["12 open"], [("By directorate", [("CYPE", 12, 3)])]).png
    bot.client.files_upload_v2(channel="C0CYPE", thread_ts=root, filename="slack_chart.png", content=picture)
    page.route(re.compile("/play/file/"), lambda route: None)
    with page.expect_request(re.compile("/play/file/")):
        page.goto(f"{bot.url}?as=U0AMY#/C0CYPE/{root}")
    thread = page.get_by_role("complementary", name="Thread")
    scroller, image = thread.locator(".scroller"), thread.get_by_role("img", name="slack_chart.png")
    expect(article(page, "Line 11")).to_be_in_viewport()
    if reads == "further up":
        scroller.evaluate("node => { node.scrollTop = 200; }")
    page.unroute_all()  # what was held goes on
    page.wait_for_function("image => image.naturalWidth > 0", arg=image.element_handle())
    if reads == "the end":
        expect(image).to_be_in_viewport(ratio=0.99)
    else:
        assert scroller.evaluate("node => node.scrollTop") == pytest.approx(200, abs=2)
