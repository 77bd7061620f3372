"""Who asks to see something, and whom their words can name: people by @, directorates by code or name."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from register.action import EVERY_DIRECTORATE
from register.lazy_pattern import LazyPattern
from register.refused import Refused
from register.register import Register
from register.words.queries import Whose, whose
from register.words.query_words import FILLERS, STATE_PATTERNS
from register.words.text_folding import typed_plainly
from register.words.typed_refs import RefIndex

_PERSON = LazyPattern(r"@([UW](?=[A-Z]*\d)[A-Z0-9]{2,})(?!\w)")
_NAME = LazyPattern(r"@[\w.\-]*")
_BEFORE_OWNER = LazyPattern(r"(?:^|[,/&]\s*|\b(?:in|of|for|by|from|and|or|except|but|not)\s+)$")
_AFTER_OWNER = LazyPattern(
    r"\W*$|'s?(?!\w)|\s+(?:actions?|ones?|items?|only|teams?|directorates?|please)(?!\w)|\s*[,/&]"
)


@dataclass(frozen=True)
class QueryContext:
    """Who asks, of which register, on which local day; and whom their words can name.

    ``me`` is whoever asks; None where that is not known (a shell). ``others`` are owners in use that are no
    directorate's code, ``renamed`` maps codes that directorates had to those they have now. People are named by @ and
    their Slack user id, as Slack's escaping gives them.
    """

    register: Register
    today: date
    me: Whose | None = None
    others: Collection[str] = ()
    refs: RefIndex | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)

    def owner_at(self, text: str, plain: str, position: int) -> tuple[str, int] | None:
        """The owner named at a place of a text, and where the name ends; ``plain`` is the text in small letters.

        A code that is also an ordinary word (GET) counts as it is printed, or where only an owner can stand.
        """
        found = [
            (match.end(), code)
            for pattern, printed, code, is_common in self._owners
            if (match := pattern.match(plain, position))
            and (not is_common or _is_owner(text, plain, match, printed))
        ]
        if names_every(text, position):
            found.append((position + len(EVERY_DIRECTORATE), EVERY_DIRECTORATE))
        end, code = max(found, default=(0, ""))
        return (code, end) if code else None

    def person_at(self, text: str, position: int) -> tuple[Whose, int]:
        """The person named at a place of a text, and where the name ends. Raises Refused for nobody we know."""
        if text.startswith(("me", "Me", "ME"), position) and self.me is not None:
            return self.me, position + 2
        match = _PERSON.match(text, position)
        if match:
            return whose(self.register, match[1], label=match[0]), match.end()
        name = _NAME.match(text, position)
        named = name[0] if name else "me"
        raise Refused(
            f"I do not know who “{named}” is: pick the person from the list that Slack offers after an @."
        )

    @cached_property
    def _owners(self) -> tuple[tuple[re.Pattern[str], str, str, bool], ...]:
        """How each owner may be written: a pattern, its words, its code, and whether it is also an ordinary word."""
        named = [(one.code, one.code) for one in self.register.directorates]
        named += [(one.name, one.code) for one in self.register.directorates if one.name]
        named += [(code, code) for code in self.others]
        in_use = {code for _name, code in named}
        named += [(old, new) for old, new in self.renamed.items() if old not in in_use and new in in_use]
        return tuple((_spelt(name), name, code, _is_common(name)) for name, code in named)


def names_every(text: str, position: int) -> bool:
    """Whether ALL at that position is an owner. In "LIST ALL OVERDUE", all of it in capitals, it is none."""
    is_loud = text.isupper() and len(text) > len(EVERY_DIRECTORATE)
    return not is_loud and bool(re.match(rf"{EVERY_DIRECTORATE}(?!\w)", text[position:]))


def _is_owner(text: str, plain: str, match: re.Match[str], printed: str) -> bool:
    """Whether an ordinary word is the owner here: as it is printed, or where only an owner can stand."""
    if text[match.start() : match.start() + len(printed)] == printed and not (
        text.isupper() and len(text) > len(printed)
    ):
        return True
    before = _BEFORE_OWNER.search(plain[: match.start()])
    return bool(_AFTER_OWNER.match(plain, match.end()) or (before and before[0]))


def _spelt(name: str) -> re.Pattern[str]:
    """A pattern for a code or a name, with any separators between its words: "Children, Young People & Education"."""
    parts = [re.escape(typed_plainly(part)) for part in re.findall(r"\w+", name) if part.lower() != "and"]
    plural = "" if _is_common(name) else "s?"
    return re.compile(r"(?:[\s,.&+-]|\band\b)*".join(parts) + plural + r"(?!\w)(?!-\w)")


def _is_common(name: str) -> bool:
    """Whether a code is also a word that people say without meaning it."""
    plain = name.lower()
    return plain in FILLERS or any(pattern.fullmatch(plain) for pattern in STATE_PATTERNS.values())
