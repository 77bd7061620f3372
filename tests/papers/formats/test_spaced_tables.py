"""Text whose columns are parted by spaces alone."""

from pathlib import Path

from papers.read import read


def test_a_cell_longer_than_its_column_stays_whole_where_spaces_part_it_from_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Item   Action                         Who           When           Done?\n"
        "1      Send the audit round           Head          13.12.24       Yes\n"
        "2      Visit the link governors       Clerk         31.01.25       No\n"
        "3      Price new phonics books        SBM           13.12.24\n"
        "4      Check the central record       Chair/Safeguarding link  termly  Ongoing\n",
        encoding="utf-8",
    )
    last = read(tmp_path / "a.txt").lines[-1]
    assert (last.printed("owners"), last.target, last.progress) == (
        "Chair/Safeguarding link",
        "termly",
        "Ongoing",
    )
