"""What ``htst doctor`` finds: in the house itself, and in Slack."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine

from bot.slack import Identity, Permanent, Slack, Temporary, Unknown
from cli.notices import queue_text, span
from register.register import Register
from storage import changes, outcomes, processes, registers
from storage.database import reading
from storage.notices import State
from storage.processes import Process

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


def examine_house(
    engine: Engine, now: datetime, say: Callable[[str], None]
) -> tuple[tuple[Register, ...], int]:
    """Say how the house stands, a line a thing; give its registers, and how many things need somebody."""
    with reading(engine) as tx:
        known = registers.every(tx)
        broken = {one.slug: changes.broken_at(tx, one.slug) for one in known}
        counted = {one.slug: changes.count(tx, one.slug) for one in known}
        piles = outcomes.piles(tx)
        running = processes.every(tx)
    say(f"✓ database: {engine.url.render_as_string(hide_password=True)}, {len(known)} registers")
    for slug, number in broken.items():
        if number is None:
            say(f"✓ changes of {slug}: all {counted[slug]:,} are as written")
        else:
            say(f"✗ changes of {slug}: number {number} is not as written; compare it with a backup")
    needing = [pile for pile in piles if pile.state in (State.FAILED, State.HELD)]
    say(f"{'✗' if needing else '✓'} queue: {queue_text(piles, now)}{'; see htst notices' if needing else ''}")
    ailing = sum(number is not None for number in broken.values()) + bool(needing)
    return known, ailing + _running(running, now, say)


def _running(running: Sequence[Process], now: datetime, say: Callable[[str], None]) -> int:
    for one in running:
        silent, age = span(now - one.seen_at), span(now - one.started_at)
        if one.is_stale(now):
            say(f"! {one.kind}: process {one.pid} on {one.host} has been silent for {silent}: it seems dead")
        else:
            say(f"✓ {one.kind}: process {one.pid} on {one.host}, for {age}, seen {silent} ago")
    alive = {one.kind for one in running if not one.is_stale(now)}
    missing = [part for part, kinds in _PARTS.items() if not alive.intersection(kinds)]
    if missing:
        say(f"! nothing runs that is a {', a '.join(missing)}: start htst run, or the Procfile's processes")
    return 0  # before the first start nothing runs, and nothing is wrong


def examine_slack(
    slack: Slack, identity: Identity, known: tuple[Register, ...], say: Callable[[str], None]
) -> int:
    """Say how the bot stands in Slack, a line a thing; give how many of them need somebody."""
    say(f"✓ token: {identity.bot_user_id} in team {identity.team_id}")
    missing = [scope for scope in SCOPES if scope not in identity.scopes]
    if not identity.scopes:
        say("? scopes: Slack did not say; compare them with config/manifest.json")
    elif missing:
        say(f"✗ scopes: add {', '.join(missing)} under OAuth & Permissions, then install the app again")
    else:
        say(f"✓ scopes: all {len(SCOPES)}")
    ailing = int(bool(identity.scopes and missing))
    for register in known:
        places = [(f"{d.code} of {register.slug}", d.channel) for d in register.directorates]
        for name, channel in [*places, (f"leads of {register.slug}", register.leads_channel)]:
            trouble = _trouble(slack, channel)
            say(f"✗ {name}: {trouble}" if trouble else f"✓ {name}: {channel}")
            ailing += bool(trouble)
    return ailing


def _trouble(slack: Slack, channel: str) -> str | None:
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
