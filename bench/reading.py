"""How well other bodies' tables are read: ``python -m bench.reading`` counts rows that are right, that are asked about
(asked), and that are wrong without a question (silent).

``--fuzz N`` reads N damaged copies of each kind of file instead: each must end in a reading or a sentence.
"""

import argparse
import resource
import tempfile
from pathlib import Path

from papers.read import read
from register.refused import Refused
from tests.papers.bodies.score import BODIES, Verdict, tally, verdicts, write
from tests.papers.fuzz import KINDS, outcomes


def main() -> None:
    """Print the score of each body in each kind of file, and what was not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="print each field that was not as expected")
    parser.add_argument("--fuzz", type=int, metavar="N", help="read N damaged files of each kind instead")
    arguments = parser.parse_args()
    if arguments.fuzz:
        fuzz(arguments.fuzz)
        return
    every: list[Verdict] = []
    kinds: dict[str, list[Verdict]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for body in BODIES:
            for kind in body.kinds:
                try:
                    found = list(verdicts(body, kind, read(write(body, kind, Path(folder)))))
                except Refused as refused:
                    print(f"REFUSED {body.name}, {kind}: {refused}")
                    continue
                every += found
                kinds.setdefault(kind, []).extend(found)
                for verdict in found:
                    if verdict.word == "silent" or (arguments.all and verdict.wrong):
                        print(f"{verdict.word:6} {body.name}, {kind}, {verdict.ref}: {verdict.wrong}")
    rows = sum(len(body.expected) for body in BODIES)
    print(f"{len(BODIES)} bodies, {rows} rows of their own, {len(every)} in all kinds of file")
    for kind, found in kinds.items():
        print(f"  {kind:12} " + "  ".join(f"{word} {count}" for word, count in tally(found).items()))
    print("  all          " + "  ".join(f"{word} {count}" for word, count in tally(every).items()))


def fuzz(count: int) -> None:
    """Read damaged files of each kind; print what became of them, the longest time and the most memory."""
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            found = list(outcomes(kind, count, Path(folder)))
        read_, slowest = sum(bool(one.lines) for one in found), max(found, key=lambda one: one.seconds)
        memory = max(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(
            f"  {kind:8} {count} files: {read_} read, {count - read_} refused; the slowest "
            f"{slowest.seconds:.2f} s (seed {slowest.seed}); most memory so far {memory // 1024} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
