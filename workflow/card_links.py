"""Where the cards of actions can be read in Slack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from messages.links import Links, permalink
from storage.intake import workspaces
from storage.queue.cards import Card


@dataclass(frozen=True)
class CardLinks:
    """The addresses of cards: by ref, then by the channel they are in; apart those of cards that have moved."""

    addresses: Mapping[str, Mapping[str, str]]
    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def seen_from(self, channel: str) -> Links:
        """For each action its card in that channel or, where it has none there, its first."""
        return {ref: found.get(channel, next(iter(found.values()))) for ref, found in self.addresses.items()}


def card_links(tx: Connection, found: Iterable[Card]) -> CardLinks:
    """Where these cards, all those of some actions, can be read; none while nobody knows the workspace's address."""
    address = workspaces.address(tx)
    addresses: dict[str, dict[str, str]] = {}
    moved: dict[str, dict[str, str]] = {}
    for card in found if address else ():
        if card.address:
            by_ref = addresses if card.codes else moved
            by_ref.setdefault(card.ref, {})[card.address[0]] = permalink(address, *card.address)
    return CardLinks(addresses, moved)
