"""Reading a committee's paper: checks the kind of file and that it is safe to open, then reads its content."""

import hashlib
from pathlib import Path, PurePath

from papers.formats import delimited, pdf, plain_text
from papers.formats.content import Content
from papers.formats.grid import Findings
from papers.formats.package import Package, opened
from papers.interpret import reading_of
from papers.reading_result import Reading
from register.imports.answers import NO_ANSWERS, Answers
from register.refused import Refused

__all__ = ["LARGEST_FILE", "Reading", "read", "read_bytes"]

LARGEST_FILE = 20 * 1024 * 1024
"""The largest paper that is read, in bytes, wherever it comes from."""

_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
_KIND_NAMES = {".docx": "a Word document", ".xlsx": "an Excel workbook"}
_TEXT_ENDINGS = (".txt", ".text", ".csv", ".tsv", ".md", ".html", ".htm")


def read(path: Path, answers: Answers = NO_ANSWERS) -> Reading:
    """Read a committee's paper in a text, CSV, XLSX, DOCX, PDF or HTML file.

    Words are kept as printed, except for white space. ``answers`` are a person's answers about papers of this register.
    Raises Refused, with a sentence that names the file and the place in it, when it is missing, too large, protected by
    a password, damaged, unsafe, of another kind, or has nothing that can be read.
    """
    return read_bytes(path.name, _bytes(path), answers)


def read_bytes(name: str, data: bytes, answers: Answers = NO_ANSWERS) -> Reading:
    """Read a paper from its bytes; the ending of ``name`` says the kind of file. Otherwise as ``read``."""
    findings = Findings()
    try:
        if len(data) > LARGEST_FILE:
            raise Refused(
                f"the file is over {LARGEST_FILE // 2**20} MB; save the table by itself and import that."
            )
        content = _content(data, PurePath(name).suffix.lower(), findings)
        digest = hashlib.sha256(data).hexdigest()
        return reading_of(name, digest, content, answers.about_file(digest), findings)
    except Refused as refused:
        raise Refused(f"{name}: {refused}") from refused


def _bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            raise Refused(f"{path}: there is no such file.")
        if not path.is_file():
            raise Refused(f"{path}: that is not a file; name one paper.")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)  # one byte more shows that it is too large
    except OSError as failed:
        raise Refused(f"{path}: the file cannot be opened ({failed.strerror}).") from failed
    if not data.strip():
        raise Refused(f"{path.name}: the file is empty.")
    return data


def _content(data: bytes, suffix: str, findings: Findings) -> Content:
    if suffix not in (*_TEXT_ENDINGS, *_KIND_NAMES, ".pdf"):
        raise Refused(
            "papers are read as .txt, .csv, .xlsx, .docx, .pdf or .html; save the table as one of these."
        )
    _refuse_other_kinds(data, suffix)
    if suffix in _KIND_NAMES:
        package = opened(data)
        if package.suffix != suffix:
            kind = _KIND_NAMES.get(package.suffix, "something else")
            raise Refused(
                f"the file is named {suffix} but is {kind}; save the table as {suffix} and import that."
            )
        return _from_package(package, findings)
    if suffix == ".pdf":
        return pdf.read(data, findings)
    if suffix in (".html", ".htm"):
        from papers.formats import web_page  # seldom read, and each start of a command would pay for it

        return web_page.read(data, findings)
    if suffix in (".csv", ".tsv"):
        return Content(delimited.read(data, findings))
    return plain_text.read(data, findings)


def _refuse_other_kinds(data: bytes, suffix: str) -> None:
    if data.startswith(_OLE_SIGNATURE):
        if _ENCRYPTED_OLE in data:
            raise Refused("the file is protected by a password; take the password off and import it again.")
        raise Refused("the file is of an older Office kind (.doc or .xls); save it as .docx or .xlsx.")
    is_pdf = b"%PDF-" in data[:1_024]
    if is_pdf != (suffix == ".pdf"):
        kind = "is a PDF" if is_pdf else "is no PDF"
        raise Refused(
            f"the file is named {suffix} but {kind}; give it the name of its kind and import it again."
        )
    if suffix in _TEXT_ENDINGS and data.startswith(b"PK\x03\x04"):
        raise Refused(f"the file is named {suffix} but is a zip or Office file; name it .xlsx or .docx.")
    if suffix in _KIND_NAMES and not data.startswith(b"PK"):
        raise Refused(f"the file is named {suffix} but is not {_KIND_NAMES[suffix]}; save it as one.")


def _from_package(package: Package, findings: Findings) -> Content:
    if package.suffix == ".xlsx":
        from papers.formats import sheet

        return Content(sheet.read(package, findings))
    from papers.formats import word

    return word.read(package, findings)
