"""Papers that were written on an older copy: what people recorded meanwhile, and what somebody answered about it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine

from papers.read import read_bytes
from papers.reading_result import Reading
from register.changes import DeliveredChanged
from register.committee.paper_kind import PaperKind
from register.imports.answers import Answers
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, updates, write_actions
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from tests.workflow.test_dates_asked_about import Papers
from workflow.committee_papers import material_for
from workflow.context import SHELL, Context, Request
from workflow.import_undo import undo_import
from workflow.imports import Imported, import_paper
from workflow.narrative import in_view

HEAD = "Ref,Action,Update,Due,Owner,Status\n"
ROWS = (
    "1,Mend the gate,A quote was asked for,31 March 2025,CYPE,In progress\n"
    "2,Paint it,A session was held,31 May 2025,GET,In progress\n"
)
LATER = ROWS + "3,Oil it,,30 June 2025,GET,Not started\n"
FIRST, SECOND, THIRD, MEETING = (date(2024, month, 5) for month in (3, 5, 7, 9))


class Committee(Papers):
    """The same, with what people record between its papers."""

    def update(self, ref: str, words: str, day: date) -> None:
        with transaction(self.engine) as tx:
            number, author = self._locked(tx, ref, day)
            updates.add(tx, self.register.slug, number, words, author)

    def reword(self, ref: str, words: str, day: date) -> None:
        with transaction(self.engine) as tx:
            number, author = self._locked(tx, ref, day)
            write_actions.change(tx, self.register, {number: [DeliveredChanged(words)]}, author)

    def _locked(self, tx: Connection, ref: str, day: date) -> tuple[int, Author]:
        change_log.lock(tx, self.register.slug)
        number = actions.find_id(tx, self.register, ref)
        assert number is not None
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return number, Author("U0AMY", at, "command", at)

    def take_file(self, name: str, rows: str, answered: dict[str, str], day: date) -> Imported:
        def read(by: Answers) -> Reading:
            return read_bytes(name, (HEAD + rows).encode(), by)

        now, answers = datetime(2026, 12, 1, tzinfo=UTC), Answers(rows=answered)
        return import_paper(self.engine, lambda _tx: self.register, read, day, now, answers)[1]

    def pending(self) -> dict[str, int]:
        with reading(self.engine) as tx:
            return dict(material_for(tx, self.register, MEETING).pending)


@pytest.fixture
def papers(engine: Engine, kent: Register) -> Committee:
    found = Committee(engine, kent)
    found.take(ROWS, day=FIRST, head=HEAD)
    return found


def test_updates_that_somebody_said_are_rightly_left_out_are_not_offered_again(papers: Committee) -> None:
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    papers.update("2", "Nine were trained", date(2024, 4, 1))
    papers.take(ROWS, {"1 delivered": "as read"}, SECOND, HEAD)
    assert papers.pending() == {"2": 1}
    with reading(papers.engine) as tx:
        assert in_view(tx, papers.register.slug, "1", MEETING).updates == ()


def test_so_it_is_of_an_action_that_the_papers_print_under_another_reference(papers: Committee) -> None:
    again = ROWS.replace("1,Mend", "A1,Mend")
    papers.take(again, {"A1 ref": "1"}, SECOND, HEAD)
    papers.update("1", "The neighbour complained", date(2024, 6, 1))
    papers.reword("1", "The gate was mended", date(2024, 6, 2))
    later = LATER.replace("1,Mend", "A1,Mend")
    third = papers.take(later, day=THIRD, head=HEAD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("1", "delivered")]
    assert papers.pending() == {"1": 1}
    third = papers.take(later, {"A1 delivered": "as read"}, THIRD, HEAD)
    assert (third.unapproved, papers.pending()) == ((), {})
    assert papers.action("1").delivered == "A quote was asked for"


def test_that_a_paper_was_right_says_nothing_of_what_is_recorded_after_it(papers: Committee) -> None:
    papers.reword("1", "Three quotes came in", date(2024, 4, 1))
    papers.take(ROWS, {"1 delivered": "as read"}, SECOND, HEAD)
    assert papers.action("1").delivered == "A quote was asked for"
    papers.reword("1", "The gate was mended", date(2024, 6, 1))
    third = papers.take(LATER, day=THIRD, head=HEAD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("1", "delivered")]
    assert papers.action("1").delivered == "The gate was mended"


def test_a_correction_of_words_holds_for_the_next_paper_but_not_against_what_is_recorded(
    papers: Committee,
) -> None:
    papers.take(
        ROWS, {"1 delivered": "Two quotes came in", "2 delivered": "Two sessions were held"}, SECOND, HEAD
    )
    papers.reword("2", "All are trained", date(2024, 6, 1))
    third = papers.take(LATER, day=THIRD, head=HEAD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("2", "delivered")]
    assert papers.action("1").delivered == "Two quotes came in"
    assert papers.action("2").delivered == "All are trained"


def test_a_correction_that_is_taken_back_leaves_the_papers_words(papers: Committee) -> None:
    papers.take(ROWS, {"1 delivered": "Two quotes came in"}, SECOND, HEAD)
    taken_back = papers.take(ROWS, {"1 delivered": ""}, SECOND, HEAD)
    assert (papers.action("1").delivered, taken_back.unapproved) == ("A quote was asked for", ())


def test_an_update_that_two_papers_on_the_same_older_copy_leave_out_is_still_offered(papers: Committee) -> None:
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    papers.update("2", "Nine were trained", date(2024, 4, 2))
    papers.take(ROWS, day=SECOND, head=HEAD)
    third = papers.take(LATER, day=THIRD, head=HEAD)
    assert [(one.ref, one.before.splitlines()[-1]) for one in third.unapproved] == [
        ("1", "The neighbour complained"),
        ("2", "Nine were trained"),
    ]
    assert papers.pending() == {"1": 1, "2": 1}
    with reading(papers.engine) as tx:
        offered = in_view(tx, papers.register.slug, "1", MEETING).updates
    assert [one.text for one in offered] == ["The neighbour complained"]


def test_what_somebody_said_of_the_first_of_them_holds_for_those_after_it(papers: Committee) -> None:
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    papers.update("2", "Nine were trained", date(2024, 4, 2))
    papers.take(ROWS, {"1 delivered": "as read"}, SECOND, HEAD)
    papers.update("1", "A second quote came in", date(2024, 6, 1))
    third = papers.take(LATER, day=THIRD, head=HEAD)
    recorded = {one.ref: one.before.splitlines()[1:] for one in third.unapproved}
    assert recorded == {"1": ["A second quote came in"], "2": ["Nine were trained"]}
    assert papers.pending() == {"1": 1, "2": 1}


def test_a_short_list_without_the_words_between_two_papers_takes_nothing_away(papers: Committee) -> None:
    short = "Ref,Action,Status\n"
    papers.reword("1", "Three quotes came in", date(2024, 4, 1))
    papers.update("2", "Nine were trained", date(2024, 4, 1))
    papers.take("1,Mend the gate,In progress\n2,Paint it,In progress\n", day=SECOND, head=short)
    assert papers.pending() == {"2": 1}
    third = papers.take(LATER, day=THIRD, head=HEAD)
    assert [one.ref for one in third.unapproved] == ["1", "2"]
    assert papers.action("1").delivered == "Three quotes came in"
    assert papers.pending() == {"2": 1}


@pytest.mark.parametrize("words", ["A quote was asked for", ""])
def test_a_row_that_is_printed_again_after_a_paper_without_it_takes_nothing_away(
    papers: Committee, words: str
) -> None:
    papers.take("2,Paint it,A session was held,31 May 2025,GET,In progress\n", day=SECOND, head=HEAD)
    papers.reword("1", "Three quotes came in", date(2024, 6, 1))
    third = papers.take(LATER.replace("A quote was asked for", words), day=THIRD, head=HEAD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("1", "delivered")]
    assert papers.action("1").delivered == "Three quotes came in"


def test_what_is_said_of_an_action_that_a_file_of_its_own_added_is_in_no_copy_of_that_file(
    papers: Committee,
) -> None:
    added = "7,Hang the bell,A bell was ordered,30 June 2025,GET,In progress\n8,Ring it,,30 July 2025,GET,\n"
    assert papers.take(added, day=SECOND, head=HEAD).kind is PaperKind.SUPPLEMENT
    papers.update("7", "It has come", date(2024, 6, 1))
    third = papers.take(ROWS + added, day=THIRD, head=HEAD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("7", "delivered")]
    assert papers.pending() == {"7": 1}


def test_the_same_file_as_at_a_later_day_says_which_answers_it_takes_over(papers: Committee) -> None:
    rows = ROWS.replace("31 May 2025", "when we can")
    answered = {"2 target": "31 May 2025", "1 delivered": "as read"}
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    second = papers.take_file("copy.csv", rows, answered, SECOND)
    assert not [one for one in second.warnings if "was read as at" in one]
    assert not [one for one in papers.take_file("copy.csv", rows, {}, SECOND).warnings if "was read" in one]
    papers.update("1", "A second quote came in", date(2024, 6, 1))
    third = papers.take_file("copy.csv", rows, {}, THIRD)
    (sentence,) = (one for one in third.warnings if "was read as at 5 May 2024" in one)
    assert "“2 target=31 May 2025”" in sentence
    assert "delivered" not in sentence  # what was recorded since was not known to whoever answered
    assert [(one.ref, one.field) for one in third.unapproved] == [("1", "delivered")]
    assert papers.pending()["1"] >= 1


def test_so_it_is_where_the_import_as_at_the_first_day_was_undone(papers: Committee) -> None:
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    papers.take_file("copy.csv", LATER, {"1 delivered": "as read"}, SECOND)
    now = datetime(2026, 12, 2, tzinfo=UTC)
    request = Request("undo", papers.register.admins[0], "", now, SHELL)
    undo_import(Context(papers.engine, lambda: now), request, papers.register.slug)
    assert papers.take_file("copy.csv", LATER, {}, SECOND).unapproved == ()
    undo_import(Context(papers.engine, lambda: now), replace(request, key="again"), papers.register.slug)
    papers.reword("1", "A second quote came in", date(2024, 6, 1))
    third = papers.take_file("copy.csv", LATER, {}, THIRD)
    assert [(one.ref, one.field) for one in third.unapproved] == [("1", "delivered")]
    assert papers.action("1").delivered == "A second quote came in"


def test_an_answer_that_was_never_given_cannot_be_taken_back(papers: Committee) -> None:
    papers.reword("1", "Three quotes came in", date(2024, 4, 1))
    second = papers.take(ROWS, {"1 delivered": ""}, SECOND, HEAD)
    assert [(one.ref, one.field) for one in second.unapproved] == [("1", "delivered")]
    assert papers.action("1").delivered == "Three quotes came in"


def test_that_a_paper_was_right_is_taken_back(papers: Committee) -> None:
    papers.update("1", "The neighbour complained", date(2024, 4, 1))
    assert papers.take(ROWS, {"1 delivered": "as read"}, SECOND, HEAD).unapproved == ()
    assert papers.pending() == {}
    papers.take(ROWS, {"1 delivered": ""}, SECOND, HEAD)
    assert papers.pending() == {"1": 1}


def test_one_answer_says_that_all_words_on_an_older_copy_are_right(papers: Committee) -> None:
    for ref in "12":
        papers.update(ref, "Nine were trained", date(2024, 4, 1))
    again = ROWS.replace("1,Mend", "A1,Mend")
    rows = {"A1 ref": "1", "every delivered": "as read"}
    second = papers.take(again, rows, SECOND, HEAD)
    assert (second.unapproved, second.warnings, papers.pending()) == ((), (), {})
    assert papers.take(again, day=SECOND, head=HEAD).unapproved == ()
    papers.update("2", "All are trained", date(2024, 6, 1))
    assert [one.ref for one in papers.take(LATER, day=THIRD, head=HEAD).unapproved] == ["2"]
    with pytest.raises(Refused, match="differs from row to row"):
        papers.take(LATER, {"every delivered": "Nothing"}, THIRD, HEAD)
