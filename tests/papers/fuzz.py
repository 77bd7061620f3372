"""Files that something has damaged: bytes lost, doubled or changed, and the parts of a zip swapped."""

import io
import random
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from papers.read import read
from register.refused import Refused
from tests.papers.bodies.score import BODIES, write

KINDS = ("csv", "txt", "pipes", "spaces", "xlsx", "docx", "html", "pdf")
_ODD = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'"',
    b"\t\t",
    b"|",
    b"\n\n",
    b"<",
    b"&#0;",
    b"9" * 40,
    b"A" * 5_000,
    b"\r",
)
_TAGS = (
    b"<w:tbl>",
    b"</w:tr>",
    b"<w:tc>",
    b"</row>",
    b'<c r="A9"><v>1e999</v></c>',
    b"<v>-1</v>",
    b"<si/>",
    b's="99999"',
)


@dataclass(frozen=True)
class Outcome:
    """What became of one damaged file: how many lines were read, or the sentence of its refusal."""

    kind: str
    seed: int
    lines: int
    refused: str
    seconds: float


def damaged(kind: str, count: int, folder: Path, first: int = 0) -> Iterator[tuple[int, Path]]:
    """So many damaged files of a kind, each with the seed that makes it again."""
    originals = [write(body, kind, folder) for body in BODIES if kind in body.kinds]
    for seed in range(first, first + count):
        chance = random.Random(f"{kind} {seed}")
        original = originals[seed % len(originals)]
        data = original.read_bytes()
        if kind in ("xlsx", "docx") and chance.random() < 0.8:
            data = _with_parts_damaged(data, chance)
        else:
            data = _with_bytes_damaged(data, chance)
        path = folder / f"damaged{original.suffix}"
        path.write_bytes(data or b" ")
        yield seed, path


def outcomes(kind: str, count: int, folder: Path) -> Iterator[Outcome]:
    """Read damaged files; whatever is neither a reading nor a Refused is raised with the seed that makes it."""
    for seed, path in damaged(kind, count, folder):
        start = time.perf_counter()
        try:
            lines, refused = len(read(path).lines), ""
        except Refused as sentence:
            lines, refused = 0, str(sentence)
        except Exception as failed:
            raise AssertionError(f"{kind}, seed {seed}: {failed!r}") from failed
        yield Outcome(kind, seed, lines, refused, time.perf_counter() - start)


def _with_bytes_damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        length = min(chance.choice((1, 1, 4, 40, 400)), len(data) - at)
        way = chance.randrange(6)
        if way == 0:
            data = data[:at] + data[at + length :]
        elif way == 1:
            data = data[:at] + data[at : at + length] * 2 + data[at + length :]
        elif way == 2:
            data = data[:at] + bytes(chance.randrange(256) for _ in range(length)) + data[at + length :]
        elif way == 3:
            data = data[:at] + chance.choice(_ODD) + data[at:]
        elif way == 4 and chance.random() < 0.3:
            data = data[:at]
        else:
            other = chance.randrange(len(data) + 1)
            data = data[:at] + data[other : other + length] + data[at:]
    return data


def _with_parts_damaged(data: bytes, chance: random.Random) -> bytes:
    """A zip that can be unpacked, in which a part is damaged, lost, empty or another's."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    names = sorted(parts)
    main = [
        name
        for name in names
        if name.endswith(("document.xml", "sheet1.xml", "sharedStrings.xml", "styles.xml"))
    ]
    name = chance.choice(main if chance.random() < 0.7 else names)
    way = chance.randrange(5)
    if way == 0:
        del parts[name]
    elif way == 1:
        parts[name] = b""
    elif way == 2:
        parts[name] = parts[chance.choice(names)]
    elif way == 3:
        at = chance.randrange(len(parts[name]) + 1)
        parts[name] = parts[name][:at] + chance.choice(_TAGS) + parts[name][at:]
    else:
        words = parts[name].split(b"><")
        at, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[at], words[other] = words[other], words[at]
        parts[name] = b"><".join(words)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for item, content in parts.items():
            packed.writestr(item, content)
    return out.getvalue()
