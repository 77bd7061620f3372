"""Channels that a register's settings file gives by name: looked up in Slack once, and stored by their ids.

What Slack sends about a private channel does not contain its name (it writes ``privategroup``), and a channel can be
renamed: only the id identifies it.
"""

from collections.abc import Callable, Iterator

from config.settings import Settings
from register.refused import Refused
from register.register import Register
from slack_api.client import ListedChannel, Permanent, SlackClient, Temporary, Unknown


def with_channel_ids(register: Register, settings: Settings, say: Callable[[str], None]) -> Register:
    """The register with channel ids in place of channel names; ``say`` is called with a line about each.

    Raises Refused when one cannot be found, or nobody can look.
    """
    names = register.channel_names
    if not names:
        return register
    listed = ", ".join(names)
    if not settings.bot_token:
        raise Refused(
            f"{listed}: a name, not an id. Put the channel's id (C…) in the file, or set SLACK_BOT_TOKEN, and I "
            "look it up."
        )
    try:
        slack = SlackClient(settings.bot_token, settings.api_url)
        found = slack.named_channels([_bare(name) for name in names])
    except Permanent as error:
        raise Refused(f"Slack does not list its channels ({error}): is SLACK_BOT_TOKEN right?") from None
    except (Temporary, Unknown) as error:
        raise Refused(
            f"Slack cannot be asked for the ids of {listed} ({error}): try again in a while."
        ) from None
    missing = [name for name in names if _bare(name) not in found]
    if missing:
        raise Refused(
            f"I see no channel called {' or '.join(missing)}. If it is private, invite the bot to it first "
            "(/invite @HTST); or put the channel's id (C…) in the file."
        )
    for sentence in _which(found):
        say(sentence)
    return register.with_channels({name: found[_bare(name)].id for name in names})


def _bare(name: str) -> str:
    return name.removeprefix("#")


def _which(found: dict[str, ListedChannel]) -> Iterator[str]:
    for name, channel in found.items():
        kind = "a private channel" if channel.is_private else "a public channel"
        yield f"#{name} is {channel.id}, {kind}."
