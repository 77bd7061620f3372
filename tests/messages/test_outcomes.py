"""What became of a request, as people read it where they were asked."""

from messages.outcomes import changed_meanwhile, outcome_line
from register.life import Life, Revision
from register.outcomes import of_date
from register.progress import Status
from tests.messages.wording import KENT, WEEK_AGO, action


def test_an_action_that_was_reported_complete_is_called_complete_as_everywhere_else() -> None:
    life = Life(revisions=(Revision(1, "March", "The tender is late.", "U0OFFICER", WEEK_AGO),))
    complete = action(status=Status.IMPLEMENTED, life=life)
    outcome = of_date(complete, 1)
    assert outcome is not None
    assert outcome_line(outcome, KENT) == "*There is nothing left to decide:* the action is complete."
    assert changed_meanwhile(complete, None, KENT) == "Action 10 has become complete since you opened the form."
