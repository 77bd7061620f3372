"""What the parts of ``server.Playground`` share: the workspace, the road to the bot, and what people are answered."""

from dataclasses import dataclass
from typing import Any

from playground.outbound import Outbound
from playground.workspace import Workspace


@dataclass(frozen=True)
class Answer:
    """What came back to a person who did something.

    ``ok``: the bot answered in time. ``text`` and ``blocks``: what it said in the answer itself. ``error``:
    Slack's word for what went wrong (``operation_timeout``, ``dispatch_failed`` …), with the reasons behind a
    colon for ``invalid_blocks``. ``ts``: the ephemeral (or public) message that the answer became.
    """

    ok: bool
    text: str = ""
    blocks: list[dict[str, Any]] | None = None
    error: str | None = None
    ts: str | None = None


class PlaygroundBase:
    """What the parts of ``server.Playground`` have in common: its state, and what reaches the bot."""

    workspace: Workspace
    outbound: Outbound
