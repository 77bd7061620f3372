"""A register's settings for the life of its actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from register.progress import Status, from_print

CAUSES = (
    "Waiting for somebody else",
    "Not enough staff or time",
    "The work grew",
    "Waiting for a decision",
    "Money",
    "Law or guidance changed",
    "Something else",
)


@dataclass(frozen=True)
class LifePlan:
    """``extensions``  how often a lead may grant an action another date; further ones wait for the committee.

    ``causes``  the short list of causes of delay, so that they can be counted.
    ``words``   what the committee's own progress words mean, in lower case: "green" is in progress.
    """

    extensions: int = 1
    causes: tuple[str, ...] = CAUSES
    words: Mapping[str, Status] = field(default_factory=dict, hash=False)

    def status_of(self, printed: str) -> Status | None:
        """The status that a printed progress word stands for in this register; None when nobody has said."""
        return self.words.get(" ".join(printed.lower().split())) or from_print(printed)
