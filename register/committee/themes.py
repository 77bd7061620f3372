"""Groups of refs under who leads them, as a narrative report prints them: "Joint CYPE/GET: 1, 16, 25"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from register.action import EVERY_DIRECTORATE, Action
from register.refs import ref_key

NONE = "N/A"
"""What is printed for a directorate that leads nothing of a theme."""


@dataclass(frozen=True)
class LeadGroup:
    """The refs that are led alike. ``printed`` is "All", "Joint CYPE/GET" or "GLD Lead"; without refs: N/A."""

    printed: str
    refs: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line as a report prints it."""
        return f"{self.printed}: {', '.join(self.refs) or NONE}"


def led(actions: Iterable[Action], codes: Sequence[str]) -> tuple[LeadGroup, ...]:
    """The actions of one theme by who leads: all, then those shared by most, then each directorate's own.

    ``codes`` are the directorates of the register, in its order; one that leads nothing alone is given without
    refs, as the reports print "N/A". Owners that the register does not know come last.
    """
    groups: dict[tuple[str, ...], list[str]] = {(code,): [] for code in codes}
    for action in actions:
        groups.setdefault(_owners(action, codes), []).append(action.ref)
    unknown = len(codes)
    place = {code: number for number, code in enumerate(codes)}
    ordered = sorted(
        groups, key=lambda owners: (-len(owners), [place.get(code, unknown) for code in owners], owners)
    )
    if codes and tuple(codes) in groups and len(codes) > 1:
        ordered.remove(tuple(codes))
        ordered.insert(0, tuple(codes))
    return tuple(
        LeadGroup(_printed(owners, codes), tuple(sorted(groups[owners], key=ref_key))) for owners in ordered
    )


def _owners(action: Action, codes: Sequence[str]) -> tuple[str, ...]:
    if EVERY_DIRECTORATE in action.owners:
        return tuple(codes)
    known = tuple(code for code in codes if code in action.owners)
    return known + tuple(code for code in action.owners if code not in codes)


def _printed(owners: tuple[str, ...], codes: Sequence[str]) -> str:
    if len(codes) > 1 and owners == tuple(codes):
        return "All"
    if not owners:
        return "No owner"
    return f"Joint {'/'.join(owners)}" if len(owners) > 1 else f"{owners[0]} Lead"
