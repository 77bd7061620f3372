"""What a change tells people: one short sentence."""

from register.change import Change, ValueChanged
from register.changes import Added, ColumnChanged, TargetChanged, UpdateAdded
from register.fields import field_of
from register.life_changes import ProgressChanged


def sentence(change: Change) -> str | None:
    """The sentence for one change of an action, or None when it is not news (an update edited or taken back).

    How a field's change is worded stands in the table of fields.
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
            return field_of("progress").sentence(change.was[0], change.progress)
        case ColumnChanged():
            return field_of(change.name).sentence(change.was or "", change.now)
        case UpdateAdded():
            return f"Update: {change.update.text}"
    return None
