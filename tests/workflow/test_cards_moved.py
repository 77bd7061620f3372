"""Cards follow their actions: to other directorates, to other channels, into a channel that several share."""

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from demo import story
from demo.office import LEAD_OFFICERS, MONITOR, OFFICER_IDS, Office
from jobs import deliver
from jobs.render import render
from papers.reading_result import Reading
from register.action import Action
from register.directorate_changes import DirectorateChanges
from register.register import Register
from storage.actions import actions, registers
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.queue.notices import Notice, NoticeKind
from tests.readings import sample
from workflow.context import SHELL, Context, Request
from workflow.imports import import_reading
from workflow.owners import name_lead
from workflow.registers import configure

CODES = ("CYPE", "GET", "GLD")
REFS = ("3", "7", "10", "38")


def words_of(message: dict[str, Any]) -> str:
    """What a message says, without the ids of people and channels, in which there are codes too."""
    return re.sub(r"<[@#]\w+>|<[^<>|]+\|([^<>]+)>", r"\1", story.shown_text(message))


def assign(office: Office, what: str) -> None:
    assert office.slack.command(MONITOR, "C0LEADS", f"/htst assign {what}").ok
    office.settle()


def found(office: Office, ref: str) -> Action:
    with reading(office.engine) as tx:
        action = actions.find(tx, registers.find(tx, "kent"), ref)
    assert action is not None
    return action


def author(office: Office) -> Author:
    """Who looks after the machine, at the workspace's time."""
    return Author(SHELL, office.slack.now(), SHELL, office.slack.now())


def owned(paper: Reading, owners: dict[str, tuple[str, ...]]) -> Reading:
    """The paper with other owners printed."""
    lines = tuple(replace(line, owners=owners.get(line.ref, line.owners)) for line in paper.lines)
    return replace(paper, lines=lines, sha256=f"{owners}")


def import_with(office: Office, owners: dict[str, tuple[str, ...]], on: date = date(2022, 11, 15)) -> None:
    with transaction(office.engine) as tx:
        register = registers.find(tx, "kent")
        import_reading(tx, register, owned(sample(), owners), on, office.slack.now())


def cards(office: Office, channel: str, ref: str) -> list[dict[str, Any]]:
    """The live cards of an action in a channel: those with buttons."""
    shown = (one for one in office.slack.messages(channel) if f"'kent:{ref}'" in str(one.get("blocks")))
    return [one for one in shown if words_of(one).startswith(f"Action {ref}")]


def moved(office: Office, channel: str, ref: str) -> list[dict[str, Any]]:
    """The cards of an action that stand in a channel and say that it has moved."""
    return [
        one for one in office.slack.messages(channel) if words_of(one).startswith(f"Action {ref} has moved")
    ]


def with_channels(register: Register, **channels: str) -> Register:
    return replace(
        register,
        directorates=tuple(replace(d, channel=channels.get(d.code, d.channel)) for d in register.directorates),
    )


def test_a_paper_that_moves_an_action_moves_its_card(office: Office) -> None:
    assign(office, "34")
    (before,) = cards(office, "C0CYPE", "34")
    office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "The review has begun.", thread_ts=before["ts"])
    office.settle()
    import_with(office, {"34": ("GET",)})
    office.settle()
    (after,) = cards(office, "C0GET", "34")
    assert "The review has begun." in words_of(after)
    assert "CYPE" not in words_of(after)
    (left,) = moved(office, "C0CYPE", "34")
    assert left["ts"] == before["ts"]
    assert "button" not in str(left["blocks"])
    assert "CYPE" not in words_of(left)
    assert f"archives/C0GET/p{after['ts'].replace('.', '')}|GET>" in str(left["blocks"])
    assert f"archives/C0CYPE/p{before['ts'].replace('.', '')}|" in str(after["blocks"])


def test_a_reply_under_a_card_that_has_moved_is_still_an_update(office: Office) -> None:
    assign(office, "34")
    (before,) = cards(office, "C0CYPE", "34")
    import_with(office, {"34": ("GET",)})
    office.settle()
    office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "We handed it over on Monday.", thread_ts=before["ts"])
    office.settle()
    assert [one.text for one in found(office, "34").updates] == ["We handed it over on Monday."]
    assert "We handed it over on Monday." in words_of(cards(office, "C0GET", "34")[0])


def test_an_action_that_comes_back_has_its_card_where_it_was(office: Office) -> None:
    assign(office, "34")
    (before,) = cards(office, "C0CYPE", "34")
    for owner in ("GET", "CYPE"):
        import_with(office, {"34": (owner,)})
        office.settle()
    (again,) = cards(office, "C0CYPE", "34")
    assert again["ts"] == before["ts"]
    assert len(moved(office, "C0GET", "34")) == 1


def test_a_directorate_that_joins_gets_a_card_and_the_others_name_it(office: Office) -> None:
    assign(office, "34")
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 34 to GET").ok
    office.settle()
    (theirs,) = cards(office, "C0CYPE", "34")
    assert "jointly with GET" in words_of(theirs)
    (new,) = cards(office, "C0GET", "34")
    assert "GET leads" in words_of(new)


def test_to_take_back_that_a_directorate_joined_moves_its_card_too(office: Office) -> None:
    assign(office, "34")
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 34 to GET").ok
    office.settle()
    assert len(cards(office, "C0GET", "34")) == 1
    assert "Taken back" in office.slack.command(MONITOR, "C0LEADS", "/htst undo").text
    office.settle()
    assert found(office, "34").directorates == ("CYPE",)
    assert cards(office, "C0GET", "34") == []
    assert "CYPE in" in words_of(moved(office, "C0GET", "34")[0])
    assert "GET" not in words_of(cards(office, "C0CYPE", "34")[0])


def test_an_action_without_a_card_gets_none_by_moving(office: Office) -> None:
    import_with(office, {"34": ("GET",)})
    office.settle()
    assert office.slack.messages("C0GET") == []


def test_a_card_that_moves_before_it_was_posted_is_posted_once(office: Office) -> None:
    office.slack.faults.add("chat.postMessage", "429", channel="C0CYPE", retry_after=1)
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 34").ok
    import_with(office, {"34": ("GET",)})
    office.settle()
    assert len(cards(office, "C0GET", "34")) == 1
    assert [one for one in office.slack.messages("C0CYPE") if "34" in words_of(one)] == []


def test_a_card_whose_action_comes_back_just_as_a_sender_lets_it_be_is_posted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[object] = []

    def render_then_come_back(tx: Connection, notice: Notice, now: datetime) -> dict[str, Any] | None:
        found = render(tx, notice, now)
        if notice.kind == NoticeKind.CARD and found is None and not rendered:
            rendered.append(found)
            import_with(office, {"34": ("CYPE",)})
        return found

    monkeypatch.setattr(deliver, "render", render_then_come_back)
    office.slack.faults.add("chat.postMessage", "429", channel="C0CYPE", retry_after=1)
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 34").ok
    import_with(office, {"34": ("GET",)})
    office.settle()
    assert rendered == [None]
    assert len(cards(office, "C0CYPE", "34")) == 1


def test_three_directorates_in_one_channel_get_one_card_of_a_joint_action(office: Office) -> None:
    shared = with_channels(office.register, GET="C0CYPE", GLD="C0CYPE")
    with transaction(office.engine) as tx:
        registers.save(tx, shared)
    assign(office, "all")
    shown = Counter(re.findall(r"Action (\S+)", "\n".join(map(words_of, office.slack.messages("C0CYPE")))))
    assert shown["10"] == 1
    (joint,) = cards(office, "C0CYPE", "10")
    assert "CYPE, GET and GLD" in words_of(joint)
    assert "jointly" not in words_of(joint)
    summary = office.slack.messages("C0CYPE")[0]["text"]
    assert "42 management actions for CYPE, GET and GLD" in summary
    assert "nothing to post" in office.slack.command(MONITOR, "C0LEADS", "/htst assign 10").text


def test_a_directorate_whose_channel_changes_in_the_settings_has_its_cards_there(office: Office) -> None:
    assign(office, "3 34")
    configure(office.engine, with_channels(office.register, CYPE="C0LEADS"), author(office))
    office.settle()
    for ref in ("3", "34"):
        assert len(cards(office, "C0LEADS", ref)) == 1
        assert len(moved(office, "C0CYPE", ref)) == 1
        assert cards(office, "C0CYPE", ref) == []
    assert len(cards(office, "C0GET", "3")) == 1


def test_a_directorate_that_is_merged_into_another_brings_its_open_cards_and_none_that_is_done(
    office: Office,
) -> None:
    assign(office, "5 9")  # both are of GLD; 9 is complete
    merged = tuple(one for one in office.register.directorates if one.code != "GLD")
    became = DirectorateChanges(renamed={"GLD": "GET"})
    configure(office.engine, replace(office.register, directorates=merged), author(office), became)
    office.settle()
    assert found(office, "9").directorates == found(office, "5").directorates == ("GET",)
    assert len(cards(office, "C0GET", "5")) == 1
    assert cards(office, "C0GET", "9") == []
    (left,) = moved(office, "C0GLD", "9")
    assert "GET in" in words_of(left)


@pytest.mark.parametrize("again", ["command", "taken back"])
def test_an_action_that_was_done_when_its_directorate_went_has_a_card_once_it_is_open_again(
    office: Office, again: str
) -> None:
    assign(office, "5")
    assert office.slack.command(MONITOR, "C0LEADS", "/htst done 5 See the minutes of May").ok
    merged = tuple(one for one in office.register.directorates if one.code != "GLD")
    became = DirectorateChanges(renamed={"GLD": "GET"})
    configure(office.engine, replace(office.register, directorates=merged), author(office), became)
    office.settle()
    assert cards(office, "C0GET", "5") == cards(office, "C0GLD", "5") == []
    if again == "command":
        assert office.slack.command(LEAD_OFFICERS[1], "C0LEADS", "/htst reject 5 because they do not say so").ok
    else:
        assert "Taken back" in str(office.slack.command(MONITOR, "C0LEADS", "/htst undo"))
    office.settle()
    assert not found(office, "5").status.is_done
    assert len(cards(office, "C0GET", "5")) == 1
    assert cards(office, "C0GLD", "5") == []


@pytest.mark.parametrize("seed", range(3))
def test_after_any_run_of_events_each_owners_channel_has_one_card_as_the_register_has_it(
    office: Office, seed: int
) -> None:
    chance = random.Random(seed)
    assign(office, " ".join(REFS))
    office.slack.move_to(datetime(2022, 11, 16, 8, tzinfo=UTC))
    for step in range(12):
        _happen(office, chance, step)
        if chance.random() < 0.4:
            office.settle()
    office.settle()
    with reading(office.engine) as tx:
        register = registers.find(tx, "kent")
    for ref in REFS:
        action = found(office, ref)
        meeting = {d.channel for d in register.directorates if d.code in action.directorates}
        for channel in {"C0CYPE", "C0GET", "C0GLD", "C0LEADS"}:
            live = cards(office, channel, ref)
            assert len(live) == (channel in meeting), (ref, channel, action.directorates)
            for card in live:
                words = words_of(card)
                assert all(code in words for code in action.directorates), words
                assert not any(code in words for code in set(CODES) - set(action.directorates)), words
                assert not action.updates or action.updates[-1].text in words
            for left in moved(office, channel, ref):
                assert all(code in words_of(left) for code in action.directorates)
                assert "button" not in str(left["blocks"])


def _happen(office: Office, chance: random.Random, step: int) -> None:
    """Something that happens to actions: other owners in a paper or by command, an update, other channels."""
    ref, code = chance.choice(REFS), chance.choice(CODES)
    at = office.slack.now()
    kind = chance.choice(("paper", "paper", "assign", "update", "settings"))
    if kind == "paper":
        owners = {one: tuple(chance.sample(CODES, chance.randint(1, 3))) for one in chance.sample(REFS, 2)}
        import_with(office, owners)
    elif kind == "assign":
        request = Request(f"test:{step}", MONITOR, "C0LEADS", at, "command")
        name_lead(Context(office.engine, lambda: at), request, "kent", ref, code)
    elif kind == "update":
        answer = office.slack.command(MONITOR, "C0LEADS", f"/htst update {ref} Step {step} is done")
        assert answer.ok
    else:
        channels = {one: chance.choice((f"C0{one}", "C0LEADS")) for one in CODES}
        with reading(office.engine) as tx:
            register = registers.find(tx, "kent")
        configure(office.engine, with_channels(register, **channels), author(office))
