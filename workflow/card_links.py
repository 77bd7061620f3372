"""Where the cards of actions can be read in Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from messages.links import Links, permalink
from storage.intake import workspaces
from storage.queue import cards


@dataclass(frozen=True)
class CardLinks:
    """The addresses of cards: by ref, then by the channel they stand in; apart those of cards that have moved."""

    addresses: Mapping[str, Mapping[str, str]]
    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def seen_from(self, channel: str) -> Links:
        """For each action its card in that channel or, where it has none there, its first."""
        return {ref: found.get(channel, next(iter(found.values()))) for ref, found in self.addresses.items()}


def card_links(tx: Connection, numbers: Sequence[int]) -> CardLinks:
    """The cards of the actions of these row numbers; none while nobody knows the workspace's address."""
    address = workspaces.address(tx)
    found: dict[str, dict[str, str]] = {}
    moved: dict[str, dict[str, str]] = {}
    for card in cards.of_actions(tx, numbers) if address else ():
        if card.channel and card.ts:
            by_ref = found if card.codes else moved
            by_ref.setdefault(card.ref, {})[card.channel] = permalink(address, card.channel, card.ts)
    return CardLinks(found, moved)
