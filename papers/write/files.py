"""Writing a paper to a file: the format by the ending of its name, and the whole file or nothing."""

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
from register.phrases import joined
from register.refused import Refused

ENDINGS = (".docx", ".pdf", ".xlsx", ".csv", ".html")
_OPEN_FILES = Path("/proc/self/fd")
"""The folder in which Linux lists the open files of a process; a file without a name is linked from there."""


def as_bytes(
    paper: CommitteePaper, ending: str, template: Path | None = None, document: Document | None = None
) -> bytes:
    """The paper in the format of that ending (".pdf"); the same paper gives the same bytes.

    ``template`` is a council's own .docx, whose styles a DOCX uses. ``document`` is what was made of the paper when it
    was published; None: it is made now. Raises Refused for another ending, a template that
    cannot be read, a paper without a title, and an exempt action that would be printed.
    """
    kind = ending.lower()
    _check(kind, ENDINGS)
    document = document or compose(paper)
    if kind != ".csv":
        return document_as_bytes(document, kind, template)
    if paper.cover.late and paper.cover.late.to_follow:
        raise Refused("The paper is to follow, so it has no appendix yet to write as .csv.")
    return csv_table(paper.appendix)


def document_as_bytes(document: Document, ending: str, template: Path | None = None) -> bytes:
    """A document in the format of that ending, any but .csv, which holds only the appendix of a paper."""
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


def _check(kind: str, endings: Sequence[str]) -> None:
    if kind not in endings:
        raise Refused(
            f"A paper cannot be written as “{kind or 'a file without an ending'}”; "
            f"give the file a name that ends in {joined(endings, 'or')}."
        )


def save(path: Path, content: bytes) -> None:
    """Write ``content`` to the file ``path``, whole or not at all.

    It is written to a temporary file in the same folder, synchronised to the disk, and renamed over an existing file. A
    symbolic link is followed. Raises Refused when it cannot be written; no temporary file stays, on Linux not even when
    the process is killed.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink() or (target.exists() and not target.is_file()):  # a link: it leads in a circle
        raise Refused(f"{path} is not an ordinary file, so the paper was not written; give another name.")
    temporary = target.parent / f".{target.name[:80]}.{secrets.token_hex(4)}"
    try:
        with _new_temporary_file(temporary) as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            os.fsync(file.fileno())
            if not temporary.exists():
                # Only with a folder (not used for an absolute path) Python follows the link in /proc to the file.
                os.link(f"{_OPEN_FILES}/{file.fileno()}", temporary, src_dir_fd=file.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise Refused(
            f"{path} could not be written: {error.strerror or error}. Nothing was changed."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _new_temporary_file(temporary: Path) -> BinaryIO:
    """A new file in the folder of the path ``temporary``, opened for writing.

    It has no name, so that nothing of it stays when the process is killed; where the system has no such files it has
    that path.
    """
    if hasattr(os, "O_TMPFILE") and _OPEN_FILES.is_dir():
        try:
            return os.fdopen(os.open(temporary.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), "wb")
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
                raise
    return temporary.open("xb")


def _umask() -> int:
    """The umask of the process, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Synchronise a folder to the disk, so that the new name is stored; does nothing where the system cannot."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
