"""Actions in the words of a document beside its tables, which are not read: marked ACTION, or with labels inside."""

from collections.abc import Iterator, Sequence

from papers.formats.content import Content
from papers.formats.grid import Findings, RowBlock, short
from papers.prose import ProseParagraph
from papers.tables.action_by_action import MOST_LINES
from papers.tables.labels_inside import labelled_sentences, task_of
from papers.tables.task_sentences import marked_task
from register.imports.doubts import MOST_NAMED
from register.lazy_pattern import LazyPattern
from register.phrases import joined_up_to

_LONG_WORD = LazyPattern(r"\w{4,}")


def report_outside(content: Content, findings: Findings) -> None:
    """Report the paragraphs of a document with tables that are marked as actions, or have labels as actions have, and
    that no table has, in one sentence for all.
    """
    if not content.paragraphs:
        return  # in the text of a page those of tables stand among the others
    found = list(_outside(content.prose[:MOST_LINES], content.blocks))
    if not found:
        return
    is_marked = "is marked as" if marked_task(found[0].text) else "looks like"
    what = f"“{short(found[0].text)}” {is_marked} an action, stands in no table and was not read"
    if len(found) > 1:
        what += f", and the same is true of {joined_up_to(MOST_NAMED, [one.place for one in found[1:]])}"
    it = "it in a file of its own" if len(found) == 1 else "them in a file of their own"
    findings.leave_out(found[0].place, f"{what}. Import {it}.")


def _outside(paragraphs: Sequence[ProseParagraph], blocks: Sequence[RowBlock]) -> Iterator[ProseParagraph]:
    labelled = {one.place: labels for one, labels in labelled_sentences(paragraphs) if labels}
    tasks = [
        (one, words)
        for one in paragraphs
        if (words := _long_words(marked_task(one.text) or task_of(labelled.get(one.place, ()))))
    ]
    if not tasks:
        return
    rows_with: dict[str, set[int]] = {}
    for number, row in enumerate(row for block in blocks for row in block.rows):
        for word in _long_words(" ".join(row.cells)):
            rows_with.setdefault(word, set()).add(number)
    for paragraph, words in tasks:
        if not set.intersection(*sorted((rows_with.get(word, set()) for word in words), key=len)):
            yield paragraph


def _long_words(text: str) -> set[str]:
    return set(_LONG_WORD.findall(text.casefold()))
