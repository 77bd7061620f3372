"""The workspace's state: people, conversations, messages, views, the clock, and the ids and triggers it has issued.

Nothing here talks to a network. Every reader and writer holds ``Workspace.lock`` for as long as it looks or
changes, and lets go of it before anything is sent to the bot. Timestamps of messages come from the workspace's
own clock, which starts on the day it is given and runs with real time.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playground.definitions import Channel as Channel
from playground.definitions import Enterprise as Enterprise
from playground.definitions import File as File
from playground.definitions import SlackUser as SlackUser
from playground.definitions import SlashCommand as SlashCommand
from playground.definitions import UserGroup as UserGroup
from playground.faults import Faults as Faults
from playground.messages import PlaygroundMessage
from playground.pace import Pace, Tiers
from playground.settings import PlaygroundSettings
from playground.slack_error import SlackError as SlackError

RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)


@dataclass
class Conversation:
    """A channel or a direct message with the bot, with its messages by timestamp in the order they
    were posted.
    """

    id: str
    name: str
    kind: str
    topic: str
    members: list[str]
    created: int
    person: str | None = None
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False
    messages: dict[str, PlaygroundMessage] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    threads: dict[str, list[PlaygroundMessage]] = field(default_factory=dict)

    def replies(self, ts: str) -> list[PlaygroundMessage]:
        """The replies of a thread, oldest first, without the root, seen by all."""
        return [message for message in self.threads.get(ts, ()) if message.only_for is None]

    def put(self, message: PlaygroundMessage) -> None:
        """Add a message; ``threads`` keeps each thread's replies at hand."""
        self.messages[message.ts] = message
        if message.is_reply and message.thread_ts:
            self.threads.setdefault(message.thread_ts, []).append(message)

    def take_out(self, message: PlaygroundMessage) -> None:
        """Remove a message."""
        del self.messages[message.ts]
        if message.is_reply and message.thread_ts:
            self.threads[message.thread_ts].remove(message)


@dataclass
class ResponseUrl:
    """Where a bot may answer one command or button for a while: five uses in thirty minutes."""

    channel: str
    user: str
    expires: datetime
    message: str | None = None
    uses: int = 0


@dataclass
class View:
    """A modal or an App Home: whose it is, and the view object as Slack sends it."""

    user: str
    data: dict[str, Any]


@dataclass
class Trigger:
    """A trigger_id, with which a bot can open one view for one person within some seconds (real time)."""

    user: str
    expires: float
    view: str | None = None
    used: bool = False


class Workspace:
    """One workspace with one app in it. See the module's docstring for its lock."""

    def __init__(self, settings: PlaygroundSettings) -> None:
        self.lock = threading.RLock()
        self.faults = Faults()
        self.pace, self.tiers = Pace(settings.messages_per_second), Tiers(settings.minute)
        self.team, self.team_id, self.app_id = settings.team, "T0PLAYGRD", "A0PLAYGRD"
        self.domain = "-".join(self.team.lower().split())
        self.bot, self.bot_id = settings.bot, "B" + settings.bot.id[1:]
        self.people = {person.id: person for person in (*settings.people, self.bot)}
        self.timezone, self.app, self.enterprise = settings.timezone, settings.app, settings.enterprise
        commands = self.app.commands if settings.commands is None else settings.commands
        self.commands = {command.command: command for command in commands}
        self.user_groups = {group.id: group for group in settings.user_groups}
        self.url = ""
        self.revision = 0
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}
        self.shared: set[str] = set()  # the files that some message carries
        self.response_urls: dict[str, ResponseUrl] = {}
        self.triggers: dict[str, Trigger] = {}
        self._trigger_life = settings.trigger_life
        self._origin, self._started = settings.now.astimezone(UTC), time.monotonic()
        self._last_micro = 0
        self._issued = 0
        self._listeners: list[Callable[[int], None]] = []
        self.conversations = {channel.id: self._channel(channel) for channel in settings.channels}
        for person in list(self.people.values()):
            if not person.is_bot:
                self._open_dm(person)

    def _channel(self, channel: Channel) -> Conversation:
        unknown = [user for user in channel.members if user not in self.people]
        if unknown:
            raise ValueError(f"#{channel.name} has members nobody knows: {', '.join(unknown)}")
        return Conversation(
            channel.id,
            channel.name,
            "channel",
            channel.topic,
            list(channel.members),
            int(self._origin.timestamp()),
            is_private=channel.is_private,
            is_ext_shared=channel.is_ext_shared,
            is_archived=channel.is_archived,
        )

    def admit(self, person: SlackUser) -> None:
        """Somebody new is in the workspace, with a direct message to the bot."""
        with self.lock:
            self.people[person.id] = person
            self._open_dm(person)
            self.changed()

    def _open_dm(self, person: SlackUser) -> None:
        place = Conversation(
            "D" + person.id[1:],
            person.username,
            "dm",
            "",
            [person.id, self.bot.id],
            int(self._origin.timestamp()),
            person=person.id,
        )
        self.conversations[place.id] = place

    # The clock

    def now(self) -> datetime:
        """The time in the workspace, in UTC."""
        with self.lock:
            return self._origin + timedelta(seconds=time.monotonic() - self._started)

    def move_to(self, when: datetime) -> datetime:
        """Set the clock forward. Raises ValueError for a time without a zone or one that has passed."""
        if when.tzinfo is None:
            raise ValueError("the time to move to needs a zone")
        with self.lock:
            if when < self.now():
                raise ValueError(
                    f"the workspace's clock never runs backwards: it is {self.now():%d %B %Y, %H:%M}"
                )
            self._origin, self._started = when.astimezone(UTC), time.monotonic()
            self.changed()
            return self._origin

    def next_ts(self) -> str:
        """A message timestamp: the workspace's time, unique and growing across all channels."""
        with self.lock:
            self._last_micro = max(self._last_micro + 1, int(self.now().timestamp() * 1_000_000))
            seconds, micro = divmod(self._last_micro, 1_000_000)
            return f"{seconds}.{micro:06d}"

    # What is issued

    def new_id(self, prefix: str) -> str:
        """An id in Slack's manner that nothing else has: ``Ev0000002A``."""
        with self.lock:
            self._issued += 1
            return f"{prefix}0{self._issued:07X}"

    def new_trigger(self, user: str, view: str | None = None) -> str:
        """A trigger_id that opens one view for this person (``view``: the one it was pressed in)."""
        with self.lock:
            name = f"{self.new_id('')}.{self.team_id}.{self._last_micro:x}"
            self.triggers[name] = Trigger(user, time.monotonic() + self._trigger_life, view)
            return name

    def use_trigger(self, name: str) -> Trigger:
        """Redeem a trigger_id. Raises SlackError as Slack does when it is unknown, used or too old."""
        with self.lock:
            trigger = self.triggers.get(name)
            if trigger is None:
                raise SlackError("invalid_trigger_id")
            if trigger.used:
                raise SlackError("exchanged_trigger_id")
            if time.monotonic() > trigger.expires:
                raise SlackError("expired_trigger_id")
            trigger.used = True
            return trigger

    def new_response_url(self, channel: str, user: str, message: str | None = None) -> str:
        """The address where the bot may answer what ``user`` just did in ``channel`` (to ``message``, a ts)."""
        with self.lock:
            name = self.new_id("R")
            self.response_urls[name] = ResponseUrl(channel, user, self.now() + RESPONSE_LIFE, message)
            return f"{self.url}respond/{self.team_id}/{name}"

    # Finding

    def is_ours(self, person: SlackUser) -> bool:
        """Whether somebody is of this organisation: of this workspace or a sister."""
        sisters = self.enterprise.sisters if self.enterprise else ()
        return person.team in (None, self.team_id, *sisters)

    def person(self, user: str) -> SlackUser:
        """The person of this id. Raises SlackError user_not_found."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def conversation(self, channel: str) -> Conversation:
        """The conversation of this id. Raises SlackError channel_not_found."""
        if channel not in self.conversations:
            raise SlackError("channel_not_found")
        return self.conversations[channel]

    def named(self, name: str) -> Conversation:
        """The channel of this name, with or without its #. Raises SlackError channel_not_found."""
        bare_name = name.removeprefix("#")
        for place in self.conversations.values():
            if place.kind == "channel" and place.name == bare_name:
                return place
        raise SlackError("channel_not_found")

    def dm(self, user: str) -> Conversation:
        """The direct message of this person with the bot. Raises SlackError user_not_found."""
        if self.person(user).is_bot:
            raise SlackError("cannot_dm_bot")
        return self.conversations["D" + user[1:]]

    def message(self, channel: str, ts: str) -> PlaygroundMessage:
        """The message of this timestamp. Raises SlackError channel_not_found or message_not_found."""
        found = self.conversation(channel).messages.get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    # Notification of changes

    def changed(self) -> None:
        """Count a change and wake whoever watches."""
        with self.lock:
            self.revision += 1
            revision, listeners = self.revision, list(self._listeners)
        for listener in listeners:
            listener(revision)

    @contextmanager
    def watched(self, listener: Callable[[int], None]) -> Iterator[None]:
        """Call ``listener(revision)`` at every change for as long as the block lasts; it must not block."""
        with self.lock:
            self._listeners.append(listener)
        try:
            yield
        finally:
            with self.lock:
                self._listeners.remove(listener)
