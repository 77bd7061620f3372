"""Which claims of "complete" are looked into: drawn so that anybody can draw them again and nobody can choose.

The rule, for whoever wants to check a draw:

1. The seed is the SHA-256 of the last published paper, as 64 small hexadecimal digits. It was public before the
   claims were in, and nobody could choose it.
2. Every claim of high priority is in the sample.
3. For each other claim take the SHA-256 of the text ``SEED:REF`` (UTF-8; the ref as printed), as hexadecimal
   digits, and put the claims in the order of these digits. In a shell: ``printf '%s' "SEED:REF" | sha256sum``.
4. Of these take the first, as many as the share says, rounded up; so one at least where there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from register.lazy_pattern import LazyPattern
from register.refs import ref_key
from register.refused import Refused

SHARE = 25
"""Percent of the claims that are not of high priority, where a register says nothing else."""

_HASH = LazyPattern(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class CompletionClaim:
    """An action that its owners report as complete and nobody has verified."""

    ref: str
    high: bool = False


@dataclass(frozen=True)
class Drawn:
    """A claim in the sample: of high priority, or drawn by its ``digest`` (the SHA-256 of rule 3)."""

    ref: str
    high: bool
    digest: str


@dataclass(frozen=True)
class Sample:
    """What was drawn, by what, and out of how many. ``drawn`` is in the order of refs."""

    seed: str
    share: int
    claims: int
    drawn: tuple[Drawn, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The refs to verify."""
        return tuple(one.ref for one in self.drawn)


def draw(claims: Iterable[CompletionClaim], seed: str, share: int = SHARE) -> Sample:
    """The sample of these claims. The order in which they are given makes no difference.

    ``seed`` is the last published paper's SHA-256 and ``share`` a percentage of the claims that are not of high
    priority. Raises Refused for a seed that is no hash (nothing was published yet), a share that is none, and a
    ref that is given twice.
    """
    if not _HASH.fullmatch(seed):
        raise Refused(
            "A sample is drawn by the hash of the last published paper, and there is none yet; "
            "publish a paper first."
        )
    if not 0 <= share <= 100:
        raise Refused(f"The share of claims to verify must be a percentage from 0 to 100; it is {share}.")
    given = list(claims)
    refs = [claim.ref for claim in given]
    if len(set(refs)) < len(refs):
        twice = sorted({ref for ref in refs if refs.count(ref) > 1}, key=ref_key)
        raise Refused(f"A sample takes each action once; given twice: {', '.join(twice)}.")
    digests = {ref: sha256(f"{seed}:{ref}".encode()).hexdigest() for ref in refs}
    usual = sorted((claim.ref for claim in given if not claim.high), key=lambda ref: digests[ref])
    chosen = set(usual[: -(-len(usual) * share // 100)])
    drawn = [Drawn(one.ref, one.high, digests[one.ref]) for one in given if one.high or one.ref in chosen]
    return Sample(seed, share, len(given), tuple(sorted(drawn, key=lambda one: ref_key(one.ref))))
