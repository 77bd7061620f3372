"""What kind of paper was read."""

from enum import StrEnum


class PaperKind(StrEnum):
    """A paper by what it holds; only tables and recommendations hold actions."""

    TABLE = "table"
    THEMES = "themes"
    RECOMMENDATIONS = "recommendations"
    COVERING_REPORT = "covering report"


WITH_ACTIONS = (PaperKind.TABLE, PaperKind.RECOMMENDATIONS)
