"""Directorates that new settings no longer have: whether somebody has said why, and what becomes of their actions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from register.action import Action
from register.change import Change
from register.changes import OwnersChanged
from register.life_changes import LeadNamed, OfficerNamed
from register.phrases import joined, number
from register.refused import Refused

_LISTED = 30


@dataclass(frozen=True)
class DirectorateChanges:
    """What became of directorates: ``renamed`` maps a code to the one it has now, ``removed`` are gone for good."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()


NO_DIRECTORATE_CHANGES = DirectorateChanges()


def check_directorate_changes(
    before: Sequence[str], after: Sequence[str], answers: DirectorateChanges, actions: Iterable[Action]
) -> None:
    """Raise Refused where a code of ``before`` that is not in ``after`` owns open actions and no answer is about it.

    Also where an answer is about a code that is still there, or renames one to a code that is not. ``actions`` are all
    of the register's.
    """
    missing = [code for code in before if code not in after]
    for code in sorted({*answers.renamed, *answers.removed}):
        if code not in missing:
            known = "is still in them" if code in after else "was not in them before"
            raise Refused(f"{code} cannot be renamed or removed by these settings: it {known}.")
    for old, new in answers.renamed.items():
        if new not in after:
            raise Refused(f"{old} cannot become {new}: the settings have {joined(after)}.")
        if old in answers.removed:
            raise Refused(f"{old} is either renamed or removed: say which.")
    open_ones = [one for one in actions if not one.status.is_done]
    questions = [
        f"{code}, which owns {number(len(refs), 'open action')}: {_refs(refs)}"
        for code in missing
        if code not in answers.renamed and code not in answers.removed
        if (refs := [one.ref for one in open_ones if code in one.owners])
    ]
    if questions:
        first = next(code for code in missing if code not in answers.renamed and code not in answers.removed)
        raise Refused(
            f"These settings no longer have {'; and '.join(questions)}. Nobody there would be reminded of them any "
            f"more. Tell htst configure what became of it: --renamed {first}=NEW, or --removed {first}. Nothing was "
            "changed."
        )


def changes_of(action: Action, directorate_changes: DirectorateChanges) -> Iterator[Change]:
    """What changes of an action because of them; its last owner stays as printed, so that it shows whose it was."""
    renamed = [
        directorate_changes.renamed.get(code, code)
        for code in action.owners
        if code not in directorate_changes.removed
    ]
    owners = tuple(dict.fromkeys(renamed)) or action.owners
    if owners != action.owners:
        yield OwnersChanged(owners)
    lead = action.life.lead
    if lead in directorate_changes.renamed:
        yield LeadNamed(directorate_changes.renamed[lead])
    elif lead in directorate_changes.removed:
        yield LeadNamed("")
    for code, person in action.life.officers.items():
        if code in directorate_changes.renamed:
            yield OfficerNamed(directorate_changes.renamed[code], person)
        if code in directorate_changes.renamed or code in directorate_changes.removed:
            yield OfficerNamed(code, "")


def _refs(refs: Sequence[str]) -> str:
    more = f" and {len(refs) - _LISTED} more" if len(refs) > _LISTED else ""
    return ", ".join(refs[:_LISTED]) + more
