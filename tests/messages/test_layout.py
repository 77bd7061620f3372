"""Whatever people write, and however much of it there is, Slack takes the message and nobody is called."""

import json
from dataclasses import replace
from datetime import UTC, date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.forms import update as update_form
from messages import (
    alerts,
    answers,
    history,
    lists,
    offered_papers,
    receipts,
    requests,
    rounds,
    update_requests,
)
from messages import cards as card_messages
from messages import digest as digest_messages
from messages import home as home_messages
from messages import reminders as reminder_messages
from messages.command_spelling import CommandSpelling
from playground.blocks import check_view
from register.action import Action, Milestone
from register.committee.meetings import run_up
from register.committee.paper_kind import PaperKind
from register.committee.rounds import DatedStep, RoundStep, UpdateRequest
from register.history import Event
from register.home_view import page_size
from register.imports.preview import Preview
from register.life import Evidence, Revision
from register.notices.batches import DueItem
from register.notices.digest import Changed, digest, summary
from register.notices.reminders import ReminderAudience, Step
from register.people import is_person
from register.progress import Status, from_print
from register.register import Register
from register.roles import Role
from register.urgency_groups import parted
from tests.messages.home_parts import home_part
from tests.messages.wording import (
    KENT,
    PAPER,
    TODAY,
    WEEK_AGO,
    Posted,
    action,
    assert_calls_nobody,
    assert_fits,
    batch,
    shown,
    update_of,
)
from workflow.context import Request

COMMANDS = CommandSpelling(("a-register-with-a-long-name",))


words = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<!channel> @here <@U0EVIL>", "```", "*a*\n_b_", "&" * 200, "\n\n> ", "https://a.b/" + "c" * 400]
    ),
    st.builds(
        lambda part, times: part * times, st.text(min_size=1, max_size=20), st.sampled_from([100, 1_000])
    ),
)
refs = st.text(st.characters(exclude_categories=("Cs", "No")), min_size=1, max_size=60) | st.integers(
    1, 500
).map(str)
days = st.none() | st.integers(-900, 900).map(lambda n: TODAY + timedelta(days=n))
# Names of papers as authors; what looks like a person's id is one, and is rightly mentioned.
authors = words.filter(lambda name: not is_person(name))
owner_codes = st.lists(words.map(lambda text: text[:60] or "X"), max_size=12).map(tuple)
any_action = st.builds(
    lambda status, owners, **rest: action(
        status=status, owners=owners, directorates=("CYPE", *owners), register="kent", **rest
    ),
    ref=refs,
    defined=words,
    delivered=words,
    target=words,
    owners=owner_codes,
    progress=words,
    status=st.sampled_from(Status),
    links=st.lists(refs, max_size=60).map(tuple),
    named_by=st.lists(refs, max_size=60).map(tuple),
    updates=st.lists(
        st.builds(update_of, st.integers(1, 50), words, authors | st.just("U0OFFICER")), max_size=5
    ).map(tuple),
)
with_milestones = st.builds(
    lambda one, milestones: replace(one, milestones=tuple(milestones)),
    any_action,
    st.lists(st.builds(Milestone, words, words, days, days, days | st.none()), max_size=8),
)
registers = st.builds(lambda title, committee: replace(KENT, title=title, committee=committee), words, words)
# Without shrinking: with 500 actions in hand it would take minutes to tell of a failure.
slowly = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slowly
@given(with_milestones, registers, days)
def test_one_action_always_fits(drawn: Action, register: Register, reminder: date | None) -> None:
    assert_fits(
        card_messages.card(
            drawn,
            register,
            drawn.directorates,
            TODAY,
            {f"C0{n}": "https://x.example/" + "a" * 200 for n in "ABCD"},
        ),
        card_messages.moved_card(drawn, register, {"C0CYPE": "https://x.example/" + "a" * 200}),
        answers.status(drawn, register, TODAY, reminder),
        receipts.recorded([receipts.RecordedUpdate(drawn, 10**12, can_complete=True)] * 12, drawn.ref),
        receipts.saved([receipts.RecordedUpdate(drawn, 10**12)]),
        receipts.not_recorded([drawn.ref], drawn.ref, "Can we have more time?"),
        receipts.which_action([drawn.ref] * 30, COMMANDS, [([drawn.ref], "x" * 1_900)] * 10, drawn.defined),
        receipts.which_number([drawn.ref] * 9, [([drawn.ref] * 9, "x" * 1_900), ([drawn.ref], "y")]),
        lists.none_found(drawn.defined, [drawn.defined], (3, drawn.defined), COMMANDS, drawn.ref),
        card_messages.assigned(
            Posted({"C0CYPE": 3, drawn.ref.lower(): 2}, drawn.directorates), [drawn.ref] * 30
        ),
        answers.plain(f"Saved: {drawn.defined}"),
        answers.refusal(f"No: {drawn.defined}"),
    )
    request = Request("press", "U0AMY", "C0CYPE", WEEK_AGO, "button")
    form = json.loads(json.dumps(update_form.view(drawn, request, Role.ADMIN, TODAY)))
    assert check_view(form) == []
    assert_calls_nobody("", form["blocks"])


@slowly
@given(
    st.lists(with_milestones, min_size=1, max_size=3), registers, st.sampled_from([1, 7, 170]), words, authors
)
def test_500_actions_always_fit(some: list[Action], register: Register, times: int, what: str, by: str) -> None:
    actions = [replace(one, ref=f"{one.ref[:50]}{n}") for n in range(times) for one in some]
    changes = [Changed(one.ref, WEEK_AGO, what, by) for one in actions]
    items = [(one, milestone) for one in actions for milestone in one.milestones if milestone.deadline]
    week = digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC)
    week = replace(week, to_verify=tuple(actions), to_decide=tuple(actions))
    asked_for = what.replace("@", "")  # whom somebody asked about is named by a mention that they alone see
    assert_fits(
        card_messages.assigned_summary(register, ("CYPE", "GET"), actions, TODAY, COMMANDS),
        answers.state(summary(actions, TODAY, UTC), register, TODAY, COMMANDS),
        lists.listing(actions, TODAY, asked_for, 1, len(actions), f"list {what}", COMMANDS),
        lists.listing(actions[:40], TODAY, asked_for, 1, 100_000, f"list {what}", COMMANDS),
        lists.table(actions[:40], TODAY, asked_for, 1, 100_000, f"list {what}", COMMANDS),
        lists.several(actions, register, TODAY, COMMANDS),
        answers.mine(parted(actions, TODAY), TODAY, COMMANDS),
        *digest_messages.digest(week, digest_messages.Place(("CYPE",), COMMANDS), TODAY, register),
        *digest_messages.digest(week, digest_messages.Place((), COMMANDS), TODAY, register),
    )
    if items:
        links = {one.ref: f"https://kent.slack.com/archives/C0CYPE/p{'1' * 16}" for one in actions}
        place = digest_messages.Place(("CYPE", "GET"), COMMANDS, links, "The chart is in this thread.")
        answered = [*items[::2]]
        assert_fits(
            reminder_messages.reminder(batch("reminder", *items), register, TODAY, COMMANDS, links),
            reminder_messages.reminder(
                batch("reminder", *items, answers=answered), register, TODAY, COMMANDS, links
            ),
            reminder_messages.escalation(
                batch("escalation", *items, directorate=None), register, TODAY, COMMANDS, links
            ),
            reminder_messages.escalation(
                batch("escalation", *items, answers=answered), register, TODAY, COMMANDS, links
            ),
            *digest_messages.digest(week, place, TODAY, register, batch("reminder", *items)),
        )
    for what_is_shown in ("mine", "waiting", "open"):
        size = page_size(times % 10)
        own = home_part(register, by, TODAY, actions, actions, shown=what_is_shown, most=size)
        page = json.loads(json.dumps(home_messages.home([own] * (times % 10), [register] * (times % 10))))
        assert check_view(page) == []
        assert_calls_nobody("", page["blocks"])


@slowly
@given(with_milestones, registers, words, refs, authors)
def test_what_asks_and_answers_about_one_action_always_fits(
    drawn: Action, register: Register, what: str, strange: str, by: str
) -> None:
    what = what.strip() or "Said"  # none of these can be left blank
    revision = Revision(1, what, what, "U0OFFICER", WEEK_AGO, cause=what, answer=what)
    asks = replace(
        drawn, life=replace(drawn.life, reason=what, evidence=(Evidence(1, what, "U0OFFICER", WEEK_AGO),))
    )
    preview = Preview(PaperKind.TABLE, new=(strange,), missing=(strange,), warnings=(what,))
    days_before = run_up(TODAY, register.calendar, register.meetings.round)
    assert_fits(
        requests.verification(asks, "U0OFFICER", COMMANDS),
        requests.sent_back(asks, Status.IMPLEMENTED, "U0OFFICER", COMMANDS),
        requests.date_asked(drawn, revision, COMMANDS),
        requests.date_decided(drawn, revision),
        requests.named(drawn, "CYPE", "U0OFFICER"),
        requests.officer_left("U0OFFICER", [(drawn, "CYPE")], {}, COMMANDS),
        history.history_message(
            strange,
            [Event(WEEK_AGO, by, "form", "date", "changed the date", what, what, what)],
            register,
        ),
        offered_papers.shared([("F1", what)]),
        offered_papers.preview(1, what, "kent", TODAY, preview),
        offered_papers.imported(what, "kent", TODAY, preview, 1),
        offered_papers.refused(what),
        update_requests.updates_asked(
            register,
            [DatedStep(RoundStep.CHASE, days_before.chase_from, days_before)],
            UpdateRequest("C0CYPE", ("CYPE",), (drawn,)),
            [
                DueItem(drawn, one, Step(ReminderAudience.CHANNEL, 7, TODAY), asks_why=True)
                for one in drawn.milestones
            ],
            COMMANDS,
            today=TODAY,
        ),
        rounds.narrative_in_view(drawn, drawn.updates, [], TODAY, register),
        rounds.question_asked(what, TODAY, what, [strange], 1),
        rounds.report_sent(what),
        alerts.channel_archived([register], "C0CYPE", "U0OFFICER"),
        alerts.channel_deleted([register], "C0CYPE", "U0OFFICER"),
        alerts.channel_left([register], "C0CYPE", "U0OFFICER"),
        alerts.channel_named_anew([register], "C0CYPE", "children", is_by_name=True),
    )


def test_a_narrative_of_10000_characters_fits() -> None:
    long = action(
        defined="Asked & asked " * 700,
        delivered="Done <so> far. " * 700,
        updates=tuple(update_of(n, "And then & then " * 700) for n in range(1, 6)),
        status=from_print("") or Status.NOT_STARTED,
    )
    assert_fits(card_messages.card(long, KENT, ("CYPE",), TODAY), answers.status(long, KENT, TODAY, None))
    assert "…" in shown(answers.status(long, KENT, TODAY, None).blocks)
