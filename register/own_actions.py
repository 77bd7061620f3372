"""Which actions are somebody's own."""

from collections.abc import Collection, Iterable

from register.action import Action
from register.register import Register


def own_actions(
    register: Register, person: str, channels: Collection[str], found: Iterable[Action]
) -> list[Action]:
    """Of these actions, the open ones that are this person's.

    Theirs are those of the directorates they lead, of the directorate in whose channel they ask (``channels``
    holds its id and its name), and those they have given an update on.
    """
    led = {d.code for d in register.directorates if d.lead == person or d.speaks_in(channels)}
    return [
        one
        for one in found
        if not one.status.is_done
        and (led.intersection(one.directorates) or any(said.by == person for said in one.updates))
    ]
