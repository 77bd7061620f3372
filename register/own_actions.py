"""Which actions are somebody's own."""

from collections.abc import Collection

from register.register import Register
from register.words.queries import Whose


def whose(register: Register, person: str, channels: Collection[str] = (), label: str = "") -> Whose:
    """What is somebody's: the directorates they lead, those in whose channels they sit, and the one they ask in.

    ``channels`` holds the id and the name of where they ask; ``label`` as in ``Whose``.
    """
    theirs = tuple(one.code for one in register.directorates_of(person, channels))
    return Whose(person, theirs, label)
