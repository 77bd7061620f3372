"""What was published is written again in the words of its day, though a later release makes other ones of a paper."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from papers.write import files
from papers.write.compose import compose
from papers.write.document import Document, DocumentPart, Paragraph
from papers.write.paper import CommitteePaper
from register.action import Line
from register.register import Register
from storage.database.engine import transaction
from tests.readings import paper_of
from workflow.context import SHELL, Context, Request
from workflow.imports import import_reading
from workflow.paper_files import paper_bytes, write_paper
from workflow.publishing import Late, publish
from workflow.reports import write_page

MEETING = date(2022, 11, 15)
LATER_WORDS = "As a later release would say it."


def test_a_later_release_writes_a_published_paper_in_its_own_words_and_a_draft_in_new_ones(
    engine: Engine, kent: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2022, 11, 14, 10, tzinfo=UTC)
    lines = [Line("1", "Promise 1", "", "December 2022", ("CYPE",), "", "")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), now.date(), now)
    late = Late("Two leads were away", "It is urgent")
    publish(
        Context(engine, lambda: now),
        Request("a", "U", "", now, SHELL),
        "kent",
        MEETING,
        because="agreed",
        late=late,
    )
    before = {ending: paper_bytes(engine, "kent", MEETING, ending) for ending in files.ENDINGS}

    def composed_later(paper: CommitteePaper) -> Document:
        return replace(compose(paper), parts=(DocumentPart("Report", (Paragraph(LATER_WORDS),)),))

    monkeypatch.setattr(files, "compose", composed_later)
    assert {ending: paper_bytes(engine, "kent", MEETING, ending) for ending in files.ENDINGS} == before
    write_paper(engine, kent, MEETING, tmp_path / "final.html", draft=False)
    assert (tmp_path / "final.html").read_bytes() == before[".html"]
    write_page(engine, kent, tmp_path)
    assert (tmp_path / f"paper-{MEETING}.pdf").read_bytes() == before[".pdf"]
    write_paper(engine, kent, MEETING, tmp_path / "draft.html", draft=True)
    assert LATER_WORDS in (tmp_path / "draft.html").read_text()
