"""LibreOffice, in which papers are opened: found, or brought once before the tests start (``make office``).

python -m tests.papers.write.office
"""

import os
import shutil

from tests.installing import alone, apt_commands, run, say

PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")
NONE = f"""\
Papers are opened in LibreOffice, a program that did not write them, and this machine has none. Please install it, then
run make test again:
    as root, on Debian:          apt-get install --no-install-recommends {" ".join(PACKAGES)}
    elsewhere:                   LibreOffice; its "soffice" must be on the PATH
Everything else can be tested without:
    .venv/bin/python -m pytest -n auto --ignore tests/papers/write/test_in_an_office.py"""


def find() -> str | None:
    """The path of LibreOffice; None when there is none."""
    return shutil.which("soffice")


def bring() -> str:
    """The path of LibreOffice, which is installed when there is none. Raises SystemExit, saying what to do."""
    if path := find():
        return path
    with alone("office"):
        if path := find():  # another run brought it while this one waited
            return path
        if os.geteuid() == 0 and shutil.which("apt-get"):
            say("There is no LibreOffice to open papers in: installing Debian's with apt-get, once.")
            for command in apt_commands("--no-install-recommends", *PACKAGES):
                run(command)
            if path := find():
                return path
    raise SystemExit(NONE)


if __name__ == "__main__":
    bring()
