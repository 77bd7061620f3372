"""A paper to a file: the format by the name's ending, and the whole file or none of it."""

import errno
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from papers.write.compose import compose
from papers.write.csv_table import csv_table
from papers.write.document import Document
from papers.write.paper import CommitteePaper
from register.refused import Refused

ENDINGS = (".docx", ".pdf", ".xlsx", ".csv", ".html")
_OPEN_FILES = Path("/proc/self/fd")
"""Where Linux shows a process its open files, by which one without a name is given one."""


def as_bytes(paper: CommitteePaper, ending: str, template: Path | None = None) -> bytes:
    """The paper in the format of that ending (".pdf"); the same paper gives the same bytes.

    ``template`` is a council's own .docx, whose look a DOCX takes on. Raises Refused for an ending that we do
    not write, a template that cannot be read, and an exempt action that would be printed.
    """
    kind = ending.lower()
    _check(kind, ENDINGS)
    document = compose(paper)
    if kind != ".csv":
        return document_as_bytes(document, kind, template)
    if paper.cover.late and paper.cover.late.to_follow:
        raise Refused("The paper is to follow, so it has no appendix yet to write as .csv.")
    return csv_table(paper.appendix)


def document_as_bytes(document: Document, ending: str, template: Path | None = None) -> bytes:
    """Any document in the format of that ending; CSV, which holds a paper's appendix alone, is none of them."""
    kind = ending.lower()
    _check(kind, [known for known in ENDINGS if known != ".csv"])
    match kind:  # each loads libraries that the others do not need
        case ".docx":
            from papers.write.word_document import word_document

            return word_document(document, template)
        case ".xlsx":
            from papers.write.workbook import workbook

            return workbook(document)
        case ".html":
            from papers.write.web_page import web_page

            return web_page(document)
        case _:
            from papers.write.pdf_document import pdf_document

            return pdf_document(document)


def _check(kind: str, known: Sequence[str]) -> None:
    if kind not in known:
        raise Refused(
            f"A paper cannot be written as “{kind or 'a file without an ending'}”; "
            f"let the file's name end in one of {', '.join(known)}."
        )


def save(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, whole or not at all.

    It is written beside the path, brought to the disk, and renamed over what was there, which stays until then.
    A link is followed. Raises Refused when that cannot be done, and leaves nothing behind; neither does a process that
    is killed meanwhile, on Linux.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink() or (target.exists() and not target.is_file()):  # a link: it leads in a circle
        raise Refused(f"{path} is no ordinary file, so the paper was not written; give another name.")
    temporary = target.parent / f".{target.name[:80]}.{secrets.token_hex(4)}"
    try:
        with _beside(temporary) as beside:
            beside.write(content)
            beside.flush()
            os.fchmod(beside.fileno(), target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask())
            os.fsync(beside.fileno())
            if not temporary.exists():
                # Given a folder, which the whole path needs not, Python follows the link that stands for the file.
                os.link(f"{_OPEN_FILES}/{beside.fileno()}", temporary, src_dir_fd=beside.fileno())
        temporary.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise Refused(
            f"{path} could not be written: {error.strerror or error}. Nothing was changed."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _beside(temporary: Path) -> BinaryIO:
    """A new file in the folder of that path: without a name, so that nothing stays of it when the process is killed;
    under that name where the system has no such files.
    """
    if hasattr(os, "O_TMPFILE") and _OPEN_FILES.is_dir():
        try:
            return os.fdopen(os.open(temporary.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), "wb")
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
                raise
    return temporary.open("xb")


def _mask() -> int:
    """What the process takes from the permissions of new files; there is no way to ask without setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    """Bring the new name itself to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
