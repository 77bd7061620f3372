"""Which actions are somebody's own."""

from collections.abc import Collection, Iterable

from register.action import Action
from register.queries import Whose, is_of
from register.register import Register


def whose(register: Register, person: str, channels: Collection[str] = (), label: str = "") -> Whose:
    """What is somebody's: the directorates they lead, and the one in whose channel they ask.

    ``channels`` holds the id and the name of where they ask; ``label`` as in ``Whose``.
    """
    theirs = (d.code for d in register.directorates if d.lead == person or d.speaks_in(channels))
    return Whose(person, tuple(theirs), label)


def own_actions(
    register: Register, person: str, channels: Collection[str], found: Iterable[Action]
) -> list[Action]:
    """Of these actions, the open ones that are this person's.

    Theirs are those of the directorates they lead, of the directorate in whose channel they ask (``channels``
    holds its id and its name), those of which they are the named officer, and those they have given an update on.
    """
    own = whose(register, person, channels)
    return [action for action in found if not action.status.is_done and is_of(action, own)]
