"""What people read on cards and in answers: short, true and in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from messages import alerts, answers, lists, receipts, rounds
from messages import cards as card_messages
from messages import reminders as reminder_messages
from messages.command_spelling import CommandSpelling
from messages.life_lines import step_row
from register.action import Action, Milestone
from register.next_steps import next_steps
from register.notices.digest import summary
from register.permissions import Asker
from register.progress import Status
from register.urgency_groups import parted
from storage.queue.notices import NoticeKind
from tests.messages.wording import (
    DECEMBER,
    KENT,
    MARCH,
    NOVEMBER,
    TODAY,
    Posted,
    action,
    assert_calls_nobody,
    batch,
    buttons,
    promised,
    shown,
    update_of,
)

# A card.


def test_what_is_asked_keeps_its_points_on_a_card_and_in_full() -> None:
    with_points = action(defined="Managers should:\n• read it\n• say so")
    for blocks in (
        card_messages.card(with_points, KENT, ("CYPE",), TODAY).blocks,
        answers.status(with_points, KENT, TODAY, None).blocks,
    ):
        assert "Managers should:\n• read it\n• say so" in shown(blocks)


def test_a_card_says_what_is_asked_by_when_of_whom_and_how_to_answer() -> None:
    card = card_messages.card(
        action(updates=(update_of(1, "First draft is with GET."),)), KENT, ("CYPE",), TODAY
    )
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
    assert buttons(card.blocks) == [
        ("Update", "update", "kent:10"),
        ("Complete …", "done", "kent:10"),
        ("New date …", "new_date", "kent:10"),
        ("Assign …", "officer", "kent:10"),
        ("Snooze …", "snooze", "kent:10"),
    ]
    assert "Reply in this thread" in card.text


def test_a_card_stays_true_from_day_to_day() -> None:
    late = action("38", promised(NOVEMBER, "Identification"), promised(DECEMBER, "Training"))
    on_the_21st, on_the_29th = (
        card_messages.card(late, KENT, ("GET",), day) for day in (TODAY, date(2022, 12, 29))
    )
    assert on_the_21st == on_the_29th
    assert ":red_circle: Identification: overdue since 30 November 2022\nTraining: 31 December 2022" in shown(
        on_the_21st.blocks
    )


def test_a_card_of_what_is_done_is_not_red() -> None:
    done = action("9", promised(NOVEMBER), progress="Complete", status=Status.IMPLEMENTED)
    everything = shown(card_messages.card(done, KENT, ("GLD",), TODAY).blocks)
    assert ":white_check_mark: Complete" in everything
    assert "overdue" not in everything


def test_an_undated_action_shows_the_words_it_was_given() -> None:
    ongoing = action("7", promised(None, printed="Ongoing"), owners=("GLD",), directorates=("GLD",))
    everything = shown(card_messages.card(ongoing, KENT, ("GLD",), TODAY).blocks)
    assert "*Target date*\nOngoing" in everything
    assert "*Owner*\nGLD" in everything


def test_before_the_cards_a_channel_is_told_what_is_coming_and_where_to_start() -> None:
    actions = [action("3", promised(NOVEMBER)), action("4", promised(MARCH)), action("10")]
    message = card_messages.assigned_summary(KENT, ("CYPE",), actions, TODAY, CommandSpelling())
    everything = shown(message.blocks)
    assert "3 management actions for CYPE" in everything
    assert "1 overdue · 1 due in the next four weeks · 3 with no update yet" in everything
    assert everything.index("*3*  ") < everything.index("*10*  ")
    assert "*4*" not in everything


def test_whoever_asked_for_cards_is_told_how_many_went_where() -> None:
    message = card_messages.assigned(Posted({"C0CYPE": 15, "C0GET": 12, "C0GLD": 0}), None)
    assert "15 for <#C0CYPE> and 12 for <#C0GET>" in message.text
    assert "already has a card" in card_messages.assigned(Posted({"C0CYPE": 0}), ["10"]).text
    assert "no channel is set" in card_messages.assigned(Posted({"C0CYPE": 1}, ("XYZ",)), ["10"]).text


def test_only_the_author_of_a_reply_is_offered_to_take_it_back() -> None:
    message = receipts.recorded([receipts.RecordedUpdate(action(), 7)])
    assert message.text == "Recorded as an update to action 10."
    assert buttons(message.blocks) == [("Not an update", "not_an_update", "7")]


# Answers.


def test_status_tells_everything_about_an_action() -> None:
    updates = tuple(update_of(n, f"Step {n} is done.") for n in range(1, 6))
    given = action(
        delivered="Two workshops held.",
        progress="In progress",
        status=Status.IN_PROGRESS,
        links=("17",),
        named_by=("1", "14"),
        updates=updates,
    )
    message = answers.status(given, KENT, TODAY, date(2022, 12, 23))
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
        assert words in shown(message.blocks)
    assert "Step 2" not in shown(message.blocks)
    for words in ("in 10 days", "In progress", "Two workshops held", "Step 5 is done", "Refers to action 17"):
        assert words in message.text


def test_status_does_not_repeat_in_its_updates_what_is_delivered_so_far_in_full() -> None:
    held, booked = (
        "Two workshops were held with all the schools.",
        "The third workshop is booked at the town hall.",
    )
    updates = (
        update_of(1, held.replace(" were", "  were")),
        update_of(2, booked),
        update_of(3, "Booked."),
    )
    given = action(delivered=f"One workshop held.\n{held}\n{booked} And more.", updates=updates)
    message = answers.status(given, KENT, TODAY, None)
    for words in (shown(message.blocks), message.text):
        assert words.count(held) == words.count(booked) == 1
        assert words.count(": see “Delivered so far”") == 2  # and by whom and when, for each
        assert "Booked." in words  # so short that it may be in there by chance
    # What is cut off in what was delivered is shown in full as an update.
    given = action(delivered="Held. " * 400 + booked, updates=updates[1:2])
    assert booked in shown(answers.status(given, KENT, TODAY, None).blocks)


AGREED = "The new hall is booked for the whole of May and paid for"


@pytest.mark.parametrize(
    "delivered",
    [
        f"We do not think that {AGREED[0].lower()}{AGREED[1:]}.",
        f"{AGREED} next year, if the council agrees.",
        f"Nobody has confirmed that\n{AGREED[0].lower()}{AGREED[1:]}.",
        "R&D <held>. " * 140 + f"{AGREED}.",
        "Held.\n" * 230 + f"{AGREED}.",
        "Held. " * 314 + f"{AGREED} at last.",
    ],
    ids=["opposite", "goes on", "wrapped", "escaped", "many lines", "cut inside"],
)
def test_status_shows_an_update_whose_words_only_occur_in_another_sentence_or_are_cut_off(
    delivered: str,
) -> None:
    given = action(delivered=delivered, updates=(update_of(1, f"{AGREED}."),))
    message = answers.status(given, KENT, TODAY, None)
    assert "see “Delivered so far”" not in shown(message.blocks) + message.text


def test_status_does_not_repeat_an_update_of_several_sentences_or_lines() -> None:
    words = "Two workshops were held & minuted.\nThe third is booked at the *town hall*; see https://kent.example/a_b."
    given = action(delivered=f"First. {words}\nLast words.", updates=(update_of(1, words),))
    message = answers.status(given, KENT, TODAY, None)
    assert "see “Delivered so far”" in shown(message.blocks)
    assert "see “Delivered so far”" in message.text


@pytest.mark.parametrize(
    ("given", "reminder", "words"),
    [
        (action("9", progress="Complete", status=Status.IMPLEMENTED), None, "None: it is done"),
        (action("9", promised(None)), None, "None: the target date names no day"),
        (action("9", promised(NOVEMBER)), TODAY + timedelta(days=1), "22 December 2022, tomorrow"),
        (action("9", promised(NOVEMBER)), None, "3 weeks late, due 30 November 2022"),
    ],
)
def test_status_says_how_late_and_what_reminder_comes_next(
    given: Action, reminder: date | None, words: str
) -> None:
    assert words in shown(answers.status(given, KENT, TODAY, reminder).blocks)


def test_a_moved_date_shows_what_was_first_promised() -> None:
    moved = action("9", Milestone("", "March 2023", MARCH, original=NOVEMBER))
    assert "first promised for 30 November 2022" in shown(answers.status(moved, KENT, TODAY, None).blocks)


def test_what_management_agreed_and_what_is_evidence_in_print_stand_among_the_facts() -> None:
    more = {"title": "Payroll", "response": "HR to send a weekly leavers list.", "evidence": "4 of 9 services"}
    given = replace(action("9", Milestone("", "31 March 2023", MARCH)), more=more)
    words = shown(answers.status(given, KENT, TODAY, None).blocks)
    assert [one for one in (*more.values(), "Response", "Evidence as printed") if one not in words] == []


def test_a_date_printed_as_it_is_shown_is_shown_once_and_the_printed_officer_with_it() -> None:
    exact = replace(
        action("9", Milestone("", "31 March 2023", MARCH)), more={"officers": "Head of Routes\nJ. Smith"}
    )
    words = shown(answers.status(exact, KENT, TODAY, None).blocks)
    assert words.count("31 March 2023") == 2  # how far off it is, and the target date
    assert "printed “" not in words
    assert "Head of Routes / J. Smith" in words


def test_the_state_of_the_register_is_seen_in_one_look() -> None:
    gld = {"owners": ("GLD",), "directorates": ("GLD",)}
    actions = [action("3", promised(NOVEMBER)), action(), action("9", progress="Complete", **gld)]
    actions[2] = replace(actions[2], status=Status.IMPLEMENTED)
    everything = shown(answers.state(summary(actions, TODAY, UTC), KENT, TODAY, CommandSpelling()).blocks)
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
    message = lists.listing(actions, TODAY, "All actions", 41, 143, "list", CommandSpelling())
    assert "_and 63 more:_ `/htst list from 81` shows the next" in shown(message.blocks)
    assert "41 to 80, the most urgent first" in shown(message.blocks)
    assert "And 63 more: `/htst list from 81`" in message.text


def test_a_list_gathers_what_is_due_the_same_day_in_the_order_given() -> None:
    done = action("2", progress="Complete", status=Status.IMPLEMENTED)
    actions = [action("3", promised(NOVEMBER)), action("9"), action("10"), action("4", promised(MARCH)), done]
    everything = shown(
        lists.listing(actions, TODAY, "Actions with “who”", 1, 5, "list who", CommandSpelling()).blocks
    )
    assert everything.count("Due 31 December 2022, in 10 days") == 1
    order = ["3 weeks late", "*3*", "31 December", "*9*", "*10*", "31 March", "*4*", "Complete", "*2*"]
    assert [everything.index(words) for words in order] == sorted(everything.index(words) for words in order)


def test_an_empty_list_says_so() -> None:
    message = lists.none_found("Actions overdue", (), (0, "list"), CommandSpelling(), "")
    assert message.text == "Actions overdue: there are none. `/htst list` shows every action."


def test_an_empty_list_says_which_words_were_not_found_and_what_there_is_without_them() -> None:
    message = lists.none_found("Actions overdue", ("zzz",), (30, "list overdue"), CommandSpelling(), "")
    assert message.text.startswith("None has “zzz” in its words.")
    assert "`/htst list overdue` shows all 30" in message.text
    near = lists.none_found("All actions", ("overdeu",), (44, "list"), CommandSpelling(), "list overdue")
    assert "Did you mean `/htst list overdue`?" in near.text


def test_what_is_mine_starts_with_what_is_late() -> None:
    mine = [action("4", promised(MARCH)), action(), action("3", promised(NOVEMBER))]
    message = answers.mine(parted(mine, TODAY), TODAY, CommandSpelling())
    assert "Yours: 3 open actions" in shown(message.blocks)
    assert "overdue 1, due in the next four weeks 1, later 1" in message.text
    assert "None of the open actions is yours" in answers.none_is_yours(CommandSpelling()).text


def test_help_shows_what_can_be_typed() -> None:
    message = answers.help_message(
        {
            "See": [("/htst status [REF]", "one action in full"), ("/htst mine", "what is yours")],
            "Say": [("/htst done REF", "it is complete")],
        }
    )
    see, say = (block["text"]["text"] for block in message.blocks if block["type"] == "section")
    assert see == "*See*\n`/htst status [REF]`  one action in full\n`/htst mine`  what is yours"
    assert say == "*Say*\n`/htst done REF`  it is complete"


def test_a_refusal_repeats_what_was_typed_without_obeying_it() -> None:
    message = answers.refusal("I do not know “<!channel>”. Type `/htst help`.")
    assert message.text == "I do not know “&lt;!channel&gt;”. Type `/htst help`."
    assert answers.plain("Saved & done").text == "Saved &amp; done"


def test_nothing_that_was_printed_or_answered_is_obeyed_where_it_is_repeated() -> None:
    loud = action("<!channel>", promised(TODAY))
    message = reminder_messages.reminder(
        batch("reminder", (loud, loud.milestones[0])), KENT, TODAY, CommandSpelling(), {}
    )
    undecided = alerts.undecided("<!here>", "#<!here>", "<!channel>", CommandSpelling())
    failed = alerts.failed("<!here>", "#<!here>", "<!channel>", CommandSpelling())
    for each in (message, undecided, failed):
        assert_calls_nobody(each.text, each.blocks)


def test_the_administrators_are_told_in_words_what_was_not_delivered() -> None:
    for kind in set(NoticeKind) - {NoticeKind.ALERT}:  # of which nobody is told
        assert "A notice" not in alerts.failed(kind, "C0CYPE", "", CommandSpelling()).text


def test_an_update_to_be_put_into_words_is_of_the_registers_own_day() -> None:
    late = update_of(0, "Sent at half past midnight.", at=datetime(2022, 7, 1, 23, 30, tzinfo=UTC))
    message = rounds.narrative_in_view(action(updates=(late,)), (late,), (), TODAY, KENT)
    assert "<@U0OFFICER>, 2 July 2022" in message.text


def test_what_slack_answers_is_told_as_it_is() -> None:
    assert "`a &lt; b`" in alerts.failed("card", "C0CYPE", "a < b", CommandSpelling()).text
    assert (
        "a fault in HTST"
        in alerts.failed("card", "C0CYPE", "cannot_be_written (KeyError)", CommandSpelling()).text
    )


def test_however_many_steps_there_are_each_has_a_button_or_stands_in_the_menu_beside_them() -> None:
    found = action(updates=(update_of(1, "The board meets in January."),))
    steps = next_steps(KENT, found, Asker("U0MONITOR"), TODAY, lacks_card=True)
    assert len(steps) == 10
    row = step_row(found, steps)
    assert [one["type"] for one in row] == ["button"] * 5 + ["overflow"]
    assert len(row[-1]["options"]) == 5
