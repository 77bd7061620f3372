"""What kind of paper was read."""

from enum import StrEnum


class PaperKind(StrEnum):
    """A paper by what it holds; only tables, supplements and recommendations hold actions.

    A supplement is a table of a few actions that leaves the others as they are: they are added to the register, while
    the last whole paper stays what the next one is compared with and laid out like.
    """

    TABLE = "table"
    SUPPLEMENT = "supplement"
    THEMES = "themes"
    RECOMMENDATIONS = "recommendations"
    COVERING_REPORT = "covering report"


WHOLE = (PaperKind.TABLE, PaperKind.RECOMMENDATIONS)
WITH_ACTIONS = (*WHOLE, PaperKind.SUPPLEMENT)


def kept_as(kind: PaperKind, printed: int, left_out: int) -> PaperKind:
    """As what a paper is kept that prints so many actions and leaves out so many open ones."""
    return PaperKind.SUPPLEMENT if kind in WHOLE and left_out >= printed > 0 else kind
