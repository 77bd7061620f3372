"""What a workspace is given at its start: people, user groups, channels, commands, the organisation it is part of;
and the files that people attach.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class SlackUser:
    """Somebody in the workspace. ``team`` is set for people whose home is another workspace, of another organisation
    or a sister, ``is_guest`` for guests, ``is_gone`` for those whose account was deactivated.
    """

    id: str
    name: str
    title: str = ""
    is_bot: bool = False
    team: str | None = None
    is_guest: bool = False
    is_gone: bool = False

    @property
    def username(self) -> str:
        """The old-style user name Slack still sends with commands and views: ``amy.carter``."""
        return self.name.lower().replace(" ", ".")


@dataclass(frozen=True)
class Channel:
    """A channel as it is at the start; ``members`` are user ids, and the bot is in it only if its
    id is there.
    """

    id: str
    name: str
    topic: str = ""
    members: tuple[str, ...] = ()
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class UserGroup:
    """Several people who are mentioned as one: ``@handle``."""

    id: str
    handle: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Enterprise:
    """The organisation of workspaces (Enterprise Grid) that the workspace is part of; ``sisters`` are the ids of its
    other workspaces.
    """

    id: str
    name: str
    sisters: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlashCommand:
    """A slash command as the app's manifest declares it; ``verbs`` are (word, hint) pairs for the composer."""

    command: str
    description: str = ""
    usage_hint: str = ""
    verbs: tuple[tuple[str, str], ...] = ()
    should_escape: bool = True


@dataclass(frozen=True)
class Shortcut:
    """A shortcut as the app's manifest declares it; ``kind`` is "global" (from anywhere) or "message" (on one)."""

    name: str
    kind: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class File:
    """A file a person attaches to a message."""

    name: str
    content: bytes
    mimetype: str = "application/octet-stream"
