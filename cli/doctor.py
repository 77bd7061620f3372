"""The checks of ``htst doctor``: the database and the processes, and the bot's access to Slack."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

import click
from sqlalchemy import Engine

from cli.group import refusal_text
from cli.notices import age_text, queue_text
from cli.printing import attestation_text
from cli.repair_clock import ahead_lines
from cli.table import say
from config.settings import Settings
from jobs.catch_up import CATCH_UP_JOB
from register.forgetting import PersonForgotten
from register.phrases import number
from register.refused import Refused
from register.register import Register, is_channel_id, is_user_id
from runtime.startup import identify
from slack_api.client import Identity, Permanent, SlackClient, Temporary, Unknown
from storage.actions import change_chain, change_log, register_log, registers
from storage.database import schema
from storage.database.engine import reading
from storage.intake import people
from storage.processes import job_runs, processes
from storage.processes.processes import Process
from storage.queue import resolution
from storage.queue.notices import OPEN_STATES, NoticeState
from workflow.clock_repair import find_ahead

# The OAuth scopes that the bot needs: the manifest requests them, and the doctor checks for them.
SCOPES = (
    "commands",
    "chat:write",
    "files:read",
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
LONG_WAIT = timedelta(minutes=15)
"""A notice that waits for longer is reported: there is too much to send, or no worker."""
CATCH_UP_LIMIT = timedelta(hours=3)
"""The bots catch up every hour; longer ago than this is reported."""
PEOPLE_LIMIT = timedelta(days=2)
"""The clock reads Slack's list of people every day; longer ago than this is reported."""
LITTLE_SPACE, NO_SPACE = 200_000_000, 20_000_000
"""Bytes left on the disk of a SQLite register: less is reported, and a problem before nothing can be saved."""
TURNED_AWAY_LIMIT = 3
"""Requests in a row that were not Slack's: fewer may be anybody's, as many are reported."""
MAX_SKEW = 5.0
"""Seconds by which a clock may differ from the database's: leases and pauses are as short as that."""
LEVELS = {"✓": "ok", "!": "warning", "✗": "problem", "?": "unknown"}
"""What each finding's sign means."""


class CheckReport:
    """Prints one line for each finding, and counts problems and warnings for the exit status."""

    def __init__(self, print_line: Callable[[str], None]) -> None:
        self._print_line = print_line
        self.problems = self.warnings = 0

    def ok(self, finding: str) -> None:
        """Report something that is as it should be."""
        self._print_line(f"✓ {finding}")

    def warn(self, finding: str) -> None:
        """Report something that is not broken but should be looked at."""
        self.warnings += 1
        self._print_line(f"! {finding}")

    def problem(self, finding: str) -> None:
        """Report something that must be corrected."""
        self.problems += 1
        self._print_line(f"✗ {finding}")

    def unknown(self, finding: str) -> None:
        """Report something that could not be checked."""
        self._print_line(f"? {finding}")

    @property
    def status(self) -> int:
        """The exit status: 0 without findings, 1 with problems, 3 with warnings only."""
        return 1 if self.problems else 3 if self.warnings else 0


def examine(
    settings: Settings,
    engine: Engine,
    *,
    as_json: bool,
    check_messages: Callable[[SlackClient], Iterable[tuple[str, list[str]]]] | None,
) -> int:
    """Print all that the doctor finds, as lines or as JSON; returns the exit status (``CheckReport.status``).

    ``check_messages`` has Slack check every kind of message, None for not. Raises Refused where something could not be
    looked at; what was found before is printed.
    """
    lines: list[str] = []
    report = CheckReport(lines.append if as_json else say)
    try:
        _examine(settings, engine, report, check_messages)
    except Refused as refused:
        if as_json:
            report.unknown(refusal_text(refused))
        raise
    finally:
        if as_json:
            found = [{"level": LEVELS[line[0]], "finding": line[2:]} for line in lines]
            click.echo(json.dumps(found, ensure_ascii=False))
    return report.status


def _examine(
    settings: Settings,
    engine: Engine,
    report: CheckReport,
    check_messages: Callable[[SlackClient], Iterable[tuple[str, list[str]]]] | None,
) -> None:
    known = examine_database(engine, datetime.now(UTC), report, refuses_guests=settings.refuses_guests)
    settings.require_slack(listening=False)
    if not (settings.signing_secret or settings.is_socket_mode):
        report.warn(
            "settings: neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set: no bot can start without one of them"
        )
    slack = SlackClient(settings.bot_token, settings.api_url)
    examine_slack(slack, identify(slack, tries=1), known, report)
    if check_messages is not None:
        report_messages(check_messages(slack), report)


def examine_database(
    engine: Engine, now: datetime, report: CheckReport, *, refuses_guests: bool = True
) -> tuple[Register, ...]:
    """Check the database and the processes that use it at ``now`` (UTC); return its registers."""
    with reading(engine) as tx:
        known = registers.every(tx)
        broken = {one.slug: change_chain.broken_at(tx, one.slug) for one in known}
        vouched = {one.slug: register_log.of_register(tx, one.slug, PersonForgotten) for one in known}
        counted = {one.slug: change_log.count(tx, one.slug) for one in known}
        queue_counts = resolution.counts_by_state(tx)
        running = processes.every(tx)
        skew = processes.skew(tx, now)
        caught_up = [job_runs.through(tx, one.slug, CATCH_UP_JOB) for one in known]
        listed = people.count(tx)
    report.ok(f"database: {engine.url.render_as_string(hide_password=True)}, {number(len(known), 'register')}")
    for slug, change in broken.items():
        if change is None:
            report.ok(f"changes of {slug}: all {counted[slug]:,} are as written")
        else:
            report.problem(f"changes of {slug}: number {change} is not as written; compare it with a backup")
        for forgetting in vouched[slug]:
            report.ok(f"changes of {slug}: {attestation_text(forgetting)}")
    _disk(engine, report)
    _queue(queue_counts, now, report)
    _running(running, now, report)
    for line in ahead_lines(find_ahead(engine, now)):
        report.problem(f"clock: {line}; set the clock right, then run htst repair-clock")
    if abs(skew) > MAX_SKEW:
        report.warn(f"clock: this machine's is {_off(skew)} the database's: set both by NTP")
    if any(one.kind in _PARTS["bot"] and not one.is_stale(now) for one in running) and known:
        _caught_up(min((one for one in caught_up if one), default=None), now, report)
    _guests(listed, now, report, refuses_guests=refuses_guests)
    return known


def _disk(engine: Engine, report: CheckReport) -> None:
    """Report a disk that is nearly full: nothing could be saved, which no check that only looks would notice."""
    if refusal := schema.refusal_to_write(engine):
        report.problem(f"database: nothing can be saved ({refusal})")
    if engine.dialect.name != "sqlite":
        return  # the server's disk cannot be seen from here
    folder = Path(engine.url.database or "").absolute().parent
    free = disk_usage(folder).free
    if free < LITTLE_SPACE:
        tell = report.problem if free < NO_SPACE else report.warn
        tell(f"disk: {free // 1_000_000} MB are left in {folder}; once it is full nothing can be saved")


def _queue(counts: Sequence[resolution.StateCount], now: datetime, report: CheckReport) -> None:
    line = f"queue: {queue_text(counts, now)}"
    if any(one.state in (NoticeState.FAILED, NoticeState.HELD) for one in counts):
        report.problem(f"{line}; see htst notices")
    elif any(one.state in OPEN_STATES and now - one.oldest > LONG_WAIT for one in counts):
        report.warn(f"{line}: that is a long wait; is a worker running?")
    else:
        report.ok(line)


def _running(running: Sequence[Process], now: datetime, report: CheckReport) -> None:
    for process in running:
        silent, age = age_text(now - process.seen_at), age_text(now - process.started_at)
        who = f"{process.kind}: process {process.pid} on {process.host}"
        if process.is_stale(now):
            report.warn(f"{who} has been silent for {silent}: it seems to have stopped")
            continue
        how = f", {process.mode}" if process.mode else ""
        report.ok(f"{who}{how}, running for {age}, seen {silent} ago")
        if process.skew is not None and abs(process.skew) > MAX_SKEW:
            report.warn(f"{who}: its clock is {_off(process.skew)} the database's: set both by NTP")
        if process.turned_away and process.turned_away >= TURNED_AWAY_LIMIT:
            report.warn(
                f"{who}: the last {process.turned_away} requests were turned away, as not signed by Slack: its log "
                "says why"
            )
    alive = {one.kind for one in running if not one.is_stale(now)}
    missing = [part for part, kinds in _PARTS.items() if not alive.intersection(kinds)]
    if missing:
        report.warn(f"not running: {', '.join(missing)}; start htst run, or the Procfile's processes")


def _off(skew: float) -> str:
    return f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'}"


def _caught_up(through: datetime | None, now: datetime, report: CheckReport) -> None:
    if through is None:
        report.warn("catch-up: messages sent while no bot was listening have not been looked for yet")
    elif now - through > CATCH_UP_LIMIT:
        report.warn(f"catch-up: last done {age_text(now - through)} ago; it should run every hour")
    else:
        report.ok(f"catch-up: done {age_text(now - through)} ago")


def _guests(listed: people.PeopleCount, now: datetime, report: CheckReport, *, refuses_guests: bool) -> None:
    how = "refused" if refuses_guests else "let in (HTST_GUESTS=allow)"
    if listed.read_at is None:
        report.warn(
            f"guests: {how}; who is in the workspace is not known yet, so guests are let in and, where a channel is "
            "shared with another organisation, some colleagues are not: the clock reads who is there, with the scope "
            "users:read"
        )
        return
    line = f"guests: {how}; {listed.guests} of {listed.people} people"
    if now - listed.read_at > PEOPLE_LIMIT:
        report.warn(f"{line}, last read {age_text(now - listed.read_at)} ago: is a clock running?")
    else:
        report.ok(f"{line}, read {age_text(now - listed.read_at)} ago")


def examine_slack(
    slack: SlackClient, identity: Identity, known: tuple[Register, ...], report: CheckReport
) -> None:
    """Check the token, its scopes, the bot's access to each channel, and that each lead and admin is somebody."""
    report.ok(
        f"token: @{identity.bot_name} ({identity.bot_user_id}) in {identity.team_name} ({identity.team_id})"
    )
    missing = [scope for scope in SCOPES if scope not in identity.scopes]
    if not identity.scopes:
        report.unknown("scopes: Slack did not say; compare them with config/manifest.json")
    elif missing:
        report.problem(
            f"scopes: add {', '.join(missing)} under OAuth & Permissions, then install the app again"
        )
    else:
        report.ok(f"scopes: all {len(SCOPES)}")
    try:
        for register in known:
            _channels(slack, register, report)
            _people(slack, register, report)
    except (Temporary, Unknown) as error:
        report.problem(f"Slack has stopped answering ({error}): the rest was not checked")


def _channels(slack: SlackClient, register: Register, report: CheckReport) -> None:
    places = [(f"{one.code} of {register.slug}", one.channel) for one in register.directorates]
    places.append((f"leads of {register.slug}", register.leads_channel))
    places += [
        (f"reports of {register.slug}", one) for one in register.meetings.reports_to if not is_user_id(one)
    ]
    for place, channel in places:
        name, problem = _channel(slack, channel)
        if problem:
            report.problem(f"{place}: {problem}")
        else:
            report.ok(f"{place}: #{name} ({channel})")


def _people(slack: SlackClient, register: Register, report: CheckReport) -> None:
    roles = [(f"lead of {one.code} of {register.slug}", one.lead) for one in register.directorates]
    roles += [(f"admin of {register.slug}", admin) for admin in register.admins]
    roles += [(f"reports of {register.slug}", one) for one in register.meetings.reports_to if is_user_id(one)]
    if not register.admins:
        report.warn(
            f"admin of {register.slug}: nobody is named, so nobody hears of failures; set admins in the "
            "register's file and run htst configure"
        )
    for role, person in roles:
        if not person:
            report.warn(f"{role}: nobody is named; set one in the register's file and run htst configure")
            continue
        try:
            found = slack.ask("users.info", {"user": person}).get("user", {})
        except Permanent as error:
            report.problem(f"{role}: {person}: {error}; is the id right? (Slack: profile, ⋮, Copy member ID)")
            continue
        name = (
            (found.get("profile") or {}).get("real_name")
            or found.get("real_name")
            or found.get("name")
            or person
        )
        if found.get("deleted"):
            report.problem(f"{role}: {name} ({person}) has left the workspace; name somebody else")
        elif found.get("is_bot"):
            report.problem(f"{role}: {name} ({person}) is an app, which cannot read messages; name a person")
        else:
            report.ok(f"{role}: {name} ({person})")


def _channel(slack: SlackClient, channel: str) -> tuple[str, str]:
    """The channel's name, and what is wrong with it or nothing. Raises Temporary and Unknown."""
    if not channel:
        return "", "no channel is set; set it in the register's file and run htst configure"
    if not is_channel_id(channel):
        return (
            "",
            f"{channel} is not a channel's id; put its id (C…) or its name in the file, and run htst configure",
        )
    try:
        found = slack.ask("conversations.info", {"channel": channel}).get("channel", {})
    except Permanent as error:
        return "", f"{channel}: {error}; is the id right, and if it is private, has the bot been invited?"
    name = str(found.get("name", channel))
    if found.get("is_archived"):
        return name, f"#{name} is archived"
    if not found.get("is_member"):
        return name, f"#{name}: the bot is not in it; type /invite @HTST there"
    return name, ""


def report_messages(checked: Iterable[tuple[str, list[str]]], report: CheckReport) -> None:
    """Report what Slack has against each kind of message, form and page, by name; ``checked`` is asked one by one."""
    try:
        for name, wrong in checked:
            if wrong:
                more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
                report.problem(f"{name}: Slack would refuse it: {wrong[0]}{more}")
            else:
                report.ok(name)
    except Permanent as error:
        report.unknown(f"messages: Slack does not check them here ({error})")
    except (Temporary, Unknown) as error:
        report.problem(f"messages: Slack has stopped answering ({error}): the rest was not checked")
