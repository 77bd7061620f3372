"""From what Slack sends to what a person wrote. Pure."""

import contextlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from register.lazy_pattern import LazyPattern

MessageEvent = Mapping[str, Any]
"""An event, or a message, as Slack has it."""

_MARKED = LazyPattern(r"<([^<>|]*)(?:\|([^<>]*))?>")
_STYLED = LazyPattern(
    r"(?<![^\s(\[“‘•–-])(?P<sign>[*_])(?P<words>[^\s*_](?:[^*_\n]*[^\s*_])?)(?P=sign)(?=[\s.,;:!?)\]”’]|$)"
)
"""Bold or italic letters: "*Done:* 3"."""
_NUMBER = LazyPattern(r"[\d\s()+./–-]+")
"""What a telephone number is typed with."""
_PLACEHOLDERS = ("privategroup", "directmessage")


def plain(text: str) -> str:
    """A message's text as it was written: Slack's marks for people, channels and links turned into words, and those for
    bold and italic letters left out.
    """
    words = _STYLED.sub(r"\g<words>", storable(text))
    return html.unescape(_MARKED.sub(_unmarked, words)).replace("\u00a0", " ").strip()


def typed_words(text: str) -> str:
    """What was typed after a command, as ``plain``, with people by their ids: Slack writes those it escapes with
    a name beside the id.
    """
    return plain(re.sub(r"<(@[UW][A-Z0-9]+)\|[^<>]*>", r"<\1>", text))


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which no database stores: a text with one could never be saved."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")


def words_of(message: MessageEvent) -> str:
    """What somebody said in a message, its files named behind it; empty when nothing of it can be read.

    ``message`` is a message as Slack has it. Its words are in ``text``, or in blocks alone; what is forwarded
    without a word of one's own is in attachments only.
    """
    words = plain(message.get("text") or "") or "\n".join(_of_blocks(message.get("blocks"))).strip()
    files = [_file(one) for one in message.get("files") or () if isinstance(one, dict)]
    found = " ".join([words, *files]).strip()
    return found or " ".join(_of_attachments(message.get("attachments"))).strip()


def channel_name(name: object) -> str:
    """The name of a channel as a request tells it; empty where Slack writes a word instead of a name, as it does
    for every private channel and direct message.
    """
    return "" if name in _PLACEHOLDERS else str(name or "")


def _unmarked(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2)
    kind, rest = target[:1], target[1:]
    if kind == "@":
        return f"@{(label or rest).lstrip('@')}"
    if kind == "#":
        return f"#{(label or rest).lstrip('#')}"
    if kind == "!":
        return _command(rest, label)
    return _link(target, label)


def _command(target: str, label: str | None) -> str:
    """A mark that Slack begins with "!": everybody here, a user group, a date. Source: "Formatting text"."""
    name, *parts = target.split("^")
    if name == "date":  # no person's name: the words are a date as it reads where it was written
        return label or _moment(parts)
    if name == "subteam" and parts:
        return f"@{(label or parts[0]).lstrip('@')}"
    return f"@{(label or name).lstrip('@')}"


def _moment(parts: list[str]) -> str:
    seconds = parts[0] if parts else ""
    if not seconds.isdecimal() or len(seconds) > 10:
        return ""
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _link(target: str, label: str | None) -> str:
    """A link as it was typed. Slack makes one of what looks like an address or a telephone number and keeps what
    was typed behind the bar; words that a person has linked keep their address beside them.
    """
    scheme, colon, address = target.partition(":")
    if not colon:
        return label or target
    shown = address if scheme == "mailto" else target
    if not label:
        return address if scheme in ("mailto", "tel") else target
    is_typed = _NUMBER.fullmatch(label) if scheme == "tel" else _bare(label) == _bare(target)
    return label if is_typed or label == shown else f"{label} ({address if scheme == 'tel' else shown})"


def _bare(address: str) -> str:
    """An address without what Slack adds to it: scheme, slashes, escapes and small letters."""
    without = re.sub(r"^(https?:|mailto:|ftp:)?/*", "", unquote(html.unescape(address)), flags=re.IGNORECASE)
    host, slash, path = without.partition("/")
    with contextlib.suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")  # a name in other letters, as machines write it
    return f"{host.lower()}{slash}{path}".rstrip("/")


def _file(file: Mapping[str, Any]) -> str:
    """A file by its name. Slack tells none of a file that it holds back or that was deleted."""
    name = file.get("name") or file.get("title")
    if name:
        return f"[file: {_in_brackets(name)}]"
    return "[file: deleted]" if file.get("mode") == "tombstone" else "[file]"


def _in_brackets(name: object) -> str:
    """A name as it is put in square brackets: in one line, and without brackets of its own that would end it."""
    return " ".join(storable(str(name)).split()).translate({ord("["): "(", ord("]"): ")"})


def _of_blocks(blocks: Any) -> Iterator[str]:
    for block in blocks if isinstance(blocks, list) else ():
        if block.get("type") == "rich_text":
            yield from _of_rich_text(block.get("elements") or ())
        elif block.get("type") == "image":
            yield f"[picture: {_in_brackets(block.get('alt_text') or 'not described')}]"
        elif isinstance(block.get("text"), dict):
            yield plain(block["text"].get("text") or "")
        elif isinstance(block.get("text"), str):
            yield storable(block["text"])


def _of_rich_text(elements: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a rich text: its sections, quotes and items."""
    for part in elements:
        inner = part.get("elements") or ()
        if part.get("type") == "rich_text_list":
            yield from (f"- {line}" for line in _of_rich_text(inner))
        else:
            yield "".join(_inline(one) for one in inner).strip()


def _inline(element: Mapping[str, Any]) -> str:
    match element.get("type"):
        case "text":
            return storable(str(element.get("text") or ""))
        case "link":
            return _link(str(element.get("url") or ""), element.get("text"))
        case "user":
            return f"@{element.get('user_id', '')}"
        case "usergroup":
            return f"@{element.get('usergroup_id', '')}"
        case "channel":
            return f"#{element.get('channel_id', '')}"
        case "broadcast":
            return f"@{element.get('range', '')}"
        case "date":
            return str(element.get("fallback") or _moment([str(element.get("timestamp") or "")]))
        case "emoji":
            return f":{element.get('name', '')}:"
    return storable(str(element.get("text") or ""))


def _of_attachments(attachments: Any) -> Iterator[str]:
    """Other messages that were forwarded, and what apps attach."""
    for attachment in attachments if isinstance(attachments, list) else ():
        words = plain(
            str(attachment.get("text") or attachment.get("fallback") or attachment.get("title") or "")
        )
        author = attachment.get("author_name") or attachment.get("author_subname")
        if words:
            yield f"[forwarded{f' from {storable(str(author))}' if author else ''}: {words}]"
