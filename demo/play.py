"""The demo as ``htst demo`` runs it: kept open for a browser, or played as a script and checked."""

import contextlib
import errno
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

from demo import story, story_to_march
from demo.office import MONITOR, office
from register.refused import Refused
from runtime.stopping import until_stopped, wait_until_set
from storage.database.address import address_of

WHOLE_STORY = (*story.STEPS, *story_to_march.STEPS_TO_MARCH)


def play(port: int, say: Callable[[str], None]) -> None:
    """Open the office with its cards posted, print the page's address, and run until a signal stops it.

    Raises Refused when the port cannot be used.
    """
    logging.getLogger().setLevel(logging.WARNING)
    with (
        until_stopped() as stop,
        tempfile.TemporaryDirectory() as folder,
        contextlib.ExitStack() as open_,
    ):
        try:
            opened = open_.enter_context(office(address_of(Path(folder) / "demo.db"), port, figures=True))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise Refused(
                f"Port {port} cannot be used ({error.strerror}): give another with --port."
            ) from error
        opened.slack.command(MONITOR, "C0LEADS", "/htst assign all")
        say(f"A local Slack workspace, Kent's, on 15 November 2022:\n\n    {opened.slack.url}\n")
        say("The cards of 42 open actions are being posted, one a second in a channel, as Slack allows.")
        say("Try /htst status 10, reply under a card, and move the date. Ctrl+C ends it; nothing is kept.")
        wait_until_set(stop)


def run_script(say: Callable[[str], None]) -> int:
    """Play the story to its end and print it; return 0 when each step passed, 1 when one failed."""
    logging.getLogger().setLevel(logging.ERROR)
    failures = 0
    with tempfile.TemporaryDirectory() as folder, office(address_of(Path(folder) / "demo.db")) as opened:
        for number, (title, step) in enumerate(WHOLE_STORY, start=1):
            say(f"\n{number}. {title}")
            try:
                for line in step(opened):
                    say(indent(line, "   "))
            except (AssertionError, TimeoutError) as error:
                failures += 1
                say(f"   ✗ This is not as it should be: {error}")
            else:
                say("   ✓ as it should be")
    say(f"\n{len(WHOLE_STORY) - failures} of {len(WHOLE_STORY)} steps did what they should.")
    return 1 if failures else 0
