"""What somebody typed, in pieces: filters, words that say nothing, and the words that are left to search for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from register.refused import Refused
from register.words.query_words import NEGATIONS
from register.words.text_folding import folded


@dataclass(frozen=True)
class QueryPiece:
    """A part of what was typed: ``kind`` is empty for words that say nothing and "words" for those left over."""

    kind: str
    start: int
    end: int


def phrases(text: str, pieces: Sequence[QueryPiece]) -> Iterator[str]:
    """The words that are left over, phrase by phrase: fillers within a phrase stay, those around it go."""
    run: list[QueryPiece] = []
    for piece in [*pieces, QueryPiece("stop", len(text), len(text))]:
        if piece.kind in ("words", "", "or"):
            run.append(piece)
            continue
        yield from _phrase(text, run)
        run = []


def _phrase(text: str, run: Sequence[QueryPiece]) -> Iterator[str]:
    word_places = [number for number, piece in enumerate(run) if piece.kind == "words"]
    if word_places:
        phrase = text[run[word_places[0]].start : run[word_places[-1]].end].strip(" .:!?()[]*_'’‘")
        if set(folded(phrase).split()) <= NEGATIONS and folded(phrase):
            raise Refused(
                f"I cannot tell what “{phrase}” leaves out. Say what you want to see, not what you do not."
            )
        if folded(phrase):
            yield phrase


def refuse_negations(text: str, plain: str, pieces: Sequence[QueryPiece]) -> None:
    """Raise Refused where a "not" is before a filter, which would be read without it."""
    meaningful = [piece for piece in pieces if piece.kind or plain[piece.start : piece.end].strip(" .,;:!?'")]
    for before, after in pairwise(meaningful):
        word = plain[before.start : before.end].strip(".,:;!?")
        if before.kind == "words" and word in NEGATIONS and after.kind not in ("words", "stop", ""):
            phrase = text[before.start : after.end]
            raise Refused(
                f"I cannot leave out what “{phrase}” says. Say what you want to see, not what you do not."
            )


def refuse_either(text: str, pieces: Sequence[QueryPiece]) -> None:
    """Raise Refused where "or" is between two different filters, which would be read as "and"."""
    meaningful = [piece for piece in pieces if piece.kind and piece.kind != "stop"]
    for before, either, after in zip(meaningful, meaningful[1:], meaningful[2:], strict=False):
        if either.kind == "or" and "words" not in (before.kind, after.kind) and before.kind != after.kind:
            raise Refused(
                f"I cannot look for “{text[before.start : after.end]}” at once: ask for one and then for the other."
            )
