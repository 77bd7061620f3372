"""The commands of whoever looks after the bot: htst notices, backup, restore, doctor."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select, update

from config.settings import VARIABLES
from htst import main
from register.register import Register
from storage.actions import change_log
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind, NoticeState
from tests.waiting import until, waits_for_a_lock

pytestmark = pytest.mark.usefixtures("kent")
WORDS = "the words of a notice"


@pytest.fixture(autouse=True)
def _queue(engine: Engine, kent: Register) -> None:
    """One notice of each state, numbered in this order."""
    then = datetime.now(UTC) - timedelta(hours=5)
    with transaction(engine) as tx:
        for number, state in enumerate(NoticeState, start=1):
            queued = Notice(
                "kent", state, NoticeKind.REMINDER, "C0CYPE", refs=("3", "14"), payload={"text": WORDS}
            )
            assert notices.queue(tx, queued, then)
            values: dict[str, Any] = {"state": state, "tries": 2}
            values |= {"error": "not_in_channel"} if state == NoticeState.FAILED else {}
            tx.execute(update(notice).where(notice.c.id == number).values(values))


NUMBERS = {state: number for number, state in enumerate(NoticeState, start=1)}


def htst(database_url: str, *words: object, status: int = 0) -> Result:
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": database_url}
    done = CliRunner().invoke(main, [str(word) for word in words], env=environ)
    assert done.exit_code == status, (done.output, done.exception)
    return done


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ([], {NoticeState.UNKNOWN, NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.HELD}),
        (["--failed"], {NoticeState.FAILED, NoticeState.EXPIRED}),
        (["--waiting"], {NoticeState.WAITING, NoticeState.SENDING}),
        (["--unknown"], {NoticeState.UNKNOWN, NoticeState.HELD}),
        (
            ["--failed", "--waiting"],
            {NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.WAITING, NoticeState.SENDING},
        ),
    ],
)
def test_notices_are_listed_by_what_they_need(database_url: str, option: list[str], expected: set[str]) -> None:
    found = json.loads(htst(database_url, "notices", *option, "--json").stdout)
    assert {one["state"] for one in found} == expected
    assert all(one["tries"] == 2 and 5 * 3600 <= one["age_seconds"] < 5 * 3600 + 600 for one in found)
    output = htst(database_url, "notices", *option).stdout
    for state in expected:
        assert (
            f"{NUMBERS[NoticeState(state)]}  {state}  reminder to C0CYPE about 3, 14, queued 5 h ago" in output
        )
    assert WORDS not in output


def test_a_failure_says_why(database_url: str) -> None:
    output = htst(database_url, "notices", "--failed").stdout
    assert "2 tries: not_in_channel" in output
    assert "htst notices resolve" in output


@pytest.mark.parametrize(
    ("state", "decision", "after"),
    [
        (NoticeState.HELD, "--sent=https://kent.slack.com/archives/C0CYPE/p1700000000000100", NoticeState.SENT),
        (NoticeState.UNKNOWN, "--sent=C0CYPE 1700000000.000100", NoticeState.SENT),
        (NoticeState.HELD, "--again", NoticeState.WAITING),
        (NoticeState.FAILED, "--again", NoticeState.WAITING),
        (NoticeState.EXPIRED, "--again", NoticeState.WAITING),
        (NoticeState.FAILED, "--drop", NoticeState.DROPPED),
        (NoticeState.WAITING, "--drop", NoticeState.DROPPED),
    ],
)
def test_somebody_decides(
    database_url: str, engine: Engine, state: NoticeState, decision: str, after: NoticeState
) -> None:
    htst(database_url, "notices", "resolve", NUMBERS[state], decision)
    with reading(engine) as tx:
        row = tx.execute(select(notice).where(notice.c.id == NUMBERS[state])).mappings().one()
    assert row["state"] == after
    assert (row["tries"], row["error"]) == (0, None) if after == NoticeState.WAITING else row["settled_at"]


def test_who_decides_about_a_notice_waits_for_whoever_changes_its_register(
    database_url: str, engine: Engine
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as tx:
            change_log.lock(tx, "kent")
            words = ("notices", "resolve", NUMBERS[NoticeState.HELD], "--again")
            waiting = pool.submit(htst, database_url, *words)
            until(lambda: waits_for_a_lock(engine), "the command waits for the register")
            assert not waiting.done()
        assert "will be sent again" in waiting.result(20).stdout


def test_one_message_is_one_notice(database_url: str) -> None:
    place = "https://kent.slack.com/archives/C0CYPE/p1700000000000100?thread_ts=1700000000.000100&cid=C0CYPE"
    htst(database_url, "notices", "resolve", NUMBERS[NoticeState.HELD], "--sent", place)
    again = htst(database_url, "notices", "resolve", NUMBERS[NoticeState.UNKNOWN], "--sent", place, status=2)
    assert "Another notice stands there already" in again.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([NUMBERS[NoticeState.SENDING], "--again"], "ask again in a minute"),
        ([NUMBERS[NoticeState.SENT], "--drop"], "is sent"),
        ([NUMBERS[NoticeState.FAILED], "--sent"], "sent is for held, unknown"),
        ([NUMBERS[NoticeState.HELD], "--sent"], "Say where notice 7 stands"),
        ([NUMBERS[NoticeState.HELD], "--sent", "where it is"], "is not a link to a message"),
        (
            [NUMBERS[NoticeState.HELD], "--sent", "https://kent.slack.com/archives/C0GET/p1700000000000100"],
            "leads to C0GET",
        ),
        (
            [NUMBERS[NoticeState.HELD], NUMBERS[NoticeState.UNKNOWN], "--sent", "C0CYPE 1700000000.000100"],
            "one message",
        ),
        ([NUMBERS[NoticeState.HELD], "--sent", "C0CYPE 1700000000.000100", "--drop"], "Choose one"),
        ([99, "--drop"], "no notice 99"),
        ([NUMBERS[NoticeState.HELD], 99, "--drop"], "no notice 99"),
        ([NUMBERS[NoticeState.HELD]], "--sent"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_changes(
    database_url: str, engine: Engine, words: list[object], expected: str
) -> None:
    assert expected in htst(database_url, "notices", "resolve", *words, status=2).stderr
    with reading(engine) as tx:
        assert tx.execute(select(notice.c.state).order_by(notice.c.id)).scalars().all() == list(NoticeState)


def test_a_copy_is_made_and_brought_back(database_url: str, engine: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    if engine.dialect.name == "postgresql":
        assert "createdb" in htst(database_url, "restore", copy, status=2).stderr
        assert not copy.exists()
    else:
        assert "sound" in htst(database_url, "backup", copy).stdout
        assert "exists already" in htst(database_url, "backup", copy, status=2).stderr
        assert "--force" in htst(database_url, "restore", copy, status=2).stderr
        result = htst(database_url, "restore", copy, "--force")
        assert "register kent" in result.stdout
        assert "before-restore" in result.stdout
        assert "3 notices were waiting" in result.stdout  # waiting, sending and unknown
    assert "notices were waiting" in htst(database_url, "restore", "--done").stdout
    with reading(engine) as tx:
        states = tx.execute(select(notice.c.state)).scalars().all()
    assert states.count(NoticeState.UNKNOWN) == 3
    assert NoticeState.WAITING not in states


def test_a_copy_can_be_made_before_a_migration(database_url: str, engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name == "postgresql":
        return
    engine.dispose()
    database = sqlite3.connect(str(engine.url.database))
    database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.commit()
    database.close()
    assert "htst migrate" in htst(database_url, "notices", status=2).stderr
    htst(database_url, "backup", tmp_path / "copy")


def test_the_doctor_tells_of_the_house_before_it_asks_slack(database_url: str) -> None:
    output = htst(database_url, "doctor", status=2)
    assert "✗ queue: " in output.stdout
    assert "1 held" in output.stdout
    assert "not running:" in output.stdout
    assert "SLACK_BOT_TOKEN" in output.stderr
