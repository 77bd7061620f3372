"""How what a person types becomes what Slack sends: escaped, with mentions, channels and links marked."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

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


def as_sent(
    typed: str,
    people: Iterable[tuple[str, str]],
    channels: Mapping[str, str],
    *,
    groups: Mapping[str, str] = MappingProxyType({}),
    links: bool = True,
    named: bool = False,
) -> str:
    """What Slack sends for what a person typed.

    ``people`` are (name, id) pairs, ``channels`` and ``groups`` map names and handles to ids. "@Amy Carter" becomes
    ``<@U…>`` and "@finance" ``<!subteam^S…>`` (with the name behind a bar if ``named``, as in slash commands),
    "#cype" becomes ``<#C…|cype>``; when ``links``, addresses and telephone numbers are put in angle brackets, with
    what was typed behind a bar; everything else is escaped. Marks already in Slack's form (``<@U…>``) are kept.
    """
    users = {name.lower(): (name, user) for name, user in people}
    pattern = re.compile(
        "|".join(
            (
                _MARKED,
                *((_LINK, _MAIL, _BARE, _NUMBER) if links else ()),
                rf"@(?P<group>{_any_of(groups)})(?![\w-])",
                rf"@(?P<user>{_any_of(users)})(?!\w)",
                r"@(?P<all>here|channel|everyone)(?!\w)",
                rf"#(?P<channel>{_any_of(channels)})(?![\w-])",
            )
        ),
        re.IGNORECASE,
    )
    out: list[str] = []
    end = 0
    for match in pattern.finditer(typed):
        out.append(escape(typed[end : match.start()]))
        end = match.end()
        if match["group"]:
            handle = match["group"].lower()
            out.append(f"<!subteam^{groups[handle]}{f'|@{handle}' if named else ''}>")
        elif match["user"]:
            name, user = users[match["user"].lower()]
            out.append(f"<@{user}|{name}>" if named else f"<@{user}>")
        elif match["all"]:
            out.append(f"<!{match['all'].lower()}>")
        elif match["channel"]:
            name = match["channel"].lower()
            out.append(f"<#{channels[name]}|{name}>")
        elif match["marked"]:
            out.append(match[0])
        elif match["link"]:
            out.append(f"<{escape(match[0])}>")
        else:
            scheme = "mailto:" if match["mail"] else "http://" if match["bare"] else "tel:"
            target = re.sub(r"[ -]", "", match[0]) if match["number"] else escape(match[0])
            out.append(f"<{scheme}{target}|{escape(match[0])}>")
    return "".join(out) + escape(typed[end:])


def _any_of(names: Iterable[str]) -> str:
    """An expression for any of the names, the longest first so that "Amy Carter" goes before "Amy"."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or _NOTHING
