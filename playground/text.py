"""How what a person types becomes what Slack sends: escaped, with mentions, channels and links marked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_MARKED = r"(?P<marked><(?:@[UW]\w+|#[CG]\w+)(?:\|[^<>]*)?>|<![a-z]+(?:\^[^<>|]*)?(?:\|[^<>]*)?>)"
_LINK = r"(?P<link>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"])"
# What Slack takes for an address though nobody typed http://: a name with an ending that some country or body has
# given away, files' endings among them. And what its phones take for a telephone number.
_ENDINGS = "com|org|net|gov|edu|info|io|uk|eu|md|zip|mov|app|dev|py|sh"
_BARE = rf"(?P<bare>(?<![\w@./-])(?:[\w-]+\.)+(?:{_ENDINGS})(?:/[^\s<>|]*[^\s<>|.,;:!?)'\"])?(?![\w-]))"
_NUMBER = r"(?P<number>(?<![\w.+])(?:\+\d{2} ?|0)\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?![\w]))"
_MAIL = r"(?P<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
_NOTHING = r"(?!)"


def escape(text: str) -> str:
    """The three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True)
class Names:
    """Who and what can be named: ``people`` are (name, id) pairs, ``channels`` and ``groups`` map names and handles
    to ids.
    """

    people: tuple[tuple[str, str], ...] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def as_sent(typed: str, names: Names, *, in_command: bool = False) -> str:
    """What Slack sends for what a person typed.

    "@Amy Carter" becomes ``<@U…>``, "@finance" ``<!subteam^S…>``, "#cype" ``<#C…|cype>``; addresses and telephone
    numbers are put in angle brackets, with what was typed behind a bar; everything else is escaped. In a slash
    command people and groups have their names behind a bar, and addresses are left alone. Marks already in Slack's
    form (``<@U…>``) are kept.
    """
    users = {name.lower(): (name, user) for name, user in names.people}
    kinds = (
        _MARKED,
        *(() if in_command else (_LINK, _MAIL, _BARE, _NUMBER)),
        rf"@(?P<group>{_any_of(names.groups)})(?![\w-])",
        rf"@(?P<user>{_any_of(users)})(?!\w)",
        r"@(?P<all>here|channel|everyone)(?!\w)",
        rf"#(?P<channel>{_any_of(names.channels)})(?![\w-])",
    )
    out: list[str] = []
    end = 0
    for match in re.finditer("|".join(kinds), typed, re.IGNORECASE):
        out.append(escape(typed[end : match.start()]))
        end = match.end()
        kind = match.lastgroup or ""
        name = match[kind].lower()
        if kind == "group":
            out.append(f"<!subteam^{names.groups[name]}{f'|@{name}' if in_command else ''}>")
        elif kind == "user":
            shown, user = users[name]
            out.append(f"<@{user}|{shown}>" if in_command else f"<@{user}>")
        elif kind == "all":
            out.append(f"<!{name}>")
        elif kind == "channel":
            out.append(f"<#{names.channels[name]}|{name}>")
        else:
            out.append(_linked(kind, match[0]))
    return "".join(out) + escape(typed[end:])


def _linked(kind: str, typed: str) -> str:
    """A link, e-mail address, host name or telephone number in Slack's mark-up; what is marked already stays."""
    if kind == "marked":
        return typed
    if kind == "link":
        return f"<{escape(typed)}>"
    scheme = {"mail": "mailto:", "bare": "http://", "number": "tel:"}[kind]
    target = re.sub(r"[ -]", "", typed) if kind == "number" else escape(typed)
    return f"<{scheme}{target}|{escape(typed)}>"


def _any_of(names: Iterable[str]) -> str:
    """An expression for any of the names, the longest first so that "Amy Carter" goes before "Amy"."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or _NOTHING
