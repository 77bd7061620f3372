"""Loading modules quickly, and looking for garbage seldom."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS, *_OLDER = 50_000, 20, 50
"""After how many more objects Python looks for cycles of them that nobody refers to; its own default is 700.

Hardly anything here is garbage of that kind: the rest goes as soon as it is done with. But a register of 100,000
actions is millions of objects, and to walk them over and over again took a third of whatever reads all of it.
"""


@contextmanager
def modules_loading() -> Iterator[None]:
    """Import modules within this block: Python's garbage collector leaves alone what they define.

    It stays as long as the process. Looking for garbage among it, again and again while it grows and once
    more after it, takes a fifth of the time that the modules of a command take to load. From then on it looks seldom.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, *_OLDER)
        gc.enable()
