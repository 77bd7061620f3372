"""What the command line prints: for people, and as JSON for scripts."""

from collections.abc import Sequence
from datetime import date
from textwrap import fill, indent, shorten
from typing import Any

from register.action import Action, Update
from register.reconcile import Reconciliation
from storage.queue.notices import Notice


def action_json(one: Action, today: date) -> dict[str, Any]:
    """An action for scripts. Days are ISO dates, moments ISO in UTC."""
    return {
        "register": one.register,
        "ref": one.ref,
        "defined": one.defined,
        "delivered": one.delivered,
        "owners": list(one.owners),
        "directorates": list(one.directorates),
        "target": {"printed": one.target, "deadline": _iso(one.deadline)},
        "milestones": [
            {"label": m.label, "printed": m.printed, "deadline": _iso(m.deadline)} for m in one.milestones
        ],
        "progress": one.progress,
        "status": one.status.value,
        "overdue": one.is_overdue(today),
        "links": list(one.links),
        "updates": [_update_json(said) for said in one.updates],
    }


def notice_json(one: Notice) -> dict[str, Any]:
    """A notice for scripts."""
    return {"kind": one.kind, "to": one.to, "refs": list(one.refs), "key": one.key}


def reconciliation_json(found: Reconciliation, warnings: Sequence[str]) -> dict[str, Any]:
    """What reading a paper came to, for scripts: refs under new, changed, same and missing."""
    return {
        "new": [line.ref for line in found.new],
        "changed": [change.ref for change in found.changed],
        "same": list(found.same),
        "missing": list(found.missing),
        "warnings": list(warnings),
    }


def reconciliation_text(
    found: Reconciliation, warnings: Sequence[str], paper: str, slug: str, *, dry_run: bool
) -> str:
    """What reading a paper came to, for people."""
    says = "would change the register" if dry_run else "read into the register"
    lines = [f"{paper} {says} {slug}:" if dry_run else f"{paper} was {says} {slug}:"]
    counts = (("new", found.new), ("changed", found.changed), ("same", found.same), ("missing", found.missing))
    lines.append("  " + ", ".join(f"{len(refs)} {name}" for name, refs in counts))
    for change in found.changed:
        for name in change.fields:
            before, after = _field(change.before, name), _field(change.after, name)
            lines.append(f"  {change.ref} {name}: {before} → {after}")
    if found.missing:
        lines.append(f"  Not in this paper, and left as they are: {', '.join(found.missing)}")
    lines += [f"  Please check: {warning}" for warning in warnings]
    if dry_run:
        lines.append("Nothing was changed (--dry-run).")
    return "\n".join(lines)


def list_text(found: Sequence[Action], today: date) -> str:
    """Actions as a table for people."""
    if not found:
        return "There are none."
    rows = [
        (
            one.ref,
            " ".join(one.owners),
            one.target,
            _state(one, today),
            shorten(one.defined, 60, placeholder="…"),
        )
        for one in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])
        for row in rows
    ]
    return "\n".join([*lines, f"{len(found)} action{'' if len(found) == 1 else 's'}"])


def action_text(one: Action, today: date) -> str:
    """One action for people."""
    lines = [f"Action {one.ref}", indent(fill(one.defined, 90), "  ")]
    lines.append(f"  Owners: {' '.join(one.owners) or 'none'}    Progress: {_state(one, today)}")
    for promised in one.milestones:
        label = f"{promised.label}: " if promised.label else ""
        lines.append(
            f"  Target: {label}{promised.printed or 'none'} ({_iso(promised.deadline) or 'no deadline'})"
        )
    if one.delivered:
        lines += ["  Delivered:", indent(fill(one.delivered, 90), "    ")]
    for said in one.updates:
        lines.append(f"  {said.at:%Y-%m-%d %H:%M} UTC, {said.by} ({said.source}):")
        lines.append(indent(fill(said.text, 90), "    "))
    if one.links:
        lines.append(f"  Refers to: {', '.join(one.links)}")
    if one.named_by:
        lines.append(f"  Referred to by: {', '.join(one.named_by)}")
    return "\n".join(lines)


def _state(one: Action, today: date) -> str:
    words = one.progress or "No progress given"
    return f"{words}, overdue" if one.is_overdue(today) else words


def _update_json(said: Update) -> dict[str, Any]:
    return {"at": said.at.isoformat(), "by": said.by, "text": said.text, "source": said.source}


def _field(line: object, name: str) -> str:
    value = getattr(line, name)
    words = " ".join(value) if isinstance(value, tuple) else value
    return shorten(words, 70, placeholder="…") or "blank"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
