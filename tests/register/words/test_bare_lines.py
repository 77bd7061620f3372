"""Lines of a reply that are nothing but refs: they head the words below them, or their author is asked."""

import pytest

from register.words.reply_words import ReplyReading, read_reply
from register.words.typed_refs import RefIndex

INDEX = RefIndex([*map(str, range(1, 45)), "AGS1", "AGS2", "AGS3", "R12", "2.1a"])
REMINDED = ("3", "14", "38", "42", "AGS1", "AGS2", "R12", "2.1a")


def under_reminder(words: str, *, are_refs: bool | None = None) -> ReplyReading:
    return read_reply(words, INDEX, REMINDED, None, are_refs=are_refs)


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("AGS1\nAGS2\nR12 done", ("AGS1", "AGS2", "R12")),
        ("AGS1\nAGS2: done", ("AGS1", "AGS2")),
        ("AGS1,\nAGS2 and\nR12\ndone", ("AGS1", "AGS2", "R12")),
        ("AGS1\nAGS2:\ndone", ("AGS1", "AGS2")),
        ("- AGS1\n- AGS2 done", ("AGS1", "AGS2")),
        ("Hi Helen,\n\nAGS1\n\nAGS2 done", ("AGS1", "AGS2")),
        ("thanks, AGS1\nAGS2 done", ("AGS1", "AGS2")),
        ("action AGS1\naction AGS2 done", ("AGS1", "AGS2")),
        ("AGS1\n3\n2.1a done", ("AGS1", "3", "2.1a")),
        ("3\n14: done", ("3", "14")),
        ("3, 14\n38 done", ("3", "14", "38")),
        ("3 & 14\n38 and 42\ndone", ("3", "14", "38", "42")),
        ("#3\n#14 done", ("3", "14")),
        ("9\n14 done", ("9", "14")),  # 9 is an action too
        ("AGS1 R12 done", ("AGS1", "R12")),
        ("Done:\n3\nAGS1", ("3", "AGS1")),
        ("Done 3\n14", ("3", "14")),
        ("Done 3, 14\n38\n42", ("3", "14", "38", "42")),
        ("Done: 3,\n14", ("3", "14")),
        ("3 14\n38 42 done", ("3", "14", "38", "42")),
        ("3\n14 38 done", ("3", "14", "38")),
    ],
)
def test_all_of_them_have_the_words_that_they_head(words: str, refs: tuple[str, ...]) -> None:
    read = under_reminder(words)
    assert {ref: text.lower() for ref, text in read.parts} == dict.fromkeys(refs, "done")
    assert (read.unsure, read.unknown) == ((), "")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (
            "AGS1\nrisks entered\nand agreed\nR12\nwith Legal",
            {"AGS1": "risks entered\nand agreed", "R12": "with Legal"},
        ),
        ("AGS1\nWe have sent the draft", {"AGS1": "We have sent the draft"}),
        ("Done:\n- 3\n- 14\n\nNot yet:\n- 38", {"3": "Done", "14": "Done", "38": "Not yet"}),
        ("hi all\nDone: 3, 14\nNot yet: 38\nthanks", {"3": "Done", "14": "Done", "38": "Not yet"}),
        ("AGS1 AGS2 done\nR12 not yet", {"AGS1": "done", "AGS2": "done", "R12": "not yet"}),
        ("Done\n3\n14\nNot yet\n38", {"3": "Done", "14": "Done", "38": "Not yet"}),
        ("Green\n3\n14\nAmber\n38", {"3": "Green", "14": "Green", "38": "Amber"}),
        (
            "Hi all\n\nGreen:\n3\n14\n\nAmber:\n38\n\nThanks",
            {"3": "Green", "14": "Green", "38": "Amber"},
        ),
        (
            "Partly implemented\n3\nNot started\n14\n38",
            {"3": "Partly implemented", "14": "Not started", "38": "Not started"},
        ),
        ("No change on 3\n14", {"3": "No change", "14": "No change"}),
        ("Update for\n3\n14 done", {"3": "done", "14": "done"}),
        ("14 done\nthe rest\nno change", {"14": "done"} | dict.fromkeys(set(REMINDED) - {"14"}, "no change")),
        ("Signed off in week 14\n3 done", {"3": "Signed off in week 14\ndone"}),
        ("AGS1:\nAGS2:\nR12: done", {"R12": "done"}),  # the places of AGS1 and AGS2 are left empty
        ("14 done\n3\n38 governors appointed\n42 not yet", None),
    ],
)
def test_what_stands_below_is_theirs_alone(words: str, parts: dict[str, str] | None) -> None:
    read = under_reminder(words)
    if parts is None:
        assert read.unsure or not read.parts
    else:
        assert (dict(read.parts), read.unsure) == (parts, ())


@pytest.mark.parametrize(
    "words",
    [
        "Done 3\n14\n38 not yet",
        "Done 3\n14 not yet",
        "Delayed 3\n14\nDone 38",
        "3\ndone\n14 38 not yet",
        "3 14 done\n38 42 not yet",
        "#3 14 not yet\n38 done",
        "All done except\n14",
        "No change\n3\n14\n38 done",
        "All done bar 14\n38",
        "All done apart from:\n14\nAGS1",
        "the rest\n14 done",
        "- The rest:\n- 14 done",
        "14 done\nthe rest",
        "14 done\nthe rest\nthanks",
        "Please see\nAGS1\nR12 done",
        "Papers sent for:\nAGS1\nR12 done",
        "Sorted\n3\n14\nWaiting on Legal\n38",
    ],
)
def test_where_a_ref_would_be_lost_nothing_is_taken_and_its_author_is_told(words: str) -> None:
    assert under_reminder(words) == ReplyReading()


@pytest.mark.parametrize(
    ("words", "asked", "without"),
    [
        ("3\n14: done\n38 not yet", ("3",), {"14": "done", "38": "not yet"}),
        ("AGS1\nAGS2 done\nR12 not yet", ("AGS1",), {"AGS2": "done", "R12": "not yet"}),
        (
            "AGS1\nrisks entered\nAGS2\nR12\nwith Legal",
            ("AGS2",),
            {"AGS1": "risks entered", "R12": "with Legal"},
        ),
        ("AGS1 done\nAGS2", ("AGS2",), {"AGS1": "done\nAGS2"}),
        ("AGS1\ndone\nAGS2", ("AGS2",), {"AGS1": "done\nAGS2"}),
        ("AGS1: to be agreed\nAGS2", ("AGS2",), {"AGS1": "to be agreed\nAGS2"}),
        ("- AGS1 done\n- AGS2\nthanks", ("AGS2",), {"AGS1": "done\nAGS2\nthanks"}),
    ],
)
def test_whether_they_have_the_words_is_asked_where_they_may_be_left_empty(
    words: str, asked: tuple[str, ...], without: dict[str, str]
) -> None:
    read = under_reminder(words)
    assert (read.unsure, read.bare) == (asked, asked)
    assert {ref for ref, _text in read.parts} == {*without, *asked}
    assert under_reminder(words, are_refs=True).parts == read.parts
    assert dict(under_reminder(words, are_refs=False).parts) == without


@pytest.mark.parametrize(("words", "unknown"), [("AGS1\nAGS9\nR12 done", "AGS9"), ("3\n99\n14 done", "99")])
def test_of_a_list_with_an_action_that_is_not_there_nothing_is_taken(words: str, unknown: str) -> None:
    read = under_reminder(words)
    assert (read.parts, read.unknown) == ((), unknown)


@pytest.mark.parametrize(
    "words", ["AGS1\nAGS2\nthanks", "AGS1\nAGS2\nrest no change", "3\ndays left\n14\nmonths"]
)
def test_of_lines_that_say_nothing_of_them_nothing_is_taken(words: str) -> None:
    assert under_reminder(words).parts == ()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("10\n12 done", {"10": "done", "12": "done"}),
        ("AGS1\nAGS2 done", {"AGS1": "done", "AGS2": "done"}),
        ("10\ndone", {"10": "done"}),
        ("Done\n10\n12\nNot yet\n14", {"10": "Done\n10\n12\nNot yet\n14"}),
        ("12\nschools visited", {"10": "12\nschools visited"}),
        ("Pupils\n12\nStaff\n14", {"10": "Pupils\n12\nStaff\n14"}),
    ],
)
def test_under_a_card_they_head_the_state_of_actions_alone(words: str, parts: dict[str, str]) -> None:
    read = read_reply(words, INDEX, ("10",), "10")
    assert (dict(read.parts), read.unsure) == (parts, ())


@pytest.mark.parametrize(
    ("words", "asked"),
    [("14\n3 left", "14"), ("14\n38 responses so far", "14"), ("3\n42 complete out of 60", "3")],
)
def test_a_number_that_may_count_on_the_line_below_is_asked_about(words: str, asked: str) -> None:
    assert under_reminder(words).unsure == (asked,)


def test_the_count_below_an_action_is_what_is_said_of_it() -> None:
    assert under_reminder("14\n3 left", are_refs=False).parts == (("14", "3 left"),)
    assert under_reminder("14\n3 left", are_refs=True).parts == (("14", "left"), ("3", "left"))
