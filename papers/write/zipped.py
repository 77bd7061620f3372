"""Repacking Office files so that the same content gives the same bytes: a zip holds the time of packing."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")

PartRewrite = Callable[[bytes], bytes]


def repacked(data: bytes, moment: datetime, changes: Mapping[str, PartRewrite] | None = None) -> bytes:
    """The Office file ``data`` with its created and modified dates set to ``moment`` (UTC) and its parts in order.

    ``changes`` maps names of parts to functions that return the changed bytes of the part.
    """
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = source.read(name)
            if name == _CORE:
                content = _DATES.sub(lambda found: found[1] + stamp + found[3], content)
            if changes and name in changes:
                content = changes[name](content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same bytes on every operating system
            entry.external_attr = 0
            target.writestr(entry, content)
    return packed.getvalue()
