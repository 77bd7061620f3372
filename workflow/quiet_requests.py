"""What a person was asked to decide in a message that had rung already: where it waits still, it rings once, on the
next working day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from messages.command_spelling import spelling
from messages.decisions import several
from messages.requests import also_waits
from register.absences import Absences
from register.notices.schedule import Run
from register.register import Register
from storage.actions import registers
from storage.intake import absences
from storage.queue import decision_requests
from storage.queue.notices import Notice, NoticeKind, from_row
from workflow.deputies import says_in_whose_place
from workflow.waiting import deciders_by_ref, decisions_of


def ring_for_quiet_requests(
    tx: Connection, register: Register, run: Run, due: Sequence[Notice]
) -> list[Notice]:
    """The notices that are ``due`` on a day, with what people were asked without a bell and have not decided.

    Who is told of late actions reads of it there; who has a message of today that asks for decisions finds it in that;
    anybody else gets one. Who is to decide it no more does not. In place of who is away it is whoever would be asked
    today; where it waits still when they are back, it rings for them too.
    """
    today = register.today(run.moment)
    found: list[Notice] = list(due)
    if not register.calendar.is_working_day(today):
        return found
    away, since = absences.current(tx, today), register.calendar.midnight(today)
    _hand_on(tx, register, away, since, run)
    for person, asked in _by_person(decision_requests.quiet(tx, register.slug, run.now)).items():
        waiting = set() if person in away else set(decisions_of(tx, register, person, today))
        theirs = [one for one in asked if one["queued_at"] < since and waiting.issuperset(one["refs"])]
        at = next((n for n, one in enumerate(found) if _is_escalation_to(one, person)), None)
        if not theirs:
            continue
        if at is not None:
            refs = [ref for one in theirs for ref in one["refs"] if ref not in found[at].refs]
            commands = spelling(register, registers.every(tx))
            if refs:
                found[at] = replace(found[at], payload=also_waits(found[at].payload, refs, commands))
            decision_requests.mark_rung(tx, theirs)
        elif not decision_requests.move_to_message_of_day(tx, theirs, register.slug, person, since, run.now):
            found.append(_message(tx, register, person, theirs))
            decision_requests.move(tx, theirs, found[-1].key, run.now)
    return found


def _hand_on(tx: Connection, register: Register, away: Absences, since: datetime, run: Run) -> None:
    """Have asked what was queued before ``since`` (UTC) for people who are away by now: those who stand in for them."""
    quiet = decision_requests.quiet(tx, register.slug, run.now)
    theirs = [one for one in quiet if one["to"] in away and one["queued_at"] < since]
    if not theirs:
        return
    today = register.today(run.moment)
    deciders = deciders_by_ref(tx, register, today)
    for row in theirs:
        for person in deciders.get(row["refs"][0], ()):
            request = replace(from_row(row), to=person, key=f"{row['key']}:{person}")
            request = says_in_whose_place(tx, register, request, [row["to"]], today)
            decision_requests.hand_on(tx, request, row, run.now)


def _by_person(asked: Sequence[RowMapping]) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for row in asked:
        found.setdefault(row["to"], []).append(row)
    return found


def _is_escalation_to(found: Notice, person: str) -> bool:
    return found.kind == NoticeKind.ESCALATION and found.to == person


def _message(tx: Connection, register: Register, person: str, asked: Sequence[RowMapping]) -> Notice:
    """A message of its own, which shows them all; it is drawn anew when it is sent."""
    commands = spelling(register, registers.every(tx))
    shown = several([(one["payload"], {}) for one in asked], commands).arguments
    return Notice(
        register.slug,
        f"decisions:{register.slug}:{person}:{asked[0]['id']}",  # each rings once, so that none comes first twice
        NoticeKind.REQUEST,
        person,
        refs=tuple(dict.fromkeys(ref for one in asked for ref in one["refs"])),
        payload=shown | {decision_requests.JOINED: [one["key"] for one in asked]},
        about=decision_requests.of_day(register.slug, person),
    )
