"""What happened to a register's actions in a period, for the digest and for people who ask."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from register import change_sentences
from register.changes import DeliveredChanged, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.notices.digest import Changed
from register.notices.week_counts import counted, taken_back
from register.people import is_person
from register.refs import without_ref
from register.register import Register
from storage.actions import actions, change_log, papers
from storage.actions.change_log import Entry


def changes_between(tx: Connection, register: Register, since: datetime, moment: datetime) -> list[Changed]:
    """What happened to a register's actions after one moment (UTC) and up to another, in order."""
    begun = papers.first_read(tx, register.slug)
    entries = change_log.between(tx, register.slug, since, moment, begun)
    withdrawn = {one.change.id for one in entries if isinstance(one.change, UpdateWithdrawn)}
    edited = {one.change.id: one.change.text for one in entries if isinstance(one.change, UpdateEdited)}
    happened = [(one.ref, one.change) for one in entries]
    undone = taken_back(happened)
    news = _of_links(tx, register, since, [one for at, one in enumerate(entries) if at not in undone])
    for place, (entry, counts_as) in enumerate(zip(entries, counted(happened), strict=True)):
        change = entry.change
        if place in undone:
            continue
        if isinstance(change, UpdateAdded):
            if change.update.id in withdrawn:
                continue  # given and taken back: not news
            text = edited.get(change.update.id, change.update.text)
            change = UpdateAdded(replace(change.update, text=without_ref(text, entry.ref)))
        if isinstance(change, DeliveredChanged) and change.updates:
            continue  # an author put into words what officers said: that was news when they said it
        sentence = change_sentences.sentence(change)
        if sentence:
            news.append(Changed(entry.ref, _known_from(entry, since), sentence, entry.by, counts_as))
    return news


def _of_links(tx: Connection, register: Register, since: datetime, entries: Sequence[Entry]) -> list[Changed]:
    """News for the owners of open actions about the actions that these refer to."""
    sentences = [
        (one, words)
        for one in entries
        if (words := change_sentences.sentence_for_referring_owners(one.change, one.ref))
    ]
    numbers = actions.ids(tx, register, sorted({entry.ref for entry, _words in sentences}))
    named_by = {one.ref: one.named_by for one in actions.by_ids(tx, register, list(numbers.values()))}
    referring = actions.ids(tx, register, sorted({ref for refs in named_by.values() for ref in refs}))
    done = {one.ref for one in actions.by_ids(tx, register, list(referring.values())) if one.status.is_done}
    return [
        Changed(ref, _known_from(entry, since), words, entry.by)
        for entry, words in sentences
        for ref in named_by.get(entry.ref, ())
        if ref not in done
    ]


def _known_from(entry: Entry, since: datetime) -> datetime:
    """What was so before but was recorded only now, as by a paper handed in late, is this week's news."""
    return entry.at if entry.at > since else entry.recorded_at


def names_of(register: Register, news: Sequence[Changed]) -> dict[str, str]:
    """What people are called in a digest that says what they did: by the settings, or what they are to the register."""
    parts = {one.by: register.part_of(one.by) for one in news if is_person(one.by)}
    return {person: words for person, words in parts.items() if words} | dict(register.paper.people)
