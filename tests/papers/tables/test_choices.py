"""Statuses with a box beside each: the ticked one is the progress."""

import pytest

from tests.papers.table_files import read_csv

HEAD = "Ref,Action,Owner,Due,Status"


@pytest.mark.parametrize(
    ("cell", "progress"),
    [
        ("☐ Not started ☒ In progress ☐ Complete", "In progress"),
        ('"☐ Not started\n☐ In progress\n☑ Complete"', "Complete"),
        ("☐ Not started / ☐ On hold / ✓ Complete", "Complete"),
        ("☐ Not started ☐ In progress ☐ Complete", ""),
        ("☒ Not started ☒ In progress ☐ Complete", "☒ Not started ☒ In progress ☐ Complete"),
    ],
)
def test_the_ticked_status_is_the_progress(cell: str, progress: str) -> None:
    """All that are offered had been kept as words, and each action was not started."""
    found = read_csv(HEAD, f"1,Mend the roof,Clerk,31/12/2026,{cell}", "2,Buy bins,Clerk,31/12/2026,Complete")
    assert [line.progress for line in found.lines] == [progress, "Complete"]


def test_a_list_of_tasks_with_boxes_is_kept() -> None:
    tasks = "☒ Draft sent ☐ Consult the parents ☐ Publish"
    found = read_csv("Ref,Action,Owner,Due,Status,Update", f"1,Plan,Clerk,31/12/2026,Open,{tasks}")
    assert found.lines[0].delivered == tasks
