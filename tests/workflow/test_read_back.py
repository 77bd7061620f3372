"""A paper that was sent round comes back: what its authors changed is kept, and what was said meanwhile stays."""

from datetime import date
from pathlib import Path

import docx
import pytest
from sqlalchemy import Engine

from papers import read as paper_reading
from papers.read import read
from papers.write.files import as_bytes
from register.register import Register
from storage.database.engine import reading
from tests.workflow.test_narrative import MARCH, NOVEMBER, SAMPLE, Round
from workflow.narrative import edit_narrative
from workflow.publishing import paper_of
from workflow.read_back import ReadBack, read_back
from workflow.updates import record_updates


@pytest.fixture
def round_(engine: Engine, kent: Register) -> Round:
    """A round in which the paper was sent after one update to action 5."""
    round_ = Round(engine, kent)
    round_.import_reading(read(SAMPLE / "management-action-table.docx"), NOVEMBER)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "The reminder went out.")])
    return round_


def sent(round_: Round, folder: Path, words: str = "") -> Path:
    """The paper as it is sent round, with other words of action 5 if an author gave some."""
    file = folder / "paper.docx"
    with reading(round_.engine) as tx:
        file.write_bytes(as_bytes(paper_of(tx, round_.register, MARCH), ".docx"))
    if words:
        word = docx.Document(str(file))
        (row,) = [one for one in word.tables[-1].rows if one.cells[0].text == "5"]
        row.cells[2].text = words
        word.save(str(file))
    return file


def came_back(round_: Round, file: Path, meeting: date = MARCH) -> ReadBack:
    context, request = round_.asks()
    return read_back(context, request, "kent", meeting, file)


def test_what_was_said_since_stays_though_the_paper_comes_back_as_it_was(round_: Round, tmp_path: Path) -> None:
    file = sent(round_, tmp_path)
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "Two schools have answered.")])
    assert came_back(round_, file) == ReadBack((), (), ())
    assert round_.rows(MARCH)["5"][2] == "The reminder went out.\nTwo schools have answered."


def test_new_words_rest_on_what_their_author_saw(round_: Round, tmp_path: Path) -> None:
    file = sent(round_, tmp_path, "Reminder went out.")
    record_updates(*round_.asks("U0GLD"), "kent", [("5", "Two schools have answered.")])
    found = came_back(round_, file)
    assert found.refs == ("5",)
    assert found.to_look_at == (
        "action 5: what was said since the paper was sent round stands beneath the new words",
    )
    assert round_.rows(MARCH)["5"][2] == "Reminder went out.\nTwo schools have answered."


def test_words_that_somebody_changed_meanwhile_are_not_overwritten(round_: Round, tmp_path: Path) -> None:
    file = sent(round_, tmp_path, "Reminder went out.")
    edit_narrative(*round_.asks(), "kent", "5", "The reminder went.")
    found = came_back(round_, file)
    assert (found.refs, len(found.to_look_at)) == ((), 1)
    assert "was put in other words since" in found.to_look_at[0]
    assert round_.rows(MARCH)["5"][2] == "The reminder went."


def test_what_is_said_while_the_file_is_read_is_not_lost(
    round_: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sent(round_, tmp_path)
    plain = paper_reading.read

    def read_while_somebody_speaks(path: Path) -> object:
        record_updates(*round_.asks("U0GLD"), "kent", [("5", "Two schools have answered.")])
        return plain(path)

    monkeypatch.setattr(paper_reading, "read", read_while_somebody_speaks)
    assert came_back(round_, file).refs == ()
    assert round_.rows(MARCH)["5"][2] == "The reminder went out.\nTwo schools have answered."
