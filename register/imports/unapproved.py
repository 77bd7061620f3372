"""What a paper changes without approval: dates moved without an extension, promises reworded, what people recorded
left out, rows removed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from register.action import Action
from register.days.target_dates import Target
from register.imports.reconcile import Difference, Reconciliation
from register.progress import Status

_LIFE = list(Status)


@dataclass(frozen=True)
class Unapproved:
    """One such change: of which action and field, and the words before and after ("" where the row is gone)."""

    ref: str
    field: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """It in words, for a person."""
        match self.field:
            case "target":
                return f"Action {self.ref}: the date moved from “{self.before}” to “{self.after}”; nobody granted it."
            case "defined":
                return f"Action {self.ref}: what was promised is worded differently."
            case "progress":
                return f"Action {self.ref}: the progress went back from “{self.before}” to “{self.after}”."
            case "delivered":
                return (
                    f"Action {self.ref}: what was delivered is printed as in the previous paper; what was recorded "
                    "since is not in it, and is kept for the next paper."
                )
        return f"Action {self.ref} is no longer in the paper."


def unapproved(
    found: Reconciliation,
    known: Mapping[str, Action],
    targets: Mapping[str, Target],
    statuses: Mapping[str, Status | None],
) -> Iterator[Unapproved]:
    """Those of a paper's changes that nobody approved. ``known`` are the actions before it, by ref.

    ``targets`` and ``statuses`` are what the paper's lines mean, by ref.
    """
    for difference in found.changed:
        yield from _of_action(
            difference, known[difference.ref], targets[difference.ref], statuses[difference.ref]
        )
    for ref in found.missing:
        yield Unapproved(ref, "row", known[ref].defined if ref in known else "", "")


def _of_action(
    difference: Difference, known: Action, target: Target, status: Status | None
) -> Iterator[Unapproved]:
    before, after = difference.before, difference.after
    if "target" in difference.fields and before.target != after.target:  # else a person answered what it means
        was, now = known.deadline, max((m.deadline for m in target.milestones if m.deadline), default=None)
        if was and was != now and now not in {granted.deadline for granted in known.life.granted}:
            yield Unapproved(difference.ref, "target", before.target, after.target)
    if "defined" in difference.fields:
        yield Unapproved(difference.ref, "defined", before.defined, after.defined)
    if "progress" in difference.fields and status and _LIFE.index(status) < _LIFE.index(known.status):
        yield Unapproved(difference.ref, "progress", before.progress, after.progress)
