"""A committee's register: who it is for, which directorates answer to it, and when it speaks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from register.absences import Absences, person_or_deputy
from register.committee.meetings import MeetingPlan
from register.committee.paper_plan import PaperPlan
from register.days.calendar import Calendar, Nation
from register.lazy_pattern import LazyPattern
from register.life_plan import LifePlan
from register.notices.plans import DigestPlan, ReminderPlan
from register.phrases import joined

_CHANNEL_ID = LazyPattern(r"[CG][A-Z0-9]{2,}")
_USER_ID = LazyPattern(r"[UW][A-Z0-9]{2,20}")


def is_channel_id(setting: str) -> bool:
    """Whether a channel is given by its id, not by its name: Slack's names have no capitals."""
    return bool(_CHANNEL_ID.fullmatch(setting))


def is_user_id(setting: str) -> bool:
    """Whether that is the id of a person in Slack, which shows their name for it: no channel, paper or pseudonym."""
    return bool(_USER_ID.fullmatch(setting))


def is_channel(setting: str, known_as: Iterable[str]) -> bool:
    """Whether a channel as settings give it (its id or #name) is one of ``known_as`` (the id and name of a channel)."""
    named = setting.removeprefix("#")
    return bool(named) and any(named == one.removeprefix("#") for one in known_as)


def _nobody_is_away(_day: date) -> Absences:
    return {}


@dataclass(frozen=True)
class Directorate:
    """One part of the council that owns actions; ``channel`` and ``lead`` as Slack calls them, or empty.

    ``members`` are the people (user ids) who sit in its channel, as far as Slack has told.
    """

    code: str
    name: str
    channel: str
    lead: str
    members: frozenset[str] = field(default=frozenset(), compare=False)

    def speaks_in(self, known_as: Iterable[str]) -> bool:
        """Whether a channel (its id and name) is the directorate's."""
        return is_channel(self.channel, known_as)


@dataclass(frozen=True)
class Register:
    """One committee's register and its settings. ``closed_days`` are days off beside the bank holidays.

    With ``cards_when_due`` a card is posted when its action is first spoken of, not with all others at once.
    """

    slug: str
    title: str
    committee: str = ""
    timezone: str = "Europe/London"
    nation: Nation = Nation.ENGLAND
    closed_days: tuple[date, ...] = ()
    leads_channel: str = ""
    admins: tuple[str, ...] = ()
    directorates: tuple[Directorate, ...] = ()
    reminders: ReminderPlan = field(default_factory=ReminderPlan)
    digest: DigestPlan = field(default_factory=DigestPlan)
    cards_when_due: bool = False
    life: LifePlan = field(default_factory=LifePlan)
    meetings: MeetingPlan = field(default_factory=MeetingPlan)
    paper: PaperPlan = field(default_factory=PaperPlan)
    absences: Callable[[date], Absences] = field(default=_nobody_is_away, compare=False, repr=False)
    """Who is away on a local day; a function, as the database is asked only where it is needed."""

    def stood_in_for(self, person: str, now: datetime) -> tuple[str, ...]:
        """Those who are away at a moment (aware) and for whom a person stands in."""
        away = self.absences(self.today(now))
        return tuple(one for one in away if person_or_deputy(one, away) == person)

    @cached_property
    def calendar(self) -> Calendar:
        """The register's days: its time zone, bank holidays and days off."""
        return Calendar(self.timezone, self.nation, self.closed_days)

    def today(self, now: datetime) -> date:
        """The register's local day at a moment (aware)."""
        return self.calendar.local_day(now)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The directorates' codes, in the register's order."""
        return tuple(d.code for d in self.directorates)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Each directorate's position in the register's order, by its code; a register may have a thousand."""
        return {code: number for number, code in enumerate(self.codes)}

    @property
    def channels(self) -> frozenset[str]:
        """The directorates' channels."""
        return frozenset(self.codes_by_channel)

    @cached_property
    def codes_by_channel(self) -> Mapping[str, tuple[str, ...]]:
        """The directorates' channels as settings give them, each with the codes of those that meet there."""
        found: dict[str, tuple[str, ...]] = {}
        for directorate in self.directorates:
            if directorate.channel:
                found[directorate.channel] = (*found.get(directorate.channel, ()), directorate.code)
        return found

    @property
    def channel_names(self) -> tuple[str, ...]:
        """The channels that are given by a name (with or without its #) and not by an id, each once."""
        readers = (one for one in self.meetings.reports_to if not is_user_id(one))
        given = (self.leads_channel, *(one.channel for one in self.directorates), *readers)
        return tuple(dict.fromkeys(one for one in given if one and not is_channel_id(one)))

    def with_channels(self, ids: Mapping[str, str]) -> "Register":
        """The register with the channels in ``ids`` (a setting to its id) replaced by their ids."""
        directorates = tuple(replace(d, channel=ids.get(d.channel, d.channel)) for d in self.directorates)
        leads = ids.get(self.leads_channel, self.leads_channel)
        reports_to = tuple(ids.get(one, one) for one in self.meetings.reports_to)
        return replace(
            self,
            leads_channel=leads,
            directorates=directorates,
            meetings=replace(self.meetings, reports_to=reports_to),
        )

    def speaks_in(self, known_as: Iterable[str]) -> bool:
        """Whether a channel (its id and name) is the leads' or a directorate's."""
        return bool(self.channel_as_set(known_as))

    def channel_as_set(self, known_as: Iterable[str]) -> str:
        """How the settings give a channel (its id and name) that is the leads' or a directorate's; "": it is none."""
        names, places = tuple(known_as), (self.leads_channel, *(d.channel for d in self.directorates))
        return next((one for one in places if is_channel(one, names)), "")

    def concerns(self, person: str) -> bool:
        """Whether somebody looks after the register or leads one of its directorates."""
        return person in self.admins or any(d.lead == person for d in self.directorates)

    def directorates_of(self, person: str, known_as: Iterable[str] = ()) -> tuple[Directorate, ...]:
        """Somebody's own directorates: those that they lead, and the one in whose channel (its id, name) they ask.

        Also those in whose channels they sit, except for leads and administrators, who sit in many by office.
        """
        names = tuple(known_as)
        is_officer = not self.concerns(person)
        return tuple(
            one
            for one in self.directorates
            if one.lead == person or one.speaks_in(names) or (is_officer and person in one.members)
        )

    def part_of(self, person: str) -> str:
        """What somebody is to the register, in words without a mention; empty for a colleague from elsewhere."""
        led = [one.code for one in self.directorates if one.lead == person]
        if led:
            return f"the lead of {joined(led)}"
        if person in self.admins:
            return "an administrator"
        own = [one.code for one in self.directorates_of(person)]
        return f"an officer of {joined(own)}" if own else ""

    def directorate(self, code: str) -> Directorate | None:
        """The directorate of that code, in whatever case it was typed."""
        return self._by_folded_code.get(code.lower())

    @cached_property
    def _by_folded_code(self) -> Mapping[str, Directorate]:
        return {one.code.lower(): one for one in reversed(self.directorates)}
