"""Whether a zipped Office file is safe to open: a zip or XML bomb is refused before any parser sees it."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from register.refused import Refused

MOST_ENTRIES = 2_000
MOST_BYTES = 100 * 1024 * 1024
"""The most that all entries may unpack to, together."""

MOST_WORD_BYTES = 32 * 1024 * 1024
"""The most that one XML part of a Word document may unpack to: unlike a sheet it is parsed whole."""

_LOOSE_BYTES = 1024 * 1024  # an entry up to this size may be packed as tightly as it likes
_MOST_RATIO = 200  # real sheets of repeated words stay well below; a bomb is near 1,000
_CHUNK = 64 * 1024

# Office files have no document type; the two parsers below would expand what one declares, or fetch it.
_DOCUMENT_TYPE = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MAIN = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


@dataclass(frozen=True)
class Package:
    """What an Office file is (".docx", ".xlsx" or "" for another zip), and whether its sheets hold formulas."""

    suffix: str
    has_formulas: bool


def opened(data: bytes) -> Package:
    """Unpack every entry once, within limits, keeping nothing, and tell what the file is.

    The sizes that the zip declares are checked first; then the bytes that really come out, as what is declared
    may be a lie. Raises Refused for a bomb, a password, damage, or a document type in an XML part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            _check_declared(entries)
            formulas, total = False, 0
            for entry in entries:
                size, found = _unpack(packed, entry, MOST_BYTES - total)
                total += size
                formulas = formulas or found
            names = {entry.filename for entry in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
        RuntimeError,
    ) as broken:
        raise Refused(
            "the file is damaged: its zip cannot be unpacked; save it anew and import that."
        ) from broken
    return Package(next((suffix for name, suffix in _MAIN.items() if name in names), ""), formulas)


def damaged(broken: Exception) -> Refused:
    """The refusal of a file that a library cannot read, in whatever way it failed; the cause goes along."""
    return Refused(f"the file is damaged ({type(broken).__name__}); save it anew and import that.")


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("the file is protected by a password; take the password off and import it again.")
    if len(entries) > MOST_ENTRIES:
        raise Refused(
            f"the file holds {len(entries)} parts, more than {MOST_ENTRIES}; it is not an ordinary paper."
        )
    if len({entry.filename for entry in entries}) < len(entries):
        raise Refused("the file holds two parts of one name; save it anew and import that.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _bomb()
    for entry in entries:
        if entry.file_size > _LOOSE_BYTES and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise _bomb()


def _bomb() -> Refused:
    return Refused("the file unpacks to far more than a paper holds; it may be a zip bomb and was not opened.")


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> tuple[int, bool]:
    """The bytes an entry really has, and whether it is a sheet with a formula."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_word = is_xml and entry.filename.startswith("word/")
    is_sheet = entry.filename.startswith("xl/worksheets/")
    size, formulas, tail = 0, False, b""
    with packed.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if size == 0 and is_xml:
                _check_encoding(chunk, entry.filename)
            size += len(chunk)
            if is_word and size > MOST_WORD_BYTES:
                raise _bomb()
            if size > room or (size > _LOOSE_BYTES and size > _MOST_RATIO * max(entry.compress_size, 1)):
                raise _bomb()
            seen = tail + chunk
            if is_xml and any(word in seen for word in _DOCUMENT_TYPE):
                raise Refused(
                    f"the part {entry.filename} declares a document type, as no paper does; it was not opened."
                )
            formulas = formulas or (is_sheet and _FORMULA.search(seen) is not None)
            tail = seen[-32:]
    return size, formulas


def _check_encoding(start: bytes, name: str) -> None:
    """Office parts are UTF-8 or UTF-16; in others the search for a document type sees nothing."""
    declared = _ENCODING.match(start)
    if start.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return
    known = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not known or not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused(f"the part {name} is not written in UTF-8 or UTF-16; save the file anew and import that.")
