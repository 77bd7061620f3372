"""What the cells of a column look like together, and how well they fit a field."""

from collections.abc import Sequence

from papers.tables.cells import look, says_nothing
from register.fields import Look, field_of

_SAMPLE = 40  # cells of a column whose look is examined


def looks_of_column(rows: Sequence[Sequence[str]], at: int) -> list[Look]:
    """The looks of the first cells of a column that are not blank; ``at`` is the index of the column in the rows."""
    cells = (row[at] for row in rows if at < len(row))
    filled = [cell for cell in cells if not says_nothing(cell)][:_SAMPLE]
    return [look(cell) for cell in filled]


def suits(name: str, looks: Sequence[Look]) -> bool:
    """Whether cells of these looks fit the field ``name`` (a mean fit above 0)."""
    return (mean_fit(name, looks) or 0) > 0


def mean_fit(name: str, looks: Sequence[Look]) -> float | None:
    """The mean of Field.looks over the cells of a column, from -4 to 3; None without cells."""
    return sum(field_of(name).looks[seen] for seen in looks) / len(looks) if looks else None
