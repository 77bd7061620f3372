"""Publishing, at length: what it reads does not grow with the register."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from math import ceil

import pytest
from sqlalchemy import Engine, event

from demo.office import SAMPLE
from papers.assemble.paper import sample_of
from register.action import Line
from register.phrases import joined
from register.priority import HIGH
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from tests.readings import paper_of
from workflow.committee_papers import material_for
from workflow.context import SHELL, Context, Request
from workflow.imports import import_reading
from workflow.paper_files import note_for_auditor
from workflow.publishing import paper_of as paper_to_be
from workflow.publishing import publish

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


def statements_to_publish(engine: Engine, register: Register, many: int) -> int:
    """How many statements it takes to publish the first paper of so many actions of which nobody has said anything."""
    lines = [Line(str(n), f"Promise {n}", "", "December 2022", ("CYPE",), "", "") for n in range(1, many + 1)]
    with transaction(engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, paper_of(lines, sha256=register.slug), NOW.date(), NOW)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    request = Request(f"shell:{register.slug}", "U0MONITOR", "", NOW, SHELL)
    publish(Context(engine, lambda: NOW), request, register.slug, date(2022, 12, 15), because="as agreed")
    return len(asked)


def test_what_publishing_reads_does_not_grow_with_the_actions_that_nobody_spoke_of(
    engine: Engine, kent: Register
) -> None:
    few = statements_to_publish(engine, kent, 3)
    assert statements_to_publish(engine, replace(kent, slug="kent-2"), 40) <= few


def test_the_sample_is_drawn_again_by_what_an_auditor_is_told(table: Engine, kent: Register) -> None:
    with reading(table) as tx:
        (sample,) = paper_to_be(tx, kent, date(2023, 3, 16)).cover.assurance
        note = note_for_auditor(tx, kent, date(2023, 3, 16))
    what, how = (" ".join(one.text.split()) for one in sample.passages)
    claimed = re.findall(r"\d+", what.partition("not closed: ")[2].partition(".")[0])
    (seed,) = re.findall(r"of the last paper, ([0-9a-f]{64});", note)
    assert seed not in how
    assert "sha256sum" not in how  # which is nothing for a committee
    (share,) = map(int, re.findall(r"(\d+)% of the others", how))
    order = sorted(claimed, key=lambda ref: sha256(f"{seed}:{ref}".encode()).hexdigest())
    drawn = order[: ceil(len(order) * share / 100)]
    assert claimed == ["9", "16"]
    assert f"drawn for verification: {joined(drawn)}." in what
    assert seed == sha256(SAMPLE.read_bytes()).hexdigest()


@pytest.mark.parametrize(("words", "drawn"), [(HIGH, ["2", "4"]), (("must",), ["3"])])
def test_every_claim_of_what_the_settings_call_a_high_priority_is_verified(
    engine: Engine, kent: Register, words: tuple[str, ...], drawn: list[str]
) -> None:
    def line(ref: str, priority: str) -> Line:
        more = {"priority": priority}
        return Line(ref, f"Promise {ref}", "", "December 2022", ("CYPE",), "Implemented", "", more)

    lines = [line("1", "Low"), line("2", "High"), line("3", "Must"), line("4", "Fundamental")]
    with transaction(engine) as tx:
        registers.save(tx, kent := replace(kent, reminders=replace(kent.reminders, high_words=words)))
        import_reading(tx, kent, paper_of(lines), NOW.date(), NOW)
        sample = sample_of(material_for(tx, kent, date(2023, 3, 16)))
    assert sample is not None
    assert [one.ref for one in sample.drawn if one.high] == drawn
