"""Papers that are shared in Slack: which files are fetched, and what is said of one that cannot be read."""

from typing import Any

import pytest

from demo.office import Office
from tests.sharing_papers import HEAD, ROWS, known, newest, offer, opened, send, share


def test_what_cannot_be_read_is_answered_with_a_sentence(office: Office) -> None:
    before = known(office)
    for name, content in (
        ("a.docx", b"\x00\x01 not a document"),
        ("b.xlsx", b"PK\x03\x04 broken"),
        ("c.exe", b"MZ"),
        ("d.pdf", b"%PDF-1.4 nothing"),
        ("e.csv", b"<html>sign in</html>"),
    ):
        message = offer(office, content, name)
        assert message["text"].startswith(f"{name}: "), message["text"]
        assert message["text"].endswith("Nothing was changed.")
    assert known(office) == before


@pytest.mark.parametrize(
    ("about", "answer"),
    [
        ({"size": 11 * 1024 * 1024}, "over 10 MB"),
        ({"is_external": True}, "kept elsewhere"),
        ({"url_private_download": "https://example.org/november.csv"}, "kept elsewhere"),
        ({"url_private_download": "GONE"}, "does not let me read"),
    ],
)
def test_only_files_that_slack_keeps_are_fetched(about: dict[str, Any], answer: str, office: Office) -> None:
    share(office, HEAD + ROWS)
    (file,) = office.slack.workspace.files.values()
    file |= about
    if about.get("url_private_download") == "GONE":
        file["url_private_download"] = f"{office.slack.url}/files/F0GONE"
    opened(office, "offer_paper")
    assert send(office, {"as_at": "2022-11-15"}) == {}
    assert answer in newest(office)["text"]
    file |= {"url_private_download": file["url_private"], "size": 100, "is_external": False}
