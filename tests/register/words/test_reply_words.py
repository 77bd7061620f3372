"""What a reply says: of which actions, whether it is news, and whether it claims that something is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.words.reply_words import is_small_talk, read_reply, says_complete
from register.words.typed_refs import RefIndex

INDEX = RefIndex([str(number) for number in range(1, 45)])
REMINDED = ("3", "14", "38")


def under_card(words: str, own: str = "10") -> dict[str, str]:
    return dict(read_reply(words, INDEX, (own,), own).parts)


def under_reminder(words: str) -> dict[str, str]:
    return dict(read_reply(words, INDEX, REMINDED, None).parts)


@pytest.mark.parametrize(
    "words",
    [
        "Draft sent",
        "2 officers are off sick",
        "14 days should do",
        "14 done, 6 to go",
        "See action 14 for the rest",
        "Action plan is done",
        "10:30 meeting held",
        "2022: the report is out",
        "25 - 30 schools have replied",
        "1: Draft sent\n2: comments awaited",
        "1. Draft sent\n2. Comments awaited",
        "3) the form is out",
    ],
)
def test_under_a_card_words_are_about_its_action(words: str) -> None:
    assert under_card(words) == {"10": words}


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("14: agreed with GET", ["14"]),
        ("#14 agreed", ["14"]),
        ("Action 14 is agreed", ["14"]),
        ("14 is done", ["14"]),
        ("14 - agreed", ["14"]),
        ("Actions 3 and 14 are done", ["3", "14"]),
        ("3 and 14 are done", ["3", "14"]),
        ("3, 14: both done", ["3", "14"]),
        ("Actions 3-5 are done", ["3", "4", "5"]),
        ("10 and 11 are done", ["10", "11"]),
    ],
)
def test_a_ref_that_is_named_wins_over_the_thread(words: str, refs: list[str]) -> None:
    assert under_card(words) == dict.fromkeys(refs, words)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3: done\n14: not yet", {"3": "3: done", "14": "14: not yet"}),
        ("- 3: done\n- 14: not yet", {"3": "3: done", "14": "14: not yet"}),
        ("3: done; 14: not yet", {"3": "3: done", "14": "14: not yet"}),
        ("3: done, 14: not yet", {"3": "3: done", "14": "14: not yet"}),
        ("#3 done\n#14 waits for GET", {"3": "#3 done", "14": "#14 waits for GET"}),
        ("Action 3: done. Action 14: not yet", {"3": "Action 3: done.", "14": "Action 14: not yet"}),
        ("3: done\nand signed off\n14: no", {"3": "3: done\nand signed off", "14": "14: no"}),
        ("3: drafted\n3: sent\n14: no", {"3": "3: drafted\n3: sent", "14": "14: no"}),
        ("Morning all\n3: done\n14: no", {"3": "3: done", "14": "14: no"}),
        ("Since Monday:\n3: done\n14: no", {"3": "Since Monday:\n3: done", "14": "Since Monday:\n14: no"}),
    ],
)
def test_a_line_for_each_action_is_an_update_to_each(words: str, parts: dict[str, str]) -> None:
    assert under_reminder(words) == parts
    assert under_card(words) == parts


def test_what_stands_before_the_lines_under_a_card_is_about_its_action() -> None:
    assert under_card("We met today.\n14: agreed") == {"10": "We met today.", "14": "14: agreed"}
    assert under_card("We met today.\n10: agreed\n14: no") == {
        "10": "We met today.\n10: agreed",
        "14": "14: no",
    }


@pytest.mark.parametrize(
    "words", ["14 is done", "14 done", "14. done", "14) done", "14 – not yet", "14 not yet"]
)
def test_under_a_reminder_a_number_that_goes_on_like_an_action_is_one(words: str) -> None:
    assert under_reminder(words) == {"14": words}


@pytest.mark.parametrize(
    "words", ["3 officers are off sick", "14 days should do", "3 done, 2 to go", "Nearly there"]
)
def test_under_a_reminder_other_numbers_name_nothing(words: str) -> None:
    assert under_reminder(words) == {}


@pytest.mark.parametrize(
    "words", ["#99 done", "Action 99 is done", "Actions 3 and 99 are done", "3: done\n99: not yet"]
)
def test_a_reply_that_names_an_action_that_there_is_not_is_not_taken_in_part(words: str) -> None:
    read = read_reply(words, INDEX, ("10",), "10")
    assert (read.parts, read.unknown) == ((), "99")


@pytest.mark.parametrize(
    "words",
    [
        "Thanks!",
        "Thank you both",
        "Great, thanks Amy!",
        "Cheers Gareth, will pick up with you tomorrow",
        "Well done everyone, great work on this!",
        "Amy please update this by Thursday",
        "Sorry, that was meant for action 7",
        "please ignore my last message",
        "As above",
        "n/a",
        "Many thanks for the update",
        "ok",
        "Noted, thanks",
        "Well done all",
        "👍",
        ":+1:",
        "Who knows the date?",
        "14: who does this?",
        "Is this still needed?\nWho decides?",
        "Hi all, who has the file?",
    ],
)
def test_thanks_and_questions_are_no_news(words: str) -> None:
    assert read_reply(words, INDEX, ("10",), "10").is_small_talk


@pytest.mark.parametrize(
    "words",
    [
        "Thanks, the draft is out",
        "Thanks, Draft sent to Amy",
        "Please note that the draft went out on Monday",
        "Please see the minutes attached: agreed",
        "Sorry, delayed until March",
        "The board asked us to please wait for Legal",
        "Draft sent. Is that ok?",
        "Yes, done",
        "Quick",
        "One",
        "Agreed",
        "No change",
        "Done",
    ],
)
def test_words_that_say_something_are_news(words: str) -> None:
    assert not is_small_talk(words)


@pytest.mark.parametrize(
    "words",
    [
        "Done",
        "done.",
        "All complete",
        "The review is complete.",
        "Completed on 3 March",
        "100% complete",
        "Policy finished and signed off",
        "Draft done, rest to follow",
        "Not easy, but done",
        "Implemented in full",
    ],
)
def test_a_claim_that_it_is_done(words: str) -> None:
    assert says_complete(words)


@pytest.mark.parametrize(
    "words",
    [
        "Not done",
        "nearly done",
        "not complete yet",
        "It isn't done",
        "Will be complete by Friday",
        "to be completed",
        "50% complete",
        "done by Friday",
        "What has been done so far?",
        "incomplete",
        "half done",
        "Drafted",
        "ongoing",
        "Once complete we publish",
        "We hope to have it finished in March",
        "It should be done",
        "Is it done?",
    ],
)
def test_no_claim_that_it_is_done(words: str) -> None:
    assert not says_complete(words)


@given(st.text(max_size=80), st.sampled_from([None, "10"]))
def test_nothing_of_a_reply_is_lost(words: str, own: str | None) -> None:
    read = read_reply(words, INDEX, REMINDED, own)
    if own is not None and not read.unknown:
        kept = "".join(text for _ref, text in read.parts)
        assert set(filter(str.isalnum, words)) == set(filter(str.isalnum, kept))
