"""What the command line prints: for people, and as JSON for scripts."""

from collections.abc import Sequence
from datetime import date
from textwrap import indent, shorten
from typing import Any

from cli.table import folded, table, terminal_width
from register.action import Action, NoChange, Update, review_of
from register.forgetting import PersonForgotten
from register.history import Event
from register.life import Decision, Revision
from register.notices.digest import Summary
from register.phrases import day, joined, number
from register.register import Register
from register.urgency import first_unmet, urgency_of
from storage.actions.register_log import RegisterEntry
from storage.queue.notices import Notice, NoticeKind


def action_json(action: Action, today: date) -> dict[str, Any]:
    """An action for scripts. Days are ISO dates, moments ISO in UTC."""
    return {
        "register": action.register,
        "ref": action.ref,
        "defined": action.defined,
        "delivered": action.delivered,
        "owners": list(action.owners),
        "directorates": list(action.directorates),
        "target": {"printed": action.target, "deadline": _iso(action.deadline)},
        "original": _iso(action.original),
        "revisions": [
            _revision_json(one) for one in action.life.revisions if one.decision != Decision.WITHDRAWN
        ],
        "milestones": [
            {"label": m.label, "printed": m.printed, "deadline": _iso(m.deadline)} for m in action.milestones
        ],
        "progress": action.progress,
        "status": action.status.value,
        "review": next((_iso(one.deadline) for one in review_of(action.status, action.life)), None),
        "overdue": action.is_overdue(today),
        "links": list(action.links),
        "updates": [_update_json(update) for update in action.updates],
        "no_change": _no_change_json(action.no_change),
        "evidence": [
            {"text": one.text, "by": one.by, "at": one.at.isoformat()}
            for one in action.life.evidence
            if not one.is_withdrawn
        ],
        "verified_by": action.life.verified_by or None,
        "closed_at": _iso(action.life.closed_on),
        "lead": action.life.lead or None,
        "officers": dict(action.life.officers),
        "waiting_for": action.waiting_for.value if action.waiting_for else None,
        "more": dict(action.more),
    }


def _revision_json(revision: Revision) -> dict[str, Any]:
    return {
        "printed": revision.printed,
        "deadline": _iso(revision.deadline),
        "was": _iso(revision.was),
        "reason": revision.reason,
        "cause": revision.cause or None,
        "asked_by": revision.asked_by,
        "granted_by": revision.decided_by if revision.decision == Decision.GRANTED else None,
        "decision": revision.decision,
        "at": (revision.decided_at or revision.asked_at).isoformat(),
    }


def event_json(event: Event) -> dict[str, Any]:
    """One thing that happened to an action, for scripts; ``at`` is ISO in UTC."""
    return {
        "at": event.at.isoformat(),
        "by": event.by,
        "kind": event.kind,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "source": event.source,
    }


def history_text(ref: str, events: Sequence[Event]) -> str:
    """An action's history for people, the first change first."""
    lines = [f"The history of action {ref}"]
    for event in events:
        change = f": {event.before} → {event.after}" if event.before and event.after else ""
        change = change or (f": {event.after or event.before}" if event.after or event.before else "")
        why = f" (because {event.reason})" if event.reason else ""
        words = shorten(f"{event.what}{change}{why}", 300, placeholder="…")
        lines.append(f"  {event.at:%Y-%m-%d %H:%M} UTC  {event.by} ({event.source}) {words}")
    return "\n".join(lines)


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice for scripts; of a digest also the refs that it asks about."""
    found = {"kind": notice.kind, "to": notice.to, "refs": list(notice.refs), "key": notice.key}
    return found | ({"reminds": list(notice.reminds)} if notice.kind == NoticeKind.DIGEST else {})


def list_text(found: Sequence[Action], today: date) -> str:
    """Actions as a table for people, the most urgent first."""
    if not found:
        return "There are none."
    rows = [
        (one.ref, " ".join(one.owners), _due(one, today), one.progress or "No progress given", one.defined)
        for one in sorted(found, key=_urgency)
    ]
    shown = table(("Ref", "Owners", "Due", "Progress", "Action"), rows, (14, 24, 34, 24))
    return f"{shown}\n{number(len(found), 'action')}"


def _urgency(action: Action) -> str:
    return urgency_of(action.status.is_done, first_unmet(action.dates))


def _due(action: Action, today: date) -> str:
    """When it is due, and how late; the printed words where they name no day."""
    if action.status.is_done:
        return "done"
    on = first_unmet(action.dates)
    if on is None:
        return action.target or "no date"
    return f"{day(on)}, overdue" if on < today else day(on)


def summary_text(state: Summary, register: Register, today: date) -> str:
    """The whole register in numbers, for people."""
    counts = [f"{count:,} {words}" for words, count in state.counts]
    numbers = (
        f"{state.open:,} open of {state.total:,}; {state.overdue:,} overdue; {state.due_soon:,} due in the next "
        f"{state.due_within} days; {state.no_update:,} with no update yet"
    )
    rows = [
        (one.code, f"{one.open:,}", f"{one.overdue:,}", f"{one.due_soon:,}", f"{one.no_update:,}")
        for one in state.by_directorate
    ]
    lines = [f"{register.title or register.slug}, {day(today)}", f"  {numbers}."]
    lines += [f"  Progress: {', '.join(counts)}."] if counts else []
    headings = ("Directorate", "Open", "Overdue", "Due soon", "No update yet")
    return "\n".join([*lines, *([table(headings, rows)] if rows else [])])


def summary_json(state: Summary, register: Register, today: date) -> dict[str, Any]:
    """The whole register in numbers, for scripts."""
    numbers = ("total", "open", "overdue", "due_soon", "no_update")
    return {
        "register": register.slug,
        "title": register.title,
        "day": today.isoformat(),
        **{name: getattr(state, name) for name in numbers},
        "due_within_days": state.due_within,
        "progress": [{"words": words, "count": count} for words, count in state.counts],
        "directorates": [
            {"code": one.code} | {name: getattr(one, name) for name in numbers} for one in state.by_directorate
        ],
    }


def action_text(action: Action, today: date) -> str:
    """One action for people."""
    lines = [f"Action {action.ref}", indent(_filled(action.defined), "  ")]
    lines.append(f"  Owners: {' '.join(action.owners) or 'none'}    Progress: {_state(action, today)}")
    for promised in action.milestones:
        label = f"{promised.label}: " if promised.label else ""
        printed = " ".join(promised.printed.split()) or "none"
        lines.append(f"  Target: {label}{printed} ({_iso(promised.deadline) or 'no deadline'})")
    lines += [f"  Next review: {_iso(one.deadline)}" for one in review_of(action.status, action.life)]
    if action.delivered:
        lines += ["  Delivered:", indent(_filled(action.delivered), "    ")]
    for update in action.updates:
        lines.append(f"  {update.at:%Y-%m-%d %H:%M} UTC, {update.by} ({update.source}):")
        lines.append(indent(_filled(update.text), "    "))
    if unchanged := action.no_change_since:
        lines.append(f"  {unchanged.at:%Y-%m-%d %H:%M} UTC, {unchanged.by} reported no change:")
        lines.append(indent(_filled(unchanged.reason), "    "))
    if action.links:
        lines.append(f"  Refers to: {', '.join(action.links)}")
    if action.named_by:
        lines.append(f"  Referred to by: {', '.join(action.named_by)}")
    return "\n".join(lines)


def _filled(text: str) -> str:
    width = min(90, terminal_width() - 4)
    return "\n".join(line for words in text.splitlines() for line in folded(words, width))


def _state(action: Action, today: date) -> str:
    words = action.progress or "No progress given"
    return f"{words}, overdue" if action.is_overdue(today) else words


def _no_change_json(reported: NoChange | None) -> dict[str, Any] | None:
    return {"at": reported.at.isoformat(), "by": reported.by, "reason": reported.reason} if reported else None


def _update_json(update: Update) -> dict[str, Any]:
    return {"at": update.at.isoformat(), "by": update.by, "text": update.text, "source": update.source}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def miscounted_text(refs: Sequence[str], *, recount: bool) -> str:
    """That actions are not as their changes say, and what to do about it."""
    several = len(refs) > 1
    what = f"{joined(refs[:20])}{f' and {len(refs) - 20:,} more' if len(refs) > 20 else ''}"
    done = "rewritten" if recount else "type htst audit verify --recount"
    return f"action{'s' if several else ''} {what} {'do' if several else 'does'} not match the changes: {done}."


def attestation_text(attestation: RegisterEntry[PersonForgotten]) -> str:
    """A line about a change that attests to earlier ones, whose texts differ since a person's data was erased."""
    return (
        f"{number(len(attestation.change.seals), 'change')} read otherwise since "
        f"“{attestation.change.pseudonym}” was forgotten: change {attestation.number} vouches for them, "
        f"made {attestation.recorded_at:%Y-%m-%d %H:%M} UTC by {attestation.by}"
    )


def attestation_json(attestation: RegisterEntry[PersonForgotten]) -> dict[str, object]:
    """The same for programs."""
    return {
        "changes": len(attestation.change.seals),
        "by_change": attestation.number,
        "at": attestation.recorded_at.isoformat(),
        "by": attestation.by,
    }
