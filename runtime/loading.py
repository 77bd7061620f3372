"""How modules are imported: without Python's cyclic garbage collector, which runs seldom after that, and so that an
interruption ends the process quietly.
"""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS, *_OLDER = 50_000, 20, 50
"""The thresholds for ``gc.set_threshold``: a collection after so many new objects; Python's own default is 700.

Reference counting frees nearly everything here; there are hardly any cycles. But a register of 100,000 actions is
millions of objects, and traversing them again and again took a third of the time of what reads all of them.
"""


@contextmanager
def modules_loading() -> Iterator[None]:
    """Import modules within this block: what they define is excluded from garbage collection (``gc.freeze``).

    It lives as long as the process. Collections during the imports take a fifth of the time that the modules of a
    command take to load. After the block collections are seldom.

    Ctrl-C within the block ends the process at once, as nothing has begun: Python would print a traceback.
    """
    gc.disable()
    is_ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if is_ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, *_OLDER)
        gc.enable()


def freeze_loaded_objects() -> None:
    """Exclude all objects that exist now from garbage collection: they live as long as the process.

    Otherwise each full collection traverses every module, table and listener, while somebody waits for an answer.
    """
    gc.collect()
    gc.freeze()
