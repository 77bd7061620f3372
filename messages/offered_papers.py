"""Messages about a paper that an administrator offers in Slack."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from messages.layout import Block, Message, actions, button, context, header, message, paragraphs, section
from messages.lines import and_more
from messages.mrkdwn import escaped, inline
from register.committee.paper_kind import PaperKind
from register.imports.preview import Preview, questions
from register.phrases import day, joined_up_to, number

_NAMED = 30
_SHOWN = 5
_READ_AS = {
    PaperKind.TABLE: "Read as a table of actions",
    PaperKind.SUPPLEMENT: "Read as actions to be added",
    PaperKind.THEMES: "Read as a report of themes",
    PaperKind.RECOMMENDATIONS: "Read as recommendations with their responses",
    PaperKind.COVERING_REPORT: "Read as a covering report",
}
_CHANGED_SINCE = (
    "*The register has changed since I showed you this paper*, so nothing was read in. Please look again."
)


def shared(files: Sequence[tuple[str, str]]) -> Message:
    """Somebody shared files (id, name) with the bot: one is read only if they say so."""
    lines = [f"Shall I read {inline(name, 100)} as a paper for a register?" for _file, name in files[:_SHOWN]]
    blocks = [
        section(
            line,
            button("Look at it …", "offer_paper", f"{file}|{name}", f"Look at it: {name} is read and shown"),
        )
        for line, (file, name) in zip(lines, files, strict=False)
    ]
    how = "I show you first what it would change; nothing changes until you accept it."
    return message([*lines, how], [*blocks, context(how)])


def preview(
    number_: int, name: str, slug: str, as_at: date, seen: Preview, *, has_changed: bool = False
) -> Message:
    """What importing a paper would do, with the form that answers what is asked.

    ``has_changed``: it was accepted, but the register had changed since it was shown.
    """
    heading = f"{name}, as at {day(as_at)}"
    lines = [_CHANGED_SINCE] if has_changed else []
    lines += [f"{_READ_AS[seen.kind]} into the register {inline(slug, 40)}, this is what it would do:"]
    lines += _counts(seen)
    asked = list(questions(seen.others))
    doubts = [inline(one, 300) for one in asked[:_SHOWN]]
    form_questions = list(_form_questions(seen))
    if doubts or form_questions:
        more = and_more(len(asked) - len(doubts), "the form has them all.")
        lines += ["\n*Please check*", *form_questions, *(f"• {one}" for one in doubts), *more]
    buttons = actions(
        button("Look and decide …", "paper_preview", f"{number_}", f"Look and decide: {name}", "primary"),
        button("Leave it", "leave_paper", f"{number_}", f"Leave it: {name}, and change nothing"),
    )
    blocks: list[Block] = [
        header(heading),
        *paragraphs(lines),
        buttons,
        context("Nothing has been changed. What you answer in the form is remembered for the next paper."),
    ]
    return message([f"{escaped(heading)}.", *lines], blocks)


def imported(name: str, slug: str, as_at: date, found: Preview, paper: int | None) -> Message:
    """A paper was imported, under that number, with a button to undo it; None where there is nothing to undo."""
    lines = [
        f"{inline(name, 100)} as at {day(as_at)} was read into the register {inline(slug, 40)}:",
        *_counts(found),
        *_unexplained(found),
    ]
    if paper is None:
        return message(lines, paragraphs(lines))
    undo = button("Undo this import", "undo_import", f"{slug}:{paper}", f"Undo this import, of {name}")
    how = "It can be undone until something else is recorded on these actions."
    return message([*lines, how], [*paragraphs(lines), actions(undo), context(how)])


def refused(sentence: str) -> Message:
    """A paper could not be read."""
    text = f"{inline(sentence, 1_500)} Nothing was changed."
    return message([text], [section(text)])


def left(name: str) -> Message:
    """A paper was left, not imported."""
    text = f"{inline(name, 100)} was left; nothing was changed."
    return message([text], [section(text)])


def _counts(seen: Preview) -> Iterator[str]:
    left = "left as it is" if len(seen.missing) == 1 else "left as they are"
    for refs, what in (
        (seen.new, "new"),
        (seen.changed, "changed"),
        (seen.missing, f"not in this paper, and {left}"),
        (seen.left_behind, "with updates given since its day: they are not in it, and are kept"),
    ):
        if refs:
            yield f"• {number(len(refs), 'action')} {what}: {_refs(refs)}"
    if seen.same or not (seen.new or seen.changed):
        yield f"• {number(seen.same, 'action')} as before"
    if seen.unapproved:
        yield f"• {number(len(seen.unapproved), 'change')} that nobody approved"
    if seen.left_out:
        yield f"• {number(len(seen.left_out), 'thing')} left out"


def _form_questions(seen: Preview) -> Iterator[str]:
    """What the form asks, in a line each."""
    headings = [f"“{inline(one.printed, 60)}”" for one in seen.about_columns]
    if headings:
        columns = "does its column" if len(headings) == 1 else "do its columns"
        yield f"• What {columns} {_some(headings)} hold? The form shows how I understood them."
    if seen.asks_order:
        yield "• In dates such as 3/4/2023, which number is the day?"
    words = [f"“{inline(one, 60)}”" for one in seen.statuses_asked]
    if words:
        yield f"• What {'does' if len(words) == 1 else 'do'} {_some(words)} under progress stand for?"
    owners = [f"“{inline(one, 60)}”" for one in seen.owners_asked]
    if owners:
        whose = "Whose is" if len(owners) == 1 else "Whose are"
        yield f"• {whose} {_some(owners)}? Nobody is reminded of these until you say."


def _unexplained(seen: Preview) -> Iterator[str]:
    """Words and owners that were read without an answer of what they mean, and how to answer still."""
    words = [f"“{inline(one, 60)}”" for one in seen.statuses_asked]
    if words:
        counts, stand = ("counts", "it stands") if len(words) == 1 else ("count", "they stand")
        yield (
            f"{_some(words)} {counts} as not started until you say what {stand} for: share the paper again and "
            "answer in its form, or with the next paper."
        )


def _some(words: Sequence[str]) -> str:
    return joined_up_to(_SHOWN, words)


def _refs(refs: Sequence[str]) -> str:
    return joined_up_to(_NAMED, [inline(ref, 40) for ref in refs])


def listed(heading: str, lines: Iterable[str]) -> list[Block]:
    """A heading with people's sentences below it, in as few blocks as hold them; nothing without any."""
    found = [f"• {inline(line, 600)}" for line in lines]
    return paragraphs([f"*{heading}*", *found]) if found else []
