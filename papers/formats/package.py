"""A zipped Office file: checking that it is safe to open, its kind, and its parts.

A zip or XML bomb is refused before any parser sees it. Part names with backslashes, main parts with unusual names, and
relationships to missing parts are handled as Office handles them.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from register.phrases import number
from register.refused import Refused

MOST_ENTRIES = 2_000
MOST_BYTES = 100 * 1024 * 1024
"""The most that all entries may unpack to, together."""

MOST_WORD_BYTES = 32 * 1024 * 1024
"""The most that one XML part of a Word document may unpack to: unlike a sheet it is parsed whole."""

_COMMENT = re.compile(rb"<(?:\w+:)?comment[\s>]")
_UNCHECKED_BYTES = 1024 * 1024  # up to this size the ratio of an entry is not checked
_MOST_RATIO = 200  # real sheets of repeated words stay well below; a bomb is near 1,000
_CHUNK = 64 * 1024

# Office files have no document type; a parser would expand or fetch the entities that one declares.
_DOCUMENT_TYPE = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_MAIN_TYPES = {"wordprocessingml.document": ".docx", "word.document": ".docx", "word.template": ".docx"} | {
    "wordprocessingml.template": ".docx",
    "spreadsheetml.sheet": ".xlsx",
    "excel.sheet": ".xlsx",
    "spreadsheetml.template": ".xlsx",
}
_USUAL_MAIN_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


@dataclass(frozen=True)
class Package:
    """An Office file: its kind (".docx", ".xlsx", "" for another zip), the name of its main part, and its bytes.

    ``names`` maps part names in lower case with slashes to those in the zip.
    """

    suffix: str
    main: str
    names: Mapping[str, str]
    data: bytes

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.names

    def read(self, name: str) -> bytes:
        """The bytes of a part, b"" when it is missing; the case of ``name`` does not matter."""
        stored_name = self.names.get(name.casefold())
        if stored_name is None:
            return b""
        with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
            return packed.read(stored_name)

    def xml(self, name: str) -> Any:
        """The root element of an XML part, None when it is missing. Raises Refused when it is broken."""
        data = self.read(name)
        return parsed(data) if data else None

    def related(self, name: str) -> dict[str, str]:
        """The names of the parts that a part refers to, by the id of the relationship; "" is the whole package."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        return {
            one.get("Id", ""): _resolved(folder, one.get("Target", ""))
            for one in (root if root is not None else ())
            if one.get("TargetMode") != "External" and one.get("Target")
        }


def comments_in(package: Package, part: str) -> str:
    """The number of comments on a part of a package, in words ("2 comments"); "" for none."""
    names = [name for name in package.related(part).values() if name.rpartition("/")[2].startswith("comment")]
    count = sum(len(_COMMENT.findall(package.read(name))) for name in names)
    return number(count, "comment") if count else ""


def parsed(data: bytes) -> Any:
    """The root element of XML, parsed without entities or the network. Raises Refused when it is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise damaged(broken) from broken


def whole_number(text: str | None) -> int | None:
    """The number that an attribute holds; None where it is missing or holds none. Python's own digits are more than the
    ten of XML, and a number of thousands of digits takes long.
    """
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def local(element: Any) -> str:
    """The name of an element without its namespace, which differs in Strict Open XML; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _resolved(folder: str, target: str) -> str:
    """The part name that a relationship's target means, relative to the folder of the part that refers to it."""
    target = target.replace("\\", "/")
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path)


def opened(data: bytes) -> Package:
    """The package in the bytes of a zip, after every entry was unpacked once within limits.

    The sizes that the zip declares are checked first, then the bytes that come out, as the declared sizes may be
    false. Raises Refused for a zip bomb, a password, damage, or a document type in an XML part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            _check_declared(entries)
            total = 0
            for entry in entries:
                total += _unpack(packed, entry, MOST_BYTES - total)
            names = {_plain_name(entry.filename): entry.filename for entry in entries}
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
            "the file is damaged: its zip cannot be unpacked; save it again and import that."
        ) from broken
    return _with_main_part(Package("", "", names, data))


def _plain_name(name: str) -> str:
    """A part name with slashes and in lower case, as references to parts may differ in both."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).casefold()


def _with_main_part(package: Package) -> Package:
    """The package with its kind and main part: by the declared type, else a relationship, else the usual name."""
    types = package.xml("[content_types].xml")
    for element in types if types is not None else ():
        kind = next(
            (suffix for words, suffix in _MAIN_TYPES.items() if words in element.get("ContentType", "")), ""
        )
        name = element.get("PartName", "").replace("\\", "/").lstrip("/")
        if kind and "main+xml" in element.get("ContentType", "") and name in package:
            return Package(kind, name, package.names, package.data)
    for name in package.related("").values():
        for folder, suffix in (("word", ".docx"), ("xl", ".xlsx")):
            if name.split("/")[0].casefold() == folder and name in package:
                return Package(suffix, name, package.names, package.data)
    usual = next((name for name in _USUAL_MAIN_PARTS if name in package), "")
    return Package(_USUAL_MAIN_PARTS.get(usual, ""), usual, package.names, package.data)


def damaged(broken: Exception) -> Refused:
    """The refusal of a file that a parser could not read; it names the type of the parser's error."""
    return Refused(f"the file is damaged ({type(broken).__name__}); save it again and import that.")


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("the file is protected by a password; take the password off and import it again.")
    if len(entries) > MOST_ENTRIES:
        raise Refused(
            f"the file holds {len(entries)} parts, more than {MOST_ENTRIES}; it is not an ordinary paper."
        )
    if len({_plain_name(entry.filename) for entry in entries}) < len(entries):
        raise Refused("the file holds two parts with the same name; save it again and import that.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _bomb()
    for entry in entries:
        if entry.file_size > _UNCHECKED_BYTES and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise _bomb()


def _bomb() -> Refused:
    return Refused("the file unpacks to far more than a paper holds; it may be a zip bomb and was not opened.")


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """The number of bytes of an unpacked entry. Raises Refused when they are too many or not safe to parse."""
    name = _plain_name(entry.filename)
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    is_sheet = name.startswith("xl/")
    size, tail = 0, b""
    with packed.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if size == 0 and is_xml:
                _check_encoding(chunk, entry.filename)
            size += len(chunk)
            if is_xml and not is_sheet and size > MOST_WORD_BYTES:
                raise _bomb()
            if size > room or (size > _UNCHECKED_BYTES and size > _MOST_RATIO * max(entry.compress_size, 1)):
                raise _bomb()
            seen = tail + chunk
            if is_xml and any(word in seen for word in _DOCUMENT_TYPE):
                raise Refused(
                    f"the part {entry.filename} declares a document type, which no paper does; it was not opened."
                )
            tail = seen[-32:]
    return size


def _check_encoding(start: bytes, name: str) -> None:
    """Raise Refused for XML that is neither UTF-8 nor UTF-16: the search for a document type would not see it."""
    declared = _ENCODING.match(start)
    if start.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return
    is_searchable = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not is_searchable or not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused(
            f"the part {name} is not written in UTF-8 or UTF-16; save the file again and import that."
        )
