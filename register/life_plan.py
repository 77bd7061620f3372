"""A register's settings for the life of its actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from register.progress import WORDS, Status, from_print

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
    """A register's settings for the life of its actions.

    ``extensions``  how often a lead may grant an action another date; further ones wait for the committee.
    ``causes``      the short list of causes of delay, so that they can be counted.
    ``words``       what the committee's own progress words mean, as it prints them: "Green" is in progress.
    """

    extensions: int = 1
    causes: tuple[str, ...] = CAUSES
    words: Mapping[str, Status] = field(default_factory=dict, hash=False)

    def status_of(self, printed: str) -> Status | None:
        """The status that a printed progress word stands for in this register; None when nobody has said."""
        return self._folded.get(_folded(printed)) or from_print(printed)

    def word_for(self, status: Status, in_papers: Sequence[str] = ()) -> str:
        """What the committee's table prints for a status that was chosen in Slack.

        The first of the settings' words for it; else the word that the committee's papers use (``in_papers``, the most
        frequent first: register.imports.progress_scale); else our own. Of several words for what is open each may rate
        it otherwise, as "On track" and "At risk" do: none of them is chosen.
        """
        own = next((word for word, meaning in self.words.items() if meaning is status), "")
        ours = WORDS[status]
        is_chosen = status.is_done or len(in_papers) == 1
        fitting = in_papers if is_chosen else [word for word in in_papers if _folded(word) == _folded(ours)]
        return own or next(iter(fitting), ours)

    @cached_property
    def _folded(self) -> Mapping[str, Status]:
        return {_folded(word): status for word, status in self.words.items()}


def _folded(printed: str) -> str:
    return " ".join(printed.lower().split())
