"""``htst forget``: nothing tells who somebody was, and the record is whole: through the local Slack and the shell."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy import update as update_rows

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from htst import main
from register.changes import read
from register.forgetting import PersonForgotten
from storage.actions import change_chain, change_log, registers
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.forgetting import KEPT_AS_PUBLISHED
from storage.database.register_tables import change
from storage.database.tables import metadata
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from tests.recorded import posted_card
from tests.test_data import DATA
from tests.workflow.test_absences import move_to
from tests.workflow.test_outlooks import send_update
from tests.workflow.test_progress import action, ask
from workflow import forgetting
from workflow.context import Context, Request
from workflow.registers import save_settings

AMY, GARETH, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], OFFICER_IDS["GLD"]


def shell(office: Office, *typed: str) -> Result:
    url = office.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(main, list(typed), env={"DATABASE_URL": url})


def forget(office: Office, person: str, *more: str) -> str:
    result = shell(office, "forget", person, *more)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def where_named(office: Office, person: str) -> list[str]:
    """The columns of all tables in which a person's id stands, in any spelling."""
    named = re.compile(rf"(?<![A-Z0-9]){person}(?![A-Z0-9])", re.I)
    frozen = {(column.table.name, column.name) for column in KEPT_AS_PUBLISHED}
    found = set()
    with reading(office.engine) as tx:
        for table in metadata.sorted_tables:
            for row in tx.execute(select(table)).mappings():
                found |= {(table.name, name) for name, value in row.items() if named.search(str(value))}
    return sorted(f"{table}.{name}" for table, name in found - frozen)


def broken_at(office: Office) -> int | None:
    with reading(office.engine) as tx:
        return change_chain.broken_at(tx, "kent")


@pytest.fixture
def story(office: Office) -> Office:
    """Four weeks in which Amy does what an officer can do, and others name her."""
    card = posted_card(office, "C0CYPE", "3")
    office.slack.say(
        AMY, "C0CYPE", "The draft went to GET on Monday; they answer by 2 December.", thread_ts=card
    )
    office.slack.say(
        CYPE_LEAD, "C0CYPE", f"3: <@{AMY}> has sent it, says Amy Carter, on Monday.", thread_ts=card
    )
    office.slack.say(AMY, office.slack.dm(AMY), "update 42 The form is with the schools.")
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 38 <@{AMY}>")
    ask(office, CYPE_LEAD, "C0CYPE", f"/htst assign 3 <@{AMY}>")
    ask(office, LENA, "C0GLD", f"/htst away until 6 January 2023 deputy <@{AMY}>")
    ask(office, AMY, "C0CYPE", "/htst away until 18 November 2022")
    ask(office, AMY, "C0CYPE", "/htst snooze 14 until 18 November 2022 because of leave")
    send_update(office, "38", words="Waiting for the board, who meet on Friday.", on_time="doubtful")
    ask(office, AMY, "C0CYPE", "/htst due 42 exactly 31 March 2023 because the tender is late")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst grant 42")
    ask(office, AMY, "C0CYPE", "/htst done 14 Both names agreed")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst reject 14 because one name is missing")
    ask(office, AMY, "C0CYPE", "/htst nochange 1 because the tender is out")
    office.slack.open_home(AMY)
    move_to(office, "2022-12-07")
    ask(office, AMY, "C0CYPE", "/htst why 3 Money: it ran out")
    office.slack.change(AMY, is_gone=True)
    office.settle()
    return office


def test_nothing_tells_who_it_was_and_the_record_is_whole(story: Office) -> None:
    rows = [line.split("|")[1] for line in DATA.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    for person in (AMY, CYPE_LEAD, MONITOR):  # only tables of which the document says so hold who somebody is
        assert {column.partition(".")[0] for column in where_named(story, person)} <= documented
    assert "change.by" in where_named(story, AMY)
    assert "update.search" in where_named(story, AMY)
    said_before = [one.text for one in action(story, "3").updates]
    answer = forget(story, AMY, "--name", "Amy Carter")
    assert where_named(story, AMY) == []
    assert where_named(story, story.slack.dm(AMY)) == []
    assert "are as they were written" in shell(story, "audit", "verify").output
    pseudonym = re.search(r"Former colleague [0-9A-F]{6}", answer)
    assert pseudonym is not None
    third = action(story, "3")  # as it is, and as the changes tell it: the same
    assert {one.by for one in third.updates} == {pseudonym[0], CYPE_LEAD}
    assert third.updates[1].text == f"{pseudonym[0]} has sent it, says Amy Carter, on Monday."
    assert third.updates[0].text == said_before[0]
    assert action(story, "42").life.revisions[0].asked_by == pseudonym[0]
    assert dict(third.life.officers) == {}
    # her name in other people's words is listed, for an administrator to take back
    assert "action 3, update: Former colleague" in answer
    assert "/htst withdraw REF because" in answer


def test_the_bot_goes_on_as_before_and_calls_the_pseudonym_nobody(story: Office) -> None:
    now = story.slack.now()  # the shell's is today, and what it queues waits until then
    request = Request("forget", "shell", "", now, "shell")
    later = now + timedelta(days=1)
    with transaction(story.engine) as tx:
        notices.queue(tx, Notice("kent", "for her", NoticeKind.ANSWER, AMY, payload={"text": "Amy"}), later)
    pseudonym = forgetting.forget(Context(story.engine, story.slack.now), request, AMY).pseudonym
    again = shell(story, "forget", AMY)  # U0CYPELEAD is somebody else
    assert (again.exit_code, "Nothing is kept of" in again.output) == (2, True)
    with transaction(story.engine) as tx:  # what would be asked of them reaches nobody, nor does what waited
        assert notices.state_and_place(tx, "for her")[0] == "dropped"
        assert not notices.queue(tx, Notice("kent", "x", NoticeKind.ANSWER, pseudonym), now)
        assert notices.queue_all(tx, [Notice("kent", "y", NoticeKind.ANSWER, pseudonym)], now) == []
    story.settle()
    cards = [one for one in story.slack.messages("C0CYPE") if "Reply in this thread" in str(one.get("blocks"))]
    assert pseudonym in str(cards)
    assert f"<@{AMY}>" not in str(cards)
    shown = ask(story, CYPE_LEAD, "C0CYPE", "/htst status 3")
    assert "Former colleague" in shown
    assert f"<@{AMY}>" not in shown
    assert "<@Former" not in shown
    assert "Former colleague" in ask(story, CYPE_LEAD, "C0CYPE", "/htst history 3")
    ask(story, CYPE_LEAD, "C0CYPE", "/htst update 3 GET has answered; the form goes out next week.")
    move_to(story, "2022-12-12")
    assert broken_at(story) is None
    assert len(action(story, "3").updates) == 4


def test_one_is_forgotten_after_the_other_also_in_the_same_changes(story: Office) -> None:
    for person in (AMY, LENA, GARETH):
        forget(story, person)
        assert where_named(story, person) == []
        assert broken_at(story) is None
    action(story, "3")


def test_tampering_shows_still(story: Office) -> None:
    forget(story, AMY)
    with reading(story.engine) as tx:
        rows = tx.execute(select(change).order_by(change.c.number)).mappings().all()
    hers = next(one for one in rows if one["kind"] == "update" and "Former" in one["by"])
    attestation = next(one for one in rows if one["kind"] == "person forgotten")
    assert read(attestation["kind"], {}, attestation["after"]).after == attestation["after"]
    for row in (hers, next(one for one in rows if one["kind"] == "added"), attestation):
        for after, broken in (
            (row["after"] | {"note": "Somebody else"}, row["number"]),
            (row["after"], None),
        ):
            with transaction(story.engine) as tx:
                tx.execute(update_rows(change).where(change.c.id == row["id"]).values(after=after))
            assert broken_at(story) == broken
    assert shell(story, "audit", "verify").exit_code == 0


def test_only_changes_in_which_the_pseudonym_stands_are_vouched_for_and_it_is_said_by_which(
    story: Office,
) -> None:
    forget(story, AMY)
    answer = shell(story, "audit", "verify").output
    assert re.search(
        r"\d+ changes read otherwise since “Former colleague \w+” was forgotten: change \d+ vouches", answer
    )
    assert "by shell" in answer
    (vouched,) = json.loads(shell(story, "audit", "verify", "--json").output)["kent"]["vouched_for"]
    assert vouched["changes"] > 5
    assert vouched["by"] == "shell"
    with transaction(story.engine) as tx:
        rows = tx.execute(select(change).order_by(change.c.number)).mappings().all()
        row = next(one for one in rows if one["kind"] == "added")
        since = dict(row) | {"after": row["after"] | {"target": "Never"}}
        tx.execute(update_rows(change).where(change.c.id == row["id"]).values(after=since["after"]))
        chain = PersonForgotten("Former colleague ABC123", {row["number"]: change_log.seal(since, "kent")})
        change_log.append(tx, "kent", [(None, chain)], Author("shell", row["at"], "shell", row["recorded_at"]))
    assert broken_at(story) == row["number"]


def test_their_name_leaves_the_settings_that_changes_keep_and_all_words_that_name_them_are_listed(
    story: Office,
) -> None:
    with transaction(story.engine) as tx:
        for people in ({GARETH: "Gareth Evans"}, {GARETH: "Gareth B. Evans"}):
            known = registers.find(tx, "kent")
            wanted = replace(known, paper=replace(known.paper, people={**known.paper.people, **people}))
            save_settings(tx, wanted, Author("shell", story.slack.now(), "shell", story.slack.now()))
    ask(story, CYPE_LEAD, "C0CYPE", "/htst why 3 Money: Gareth B. Evans is ill")
    ask(story, LENA, "C0GLD", "/htst update 35 Gareth B. Evans has the plan")
    ask(story, LENA, "C0GLD", "/htst undo")
    answer = forget(story, GARETH)
    with reading(story.engine) as tx:
        kept = [
            str((one.before, one.after))
            for one in tx.execute(select(change).where(change.c.kind == "settings"))
        ]
    assert not [one for one in kept if "Evans" in one]
    assert broken_at(story) is None
    assert "Gareth B. Evans is ill" in answer
    assert "Gareth B. Evans has the plan" in answer


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (CYPE_LEAD, "The settings name U0CYPELEAD as the lead of CYPE of “kent”. Put somebody else there"),
        (MONITOR, "as an administrator of “kent”"),
        ("U0NOBODY1", "Nothing is kept of U0NOBODY1."),
        ("Amy Carter", "is not a Slack user id"),
    ],
)
def test_who_cannot_be_forgotten_is_said(office: Office, person: str, expected: str) -> None:
    result = shell(office, "forget", person)
    assert result.exit_code == 2
    assert expected in result.output
    assert broken_at(office) is None
