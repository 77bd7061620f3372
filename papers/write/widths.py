"""How wide each column of a table should be: no ordinary word broken, and more room where there is more to
read.
"""

from collections.abc import Sequence

_LONGEST_WORD = 16
"""Letters of a word that a column makes room for; what is longer, an address say, may be broken."""
_SHORT_CELL = 18
"""Letters of a cell, a date or two owners, up to which it stands on one line where the table has room."""
_NARROW = 0.6
"""The share of the width up to which columns may be as wide as their short cells."""
_MOST = 600
"""Letters of a cell that count for the width: a very long one is long in any column."""


def shares(headings: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> tuple[float, ...]:
    """The columns' shares of the width, which has room for ``line`` letters; they add up to 1.

    Each column gets what its longest word needs (where there is room, its longest cell if all are short), and of what
    is left a share by what it holds, long columns a little less than theirs.
    """
    needs, roomy, wants = [], [], []
    for column, heading in enumerate(headings):
        cells = [row[column] for row in rows]
        longest = max((len(word) for text in (heading, *cells) for word in text.split()), default=1)
        need = min(longest, _LONGEST_WORD) + 3
        cell = max((len(part) for text in cells for part in text.split("\n")), default=0)
        roomy.append(max(need, cell + 3) if cell <= _SHORT_CELL else need)
        held = sum(min(len(cell), _MOST) for cell in cells) / max(len(cells), 1)
        needs.append(need)
        wants.append(max(held - need, len(heading) - need, 1) ** 0.6)
    if sum(roomy) <= line * _NARROW:
        needs = roomy
    left = max(line - sum(needs), 0)
    widths = [need + left * want / sum(wants) for need, want in zip(needs, wants, strict=True)]
    return tuple(width / sum(widths) for width in widths)
