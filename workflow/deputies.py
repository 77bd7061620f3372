"""Redirects notices for somebody who is away to their deputy, and says in whose place the deputy gets them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from messages.requests import in_place_of
from register.absences import person_or_deputy
from register.register import Register
from storage.intake import absences
from storage.queue.notices import Notice


def to_who_is_there(tx: Connection, register: Register, notice: Notice, today: date) -> Notice:
    """The notice as it goes to the person it is meant for or, while they are away on a local day, to their deputy.

    Where nobody stands in, it waits for them to be back, in their direct messages.
    """
    away = absences.current(tx, today)
    to = person_or_deputy(notice.to, away)
    if to in ("", notice.to):
        return notice
    payload = in_place_of(notice.payload, [away[notice.to]], register.paper.people)
    return replace(notice, to=to, key=f"{notice.key}:{to}", payload=payload)


def to_who_are_there(tx: Connection, register: Register, notice: Notice, today: date) -> list[Notice]:
    """The same for a notice to a lead, who may have left Slack: then it goes to each administrator who is there, and
    where all of those are away, waits for each to be back.
    """
    away = absences.current(tx, today)
    if notice.to not in away or not away[notice.to].has_left:
        return [to_who_is_there(tx, register, notice, today)]
    admins = [one for one in register.admins if one not in away or not away[one].has_left]
    there = [one for one in admins if one not in away] or admins
    return [replace(notice, to=admin, key=f"{notice.key}:{admin}") for admin in there]


def says_in_whose_place(
    tx: Connection, register: Register, notice: Notice, recipients: Collection[str], today: date
) -> Notice:
    """A notice that somebody gets in place of its ``recipients`` who are away: it says so, where that is why; also
    to an administrator who gets it as nobody stands in.
    """
    away = absences.current(tx, today)
    stand_ins = {one: person_or_deputy(one, away) for one in recipients if one in away and one != notice.to}
    is_admins = notice.to in register.admins and notice.to not in recipients
    places = [
        away[one]
        for one, stand_in in stand_ins.items()
        if stand_in == notice.to or (is_admins and not stand_in)
    ]
    if not places:
        return notice
    return replace(notice, payload=in_place_of(notice.payload, places, register.paper.people))
