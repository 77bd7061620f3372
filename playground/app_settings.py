"""What the app may do and which events it gets: its scopes and event subscriptions, as a manifest grants them.

Source: the facts on each method's and each event's page in Slack's reference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.definitions import Shortcut, SlashCommand
from playground.slack_error import SlackError

_CONVERSATION_TYPES = {"channel": "channels", "group": "groups", "im": "im"}
"""The type of a conversation as events name it: as scopes and subscriptions name it."""

# Each event: the subscription that the app must have, and the scope that it needs too (empty: none). For messages and
# members they depend on the type of the conversation: see ``receives``.
_EVENTS: Mapping[str, tuple[str, str]] = {
    "app_home_opened": ("app_home_opened", ""),
    "app_mention": ("app_mention", "app_mentions:read"),
    "channel_archive": ("channel_archive", "channels:read"),
    "channel_deleted": ("channel_deleted", "channels:read"),
    "channel_id_changed": ("channel_id_changed", "groups:read"),
    "channel_left": ("channel_left", "channels:read"),
    "channel_rename": ("channel_rename", "channels:read"),
    "channel_unarchive": ("channel_unarchive", "channels:read"),
    "group_archive": ("group_archive", "groups:read"),
    "group_deleted": ("group_deleted", "groups:read"),
    "group_left": ("group_left", "groups:read"),
    "group_rename": ("group_rename", "groups:read"),
    "group_unarchive": ("group_unarchive", "groups:read"),
    "reaction_added": ("reaction_added", "reactions:read"),
    "reaction_removed": ("reaction_removed", "reactions:read"),
    "team_join": ("team_join", "users:read"),
    "user_change": ("user_change", "users:read"),
}


@dataclass(frozen=True)
class AppSettings:
    """One app's settings: the scopes of its bot token, the events it is sent, its commands and its shortcuts."""

    scopes: tuple[str, ...]
    events: tuple[str, ...]
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any]) -> "AppSettings":
        """From a manifest as it is pasted at api.slack.com."""
        features = manifest.get("features", {})
        commands = tuple(
            SlashCommand(
                one["command"],
                one.get("description", ""),
                one.get("usage_hint", ""),
                should_escape=bool(one.get("should_escape")),
            )
            for one in features.get("slash_commands", ())
        )
        events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())
        shortcuts = tuple(
            Shortcut(one["name"], one["type"], one["callback_id"], one.get("description", ""))
            for one in features.get("shortcuts", ())
        )
        return cls(tuple(manifest["oauth_config"]["scopes"]["bot"]), tuple(events), commands, shortcuts)

    def need(self, *scopes: str) -> None:
        """Raise SlackError missing_scope unless the app has one of these."""
        if scopes and not set(scopes) & set(self.scopes):
            raise SlackError("missing_scope", needed=scopes[0], provided=",".join(self.scopes))

    def need_for(self, sort: str, what: str) -> None:
        """Raise SlackError missing_scope unless it may do ``what`` (history, read) in conversations of that type."""
        self.need(f"{_CONVERSATION_TYPES[sort]}:{what}")

    def receives(self, event: Mapping[str, Any]) -> bool:
        """Whether the app is sent this event."""
        kind, sort = str(event["type"]), str(event.get("channel_type") or "")
        if kind == "message":
            place = _CONVERSATION_TYPES[sort]
            subscribed, scope = f"message.{'im' if place == 'im' else place}", f"{place}:history"
        elif kind in ("member_joined_channel", "member_left_channel"):
            subscribed, scope = kind, "groups:read" if sort == "G" else "channels:read"
        else:
            subscribed, scope = _EVENTS[kind]
        return subscribed in self.events and (not scope or scope in self.scopes)


# What an app has unless it is given other settings: what such a bot needs, and no more.
USUAL = AppSettings(
    scopes=(
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "reactions:write",
        "users:read",
    ),
    events=(
        "app_home_opened",
        "channel_id_changed",
        "message.channels",
        "message.groups",
        "team_join",
        "user_change",
    ),
)


def everything(scopes: Iterable[str]) -> AppSettings:
    """An app with all of these scopes that is subscribed to every event: for tests of the playground itself."""
    messages = tuple(f"message.{place}" for place in _CONVERSATION_TYPES.values())
    joined = ("member_joined_channel", "member_left_channel")
    others = tuple(sorted({subscribed for subscribed, _ in _EVENTS.values()}))
    return AppSettings(tuple(scopes), (*messages, *joined, *others))
