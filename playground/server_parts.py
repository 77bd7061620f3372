"""What the parts of the playground's Python face share: the workspace, and the road to the bot."""

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


class Seat:
    """The base of the playground's face."""

    workspace: Workspace
    outbound: Outbound
