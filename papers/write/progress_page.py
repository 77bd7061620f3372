"""The public progress page: what was promised, what has been done and what is late, for families on a telephone.

It is one static file for any web server, made only from what was published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from urllib.parse import urlsplit

from papers.write.characters import is_blank
from papers.write.web_page import page, text
from register.phrases import day, joined, number
from register.refused import Refused


class PublicState(StrEnum):
    """The groups of actions on the page; the value is the heading of the group."""

    LATE = "Past their date"
    HAND = "In hand"
    DONE = "Done"


@dataclass(frozen=True)
class PublicAction:
    """One action as it was published. ``due`` is its date as printed, ``late`` the number of days it is overdue.

    ``owners`` are full names, not codes. ``progress`` is the printed indicator, or "".
    """

    ref: str
    promised: str
    done: str
    due: str
    owners: tuple[str, ...]
    progress: str
    state: PublicState
    late: int = 0
    silent_since: date | None = None


@dataclass(frozen=True)
class Link:
    """A link to a published paper: its words and its address, relative to the page or absolute."""

    words: str
    address: str


@dataclass(frozen=True)
class ProgressPage:
    """The content of the page. ``published`` is the day of the paper from which it is made.

    ``introduction`` are paragraphs, ``moved`` pairs of label and refs of what moved since the paper before, such as
    ("Completed", ("34",)); ``since`` is the day of that paper, None for none.
    """

    title: str
    organisation: str
    committee: str
    published: date
    actions: tuple[PublicAction, ...]
    introduction: tuple[str, ...] = ()
    since: date | None = None
    moved: tuple[tuple[str, tuple[str, ...]], ...] = ()
    next_meeting: date | None = None
    contact: str = ""
    papers: tuple[Link, ...] = ()


def progress_page(content: ProgressPage) -> bytes:
    """The HTML of the page, in UTF-8. Raises Refused without a title, and for links other than http(s) or to a file."""
    if is_blank(content.title):
        raise Refused("The progress page has no title; give it one, as readers and screen readers need it.")
    groups = {state: [one for one in content.actions if one.state is state] for state in PublicState}
    filled = [(state, found) for state, found in groups.items() if found]
    leads = "".join(f'<li><a href="#{_id(state)}">{state} ({len(found):,})</a></li>' for state, found in filled)
    done, whole = len(groups[PublicState.DONE]), len(content.actions)
    body = (
        f'<header><p class="organisation">{text(content.organisation)}</p><h1>{text(content.title)}</h1></header>'
        f'<main id="main">{_paragraphs(content.introduction)}'
        f'<p class="large">{_summary(content, groups)}</p>'
        f'<progress aria-label="Actions done" max="{max(whole, 1)}" value="{done}"></progress>'
        f"{_moved(content)}"
        f'<nav aria-label="Actions"><h2>Actions</h2><ul>{leads}</ul></nav>'
        f"{''.join(_group(state, found) for state, found in filled)}</main>"
        f"<footer>{''.join(_foot(content))}</footer>"
    )
    return page(content.title, body)


def _summary(content: ProgressPage, groups: dict[PublicState, list[PublicAction]]) -> str:
    if not content.actions:
        return f"On {day(content.published)} there were no actions."
    done, late = len(groups[PublicState.DONE]), len(groups[PublicState.LATE])
    return (
        f"On {day(content.published)}, {done:,} of {number(len(content.actions), 'action')} "
        f"{'was' if done == 1 else 'were'} done and {late:,} {'was' if late == 1 else 'were'} past "
        f"{'its' if late == 1 else 'their'} date."
    )


def _paragraphs(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{text(words)}</p>" for words in paragraphs if not is_blank(words))


def _moved(content: ProgressPage) -> str:
    if content.since is None:
        return ""
    lines = [(label, refs) for label, refs in content.moved if refs]
    items = "".join(f"<li><strong>{text(label)}:</strong> {text(joined(refs))}</li>" for label, refs in lines)
    listed = f"<ul>{items}</ul>" if items else "<p>Nothing.</p>"
    return f"<h2>What has changed since {day(content.since)}</h2>{listed}"


def _group(state: PublicState, found: list[PublicAction]) -> str:
    name, listed = _id(state), "".join(map(_action, found))
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{state}</h2>{listed}</section>'


def _action(action: PublicAction) -> str:
    late = f", {number(action.late, 'day')} late" if action.state is PublicState.LATE and action.late else ""
    facts = [
        ("Due", text(action.due.strip() or "No date given") + late),
        ("Who", text(joined(action.owners)) or "Nobody named"),
        ("Progress", text(action.progress.strip() or "Not stated")),
        ("Done so far", text(action.done.strip()) or "Nothing reported yet"),
    ]
    if action.silent_since:
        facts.append(("Last heard", f"No update since {day(action.silent_since)}"))
    pairs = "".join(f"<div><dt>{label}</dt><dd>{words}</dd></div>" for label, words in facts)
    return (
        f"<article><h3>Action {text(action.ref)}</h3><p>{text(action.promised)}</p><dl>{pairs}</dl></article>"
    )


def _foot(content: ProgressPage) -> Iterator[str]:
    if content.papers:
        items = "".join(f'<li><a href="{_address(one)}">{text(one.words)}</a></li>' for one in content.papers)
        yield f"<h2>Published papers</h2><ul>{items}</ul>"
    yield (
        f"<p>This page shows what was published for the {text(content.committee)} on {day(content.published)}. "
        "It changes when the next paper is published."
    )
    if content.next_meeting:
        yield f" The committee meets again on {day(content.next_meeting)}."
    yield "</p>"
    if not is_blank(content.contact):
        yield f"<p>Questions: {text(content.contact)}</p>"


def _address(link: Link) -> str:
    """The escaped address of a link. Raises Refused for a scheme other than http and https, as it may run a script."""
    scheme = urlsplit(link.address).scheme.lower()
    if scheme not in ("", "http", "https") or not link.address.strip():
        raise Refused(f"The link “{link.words}” must lead to a page or a file (https://… or a file's name).")
    return escape(link.address)


def _id(state: PublicState) -> str:
    return state.name.lower()
