"""A sample to verify can be drawn again by anybody, and nobody could choose what is in it."""

import subprocess
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.committee.sample import CompletionClaim, draw
from register.refused import Refused

SEED = sha256(b"the November paper").hexdigest()
refs = st.lists(st.integers(1, 500).map(str), unique=True, max_size=60)


def test_all_of_high_priority_and_a_quarter_of_the_rest_are_drawn() -> None:
    claims = [CompletionClaim(str(number), high=number in (7, 30)) for number in range(1, 43)]
    sample = draw(claims, SEED)
    assert len(sample.drawn) == 2 + 10
    assert {"7", "30"} <= set(sample.refs)
    assert sample.refs == tuple(sorted(sample.refs, key=int))
    assert sample.claims == 42


def test_a_shell_draws_the_same() -> None:
    claims = [CompletionClaim(str(number)) for number in range(1, 21)]
    script = (
        f"for ref in $(seq 1 20); do printf '%s' \"{SEED}:$ref\" | sha256sum | cut -c1-64 | tr '\\n' ' '; "
        "echo $ref; done | sort"
    )
    lines = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout.splitlines()
    by_hand = {line.split()[1] for line in lines[:5]}
    assert set(draw(claims, SEED, 25).refs) == by_hand


def test_another_paper_draws_another_sample() -> None:
    claims = [CompletionClaim(str(number)) for number in range(1, 101)]
    assert draw(claims, SEED).refs != draw(claims, sha256(b"the March paper").hexdigest()).refs


@given(refs, st.integers(0, 100), st.integers())
def test_the_order_of_the_claims_makes_no_difference(given_refs: list[str], share: int, random: int) -> None:
    claims = [CompletionClaim(ref, high=int(ref) % 9 == 0) for ref in given_refs]
    shuffled = sorted(claims, key=lambda one: sha256(f"{random}{one.ref}".encode()).digest())
    sample = draw(claims, SEED, share)
    assert draw(shuffled, SEED, share) == sample
    usual = [one for one in claims if not one.high]
    assert len(sample.drawn) == len(claims) - len(usual) + -(-len(usual) * share // 100)


@given(refs)
def test_a_larger_share_keeps_what_a_smaller_one_drew(given_refs: list[str]) -> None:
    claims = [CompletionClaim(ref) for ref in given_refs]
    assert set(draw(claims, SEED, 20).refs) <= set(draw(claims, SEED, 60).refs)
    assert draw(claims, SEED, 100).refs == tuple(sorted(given_refs, key=int))


def test_each_claim_is_as_likely_as_any_other() -> None:
    claims = [CompletionClaim(str(number)) for number in range(1, 11)]
    counted = dict.fromkeys((claim.ref for claim in claims), 0)
    for number in range(2_000):
        for ref in draw(claims, sha256(str(number).encode()).hexdigest(), 30).refs:
            counted[ref] += 1
    assert all(500 < count < 700 for count in counted.values()), counted


@pytest.mark.parametrize("seed", ["", "today", "ABC" * 21 + "A", "g" * 64])
def test_nothing_is_drawn_by_what_is_no_hash_of_a_paper(seed: str) -> None:
    with pytest.raises(Refused, match="publish a paper first"):
        draw([CompletionClaim("1")], seed)


def test_a_share_that_is_none_and_a_ref_given_twice_are_refused() -> None:
    with pytest.raises(Refused, match="from 0 to 100; it is 101"):
        draw([CompletionClaim("1")], SEED, 101)
    with pytest.raises(Refused, match="given twice: 9, 10"):
        draw([CompletionClaim("10"), CompletionClaim("9"), CompletionClaim("10"), CompletionClaim("9")], SEED)
