"""A paper as a file: by its ending, the same to the letter, and never half of it."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.read import read
from papers.write.files import ENDINGS, as_bytes, save
from papers.write.paper import Appendix, CommitteePaper
from register.refused import Refused
from tests.conftest import ROOT
from tests.papers.write import samples

HASHES = """
import hashlib
from papers.write.files import ENDINGS, as_bytes
from tests.papers.write import samples
for ending in ENDINGS:
    print(ending, hashlib.sha256(as_bytes(samples.march(), ending)).hexdigest())
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from papers.write.files import save
from tests.conftest import ROOT
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
save(Path(sys.argv[1]), b"new" * 100_000)
"""


def test_the_same_paper_is_the_same_to_the_letter_in_another_process_zone_and_language() -> None:
    here = {one: hashlib.sha256(as_bytes(samples.march(), one)).hexdigest() for one in ENDINGS}
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    message = subprocess.run(
        [sys.executable, "-c", HASHES], env=os.environ | elsewhere, capture_output=True, text=True, check=True
    )
    assert dict(line.split() for line in message.stdout.splitlines()) == here


def test_an_ending_that_nobody_writes_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match=r"cannot be written as “\.odt”.*\.docx, \.pdf, \.xlsx, \.csv or \.html"):
        as_bytes(samples.march(), ".odt")


@pytest.mark.parametrize("paper", [samples.empty(), samples.late(), samples.odd()])
def test_every_kind_of_paper_can_be_written_in_every_format(paper: CommitteePaper) -> None:
    assert all(as_bytes(paper, ending) for ending in ENDINGS)


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(st.characters(), max_size=60))
def test_any_words_can_be_written_in_every_format(first: str, second: str) -> None:
    rows = (("1", first, second, "", "", ""),)
    paper = samples.empty()
    document = CommitteePaper(
        f"About {first}",
        paper.moment,
        samples.cover(subject=second, sender=first),
        Appendix(samples.HEADINGS, rows, title=second),
    )
    assert all(as_bytes(document, ending) for ending in ENDINGS)


@pytest.mark.parametrize("title", ["", "  \n", "\u200b\u00ad", "\x07"])
def test_a_paper_without_a_title_is_refused(title: str) -> None:
    for ending in ENDINGS:
        with pytest.raises(Refused, match="has no title"):
            as_bytes(samples.march(title=title), ending)


def test_a_paper_to_follow_gives_its_appendix_to_nobody() -> None:
    paper = samples.late(to_follow=True)
    with pytest.raises(Refused, match="is to follow, so it has no appendix yet"):
        as_bytes(paper, ".csv")
    assert samples.rows()[0][1].encode() not in as_bytes(paper, ".html")
    assert samples.rows()[0][1].encode() in as_bytes(samples.late(), ".html")
    assert all(as_bytes(paper, ending) for ending in ENDINGS if ending != ".csv")


def test_a_new_file_takes_the_place_of_the_old_one_with_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"old")
    file.chmod(0o640)
    save(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"No space left on device\. Nothing was changed"):
        save(file, b"new" * 1000)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_killed_process_leaves_the_old_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"old")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(file)], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert file.read_bytes() == b"old"
    if _has_files_without_a_name(tmp_path):
        assert list(tmp_path.iterdir()) == [file]


def _has_files_without_a_name(folder: Path) -> bool:
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
    except (AttributeError, OSError):
        return False
    return Path("/proc/self/fd").is_dir()


def test_a_link_is_followed_and_a_folder_or_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real = tmp_path / "far" / "paper.pdf"
    real.write_bytes(b"old")
    link = tmp_path / "paper.pdf"
    link.symlink_to(real)
    save(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    circle = tmp_path / "circle.pdf"
    circle.symlink_to(circle)
    for other in (tmp_path / "far", Path(os.devnull), circle):
        with pytest.raises(Refused, match="not an ordinary file"):
            save(other, b"new")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be written: No such file or directory"):
        save(tmp_path / "nowhere" / "paper.pdf", b"new")


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".csv"])
def test_what_was_written_is_read_back_by_our_own_reader_equal_in_all_44_rows(
    tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"paper{ending}"
    save(file, as_bytes(samples.march(), ending))
    found = read(file)
    again = [
        (line.ref, line.defined, line.delivered, line.target, " ".join(line.owners), line.progress)
        for line in found.lines
    ]
    assert [tuple(map(_one_line, row)) for row in again] == [
        tuple(map(_one_line, row)) for row in samples.rows()
    ]
    assert not found.doubts
    assert all("not a table of actions" in sentence for sentence in found.warnings)


def _one_line(words: str) -> str:
    return " ".join(words.split())
