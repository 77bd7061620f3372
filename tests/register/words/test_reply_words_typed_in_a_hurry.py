"""Replies as a busy officer types them on a telephone: refs with a space, lists with names, thanks beside the news."""

import pytest

from register.words.reply_words import ReplyReading, read_reply
from register.words.typed_refs import RefIndex

INDEX = RefIndex([*map(str, range(1, 45)), "AGS1", "AGS2", "R12"])
REMINDED = ("3", "14", "38", "42", "AGS1", "AGS2", "R12")


def under_reminder(words: str) -> ReplyReading:
    return read_reply(words, INDEX, REMINDED, None)


def under_card(words: str) -> ReplyReading:
    return read_reply(words, INDEX, ("10",), "10")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("AGS 1 done", {"AGS1": "done"}),
        ("R 12: with Legal", {"R12": "with Legal"}),
        ("ags 1, ags 2 done, r 12 not yet", {"AGS1": "done", "AGS2": "done", "R12": "not yet"}),
        ("AGS-1 done\nR-12 not yet", {"AGS1": "done", "R12": "not yet"}),
        ("14 – no movement\n38 – Jane to chase", {"14": "no movement", "38": "Jane to chase"}),
        ("14 - Marcus has it\n38 - Juniors trained", {"14": "Marcus has it", "38": "Juniors trained"}),
        ("3 - letters sent\n14 - staff trained", {"3": "letters sent", "14": "staff trained"}),
        ("3 green, 14 amber as Legal are slow", {"3": "green", "14": "amber as Legal are slow"}),
        ("14 partly implemented", {"14": "partly implemented"}),
        (
            "> Action 3: review it\nDone last week\n> Action 14: train\n> Due March\nNot yet",
            {"3": "Done last week", "14": "Not yet"},
        ),
        ("> *3*  Review the policy\nDone last week", {"3": "Done last week"}),
        ("1. 3 done\n2. 14 not yet", {"3": "done", "14": "not yet"}),
        ("a) 3 done\nb) 14 not yet", {"3": "done", "14": "not yet"}),
        ("1) 3\n2) 14 done", {"3": "done", "14": "done"}),
        ("3 done, 14 ditto", {"3": "done", "14": "done"}),
        ("3: agreed by DMT\n14: as above\n38 ditto", dict.fromkeys(("3", "14", "38"), "agreed by DMT")),
        ("3=done 14=late", {"3": "done", "14": "late"}),
        ("3:done,14:late", {"3": "done", "14": "late"}),
        ("3: the board met at 14:30,14:45", {"3": "the board met at 14:30,14:45"}),
        ("3 signed | 14 drafted | 38 parked", {"3": "signed", "14": "drafted", "38": "parked"}),
        ("3 with Legal\nThanks\nAmber", {"3": "with Legal\nThanks\nAmber"}),
        ("> 3 schools have replied\n14 done", {"14": "> 3 schools have replied\ndone"}),
        ("3 done. What is 14?", {"3": "done. What is 14?"}),
        ("Re: Reminder\n\n3 done\n14 with Legal", {"3": "done", "14": "with Legal"}),
        ("3 signed & 14 drafted", {"3": "signed", "14": "drafted"}),
        ("3 signed… 14 drafted…", {"3": "signed…", "14": "drafted…"}),
        ("3|signed\n14|drafted", {"3": "signed", "14": "drafted"}),
        ("3 half done 14 three quarters done", {"3": "half done", "14": "three quarters done"}),
        ("3 done\n14 not yet\n\nMany thanks\nAmy", {"3": "done", "14": "not yet"}),
        (
            "Dear all,\n\nPlease see updates below:\n\n3 – complete\n14 – awaiting Legal\n\nThanks, Amy",
            {"3": "complete", "14": "awaiting Legal"},
        ),
        (
            "3 done\n14 not yet\nThanks to Legal it is drafted",
            {"3": "done", "14": "not yet\nThanks to Legal it is drafted"},
        ),
    ],
)
def test_each_action_has_the_words_that_follow_it(words: str, parts: dict[str, str]) -> None:
    read = under_reminder(words)
    assert (dict(read.parts), read.unsure, read.unknown) == (parts, (), "")


@pytest.mark.parametrize(
    "words",
    [
        "3 done, what's 14 about?",
        "14 - staff trained",
        ":large_green_circle: 3 14\n:red_circle: 38",
        "3 green spaces opened",
    ],
)
def test_what_may_be_a_count_or_is_asked_of_an_action_is_no_update_to_it(words: str) -> None:
    read = under_reminder(words)
    assert read.unsure or read.is_small_talk or not read.parts


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("AGS 1: done", {"AGS1": "done"}),
        ("AGS1 (risk register): done", {"AGS1": "(risk register): done"}),
        ("12 – Jane to chase", {"12": "Jane to chase"}),
        ("AGS1 (risk register) – done", {"AGS1": "(risk register) – done"}),
        ("A 12 month extension is agreed", {"10": "A 12 month extension is agreed"}),
        ("In 14 schools it is done", {"10": "In 14 schools it is done"}),
        ("14 Dec meeting held", {"10": "14 Dec meeting held"}),
        ("> Action 10 is due in March\n\nDone last week", {"10": "Done last week"}),
        ("> Legal agree\nSigned last week", {"10": "> Legal agree\nSigned last week"}),
        ("> Action 10 is due in March", {"10": "> Action 10 is due in March"}),
    ],
)
def test_under_a_card_too(words: str, parts: dict[str, str]) -> None:
    read = under_card(words)
    assert (dict(read.parts), read.unsure) == (parts, ())


@pytest.mark.parametrize("words", ["14 - staff trained", "3 - letters sent", "12 (of 40): trained"])
def test_under_a_card_a_dash_before_what_may_be_counted_is_asked_about(words: str) -> None:
    assert under_card(words).unsure


@pytest.mark.parametrize(
    "words",
    [
        "Done, thanks",
        "Complete, thank you",
        "Amber, thanks",
        "Trained, thanks all",
        "Monday, thanks",
        "No update",
        "no updates from me",
        "Draft sent, please check",
        "Ignore my last, draft isn't agreed",
        "Please ignore the above – not done yet",
        "Signed, please file",
        "Here are my updates: draft sent",
        "These are the latest updates: not started",
    ],
)
def test_news_beside_thanks_or_a_request_is_kept(words: str) -> None:
    assert under_card(words) == ReplyReading((("10", words),))


@pytest.mark.parametrize(
    "words",
    [
        "Amy, thanks",
        "Yes please",
        "Ignore above",
        "ignore my last message",
        "please delete my last update",
        "cc @U0GET",
        "Please ignore",
        "Please ignore this reminder",
        "Please ignore this, sent to the wrong thread",
        "Ignore my last message please",
        "Ignore that, it was meant for 14",
        "Ahmed, please check",
        "Mohammed please send me the draft",
        "Here are our updates for transport",
    ],
)
def test_talk_is_not(words: str) -> None:
    assert under_card(words).is_small_talk


def test_which_action_was_not_meant_is_no_news_of_the_other() -> None:
    for words in ("Sorry, 14 not 38", "14 rather than AGS1", "14 instead of action 38."):
        read = under_reminder(words)
        assert (read.parts, read.is_small_talk or bool(read.unsure)) == ((("14", ""),), True)
    assert under_reminder("14 not 38%").parts == (("14", "not 38%"),)
