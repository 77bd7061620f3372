"""What kind of paper was read."""

from enum import StrEnum


class PaperKind(StrEnum):
    """A paper by what it holds; only tables, supplements and recommendations hold actions.

    A supplement is a table of a few new actions that leaves the others as they are: they are added to the register,
    while the last whole paper stays what the next one is compared with and laid out like.
    """

    TABLE = "table"
    SUPPLEMENT = "supplement"
    THEMES = "themes"
    RECOMMENDATIONS = "recommendations"
    COVERING_REPORT = "covering report"


WHOLE = (PaperKind.TABLE, PaperKind.RECOMMENDATIONS)
WITH_ACTIONS = (*WHOLE, PaperKind.SUPPLEMENT)


def kept_as(kind: PaperKind, printed: int, new: int, left_out: int) -> PaperKind:
    """As what a paper is kept that prints so many actions, so many of them new, and leaves out so many open ones.

    One that mostly prints known actions reports on them, however few: it is the paper that the next one follows.
    """
    adds = left_out >= printed > 0 and 2 * new >= printed
    return PaperKind.SUPPLEMENT if kind in WHOLE and adds else kind
