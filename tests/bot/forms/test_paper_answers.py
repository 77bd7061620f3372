"""One answer for many rows in the form of a shared paper, also where that was written on an older copy."""

from datetime import date, timedelta

from demo.office import MONITOR, Office
from demo.story import shown_text
from storage.actions import actions
from storage.database.engine import reading
from tests.sharing_papers import HEAD, inputs, newest, offer, opened, send, share
from workflow.unseen_updates import words_of_last_paper


def test_of_which_actions_a_paper_on_an_older_copy_is_right_is_chosen_in_the_form(office: Office) -> None:
    head = "Ref,Activity Defined,Update,Due,Owner,Status\n"
    rows = (
        "90,Train every planner,A trainer was asked,5 June 2023,GET,In progress\n"
        "91,Publish the plan,It was drafted,5 July 2023,GET,In progress\n"
    )
    offer(office, head + rows)
    opened(office, "paper_preview")
    assert send(office, {"wish": "accept"}) == {}
    for ref in ("90", "91"):
        assert office.slack.command(MONITOR, "C0LEADS", f"/htst update {ref} Nine were trained").ok
    office.slack.move_to(office.slack.now() + timedelta(days=2))
    share(office, head + rows, "older copy.csv")
    opened(office, "offer_paper")
    assert send(office, {"as_at": "2022-11-17"}) == {}
    fields = inputs(opened(office, "paper_preview"))
    assert [one["value"] for one in fields["older0"]["element"]["options"]] == ["90", "91"]
    assert send(office, {"older0": ["90"], "wish": "accept"}) == {}
    assert "has changed" not in newest(office)["text"]
    fields = inputs(opened(office, "paper_preview"))
    assert [one["value"] for one in fields["older0"]["element"]["options"]] == ["91"]
    assert send(office, {"wish": "accept"}) == {}
    assert "was read into the register kent" in newest(office)["text"]
    with reading(office.engine) as tx:
        known_until = words_of_last_paper(tx, office.register, date(2022, 11, 17))
    assert known_until is not None
    assert known_until.known_until("90") > known_until.known_until("91")


def test_many_rows_alike_are_shown_once_and_answered_by_one_field(office: Office) -> None:
    rows = "".join(f"{90 + n},Train group {n},{45_000 + n},GET,In progress\n" for n in range(20))
    shown = shown_text(offer(office, HEAD + rows))
    assert shown.count("is that the day?") == 1
    assert "So in 19 more rows: 91, 92" in shown
    fields = inputs(opened(office, "paper_preview"))
    assert "Target dates, 20 rows" in fields["every_target"]["label"]["text"]
    wrong = send(office, {"every_target": "soon", "wish": "accept"})
    assert "“soon” is not a date I can read" in wrong["every_target"]
    assert send(office, {"every_target": "as read", "row3": "1 May 2023", "wish": "accept"}) == {}
    opened(office, "paper_preview")  # another day than it was read as: shown again
    assert send(office, {"wish": "accept"}) == {}
    with reading(office.engine) as tx:
        found = [actions.find(tx, office.register, ref) for ref in ("90", "93")]
    assert [one.deadline for one in found if one] == [date(2023, 3, 15), date(2023, 5, 1)]


def test_an_answered_row_can_be_answered_anew_or_taken_back_in_the_form(office: Office) -> None:
    offer(office, HEAD + "90,Train everybody,when we can,GET,In progress\n")
    opened(office, "paper_preview")
    assert (
        send(office, {"row0": "1 May 2023", "wish": "accept"}) == {}
    )  # a date otherwise than read: shown again
    fields = inputs(opened(office, "paper_preview"))
    assert fields["answered0"]["label"]["text"] == "90, target date"
    assert fields["answered0"]["element"]["initial_value"] == "1 May 2023"
    assert "row0" not in fields
    assert "is not a date I can read" in send(office, {"answered0": "soonish", "wish": "accept"})["answered0"]
    assert send(office, {"answered0": "", "wish": "accept"}) == {}
    fields = inputs(opened(office, "paper_preview"))
    assert "answered0" not in fields
    assert "when we can" in fields["row0"]["label"]["text"]
    assert send(office, {"row0": "5 June 2023", "wish": "accept"}) == {}
    opened(office, "paper_preview")
    assert send(office, {"wish": "accept"}) == {}
    with reading(office.engine) as tx:
        found = actions.find(tx, office.register, "90")
    assert found is not None
    assert found.deadline == date(2023, 6, 5)
