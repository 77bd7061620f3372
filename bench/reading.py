"""How well other bodies' tables are read: ``python -m bench.reading`` counts rows right, asked and silent.

``--fuzz N`` reads N damaged copies of each kind of file instead: each must end in a reading or a sentence.
"""

import argparse
import tempfile
from pathlib import Path

from papers.read import read
from register.refused import Refused
from tests.papers.bodies.score import BODIES, Verdict, tally, verdicts, write


def main() -> None:
    """Print the score of each body in each kind of file, and what was not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="print each field that was not as expected")
    told = parser.parse_args()
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
                for one in found:
                    if one.word == "silent" or (told.all and one.wrong):
                        print(f"{one.word:6} {body.name}, {kind}, {one.ref}: {one.wrong}")
    rows = sum(len(body.expected) for body in BODIES)
    print(f"{len(BODIES)} bodies, {rows} rows of their own, {len(every)} in all kinds of file")
    for kind, found in kinds.items():
        print(f"  {kind:12} " + "  ".join(f"{word} {count}" for word, count in tally(found).items()))
    print("  all          " + "  ".join(f"{word} {count}" for word, count in tally(every).items()))


if __name__ == "__main__":
    main()
