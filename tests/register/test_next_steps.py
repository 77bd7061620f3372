"""The next sensible step of an action: for the action as it stands, and for who looks at it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from register.action import Action
from register.life import Decision, Life, Revision, SentBack, Snooze
from register.next_steps import NextStep, next_steps
from register.permissions import Asker
from register.progress import Status
from register.register import Register
from tests.messages.wording import DECEMBER, KENT, NOVEMBER, TODAY, WEEK_AGO, action, promised, update_of

CYPE, *OTHERS = KENT.directorates
SEATED = replace(KENT, directorates=(replace(CYPE, members=frozenset({"U0OFFICER"})), *OTHERS))
COLLEAGUE, OFFICER, LEAD, OTHER_LEAD, ADMIN = "U0ELSE", "U0OFFICER", "U0CYPELEAD", "U0GLDLEAD", "U0MONITOR"
ASKED = Revision(7, "March", "tender", OFFICER, WEEK_AGO, was=DECEMBER)
UPDATED = action(updates=(update_of(1, "The board meets in January."),))
REPORTED = action(status=Status.IMPLEMENTED, life=Life(reported_by=OFFICER))
LATE = action("3", promised(NOVEMBER))


def steps(found: Action, person: str, register: Register = SEATED) -> list[NextStep]:
    return list(next_steps(register, found, Asker(person), TODAY))


@pytest.mark.parametrize(
    ("found", "person", "first"),
    [
        (action(), COLLEAGUE, NextStep.UPDATE),
        (action(), OFFICER, NextStep.UPDATE),
        (action(), LEAD, NextStep.ASSIGN),  # nobody has begun: it needs somebody
        (action(), OTHER_LEAD, NextStep.UPDATE),
        (action(), ADMIN, NextStep.UPDATE),
        (action(life=Life(officers={"CYPE": OFFICER})), LEAD, NextStep.UPDATE),
        (UPDATED, LEAD, NextStep.UPDATE),
        (action(updates=(update_of(1, "All three steps are complete."),)), OFFICER, NextStep.COMPLETE),
        (action(updates=(update_of(1, "All is complete."),)), COLLEAGUE, NextStep.UPDATE),
        (LATE, OFFICER, NextStep.UPDATE),
        (replace(LATE, updates=UPDATED.updates), OFFICER, NextStep.NEW_DATE),  # late, and has said why
        (replace(LATE, updates=UPDATED.updates), COLLEAGUE, NextStep.UPDATE),
        (REPORTED, LEAD, NextStep.VERIFY),
        (REPORTED, OFFICER, NextStep.UPDATE),  # nobody verifies what they reported
        (action(life=Life(revisions=(ASKED,))), LEAD, NextStep.GRANT),
        # OTHER_LEAD is not of a directorate that owns it.
        (action(life=Life(revisions=(ASKED,))), OTHER_LEAD, NextStep.UPDATE),
        (action(life=Life(revisions=(ASKED,))), OFFICER, NextStep.UPDATE),
        (action(status=Status.CLOSED), ADMIN, NextStep.UPDATE),
    ],
)
def test_the_first_step_is_the_sensible_one(found: Action, person: str, first: NextStep) -> None:
    assert steps(found, person)[0] is first


def test_what_was_sent_back_since_is_not_complete_and_a_date_once_refused_is_not_asked_for_first() -> None:
    claimed = (update_of(1, "All three steps are complete."),)
    back = SentBack(LEAD, datetime(2022, 12, 20, tzinfo=UTC))
    assert steps(action(updates=claimed, life=Life(sent_back=back)), OFFICER)[0] is NextStep.UPDATE
    refused = replace(ASKED, was=NOVEMBER, decision=Decision.REFUSED.value)
    late = replace(LATE, updates=UPDATED.updates, life=Life(revisions=(refused,)))
    assert steps(late, OFFICER)[0] is NextStep.UPDATE


def test_all_else_that_may_be_done_follows_in_the_order_of_the_life_of_an_action() -> None:
    late = replace(LATE, updates=UPDATED.updates)
    assert steps(late, OFFICER) == [
        NextStep.NEW_DATE,
        NextStep.UPDATE,
        NextStep.COMPLETE,
        NextStep.ASSIGN,
        NextStep.NAME_LEAD,
    ]
    assert steps(action(), COLLEAGUE) == [NextStep.UPDATE]
    with_request = action(updates=UPDATED.updates, life=Life(revisions=(ASKED,)))
    assert steps(with_request, ADMIN)[:2] == [NextStep.GRANT, NextStep.REFUSE]
    assert NextStep.NEW_DATE not in steps(with_request, OFFICER)
    for most in (steps(with_request, ADMIN), steps(UPDATED, ADMIN)):
        assert len(most) <= 9  # four buttons and a menu of five, Slack's limit
        assert most[-2:] == [NextStep.EXEMPT, NextStep.WITHDRAW]


def test_reminders_rest_where_there_will_be_some_and_come_again_where_they_rest() -> None:
    assert NextStep.SNOOZE in steps(action(), OFFICER)
    assert NextStep.SNOOZE not in steps(action(), COLLEAGUE)
    assert NextStep.SNOOZE not in steps(LATE, OFFICER)
    assert NextStep.SNOOZE not in steps(action(life=Life(revisions=(ASKED,))), OFFICER)
    resting = action(life=Life(snooze=Snooze(date(2022, 12, 23), "leave", OFFICER)))
    assert NextStep.WAKE in steps(resting, OFFICER)
    assert NextStep.SNOOZE not in steps(resting, OFFICER)
    over = action(life=Life(snooze=Snooze(TODAY, "leave", OFFICER)))
    assert NextStep.SNOOZE in steps(over, OFFICER)


def test_an_action_of_one_directorate_is_given_to_another_by_administrators_only() -> None:
    alone = action(owners=("CYPE",), directorates=("CYPE",))
    assert NextStep.NAME_LEAD in steps(alone, ADMIN)
    assert NextStep.NAME_LEAD not in steps(alone, LEAD)


def test_who_may_only_refuse_is_offered_an_update_first() -> None:
    own = action(life=Life(revisions=(replace(ASKED, asked_by=LEAD),)))
    assert steps(own, LEAD)[:2] == [NextStep.UPDATE, NextStep.REFUSE]


def test_a_date_that_leads_may_move_no_more_is_granted_by_administrators_only() -> None:
    moved = replace(ASKED, id=6, decision=Decision.GRANTED.value)
    again = action(life=Life(revisions=(moved, ASKED)))
    assert NextStep.GRANT not in steps(again, LEAD)
    assert steps(again, ADMIN)[0] is NextStep.GRANT
    asked_themselves = action(life=Life(revisions=(replace(ASKED, asked_by=ADMIN),)))
    assert steps(asked_themselves, ADMIN)[0] is NextStep.GRANT


def test_what_is_reported_complete_is_sent_back_and_only_what_is_verified_is_opened_again() -> None:
    assert steps(REPORTED, LEAD)[:2] == [NextStep.VERIFY, NextStep.SEND_BACK]
    assert NextStep.REOPEN not in steps(REPORTED, LEAD)
    assert NextStep.SEND_BACK not in steps(REPORTED, COLLEAGUE)
    verified = action(status=Status.VERIFIED)
    assert NextStep.REOPEN in steps(verified, LEAD)
    assert NextStep.REOPEN not in steps(verified, OFFICER)


def test_an_update_is_withdrawn_only_where_there_is_one() -> None:
    assert NextStep.WITHDRAW in steps(UPDATED, ADMIN)
    assert NextStep.WITHDRAW not in steps(action(), ADMIN)
    assert NextStep.WITHDRAW not in steps(UPDATED, LEAD)


def test_a_card_that_is_missing_is_posted_by_leads_and_administrators_while_the_action_is_open() -> None:
    def offered(found: Action, person: str, *, lacks_card: bool = True) -> bool:
        return NextStep.POST_CARD in next_steps(SEATED, found, Asker(person), TODAY, lacks_card=lacks_card)

    assert [offered(action(), one) for one in (ADMIN, LEAD, OTHER_LEAD)] == [True] * 3
    assert not any(offered(action(), one) for one in (OFFICER, COLLEAGUE))
    assert not offered(action(), ADMIN, lacks_card=False)
    assert not offered(action(status=Status.CLOSED), ADMIN)
