"""What a committee reads in a paper that is put together from its register: recommendations, what moved, the sample to
verify, and nothing of what is exempt.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from papers.assemble.material import Material
from papers.assemble.paper import committee_paper, headings, sample_of
from papers.assemble.reports import board_pack_of, sitrep_of
from papers.assemble.text_places import texts
from papers.write.paper import Extension, Late, Overdue, PaperQuestion, Passage, Section
from register.action import Milestone
from register.committee.covering_report import CoveringReport, Recommendation
from register.committee.movement import HappeningKind
from register.life import Decision, Life
from register.progress import Status
from tests.messages.wording import KENT
from tests.papers.assemble.materials import JANUARY, JUNE, MEETING, SINCE, asked, doing, happened, material


def recommendations(of: Material) -> list[tuple[str, str]]:
    return [(one.verb, one.text) for one in committee_paper(of).cover.recommendations]


def test_the_committee_is_asked_to_decide_what_waits_for_it() -> None:
    note = ("note", "the progress reported in Appendix 1, and what has not moved;")
    assert recommendations(material(doing("1"))) == [note, ("agree", "the date of the next update.")]
    waits = Life(revisions=(asked(Decision.ASKED),))
    verified = replace(doing("2"), status=Status.VERIFIED, progress="Complete")
    one_each = material(doing("10", life=waits), verified)
    assert recommendations(one_each) == [
        note,
        ("agree", "or refuse the new date sought for Action 10;"),
        ("agree", "to close Action 2, which has been verified;"),
        ("agree", "the date of the next update."),
    ]
    several = material(*(doing(ref, life=waits) for ref in ("10", "9")), replace(verified, ref="3"), verified)
    assert recommendations(several)[1:3] == [
        ("agree", "or refuse the new dates sought for Actions 9 and 10;"),
        ("agree", "to close Actions 2 and 3, which have been verified;"),
    ]


def test_those_of_the_covering_report_that_was_read_stand_in_their_place() -> None:
    read = (Recommendation("NOTE", "the report;"), Recommendation("AGREE", "it."))
    report = CoveringReport("General Counsel", "the Committee", MEETING, "Actions", "Unrestricted", read)
    assert recommendations(material(doing("1"), report=report)) == [("note", "the report;"), ("agree", "it.")]


def test_the_head_of_the_paper_says_who_reports_what_to_whom() -> None:
    paper = committee_paper(material(doing("1")))
    assert paper.title == f"{KENT.title} – report to the Governance and Audit Committee"
    assert (paper.cover.sender, paper.cover.to) == (
        "General Counsel",
        "Governance and Audit Committee, 16 March 2023",
    )
    assert paper.cover.background == ("The table as it was reported on 15 November 2022",)
    bare = committee_paper(material(doing("1"), register=replace(KENT, committee=""), since=None))
    assert bare.title == f"{KENT.title} – report to the Committee"
    assert (bare.cover.sender, bare.cover.to) == ("Not named", "Committee, 16 March 2023")
    assert (bare.cover.background, bare.moves) == ((), None)


def introduction(of: Material) -> str:
    return committee_paper(of).cover.sections[0].passages[0].text


def test_the_introduction_counts_the_actions_unless_its_author_wrote_another() -> None:
    since = "and what has moved since 15 November 2022."
    assert introduction(material(doing("1"))) == f"This report shows how the 1 management action stands {since}"
    two = material(doing("1"), doing("2"))
    assert introduction(two) == f"This report shows how the 2 management actions stand {since}"
    assert introduction(replace(two, since=None)) == "This report shows how the 2 management actions stand."
    assert introduction(material()) == "There are no actions to report on."
    written = (
        Section("Introduction", (Passage("It goes well."),)),
        Section("Contracts", (Passage("Signed."),)),
    )
    two = replace(two, after=(*two.after, doing("3")))  # of no theme
    paper = committee_paper(replace(two, sections=written))
    assert [one.heading for one in paper.cover.sections] == ["Introduction"]
    assert [(one.title, one.passages) for one in paper.themes] == [("Contracts", (Passage("Signed."),))]
    assert [(one.printed, one.refs) for one in paper.themes[0].groups if one.refs] == [
        ("Joint CYPE/GET", ("1", "2"))
    ]
    assert headings(replace(two, sections=written)) == ("Introduction", "Contracts")


def test_claims_are_drawn_to_be_verified_from_the_last_published_paper_on() -> None:
    claimed = doing("1", status=Status.IMPLEMENTED, progress="Complete")
    high = replace(claimed, ref="2", more={"priority": "High"})
    verified = replace(claimed, ref="3", status=Status.VERIFIED)
    known = material(claimed, high, verified, doing("4"))
    assert sample_of(known) is None
    assert committee_paper(known).cover.assurance == ()
    drawn = sample_of(replace(known, seed="a" * 64))
    assert drawn is not None
    (section,) = committee_paper(replace(known, seed="a" * 64)).cover.assurance
    assert section.heading == "A sample to verify"
    text, how = (one.text for one in section.passages)
    assert text.startswith("3 actions are claimed as complete but not closed: 1, 2 and 3. ")
    is_drawn = "3" in drawn.refs
    assert text.endswith(f"Verified so far: {'3' if is_drawn else 'none'}.")
    assert "All those of high priority are drawn (2), and" in how
    without = committee_paper(replace(known, after=(claimed,), seed="a" * 64)).cover.assurance[0]
    assert "All those of high priority are drawn (there are none)," in without.passages[1].text
    assert without.passages[0].text.endswith("Verified so far: none.")
    assert sample_of(material(doing("1"), seed="a" * 64)) is None


def test_a_missing_sign_off_and_why_it_goes_out_are_printed() -> None:
    for unsigned, leads in ((("CYPE",), "lead of CYPE"), (("CYPE", "GET"), "leads of CYPE and GET")):
        known = material(doing("1"), unsigned=unsigned, unsigned_because="They are on leave")
        (section,) = committee_paper(known).cover.assurance
        assert section == Section(
            "Sign-off",
            (
                Passage(f"This report is published without the sign-off of the {leads}."),
                Passage("Reason: They are on leave"),
            ),
        )


def test_that_the_paper_is_to_follow_has_nothing_of_what_it_will_say() -> None:
    late = Late("A table was missing", "The contract ends", to_follow=True)
    known = material(doing("1"), late=late, unsigned=("CYPE",))
    notice = committee_paper(known)
    assert (notice.cover.sections, notice.cover.background, notice.cover.assurance) == ((), (), ())
    assert (notice.appendix.rows, notice.moves, notice.figures, notice.charts) == ((), None, None, ())
    assert notice.cover.late == late
    whole = committee_paper(replace(known, late=replace(late, to_follow=False)))
    assert len(whole.appendix.rows) == 1
    assert whole.cover.late is not None


def test_an_exempt_action_is_only_named_with_its_paragraph() -> None:
    secret = doing("2", JANUARY, defined="Pay a named firm", life=Life(exempt="Paragraph 3"))
    about = PaperQuestion("Cllr Jones", SINCE, "What of the firm?", "It is paid.", refs=("2",))
    other = PaperQuestion("Cllr Hill", SINCE, "And the rest?", refs=("1",))
    spoken = [happened(HappeningKind.UPDATE, ref, f"Spoke of {ref}") for ref in ("1", "2")]
    known = material(doing("1"), secret, questions=(about, other), between=spoken, history=spoken)
    paper = committee_paper(known)
    assert [(one.paragraph, one.refs, one.questions) for one in paper.exempt] == [("Paragraph 3", ("2",), 1)]
    assert paper.questions == (other,)
    assert [row[1] for row in paper.appendix.rows] == ["1"]
    assert paper.figures is not None
    assert paper.figures.total == 1
    everything = str(replace(paper, exempt=()))
    assert "named firm" not in everything
    assert "Spoke of 2" not in everything
    assert "It is paid" not in everything
    assert "named firm" not in str(sitrep_of(known, "Sitrep"))
    assert dict(sitrep_of(known, "Sitrep").volumes)["Updates given"] == 1
    assert "named firm" not in str(board_pack_of(known, "Pack"))


def test_dates_that_were_decided_or_printed_anew_since_the_last_paper_are_listed() -> None:
    before = datetime(2022, 9, 1, tzinfo=UTC)
    decided = datetime(2022, 11, 15, 8, tzinfo=UTC)  # on the day of the last paper
    granted = asked(Decision.GRANTED, 1, decided_by="U0CYPELEAD", decided_at=decided, answer="Once only")
    granted = replace(granted, asked_at=before)
    long_ago = replace(asked(Decision.GRANTED, 2), asked_at=before, decided_at=None)
    withdrawn = asked(Decision.WITHDRAWN, 3)
    waits = asked(Decision.ASKED, 4)
    known = material(
        doing("1", life=Life(revisions=(long_ago, granted, withdrawn, waits))),
        doing("2"),
        between=[
            happened(HappeningKind.DATE_MOVED, "2", "printed so", before=JANUARY, after=JUNE),
            happened(HappeningKind.UPDATE, "2", "Drafted"),
        ],
    )
    paper = committee_paper(known)
    assert paper.moves is not None
    first, second, third = paper.moves.extensions
    assert (first.ref, first.before, first.after, first.outcome) == ("1", JANUARY, JUNE, "granted")
    assert first.reason == "The tender is late; Once only"
    assert (second.outcome, second.reason) == ("asked", "The tender is late")
    assert third == Extension("2", third.activity, JUNE, JANUARY, JUNE, "granted", "printed so")
    places = {(one.ref, one.field, one.words) for one in texts(paper)}
    assert ("2", "What has moved", "Drafted") in places
    assert ("1", "Extensions", "The tender is late; Once only") in places


def test_each_action_that_moved_is_listed_with_what_was_said_of_it() -> None:
    moved_on = Milestone("", "as printed", JANUARY, original=date(2022, 12, 31))
    complete = doing("9", status=Status.IMPLEMENTED)
    before = [doing("1"), doing("2", progress=""), *map(doing, ("3", "4", "5", "6", "8", "10")), complete]
    after = [
        doing("1", status=Status.IMPLEMENTED, progress="Complete", delivered="The board met"),
        doing("2"),
        doing("3", JANUARY),
        doing("4"),
        doing("5", status=Status.CLOSED, progress="Complete", life=Life(closed_on=MEETING)),
        doing("6", status=Status.SUPERSEDED, progress="Superseded"),
        doing("7", JUNE),
        doing("8", milestones=(moved_on,)),
        complete,
        doing("10"),
    ]
    between = [
        happened(HappeningKind.NO_CHANGE, "4", "Waiting for the board"),
        happened(HappeningKind.UPDATE, "2", "Drafted"),
        happened(HappeningKind.EVIDENCE, "10", "A photograph"),
    ]
    known = material(*after, before=before, between=between, minutes={"5": "24"})
    moved = committee_paper(known).moves
    assert moved is not None
    assert [(one.ref, one.words) for one in moved.completed] == [("1", "The board met"), ("5", "")]
    assert [(one.ref, one.words) for one in moved.progress if one.ref in "12"] == [
        ("1", "In progress to Complete"),
        ("2", "Blank to In progress"),
    ]
    assert ("2", "Drafted") in [(one.ref, one.words) for one in moved.updated]
    assert [(one.ref, one.words) for one in moved.unchanged] == [("4", "Waiting for the board")]
    assert [(one.ref, one.owners) for one in moved.new] == [("7", "CYPE GET")]
    assert [one.words for one in moved.closed] == [
        "Closed by the Committee on 16 March 2023, minute 24",
        moved.closed[1].words,
    ]
    assert moved.closed[1].words
    assert moved.overdue == (
        Overdue("3", after[2].defined, "CYPE GET", JANUARY, None, ""),
        Overdue("8", after[2].defined, "CYPE GET", date(2022, 12, 31), JANUARY, ""),
    )
    assert moved.past_original == ("3", "8")
    assert [(one.ref, one.since) for one in moved.silent] == [("3", SINCE), ("8", SINCE)]
    assert (moved.settled, moved.claimed) == (("9",), ("10",))
    again = committee_paper(replace(known, minutes={})).moves
    assert again is not None
    assert again.closed[0].words == "Closed by the Committee on 16 March 2023"
