"""What a reader of one kind of file gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from papers.formats.grid import Block
from papers.prose import ProseParagraph


@dataclass(frozen=True)
class Content:
    """The rows of a paper's tables, and its running words.

    ``paragraphs``: a row that continues an action after a full stop begins a new paragraph.
    """

    blocks: Sequence[Block]
    prose: Sequence[ProseParagraph] = ()
    paragraphs: bool = True
