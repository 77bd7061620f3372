"""Decoding the bytes of a text file: UTF-8, UTF-16, UTF-32, and the encodings of Excel on Windows and the Mac."""

import codecs

from register.lazy_pattern import LazyPattern
from register.refused import Refused

_CONTROL = LazyPattern("[\x01-\x08\x0e-\x1f\x7f]")
_BYTE_ORDER_MARKS = (
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
# Letters beyond ASCII that English and Welsh papers have; bytes decoded wrongly give others.
_USUAL_LETTERS = frozenset("’‘“”–—…•£€éèêëàâäáçñöôóüûúíîïÉ°§½¼¾©®™\u00a0ŵŷŴŶ")
_MOST_CONTROL = 0.01


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of ``data`` and warnings, which name a guessed encoding.

    Raises Refused, with the number of the line, where the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _without_control(_decoded_or_refused(data[len(mark) :], encoding)), []
    utf16 = _utf16_without_mark(data)
    if utf16:
        return _without_control(_decoded_or_refused(data, utf16)), []
    try:
        return _without_control(data.decode("utf-8")), []
    except UnicodeDecodeError:
        encoding = max(_NAMES, key=lambda name: _likelihood(data, name))
    warning = f"The file is not UTF-8 and was read as {_NAMES[encoding]}; check its accents."
    return _without_control(_decoded_or_refused(data, encoding)), [warning]


def _utf16_without_mark(data: bytes) -> str:
    """The encoding of UTF-16 without a byte order mark, which has zeros in every second byte; "" for anything else."""
    sample = data[:4_000]
    if len(sample) >= 4 and len(sample) % 2 == 0:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > len(sample) // 2 * 0.6 and not even:
            return "utf-16-le"
        if even > len(sample) // 2 * 0.6 and not odd:
            return "utf-16-be"
    return ""


def _likelihood(data: bytes, encoding: str) -> int:
    """How many more of the letters beyond ASCII are usual than unusual; -1 if the bytes cannot be decoded."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1
    beyond_ascii = [letter for letter in text if not letter.isascii()]
    return (
        2 * sum(letter in _USUAL_LETTERS for letter in beyond_ascii) - len(beyond_ascii) if beyond_ascii else 0
    )


def _decoded_or_refused(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        before = data[: broken.start].decode(encoding, "replace")
        raise Refused(
            f"At line {_line_number(before)} the bytes are not text in {encoding.upper()}; save the file as UTF-8 and "
            "import it again."
        ) from broken


def _without_control(text: str) -> str:
    """The text without control characters. Raises Refused when there are too many of them, or a NUL."""
    first_nul = text.find("\x00")
    strays = _CONTROL.findall(text)
    if first_nul >= 0 or len(strays) > max(_MOST_CONTROL * len(text), 3):
        stray = _CONTROL.search(text)
        at = first_nul if first_nul >= 0 else stray.start() if stray else 0
        raise Refused(f"At line {_line_number(text[:at])} there are bytes that are not text; save it as text.")
    return _CONTROL.sub("", text) if strays else text


def _line_number(before: str) -> int:
    return before.count("\n") + 1
