"""Whatever people write, and however much of it there is, Slack takes the message and nobody is called."""

import json
from dataclasses import replace
from datetime import UTC, date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import messages
from playground.blocks import check_view
from register.action import Action, Milestone
from register.digest import Changed, digest, summary
from register.progress import Status, from_print
from register.register import Register
from tests.bot.wording import (
    KENT,
    PAPER,
    TODAY,
    WEEK_AGO,
    Posted,
    action,
    assert_calls_nobody,
    assert_fits,
    batch,
    said,
    shown,
)

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
    updates=st.lists(st.builds(said, st.integers(1, 50), words, words | st.just("U0OFFICER")), max_size=5).map(
        tuple
    ),
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
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slowly
@given(with_milestones, registers, days)
def test_one_action_always_fits(one: Action, register: Register, reminder: date | None) -> None:
    assert_fits(
        messages.card(one, register, "CYPE", TODAY),
        messages.status(one, register, TODAY, reminder),
        messages.recorded(one, 10**12),
        messages.assigned(Posted({"CYPE": 3, one.ref: 2}, one.directorates), register, [one.ref] * 30),
        messages.plain(f"Saved: {one.defined}"),
        messages.refusal(f"No: {one.defined}"),
    )
    form = json.loads(json.dumps(messages.update_modal(one, "C0CYPE")))
    assert check_view(form) == []
    assert_calls_nobody("", form["blocks"])


@slowly
@given(st.lists(with_milestones, min_size=1, max_size=3), registers, st.sampled_from([1, 7, 170]), words, words)
def test_500_actions_always_fit(some: list[Action], register: Register, times: int, what: str, by: str) -> None:
    actions = [replace(one, ref=f"{one.ref[:50]}{n}") for n in range(times) for one in some]
    changes = [Changed(one.ref, WEEK_AGO, what, by) for one in actions]
    items = [(one, milestone) for one in actions for milestone in one.milestones if milestone.deadline]
    week = digest(actions, changes, WEEK_AGO, TODAY, PAPER, UTC)
    assert_fits(
        messages.assigned_summary(register, "CYPE", actions, TODAY),
        messages.state(summary(actions, TODAY), register, TODAY),
        messages.listing(actions, register, TODAY, what, (1, len(actions)), f"/htst list {what}"),
        messages.listing(actions[:40], register, TODAY, what, (1, 100_000), f"/htst list {what}"),
        messages.mine(actions, register, TODAY),
        *messages.digest(week, register, "CYPE", TODAY),
        *messages.digest(week, register, None, TODAY),
    )
    if items:
        assert_fits(
            messages.reminder(batch("reminder", *items), register, TODAY),
            messages.escalation(batch("escalation", *items, directorate=None), register, TODAY),
        )
    own = messages.Own(register, actions, TODAY)
    page = json.loads(json.dumps(messages.home([own] * (times % 10), [own.register] * (times % 10))))
    assert check_view(page) == []
    assert_calls_nobody("", page["blocks"])


def test_a_narrative_of_10000_characters_fits() -> None:
    long = action(
        defined="Asked & asked " * 700,
        delivered="Done <so> far. " * 700,
        updates=tuple(said(n, "And then & then " * 700) for n in range(1, 6)),
        status=from_print("") or Status.NOT_STARTED,
    )
    assert_fits(messages.card(long, KENT, "CYPE", TODAY), messages.status(long, KENT, TODAY, None))
    assert "…" in shown(messages.status(long, KENT, TODAY, None).blocks)
