"""Reads from the register, as it was known on a day, what a committee's paper is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from sqlalchemy import Connection

from papers.assemble.material import Material
from papers.write.paper import Late, PaperQuestion, Passage, Section
from register import phrases
from register.action import Action, Line
from register.change import Change
from register.changes import Added, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.committee.meetings import run_up
from register.committee.movement import ANSWERS, Happening, Movement, diff
from register.committee.narrative import with_updates
from register.committee.paper_events import DatedChange, happenings
from register.committee.table_columns import Column, printed_columns, with_delivered, with_owners_of_now
from register.committee.themed_report import refs_by_title
from register.life_changes import EvidenceAdded, EvidenceWithdrawn, ExemptSet
from register.refused import Refused
from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, change_log, meetings, papers, published
from storage.actions.change_log import Entry
from storage.actions.meetings import MembersQuestion
from storage.actions.papers import StoredPaper
from storage.database.engine import allow_thinking
from workflow.unseen_updates import is_reworded, known_until, unseen_by_ref

EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_REWORDS = (UpdateEdited, UpdateWithdrawn, EvidenceWithdrawn)


@dataclass(frozen=True)
class LastPaper:
    """The last paper before a meeting: its local day, the moment (UTC) up to which it knows, and its SHA-256."""

    day: date
    moment: datetime
    sha256: str


def columns_of(tx: Connection, register: Register, meeting: date) -> tuple[Column, ...]:
    """The committee's columns as the last paper up to a day printed them, with one for what was delivered."""
    columns, _rows, _key = _table_of(tx, papers.latest(tx, register.slug, meeting))
    return with_delivered(columns, True)


def material_for(
    tx: Connection,
    register: Register,
    meeting: date,
    late: Late | None = None,
    since: LastPaper | None = None,
    until: datetime | None = None,
    stories: Mapping[int, Sequence[Entry]] | None = None,
) -> Material:
    """What the paper for a meeting on a local day is made of, with what moved since the last one or ``since``; of what
    was known before a moment (``until``, UTC) only. ``stories`` are the changes by action, if read. Raises Refused.

    Without ``until`` what nobody is to read any more is left out though it was said by then: actions that are exempt by
    now, updates that were taken back since, and the words that one was put in before it was edited.
    """
    allow_thinking(tx)
    register = with_themes(tx, register, meeting)
    stories, after = _known(tx, register, meeting, until, stories)
    entries, last = [*chain.from_iterable(stories.values())], since or last_paper(tx, register, meeting)
    before = actions.folded(register, stories.values(), last.moment) if last else []
    history = _happenings(register, stories.values())
    begins = since.moment if since else answers_count_from(tx, register, meeting)
    latest = papers.latest(tx, register.slug, meeting)
    columns, printed, key = _table_of(tx, latest)
    pending: Mapping[str, frozenset[int]] = {}
    if last and (latest is None or latest.as_at != meeting):  # else it is printed already
        pending = unseen_by_ref(stories.values(), after, known_until(tx, register, meeting, last.moment))
    return Material(
        register=register,
        meeting=meeting,
        moment=max(entry.at for entry in entries),
        since=last.day if last else None,
        before=before,
        after=after,
        history=history,
        between=_between(history, entries, last.moment if last else EARLIEST, begins),
        columns=with_delivered(columns, bool(pending) or any(one.delivered for one in after)),
        printed=_with_owners_of_now(tx, register, printed, after),
        key=key,
        delivered=_with_pending(after, pending),
        pending={ref: len(numbers) for ref, numbers in pending.items()},
        reworded=tuple(story[0].ref for story in stories.values() if is_reworded(story)),
        raised=_raised(register, entries),
        seed=last.sha256 if last else (latest.sha256 if latest else ""),
        sections=_sections(tx, register, meeting),
        questions=tuple(_questions(tx, register, meeting, last)),
        minutes=_closing_minutes(tx, register, last, meeting),
        late=late,
        report=papers.report(tx, register.slug, meeting),
    )


def _between(
    history: Iterable[Happening], entries: Iterable[Entry], since: datetime, answers_since: datetime
) -> list[Happening]:
    """What happened since a moment (UTC), and which answers owners have given since another."""
    moments = {entry.number: entry.at for entry in entries}
    return [one for one in history if moments[one.change] > (answers_since if one.kind in ANSWERS else since)]


def _known(
    tx: Connection,
    register: Register,
    meeting: date,
    until: datetime | None,
    stories: Mapping[int, Sequence[Entry]] | None,
) -> tuple[Mapping[int, Sequence[Entry]], list[Action]]:
    """The changes by action and the actions as known at the end of a meeting's day or before ``until``; without that as
    they may still be printed. Raises Refused.
    """
    through = min(filter(None, (register.calendar.day_end(meeting), until)))
    stories = change_log.until(tx, register.slug, through) if stories is None else stories
    if not stories:
        raise held_nothing(register, meeting)
    if until is not None:
        return stories, actions.folded(register, stories.values(), through)
    stories = _with_later_words(tx, register, stories, through)
    then = actions.folded(register, stories.values(), through)
    return stories, _with_later_exemptions(tx, register, then)


def _with_later_words(
    tx: Connection, register: Register, stories: Mapping[int, Sequence[Entry]], through: datetime
) -> Mapping[int, Sequence[Entry]]:
    """The changes by action with those after ``through`` (UTC) that edited or took back what had been said by then, as
    if they had come last then.
    """
    later = change_log.after(tx, register.slug, through, [one.kind for one in _REWORDS])
    found = dict(stories)
    for number, entries in later.items():
        story = stories.get(number, ())
        texts = {("update", one.change.update.id) for one in story if isinstance(one.change, UpdateAdded)}
        texts |= {
            ("evidence", one.change.evidence.id) for one in story if isinstance(one.change, EvidenceAdded)
        }
        about = [replace(one, at=story[-1].at) for one in entries if _reworded(one.change) in texts]
        if about:
            found[number] = [*story, *about]
    return found


def _reworded(change: Change) -> tuple[str, int] | None:
    """What a change of ``_REWORDS`` edits or takes back."""
    match change:
        case UpdateEdited() | UpdateWithdrawn():
            return "update", change.id
        case EvidenceWithdrawn():
            return "evidence", change.id
    return None


def _with_later_exemptions(tx: Connection, register: Register, after: Sequence[Action]) -> list[Action]:
    """The actions, with the paragraphs under which some of them are exempt now, though they were not then."""
    refs = change_log.written_by_people(tx, register.slug, ExemptSet.kind, _LATEST)
    now = {ref: action.life.exempt for ref in refs if (action := actions.find(tx, register, ref))}
    changed = {ref: paragraph for ref, paragraph in now.items() if paragraph}
    return [
        replace(one, life=replace(one.life, exempt=changed[one.ref]))
        if one.ref in changed and not one.life.exempt
        else one
        for one in after
    ]


def _raised(register: Register, entries: Sequence[Entry]) -> dict[str, date]:
    """The day on which each action came into the register, by ref; none for those of its first table, which were raised
    before it.
    """
    began = min(entry.at for entry in entries)
    return {
        entry.ref: register.today(entry.at)
        for entry in entries
        if isinstance(entry.change, Added) and entry.at > began
    }


def _table_of(
    tx: Connection, paper: StoredPaper | None
) -> tuple[Sequence[Column], Sequence[Line], Mapping[str, str]]:
    """The columns, the rows and the key of a paper; empty where there is none."""
    printed = papers.lines_of(tx, paper.id) if paper else []
    return (
        (paper.columns if paper else ()) or printed_columns((), printed),
        printed,
        paper.parts.key if paper else {},
    )


def _with_owners_of_now(
    tx: Connection, register: Register, printed: Sequence[Line], after: Iterable[Action]
) -> list[Line]:
    """The lines of a paper: who they print stands for the same owners when a directorate has another code."""
    renamed, of_ref = papers.answers(tx, register.slug).renamed, {one.ref: one for one in after}
    return [
        with_owners_of_now(one, of_ref[one.ref], renamed, register) if one.ref in of_ref else one
        for one in printed
    ]


def _with_pending(after: Iterable[Action], pending: Mapping[str, frozenset[int]]) -> dict[str, str]:
    """The words under "delivered" with the updates that no author has seen, by ref."""
    return {
        one.ref: with_updates(one.delivered, [u for u in one.updates if u.id in pending[one.ref]])
        for one in after
        if one.ref in pending
    }


def _closing_minutes(
    tx: Connection, register: Register, last: LastPaper | None, meeting: date
) -> dict[str, str]:
    """The number of the minute that closed each action since the last paper, by ref: at its own meeting, too."""
    after = last.day - timedelta(days=1) if last else date.min
    decided = meetings.decisions(tx, register.slug, after, meeting)
    return {ref: one.minute for one in decided for ref in one.refs if one.kind == "closed"}


def with_themes(tx: Connection, register: Register, day: date) -> Register:
    """The register with the themes that its papers print: its settings' or the last paper's."""
    if register.paper.themes:
        return register
    printed = papers.themes(tx, register.slug, day)
    if not printed:
        return register
    known = actions.matching(tx, register, Query(day))
    titled = refs_by_title(printed, {one.ref: one.more.get("section", "") for one in known})
    return replace(register, paper=replace(register.paper, themes=titled))


def last_paper(tx: Connection, register: Register, before: date) -> LastPaper | None:
    """The last paper for a day before that one, read or published; None when there was none.

    A paper that was read gives the state at the beginning of its day; one that we published, at that moment.
    """
    read = papers.latest_before(tx, register.slug, before)
    ours = published.last_paper(tx, register.slug, before)
    if ours and (read is None or ours.meeting >= read.as_at):
        # What a paper that came after its meeting knows ends with the day of the meeting.
        return LastPaper(ours.meeting, min(ours.at, register.calendar.day_end(ours.meeting)), ours.sha256)
    return LastPaper(read.as_at, register.calendar.midnight(read.as_at), read.sha256) if read else None


def movement(tx: Connection, register: Register, since: date, until: date) -> Movement:
    """What moved between two local days. Raises Refused when they are not in order.

    The register of the first day is that of its paper, where one was read for it; else that of its end.
    """
    if since > until:
        raise Refused(f"{since} is later than {until}: give the earlier day first.")
    start, end = _start(tx, register, since), register.calendar.day_end(until)
    stories = change_log.until(tx, register.slug, end)
    recent = {entry.number for story in stories.values() for entry in story if entry.at > start}
    between = [one for one in _happenings(register, stories.values()) if one.change in recent]
    before, after = (actions.folded(register, stories.values(), at) for at in (start, end))
    return diff(before, after, between, until)


def _start(tx: Connection, register: Register, day: date) -> datetime:
    paper = papers.latest(tx, register.slug, day)
    if paper and paper.as_at == day:
        return register.calendar.midnight(day)
    return register.calendar.day_end(day)


def _happenings(register: Register, stories: Iterable[Sequence[Entry]]) -> list[Happening]:
    """All that happened, by day and in the order in which it was recorded."""
    found = [happening for story in stories for happening in happenings(dated(register, story))]
    return sorted(found, key=lambda one: (one.on, one.change))


def dated(register: Register, story: Iterable[Entry]) -> list[DatedChange]:
    """The changes of an action with the local day that each holds from."""
    return [
        DatedChange(entry.ref, entry.change, register.today(entry.at), entry.by, entry.source, entry.number)
        for entry in story
    ]


def open_and_since(tx: Connection, register: Register, meeting: date) -> tuple[list[Action], list[Happening]]:
    """The open actions as at a meeting's day, and what happened since answers count for its paper.

    Read from the current state where nothing later is recorded, as in every round that is under way: that is faster
    than ``material_for``, which reads the whole log. Raises Refused when nothing was known by then.
    """
    through = register.calendar.day_end(meeting)
    stories = change_log.since(tx, register.slug, answers_count_from(tx, register, meeting), through)
    if change_log.goes_past(tx, register.slug, through):
        after = actions.as_at(tx, register, through)
    else:
        after = actions.matching(tx, register, Query(meeting, frozenset({State.OPEN})))
    if not after and papers.latest(tx, register.slug, meeting) is None:
        raise held_nothing(register, meeting)
    still_open = [one for one in after if not one.status.is_done]
    return still_open, _happenings(register, stories.values())


def held_nothing(register: Register, meeting: date) -> Refused:
    """The refusal of a paper or round of a day on which the register held nothing."""
    return Refused(
        f"The register {register.slug} held nothing on {phrases.day(meeting)}: import its first paper."
    )


def last_moment(tx: Connection, register: Register, meeting: date) -> datetime:
    """Up to when (UTC) the last paper before a meeting knows; the beginning of time where there was none."""
    last = last_paper(tx, register, meeting)
    return last.moment if last else EARLIEST


def answers_count_from(tx: Connection, register: Register, meeting: date) -> datetime:
    """From when (UTC) an owner's answer counts for the paper of a meeting: since the last paper, or since the first day
    of its own round where that is earlier. So whoever has answered its request is not asked again, and not printed as
    silent, because the paper before it was published only then (docs/decisions/0008).
    """
    last = last_moment(tx, register, meeting)
    if all(one.on != meeting for one in register.meetings.meetings):
        return last
    days = run_up(meeting, register.calendar, register.meetings.round)
    return min(last, register.calendar.midnight(days.chase_from))


def _sections(tx: Connection, register: Register, meeting: date) -> tuple[Section, ...]:
    return tuple(
        Section(one.heading, tuple(Passage(text, refs) for text, refs in one.passages))
        for one in published.narrated(tx, register.slug, meeting)
    )


def _questions(
    tx: Connection, register: Register, meeting: date, last: LastPaper | None
) -> Iterable[PaperQuestion]:
    """What Members asked at meetings before this one and was not answered by the last paper."""
    for question in meetings.questions(tx, register.slug, register.calendar.day_end(meeting)):
        if question.meeting < meeting and not _was_answered(question, last):
            answered = register.today(question.answered_at) if question.answered_at else None
            yield PaperQuestion(
                question.member,
                question.meeting,
                question.words,
                question.answer,
                answered,
                question.minute,
                question.refs,
            )


def _was_answered(question: MembersQuestion, last: LastPaper | None) -> bool:
    return bool(last and question.answered_at and question.answered_at <= last.moment)
