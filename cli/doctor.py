"""What ``htst doctor`` finds: in the house itself, and in Slack."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine

from cli.notices import queue_text, span
from jobs.catch_up import JOB as CATCH_UP
from register.register import Register
from slack_api.client import Identity, Permanent, SlackClient, Temporary, Unknown
from storage.actions import change_log, registers
from storage.database.engine import reading
from storage.intake import people
from storage.processes import job_runs, processes
from storage.processes.processes import Process
from storage.queue import resolution
from storage.queue.notices import OPEN, NoticeState

# What each thing the bot does needs of Slack: the manifest grants these, and the doctor looks for them.
SCOPES = (
    "commands",
    "chat:write",
    "files:write",
    "channels:history",
    "groups:history",
    "channels:read",
    "groups:read",
    "im:write",
    "im:history",
    "reactions:write",
    "users:read",
)
# Which kinds of process do each part of the work.
_PARTS = {"bot": ("bot", "run"), "clock": ("clock", "run"), "worker": ("worker", "run")}
WAITS_LONG = timedelta(minutes=15)
"""A notice that waits for longer wants a look: too much at once, or nothing that sends."""
CATCHES_UP = timedelta(hours=3)
"""The bots read what they may have missed each hour."""
LISTED = timedelta(days=2)
"""The clock reads Slack's list of people each day."""
SKEW = 5.0
"""Seconds that a clock may be off the database's: leases and lanes are counted in such."""


class Report:
    """What was found, said a line a thing, and how the whole of it ends."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.needing = self.warnings = 0

    def well(self, said: str) -> None:
        """This is as it should be."""
        self._say(f"✓ {said}")

    def warn(self, said: str) -> None:
        """Nothing is broken, but somebody should know."""
        self.warnings += 1
        self._say(f"! {said}")

    def ill(self, said: str) -> None:
        """This needs somebody."""
        self.needing += 1
        self._say(f"✗ {said}")

    def unsure(self, said: str) -> None:
        """This could not be found out."""
        self._say(f"? {said}")

    @property
    def status(self) -> int:
        """The exit status: 0 all is well, 1 something needs somebody, 3 nothing is broken but look."""
        return 1 if self.needing else 3 if self.warnings else 0


def examine_house(
    engine: Engine, now: datetime, report: Report, *, refuses_guests: bool = True
) -> tuple[Register, ...]:
    """Say how the house stands ``now`` (UTC); give its registers."""
    with reading(engine) as tx:
        known = registers.every(tx)
        broken = {one.slug: change_log.broken_at(tx, one.slug) for one in known}
        counted = {one.slug: change_log.count(tx, one.slug) for one in known}
        piles = resolution.piles(tx)
        running = processes.every(tx)
        skew = processes.skew(tx, now)
        caught_up = [job_runs.through(tx, one.slug, CATCH_UP) for one in known]
        listed = people.known(tx)
    many = "1 register" if len(known) == 1 else f"{len(known)} registers"
    report.well(f"database: {engine.url.render_as_string(hide_password=True)}, {many}")
    for slug, number in broken.items():
        if number is None:
            report.well(f"changes of {slug}: all {counted[slug]:,} are as written")
        else:
            report.ill(f"changes of {slug}: number {number} is not as written; compare it with a backup")
    _queue(piles, now, report)
    _running(running, now, report)
    if abs(skew) > SKEW:
        report.warn(f"clock: this machine's is {_off(skew)} the database's: set both by NTP")
    if any(one.kind in _PARTS["bot"] and not one.is_stale(now) for one in running) and known:
        _caught_up(min((one for one in caught_up if one), default=None), now, report)
    if refuses_guests:
        _guests(listed, now, report)
    else:
        report.well("guests: let in (HTST_GUESTS=allow)")
    return known


def _queue(piles: Sequence[resolution.StateCount], now: datetime, report: Report) -> None:
    said = f"queue: {queue_text(piles, now)}"
    if any(pile.state in (NoticeState.FAILED, NoticeState.HELD) for pile in piles):
        report.ill(f"{said}; see htst notices")
    elif any(pile.state in OPEN and now - pile.oldest > WAITS_LONG for pile in piles):
        report.warn(f"{said}: that is long; does a worker run?")
    else:
        report.well(said)


def _running(running: Sequence[Process], now: datetime, report: Report) -> None:
    for one in running:
        silent, age = span(now - one.seen_at), span(now - one.started_at)
        who = f"{one.kind}: process {one.pid} on {one.host}"
        if one.is_stale(now):
            report.warn(f"{who} has been silent for {silent}: it seems dead")
            continue
        how = f", {one.mode}" if one.mode else ""
        report.well(f"{who}{how}, for {age}, seen {silent} ago")
        if one.skew is not None and abs(one.skew) > SKEW:
            report.warn(f"{who}: its clock is {_off(one.skew)} the database's: set both by NTP")
    alive = {one.kind for one in running if not one.is_stale(now)}
    missing = [part for part, kinds in _PARTS.items() if not alive.intersection(kinds)]
    if missing:
        report.warn(
            f"nothing runs that is a {', a '.join(missing)}: start htst run, or the Procfile's processes"
        )


def _off(skew: float) -> str:
    return f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'}"


def _caught_up(through: datetime | None, now: datetime, report: Report) -> None:
    if through is None:
        report.warn("catch-up: what was said while no bot listened has not been looked for yet")
    elif now - through > CATCHES_UP:
        report.warn(f"catch-up: last done {span(now - through)} ago; it should be each hour")
    else:
        report.well(f"catch-up: done {span(now - through)} ago")


def _guests(listed: people.Known, now: datetime, report: Report) -> None:
    if listed.read_at is None:
        report.warn(
            "guests: refused, but who is one is not known yet, and so all are let in: the clock reads it, with "
            "the scope users:read"
        )
        return
    said = f"guests: refused; {listed.guests} of {listed.people} people"
    if now - listed.read_at > LISTED:
        report.warn(f"{said}, last read {span(now - listed.read_at)} ago: does a clock run?")
    else:
        report.well(f"{said}, read {span(now - listed.read_at)} ago")


def examine_slack(slack: SlackClient, identity: Identity, known: tuple[Register, ...], report: Report) -> None:
    """Say how the bot stands in Slack."""
    report.well(f"token: {identity.bot_user_id} in team {identity.team_id}")
    missing = [scope for scope in SCOPES if scope not in identity.scopes]
    if not identity.scopes:
        report.unsure("scopes: Slack did not say; compare them with config/manifest.json")
    elif missing:
        report.ill(f"scopes: add {', '.join(missing)} under OAuth & Permissions, then install the app again")
    else:
        report.well(f"scopes: all {len(SCOPES)}")
    for register in known:
        places = [(f"{d.code} of {register.slug}", d.channel) for d in register.directorates]
        for name, channel in [*places, (f"leads of {register.slug}", register.leads_channel)]:
            trouble = _trouble(slack, channel)
            if trouble:
                report.ill(f"{name}: {trouble}")
            else:
                report.well(f"{name}: {channel}")


def _trouble(slack: SlackClient, channel: str) -> str | None:
    if not channel:
        return "no channel is set; set it in the register's file and run htst configure"
    if channel.startswith("#"):
        return (
            f"{channel} is a name; put the channel's id (C…) in the register's file, so that replies are heard"
        )
    try:
        answer = slack.ask("conversations.info", {"channel": channel})
    except Permanent as error:
        return f"{channel}: {error}; is the id right, and if it is private, has the bot been invited?"
    except (Temporary, Unknown) as error:
        return f"{channel}: Slack did not answer ({error})"
    found = answer.get("channel", {})
    if not found.get("is_member"):
        return f"#{found.get('name', channel)}: the bot is not in it; type /invite @HTST there"
    if found.get("is_archived"):
        return f"#{found.get('name', channel)} is archived"
    return None
