"""From bytes to text: UTF-8, UTF-16 and UTF-32, and what Excel on Windows and on the Mac writes."""

import codecs

from register.lazy_pattern import lazy_pattern
from register.refused import Refused

_CONTROL = lazy_pattern("[\x01-\x08\x0e-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "cp1252": "Windows-1252, as Excel on Windows writes it",
    "mac_roman": "Mac Roman, as Excel on the Mac did",
}
# What English papers have beyond ASCII; the same bytes in the wrong alphabet make other signs.
_USUAL = frozenset("’‘“”–—…•£€éèêëàâäáçñöôóüûúíîïÉ°§½¼¾©®™\u00a0ŵŷŴŶ")
_MOST_CONTROL = 0.01


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of ``data`` and warnings. Raises Refused with the line at which the bytes make no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plain(_strictly(data[len(mark) :], encoding)), []
    wide = _without_mark(data)
    if wide:
        return _plain(_strictly(data, wide)), []
    try:
        return _plain(data.decode("utf-8")), []
    except UnicodeDecodeError:
        encoding = max(_NAMES, key=lambda name: _likeness(data, name))
    warning = f"The file is not UTF-8 and was read as {_NAMES[encoding]}; check its accents."
    return _plain(_strictly(data, encoding)), [warning]


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark, which shows by the noughts in every second byte; "" for anything else."""
    some = data[:4_000]
    if len(some) >= 4 and len(some) % 2 == 0:
        even, odd = some[0::2].count(0), some[1::2].count(0)
        if odd > len(some) // 2 * 0.6 and not even:
            return "utf-16-le"
        if even > len(some) // 2 * 0.6 and not odd:
            return "utf-16-be"
    return ""


def _likeness(data: bytes, encoding: str) -> int:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1
    beyond = [letter for letter in text if not letter.isascii()]
    return 2 * sum(letter in _USUAL for letter in beyond) - len(beyond) if beyond else 0


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        before = data[: broken.start].decode(encoding, "replace")
        raise Refused(
            f"At line {_line(before)} the bytes are not text in {encoding.upper()}; save the file as UTF-8 and "
            "import it again."
        ) from broken


def _plain(text: str) -> str:
    """The text without stray control characters; Refused where there are too many for a text."""
    nothing = text.find("\x00")
    strays = _CONTROL.findall(text)
    if nothing >= 0 or len(strays) > max(_MOST_CONTROL * len(text), 3):
        stray = _CONTROL.search(text)
        at = nothing if nothing >= 0 else stray.start() if stray else 0
        raise Refused(f"At line {_line(text[:at])} there are bytes that are not text; save it as text.")
    return _CONTROL.sub("", text) if strays else text


def _line(before: str) -> int:
    return before.count("\n") + 1
