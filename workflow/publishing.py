"""Publication: a paper is checked, frozen with its hash, and never changes afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from papers.assemble.paper import committee_paper
from papers.assemble.text_places import texts
from papers.write import paper_json
from papers.write.document import Document
from papers.write.paper import CommitteePaper
from papers.write.paper import Late as Late  # for bot/ and cli/, some of which may not import papers/
from register.change import Change
from register.changes import DeliveredChanged
from register.committee.meetings import deadline
from register.committee.narrative import with_updates
from register.committee.personal_data import Finding, Name, find
from register.committee.rounds import AUTHOR
from register.permissions import Permission, check
from register.phrases import day, joined
from register.publication_changes import PaperPublished, PaperSignedOff
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, published, register_log, write_actions
from storage.actions.change_log import Author
from storage.actions.published import Published
from storage.actions.tallies import codes_with_actions
from workflow.committee_papers import last_moment, material_for
from workflow.context import SHELL, Context, Request, lock_register, one_transaction
from workflow.decision_requests import redraw_requests_of_meeting, refuse_cancelled
from workflow.round_requests import redraw_round_requests
from workflow.sources import traced_words, untraced
from workflow.unseen_updates import known_until, unseen

NOT_SIGNED_OFF = "not signed off"
"""A kind of finding besides personal data: the paper was published without a lead's sign-off."""

NO_SOURCE = "no source"
"""Likewise: the paper was published with a sentence that no update says."""


@dataclass(frozen=True)
class Publication(Published):
    """What was published, and the number and the hash of the ``change`` that records it."""

    change: tuple[int, str] = (0, "")

    @property
    def to_keep(self) -> str:
        """What an auditor needs to check later that the record still has it, for people."""
        number, hashed = self.change
        return f"Keep this for your auditor: change {number:,} of the record has the hash {hashed}."


class PublicationBlocked(Refused):
    """There are objections to publication that nobody has decided about. ``in_form`` is the text for a form."""

    def __init__(
        self, findings: Sequence[Finding], unsigned: Sequence[str], unsaid: Sequence[str] = ()
    ) -> None:
        super().__init__(
            f"The paper was not published. {_against(findings, unsigned, unsaid, 20)} Put it right, or say why the "
            "paper goes out anyway: type the command again with “accepted because …” at its end (in a shell, with "
            "--because). The reason is kept, and printed where a sign-off is missing.",
            field="because",
        )
        short = _against(findings, unsigned, unsaid, 4)
        self.in_form = f"{short} Put it right, or say here why the paper goes out anyway."


def _against(findings: Sequence[Finding], unsigned: Sequence[str], unsaid: Sequence[str], most: int) -> str:
    """The objections to publication in words, at most ``most`` of each kind by name."""
    found = []
    if unsigned:
        found.append(
            f"The lead of {joined(unsigned)} has not signed off."
            if len(unsigned) == 1
            else f"The leads of {joined(unsigned)} have not signed off."
        )
    if findings:
        places = "; ".join(f"{one.place}: {one.kind} “{one.words}”" for one in findings[:most])
        more = f" and {len(findings) - most} more" if len(findings) > most else ""
        found.append(f"This may be personal data: {places}{more}.")
    if unsaid:
        more = f"; and {len(unsaid) - most} more" if len(unsaid) > most else ""
        found.append(f"These words have no source: {'; '.join(unsaid[:most])}{more}.")
    return " ".join(found)


def paper_of(tx: Connection, register: Register, meeting: date, *, draft: bool = False) -> CommitteePaper:
    """The paper for a meeting on a local day: as it was published, else as it would be now.

    With ``draft`` always the latter. Raises Refused when the register held nothing by then.
    """
    paper, _document = paper_and_document_of(tx, register, meeting, draft=draft)
    return paper


def paper_and_document_of(
    tx: Connection, register: Register, meeting: date, *, draft: bool = False
) -> tuple[CommitteePaper, Document | None]:
    """The same, and the document that was published; None where it is still to be made of the paper."""
    stored = None if draft else published.of_meeting(tx, register.slug, meeting)
    if stored is None:
        return committee_paper(material_for(tx, register, meeting)), None
    if paper_json.digest(stored.text) != stored.sha256:
        raise Refused("The paper is not as it was published: its hash differs. Restore it from a backup.")
    return paper_json.thawed(stored.text)


def not_signed_off(tx: Connection, register: Register, meeting: date) -> tuple[str, ...]:
    """The codes of the directorates with an action whose lead has not signed off a meeting's paper yet."""
    due = codes_with_actions(tx, register) - published.signed_off(tx, register.slug, meeting).keys()
    return tuple(one.code for one in register.directorates if one.lead and one.code in due)


def findings_of(register: Register, paper: CommitteePaper) -> tuple[Finding, ...]:
    """What may be personal data in a paper, with its place; each once."""
    names = [Name(one, "not to be named") for one in register.paper.not_named]
    plan = register.paper
    members = (one.member for one in paper.questions)
    may_be_named = (*plan.may_be_named, *plan.people.values(), plan.sender, *plan.author, *members)
    return tuple(dict.fromkeys(find(texts(paper), names, may_be_named)))


def publish(
    context: Context, request: Request, slug: str, meeting: date, *, because: str = "", late: Late | None = None
) -> Publication:
    """Publish the paper for a meeting: it is frozen, and written the same to the letter whatever changes later.

    ``because`` says why it goes out with what may be personal data, without a lead's sign-off, or with words of its
    authors that no update says. A paper that misses its day takes ``late``: the reason, and the chair's opinion of
    urgency; with ``to_follow`` only that is published now. The updates that no author had in view are kept as the
    words of the table. Raises Refused, changing nothing.
    """
    from papers.write.compose import compose  # what writes papers is slow to load

    because = because.strip() if any(map(str.isalnum, because)) else ""  # "…" says nothing
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        context = context.at_one_moment()  # not before the lock was ours: the paper knows all until then
        if request.source != SHELL:
            check(request.asker, Permission.WRITE_PAPER, register)
        before = _published_before(tx, register, meeting, context.today(register))
        late_details = _late(register, meeting, context.today(register), late)
        is_notice = bool(late_details and late_details.to_follow)
        if not is_notice:
            _work_in(tx, context, request, register, meeting)
        unsigned = () if is_notice else not_signed_off(tx, register, meeting)
        known = material_for(tx, register, meeting, late_details)
        paper = committee_paper(replace(known, unsigned=unsigned, unsigned_because=because))
        found = findings_of(register, paper)
        unsaid = [] if is_notice else untraced(tx, register, meeting, known)
        if (found or unsigned or unsaid) and not because:
            raise PublicationBlocked(found, unsigned, unsaid)
        text = paper_json.frozen(paper, compose(paper))
        publication = Published(
            meeting=meeting,
            version=before.version + 1 if before else 1,
            is_notice=is_notice,
            text=text,
            sha256=paper_json.digest(text),
            at=change_log.known_through(context.now(), known.moment),
            by=request.user,
            findings=_passed_over(found, unsigned, unsaid, because),
        )
        kept = _keep(tx, slug, publication, request.author(publication.at))
        redraw_requests_of_meeting(tx, register, meeting, context.now())
        redraw_round_requests(tx, register, context.now(), [meeting])
        return kept


def _keep(tx: Connection, slug: str, publication: Published, author: Author) -> Publication:
    """Keep what is published, record it in the chain of changes, and that who publishes signs it off as its author."""
    published.add(tx, slug, publication)
    meeting, is_notice, findings = publication.meeting, publication.is_notice, publication.findings
    recorded = PaperPublished(meeting, publication.version, publication.sha256, is_notice, findings)
    register_log.record(tx, slug, [recorded], author)
    change = change_log.newest(tx, slug)
    if published.sign(tx, slug, meeting, AUTHOR, author.by, publication.at):
        register_log.record(tx, slug, [PaperSignedOff(meeting, (AUTHOR,))], author)
    return Publication(**vars(publication), change=change)


def _passed_over(
    found: Sequence[Finding], unsigned: Sequence[str], unsaid: Sequence[str], because: str
) -> tuple[dict[str, str], ...]:
    """The objections that a paper is published in spite of, and why: kept with it."""
    places = [(one.place, one.kind.value) for one in found] + [(code, NOT_SIGNED_OFF) for code in unsigned]
    places += [(one, NO_SOURCE) for one in unsaid]
    return tuple({"place": place, "kind": kind, "because": because} for place, kind in places)


def _published_before(tx: Connection, register: Register, meeting: date, today: date) -> Published | None:
    """That the paper is to follow, if that was published. Raises Refused once the paper was, or its meeting is
    cancelled.
    """
    refuse_cancelled(tx, register, meeting, today)
    refuse_published(tx, register, meeting)
    return published.of_meeting(tx, register.slug, meeting)


def refuse_published(tx: Connection, register: Register, meeting: date) -> None:
    """Raise Refused where the paper of a meeting is published; that it is to follow does not count."""
    paper = published.of_meeting(tx, register.slug, meeting)
    if paper is not None and not paper.is_notice:
        on = day(register.today(paper.at))
        text = f"The paper for {day(meeting)} was published on {on}, and stays as it was published."
        raise Refused(text, field="meeting")


def is_late(register: Register, meeting: date, today: date) -> bool:
    """Whether the day by which a meeting's paper is to be published has passed."""
    return today > _publish_by(register, meeting)


def _publish_by(register: Register, meeting: date) -> date:
    return deadline(meeting, register.calendar, register.meetings.round.clear_days).publish_by


def _late(register: Register, meeting: date, today: date, late: Late | None) -> Late | None:
    """What a late paper prints about its lateness. Raises Refused where that is required and missing."""
    if late is None and is_late(register, meeting, today):
        raise Refused(
            f"The paper was to be published by {day(_publish_by(register, meeting))}. Say why it is late, and the "
            "Chair's opinion of the special circumstances that make it urgent.",
            field="late",
        )
    if late is not None and not (late.reason.strip() and late.urgency.strip()):
        raise Refused(
            "Say both: why the paper is late, and the Chair's opinion of what makes it urgent.",
            field="urgency" if late.reason.strip() else "late",
        )
    return Late(late.reason.strip(), late.urgency.strip(), late.to_follow) if late else None


def _work_in(tx: Connection, context: Context, request: Request, register: Register, meeting: date) -> None:
    """Add the updates that no author has seen to the words under "delivered": they are published as they were given."""
    known = known_until(tx, register, meeting, last_moment(tx, register, meeting))
    stories = change_log.until(tx, register.slug, register.calendar.day_end(meeting))
    unread = {
        number: ids for number, story in stories.items() if (ids := unseen(story, known.of(story[0].ref)))
    }
    author, latest = request.author(context.now()), change_log.latest_of(tx, list(unread))
    at_once: dict[datetime, dict[int, list[Change]]] = {}
    for number, action in zip(unread, actions.by_ids(tx, register, list(unread)), strict=True):
        unread_updates = [one for one in action.updates if one.id in unread[number]]
        if unread_updates:
            words = with_updates(action.delivered, unread_updates)
            seen = tuple(one.id for one in unread_updates)
            sources = tuple(one.changes for one in traced_words(register, action, stories[number], words, seen))
            changed = DeliveredChanged(words, updates=seen, sources=sources)
            at_once.setdefault(max(author.at, latest[number]), {})[number] = [changed]
    for at, changes in at_once.items():
        write_actions.change(tx, register, changes, replace(author, at=at))
