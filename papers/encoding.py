"""From bytes to text: UTF-8, UTF-16 with its mark, and what Excel on Windows writes."""

import codecs
import re

from register.refused import Refused

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


def decoded(data: bytes, *, windows: bool) -> tuple[str, list[str]]:
    """The text of ``data`` and warnings. ``windows``: bytes that are not UTF-8 may be Windows-1252.

    Raises Refused with the line at which the bytes make no text.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                           (codecs.BOM_UTF16_BE, "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), []
    if windows:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            warning = (
                "The file is not UTF-8 and was read as Windows-1252, as Excel writes it; check its accents."
            )
            return _strictly(data, "cp1252"), [warning]
    return _strictly(data, "utf-8"), []


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        before = data[: broken.start].decode(encoding, "replace")
        raise Refused(
            f"At line {_line(before)} the bytes are not text in {encoding.upper()}; save the file as UTF-8 and "
            "import it again."
        ) from broken
    control = _CONTROL.search(text)
    if control:
        raise Refused(
            f"At line {_line(text[: control.start()])} there are bytes that are not text; save it as text."
        )
    return text


def _line(before: str) -> int:
    return before.count("\n") + 1
