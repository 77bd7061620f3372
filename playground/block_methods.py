"""blocks.validate: what Slack would refuse of blocks, a message or a view, without showing them to anybody."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from playground.arguments import Arguments
from playground.blocks import check_blocks, check_view
from playground.chat_methods import MethodResult
from playground.shapes import problem
from playground.workspace import SlackError, Workspace

_REASON = re.compile(r"\[ERROR\] (?P<message>.*) \[json-pointer:(?P<pointer>[^\]]*)\]")
# Slack's code for a reason, by how the reason begins.
_CODES = (("missing required field", "missing_field"), ("invalid additional property", "unknown_field"))


def _message(given: Any) -> list[str]:
    if not isinstance(given, dict):
        return [problem("must provide an object", "")]
    return check_blocks(given.get("blocks", []), "message", "/blocks")


_CHECKS: Mapping[str, Callable[[Any], list[str]]] = {
    "blocks": lambda given: check_blocks(given, "message", ""),
    "message": _message,
    "view": lambda given: check_view(given, ""),
}


def validate(ws: Workspace, args: Arguments) -> MethodResult:
    """blocks.validate: of exactly one of blocks, message and view. No scope is needed.

    What is wrong comes as ``errors``, each with a JSON pointer from what was given, a code and a sentence, beside
    the error invalid_blocks, invalid_message or invalid_view.
    """
    named = [name for name in _CHECKS if args.values.get(name) not in (None, "")]
    if len(named) != 1:
        raise SlackError("invalid_arguments", ["[ERROR] provide exactly one of blocks, message or view"])
    (name,) = named
    wrong = _CHECKS[name](args.json(name, "invalid_arguments"))
    if wrong:
        raise SlackError(f"invalid_{name}", errors=[_error(reason) for reason in wrong])
    return MethodResult({})


def _error(reason: str) -> dict[str, str]:
    found = _REASON.fullmatch(reason)
    message, pointer = (found["message"], found["pointer"]) if found else (reason, "")
    code = next((code for beginning, code in _CODES if message.startswith(beginning)), "failed_constraint")
    return {"pointer": pointer, "code": code, "message": message}
