"""A change as one short sentence for people."""

from datetime import date

from register.change import Change, ValueChanged
from register.changes import Added, ColumnChanged, OwnersChanged, TargetChanged, UpdateAdded
from register.fields import field_of
from register.life_changes import ProgressChanged
from register.phrases import capitalised, day, joined
from register.progress import TOLD_TO_REFERRING_OWNERS


def sentence_for_referring_owners(change: Change, ref: str) -> str | None:
    """A change of action ``ref`` as a sentence for the owners of other actions whose words refer to that action.

    None when the change does not concern them: they hear when the action ends, when it moves to other directorates and
    when it is put off.
    """
    match change:
        case ProgressChanged() if change.status in TOLD_TO_REFERRING_OWNERS and change.was[1] != change.status:
            return f"Action {ref}, which it refers to, is {change.status.spoken}"
        case OwnersChanged() if change.was:
            return f"Action {ref}, which it refers to, is now with {joined(change.now) or 'nobody'}"
        case TargetChanged() if (later := _put_off(change)) is not None:
            return f"Action {ref}, which it refers to, is now due {day(later)}"
    return None


def _put_off(change: TargetChanged) -> date | None:
    """The day to which a date was put off; None where it was not."""
    before, after = (
        max((one.deadline for one in target.milestones if one.deadline), default=None) if target else None
        for target in (change.was, change.now)
    )
    return after if before and after and before < after else None


def _progress_sentence(change: ProgressChanged) -> str | None:
    """How progress changed, and what was set with that; of what was ongoing before, only its next review."""
    details = change.details
    review = f"next review on {day(details.review)}" if details.review else ""
    if review and change.was[1] is change.status:
        return capitalised(review)
    moved = field_of("progress").sentence(change.was[0], change.progress)
    more = review or details.detail
    return f"{moved}: {more}" if moved and more else moved


def sentence(change: Change) -> str | None:
    """The sentence for one change of an action, or None when it is not news (an update edited or taken back).

    How a change of each field is worded is in register.fields.
    """
    match change:
        case Added():
            return "New action"
        case TargetChanged():
            return field_of("target").sentence(change.was.printed if change.was else "", change.now.printed)
        case ValueChanged():
            if change.kind == "delivered" and not change.now:
                return None
            return field_of(change.kind).sentence(change.was or "", change.now)
        case ProgressChanged():
            return _progress_sentence(change)
        case ColumnChanged():
            return field_of(change.name).sentence(change.was or "", change.now)
        case UpdateAdded():
            return f"Update: {change.update.text}"
    return None
