"""The one road that all doors share: one transaction notes the request, decides, saves and queues what follows.

Every function returns only after the commit, so that its caller may say "saved". None of them calls Slack.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from bot import messages
from register.action import Action, is_marked, read_ref, same_ref
from register.permissions import Deed, Role, check, role
from register.progress import WORDS, Status, move
from register.refused import Refused
from register.register import Register
from storage import actions, amend, cards, changes, inbox, notices, registers, updates
from storage.amend import Author
from storage.database import reading, transaction
from storage.notices import Method, Notice

REACTION = "memo"
"""What the bot puts under a reply to say that it is recorded."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """What every door needs: the database, the time (aware, UTC) and England's bank holidays."""

    engine: Engine
    now: Clock
    holidays: Container[date]

    def today(self, register: Register) -> date:
        """The register's local day."""
        return self.now().astimezone(ZoneInfo(register.timezone)).date()


@dataclass(frozen=True)
class Request:
    """Something a person did in Slack.

    ``key`` is Slack's own name for this one request; ``at`` (UTC) when it was said; ``channel`` where, with its
    name when Slack tells it; ``source`` is kept with what it changes; ``register`` the one that was named.
    """

    key: str
    user: str
    channel: str
    at: datetime
    source: str
    channel_name: str = ""
    register: str = ""

    def author(self, now: datetime) -> Author:
        """Who is to be named for what follows."""
        return Author(self.user, self.at, self.source, now)


class SeenBefore(Exception):
    """This very request has been dealt with: there is nothing to do and nothing to say."""


@contextmanager
def captured(desk: Desk, request: Request) -> Iterator[Connection]:
    """The request's one transaction. Raises SeenBefore when it was redelivered."""
    with transaction(desk.engine) as tx:
        if not inbox.is_first(tx, request.key, desk.now()):
            raise SeenBefore
        yield tx


def role_of(register: Register, request: Request, owning: Sequence[str] | None = None) -> Role:
    """What the person who asks is to the register; ``owning`` as in ``permissions.role``."""
    return role(register, request.user, (request.channel, request.channel_name), owning)


def record_update(desk: Desk, request: Request, slug: str, ref: str, words: str) -> Action:
    """Keep what a person says of an action; give the action with it. Raises Refused."""
    with captured(desk, request) as tx:
        register, number = _locked(tx, slug, ref)
        check(role_of(register, request), Deed.UPDATE)
        updates.add(tx, slug, number, _worth_keeping(words), request.author(desk.now()))
        cards.redraw(tx, number, desk.now())
        return actions.by_id(tx, register, number)


def record_progress(desk: Desk, request: Request, slug: str, ref: str, words: str, to: Status | None) -> Action:
    """Keep what the *Update* form says: words, a new progress (None: as it is), or both. Raises Refused."""
    with captured(desk, request) as tx:
        register, number = _locked(tx, slug, ref)
        before = actions.by_id(tx, register, number)
        author = request.author(desk.now())
        moves = to is not None and to != before.status
        if to is not None and moves:
            check(role_of(register, request, before.directorates), Deed.PROGRESS)
            said = {"progress": WORDS[move(before.status, to)], "status": to.value}
            amend.amend(tx, register, {number: [said]}, author, desk.holidays)
        if words.strip() or not moves:
            check(role_of(register, request), Deed.UPDATE)
            updates.add(tx, slug, number, _worth_keeping(words), author)
        cards.redraw(tx, number, desk.now())
        return actions.by_id(tx, register, number)


def record_reply(desk: Desk, request: Request, thread: str, ts: str, words: str) -> None:
    """Keep a reply as an update and tell its author so: under a card, or under a notice when it says of what.

    Other threads are none of ours: there its key stays free, for a card may be noted as posted a moment later
    than somebody replies under it, and then the catch-up brings the reply again.
    """
    if not _is_ours(desk, request.channel, thread):
        return
    with captured(desk, request) as tx:
        if not words.strip() or updates.of_message(tx, request.channel, ts):
            return
        card = cards.of_thread(tx, request.channel, thread)
        if card is not None:
            _keep_reply(tx, desk, request, card.register, card.ref, (thread, ts, words.strip()))
            return
        notice = notices.of_message(tx, request.channel, thread)
        if notice is None or not notice.refs:
            return
        named = _about(words, notice)
        if named is not None:
            _keep_reply(tx, desk, request, notice.register, named, (thread, ts, words.strip()))
            return
        asked = messages.which_action(notice.refs)
        whisper = asked.arguments | {"user": request.user, "thread_ts": thread}
        key = f"which:{request.channel}:{ts}"
        question = Notice(notice.register, key, "receipt", request.channel, Method.WHISPER, (), whisper)
        notices.queue(tx, question, desk.now())


def _about(words: str, notice: Notice) -> str | None:
    """The action that a reply under a notice is about: the only one reminded of, or the one it begins with.

    A bare number does not count ("2 officers are off sick"): "2:", "#2" and "action 2" do.
    """
    if len(notice.refs) == 1 and notice.kind in ("reminder", "escalation"):
        return notice.refs[0]
    return same_ref(read_ref(words)[0], notice.refs) if is_marked(words) else None


def decline_reply(desk: Desk, request: Request, thread: str, ts: str, why: str) -> None:
    """Record nothing of a reply in a thread of ours, and tell its author why."""
    if not _is_ours(desk, request.channel, thread):
        return
    with captured(desk, request) as tx:
        root = cards.of_thread(tx, request.channel, thread) or notices.of_message(tx, request.channel, thread)
        assert root is not None  # noqa: S101 - cards and notices stay where they are
        whisper = messages.plain(why).arguments | {"user": request.user, "thread_ts": thread}
        key = f"declined:{request.channel}:{ts}"
        answer = Notice(root.register, key, "receipt", request.channel, Method.WHISPER, (), whisper)
        notices.queue(tx, answer, desk.now())


def _is_ours(desk: Desk, channel: str, thread: str) -> bool:
    with reading(desk.engine) as tx:
        return bool(cards.of_thread(tx, channel, thread) or notices.of_message(tx, channel, thread))


def _keep_reply(
    tx: Connection, desk: Desk, request: Request, slug: str, ref: str, reply: tuple[str, str, str]
) -> None:
    thread, ts, words = reply
    register, number = _locked(tx, slug, ref)
    said = updates.add(tx, slug, number, words, request.author(desk.now()), (request.channel, ts))
    cards.redraw(tx, number, desk.now())
    recorded = messages.recorded(actions.by_id(tx, register, number), said)
    whisper = recorded.arguments | {"user": request.user, "thread_ts": thread}
    reaction = {"timestamp": ts, "name": REACTION}
    for kind, method, payload in (("reaction", Method.REACT, reaction), ("receipt", Method.WHISPER, whisper)):
        answer = Notice(slug, f"{kind}:{said}", kind, request.channel, method, (ref,), payload)
        notices.queue(tx, answer, desk.now())


def edit_reply(desk: Desk, request: Request, ts: str, words: str) -> None:
    """Follow an edit in Slack: the update takes the new words and keeps the old ones in its history."""
    with captured(desk, request) as tx:
        said = updates.of_message(tx, request.channel, ts)
        if said is None or not words.strip() or said.text == words.strip():
            return
        changes.lock(tx, said.register)
        if _edited_since(tx, said, request.at):
            return
        updates.edit(tx, said, words.strip(), request.author(desk.now()))
        cards.redraw(tx, said.action, desk.now())


def _edited_since(tx: Connection, said: updates.Said, at: datetime) -> bool:
    """Whether newer words are there already: Slack's second try of an edit may come after a later edit."""
    edits = (row for row in changes.of_action(tx, said.action) if row["kind"] == "update edited")
    return any(row["after"]["update"]["id"] == said.id and row["at"] > at for row in edits)


def delete_reply(desk: Desk, request: Request, ts: str) -> None:
    """Follow a deletion in Slack: the update is withdrawn and keeps its history."""
    with captured(desk, request) as tx:
        said = updates.of_message(tx, request.channel, ts)
        if said is not None:
            _withdraw(tx, desk, request, said)  # its reaction went with the message


def take_back(desk: Desk, request: Request, number: int) -> str:
    """Withdraw an update at its author's wish and give the action's ref. Raises Refused."""
    with captured(desk, request) as tx:
        said = updates.find(tx, number)
        if said is None:
            raise Refused("That update has been taken back already.")
        if said.by != request.user:
            raise Refused("Only the person who wrote an update can take it back.")
        _withdraw(tx, desk, request, said)
        _lift_reaction(tx, desk, said)
        return said.ref


def _withdraw(tx: Connection, desk: Desk, request: Request, said: updates.Said) -> None:
    changes.lock(tx, said.register)
    updates.withdraw(tx, said, request.author(desk.now()))
    cards.redraw(tx, said.action, desk.now())


def _lift_reaction(tx: Connection, desk: Desk, said: updates.Said) -> None:
    if said.channel and said.ts:
        unsaid = Notice(
            register=said.register,
            key=f"unreaction:{said.id}",
            kind="reaction",
            to=said.channel,
            method=Method.UNREACT,
            refs=(said.ref,),
            payload={"timestamp": said.ts, "name": REACTION},
        )
        notices.queue(tx, unsaid, desk.now())


def _locked(tx: Connection, slug: str, ref: str) -> tuple[Register, int]:
    register = registers.find(tx, slug)
    changes.lock(tx, slug)
    number = actions.find_id(tx, register, ref)
    if number is None:
        raise Refused(f"There is no action {ref} any more.")
    return register, number


def _worth_keeping(words: str) -> str:
    kept = words.strip()
    if not kept:
        raise Refused("Say what has been done: an empty update is not kept.")
    return kept
