"""How what a person types becomes what Slack sends: escaped, with mentions, channels and links marked."""

import re
from collections.abc import Iterable, Mapping

_MARKED = r"(?P<marked><(?:@[UW]\w+|#C\w+)(?:\|[^<>]*)?>|<![a-z]+(?:\|[^<>]*)?>)"
_LINK = r"(?P<link>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"])"
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
    links: bool = True,
    named: bool = False,
) -> str:
    """What Slack sends for what a person typed.

    ``people`` are (name, id) pairs, ``channels`` maps names to ids. "@Amy Carter" becomes ``<@U…>`` (with the
    name behind a bar if ``named``, as in slash commands), "#cype" becomes ``<#C…|cype>``, addresses are put in
    angle brackets when ``links``, and everything else is escaped. Marks already in Slack's form (``<@U…>``) are
    kept.
    """
    users = {name.lower(): (name, user) for name, user in people}
    pattern = re.compile(
        "|".join(
            (
                _MARKED,
                *((_LINK, _MAIL) if links else ()),
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
        if match["user"]:
            name, user = users[match["user"].lower()]
            out.append(f"<@{user}|{name}>" if named else f"<@{user}>")
        elif match["all"]:
            out.append(f"<!{match['all'].lower()}>")
        elif match["channel"]:
            name = match["channel"].lower()
            out.append(f"<#{channels[name]}|{name}>")
        elif match["marked"]:
            out.append(match[0])
        else:
            out.append(f"<{escape(match[0])}>" if match["link"] else f"<mailto:{match[0]}|{match[0]}>")
    return "".join(out) + escape(typed[end:])


def _any_of(names: Iterable[str]) -> str:
    """An expression for any of the names, the longest first so that "Amy Carter" goes before "Amy"."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or _NOTHING
