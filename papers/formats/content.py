"""What the readers of all kinds of files return."""

from collections.abc import Sequence
from dataclasses import dataclass

from papers.formats.grid import RowBlock
from papers.prose import ProseParagraph


@dataclass(frozen=True)
class Content:
    """The rows of a paper's tables, and its running text paragraph by paragraph.

    ``paragraphs``: where a row continues an action after a full stop, a new paragraph begins.
    """

    blocks: Sequence[RowBlock]
    prose: Sequence[ProseParagraph] = ()
    paragraphs: bool = True
