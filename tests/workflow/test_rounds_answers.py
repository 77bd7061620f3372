"""What counts as an answer, and as silence, in front of people: a refused date is asked about again, and no change is
neither progress nor silence.
"""

from datetime import UTC, datetime

from sqlalchemy import Engine

from demo.office import OFFICER_IDS, Office
from demo.story import shown_text
from register.register import Register
from storage.actions import actions, audit, change_log, updates
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from tests.desk import desk_of
from tests.workflow.test_progress import ask
from tests.workflow.test_rounds import CHASE, LAST_CALL, MARCH, go_to, of_the_round
from workflow.publishing import paper_of

AMY, LENA, GLD_LEAD = OFFICER_IDS["CYPE"], OFFICER_IDS["GLD"], "U0GLDLEAD"
NOVEMBER = datetime(2022, 11, 16, 10, tzinfo=UTC)


def answered(office: Office) -> str:
    """What the round says of GLD: "0 of 26 answered"."""
    shown = ask(office, LENA, "C0GLD", "/htst round 16 March 2023")
    gld = shown[shown.index("*GLD*") : shown.index("*Author*")]
    return gld[: gld.index("answered")].split("*GLD*")[1].strip(" ·:-—–\n")


def silent_refs(office: Office) -> list[str]:
    """The refs that the paper prints without an update since the last."""
    with reading(office.engine) as tx:
        moves = paper_of(tx, office.register, MARCH).moves
        assert not list(audit.differing(tx, office.register))
    assert moves
    return [one.ref for one in moves.silent]


def test_a_refused_date_is_no_answer_and_is_asked_about_again_at_the_next_step_of_the_round(
    office: Office,
) -> None:
    go_to(office, CHASE)
    assert answered(office).startswith("0 of 26")
    ask(office, LENA, "C0GLD", "/htst due 5 exactly 30 June 2023 because the tender is late")
    assert answered(office).startswith("1 of 26")
    assert "5" not in silent_refs(office)
    before = len(of_the_round(office, "C0GLD"))
    ask(office, GLD_LEAD, "C0GLD", "/htst refuse 5 because the board meets sooner")
    assert answered(office).startswith("0 of 26")
    assert "5" in silent_refs(office)
    assert len(of_the_round(office, "C0GLD")) == before, "the refusal itself has rung; no request of its own"
    go_to(office, LAST_CALL)
    assert "*5*" in shown_text(of_the_round(office, "C0GLD")[-1])


def test_while_a_date_waits_or_once_it_is_granted_nobody_is_asked_again(office: Office) -> None:
    go_to(office, CHASE)
    ask(office, LENA, "C0GLD", "/htst due 5 exactly 30 June 2023 because the tender is late")
    ask(office, LENA, "C0GLD", "/htst due 6 exactly 30 June 2023 because the tender is late")
    ask(office, GLD_LEAD, "C0GLD", "/htst grant 6")
    go_to(office, LAST_CALL)
    last = shown_text(of_the_round(office, "C0GLD")[-1])
    assert "*4*" in last
    assert "*5*" not in last
    assert "*6*" not in last


def test_a_refusal_that_is_taken_back_leaves_the_answer(office: Office) -> None:
    go_to(office, CHASE)
    ask(office, LENA, "C0GLD", "/htst due 5 exactly 30 June 2023 because the tender is late")
    ask(office, GLD_LEAD, "C0GLD", "/htst refuse 5 because the board meets sooner")
    ask(office, GLD_LEAD, "C0GLD", "/htst undo")
    assert answered(office).startswith("1 of 26")
    assert "5" not in silent_refs(office)


def test_what_is_sent_back_is_asked_about_again(office: Office) -> None:
    go_to(office, CHASE)
    ask(office, LENA, "C0GLD", "/htst done 5 The letter of 3 March")
    ask(office, GLD_LEAD, "C0GLD", "/htst reject 5 because one school is missing")
    assert answered(office).startswith("0 of 26")
    go_to(office, LAST_CALL)
    assert "*5*" in shown_text(of_the_round(office, "C0GLD")[-1])


def test_no_change_is_neither_progress_nor_silence_for_a_fortnight(office: Office) -> None:
    go_to(office, NOVEMBER)
    assert "*5*" in ask(office, LENA, "C0GLD", "/htst list no update GLD")
    answer = ask(office, LENA, "C0GLD", "/htst nochange 5 because the tender is out")
    assert "5" in answer
    status = ask(office, LENA, "C0GLD", "/htst status 5")
    assert f"No change reported on 16 November 2022 by <@{LENA}>: the tender is out" in status
    assert "None yet" not in status
    listed = ask(office, LENA, "C0GLD", "/htst list no update GLD")
    assert "*5*" not in listed
    assert "nor a recent “no change”" in listed
    go_to(office, datetime(2022, 11, 21, 10, tzinfo=UTC))
    digest = shown_text(office.slack.messages("C0GLD")[-1])
    silent, unchanged = digest.split("*No change reported in the last 14 days: 1*")
    assert unchanged.strip().startswith("5")
    silent = silent.split("*No update since the paper of 15 November 2022: ")[1]
    assert "5" not in silent.split("\n")[1].split(", ")
    assert "1 updated" not in digest
    go_to(office, datetime(2022, 12, 1, 10, tzinfo=UTC))
    assert "*5*" in ask(office, LENA, "C0GLD", "/htst list no update GLD")
    assert "No change reported on 16 November 2022" in ask(office, LENA, "C0GLD", "/htst status 5")
    ask(office, LENA, "C0GLD", "/htst update 5 The contract is signed.")
    assert "No change reported" not in ask(office, LENA, "C0GLD", "/htst status 5")


def test_a_card_says_that_no_change_was_reported_and_not_any_more_once_it_is_taken_back(office: Office) -> None:
    go_to(office, NOVEMBER)
    ask(office, GLD_LEAD, "C0GLD", "/htst assign 5")

    def card() -> str:
        return next(shown for one in office.slack.messages("C0GLD") if "Action 5" in (shown := shown_text(one)))

    assert "None yet." in card()
    ask(office, LENA, "C0GLD", "/htst nochange 5 because the tender is out")
    assert f"No change reported on 16 November 2022 by <@{LENA}>: the tender is out" in card()
    ask(office, LENA, "C0GLD", "/htst undo")
    assert "No change reported" not in card()
    assert "None yet." in card()
    with reading(office.engine) as tx:
        found = actions.find(tx, office.register, "5")
        then = {one.ref: one for one in actions.as_at(tx, office.register, office.slack.now())}
    assert found
    assert (found.no_change, found.answered_at) == (then["5"].no_change, then["5"].answered_at) == (None, None)


def test_a_reply_from_before_an_action_was_sent_back_that_comes_after_it_is_no_answer(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent)
    written_at = desk.now
    desk.types(AMY, "done 1 The letter of 3 March")
    desk.types("U0CYPELEAD", "reject 1 because one school is missing")
    with transaction(engine) as tx:
        change_log.lock(tx, kent.slug)
        number = actions.find_id(tx, kent, "1")
        assert number is not None
        updates.add(tx, kent.slug, number, "The letter went out.", Author(AMY, written_at, "reply", desk.now))
        assert not list(audit.differing(tx, kent))
        found = actions.by_id(tx, kent, number)
    assert "The letter went out." in [one.text for one in found.updates]
    assert found.answered_at is None
