"""The initial state of a workspace, and its rates and timeouts."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from playground.app_settings import USUAL, AppSettings
from playground.definitions import Channel, Enterprise, SlackUser, SlashCommand, UserGroup

SLACK_WAITS = 3.0
"""Seconds that Slack waits for an app's answer, and for which a trigger_id serves."""


@dataclass(frozen=True, kw_only=True)
class PlaygroundSettings:
    """What ``Playground`` is given. All paces are real time."""

    people: Iterable[SlackUser]
    channels: Iterable[Channel]
    bot: SlackUser
    now: datetime
    """When the workspace's clock starts, with a zone."""
    team: str = "Playground"
    timezone: str = "Europe/London"
    user_groups: Iterable[UserGroup] = ()
    enterprise: Enterprise | None = None
    """With one, it is one workspace of an Enterprise Grid."""
    app: AppSettings = USUAL
    """The app's scopes, subscriptions and commands."""
    commands: Iterable[SlashCommand] | None = None
    """Commands in place of the app's own."""
    port: int = 0
    """0 is any that is free."""
    bot_token: str = "xoxb-playground"  # noqa: S105 - words for a local toy, not secrets
    signing_secret: str = "playground-signing-secret"  # noqa: S105 - likewise
    app_token: str = "xapp-playground"  # noqa: S105 - likewise
    messages_per_second: float | None = 1.0
    """The pace in each channel; None: no limit."""
    minute: float | None = None
    """The seconds (60 in Slack) in which every other method takes as many calls as its tier allows; None: no limit."""
    retry_waits: Sequence[float] = (0.0, 60.0, 300.0)
    """The seconds before each further attempt at an event."""
    patience: float = field(default_factory=lambda: SLACK_WAITS)
    """How many seconds the bot may take to answer."""
    trigger_life: float = field(default_factory=lambda: SLACK_WAITS)
    """For how many seconds a trigger_id serves."""
    on_date: Callable[[datetime], object] | None = None
    """Called with the new time after each move of the date."""
    holidays: Container[date] = frozenset()
    """The days that the next working day is never."""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("the workspace's clock needs a time with a zone")
