"""What stands beside the actions: a risk register is left out with one sentence, and a recommendation is no action."""

from pathlib import Path

from docx import Document

from papers.read import Reading, read
from register.imports.answers import NO_ANSWERS, Answers
from tests.papers.table_files import Rows, as_xlsx, refs

RISKS = (
    ("Ref", "Risk", "Owner", "Gross score", "Controls in place", "Net score", "Target score", "Review date"),
    ("SR1", "That targets are missed", "Director of Place", "20", "A board", "15", "8", "31/01/2025"),
    ("SR2", "That systems fail", "Director of Resources", "25", "Testing", "20", "10", "28/02/2025"),
)
MITIGATED = (
    ("No.", "Risk", "Likelihood", "Impact", "Score", "Mitigating actions", "Action owner", "Target date"),
    ("R1", "A flood", "2", "5", "10", "Keep sandbags", "Clerk", "30/11/2024"),
)
FOLLOWED_UP = ((*MITIGATED[0], "Status"), (*MITIGATED[1], "In progress"))
ACTIONS = (
    ("No.", "Risk", "Action", "Lead", "By when", "Status"),
    ("1", "SR1", "Bring two sites forward", "Director of Place", "31/03/2025", "In progress"),
    ("2", "SR2", "Rehearse a week without systems", "Director of Resources", "30/11/2024", "Complete"),
)


def read_tables(folder: Path, *tables: Rows, answers: Answers = NO_ANSWERS) -> Reading:
    document = Document()
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        document.add_paragraph()
    document.save(str(folder / "a.docx"))
    return read(folder / "a.docx", answers)


def test_a_risk_register_beside_the_actions_is_left_out_with_one_sentence(tmp_path: Path) -> None:
    for risks in (RISKS, MITIGATED):
        found = read_tables(tmp_path, risks, ACTIONS)
        assert refs(found) == ["1", "2"]
        assert found.set_aside == ("table 1",)
        assert found.doubts == ()
        about = [one for one in found.warnings if "risk register" in one]
        assert len(about) == 1
        assert about[0].startswith("Table 1: it is a risk register beside the actions, and was left out")


def test_risks_are_read_where_a_person_says_so_and_where_there_is_nothing_else(tmp_path: Path) -> None:
    both = read_tables(tmp_path, MITIGATED, ACTIONS, answers=Answers(tables=("table 1",)))
    assert refs(both) == ["R1", "1", "2"]
    assert refs(read_tables(tmp_path, MITIGATED)) == ["R1"]
    assert refs(read_tables(tmp_path, FOLLOWED_UP, ACTIONS)) == ["R1", "1", "2"]  # it says how far they are


def test_actions_with_a_risk_and_its_impact_are_no_risk_register(tmp_path: Path) -> None:
    further = (
        ("No.", "Risk", "Impact", "What we will do", "Lead", "By when"),
        ("3", "A flood", "Homes", "Keep sandbags at the depot", "Director of Place", "31/03/2025"),
    )
    assert refs(read_tables(tmp_path, further, ACTIONS)) == ["3", "1", "2"]


def test_the_reference_of_a_risk_is_no_priority(tmp_path: Path) -> None:
    found = read(as_xlsx(tmp_path / "a.xlsx", ACTIONS))
    assert [(one.heading, one.field) for one in found.columns][1] == ("Risk", "")
    rated = [(*row[:1], risk, *row[2:]) for row, risk in zip(ACTIONS, ("Risk", "High", "Low"), strict=True)]
    assert [(one.heading, one.field) for one in read(as_xlsx(tmp_path / "b.xlsx", rated)).columns][1] == (
        "Risk",
        "priority",
    )


def test_each_action_under_a_recommendation_is_one(tmp_path: Path) -> None:
    rows = (
        ("Recommendation", "Actions", "Lead", "Due", "RAG", "Commentary"),
        (
            "1. Set one vision",
            "Hold panels of residents",
            "Director of Place",
            "31/10/2024",
            "Complete",
            "Six held",
        ),
        ("", "Publish the vision", "Chief Executive", "31/01/2025", "On track", "A draft is out"),
    )
    found = read_tables(tmp_path, rows)
    assert [line.defined for line in found.lines] == ["Hold panels of residents", "Publish the vision"]
    assert [line.progress for line in found.lines] == ["Complete", "On track"]


def test_a_risk_register_alone_is_said_to_look_like_one(tmp_path: Path) -> None:
    about = [one for one in read_tables(tmp_path, MITIGATED).warnings if "looks like a risk register" in one]
    assert len(about) == 1
    assert about[0].startswith("Table 1 looks like a risk register: each risk would become an action")
    assert "looks like" not in " ".join(read_tables(tmp_path, MITIGATED, ACTIONS).warnings)
    assert "looks like" not in " ".join(read_tables(tmp_path, ACTIONS).warnings)
