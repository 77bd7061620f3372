"""What a reply says: of which actions, whether it is news, and whether it claims that something is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.words.reply_words import ReplyReading, read_reply, without_left_out
from register.words.typed_refs import RefIndex

INDEX = RefIndex([str(number) for number in range(1, 45)])
REMINDED = ("3", "14", "38")


def under_card(words: str, own: str = "10") -> dict[str, str]:
    return dict(read_reply(words, INDEX, (own,), own).parts)


def sure(words: str, own: str | None) -> dict[str, str]:
    """The words for each action, where no number is in doubt."""
    read = read_reply(words, INDEX, (own,) if own else REMINDED, own)
    assert (read.unsure, read.unknown) == ((), "")
    return dict(read.parts)


@pytest.mark.parametrize(
    "words",
    [
        "Draft sent",
        "2 officers are off sick",
        "14 days should do",
        "14 working days should do",
        "14 done, 6 to go",
        "See action 14 for the rest",
        "see #10 and #14",
        "Action plan is done",
        "10:30 meeting held",
        "2022: the report is out",
        "25 - 30 schools have replied",
        "1: Draft sent\n2: comments awaited",
        "1. Draft sent\n2. Comments awaited",
        "3) the form is out",
        "14 children moved",
        "14 young people moved",
        "£14 spent",
        "14 November meeting held",
        "14-15 November: workshop held",
        "3 new starters joined",
        "2 of 3 done",
        "page 3 is with Legal",
        "12 staff trained",
        "5 year plan drafted",
        "20 mph scheme approved",
        "Sent on Monday. 14 days to reply",
        "Sent to Legal, 14 in total",
        "Minutes of 14 November; 3 letters out",
        "1 done, 2 to go",
        "14% of routes done",
        "14,000 letters sent",
        "3 more invoices to pay",
        "We met on 14 and agreed",
        "Agreed with 3 and others",
        "4.5 days lost",
        "10% done",
        "14% done",
        "this one is done",
        "this one waits, the other does not",
    ],
)
def test_under_a_card_words_are_about_its_action(words: str) -> None:
    assert sure(words, "10") == {"10": words}


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("14: agreed with GET", {"14": "agreed with GET"}),
        ("14 - with finance / 42 - with Legal", {"14": "with finance", "42": "with Legal"}),
        ("14 and 42 agreed, this one next week", {"14": "agreed", "42": "agreed", "10": "next week"}),
        (
            "For 14 nothing new. For this one the survey is out.",
            {"14": "nothing new.", "10": "the survey is out."},
        ),
        ("#14 agreed", {"14": "agreed"}),
        ("Action 14 is agreed", {"14": "agreed"}),
        ("14 is done", {"14": "done"}),
        ("14 - agreed", {"14": "agreed"}),
        ("14 = agreed", {"14": "agreed"}),
        ("14 -> with Legal", {"14": "with Legal"}),
        ("14 has gone to Legal", {"14": "has gone to Legal"}),
        ("14 needs a decision", {"14": "needs a decision"}),
        ("Also 14 is done", {"14": "done"}),
        ("Actions 3 and 14 are done", {"3": "done", "14": "done"}),
        ("3 and 14 are done", {"3": "done", "14": "done"}),
        ("3, 14: both done", {"3": "done", "14": "done"}),
        ("Actions 3-5 are done", {"3": "done", "4": "done", "5": "done"}),
        ("actions 3-5 no change", {"3": "no change", "4": "no change", "5": "no change"}),
        ("10 and 11 are done", {"10": "done", "11": "done"}),
        ("Re 10, 13 and 25 - all waiting", {"10": "waiting", "13": "waiting", "25": "waiting"}),
        ("Re: 14 we wait for Legal", {"14": "we wait for Legal"}),
        ("Update on 14: sent", {"14": "sent"}),
        ("As for 14, Legal has it", {"14": "Legal has it"}),
        ("10, 12: sent; 13 not yet", {"10": "sent", "12": "sent", "13": "not yet"}),
        ("#14 and #38 complete", {"14": "complete", "38": "complete"}),
        ("14 and also 8 are sent", {"14": "sent", "8": "sent"}),
        ("For 22 we wait for Legal, 23 is with GET", {"22": "we wait for Legal", "23": "with GET"}),
        ("8 is done and #10 is late", {"8": "done", "10": "late"}),
        ("Met Legal; 12 – agreed; 13 – not yet", {"10": "Met Legal", "12": "agreed", "13": "not yet"}),
        ("14 and 15 are with Legal but 10 is done", {"14": "with Legal", "15": "with Legal", "10": "done"}),
        ("6 and 8 done, 10 still open", {"6": "done", "8": "done", "10": "still open"}),
        ("#3 sent. 2 letters are out", {"3": "sent. 2 letters are out"}),
        ("#3 sent, 14 days to reply", {"3": "sent, 14 days to reply"}),
    ],
)
def test_a_ref_that_is_named_wins_over_the_thread(words: str, parts: dict[str, str]) -> None:
    assert sure(words, "10") == parts


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3: done\n14: not yet", {"3": "done", "14": "not yet"}),
        ("- 3: done\n- 14: not yet", {"3": "done", "14": "not yet"}),
        ("3: done; 14: not yet", {"3": "done", "14": "not yet"}),
        ("3: done, 14: not yet", {"3": "done", "14": "not yet"}),
        ("#3 done\n#14 waits for GET", {"3": "done", "14": "waits for GET"}),
        ("Action 3: done. Action 14: not yet", {"3": "done.", "14": "not yet"}),
        ("3: done\nand signed off\n14: no", {"3": "done\nand signed off", "14": "no"}),
        ("3: drafted\n3: sent\n14: no", {"3": "drafted\nsent", "14": "no"}),
        ("Morning all\n3: done\n14: no", {"3": "done", "14": "no"}),
        ("Since Monday:\n3: done\n14: no", {"3": "Since Monday:\ndone", "14": "Since Monday:\nno"}),
    ],
)
def test_a_line_for_each_action_is_an_update_to_each(words: str, parts: dict[str, str]) -> None:
    assert sure(words, None) == parts
    assert sure(words, "10") == parts


def test_what_stands_before_the_lines_under_a_card_is_about_its_action() -> None:
    assert under_card("We met today.\n14: agreed") == {"10": "We met today.", "14": "agreed"}
    assert under_card("We met today.\n10: agreed\n14: no") == {"10": "We met today.\nagreed", "14": "no"}


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("14 is done", {"14": "done"}),
        ("14 done", {"14": "done"}),
        ("14. done", {"14": "done"}),
        ("14) done", {"14": "done"}),
        ("14 – not yet", {"14": "not yet"}),
        ("14 not yet", {"14": "not yet"}),
        ("14 on track", {"14": "on track"}),
        ("14 forecast agreed. 38 done. 42 no", {"14": "forecast agreed.", "38": "done.", "42": "no"}),
        ("14 forecast agreed, 38 poster sent", {"14": "forecast agreed", "38": "poster sent"}),
        ("3 and 14 done, 38 nearly", {"3": "done", "14": "done", "38": "nearly"}),
        ("3 done but 14 delayed", {"3": "done", "14": "delayed"}),
        ("No change on 3, 14 and 38", {"3": "No change", "14": "No change", "38": "No change"}),
        ("Done: 3, 14", {"3": "Done", "14": "Done"}),
        ("All waiting for Legal (3, 14)", {"3": "All waiting for Legal", "14": "All waiting for Legal"}),
        ("Draft sent for action 14", {"14": "Draft sent"}),
    ],
)
def test_under_a_reminder_a_number_that_goes_on_like_an_action_is_one(
    words: str, parts: dict[str, str]
) -> None:
    assert sure(words, None) == parts


@pytest.mark.parametrize(
    "words",
    [
        "3 officers are off sick",
        "14 days should do",
        "3 done, 2 to go",
        "Nearly there",
        "14 children moved",
        "£14",
        "14 November: workshop held",
        "page 3",
        "2 of 3",
        "3 new forms drafted",
    ],
)
def test_under_a_reminder_other_numbers_name_nothing(words: str) -> None:
    assert sure(words, None) == {}


@pytest.mark.parametrize(
    ("words", "own", "as_refs", "as_counts"),
    [
        ("14 done", "10", {"14": "done"}, {"10": "14 done"}),
        ("14 forecast agreed", "10", {"14": "forecast agreed"}, {"10": "14 forecast agreed"}),
        ("2 done, 4 still open", "4", {"2": "done", "4": "still open"}, {"4": "2 done, 4 still open"}),
        ("On 22 we agreed the plan", "10", {"22": "we agreed the plan"}, {"10": "On 22 we agreed the plan"}),
        ("14 forecast agreed", None, {"14": "forecast agreed"}, {}),
        ("Draft sent for 14", None, {"14": "Draft sent"}, {}),
        ("10 done", None, {"10": "done"}, {}),
        ("42 governors asked, 3 with Legal", None, {"3": "42 governors asked\nwith Legal"}, {}),
    ],
)
def test_a_number_that_may_be_a_ref_or_a_count_is_asked_about(
    words: str, own: str | None, as_refs: dict[str, str], as_counts: dict[str, str]
) -> None:
    about = (own,) if own else REMINDED
    assert read_reply(words, INDEX, about, own).unsure
    refs = read_reply(words, INDEX, about, own, are_refs=True)
    assert (dict(refs.parts), refs.unsure) == (as_refs, ())
    counts = read_reply(words, INDEX, about, own, are_refs=False)
    assert (dict(counts.parts), counts.unsure) == (as_counts, ())


@pytest.mark.parametrize(
    "words", ["#99 done", "Action 99 is done", "Actions 3 and 99 are done", "3: done\n99: not yet"]
)
def test_a_reply_that_names_an_action_that_there_is_not_is_not_taken_in_part(words: str) -> None:
    read = read_reply(words, INDEX, ("10",), "10")
    assert (read.parts, read.unknown) == ((), "99")


@given(st.text(max_size=80), st.sampled_from([None, "10"]), st.sampled_from([None, False]))
def test_nothing_of_a_reply_is_lost(words: str, own: str | None, are_refs: bool | None) -> None:
    read = read_reply(words, INDEX, REMINDED, own, are_refs=are_refs)
    if own is not None and not read.unknown:
        recorded = "".join(text for _ref, text in read.parts)
        assert set(filter(str.isalpha, words)) - set("aectionsr") <= set(filter(str.isalpha, recorded))


@given(
    st.lists(
        st.sampled_from(
            ["14", "10", "#3", "done", "14:", ",", ". ", "and", "\n", "for", "£", "not yet", "days"]
        )
    )
)
def test_a_reply_reads_the_same_every_time_and_names_only_refs_there_are(pieces: list[str]) -> None:
    words = " ".join(pieces)
    read = read_reply(words, INDEX, REMINDED, None)
    assert read == read_reply(words, INDEX, REMINDED, None)
    assert {ref for ref, _text in read.parts} <= set(INDEX.known.between("1", "44"))
    assert not read_reply(words, INDEX, REMINDED, None, are_refs=True).unsure


def test_a_number_with_a_colon_that_is_no_action_is_not_kept_under_another() -> None:
    assert read_reply("99: done", INDEX, ("10",), "10").unknown == "99"
    assert read_reply("2022: the report is out", INDEX, ("10",), "10").unknown == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3 done, rest in hand", {"3": "done", "14": "in hand", "38": "in hand"}),
        ("14 sent and the others are with Legal", {"14": "sent", "3": "with Legal", "38": "with Legal"}),
        ("3: done. The other two next week", {"3": "done.", "14": "next week", "38": "next week"}),
        ("3 done, rest of the form next week", {"3": "done, rest of the form next week"}),
        (
            "38 Jo Bloggs is named\n14 waiting for the board",
            {"38": "Jo Bloggs is named", "14": "waiting for the board"},
        ),
        ("3. sent\n14) agreed\n38 - Jo", {"3": "sent", "14": "agreed", "38": "Jo"}),
        ("3 14 38 on track", {"3": "on track", "14": "on track", "38": "on track"}),
        ("3 14 38 schools replied", {}),
        ("3 December: met\n14 December: met again", {}),
        # Kept of 3 alone, its author would think that all are answered.
        ("3 done but nothing on the others", {}),
    ],
)
def test_the_rest_and_a_list_are_of_the_actions_that_were_asked_about(
    words: str, expected: dict[str, str]
) -> None:
    assert sure(words, None) == expected


def test_what_a_reply_leaves_out_is_not_meant() -> None:
    assert without_left_out("all done except 38", INDEX, REMINDED) == ("3", "14")
    assert without_left_out("all done but not 3 or 38", INDEX, REMINDED) == ("14",)
    assert without_left_out("all done, but 20 letters are out", INDEX, REMINDED) == REMINDED


DOTTED = RefIndex(["3.1", "3.3", "3.4", "R1.2", "24 CEM 02", "01.05", "10"])


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3.3 first draft sent", {"3.3": "first draft sent"}),
        ("R1.2 first draft sent", {"R1.2": "first draft sent"}),
        ("24 cem 02 Amy has sent the draft", {"24 CEM 02": "Amy has sent the draft"}),
        ("3.3 first draft sent\n3.4 comments awaited", {"3.3": "first draft sent", "3.4": "comments awaited"}),
        ("3.3 million spent", {}),
        ("3.3 km of road surveyed", {}),
        ("3.3% saved", {}),
        ("3.1 first draft sent", {}),  # it was not asked about: that may be a count
    ],
)
def test_a_ref_of_more_than_figures_needs_no_colon_where_it_is_asked_about(
    words: str, parts: dict[str, str]
) -> None:
    read = read_reply(words, DOTTED, ("3.3", "3.4", "R1.2", "24 CEM 02", "10"), None)
    assert (dict(read.parts), read.unsure) == (parts, ())


@pytest.mark.parametrize("words", ["10 first draft sent", "1.5 first draft sent"])
def test_a_mere_number_and_a_ref_that_is_printed_otherwise_are_asked_about(words: str) -> None:
    assert read_reply(words, DOTTED, ("3.3", "01.05", "10"), None).unsure


LETTERED = RefIndex(["A", "B", "I", "2.5", "1.5", "3.3", "9.30", "10.30", "Q4"])


@pytest.mark.parametrize(
    "words",
    [
        "I have sent it",
        "I was at the school on Monday",
        "A draft has gone to Legal",
        "I have sent it. A copy is with Legal",
        "9.30 start agreed",
        "Meeting held. 10.30 start agreed",
        "9.30 start agreed. 10.30 break agreed",
        "9.30 start agreed\n10.30 break agreed",
        "2.5 posts filled\n1.5 posts vacant",
        "2.5 tonnes\n3.3 tonnes",
        "2.5 tonne lorry ordered",
        "Q4 report drafted",
    ],
)
def test_a_letter_in_prose_a_time_and_an_amount_are_never_taken_for_an_action_without_asking(
    words: str,
) -> None:
    read = read_reply(words, LETTERED, ("A", "B", "I", "2.5", "1.5", "3.3", "9.30", "10.30", "Q4"), None)
    assert read.unsure or not read.parts
    assert "I" not in dict(read_reply(words, LETTERED, ("3.3",), "3.3", are_refs=None).parts) or read.unsure


@pytest.mark.parametrize("words", ["A: draft sent", "#A draft sent", "Action A draft sent"])
def test_a_letter_that_is_marked_as_a_ref_is_taken_for_its_action(words: str) -> None:
    read = read_reply(words, LETTERED, ("A", "B", "I", "3.3"), None)
    assert (dict(read.parts), read.unsure) == ({"A": "draft sent"}, ())


def test_a_complete_update_is_about_the_action_even_where_its_ref_may_be_a_time() -> None:
    """Nobody reports of half past nine that it is done. Under another action's card it is asked about."""
    read = read_reply("9.30 done", LETTERED, ("3.3", "9.30"), None)
    assert (dict(read.parts), read.unsure) == ({"9.30": "done"}, ())
    assert read_reply("9.30 done", LETTERED, ("3.3",), "3.3").unsure == ("9.30",)


TRACKER = RefIndex(["1", "3", "40", "1.2a", "1.2b", "2.1", "2.1a", "AGS2", "EA3", "HR3"])


def under_1_2b(words: str) -> ReplyReading:
    return read_reply(words, TRACKER, ("1.2b",), "1.2b")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("This is for 2.1a: 190 of 214 now", {"2.1a": "190 of 214 now"}),
        ("That’s about action 1.2a - two more deputies named", {"1.2a": "two more deputies named"}),
        ("Meant for action 3: list sent", {"3": "list sent"}),
        ("Update on AGS2: 80 of 140 trained", {"AGS2": "80 of 140 trained"}),
        ("This should go under AGS2: 80 trained", {"AGS2": "80 trained"}),
        ("Sorry, wrong thread - this is for HR3: 4 of 9 services done", {"HR3": "4 of 9 services done"}),
        ("190 of 214 now, this is for 2.1a.", {"2.1a": "190 of 214 now"}),
        ("190 of 214 now (meant for EA3)", {"EA3": "190 of 214 now"}),
        # Only mentioned, or counted.
        ("See AGS2 for the rest", {"1.2b": "See AGS2 for the rest"}),
        ("Agreed with the EA3 board, see HR3", {"1.2b": "Agreed with the EA3 board, see HR3"}),
        ("This is for 3 schools: letters sent", {"1.2b": "This is for 3 schools: letters sent"}),
        ("This is for the committee in March", {"1.2b": "This is for the committee in March"}),
    ],
)
def test_who_says_which_action_words_are_for_is_believed(words: str, parts: dict[str, str]) -> None:
    read = under_1_2b(words)
    assert (dict(read.parts), read.unsure, read.unknown) == (parts, (), "")


@pytest.mark.parametrize(
    "words",
    [
        "Weekly list sent; AGS2 training is at 80 of 140",
        "Weekly list sent. HR3 funding was agreed in May",
        "Weekly list sent and AGS2 is with Legal",
        "Traffic on the HR3 and AGS2 is heavy until May",
        "This is for HR3 colleagues to answer",
        "That's about 40, we have more to do",
        "It is about 2.1 on average",
    ],
)
def test_words_that_may_be_for_another_action_or_only_mention_it_are_asked_about(words: str) -> None:
    assert under_1_2b(words).unsure


def test_an_action_that_is_named_behind_the_words_gets_no_update_without_words() -> None:
    assert dict(under_1_2b("190 of 214 now. Re 3.").parts) == {"1.2b": "190 of 214 now. Re 3."}
    read = under_1_2b("sorry wrong thread, that was about HR3")
    assert (dict(read.parts), read.is_small_talk) == ({"HR3": ""}, True)
