"""Whatever people do to actions, in whatever order: the log verifies and folds to the register, undo takes back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from bot.commands import answer
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Action, Line
from register.committee.rounds import DirectorateCount, silent
from register.refused import Refused
from register.register import Register
from register.words.queries import Query
from storage.actions import actions, change_chain, registers
from storage.actions.audit import differing
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import change
from storage.database.tables import metadata
from tests.readings import paper_of
from workflow.committee_papers import material_for, open_and_since
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.round_rows import missing_refs, round_counts, round_rows

MARCH = date(2023, 3, 16)
START = datetime(2022, 11, 16, 9, tzinfo=UTC)
WHO = {"officer": (OFFICER_IDS["CYPE"], "C0CYPE"), "lead": (CYPE_LEAD, "C0CYPE"), "admin": (MONITOR, "C0LEADS")}
OPERATIONS = (
    "update {ref} Draft {number} sent",
    "done {ref} Signed off, version {number}",
    "done {ref} none because the post was abolished",
    "verify {ref}",
    "reject {ref} because a name is missing",
    "close {ref} meeting 15 November 2022",
    "reopen {ref} because it came up again",
    "end {ref} superseded by the new framework",
    "due {ref} 31 March 2023 because the tender is late",
    "due {ref} 28 April 2023 because it is later still",
    "grant {ref}",
    "refuse {ref} because it cannot wait",
    "assign {ref} @<U0CYPE>",
    "assign {ref} to GET",
    "snooze {ref} until 25 November 2022 because of the holidays",
    "review {ref} 31 January 2023",
    "review {ref} 28 April 2023 because it goes on",
    "exempt {ref} 3",
    "nochange {ref} because we wait for the market",
    "withdraw {ref} because it names a pupil",
)
steps = st.lists(
    st.tuples(st.sampled_from(sorted(WHO)), st.sampled_from(OPERATIONS), st.sampled_from("12"), st.booleans()),
    min_size=3,
    max_size=14,
)


def begin(engine: Engine, kent: Register) -> None:
    """A register of two actions, the first of two directorates; nothing else."""
    owners = {"1": ("CYPE", "GET"), "2": ("CYPE",)}
    lines = [
        Line(ref, f"Promise {ref}", "", "December 2022", owners[ref], "In progress", "") for ref in ("1", "2")
    ]
    with transaction(engine) as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
        registers.save(tx, kent)
        import_reading(tx, kent, paper_of(lines), START.date(), START)


def current(engine: Engine, register: Register) -> dict[str, Action]:
    with reading(engine) as tx:
        return {one.ref: one for one in actions.matching(tx, register, Query(START.date()))}


def counts(engine: Engine) -> tuple[int, int]:
    """How many changes and notices there are."""
    with reading(engine) as tx:
        changes, notices = (
            tx.execute(select(func.count()).select_from(one)).scalar_one() for one in (change, notice)
        )
    return changes, notices


def without_traces(action: Action) -> Action:
    """An action without what stays of something that was taken back: its history."""
    life = replace(
        action.life,
        evidence=tuple(one for one in action.life.evidence if not one.is_withdrawn),
        revisions=tuple(one for one in action.life.revisions if one.decision != "withdrawn"),
    )
    return replace(action, life=life)


def typed(context: Context, role: str, words: str, key: str, at: datetime) -> bool:
    """Whether what somebody typed was done; else it was refused."""
    user, channel = WHO[role]
    try:
        answer(context, Request(key, user, channel, at, "command"), words)
    except Refused:
        return False
    return True


def _agrees(engine: Engine, register: Register, now: datetime) -> None:
    with reading(engine) as tx:
        assert change_chain.broken_at(tx, register.slug) is None
        folded = {one.ref: one for one in actions.as_at(tx, register, now)}
        known = material_for(tx, register, MARCH)
        still_open, since = open_and_since(tx, register, MARCH)
        assert not list(differing(tx, register))
        rows = round_rows(tx, register, MARCH)
        counts = {one.code: one for one in round_counts(tx, register, MARCH, {}, 1)}
        asked = {code: missing_refs(tx, register, MARCH, [code], 1) for code in register.codes}
        whole = missing_refs(tx, register, MARCH, register.codes)
    assert silent(still_open, since) == silent(known.after, known.between)  # the round asks as the paper prints
    missing = [one.ref for one in silent(still_open, since)]
    assert rows.everything == missing
    assert whole == (missing, len(missing))  # each is owned by one of the directorates
    owning = {code for one in folded.values() for code in one.directorates}
    assert set(rows.open) == set(counts) == owning
    for code in owning:
        theirs = [ref for ref in rows.open[code] if ref in missing]
        assert rows.missing[code] == theirs
        assert counts[code] == DirectorateCount(code, len(rows.open[code]), len(theirs), "", tuple(theirs[:1]))
        assert asked[code] == (theirs[:1], len(theirs))
        assert rows.open[code] == [one.ref for one in still_open if code in one.directorates]
    assert folded == current(engine, register)


@settings(max_examples=8)
@given(steps)
def test_the_log_verifies_and_folds_to_the_register_whatever_people_do(
    engine: Engine, kent: Register, steps: list[tuple[str, str, str, bool]]
) -> None:
    begin(engine, kent)
    clock = START
    context = Context(engine, lambda: clock)
    for number, (role, operation, ref, is_undone) in enumerate(steps):
        clock += timedelta(minutes=7)
        before, had = current(engine, kent), counts(engine)
        is_done = typed(context, role, operation.format(ref=ref, number=number), f"{number}", clock)
        assert is_done or counts(engine) == had  # what is refused leaves nothing
        if counts(engine)[0] == had[0]:
            assert current(engine, kent) == before
            continue
        _agrees(engine, kent, clock)
        if is_undone:
            after = current(engine, kent)
            clock += timedelta(minutes=1)
            if typed(context, role, "undo", f"undo {number}", clock):
                back = current(engine, kent)
                assert without_traces(back[ref]) == without_traces(before[ref])
                other = "2" if ref == "1" else "1"
                assert back[other] == after[other]
            _agrees(engine, kent, clock)
