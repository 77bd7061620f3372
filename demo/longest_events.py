"""What people, Slack and time do to the register of the longest messages, so that all that the bot says of it is said.

Each goes through the real doors and functions; what is refused is left out, as nobody is told anything by it.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from bot import replies
from bot.commands import answer
from bot.forms import exempt, lead, narrative, new_date, officer, snooze, update
from bot.forms.form import Form, NextPage
from jobs.timetable import tick
from papers.read import Reading
from register.action import Line
from register.committee.meetings import Meeting, run_up
from register.imports.answers import NO_ANSWERS
from register.life_plan import CAUSES
from register.people import Person
from register.refused import Refused
from storage.actions import actions, registers
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.intake import offered_papers
from storage.intake.offered_papers import Offered
from storage.queue import cards
from workflow.channels import ChannelEvent, tell_of_channel
from workflow.context import AlreadyHandled, Context, Request
from workflow.home import close_home
from workflow.import_undo import undo_import
from workflow.imports import import_reading
from workflow.offered_papers import accept, decide, have_read, refuse, show
from workflow.people import record_person
from workflow.registers import save_settings

LONG_WORDS = (
    "“Funding & risk” <reviewed> *again* `now`; "
    "see https://example.org/a?b=c&d=e — café, Größe, 學校 التعليم 👩‍👧, 100%. "
)
LONG_TEXT = LONG_WORDS * 60
ADMIN, LEAD, OFFICER, DEPUTY = "U0LONGADMIN", "U0LONGLEAD", "U0LONGOFFICER", "U0LONGDEPUTY"
_NEAR = "31 May 2023"
_FIRST = 1_600_000_000
"""The base of the ``ts`` of the cards that are marked as posted, in seconds."""
_PAPER = f"No.,Action,Owner,Target date,Progress\nA&63,{'What is asked. ' * 100},R&D1,May 2023,\n".encode()
"""A small paper, which brings an action."""
_REPLIES = (
    LONG_TEXT[:2900],
    "Thanks, all!",
    "All of it is complete.",
    "Actions A&7 and 999 are done",
    "88 done. 99 new places agreed.",
    "Sorry, that was about action A&8",
    f"A&7: {LONG_TEXT[:1200]}\nA&8: {LONG_TEXT[:1200]}",
    f"{LONG_TEXT[:2900]}\nKind regards, Jo Bloggs, Tel 03000 411222",
    "can you close this please",
)
"""Replies under a card, one for each different kind of answer."""
_TYPED = (
    (OFFICER, f"due A&13 exactly {_NEAR} because {{words}}"),
    (ADMIN, "grant A&13"),
    (ADMIN, "undo"),
    (ADMIN, f"assign A&18 <@{DEPUTY}> for R&D6"),
    (ADMIN, f"assign A&18 <@{OFFICER}> for R&D6"),
    (ADMIN, f"assign A&19 <@{LEAD}> for R&D7"),
    (LEAD, f"away until 10 April 2023 deputy <@{DEPUTY}>"),
    (OFFICER, "done A&10 {words}"),
    (OFFICER, f"away until 30 April 2023 deputy <@{DEPUTY}>"),
    (OFFICER, "away ended"),
)


@dataclass
class Events:
    """Events from a moment (UTC) on, a minute apart."""

    engine: Engine
    now: datetime

    @property
    def context(self) -> Context:
        """The database, and a clock that stands at the current event."""
        return Context(self.engine, lambda: self.now)

    def happen(self) -> list[NextPage]:
        """Run all events; returns the pages that replaced forms which were sent too late."""
        self._count_as_sent()
        self._papers_come()
        self._people_reply()
        for person, words in _TYPED:
            self._type(person, words)
        stale = self._forms_come_too_late()
        self._channels_change()
        self.now += timedelta(days=3)
        tick(self.engine, self.now, self.now)  # who was away is back
        self.now = datetime.combine(self._leads_sign_off(), self.now.timetz())
        tick(self.engine, self.now, self.now)
        self._one_of_two_meetings_is_cancelled()
        for person in (OFFICER, LEAD):
            self.now += timedelta(minutes=1)
            record_person(
                self.context, f"gone:{person}", Person(person, is_guest=False, is_gone=True), self.now
            )
        close_home(self.context, self._request("U0LONGGUEST"), LONG_TEXT[:2000])
        return stale

    def _leads_sign_off(self) -> date:
        with reading(self.engine) as tx:
            register = registers.find(tx, "longest")
        meeting = register.meetings.meetings[-1].on
        return run_up(meeting, register.calendar, register.meetings.round).leads_sign_off

    def _one_of_two_meetings_is_cancelled(self) -> None:
        """Updates are asked for two papers on one day; the request, sent by then, goes on for one of them."""
        with reading(self.engine) as tx:
            register = registers.find(tx, "longest")
        first = self.now.date() + timedelta(days=35)
        second = first + timedelta(days=7)
        for dates in ((first, second), (second,)):
            plan = replace(register.meetings, meetings=tuple(Meeting(on) for on in dates))
            now = self.now
            with transaction(self.engine) as tx:
                save_settings(tx, replace(register, meetings=plan), Author(ADMIN, now, "shell", now))
            if first in dates:
                asked_on = run_up(first, register.calendar, plan.round).cut_off
                self.now = datetime.combine(asked_on, self.now.timetz())
                tick(self.engine, self.now, self.now)
                with transaction(self.engine) as tx:
                    ours = notice.c.key.startswith(f"round:cut-off:longest:{first}")
                    place = {"state": "sent", "channel": notice.c.to, "ts": "1600000000." + notice.c.key}
                    tx.execute(notice.update().where(ours).values(place))

    def _request(self, person: str, channel: str = "C0LONGLEADS", source: str = "command") -> Request:
        self.now += timedelta(minutes=1)
        return Request(f"event:{self.now}", person, channel, self.now, source)

    def _type(self, person: str, words: str) -> None:
        with suppress(Refused):
            typed = words.format(words=LONG_TEXT[:2900])
            answer(self.context, self._request(person, "C0LONG1"), typed)

    def _count_as_sent(self) -> None:
        """As if Slack had taken each card and each message to a channel."""
        with transaction(self.engine) as tx:
            register = registers.find(tx, "longest")
            numbers = list(actions.ids(tx, register, [f"A&{n}" for n in range(1, 30)]).values())
            for card in cards.of_actions(tx, numbers):
                cards.mark_posted(tx, card.id, card.place, f"{_FIRST + card.id}.000100")
            posted = notice.c.method == "chat.postMessage"
            tx.execute(
                notice.update()
                .where(posted, notice.c.card.is_(None))
                .values(channel=notice.c.to, ts="1500000000." + notice.c.key)
            )

    def reply_under_a_card(self, words: str) -> None:
        """The lead of a directorate replies under the card of an action of the first register."""
        with reading(self.engine) as tx:
            (number,) = actions.ids(tx, registers.find(tx, "longest"), ["A&7"]).values()
            card = cards.of_actions(tx, [number])[0]
        assert card.address is not None  # noqa: S101 - it was posted before
        self._reply(*card.address, words)

    def _people_reply(self) -> None:
        with reading(self.engine) as tx:
            messages = {
                row["kind"]: (row["channel"], row["ts"])
                for row in tx.execute(notice.select().where(notice.c.ts.is_not(None))).mappings()
                if row["kind"] != "reminder" or len(row["refs"]) > 1
            }
        for words in _REPLIES:
            self.reply_under_a_card(words)
        for kind in ("reminder", "question"):
            if kind in messages:
                self._reply(*messages[kind], LONG_TEXT[:1500])
        for length in (1_000, 2_900):  # in no thread: with a button, and too long for one
            self._reply("C0LONG1", None, f"Action A&7: {LONG_TEXT[:length]}")

    def _reply(self, channel: str, thread: str | None, words: str) -> None:
        self.now += timedelta(minutes=1)
        ts = f"{self.now.timestamp():.6f}"
        event: dict[str, Any] = {"type": "message", "channel": channel, "user": LEAD, "text": words, "ts": ts}
        with suppress(Refused, AlreadyHandled):
            replies.handle_message(
                self.context, f"Ev{ts}", event | {"thread_ts": thread, "event_ts": ts}, "U0HTST"
            )

    def _forms_come_too_late(self) -> list[NextPage]:
        """Each form is opened before somebody else changes what it shows, and sent after that."""
        words, day = {"value": LONG_TEXT[:2900]}, {"selected_date": "2033-05-31"}
        cause = _option(CAUSES[0])
        officer_fields = {"person": {"selected_user": DEPUTY}, "directorate": _option("R&D10")}
        late: tuple[tuple[Form, str, tuple[str, ...], dict[str, Any]], ...] = (
            (officer.FORM, "A&22", (f"assign A&22 <@{OFFICER}> for R&D10",), officer_fields),
            (new_date.FORM, "A&23", (), {"date": day, "reason": words}),  # a year off: it is asked about
            (
                new_date.FORM,
                "A&19",
                (f"due A&19 exactly {_NEAR} because x", "grant A&19"),
                {"date": day, "reason": words},
            ),
            (update.FORM, "A&16", ("done A&16 {words}",), {"words": words, "progress": _option("ongoing")}),
            (lead.FORM, "A&22", ("assign A&22 to R&D9",), {"directorate": _option("R&D8")}),
            (
                exempt.FORM,
                "A&29",
                (f"exempt A&29 {LONG_WORDS[:140]}",),
                {"paragraph": {"value": LONG_WORDS[:140]}},
            ),
            (
                snooze.FORM,
                "A&4",
                ("snooze A&4 until tomorrow because {words}",),
                {
                    "until": {"selected_date": (self.now + timedelta(days=3)).date().isoformat()},
                    "reason": words,
                },
            ),
            (update.FORM, "A&28", (f"why A&28 {CAUSES[0]}: {{words}}",), {"words": words, "cause": cause}),
        )
        found = []
        for form, ref, meanwhile, entered in late:
            view = self._opened(form, ref)
            for typed in meanwhile:
                self._type(ADMIN, typed)
            found.append(self._sent(form, view, entered))
        view = self._opened(narrative.FORM, "A&62")
        self._sent(narrative.FORM, self._opened(narrative.FORM, "A&62"), {"words": {"value": LONG_WORDS}})
        found.append(self._sent(narrative.FORM, view, {"words": {"value": LONG_WORDS}}))
        return [one for one in found if isinstance(one, NextPage)]

    def _opened(self, form: Form, ref: str) -> dict[str, Any]:
        self.now += timedelta(minutes=1)
        press = {"value": f"longest:{ref}", "action_ts": str(self.now.timestamp())}
        channel = {"id": "C0LONGLEADS", "name": "leads"}
        body = {"user": {"id": ADMIN}, "channel": channel, "actions": [press], "trigger_id": str(self.now)}
        return form.open(self.context, body)

    def _sent(self, form: Form, view: dict[str, Any], entered: dict[str, Any]) -> object:
        self.now += timedelta(minutes=1)
        values = {name: {name: value} for name, value in entered.items()}
        sent = view | {"id": f"V{self.now.timestamp()}", "hash": "1", "state": {"values": values}}
        return form.submit(self.context, {"user": {"id": ADMIN}, "view": sent})

    def _papers_come(self) -> None:
        """One paper moves an action; another brings one, which is posted, and is undone; one is left, one refused."""
        moved = Line("A&7", LONG_TEXT, LONG_TEXT, "March 2023", ("R&D2",), "In progress", "")
        added = replace(moved, ref="A&61")
        others = (replace(moved, ref=ref, delivered=LONG_WORDS) for ref in ("A&62", "88", "99"))
        for number, lines in enumerate(((moved, *others), (added,))):
            self.now += timedelta(minutes=1)
            with transaction(self.engine) as tx:
                paper = Reading(f"{LONG_WORDS[:80]}.docx", str(number) * 64, lines, ())
                import_reading(tx, registers.find(tx, "longest"), paper, self.now.date(), self.now)
        self._type(ADMIN, "assign A&61")
        with transaction(self.engine) as tx:
            (action_id,) = actions.ids(tx, registers.find(tx, "longest"), ["A&61"]).values()
            for card in cards.of_actions(tx, [action_id]):
                cards.mark_posted(tx, card.id, card.place, f"{_FIRST + card.id}.000100")
        undo_import(self.context, self._request(ADMIN), "longest")
        refuse(self.engine, self._offer(2), Refused(LONG_TEXT[:2000]), self.now)
        for number in (3, 4):
            show(self.engine, self._offer(number), _PAPER, self.now)
            shown = self._offered(number)
            if number == 3:
                decide(self.context, self._request(ADMIN), shown.id, shown.readings, NO_ANSWERS, "leave")
            else:
                accept(self.engine, shown, _PAPER, self.now, ADMIN)

    def _offer(self, number: int) -> Offered:
        """Offer the next paper, whose id is ``number``."""
        name, on = f"{number} {LONG_WORDS[:80]}.csv", self.now.date()
        have_read(self.context, self._request(ADMIN), "longest", f"F{number}LONG", name, on)
        return self._offered(number)

    def _offered(self, number: int) -> Offered:
        with reading(self.engine) as tx:
            offered = offered_papers.find(tx, number)
        assert offered is not None  # noqa: S101 - it was just offered
        return offered

    def _channels_change(self) -> None:
        for kind in ChannelEvent:
            self.now += timedelta(minutes=1)
            tell_of_channel(self.context, f"{kind}", kind, "C0LONG3", OFFICER, LONG_WORDS[:80])


def _option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}
