"""Several actions in one reply, as people in a hurry type them: without stops, by state, with "the rest"."""

import time

import pytest

from register.words.reply_words import ReplyReading, read_reply, refs_named
from register.words.typed_refs import RefIndex

NUMBERS = RefIndex([str(number) for number in range(1, 45)])
LETTERED = RefIndex(["AGS1", "AGS2", "2.1a", "2.1b", "A1"])
REMINDED = ("3", "14", "38", "42")


def under_reminder(words: str) -> ReplyReading:
    return read_reply(words, NUMBERS, REMINDED, None)


def under_card(words: str) -> ReplyReading:
    return read_reply(words, NUMBERS, ("10",), "10")


@pytest.mark.parametrize(
    "words",
    [
        "3 done 14 not yet 38 with legal 42 n/a",
        "3: done 14: not yet 38: with legal 42: n/a",
        "3) done 14) not yet 38) with legal 42) n/a",
        "3. done\n14. not yet\n38. with legal\n42. n/a",
        "#3 done #14 not yet #38 with legal #42 n/a",
        "3 is done 14 is not yet 38 is with legal and 42 is n/a",
        "3\ndone\n14\nnot yet\n38\nwith legal\n42\nn/a",
        "quick update: 3 done, 14 not yet, 38 with legal, 42 n/a",
        "Done: 3\nNot yet: 14\nWith legal: 38\nN/A: 42",
        "done: 3. not yet: 14. with legal: 38. n/a: 42.",
    ],
)
def test_each_action_gets_its_own_words(words: str) -> None:
    read = under_reminder(words)
    assert {ref: text.lower() for ref, text in read.parts} == {
        "3": "done",
        "14": "not yet",
        "38": "with legal",
        "42": "n/a",
    }
    assert (read.unsure, read.unknown) == ((), "")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3 ✅ 14 ❌", {"3": "✅", "14": "❌"}),
        ("3 :white_check_mark: 14 :x:", {"3": ":white_check_mark:", "14": ":x:"}),
        ("3's done, 14's with Legal", {"3": "done", "14": "with Legal"}),
        ("3 done rest no change", {"3": "done", "14": "no change", "38": "no change", "42": "no change"}),
        (
            "3 done and the other 3 next week",
            {"3": "done", "14": "next week", "38": "next week", "42": "next week"},
        ),
        ("14 no, others yes", {"14": "no", "3": "yes", "38": "yes", "42": "yes"}),
        ("hi helen\n3 done\n14 with legal", {"3": "done", "14": "with legal"}),
        ("Updates as follows:\n3 done\n14 with legal", {"3": "done", "14": "with legal"}),
        ("sorry late - 3 done 14 done 42 Gareth", {"3": "done", "14": "done", "42": "Gareth"}),
        ("both 3 and 14 done", {"3": "done", "14": "done"}),
        ("3 https://kent.gov.uk/form", {"3": "https://kent.gov.uk/form"}),
        # A number that goes on like no action belongs to the words.
        ("3 done in 14 schools", {"3": "done in 14 schools"}),
        ("3 in progress 14 completed of 38", {"3": "in progress 14 completed of 38"}),
        ("3 now live 14 pending cases", {"3": "now live 14 pending cases"}),
        ("3 started 14 complete so far", {"3": "started 14 complete so far"}),
        ("3 started 14 completed", {"3": "started", "14": "completed"}),
        (
            "3 done 14 approved by Cabinet 38 done thanks",
            {"3": "done", "14": "approved by Cabinet", "38": "done thanks"},
        ),
        ("3 done by 14 December", {"3": "done by 14 December"}),
        ("3: asked 14 with Legal", {"3": "asked 14 with Legal"}),
        ("3 is waiting for 14 to finish", {"3": "waiting for 14 to finish"}),
    ],
)
def test_hurried_lists_under_a_reminder(words: str, parts: dict[str, str]) -> None:
    read = under_reminder(words)
    assert (dict(read.parts), read.unsure) == (parts, ())


@pytest.mark.parametrize(
    "words",
    [
        "all but 14 done",
        "everything but 3 done",
        "all bar 3 and 14 done",
        "waiting on legal for 38 and 42, 3 done",
        "points 3, 14 done",
        "Done (3, 14), not done (38)",
    ],
)
def test_what_names_an_action_before_the_first_that_can_be_read_is_asked_about(words: str) -> None:
    assert under_reminder(words).parts == ()


def test_counts_with_a_colon_are_no_list_of_actions() -> None:
    read = under_reminder("Schools visited: 3. Pupils: 14.")
    assert read.unsure or not read.parts


def test_under_a_card_no_words_on_another_action_are_filed_under_the_one_before_it() -> None:
    read = under_card("10 & 12 done, 14 not yet - waiting on legal, 15 n/a")
    assert dict(read.parts) == {"10": "done", "12": "done", "14": "not yet - waiting on legal", "15": "n/a"}
    assert read.unsure == ()


@pytest.mark.parametrize(
    ("words", "unsure"),
    [
        ("10 done 14 not", ("10", "14")),
        ("14 is with Legal. 12 Gareth has it", ("12",)),
        ("14 @Gareth Evans has it", ("14",)),
        ("14 Gareth Evans has it", ("14",)),
        ("14 pls close", ("14",)),
        ("item 3 done", ("3",)),
        ("items 1-3 done", ("1", "2", "3")),
    ],
)
def test_under_a_card_what_may_be_of_another_action_is_asked_about(words: str, unsure: tuple[str, ...]) -> None:
    assert under_card(words).unsure == unsure


@pytest.mark.parametrize("words", ["14 contracts signed", "Update on 14 contracts: signed", "item of news"])
def test_under_a_card_what_is_counted_is_not_asked_about(words: str) -> None:
    assert (dict(under_card(words).parts), under_card(words).unsure) == ({"10": words}, ())


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Update on 2.1b - text", {"2.1b": "text"}),
        ("Update on 2.1a - text", {"2.1a": "text"}),
        ("Update on AGS2 - risks entered", {"AGS2": "risks entered"}),
        ("for 2.1b, 100 recorded", {"2.1b": "100 recorded"}),
        ("2.1a and b done", {"2.1a": "done", "2.1b": "done"}),
        ("2.1a & b is with Legal", {"2.1a": "with Legal", "2.1b": "with Legal"}),
        ("AGS1 & 2 done", {"AGS1": "done", "AGS2": "done"}),
        ("this is on A1: lists checked", {"A1": "lists checked"}),
        ("2.1a and a draft", {"2.1a": "2.1a and a draft"}),
        ("Q4: report out", {"2.1a": "Q4: report out"}),
    ],
)
def test_refs_of_letters_and_figures_under_a_card(words: str, parts: dict[str, str]) -> None:
    read = read_reply(words, LETTERED, ("2.1a",), "2.1a")
    assert (dict(read.parts), read.unsure, read.unknown) == (parts, (), "")


@pytest.mark.parametrize("words", ["AGS9: sent", "Update on AGS9: sent", "update on AGS9 - sent", "#AGS9 sent"])
def test_a_ref_of_a_series_that_is_not_there_is_asked_about(words: str) -> None:
    assert read_reply(words, LETTERED, ("2.1a",), "2.1a").unknown.upper() == "AGS9"


def test_a_road_is_asked_about_where_an_action_has_its_name() -> None:
    assert read_reply("this is on A1", LETTERED, ("2.1a",), "2.1a").unsure == ("A1",)


def test_actions_are_named_beyond_doubt_in_any_thread() -> None:
    assert refs_named("3: live\nAGS2: risks entered, 2.1a done", LETTERED) == ("AGS2", "2.1a")
    assert refs_named("see AGS2; traffic on the A1", LETTERED) == ()
    assert refs_named("14 done. Action 3 is late", NUMBERS) == ("3",)


@pytest.mark.parametrize(
    "words", ["14 done ", "14: done ", "14 \u2705 ", "14 done\n", "14 done, ", "done: 14\n"]
)
@pytest.mark.parametrize("own", [None, "10"])
def test_of_very_many_actions_in_one_reply_nothing_is_taken(words: str, own: str | None) -> None:
    read = read_reply(words * 2_000, NUMBERS, (own,) if own else REMINDED, own)
    assert read.parts == () or (read.parts[0][0] == own and len(read.parts) == 1)


@pytest.mark.parametrize("gap", [" " * 5, " " * 9_000, "\t " * 4_000])
@pytest.mark.parametrize("words", ["3 done{}14 not yet", "Draft{}sent", "3: done{}- 14: not yet{}and 38 done"])
@pytest.mark.parametrize("own", [None, "10"])
def test_a_long_gap_is_read_as_a_short_one(words: str, gap: str, own: str | None) -> None:
    about = (own,) if own else REMINDED
    short = read_reply(words.replace("{}", " "), NUMBERS, about, own)
    long = read_reply(words.replace("{}", gap), NUMBERS, about, own)
    assert [(ref, " ".join(text.split())) for ref, text in long.parts] == list(short.parts)
    assert long.unsure == short.unsure


@pytest.mark.parametrize("own", [None, "10"])
def test_very_many_lines_are_read_in_time(own: str | None) -> None:
    """Each line used to be held against all others: twenty seconds."""
    begun = time.process_time()
    for words in (f"Draft sent{chr(10) * 19_000}and agreed", "Draft sent\n" * 1_800):
        read_reply(words, NUMBERS, (own,) if own else REMINDED, own)
    assert time.process_time() - begun < 10


def test_what_may_be_counted_in_capitals_is_asked_about() -> None:
    assert under_reminder("For 14 Local Schools the form is sent").unsure == ("14",)
    assert under_reminder("For 14 the form is sent").parts == (("14", "the form is sent"),)


@pytest.mark.parametrize(
    ("words", "bare", "text"),
    [
        ("3 done 14", ("14",), "done"),
        ("3 done and 14", ("14",), "done"),
        ("3 done, 14", ("14",), "done"),
        ("3 done. 14.", ("14",), "done"),
        ("3: done 14", ("14",), "done"),
        ("3 done 14 and 38", ("14", "38"), "done"),
        ("3, 14 done 38", ("38",), "done"),
        ("3 done\n14", ("14",), "done"),
        ("3 done, same for 14", ("14",), "done"),
        ("3 is with Legal & 14", ("14",), "with Legal"),
        ("3: minutes sent to all schools and action 14", ("14",), "minutes sent to all schools"),
    ],
)
def test_whether_the_same_is_true_of_a_number_at_the_end_is_asked(
    words: str, bare: tuple[str, ...], text: str
) -> None:
    read = under_reminder(words)
    assert (read.unsure, read.bare) == (bare, bare)
    assert set(bare) < {ref for ref, _text in read.parts}
    assert {kept for _ref, kept in read.parts} == {text}
    counted = read_reply(words, NUMBERS, REMINDED, None, are_refs=False)
    assert not {ref for ref, _text in counted.parts} & set(bare)
    assert all(ref in str(counted.parts) for ref in bare)  # it stays among the words
    assert read_reply(words, NUMBERS, REMINDED, None, are_refs=True).parts == read.parts


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3 done by 14", {"3": "done by 14"}),
        ("3 completed on 14", {"3": "completed on 14"}),
        ("3 done 14 Nov", {"3": "done 14 Nov"}),
        ("3 done 3/14", {"3": "done 3/14"}),
        ("3: 12 of 14", {"3": "12 of 14"}),
        ("3: met heads of 12 and 14", {"3": "met heads of 12 and 14"}),
        ("3 done 99", {"3": "done 99"}),
        ("3 done but not 14", {"3": "done but not 14"}),
        ("3: sent to all schools except 14", {"3": "sent to all schools except 14"}),
        ("3: done in week 14", {"3": "done in week 14"}),
        ("3: signed off Fri 14", {"3": "signed off Fri 14"}),
        ("3: done. Total: 14", {"3": "done. Total: 14"}),
        ("3: done\n14:\n38: not yet", {"3": "done", "38": "not yet"}),  # the place of 14 is left empty
    ],
)
def test_a_number_at_the_end_that_belongs_to_the_words_is_not_asked_about(
    words: str, parts: dict[str, str]
) -> None:
    read = under_reminder(words)
    assert (dict(read.parts), read.unsure) == (parts, ())


def test_a_line_that_is_only_a_number_takes_no_words_from_the_line_of_another() -> None:
    read = under_reminder("3 done\n14\n38 not yet")
    assert dict(read.parts) == {"3": "done", "14": "done", "38": "not yet"}
    assert read.bare == ("14",)


@pytest.mark.parametrize("words", ["done 3 and 14", "completed 3, 14", "sent to Legal 3 and 14"])
def test_a_state_before_its_numbers_is_of_them(words: str) -> None:
    read = under_reminder(words)
    assert ([ref for ref, _text in read.parts], read.unsure) == (["3", "14"], ())
    assert under_card(words).parts == (("10", words),)


def test_a_state_before_one_number_may_count() -> None:
    assert under_reminder("done 3").unsure == ("3",)
