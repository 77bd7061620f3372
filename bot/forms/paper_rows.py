"""What the form of a shared paper asks about its rows: one by one, many of one kind at once, and older copies."""

from collections.abc import Container, Iterator, Sequence

from bot.forms.form import Body
from bot.forms.inputs import choice_of, choices_of, line_input, select_input, several_input, text_of
from messages.layout import Block, section
from register.fields import field_of
from register.imports.answers import EVERY, Answers
from register.imports.doubts import Doubt
from register.imports.preview import Preview
from register.imports.row_answers import AS_READ, LEFT_OUT, field_of_key, row_key
from register.phrases import capitalised, joined, number, shortened
from register.progress import WORDS, Status

_LABEL = 500
_MOST_CHOICES = 100
"""Options of one list; Slack takes no more."""
_RIGHT = (AS_READ, "It was read correctly")
_NO_ACTION = (LEFT_OUT, "Leave this row out")
_NO_ACTIONS = (LEFT_OUT, "Leave these rows out")
_HINTS = {
    "target": "Such as 31 March 2024",
    "ref": "Its reference",
}


def row_inputs(seen: Preview) -> list[tuple[str, str]]:
    """The names of the inputs about rows, each with the row and field that it answers for."""
    each = [(f"row{at}", one.row) for at, one in enumerate(seen.about_rows)]
    answered = [(f"answered{at}", row) for at, row in enumerate(seen.answered_rows)]
    return [*((f"every_{name}", row_key(EVERY, name)) for name in seen.many_alike), *each, *answered]


def row_blocks(seen: Preview, given: Answers) -> Iterator[Block]:
    """The questions about rows below their heading, those for many rows at once first; nothing without any."""
    if seen.about_rows:
        how = (
            f"Say what is meant, “{AS_READ}” where it was read correctly, or “{LEFT_OUT}” where the row is not an "
            "action. It is remembered for later papers that print the same; what is printed is kept beside it."
        )
        yield section(f"*Doubtful rows*\n{how}")
    for name, doubts in seen.many_alike.items():
        words = capitalised(field_of(name).words)
        label = f"{words}, {number(len(doubts), 'row')}: one answer for all that have none of their own below"
        given_now = given.rows.get(row_key(EVERY, name), "")
        yield _row_input(f"every_{name}", label, doubts[0], given_now, seen, is_of_every_row=True)
    for at, doubt in enumerate(seen.about_rows):
        yield _row_input(f"row{at}", doubt.sentence, doubt, given.rows.get(doubt.row, ""), seen)
    if seen.answered_rows:
        yield section("*Answered so far*\nSay it otherwise, or leave a field blank to take the answer back.")
    for at, row in enumerate(seen.answered_rows):
        ref, name = field_of_key(row)
        label = f"{capitalised(ref)}, {field_of(name).of_one}"
        given_now = given.rows.get(row, "")
        yield line_input(f"answered{at}", shortened(label, _LABEL), value=given_now, optional=True)


def older_copy_fields(seen: Preview, given: Answers) -> Iterator[Block]:
    """Of which actions the words of a paper that was written on an older copy are right."""
    for at in range(0, len(seen.on_older_copy), _MOST_CHOICES):
        refs = seen.on_older_copy[at : at + _MOST_CHOICES]
        right = [ref for ref in refs if given.rows.get(row_key(ref, "delivered"))]
        label = "What was recorded is kept for the next paper. For which are the paper's words right instead?"
        none = "None: keep what was recorded"
        yield several_input(f"older{at}", label, [(ref, ref) for ref in refs], none, values=right)


def row_answers(body: Body, seen: Preview, shown: Container[str]) -> dict[str, str]:
    """What was answered in the inputs that a page shows (``shown``), by row and field; "" where nothing was."""
    found = {
        row: " ".join((choice_of(body, name) or text_of(body, name)).split())
        for name, row in row_inputs(seen)
        if name in shown
    }
    for at in range(0, len(seen.on_older_copy), _MOST_CHOICES):
        if f"older{at}" in shown:
            right = choices_of(body, f"older{at}")
            for ref in seen.on_older_copy[at : at + _MOST_CHOICES]:
                found[row_key(ref, "delivered")] = AS_READ if ref in right else ""
    return found


def owners_hint(codes: Sequence[str]) -> str:
    """How whose an action is may be typed, in the register's own codes."""
    return f"The directorates, such as {joined(codes[:2])}" if codes else "The directorates"


def _row_input(
    name: str, label: str, doubt: Doubt, given: str, seen: Preview, *, is_of_every_row: bool = False
) -> Block:
    """The question about one row, or about all that are asked about in its field; what is meant is typed, a status
    chosen.
    """
    takes_words, label = seen.takes_words(doubt), shortened(label, _LABEL)
    if is_of_every_row and doubt.field == "ref":
        return select_input(name, label, [_RIGHT], "Not said", value=given)
    if takes_words and doubt.field != "progress":
        hints = {**_HINTS, "owners": owners_hint(seen.codes)}
        what = hints.get(doubt.field, "The right words")
        hint = f"{what}, “{AS_READ}” or “{LEFT_OUT}”"
        return line_input(name, label, hint=hint, value=given, optional=True)
    statuses = [(status.value, WORDS[status]) for status in Status]
    no_action = _NO_ACTIONS if is_of_every_row else _NO_ACTION
    options = [_RIGHT, *(statuses if takes_words else ()), *([no_action] if takes_words else ())]
    hint = "If a column holds them, choose References for it above." if doubt.is_about_numbering else ""
    return select_input(name, label, options, "Not said", hint=hint, value=given)
