"""What counts as silence, in digests, lists and counts: one rule (docs/decisions/0009).

Silent is an action without an update whose owners have not answered lately either. What counts as an answer is decided
in ``register.committee.paper_events``; an action carries when the last one was given.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from register.action import Action, Update
from register.people import is_person
from register.refs import ref_key

ANSWER_EXCUSES = 14
"""Days for which an answer that is no update, such as "no change", keeps an action out of what lists silence: as many
as reminders can rest.
"""


def answers_excuse_from(today: date, zone: tzinfo) -> datetime:
    """From when on (in the time zone) an answer that is no update keeps an action out of what lists silence on a local
    day.
    """
    return datetime.combine(today - timedelta(days=ANSWER_EXCUSES), time.min, zone)


def is_without_words(action: Action) -> bool:
    """Whether nobody has said what has been done: no update, and no words of what has been delivered."""
    return not action.updates and not action.delivered.strip()


def is_silent(action: Action, today: date, zone: tzinfo) -> bool:
    """Whether nobody has said what has been done, and its owners have not answered lately either; on a local day."""
    return is_without_words(action) and not _is_excused(action, answers_excuse_from(today, zone))


def no_update_since(
    actions: Iterable[Action], last_paper: date | None, today: date, zone: tzinfo
) -> tuple[Action, ...]:
    """The open actions without an update since the last paper (a local day) whose owners have not answered lately
    either, by ref.
    """
    excused_from = answers_excuse_from(today, zone)
    silent = _without_update(actions, last_paper, zone)
    return tuple(one for one in silent if not _is_excused(one, excused_from))


def no_change_lately(
    actions: Iterable[Action], last_paper: date | None, today: date, zone: tzinfo
) -> tuple[Action, ...]:
    """The open actions without an update since the last paper of which no change was reported lately, by ref."""
    excused_from = answers_excuse_from(today, zone)
    silent = _without_update(actions, last_paper, zone)
    return tuple(one for one in silent if one.no_change and one.no_change.at >= excused_from)


def _is_excused(action: Action, since: datetime) -> bool:
    """Whether its owners have answered since a moment, or wait for a decision about another date."""
    has_answered = action.answered_at is not None and action.answered_at >= since
    return has_answered or action.life.asked is not None


def _without_update(actions: Iterable[Action], last_paper: date | None, zone: tzinfo) -> tuple[Action, ...]:
    """The open actions without an update since the last paper, by ref.

    An update counts when its local day is later than the paper's as-at day, or is that very day and a person
    said it: what the paper itself printed is dated as at that day and does not count. Without a paper any
    update counts.
    """
    silent = [
        action
        for action in actions
        if not action.status.is_done
        and not any(_is_since(update, last_paper, zone) for update in action.updates)
    ]
    return tuple(sorted(silent, key=lambda action: ref_key(action.ref)))


def _is_since(update: Update, last_paper: date | None, zone: tzinfo) -> bool:
    day = update.at.astimezone(zone).date()
    if last_paper is None or day > last_paper:
        return True
    return day == last_paper and is_person(update.by)
