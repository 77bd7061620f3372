"""The sources of a paper's sentences: the recorded changes that say each, checked on edits and shown on request."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from papers.assemble.material import Material
from papers.write.paper import Section
from papers.write.phrases import actions as named_actions
from register.action import Action
from register.changes import DeliveredChanged
from register.committee.sources import PAPER, Origin, Sourced, Traced, statements, trace
from register.phrases import joined, shortened
from register.refused import Command, Refused
from register.register import Register
from storage.actions import actions, change_log
from storage.actions.change_log import Entry
from storage.database.engine import allow_thinking
from workflow.committee_papers import dated, material_for


def traced_words(
    register: Register, action: Action, story: Sequence[Entry], words: str, seen: Collection[int]
) -> tuple[Traced, ...]:
    """Each sentence of an action's new words with its sources: the earlier words, and the updates the author saw."""
    known = statements(dated(register, story), [one.id for one in action.updates if one.id in seen])
    return trace(words, known, _about(register, action))


def check_sources(action: Action, found: Sequence[Traced]) -> tuple[tuple[int, ...], ...]:
    """The changes that each sentence rests on. Raises Refused, naming the first that no update says."""
    invented = next((one for one in found if one.is_invented), None)
    if invented is not None:
        which = f" ({joined(invented.unsaid)})" if invented.unsaid else ""
        raise Refused(
            f"No update to action {action.ref} says this: “{invented.text[:200]}”{which}. Put it as it was said, or "
            "record an update first and then edit the words: ",
            Command(f"update {action.ref} …"),
            field="words",
        )
    return tuple(one.changes for one in found)


def _about(register: Register, action: Action) -> str:
    """The words that new words of an action may use: its own, the committee's, whose it is, the years in question."""
    own = [one for one in register.directorates if action.directorates == (one.code,)]
    names = (name for one in own for name in (one.code, one.name))
    years = (str(year) for year in {register.today(one.at).year for one in action.updates})
    words = (action.defined, action.target, action.ref, "Action", *years)
    return " ".join((register.title, register.committee, *names, *words))


def sources_of(tx: Connection, register: Register, meeting: date) -> list[Sourced]:
    """Every sentence under "delivered" in a meeting's paper, as the register has it, with where it comes from.

    Raises Refused when the register held nothing by then.
    """
    allow_thinking(tx)
    stories = change_log.until(tx, register.slug, register.calendar.day_end(meeting))
    known = material_for(tx, register, meeting, stories=stories)
    of_ref = {story[0].ref: story for story in stories.values() if story}
    found = []
    for action in known.without_exempt().after:
        words = known.delivered.get(action.ref, action.delivered)
        found += sourced(register, action, of_ref[action.ref], words)
    return found


def sourced(register: Register, action: Action, story: Sequence[Entry], words: str) -> list[Sourced]:
    """Each sentence of words that are printed of an action, with where it comes from."""
    by_number = {one.number: one for one in story}
    known = statements(dated(register, story), _ids(action))
    return [
        Sourced(action.ref, one.text, tuple(_origin(register, by_number[number]) for number in one.changes))
        for one in trace(words, known, _about(register, action))
    ]


def _origin(register: Register, entry: Entry) -> Origin:
    return Origin(entry.number, entry.by, register.today(entry.at), entry.source == PAPER)


def untraced(tx: Connection, register: Register, meeting: date, known: Material) -> list[str]:
    """The sentences of a draft that have no source, each as a phrase: in the report's own text, and in what an author
    wrote under "delivered".
    """
    through = register.calendar.day_end(meeting)
    written = change_log.written_by_people(tx, register.slug, DeliveredChanged.kind, through)
    of_ref = _stories(tx, register, through, {*written, *_named_in(known.sections)})
    found = _unsourced(register, {one.ref: one for one in known.after}, of_ref, known.sections)
    for action in known.without_exempt().after:
        story = of_ref.get(action.ref, ())
        if any(isinstance(one.change, DeliveredChanged) and one.source != PAPER for one in story):
            words = known.delivered.get(action.ref, action.delivered)
            lines = sourced(register, action, story, words)
            found += [(one.text, (one.ref,)) for one in lines if not one.origins]
    return [no_source(text, refs) for text, refs in found]


def unsourced(
    tx: Connection, register: Register, meeting: date, sections: Sequence[Section]
) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences of a report's own text that no change of the actions named in their paragraph says, each with the
    refs of those actions; of a paragraph that names no action, the whole of it.
    """
    through = register.calendar.day_end(meeting)
    of_ref = _stories(tx, register, through, _named_in(sections))
    actions_ = {one.ref: one for one in actions.folded(register, of_ref.values(), through)}
    return _unsourced(register, actions_, of_ref, sections)


def _named_in(sections: Sequence[Section]) -> set[str]:
    return {ref for section in sections for passage in section.passages for ref in passage.refs}


def _stories(
    tx: Connection, register: Register, through: datetime, refs: Collection[str]
) -> dict[str, list[Entry]]:
    """The changes in force, up to a moment (UTC), of the actions of these refs: of a few, and not the whole log."""
    stories = change_log.until(tx, register.slug, through, sorted(refs))
    return {story[0].ref: story for story in stories.values() if story}


def _unsourced(
    register: Register,
    actions_: Mapping[str, Action],
    of_ref: Mapping[str, Sequence[Entry]],
    sections: Sequence[Section],
) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for passage in (each for section in sections for each in section.passages):
        named = [actions_[ref] for ref in passage.refs if ref in actions_]
        if not named:
            found.append((passage.text, ()))
            continue
        known = [each for one in named for each in statements(dated(register, of_ref[one.ref]), _ids(one))]
        about = " ".join(_about(register, one) for one in named)
        found += [(one.text, passage.refs) for one in trace(passage.text, known, about) if one.is_invented]
    return found


def no_source(text: str, refs: Sequence[str]) -> str:
    """The phrase that a sentence has no source."""
    if not refs:
        return f"“{shortened(text, 60)}” names no action whose updates it is based on"
    return f"“{shortened(text, 160)}” is in no update to {named_actions(refs)}"


def _ids(action: Action) -> list[int]:
    return [one.id for one in action.updates]
