"""What a reply asks to be done with its action, where it says nothing else."""

import time

import pytest

from register.words.card_requests import CardRequest, card_request, wanted_date


@pytest.mark.parametrize(
    ("words", "request_"),
    [
        ("change date to 31 Jan", CardRequest.DATE),
        ("move this to 31 January", CardRequest.DATE),
        ("Can we move the deadline to end of Feb please?", CardRequest.DATE),
        ("push back to Feb", CardRequest.DATE),
        ("Extension please", CardRequest.DATE),
        ("Can we have until the end of January?", CardRequest.DATE),
        (
            "move this to 31 January because the panel meets, and the tender of the depot is late",
            CardRequest.DATE,
        ),
        ("Please extend to 31 March 2023 as the contractor is late", CardRequest.DATE),
        ("The date should be 31 January not 30 November", CardRequest.DATE),
        ("The deadline needs to move to March because Legal asks", CardRequest.DATE),
        ("assign to Gareth", CardRequest.OWNER),
        ("move this to Jane", CardRequest.OWNER),
        ("pass to Marcus please", CardRequest.OWNER),
        ("give it to Monica", CardRequest.OWNER),
        ("please reassign this to GET, thanks", CardRequest.OWNER),
        ("give this to @U0GET", CardRequest.OWNER),
        ("change the owner to GET", CardRequest.OWNER),
        ("take this off me", CardRequest.OWNER),
        ("this should be with Gareth Evans", CardRequest.OWNER),
        ("close this", CardRequest.COMPLETE),
        ("can you close this please", CardRequest.COMPLETE),
        ("Close.", CardRequest.COMPLETE),
        ("mark as complete", CardRequest.COMPLETE),
        ("can this be closed now?", CardRequest.COMPLETE),
        ("verify", CardRequest.ACCEPT),
        ("looks good, accept it", CardRequest.ACCEPT),
        ("send it back", CardRequest.SEND_BACK),
        ("reopen this", CardRequest.REOPEN),
        ("snooze until Friday", CardRequest.REST),
        ("stop reminding me", CardRequest.REST),
    ],
)
def test_it_asks_for_a_step(words: str, request_: CardRequest) -> None:
    assert card_request(words) is request_


@pytest.mark.parametrize(
    "words",
    [
        "Moved to 31 January",
        "move to Year 2",
        "Extend it to Year 5",
        "extend to 14 days",
        "We need to pause",
        "We need to refuse",
        "Pause for budget approval",
        "pause until the contract is signed",
        "It should be under budget",
        "This should go to scrutiny in March",
        "it should be with residents soon",
        "Transfer it to reserves",
        "Hand it over to Amey on Monday",
        "Draft sent to Legal. We cannot meet the deadline, who decides?",
        "The date moved to March",
        "Delay to March",
        "Legal are slow, so please move this to 31 January",
        "move to Maidstone",
        "extend the route to March",
        "Assigned to Gareth",
        "pass this to Legal",
        "Closed",
        "Close to done",
        "close the school",
        "This can be closed once Legal agree",
        "mark the letters as done",
        "Accepted by Cabinet",
        "Approved",
        "approve in March",
        "Grant agreed",
        "Refuse collection starts",
        "done",
        "thanks",
        "",
    ],
)
def test_it_is_news_or_talk(words: str) -> None:
    assert card_request(words) is None


def test_any_words_are_read_at_once() -> None:
    began = time.process_time()
    for words in (
        "please " * 6_000,
        "move this to " + "end of " * 15,
        "assign to " + "a " * 50,
        "close" + " " * 40_000,
    ):
        card_request(words)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("words", "day", "reason"),
    [
        ("change date to 31 Jan", "31 Jan", ""),
        ("Move this to 31 January because the panel meets", "31 January", "the panel meets"),
        (
            "Can we move it from Friday to the end of Feb please, as Legal is slow?",
            "the end of Feb",
            "Legal is slow?",
        ),
        ("push back to w/c 12 Dec", "w/c 12 Dec", ""),
        ("extension please because the tender is late", "", "the tender is late"),
        ("Extension please", "", ""),
        ("The date should be 31 January not 30 November", "31 January", ""),
        ("The date should be 31/03/2023", "31/03/2023", ""),
        ("The date should be 31/3/23 not 31/1/23", "31/3/23", ""),
        ("extend to 31.03.2023 because Legal is late", "31.03.2023", "Legal is late"),
        ("move the date to 2023-03-31", "2023-03-31", ""),
    ],
)
def test_the_day_and_the_reason_of_a_request_for_another_date_are_kept(
    words: str, day: str, reason: str
) -> None:
    assert wanted_date(words) == (day, reason)


def test_news_behind_a_request_for_another_date_is_an_update() -> None:
    assert card_request("move this to 31 January. Draft sent to Legal because they asked") is None


def test_what_is_said_of_a_handover_asks_for_nobody() -> None:
    assert card_request("hand over to Jane") is CardRequest.OWNER
    assert card_request("Hand over to operations team complete") is None
