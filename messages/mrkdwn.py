"""Days, people and people's own words, as phrases that are safe to put into a Slack message."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from register.lazy_pattern import LazyPattern
from register.phrases import shortened
from register.register import is_channel_id, is_user_id

# A person that somebody named, as their words are kept. Ids have a digit: "@UNISON" is a word.
_MENTION = LazyPattern(r"(?<![\w@;])@([UW](?=[A-Z]*\d)[A-Z0-9]{2,})(?![\w…])")
_CALL = LazyPattern(r"<@([UW][A-Z0-9]+)>")
"""A mention of a person in mrkdwn."""
_ADDRESS = LazyPattern(r"https?://[^\s<>|…]+[^\s<>|….,;:!?)'\"”’]")
# What would open or close bold, italics or a strike in somebody's words becomes its look-alike; inside a word
# (snake_case) it does neither and stays. Code and its fences, which swallow whole lines, are always replaced.
_STYLES = LazyPattern(r"(?<![^\W_])[*_~]+(?=\S)|(?<=\S)[*_~]+(?![^\W_])")
_SPECIAL = LazyPattern(r"[*_~`&<>]")
"""What Slack would read as its own syntax, or as style."""
_LOOK_ALIKE = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})


def escaped(text: str) -> str:
    """The text with the three characters escaped that Slack reads as its own syntax."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def person(by: str) -> str:
    """Who said something: a mention for a Slack user, words for a paper."""
    return f"<@{by}>" if is_user_id(by) else inline(by, 100)


def channel_link(to: str) -> str:
    """A channel as Slack shows it, or by its name where the settings give only that."""
    return f"<#{to}>" if is_channel_id(to) else inline(to, 80)


def recipient(to: str) -> str:
    """Whom a message goes to: a person or a channel."""
    return person(to) if is_user_id(to) else channel_link(to)


def person_name(user: str, names: Mapping[str, str]) -> str:
    """A person by the name that the settings give them, which mentions nobody, or else as a mention."""
    return inline(names[user], 60) if user in names else person(user)


def without_mentions(blocks: Any, names: Mapping[str, str]) -> Any:
    """The same text, blocks or arguments of a call, with people written by those names, which mention nobody."""
    if isinstance(blocks, str):
        return _CALL.sub(lambda found: person_name(found[1], names), blocks)
    if isinstance(blocks, Mapping):
        return {key: without_mentions(value, names) for key, value in blocks.items()}
    if isinstance(blocks, list | tuple):
        return type(blocks)(without_mentions(one, names) for one in blocks)
    return blocks


def with_absences(blocks: Any, away: Mapping[str, str]) -> Any:
    """The same text or blocks with "(away until 2 December 2022)" behind the first mention of each of these people, by
    user id. For what its reader alone sees, where a mention calls nobody.
    """
    left = dict(away)

    def followed(found: re.Match[str]) -> str:
        words = left.pop(found[1], "")
        return f"{found[0]} ({inline(words, 60)})" if words else found[0]

    def of(part: Any) -> Any:
        if isinstance(part, str):
            return _CALL.sub(followed, part)
        if isinstance(part, Mapping):
            return {key: of(value) for key, value in part.items()}
        return type(part)(map(of, part)) if isinstance(part, list | tuple) else part

    return of(blocks)


def inline(text: str, most: int) -> str:
    """People's words as one line of mrkdwn, at most ``most`` characters once escaped."""
    return _within(text, most, _defused)


def inline_with_links(text: str, most: int) -> str:
    """As ``inline``, with web addresses left to be clicked and people by name. Where words are read in full."""
    return _within(text, most, _linked)


def bold(spelt: str) -> str:
    """Bold mrkdwn; words that were said by people are spelt by ``inline`` first. Always one line."""
    return f"*{' '.join(spelt.translate(_LOOK_ALIKE).split())}*" if spelt.strip() else ""


def code(text: str) -> str:
    """Something to type, set as code."""
    return f"`{escaped(' '.join(text.split())).replace('`', 'ˋ')}`"


def quoted(text: str, most: int) -> str:
    """People's words as a block quote that keeps their paragraphs, at most ``most`` characters."""
    return in_lines(text, most, "> ")


def in_lines(text: str, most: int, before: str = "") -> str:
    """People's words in full with their line breaks, links and people's names, and ``before`` each line, at most
    ``most`` characters.
    """
    lines: list[str] = []
    left = most
    for line in filter(str.strip, text.splitlines()):
        if left < 40:
            lines[-1] = lines[-1].rstrip("…") + "…"
            break
        lines.append(before + inline_with_links(line, left - 4))
        left -= len(lines[-1]) + 1
    return "\n".join(lines)


def _within(text: str, most: int, spell: Callable[[str], str]) -> str:
    """The longest beginning of the text that, spelt for Slack, is at most ``most`` characters."""
    short = shortened(text, most)
    while len(spelt := spell(short)) > most:
        if len(short) == 1:
            return ""  # one character that is spelt as five, and no room for them
        short = shortened(text, max(1, min(len(short) - 1, len(short) * most // len(spelt))))
    return spelt


def _defused(line: str) -> str:
    if _SPECIAL.search(line) is None:  # most lines: nothing else needs to be looked for
        return line
    return escaped(_STYLES.sub(lambda match: match[0].translate(_LOOK_ALIKE), line).replace("`", "ˋ"))


def _linked(line: str) -> str:
    spelt, end = "", 0
    for match in _ADDRESS.finditer(line):
        cut = line[match.end() :] == "…"  # Half an address would lead somewhere else.
        spelt += _named(_defused(line[end : match.start()]))
        spelt += _defused(match[0]) if cut else f"<{escaped(match[0])}>"
        end = match.end()
    return spelt + _named(_defused(line[end:]))


def _named(spelt: str) -> str:
    return _MENTION.sub(r"<@\1>", spelt)
