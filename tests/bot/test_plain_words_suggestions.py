"""Ordinary words that are no command are answered or lead to one, and whatever is proposed works as printed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.commands import VERBS
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Line
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from tests.readings import paper_of
from tests.typed import Keyboard, suggested
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY, STRANGER = OFFICER_IDS["CYPE"], "U0STRANGER1"
PEOPLE = {AMY: "C0CYPE", CYPE_LEAD: "C0LEADS", MONITOR: "C0LEADS", STRANGER: "C0ELSEWHERE"}


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """A register whose committee numbers from 20 on, so that an example with a 10 in it leads nowhere."""
    lines = [
        Line(str(ref), f"Promise {ref}", "", due, ("CYPE",), status, "")
        for ref, due, status in (
            (20, "31 January 2023", "In progress"),
            (21, "31 October 2022", ""),
            (22, "December 2022", "Complete"),
            (23, "March 2023", "Ongoing"),
        )
    ]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Keyboard(engine, kent, START)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("stop reminding me about 20", "`/htst snooze 20 until 23 November 2022 because …`"),
        ("remind me later about 20", "`/htst snooze 20 until 23 November 2022 because …`"),
        ("remind me about 20 on Friday", "`/htst snooze 20 until Friday because …`"),
        ("I'm off sick until Monday", "`/htst away until Monday`"),
        ("I'm back", "You are not away"),
        ("on leave 5-9 Dec", "`/htst away 5-9 Dec`"),
        ("Jane is covering for me until 5 Dec", "To say who stands in for you, type @"),
        ("<@U0GET> is covering for me until 5 Dec", "`/htst away until 5 Dec deputy @U0GET`"),
        ("can 20 slip to Feb", "`/htst due 20 Feb because …`"),
        ("20 to slip to end of Feb", "`/htst due 20 end of Feb because …`"),
        ("move 20 to Feb pls", "`/htst due 20 Feb because …`"),
        ("20 won't make it", "Say which date, and why"),
        ("can we close 20?", "`/htst done 20 …`"),
        ("add a comment to 20: sent to Legal", "`/htst update 20: sent to Legal`"),
        ("oops", "nothing of yours to take back"),
        ("sorry ignore that", "nothing of yours to take back"),
        ("why am I getting these", "What you can ask me"),
        ("assign 20, thank you <@U0GET> for the help", "Is the person whom you thank meant?"),
        ("mute", "I ask about an action until somebody answers: `/htst update 20 …`"),
        ("unsubscribe", "`/htst away until 23 November 2022` says that you are away"),
        ("who owns 20", "Action 20, CYPE"),
        ("top 5 most late", "Actions overdue: 1"),
        ("worst 3", "Actions overdue: 1"),
        ("overdue > 1 week", "Actions overdue, due by 8 November 2022: 1"),
        ("overdue < 1 wk", "there are none"),
        ("what did Amy say about 20?", "The history of action 20"),
        ("give me a summary", "By directorate"),
        ("summary please", "By directorate"),
        ("summary for the chair", "By directorate"),
        ("brief me", "By directorate"),
        ("how are we getting on?", "By directorate"),
        ("where are we with promise", "Actions with “promise”: 4"),
        ("where are we on the promises", "“promises”"),
        ("how are we doing with CYPE", "Actions owned by CYPE: 4"),
        ("red ones", "None has “red” in its words. Did you mean `/htst list overdue`?"),
        ("all amber actions", "None has “amber” in its words. Did you mean `/htst list due 28`?"),
        ("progress on 20 please", "Action 20, CYPE"),
        ("who owns 20, thanks Amy", "Action 20, CYPE"),
        ("update on 20 please?", "To see what has been done type `/htst status 20`"),
        ("update ? over Christmas", "“?” is not an action"),
        ("update 20 thanks", "Say what has been done on action 20"),
        ("what will be overdue this month", "overdue or due in November 2022"),
        ("late this month", "Actions overdue, due from 1 November 2022 to 15 November 2022: there are none"),
        ("which slipped since 1 October 2022?", "can be read in two ways"),
        ("take 10", "There is no action 10: they run from 20 to 23"),
        ("push 10 to 28 February 2023 because GET is late", "There is no action 10: they run from 20 to 23"),
        ("delay everything", "Did you mean `/htst due REF …`?"),
        ("I can't do 20 by then", "Say which date, and why: for instance `/htst due 20"),
        ("hide 20 from the public paper", "Did you mean `/htst exempt 20 …`?"),
        ("leave 20 out", "Did you mean `/htst exempt 20 …`?"),
        ("send 22 back, no evidence", "Did you mean `/htst reject 22 because no evidence`?"),
        ("no reminders on 27 December", "No reminders are sent at weekends or on bank holidays."),
        ("stop all reminders over Christmas", "whoever looks after HTST adds them there"),
        ("stop all reminders for 20", "`/htst snooze 20 until 23 November 2022 because …`"),
        ("no reminders for 20", "`/htst snooze 20 until 23 November 2022 because …`"),
        ("pause reminders for 20 until Friday", "`/htst snooze 20 until Friday because …`"),
        ("no reminders for CYPE", "I ask about an action until somebody answers"),
        ("pause reminders for me until Friday", "says that you are away"),
        ("no reminders until new year", "If you are away yourself"),
        ("can't make the 14th", "I do not know “can't”"),
        ("why are we late", "Why 1 action is overdue"),
        ("why have we missed dates", "Why 1 action is overdue"),
        ("20 will go to cabinet on 3 March", "`/htst update 20 will go to cabinet on 3 March`"),
        ("20 to be put to members in the summer", "`/htst update 20: to be put to members in the summer`"),
        ("20 will go to the March committee", "`/htst update 20: will go to the March committee`"),
        ("20 will go to 5 schools", "`/htst update 20 will go to 5 schools`"),
        (
            "20 will be pushed to the contractor in May",
            "`/htst update 20: will be pushed to the contractor in May`",
        ),
        ("<@U0GET> covers for me", "`/htst away until 23 November 2022 deputy @U0GET`"),
        ("who are the leads", "The lead of GET is"),
        ("should we close 20", "Action 20, CYPE"),
        ("is anybody covering for me", "Nobody has told me that they are away"),
        ("update 20 ✅", "Saved as an update to action 20"),
        ("update 20 :white_check_mark:", "Saved as an update to action 20"),
        ("update 20 👍", "Say what has been done on action 20"),
        ("rename GET to Growth", "Only the register's administrators can look after the register"),
        ("same as last time", "Say for which action, and why"),
        ("n/a", "Say for which action, and why"),
        ("round CYPE", "The round for 16 March 2023"),
        ("sign off everything", "Only the directorates' leads and the register's administrators can sign off"),
        ("next deadline", "Actions due in the next 28 days"),
        ("csv please", "Only the directorates' leads and the register's administrators can get the draft"),
        ("move all CYPE to January", "Did you mean `/htst due REF …`?"),
        ("22 looks good, accept it", "can verify that an action is complete"),
        ("20: close this", "`/htst done 20 …`"),
        ("20 move to 31 March", "`/htst due 20 exactly 31 March 2023 because …`"),
        ("who is the lead for 20?", "Action 20, CYPE"),
        ("when is 20 due", "Due 31 January 2023"),
        ("how late is 21?", "2 weeks late"),
        ("what changed", "Nothing changed from 9 November 2022 to 16 November 2022"),
        ("what changed in 20", "The history of action 20"),
        ("what's next", "Yours: 3 open actions"),
        ("help me", "What you can ask me"),
        ("?", "What you can ask me"),
        ("can you extend 20 to 28 February 2023", "`/htst due 20 28 February 2023 because …`"),
        ("20 will be late", "for instance `/htst due 20 28 February 2023 because the tender is late`"),
        ("no change on 20", "`/htst nochange 20 because …`"),
        ("take 20", "`/htst assign 20 to me`"),
        ("mark 20 complete", "`/htst done 20 …`"),
        ("20 is done", "`/htst done 20: done` or `/htst update 20: done`"),
        ("please close 20", "Say at which meeting the committee agreed it"),
        ("why 20", "No date of action 20 has been missed. It is due 31 January 2023."),
        ("why 22", "Action 22 is complete"),
        ("why 21", "Begin with the cause"),
        ("paper", "Only the directorates' leads and the register's administrators can get the draft"),
        ("publish", "Only the register's administrators can write and publish"),
        ("assgin all", "Only the directorates' leads and the register's administrators can post actions"),
        ("assign 20 to Amy", "To name a person, type @"),
        ("away until Friday deputy Ruth", "To say who stands in for you, type @"),
        ("update everything is fine", "For instance `/htst update 20 everything is fine`"),
        (
            "update 20 Draft is with Legal. 21 next week",
            "`/htst update 20: Draft is with Legal. #21 next week`",
        ),
        ("chase 20", "Nobody was asked about 20"),
        ("nudge 20 please", "Nobody was asked about 20"),
        ("remind 20 tomorrow", "Nobody was asked about 20"),
        ("please chase 20 and 21 again on Friday", "Nobody was asked about 20 and 21"),
        ("remind 99", "There is no action 99"),
        ("chase 20 and 99", "There is no action 99"),
        ("lsit overdue", "Did you mean `/htst list overdue`?"),
        ("we sent the form yesterday", "say for which action: `/htst update REF we sent the form yesterday`"),
        (
            "due 20 end of February - the tender is late",
            "You have asked for 28 February 2023 as the new date of action 20",
        ),
        (
            "due 20 to 28 Feb because the tender is late",
            "You have asked for 28 February 2023 as the new date of action 20",
        ),
        (
            "extend 20 by two weeks because the tender is late",
            "You have asked for 14 February 2023 as the new date of action 20",
        ),
        ("snooze 20 until tomorrow, the lead is away", "snoozed until 17 November 2022"),
        ("list due Q1", "I cannot tell which days “q1” means"),
        ("promise", "Actions with “promise”: 4"),
        ("that was wrong", "There is nothing of yours to take back"),
        ("that is wrong", "I do not know “that”. Type `/htst help`"),
        ("history of 20", "The history of action 20"),
        ("show 20 history", "The history of action 20"),
        ("who changed the date of action 20 and why?", "The history of action 20"),
        ("who moved 20", "The history of action 20"),
        ("20 status please", "Action 20, CYPE"),
        ("20's deadline", "Action 20, CYPE"),
        ("has 20 been verified?", "Action 20, CYPE"),
        ("who can help me with 20?", "Action 20, CYPE"),
        ("who do I ask about this?", "looks after the register"),
        ("who sees this?", "I do not know how to answer that. Type `/htst help`"),
        ("update on 20: draft sent to GET", "Saved as an update to action 20"),
        ("update on 20 November we met GET", "“on” is not an action"),
        ("waiting for Legal on 20", "`/htst update 20 waiting for Legal on 20`"),
        ("can I have more time for 20", "Say which date, and why: for instance `/htst due 20"),
        (
            "push 20 to 28 February 2023 because GET is late",
            "`/htst due 20 28 February 2023 because GET is late`",
        ),
        (
            "delete 20",
            "Only the directorates' leads and the register's administrators can record that an action is no",
        ),
        ("make me the officer for 20", "`/htst assign 20 to me`"),
        ("name <@U0GET> for 20", "`/htst assign 20 @U0GET`"),
        ("change 20 to complete", "`/htst done 20 …`"),
        ("not mine: 20", "I do not know “not”. Type `/htst help`"),
        ("when is the next meeting?", "The round for 16 March 2023"),
        ("who hasn't answered for March?", "The round for 16 March 2023"),
        ("what is missing for the paper", "The round for 16 March 2023"),
        ("what has CYPE done since Christmas", "Actions owned by CYPE, updated on or after 25 December 2021"),
        ("what's left for CYPE", "Actions open, owned by CYPE: 3"),
        ("overdue since October", "can be read in two ways"),
        ("due in Q1", "I cannot tell which days “q1” means"),
        ("due by the next meeting", "Actions due by 16 March 2023"),
        ("show more", "`/htst list open from 41` or `/htst list open page 2`"),
        ("list page 2", "That list ends at 4"),
        ("chase everyone", "I ask owners automatically"),
        ("could you remind everyone about action 20?", "`/htst status 20` shows when that is next"),
        ("send another reminder for 20", "Nobody was asked about 20"),
        ("send me the list", "All actions: 4"),
        ("import", "shares it with me in a direct message"),
        ("list as at 1 November", "`/htst list updated since 1 November`"),
        ("I've done 20", "`/htst done 20 …` or `/htst update 20 I've done 20`"),
        ("tell me about action twenty-one", "I do not know “tell”"),
        ("last update on 20", "Action 20, CYPE"),
        ("progress on 20", "Action 20, CYPE"),
        ("which directorate is worst?", "By directorate"),
        ("status of CYPE", "Actions owned by CYPE"),
        ("status of everything", "By directorate"),
        ("who has replied today?", "Actions updated on 16 November 2022"),
        (
            "can you give me a list of overdue ones for Simon",
            "Without looking for that, `/htst list overdue ones for`",
        ),
        (
            "send me the table in excel",
            "Only the directorates' leads and the register's administrators can get",
        ),
        ("I'm off next week", "`/htst away from 21 November 2022 until 25 November 2022`"),
        ("sorry on leave til tues", "`/htst away until tues`"),
        ("off sick, back weds", "`/htst away until …`"),
        ("on leave tomorrow", "`/htst away from 17 November 2022 until 17 November 2022`"),
        ("on track 20", "`/htst ontime 20 yes`"),
        ("escalate 20", "Nobody was asked about 20"),
        ("change the owner of 20 to GET", "give an action to a directorate that does not own it"),
        ("new action: train everybody", "Actions come from the committee's paper"),
        ("create action 45: train everybody", "A file of one action will do"),
        ("new action 45 train everybody, CYPE, 31 March 2023", "Actions come from the committee's paper"),
        ("nothing to report", "Say for which action, and why"),
        ("what is this?", "What you can ask me"),
        ("send the reminder again", "I ask owners automatically"),
        ("assign", "`/htst assign 20 to me`"),
        ("done 20, 22 the policy is out", "Action 22"),
        ("due 31 January", "Actions due on 31 January 2023"),
        ("31 Jan", "Actions due on 31 January 2023"),
        ("what should I chase?", "Actions overdue"),
        ("what's new since Monday", "Nothing changed on or after 14 November 2022"),
        ("who wants more time", "Actions with a new date asked for"),
        ("has GET answered?", "The round for 16 March 2023"),
        ("will we make it", "I do not know how to answer that"),
        (f"what did <@{AMY}> do", f"Actions of <@{AMY}>"),
        ("send me the digest again", "“/htst status” shows how things stand"),
        ("grant", "What is waiting for you: `/htst waiting`"),
        ("verify all", "for instance `/htst verify 20 and 23`. What is waiting for you: `/htst waiting`"),
        ("snooze everything", "Say which actions, by their numbers"),
        ("assign 20 GET", "`/htst assign 20 to GET`"),
        ("sign off 20", "cannot become verified: it must be reported complete first"),
        ("sign off CYPE", "Only the directorates' leads and the register's administrators can sign off"),
    ],
)
def test_ordinary_words_are_answered_or_lead_to_a_command(desk: Keyboard, words: str, expected: str) -> None:
    assert expected in desk.types(AMY, words)


@pytest.mark.parametrize("words", ["22 looks good, accept it", "happy with 22", "sign off 22 please"])
def test_a_lead_who_is_content_is_led_to_verifying(desk: Keyboard, words: str) -> None:
    assert "Did you mean `/htst verify 22`?" in desk.types(CYPE_LEAD, words)


@pytest.mark.parametrize(
    ("words", "command"),
    [("20 approve", "grant 20"), ("20 refuse", "refuse 20 because …"), ("22 refuse", "reject 22 because …")],
)
def test_a_lead_who_decides_is_led_to_what_waits(desk: Keyboard, words: str, command: str) -> None:
    desk.types(AMY, "due 20 28 February 2023 because Legal answer late")
    assert f"Did you mean `/htst {command}`?" in desk.types(CYPE_LEAD, words)
    assert "`/htst update 23: refuse`" in desk.types(CYPE_LEAD, "23 refuse")


def test_somebody_who_is_away_can_be_back_and_their_deputy_is_told(desk: Keyboard) -> None:
    assert "you are away until 25 November 2022" in desk.types(
        AMY, f"away until Friday week deputy <@{CYPE_LEAD}>"
    )
    assert f"I will tell <@{CYPE_LEAD}>" in desk.types(AMY, "away back")
    assert "You are not away" in desk.types(AMY, "away ended")


def test_after_an_import_it_is_asked_what_an_administrator_takes_back(desk: Keyboard) -> None:
    assert "To undo its import: `/htst undo import`" in desk.types(MONITOR, "undo")
    assert "nothing of yours to take back" in desk.types(AMY, "undo")
    assert "Only the register's administrators" in desk.types(AMY, "undo import")
    assert "4 actions taken out (20, 21, 22 and 23)" in desk.types(MONITOR, "undo import")


ARGUMENTS = "", "20", "21", "99", "20 and 99", "20 Friday", "20 because x", "x"
PLAIN = (
    "overdeu",
    "statsu 20",
    "remind",
    "20: sent",
    "who",
    "is it late",
    "lsit",
    "cmplete 20",
    "move 20 to GET",
)


@pytest.mark.parametrize(
    ("database_url", "person"),
    [("sqlite", AMY), ("sqlite", CYPE_LEAD), ("sqlite", STRANGER), ("postgresql", CYPE_LEAD)],
    indirect=["database_url"],  # who may do what is no affair of the database
)
def test_whatever_is_proposed_can_be_typed_by_whoever_reads_it_where_they_read_it(
    desk: Keyboard, person: str
) -> None:
    place = PEOPLE[person]
    typed = [f"{verb} {more}" for verb in VERBS if verb not in ("in", "help") for more in ARGUMENTS]
    failed = []
    for words in (*typed, *PLAIN):
        answered = desk.types(person, words, place)
        for command in suggested(answered):
            if "REF" in command or "…" in command.partition("because")[0]:
                continue  # to be filled in
            again = desk.types(person, command.replace("@name", f"<@{CYPE_LEAD}>"), place)
            if "I do not know" in again or "There is no action" in again or "cannot tell" in again:
                failed.append((words, command, again[:80]))
            if f"Did you mean `/htst {command}`" in answered and "Only " in again:
                failed.append((words, command, again[:80]))
    print(failed)
    assert failed == []


def test_who_may_post_cards_is_offered_the_form_where_no_action_is_named(desk: Keyboard) -> None:
    assert "'post_cards'" in desk.types(CYPE_LEAD, "assign")
    assert "'post_cards'" not in desk.types(AMY, "assign")


@pytest.mark.parametrize("words", ["assign 20 to Priya", "assign 20 priya", "assign 20 to Priya Shah"])
def test_a_name_that_the_settings_give_one_person_is_asked_about(
    engine: Engine, kent: Register, desk: Keyboard, words: str
) -> None:
    with transaction(engine) as tx:
        people = {AMY: "Priya Shah", MONITOR: "the Monitoring Officer"}
        registers.save(tx, replace(kent, paper=replace(kent.paper, people=people)))
    answered = desk.types(CYPE_LEAD, words)
    assert answered.startswith("Do you mean Priya Shah?")
    (command,) = suggested(answered)
    assert f"<@{AMY}> is now the officer for action 20" in desk.types(CYPE_LEAD, command)


def test_a_name_that_two_have_is_not_guessed(engine: Engine, kent: Register, desk: Keyboard) -> None:
    with transaction(engine) as tx:
        people = {AMY: "Priya Shah", MONITOR: "Priya Nair"}
        registers.save(tx, replace(kent, paper=replace(kent.paper, people=people)))
    assert desk.types(CYPE_LEAD, "assign 20 to Priya").startswith(
        "Several people have that name: Priya Shah and Priya Nair."
    )
    assert "There is no directorate Simon here" in desk.types(CYPE_LEAD, "assign 20 to Simon")
