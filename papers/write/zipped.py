"""Office files made anew so that the same content gives the same bytes: a zip remembers when it was packed."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")

Change = Callable[[bytes], bytes]


def repacked(data: bytes, moment: datetime, changes: Mapping[str, Change] | None = None) -> bytes:
    """The same package with every date in it set to ``moment`` (UTC), and some of its parts changed by name."""
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
            entry.create_system = 0  # the machine it is written on is not part of it
            entry.external_attr = 0
            target.writestr(entry, content)
    return packed.getvalue()
