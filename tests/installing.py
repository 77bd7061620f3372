"""Programs that tests need and pip cannot bring: installed once, before the tests start, where everybody sees it.

Installing is not left to the tests: they run in several processes, and of several installers at once all but one lose
apt's lock. A lock of our own keeps two runs of ``make test`` apart, too.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

_APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300")
"""Another installer on the machine may hold apt's lock: wait for it so many seconds."""


def apt_commands(*more: str) -> tuple[list[str], ...]:
    """The commands that install Debian's packages. "update" may fail where "install" works: what counts is what is
    there afterwards.
    """
    return [*_APT, "update"], [*_APT, "install", "-y", *more]


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """A block that one process of this person's at a time is in, for what is to be installed by that name."""
    path = Path(tempfile.gettempdir()) / f"htst-{name}-{os.geteuid()}.lock"
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another run that is installing the {name} …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(command: Sequence[str]) -> None:
    """Run an installer where everybody sees what it says."""
    say(f"$ {' '.join(command)}")
    subprocess.run(command, check=False, stdout=sys.stderr)


def say(sentence: str) -> None:
    """A line on standard error, at once."""
    print(sentence, file=sys.stderr, flush=True)
