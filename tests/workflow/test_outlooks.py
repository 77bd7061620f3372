"""Whether a date will be met, and why it was missed: asked once, answered, counted; through the local Slack."""

from datetime import date

from click.testing import CliRunner

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from htst import main
from papers.assemble.paper import committee_paper
from register.life import Delay
from storage.database.engine import reading
from tests.recorded import posted_card
from tests.workflow.test_absences import move_to, said
from tests.workflow.test_progress import action, ask
from workflow.committee_papers import material_for

AMY, GARETH, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], OFFICER_IDS["GLD"]
NOVEMBER = date(2022, 11, 30)
ASKED = "Please say it once"


def send_update(office: Office, ref: str, **fields: str) -> dict[str, str]:
    """Amy presses *Update* on a card in #cype and sends the form."""
    channel = "C0CYPE"
    assert office.slack.press(AMY, channel, posted_card(office, channel, ref), "update").ok
    view = office.slack.view(AMY)
    assert view is not None
    answer: dict[str, str] = office.slack.submit(
        AMY, view["id"], {name: {name: fields[name]} for name in fields}
    )
    office.settle()
    return answer


def form(office: Office) -> set[str]:
    view = office.slack.view(AMY)
    assert view is not None
    return {str(block.get("block_id")) for block in view["blocks"]}


def test_owners_are_asked_once_why_a_date_was_missed(office: Office) -> None:
    move_to(office, "2022-12-07")
    first = said(office, "C0CYPE", "Reminder:")[-1]
    assert "*Why were the dates of actions 3, 14, 38 and 42 missed?* Please say it once, for each" in first
    assert "`/htst why 3 CAUSE: what happened`" in first
    for day in ("2022-12-14", "2022-12-21", "2022-12-28", "2023-01-25"):
        move_to(office, day)
    asked = said(office, "C0CYPE", ASKED)
    assert len(asked) == 2  # the other when those of December have passed
    assert "Why were the dates of actions 1, 2, " in asked[1]
    assert len(said(office, "C0CYPE", "Reminder:")) > 2


def test_who_has_said_why_is_not_asked(office: Office) -> None:
    for day in ("2022-11-29", "2022-12-01"):
        move_to(office, day)
    for ref in ("3", "14", "38"):
        assert "Recorded why" in ask(office, AMY, "C0CYPE", f"/htst why {ref} money: the tender came in over")
    assert "“Not enough staff or time”" in ask(office, AMY, "C0CYPE", "/htst why 3 staff: two are off sick")
    assert "Begin with the cause" in ask(office, AMY, "C0CYPE", "/htst why 3 waiting: for what is not said")
    assert "Say what happened too" in ask(office, AMY, "C0CYPE", "/htst why 3 money")
    counted = ask(office, AMY, "C0CYPE", "/htst why are they late?")
    assert "Money: 2 actions" in counted
    assert "No cause given: 3 actions" in counted
    assert "You have asked for 31 March 2023" in ask(
        office, AMY, "C0CYPE", "/htst due 42 exactly 31 March 2023 because the tender is late"
    )
    move_to(office, "2022-12-07")
    assert not said(office, "C0CYPE", ASKED)


def test_who_was_asked_why_is_not_asked_again_when_the_action_is_sent_back(office: Office) -> None:
    move_to(office, "2022-12-07")
    assert len(said(office, "C0CYPE", ASKED)) == 1
    office.slack.say(AMY, "C0CYPE", "We wait for Legal", thread_ts=posted_card(office, "C0CYPE", "14"))
    assert "Recorded why" in ask(office, AMY, "C0CYPE", "/htst why 38 money: the tender came in over")
    for ref in ("14", "38"):
        assert "reported complete" in ask(
            office, AMY, "C0CYPE", f"/htst done {ref} See the minutes of 5 December"
        )
    move_to(office, "2022-12-09")
    for ref in ("14", "38"):
        assert "is sent back" in ask(
            office, CYPE_LEAD, "C0LEADS", f"/htst reject {ref} because the table is missing"
        )
    for day in ("2022-12-14", "2022-12-21", "2022-12-28"):
        move_to(office, day)
    assert any("Action 14:" in one["text"] for one in office.slack.messages("C0CYPE")[-3:])
    assert len(said(office, "C0CYPE", ASKED)) == 1


def test_who_was_in_time_and_had_it_sent_back_later_is_not_asked_why(office: Office) -> None:
    for ref in ("14", "38"):
        assert "reported complete" in ask(office, AMY, "C0CYPE", f"/htst done {ref} See the minutes")
    ask(office, CYPE_LEAD, "C0LEADS", "/htst reject 38 because the table is missing")  # before its date
    move_to(office, "2022-12-05")
    assert "open again" in ask(office, CYPE_LEAD, "C0LEADS", "/htst reject 14 because the table is missing")
    move_to(office, "2022-12-07")
    (asked,) = said(office, "C0CYPE", ASKED)
    assert "*Why were the dates of actions 3, 38 and 42 missed?*" in asked


def test_the_answer_is_kept_as_an_update_shown_and_counted_in_the_paper(office: Office) -> None:
    move_to(office, "2022-12-02")
    assert send_update(office, "14", words="The tender came in over.", cause="Money") == {}
    found = action(office, "14")
    assert [(one.deadline, one.cause, one.reason, one.by) for one in found.life.delays] == [
        (NOVEMBER, "Money", "The tender came in over.", AMY)
    ]
    assert [one.text for one in found.updates] == ["The tender came in over."]
    assert "Why 30 November 2022 was missed: Money: The tender came in over." in ask(
        office, AMY, "C0CYPE", "/htst status 14"
    )
    assert "said why the date 30 November 2022 was missed" in ask(office, AMY, "C0CYPE", "/htst history 14")
    with reading(office.engine) as tx:
        figures = committee_paper(material_for(tx, office.register, date(2022, 12, 5))).figures
    assert figures is not None
    assert dict(figures.causes)["Money"] == 1
    # once it is said, the form asks no more
    assert office.slack.press(AMY, "C0CYPE", posted_card(office, "C0CYPE", "14"), "update").ok
    assert "cause" not in form(office)


def test_why_is_taken_back_with_its_words(office: Office) -> None:
    move_to(office, "2022-12-02")
    send_update(office, "38", words="The tender came in over.", cause="Money")
    assert "Taken back" in ask(office, AMY, "C0CYPE", "/htst undo")
    assert action(office, "38").life.delays == ()
    assert action(office, "38").updates == ()


def test_only_a_cause_of_the_settings_counts_and_only_owners_say_it(office: Office) -> None:
    move_to(office, "2022-12-02")
    answer = ask(office, AMY, "C0CYPE", "/htst why 38 the weather: it rained")
    assert "Begin with the cause: Waiting for somebody else, Not enough staff or time" in answer
    assert "Only officers of the directorates" in ask(office, LENA, "C0GLD", "/htst why 35 money: it ran out")
    assert "No date of action 10 has been missed" in ask(
        office, AMY, "C0CYPE", "/htst why 10 money: it ran out"
    )
    assert action(office, "38").life.delays == ()
    assert action(office, "10").updates == ()


def test_why_a_date_was_missed_can_be_said_after_another_is_granted(office: Office) -> None:
    move_to(office, "2022-12-02")
    ask(office, AMY, "C0CYPE", "/htst due 14 exactly 31 January 2023 because the tender came in over")
    assert "Granted" in ask(office, MONITOR, "C0LEADS", "/htst grant 14")
    assert "Recorded why" in ask(office, AMY, "C0CYPE", "/htst why 14 money: the tender came in over")
    assert [one.deadline for one in action(office, "14").life.delays] == [date(2022, 11, 30)]


def test_a_date_that_was_moved_before_its_day_was_not_missed(office: Office) -> None:
    ask(office, AMY, "C0CYPE", "/htst due 14 exactly 31 January 2023 because the tender came in over")
    assert "Granted" in ask(office, MONITOR, "C0LEADS", "/htst grant 14")
    move_to(office, "2022-12-02")
    assert "No date of action 14 has been missed" in ask(office, AMY, "C0CYPE", "/htst why 14 money: over")


def test_what_is_doubtful_is_amber_wherever_it_is_shown_until_the_date_moves(office: Office) -> None:
    send_update(office, "14", words="Waiting for the board.", on_time="doubtful")
    doubt = "Due 30 November 2022, in 2 weeks, which is doubtful"
    for typed in ("/htst status 14", "/htst list due 28"):
        assert doubt in ask(office, AMY, "C0CYPE", typed)
    assert "Actions whose date is in doubt: 1" in ask(office, AMY, "C0CYPE", "/htst what is doubtful?")
    office.slack.open_home(CYPE_LEAD)
    office.settle()
    assert doubt in str(office.slack.home(CYPE_LEAD))
    move_to(office, "2022-11-21")
    assert "the date is doubtful" in said(office, "C0CYPE", "the week to 21 November")[-1]
    ask(office, AMY, "C0CYPE", "/htst due 14 31 January 2023 because the board meets in January")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst grant 14")
    assert "doubtful" not in ask(office, AMY, "C0CYPE", "/htst status 14")


def test_whether_a_date_will_be_met_is_said_in_a_line_by_its_owners_alone(office: Office) -> None:
    assert "Say why" in ask(office, AMY, "C0CYPE", "/htst ontime 34 no")
    kept = ask(office, AMY, "C0CYPE", "/htst ontime 34 doubtful because the panel may not meet")
    assert "Recorded: action 34 may not be on time" in kept
    found = action(office, "34")
    assert (found.life.doubt(found.deadline), found.updates[0].text) == ("doubtful", "the panel may not meet")
    refused = ask(office, GARETH, "C0GET", "/htst ontime 34 yes")
    assert "Only officers of the directorates that own it" in refused
    assert "Taken back" in ask(office, AMY, "C0CYPE", "/htst undo")
    found = action(office, "34")
    assert (found.life.outlook, found.updates) == (None, ())
    assert "action 34 will be on time" in ask(office, AMY, "C0CYPE", "/htst on time 34: yes")
    assert action(office, "34").updates == ()


def test_what_was_said_of_a_date_is_said_no_more_once_it_has_passed(office: Office) -> None:
    send_update(office, "14", words="Waiting for the board.", on_time="doubtful")
    assert "that it is doubtful" in ask(office, AMY, "C0CYPE", "/htst status 14")
    move_to(office, "2022-12-02")
    assert "doubtful" not in ask(office, AMY, "C0CYPE", "/htst status 14")


def test_an_answer_to_on_time_is_taken_back_with_its_words(office: Office) -> None:
    send_update(office, "38", words="Waiting for the board.", on_time="doubtful")
    assert action(office, "38").life.outlook is not None
    ask(office, AMY, "C0CYPE", "/htst undo")
    assert action(office, "38").life.outlook is None


def test_how_often_yes_held_is_told_in_the_brief(office: Office) -> None:
    for ref in ("3", "38", "42"):
        send_update(office, ref, words="The drafts are with the board.", on_time="yes")
    ask(office, AMY, "C0CYPE", "/htst done 38 Both names agreed")
    move_to(office, "2022-12-09")
    url = office.engine.url.render_as_string(hide_password=False)
    result = CliRunner().invoke(main, ["brief", "--meeting", "2022-12-10"], env={"DATABASE_URL": url})
    assert "How often “on time: yes” held, of the dates that have passed: CYPE 1 of 3" in result.output


def test_what_nobody_who_was_told_could_move_is_listed_for_the_committee(office: Office) -> None:
    for day in ("2022-12-28", "2023-01-09"):
        move_to(office, day)
    digest = said(office, "C0LEADS", "the week to 9 January")[-1]
    assert "For the committee: 6" in digest
    assert "3, 5, 14, 21, 38, 42" in digest
    assert "For the committee" not in said(office, "C0CYPE", "the week to 9 January")[-1]


def test_a_delay_is_read_back_from_the_chain(office: Office) -> None:
    move_to(office, "2022-12-02")
    ask(office, AMY, "C0CYPE", "/htst why 38 Money: it ran out")
    (delay,) = action(office, "38").life.delays  # as_at is compared in ``action``
    assert Delay.read(delay.written()) == delay
