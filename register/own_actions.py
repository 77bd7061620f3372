"""Which actions are somebody's own."""

from collections.abc import Collection, Iterable

from register.action import Action
from register.register import Register
from register.words.queries import Whose, is_of


def whose(register: Register, person: str, channels: Collection[str] = (), label: str = "") -> Whose:
    """What is somebody's: the directorates they lead, those in whose channels they sit, and the one they ask in.

    ``channels`` holds the id and the name of where they ask; ``label`` as in ``Whose``.
    """
    theirs = tuple(one.code for one in register.directorates_of(person, channels))
    return Whose(person, theirs, label)


def own_actions(
    register: Register, person: str, channels: Collection[str], found: Iterable[Action]
) -> list[Action]:
    """Of these actions, the open ones that are this person's.

    Theirs are those of their directorates (``Register.directorates_of``; ``channels`` holds the id and the name of
    where they ask), those of which they are the named officer, and those they have given an update on.
    """
    own = whose(register, person, channels)
    return [action for action in found if not action.status.is_done and is_of(action, own)]
