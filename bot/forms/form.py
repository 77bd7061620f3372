"""What a form is: one file each in this folder gives one of these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.context import Context

Body = Mapping[str, Any]
"""The body of a request as Slack sends it."""


FieldErrors = dict[str, str]
"""What is wrong with the fields of a form that was sent, by their blocks; empty where it was saved."""


@dataclass(frozen=True)
class NextPage:
    """What a form shows next instead of closing."""

    view: dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """That a form is saved in a register, with what its sender is told in place of its ``receipt`` (mrkdwn)."""

    text: str
    register: str


@dataclass(frozen=True)
class Form:
    """A form in Slack.

    ``name``  its callback id, and the action id of the buttons that open it.
    ``open``  the view to show for a press. Raises Refused.
    ``submit``  saves what the form holds; returns the errors of its fields; or its next page, which may be the form
    again; or what its sender is told, where that depends on what was saved.
    ``receipt``  what its sender alone is told once it is saved: mrkdwn, in which ``{ref}`` is the action's, or a
    function of the form as it was sent; empty: nothing.
    ``takes_long``  whether saving it grows with the register: then it is acknowledged within a second.
    ``leaves_out_mail``  whether a signature or a mail pasted into its words is left out, as below a reply.
    ``can_undo``  whether what it saves can be taken back by whoever sent it: then they are offered that.
    """

    name: str
    open: Callable[[Context, Body], dict[str, Any]]
    submit: Callable[[Context, Body], FieldErrors | NextPage | Saved]
    receipt: str | Callable[[Body], str] = ""
    can_undo: bool = True
    takes_long: bool = False
    leaves_out_mail: bool = False
