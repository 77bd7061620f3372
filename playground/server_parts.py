"""What the parts of ``server.Playground`` share: the workspace, the requests to the bot, and the answer to a person."""

from dataclasses import dataclass
from typing import Any

from playground.outbound import Outbound
from playground.workspace import Workspace


@dataclass(frozen=True)
class InteractionResult:
    """What came back to a person who did something.

    ``ok``: the bot answered in time. ``text`` and ``blocks``: the content of the answer itself. ``error``:
    Slack's error code (``operation_timeout``, ``dispatch_failed`` …), for ``invalid_blocks`` followed by a colon and
    the reasons. ``ts``: the ephemeral (or public) message that the answer became.
    """

    ok: bool
    text: str = ""
    blocks: list[dict[str, Any]] | None = None
    error: str | None = None
    ts: str | None = None


class PlaygroundBase:
    """The common base of the parts of ``server.Playground``: its state, and the requests to the bot."""

    workspace: Workspace
    outbound: Outbound
