"""Who is in the workspace: what Slack tells of a person is kept, and who has left is called no more."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from messages import requests
from messages.command_spelling import spelling
from register.absences import Absence, Absences, person_or_deputy
from register.action import Action
from register.life_changes import OfficerNamed
from register.people import SLACK, Person
from register.phrases import day
from register.progress import OPEN
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading
from storage.intake import absences, members, people
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request, lock_every, one_transaction


def record_person(context: Context, key: str, person: Person, at: datetime) -> bool:
    """Keep what Slack said of a person ``at`` that moment (UTC); False when it was known already.

    Slack also sends an event for each new picture and status: those record nothing.
    """
    with reading(context.engine) as tx:
        if not (people.differs(tx, person) or (person.is_gone and _is_named(tx, person.id))):
            return False
    with one_transaction(context, Request(key, person.id, "", at, "people")) as tx:
        people.save(tx, person, at)
        if person.is_gone:
            release(tx, {person.id}, context.now())
        else:
            absences.come_back(tx, {person.id})
    return True


def release(tx: Connection, leavers: Collection[str], now: datetime) -> None:
    """Remove people who have left Slack as officers and deputies; the leads and administrators are told, once.

    What is asked of leavers whom the settings still name goes to others until the settings name somebody else.
    Repeating it is harmless: a second run finds nobody to remove, and a notice's key is queued once.
    """
    for register in lock_every(tx):
        today = register.today(now)
        away = absences.current(tx, today)
        was_officer_of = _remove_officers(tx, register, leavers, now)
        for person in sorted(one for one in leavers if one in was_officer_of or places_of(register, one)):
            theirs = [one for one in was_officer_of.get(person, ()) if one[0].status in OPEN]
            for notice in (
                *_to_leads(tx, register, person, theirs, away, now),
                *_to_admins(tx, register, person),
            ):
                notices.queue(tx, notice, now)
        # Of several registers one tells them: the key is the same.
        for notice in _to_deputies(tx, register, leavers, today):
            notices.queue(tx, notice, now)
    absences.release(tx, leavers)
    known = registers.every(tx)
    named_still = {one for one in leavers if any(places_of(register, one) for register in known)}
    absences.come_back(tx, set(leavers) - named_still)
    if named_still:
        absences.leave(tx, named_still, min(register.today(now) for register in known), now)


def _remove_officers(
    tx: Connection, register: Register, leavers: Collection[str], now: datetime
) -> dict[str, list[tuple[Action, str]]]:
    """Remove leavers as officers; returns by each of them the actions that they were an officer of, with the
    directorate's code, as these were before.
    """
    named = {
        number: {code: user for code, user in officers.items() if user in leavers}
        for number, officers in actions.officers(tx, register).items()
    }
    changes = {
        number: [OfficerNamed(code, "") for code in officers] for number, officers in named.items() if officers
    }
    found: dict[str, list[tuple[Action, str]]] = {}
    for number, action in zip(changes, actions.by_ids(tx, register, list(changes)), strict=True):
        for code, user in named[number].items():
            found.setdefault(user, []).append((action, code))
    author = change_log.as_latest(tx, Author(SLACK, now, "people", now), list(changes))
    write_actions.change(tx, register, changes, author)
    cards.redraw(tx, list(changes), now)
    return found


def refuse_guest(tx: Connection, context: Context, person: str, field: str) -> None:
    """Raise Refused, at that field of a form, where somebody is to be named who is not let in: a guest."""
    if context.refuses_guests and person in people.guests(tx):
        raise Refused(
            "That person is a guest in this workspace, and HTST lets in its members only: choose a member.",
            field=field,
        )


def _is_named(tx: Connection, person: str) -> bool:
    """Whether somebody is the officer of an action, away or a deputy, or named in the settings."""
    return absences.names(tx, person) or any(
        places_of(register, person)
        or any(person in officers.values() for officers in actions.officers(tx, register).values())
        for register in registers.every(tx)
    )


def _to_leads(
    tx: Connection,
    register: Register,
    leaver: str,
    theirs: Collection[tuple[Action, str]],
    away: Absences,
    now: datetime,
) -> list[Notice]:
    """One message to each lead, with all of their actions whose officer has left; without a lead, to each admin."""
    admins = [one for one in register.admins if one not in (leaver, *away)]
    by_lead: dict[str, list[tuple[Action, str]]] = {}
    for action, code in theirs:
        directorate = register.directorate(code)
        lead = person_or_deputy(directorate.lead, away) if directorate and directorate.lead != leaver else ""
        for person in (lead,) if lead else admins:
            by_lead.setdefault(person, []).append((action, code))
    commands = spelling(register, registers.every(tx))
    return [
        Notice(
            register.slug,
            f"left:{register.slug}:{leaver}:{to}:{now.isoformat()}",
            NoticeKind.REQUEST,
            to,
            refs=tuple(dict.fromkeys(action.ref for action, _code in found)),
            payload=requests.officer_left(leaver, found, register.paper.people, commands).arguments,
        )
        for to, found in by_lead.items()
    ]


def _to_deputies(tx: Connection, register: Register, leavers: Collection[str], today: date) -> Iterator[Notice]:
    """That they stand in no more, to the deputies of those who have left."""
    for absence in absences.current_and_coming(tx, today):
        if absence.person in leavers and absence.deputy:
            payload = requests.deputising(absence, today, is_over=True).arguments
            key = f"left:{absence.person}:{absence.until}:{absence.deputy}"
            yield Notice(register.slug, key, NoticeKind.ANSWER, absence.deputy, payload=payload)


def _to_admins(tx: Connection, register: Register, leaver: str) -> list[Notice]:
    places, commands = places_of(register, leaver), spelling(register, registers.every(tx))
    payload = requests.settings_name_who_left(leaver, places, register, commands).arguments
    return [
        Notice(
            register.slug,
            f"left:{register.slug}:{leaver}:settings:{admin}",
            NoticeKind.REQUEST,
            admin,
            payload=payload,
        )
        for admin in register.admins
        if places and admin != leaver
    ]


def places_of(register: Register, person: str) -> list[str]:
    """What the settings name somebody as."""
    led = [f"the lead of {one.code}" for one in register.directorates if one.lead == person]
    reports = ["a reader of its reports"] if person in register.meetings.reports_to else []
    return [*led, *(["an administrator"] if person in register.admins else []), *reports]


def record_membership(context: Context, key: str, channel: str, person: str, *, is_in: bool) -> None:
    """Keep that somebody came into a channel or left it. Raises AlreadyHandled."""
    with one_transaction(context, Request(key, person, channel, context.now(), "people")) as tx:
        members.moved(tx, channel, person, is_in=is_in)


def away_from(tx: Connection, meeting: Collection[Register], today: date) -> list[Absence]:
    """Who of some registers' people is away on a local day, the first to be back first, and then who will be, the first
    to go first.

    Where there is one register, everybody is of it.
    """
    found = absences.current_and_coming(tx, today)
    if len(registers.every(tx)) > 1:
        people = {one.person for one in found}
        theirs = {one for register in meeting for one in _people_of(tx, register, people)}
        found = [one for one in found if one.person in theirs]
    return sorted(found, key=lambda one: (max(one.starts, today), one.until, one.person))


def slugs_of(tx: Connection, person: str) -> tuple[str, ...]:
    """The slugs of the registers that somebody is of, all where they are of none; none where there is only one."""
    known = registers.every(tx)
    if len(known) < 2:
        return ()
    theirs = [one.slug for one in known if _people_of(tx, one, {person})]
    return tuple(theirs or (one.slug for one in known))


def _people_of(tx: Connection, register: Register, people: Collection[str]) -> list[str]:
    """Those of some people who are named in a register's settings or for an action, or sit in its channels."""
    named = {user for one in actions.officers(tx, register).values() for user in one.values()}
    return [one for one in people if one in named or register.concerns(one) or register.directorates_of(one)]


def away_in_words(tx: Connection, today: date) -> dict[str, str]:
    """Those who are away on a local day, by user id, and until when: "away until 2 December 2022"."""
    return {
        one.person: "who has left Slack" if one.has_left else f"away until {day(one.until)}"
        for one in absences.current(tx, today).values()
    }


def away_by_name(tx: Connection, register: Register, today: date) -> dict[str, str]:
    """Those who are away on a local day, by user id, in words that name them without a mention."""
    found = away_in_words(tx, today).items()
    return {person: register.paper.people.get(person, f"somebody {words}") for person, words in found}
