"""The story's second part: from the November table, by what people say and decide, to the paper of March."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, SAMPLE, Office
from demo.story import AMY, StoryStep, action_card, ask, bot_posts, expect, shown_text
from papers.read import read
from register.action import Line
from register.progress import Status, from_print
from storage.database.engine import reading
from workflow.publishing import paper_of

MARCH = SAMPLE.with_name("management-action-table-march.docx")
MEETING = date(2023, 3, 16)
_CHASE, _LEADS, _PUBLISH, _AFTER = (
    datetime(2023, month, day, 9, 0, tzinfo=UTC) for month, day in ((2, 22), (3, 2), (3, 8), (3, 17))
)


def _lines() -> dict[str, Line]:
    """The March table, line by line: what the people of the story say is taken from it."""
    return {line.ref: line for line in read(MARCH).lines}


def _rows(office: Office) -> dict[str, tuple[str, ...]]:
    with reading(office.engine) as tx:
        return {row[0]: row for row in paper_of(tx, office.register, MEETING).appendix.rows}


def _press(office: Office, person: str, channel: str, message: dict[str, Any], button: str) -> dict[str, Any]:
    """Press a button that opens a form, and give the form."""
    answer = office.slack.press(person, channel, message["ts"], button)
    expect(answer.ok, f"the press was answered with {answer.error}")
    view = office.slack.view(person)
    expect(view is not None, f"{button} should open a form")
    assert view is not None  # noqa: S101 - expected just now
    return view


def _send(office: Office, person: str, view: dict[str, Any], fields: dict[str, Any]) -> None:
    wrong = office.slack.submit(person, view["id"], {name: {name: value} for name, value in fields.items()})
    expect(not wrong, f"the form was sent back: {wrong}")


def owners_are_asked_once(office: Office) -> Iterator[str]:
    """On 22 February each directorate is asked, in one message, for the updates that the March paper lacks."""
    office.slack.move_to(_CHASE)
    office.settle()
    for channel in ("C0CYPE", "C0GET", "C0GLD"):
        requests = [one for one in bot_posts(office, channel) if _has(one, "round")]
        expect(len(requests) == 1, f"one request was expected in {channel}, {len(requests)} came")
        yield f"#{office.slack.workspace.conversation(channel).name}: {shown_text(requests[0]).splitlines()[1]}"


def owners_answer_in_one_form(office: Office) -> Iterator[str]:
    """Three officers answer: progress on the cards, all else in one form each; what they leave blank stays asked."""
    lines = _lines()
    before = _rows(office)
    moved = [line for ref, line in lines.items() if line.progress != before[ref][5]]
    for line in moved:
        _give_progress_on_card(office, line)
    yield f"progress of {len(moved)} actions, on their cards"
    for code, person in OFFICER_IDS.items():
        channel = f"C0{code}"
        (request,) = [one for one in bot_posts(office, channel) if _has(one, "round")]
        view = _press(office, person, channel, request, "round")
        fields = {}
        for block in view["blocks"]:
            ref = block.get("label", {}).get("text", "").split(":")[0]
            if block.get("block_id", "").startswith("words:") and lines[ref].delivered != before[ref][2]:
                fields[block["block_id"]] = lines[ref].delivered
        if fields:
            _send(office, person, view, fields)
        yield f"{office.slack.workspace.person(person).name}: {len(fields)} updates in one form"
    # Complete in November already, and so not asked for: its officer adds to it unasked.
    yield from ask(office, OFFICER_IDS["CYPE"], "C0CYPE", f"/htst update 16 {lines['16'].delivered}", "Saved")
    office.settle()
    yield from ask(office, MONITOR, "C0LEADS", "/htst round 16 March 2023", "not signed off")


def _give_progress_on_card(office: Office, line: Line) -> None:
    code = "CYPE" if "CYPE" in line.owners or "ALL" in line.owners else line.owners[0]
    person, channel = OFFICER_IDS[code], f"C0{code}"
    status = from_print(line.progress)
    view = _press(office, person, channel, action_card(office, channel, line.ref), "update")
    fields = {"words": line.delivered, "progress": status.value if status else ""}
    if status is Status.ONGOING:
        fields["review"] = "2023-09-01"
    _send(office, person, view, fields)


def leads_sign_off_and_the_author_finds_words(office: Office) -> Iterator[str]:
    """On 2 March the leads sign off; the author puts updates into words where the table needs it."""
    office.slack.move_to(_LEADS)
    office.settle()
    channel = office.slack.dm(CYPE_LEAD)
    (request,) = [one for one in office.slack.messages(channel) if _has(one, "sign_off")]
    expect(office.slack.press(CYPE_LEAD, channel, request["ts"], "sign_off").ok, "the sign-off should be taken")
    yield f"{office.slack.workspace.person(CYPE_LEAD).name} signs off for CYPE"
    yield from ask(office, "U0GETLEAD", "C0GET", "/htst signoff 16 March 2023", "Signed off", "GET")
    rows, lines = _rows(office), _lines()
    to_rewrite = [ref for ref, line in lines.items() if rows[ref][2] != line.delivered]
    for ref in to_rewrite:
        expect(
            office.slack.command(MONITOR, "C0LEADS", f"/htst narrative {ref}").ok, "the words should be shown"
        )
        shown = office.slack.ephemeral(MONITOR)[-1]
        view = _press(office, MONITOR, "C0LEADS", shown, "narrative")
        _send(office, MONITOR, view, {"words": lines[ref].delivered})
    office.settle()
    yield f"the author's words for actions {', '.join(to_rewrite)}, each kept with the updates it rests on"


def the_paper_is_published(office: Office) -> Iterator[str]:
    """On 8 March, five clear days before the meeting, the paper is published: the March table in all 44 rows."""
    office.slack.move_to(_PUBLISH)
    office.settle()
    yield from ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023", "lead of GLD has not signed off")
    yield from ask(office, "U0GLDLEAD", "C0GLD", "/htst signoff 16 March 2023", "Signed off", "GLD")
    yield from ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023", "frozen", "SHA-256")
    rows, lines = _rows(office), _lines()
    differing = [
        ref
        for ref, line in lines.items()
        if rows[ref] != (ref, line.defined, line.delivered, line.target, " ".join(line.owners), line.progress)
    ]
    expect(len(rows) == 44 and not differing, f"the table differs from March's in {differing}")
    yield "the table that HTST wrote is the committee's own in all 44 rows"
    yield from ask(office, MONITOR, "C0LEADS", "/htst paper 16 March 2023 docx", "direct message")
    office.settle()
    channel = office.slack.dm(MONITOR)
    (sent,) = [one for one in office.slack.messages(channel) if "as it was published" in shown_text(one)]
    _root, file = office.slack.thread(channel, sent["ts"])
    yield f"in a direct message: {file['files'][0]['name']}"


def the_committee_decides(office: Office) -> Iterator[str]:
    """After the meeting one form closes 9 and 16 under the minute's number and keeps a Member's question."""
    office.slack.move_to(_AFTER)
    office.settle()
    expect(office.slack.command(MONITOR, "C0LEADS", "/htst meeting").ok, "the meeting should be offered")
    view = _press(office, MONITOR, "C0LEADS", office.slack.ephemeral(MONITOR)[-1], "meeting")
    question = "Cllr Jones: When will the agreement of action 10 be signed?"
    fields = {"number": "24", "noted": "the progress", "closed": ["9", "16"], "questions": question}
    _send(office, MONITOR, view, fields)
    office.settle()
    (question_post,) = [
        one for one in office.slack.messages("C0LEADS") if "Cllr Jones asked" in shown_text(one)
    ]
    office.slack.say(CYPE_LEAD, "C0LEADS", "Answer: In June.", thread_ts=question_post["ts"])
    office.settle()
    yield from ask(office, MONITOR, "C0LEADS", "/htst status 9", "Closed")
    with reading(office.engine) as tx:
        (printed,) = paper_of(tx, office.register, date(2023, 5, 16)).questions
    expect(printed.answer == "In June.", "the next paper should print the answer")
    yield f"the next paper prints: {printed.member}, {printed.question} {printed.answer}"


def an_action_is_seen_through(office: Office) -> Iterator[str]:
    """Amy reports action 3 complete, her lead verifies it by the button, and the committee's decision closes it."""
    evidence = "https://kent.example/feedback-form"
    yield from ask(office, AMY, "C0CYPE", f"/htst done 3 The form is in use, see {evidence}", "to verify it")
    office.settle()
    channel = office.slack.dm(CYPE_LEAD)
    request = [one for one in office.slack.messages(channel) if _has(one, "verify")][-1]
    expect(evidence in shown_text(request), "the lead should see what shows that it is done")
    expect(office.slack.press(CYPE_LEAD, channel, request["ts"], "verify").ok, "the press should be taken")
    office.settle()
    expect(
        "erified" in shown_text(action_card(office, "C0GET", "3")), "the card should say that it is verified"
    )
    yield f"{office.slack.workspace.person(CYPE_LEAD).name} verifies it; its cards say so"
    yield from ask(office, MONITOR, "C0LEADS", "/htst close 3 meeting 16 March 2023", "closed")
    yield from ask(office, CYPE_LEAD, "C0LEADS", "/htst history 3", "gave evidence")


def _has(message: dict[str, Any], button: str) -> bool:
    return re.search(rf"'action_id': '{button}'", str(message.get("blocks"))) is not None


STEPS_TO_MARCH: tuple[tuple[str, StoryStep], ...] = tuple(
    (str(step.__doc__).strip(), step)
    for step in (
        owners_are_asked_once,
        owners_answer_in_one_form,
        leads_sign_off_and_the_author_finds_words,
        the_paper_is_published,
        the_committee_decides,
        an_action_is_seen_through,
    )
)
