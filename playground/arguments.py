"""Parsing a Web API call: its arguments in each form that clients send, and the content of a message."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from playground.blocks import MOST_TEXT, check_blocks
from playground.shapes import text_length
from playground.views import with_ids
from playground.workspace import SlackError, Workspace

MOST_POSTED = 40_000
MOST_UPDATED = 4_000
MOST_METADATA = 8_000
_TS = re.compile(r"\d{1,10}\.\d{1,6}")


class Arguments:
    """The arguments of one call, from the query string and the body, which takes precedence. ``is_json``: whether the
    body is JSON.
    """

    def __init__(self, values: dict[str, Any], *, is_json: bool = False) -> None:
        self.values, self.is_json = values, is_json

    @classmethod
    def read(cls, query: str, body: bytes, content_type: str) -> "Arguments":
        """From a request. Raises SlackError invalid_json, json_not_object or invalid_form_data."""
        values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
        is_json = content_type.startswith("application/json") and bool(body)
        if is_json:
            try:
                given = json.loads(body)
            except ValueError as error:
                raise SlackError("invalid_json") from error
            if not isinstance(given, dict):
                raise SlackError("json_not_object")
            values |= given
        elif body:
            try:
                values |= dict(parse_qsl(body.decode(), keep_blank_values=True))
            except UnicodeDecodeError as error:
                raise SlackError("invalid_form_data") from error
        return cls(values, is_json=is_json)

    def without(self, *names: str) -> "Arguments":
        """A copy without the arguments of these names."""
        values = {name: value for name, value in self.values.items() if name not in names}
        return Arguments(values, is_json=self.is_json)

    def text(self, name: str) -> str | None:
        """A string, or None where it is missing or empty."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool | dict | list):
            raise SlackError("invalid_arguments", [f"[ERROR] must provide a string [json-pointer:/{name}]"])
        return str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A string that must be there; ``error`` is Slack's word for its absence."""
        value = self.text(name)
        if value is None:
            raise SlackError(error, [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """A boolean, as JSON or as 1, 0, true, false."""
        value = self.values.get(name, False)
        return value in (True, 1, "1") or str(value).lower() == "true"

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to ``most``. Raises SlackError invalid_limit."""
        given = self.text(name)
        if given is None:
            return default
        if not given.isdigit() or not 1 <= int(given) <= most:
            raise SlackError("invalid_limit")
        return int(given)

    def ts(self, name: str, error: str) -> str | None:
        """A timestamp as Slack writes them, padded so that two compare as text. ``error`` if it is not one."""
        given = self.text(name)
        if given is None or given == "0":
            return None
        if re.fullmatch(r"\d{1,10}", given):
            given += ".0"
        if not _TS.fullmatch(given):
            raise SlackError(error)
        seconds, micro = given.split(".")
        return f"{seconds.zfill(10)}.{micro.ljust(6, '0')}"

    def json(self, name: str, error: str) -> Any:
        """A structure, given as itself or as JSON text; None where it is missing. ``error`` if it cannot be
        read.
        """
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError as broken:
                raise SlackError(error) from broken
        return value


def read_blocks(ws: Workspace, given: Any) -> list[dict[str, Any]] | None:
    """A message's blocks with their ids filled in, or None. Raises SlackError with the reasons."""
    if given is None:
        return None
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    wrong = check_blocks(given, "message")
    if wrong:
        raise SlackError("invalid_blocks", wrong)
    if text_length(given) > MOST_TEXT:
        raise SlackError("msg_blocks_too_long")
    return with_ids(ws, given)


def read_content(
    ws: Workspace, args: Arguments, most: int = MOST_POSTED
) -> tuple[str, list[dict[str, Any]] | None]:
    """A message's text and blocks. Raises SlackError no_text, msg_too_long or what is wrong with the blocks."""
    beyond = [name for name in ("attachments", "markdown_text") if args.values.get(name)]
    if beyond:
        raise SlackError("invalid_arguments", [f"[ERROR] the playground does not know {beyond[0]}"])
    text = args.text("text") or ""
    if len(text) > most:
        raise SlackError("msg_too_long")
    blocks = read_blocks(ws, args.json("blocks", "invalid_blocks_format"))
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    return text, blocks


def read_metadata(args: Arguments) -> dict[str, Any] | None:
    """A message's metadata: an event_type and an event_payload. Raises SlackError for anything else."""
    given = args.json("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    if not given:
        return {}
    kind, payload = given.get("event_type"), given.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict) or len(given) > 2:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(given)) > MOST_METADATA:
        raise SlackError("metadata_too_large")
    return given
