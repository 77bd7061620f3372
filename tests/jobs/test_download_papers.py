"""Papers that are shared in Slack: which files are fetched, and what is said of one that cannot be read."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from demo.office import MONITOR, Office
from jobs.deliver import Sender
from jobs.download_papers import read_offered
from register.refused import Refused
from slack_api import files
from slack_api.client import Permanent, SlackClient, Temporary, Unknown
from slack_api.files import fetch_file
from storage.database.engine import reading, transaction
from storage.intake import offered_papers
from storage.processes import leases
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice, NoticeKind
from tests.sharing_papers import HEAD, ROWS, known, newest, offer, opened, send, share
from tests.waiting import serving


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


def reading_of(office: Office, number: int, readings: int) -> tuple[Sender, Claim]:
    """A sender, and its claim of the notice that has a paper read for the so-manieth time."""
    payload = {"offered": number, "readings": readings}
    queued = Notice(
        "kent", f"paper:{number}:{readings}", NoticeKind.PAPER, MONITOR, Method.FETCH, payload=payload
    )
    now = office.slack.now()
    claimed = Claim(1, 1, 1, False, "opaque", now, now + timedelta(minutes=1), now, now, None, queued)
    return Sender(
        office.engine, SlackClient(office.slack.bot_token, office.slack.api_url), lambda: now
    ), claimed


def test_a_paper_that_was_read_is_not_read_and_shown_again_by_a_sender_that_comes_late(office: Office) -> None:
    """As one whose lease had ended, and of which another took the notice over."""
    offer(office, HEAD + ROWS)
    before = len(office.slack.messages(office.slack.dm(MONITOR)))
    read_offered(*reading_of(office, 1, 0))
    office.settle()
    assert len(office.slack.messages(office.slack.dm(MONITOR))) == before
    with reading(office.engine) as tx:
        offered = offered_papers.find(tx, 1)
    assert offered is not None
    assert offered.readings == 1


def test_a_paper_that_one_sender_reads_is_left_by_the_others_until_it_has_done(office: Office) -> None:
    offer(office, HEAD + ROWS)
    sender, claimed = reading_of(office, 1, 0)
    with transaction(office.engine) as tx:
        assert leases.acquire(tx, "paper:1", sender.clock(), sender.clock() + timedelta(minutes=6))
    with pytest.raises(Temporary, match="another process is reading it"):
        read_offered(sender, claimed)
    with transaction(office.engine) as tx:
        assert not leases.acquire(tx, "paper:1", sender.clock(), sender.clock() + timedelta(minutes=6))


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackClient]:
    """Slack's client, where a file "200" holds "a paper", and a file of another number answers with that status."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = int(self.path.rpartition("/")[2])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"a paper" if status == 200 else b"")

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with serving(HTTPServer(("127.0.0.1", 0), Handler), "Slack's files") as address:
        slack = SlackClient("xoxb-1", f"{address}/api/")
        monkeypatch.setattr(
            slack,
            "ask",
            lambda _method, about: {"file": {"url_private_download": f"{address}/{about['file']}"}},
        )
        yield slack


def test_a_file_has_as_many_bytes_as_are_allowed_and_no_more(shared: SlackClient) -> None:
    assert fetch_file(shared, "200", 7) == b"a paper"
    with pytest.raises(Refused, match="That file is over"):
        fetch_file(shared, "200", 6)


@pytest.mark.parametrize(
    ("address", "is_slacks"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/november.csv", True),
        ("https://slack.com/november.csv", True),
        ("http://files.slack.com/november.csv", False),
        ("https://files.slack.com.example.org/november.csv", False),
        ("https://notslack.com/november.csv", False),
        ("https://slack.com@example.org/november.csv", False),
        ("https://docs.example.org/november.csv", False),
        ("", False),
    ],
)
def test_the_bots_token_is_sent_to_slacks_own_addresses_alone(
    shared: SlackClient, monkeypatch: pytest.MonkeyPatch, address: str, is_slacks: bool
) -> None:
    called: list[str] = []

    def download(where: str, _token: str, _most: int) -> bytes:
        called.append(where)
        return b"a paper"

    monkeypatch.setattr(files, "_download", download)
    monkeypatch.setattr(shared, "ask", lambda *_: {"file": {"url_private_download": address}})
    if is_slacks:
        assert fetch_file(shared, "200", 100) == b"a paper"
    else:
        with pytest.raises(Refused, match="kept elsewhere and only linked here"):
            fetch_file(shared, "200", 100)
    assert called == ([address] if is_slacks else [])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_file_that_slack_does_not_give_just_now_is_fetched_later(shared: SlackClient, status: int) -> None:
    with pytest.raises(Temporary):
        fetch_file(shared, str(status), 100)


@pytest.mark.parametrize("status", [302, 403, 404])
def test_a_file_that_slack_does_not_give_at_all_is_to_be_shared_again(shared: SlackClient, status: int) -> None:
    with pytest.raises(Refused, match="does not let me read that file; share it again"):
        fetch_file(shared, str(status), 100)


@pytest.mark.parametrize(
    ("answer", "raises", "says"),
    [
        (Unknown("no answer"), Temporary, "no answer about a file"),
        (Permanent("missing_scope"), Refused, "install the app again from its manifest"),
        (Permanent("file_not_found"), Refused, "not there any more; share it again"),
    ],
    ids=["no answer", "no scope", "gone"],
)
def test_where_slack_says_nothing_of_a_file_it_is_asked_again_or_the_person_reads_what_to_do(
    shared: SlackClient,
    monkeypatch: pytest.MonkeyPatch,
    answer: Exception,
    raises: type[Exception],
    says: str,
) -> None:
    def fails(*_: Any) -> dict[str, Any]:
        raise answer

    monkeypatch.setattr(shared, "ask", fails)
    with pytest.raises(raises, match=says):
        fetch_file(shared, "200", 100)
