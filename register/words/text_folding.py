"""Words folded to be searched and compared: two spellings of the same word become the same.

A keyboard has straight quotes and hyphens, a word processor curly quotes and dashes, a telephone a full stop
behind the last word; databases differ in which capitals they know. So words are folded here, and only folded
words are compared (storage keeps them beside the printed ones).
"""

import unicodedata
from collections.abc import Callable, Iterable

from register.lazy_pattern import LazyPattern

_JOINERS = dict.fromkeys(map(ord, "'‘’‛ʼ`´′\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Characters inside a word that are often left out: apostrophes, soft hyphens, zero-width spaces."""
_SEPARATORS = LazyPattern(r"[^\w%&+.@£$€]+|_+")
_STOPS = LazyPattern(r"\.+(?=\s|$)")


def caseless(words: str) -> str:
    """The words in small letters and with single spaces; all other signs of them count."""
    return " ".join(words.casefold().split())


def folded(text: str) -> str:
    """The text in small letters without accents, apostrophes and marks between words, with single spaces.

    "ÉCOLE", "école" and "Ecole" are one, and so are "children’s" and "childrens", "follow–up" and "follow up".
    What tells two words apart stays: "100%" is not "100", "4.1" not "41".
    """
    if text.isascii():  # as nearly all is: several times quicker, and the same
        bare = text.replace("'", "").replace("`", "").lower()
    elif (bare := text.translate(_JOINERS)).isascii():
        bare = bare.lower()
    else:
        letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", bare).casefold())
        bare = letters.translate(_WITHOUT_MARKS)
    words = _SEPARATORS.sub(" ", bare)
    return " ".join((_STOPS.sub(" ", words) if "." in words else words).split())


def typed_plainly(text: str) -> str:
    """The text in small letters, with the quotes, dashes and spaces of a keyboard, and of the same length.

    So a position in the result is the same position in the text.
    """
    return text.translate(_PLAIN_SIGNS)


_KEYS = dict.fromkeys("‘’‛ʼ`´′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-")


def _plain_sign(sign: str) -> str:
    if sign in _KEYS:
        return _KEYS[sign]
    if sign.isspace():
        return " "
    small = sign.lower()
    return small if len(small) == 1 else sign


class SignTable(dict[int, str]):
    """A table for ``str.translate`` that asks a function what each sign becomes, once."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        self[code] = self._become(chr(code))
        return self[code]


_PLAIN_SIGNS = SignTable(_plain_sign)
_WITHOUT_MARKS = SignTable(lambda sign: "" if unicodedata.combining(sign) else sign)


def word_set(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


def searchable(texts: Iterable[str]) -> str:
    """The folded texts, a line each, in which words are looked for as ``looked_for`` gives them."""
    return "\n".join(f" {words}" for words in map(folded, filter(None, texts)) if words)


def looked_for(phrase: str) -> str:
    """A phrase as it is found in ``searchable`` texts, at the beginning of a word: "red" is not in "prepared"."""
    return f" {folded(phrase)}"


_PLURALS = ((LazyPattern(r"(?<=\w{2})ies$"), "y"), (LazyPattern(r"(?<=ch|sh|ss)es$|(?<=[xz])es$"), ""))
_PLAIN_PLURAL = LazyPattern(r"(?<=\w{3})(?<![su])(?<!i)s$")


def looked_for_as(phrase: str) -> tuple[str, ...]:
    """The same, and with its last word in the singular: who asks for "risk registers" means the risk register too."""
    words = looked_for(phrase)
    for plural, ending in _PLURALS:
        if plural.search(words):
            return words, plural.sub(ending, words)
    return (words, _PLAIN_PLURAL.sub("", words)) if _PLAIN_PLURAL.search(words) else (words,)
