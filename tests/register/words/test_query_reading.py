"""Ordinary ways to ask for a list, each with what is understood: the right question, or why it is not answered."""

from dataclasses import replace
from datetime import date

import pytest

from config import register_file
from register.refused import Refused
from register.words.queries import described, whose
from register.words.query_context import QueryContext
from register.words.query_reading import read_query
from register.words.typed_refs import RefIndex
from tests.conftest import ROOT

KENT = register_file.read(ROOT / "config" / "kent.toml")
TODAY = date(2023, 1, 4)  # a Wednesday
READER = QueryContext(
    KENT,
    TODAY,
    whose(KENT, "U0CYPE", ("C0CYPE",)),
    others=("XYZ",),
    refs=RefIndex([str(number) for number in range(1, 45)]),
)

# What somebody types after /htst list, and what stands behind "Actions" in the answer.
UNDERSTOOD = {
    "": "",
    "all": "",
    "every action, please": "",
    # Late, in one word or in many.
    "overdue": "overdue",
    "overdue actions": "overdue",
    "overdue.": "overdue",
    "Overdue!": "overdue",
    "LIST ALL OVERDUE": "overdue",
    "“overdue”": "overdue",
    "_overdue_": "overdue",
    "what is late?": "overdue",
    "what's late": "overdue",
    "What’s late today?": "overdue",
    "how many are late?": "overdue",
    "anything that has missed its date": "overdue",
    "over-due": "overdue",
    "everything past its deadline": "overdue",
    "overdue by 2 weeks": "overdue, due by 21 December 2022",
    "more than 2 weeks late": "overdue, due by 20 December 2022",
    "not updated > 30 days": "open, not updated from 5 December 2022 to 4 January 2023",
    "no update for more than 4 weeks": "open, not updated from 7 December 2022 to 4 January 2023",
    "updated more than 30 days ago": "updated by 4 December 2022",
    "done > 2 weeks ago": "reported complete, verified or closed by 20 December 2022",
    "b4": "with “b4”",
    "late by over a month": "overdue, due by 3 December 2022",
    "less than 2 weeks overdue": "overdue, due from 22 December 2022 to 3 January 2023",
    "not overdue": "open and not late",
    "on time": "open and not late",
    "open but not late": "open and not late",
    "high priority": "of high priority",
    "what of high priority is late?": "overdue, of high priority",
    "the highest priorities in CYPE": "of high priority, owned by CYPE",
    "escalated": "late enough to be told to leads or administrators",
    "escalations in CYPE": "late enough to be told to leads or administrators, owned by CYPE",
    "what has been escalated to the lead or the administrators?": "late enough to be told to leads or administrators",
    "escalated to the committee": "late, past the last escalation",
    "doubtful": "whose date is in doubt",
    "what is doubtful in CYPE?": "whose date is in doubt, owned by CYPE",
    "which dates are in doubt": "whose date is in doubt",
    "which actions are at risk?": "whose date is in doubt",
    "what will be late": "whose date is in doubt",
    "which of ours are likely to slip": "whose date is in doubt, yours",
    "won't be met": "whose date is in doubt",
    "which will not be on time": "whose date is in doubt",
    "the oldest overdue": "overdue",
    "most overdue": "overdue",
    "late sorted by date": "overdue",
    "by due date": "",
    # The committee's meetings: 15 November 2022 and 16 March 2023 are known.
    "due by the next meeting": "due by 16 March 2023",
    "due before the March committee": "due by 15 March 2023",
    "updated since the last meeting": "updated on or after 15 November 2022",
    "what changed since our last committee meeting?": "updated on or after 15 November 2022",
    "who owes us an update": "with neither an update nor a recent “no change”",
    # Other states.
    "open": "open",
    "outstanding items": "open",
    "what is not complete yet?": "open",
    "still to do": "open",
    "complete": "complete or closed",
    "Completed ones": "complete or closed",
    "what's been done?": "complete or closed",
    "closed": "complete or closed",
    "in progress": "in progress",
    "In-Progress": "in progress",
    "started": "in progress",
    "ongoing or in progress": "in progress or ongoing",
    "open in progress": "in progress",
    "on-going": "ongoing",
    "not started": "not started",
    "not-started": "not started",
    "blank": "with no progress given",
    "no progress": "with no progress given",
    "waiting to be verified": "waiting to be verified",
    "which are awaiting verification?": "waiting to be verified",
    "verified": "verified",
    "superseded": "superseded",
    "no target date": "open without a date",
    "TBC": "open without a date",
    "extensions requested": "with a new date asked for",
    "sent back": "sent back",
    "which were sent back?": "sent back",
    "snoozed": "with snoozed reminders",
    "which actions moved their date?": "with a date that has moved",
    "whose deadline has been extended in CYPE": "with a date that has moved, owned by CYPE",
    "deadlines that were moved": "with a date that has moved",
    "postponed": "with a date that has moved",
    # Who said something, and when.
    "no update": "with neither an update nor a recent “no change”",
    "without any updates in CYPE": "with neither an update nor a recent “no change”, owned by CYPE",
    "which ones has nobody updated?": "with neither an update nor a recent “no change”",
    "not updated since Monday": "open, not updated on or after 2 January 2023",
    "no news for 4 weeks": "open, not updated from 7 December 2022 to 4 January 2023",
    "updated": "updated",
    "updated since Monday": "updated on or after 2 January 2023",
    "what changed last week": "updated from 26 December 2022 to 1 January 2023",
    "updated in December": "updated in December 2022",
    "what happened since Monday?": "updated on or after 2 January 2023",
    "recent updates": "updated from 28 December 2022 to 4 January 2023",
    "updated by @U0AMY last month": "updated by @U0AMY in December 2022",
    "updated by me": "updated by you",
    # Whose.
    "CYPE": "owned by CYPE",
    "cype?": "owned by CYPE",
    "CYPE’s late ones": "overdue, owned by CYPE",
    "show me CYPE's late ones": "overdue, owned by CYPE",
    "overdue get": "overdue, owned by GET",
    "get me the overdue ones": "overdue",
    "CYPE and GET": "owned by CYPE or GET",
    "CYPE/GLD": "owned by CYPE or GLD",
    "Children, Young People and Education": "owned by CYPE",
    "growth environment & transport, overdue": "overdue, owned by GET",
    "owned by XYZ": "owned by XYZ",
    "ALL": "owned by ALL",
    "all except CYPE": "not owned by CYPE",
    "late but not GET or GLD": "overdue, not owned by GET or GLD",
    "all except 10 and 11": "except 10 and 11",
    "mine": "yours",
    "my overdue actions": "overdue, yours",
    "what do I have to do?": "open, yours",
    "which of ours are late?": "overdue, yours",
    "@U0CYPELEAD": "of @U0CYPELEAD",
    "@U0CYPELEAD's open ones": "open, of @U0CYPELEAD",
    # When they are due.
    "due": "due in the next 28 days",
    "what's coming up?": "due in the next 28 days",
    "due 30": "due in the next 30 days",
    "due in 4 weeks": "due in the next 28 days",
    "in the next 4 weeks": "due in the next 28 days",
    "due within a fortnight": "due in the next 14 days",
    "due next week": "due from 9 January 2023 to 15 January 2023",
    "due this week in GLD": "owned by GLD, due from 2 January 2023 to 8 January 2023",
    "due this month": "due in January 2023",
    "due by 31 March 2023": "due by 31 March 2023",
    "due by the end of March": "due by 31 March 2023",
    "before 1 February": "due by 31 January 2023",
    "due after March": "due on or after 1 April 2023",
    "due on Friday": "due on 6 January 2023",
    "due tomorrow": "due on 5 January 2023",
    "30 January": "due on 30 January 2023",
    "in March": "due in March 2023",
    "due in March or April": "due in March 2023 or due in April 2023",
    "due between 1 March and 30 April": "due from 1 March 2023 to 30 April 2023",
    "due Q4 2022/23": "due from 1 January 2023 to 31 March 2023",
    "late or due next week": "overdue or due from 9 January 2023 to 15 January 2023",
    "overdue and due soon": "overdue or due in the next 28 days",
    "overdue this month": "overdue, due from 1 January 2023 to 3 January 2023",
    "overdue in CYPE this week": "overdue, owned by CYPE, due from 2 January 2023 to 3 January 2023",
    "complete, due last month": "complete or closed, due in December 2022",
    "due in CYPE next week": "owned by CYPE, due from 9 January 2023 to 15 January 2023",
    "due before the end of February": "due by 28 February 2023",
    "due within the week": "due in the next 7 days",
    # Several at once.
    "everything due in the next 4 weeks for CYPE that is in progress and not updated since 1 December": (
        "in progress, owned by CYPE, due in the next 28 days, not updated on or after 1 December 2022"
    ),
    "which CYPE actions are overdue by more than 4 weeks and have no update?": (
        "overdue, with neither an update nor a recent “no change”, owned by CYPE, due by 6 December 2022"
    ),
    "updated in CYPE last week": "owned by CYPE, updated from 26 December 2022 to 1 January 2023",
    "no update in CYPE since Monday": "open, owned by CYPE, not updated on or after 2 January 2023",
    "what has GET not updated since November": "open, owned by GET, not updated on or after 1 November 2022",
    "anything new from GLD this week?": "owned by GLD, updated from 2 January 2023 to 8 January 2023",
    "I'd like to see what's outstanding for Growth, Environment and Transport": "open, owned by GET",
    "Can you tell me which ones are late please": "overdue",
    "late by 3 days or more": "overdue, due by 1 January 2023",
    "no owner": "owned by no directorate",
    # What was finished.
    "what was finished last week": "reported complete, verified or closed from 26 December 2022 to 1 January 2023",
    "completed last month": "reported complete, verified or closed in December 2022",
    "completed before November": "reported complete, verified or closed by 31 October 2022",
    "closed prior to last week": "reported complete, verified or closed by 25 December 2022",
    "what did we finish in CYPE this week?": (
        "reported complete, verified or closed from 2 January 2023 to 8 January 2023, owned by CYPE"
    ),
    "reported complete yesterday": "reported complete, verified or closed on 3 January 2023",
    "reported complete": "waiting to be verified",
    "done today": "reported complete, verified or closed on 4 January 2023",
    "verified since 1 December": "verified since 1 December 2022",
    "formally closed in November": "closed by the committee in November 2022",
    # What is left is looked for.
    "risk registers": "with “risk registers”",
    "terms of reference": "with “terms of reference”",
    "about the terms of reference please": "with “terms of reference”",
    "children’s transport, overdue": "overdue, with “children’s transport”",
    "“late buses”": "with “late buses”",
    "due diligence": "with “due diligence”",
    "not for profit": "with “not for profit”",
    "école": "with “école”",
    "zzz": "with “zzz”",
    "travel, training": "with “travel”, with “training”",
}

# … and what is asked about instead of guessed.
ASKED = {
    "due before the Christmas holidays": "which days “the Christmas holidays” means",
    "updated since the April meeting": "I do not know of a meeting in April",
    "due this year": "which days “this year” means",
    "due by the end of term": "which days “the end of term” means",
    "due 31 February 2023": "which days “31 February 2023” means",
    "due by zzz": "cannot read “zzz” as a date",
    "due 0": "from 1 to 999",
    "due 9999999": "from 1 to 999",
    "due in 0 weeks": "from 1 to 999",
    "due by 30 November": "30 November 2022 or 30 November 2023",
    "due between 1 May and 1 March": "say the earlier day first",
    "since Monday": "due or updated",
    "last week": "due or updated",
    "in progress last month": "due or updated",
    "complete by 31 January 2023": "due or updated",
    "complete before next week": "due or updated",
    "not complete last week": "due or updated",
    "complete last week and overdue": "no action is both",
    "overdue since November": "can be read in two ways",
    "complete and overdue": "no action is both",
    "late or blank": "at once",
    "CYPE or late": "at once",
    "owned by Finance": "Nothing is owned by “Finance”; the directorates here are CYPE, GET and GLD",
    "@somebody": "do not know who “@somebody” is",
    "all except what is late": "cannot leave out",
    "never late": "cannot leave out",
    "not": "cannot tell what “not” leaves out",
}


@pytest.mark.parametrize(("typed", "words"), UNDERSTOOD.items())
def test_ordinary_words_ask_for_what_they_say(typed: str, words: str) -> None:
    assert described(read_query(READER, typed)) == words


@pytest.mark.parametrize(("typed", "sentence"), ASKED.items())
def test_what_can_be_read_in_two_ways_or_none_is_asked_about(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_query(READER, typed)
    assert sentence in str(refused.value)


def test_who_asks_in_a_shell_has_nothing_of_their_own() -> None:
    with pytest.raises(Refused, match="ask in Slack"):
        read_query(QueryContext(KENT, TODAY), "mine")


@pytest.mark.parametrize("typed", ["overdue CYPE", "CYPE overdue", "what in CYPE is overdue?"])
def test_the_order_does_not_matter(typed: str) -> None:
    assert read_query(READER, typed) == read_query(READER, "overdue CYPE")


def test_a_directorate_is_found_by_the_code_it_had() -> None:
    renamed = {"GET": "PLACE", "OLD": "GONE"}
    place = replace(KENT.directorates[1], code="PLACE", name="Place")
    kent = replace(KENT, directorates=(KENT.directorates[0], place))
    reader = QueryContext(kent, TODAY, renamed=renamed)
    assert described(read_query(reader, "GET")) == "owned by PLACE"
    assert described(read_query(reader, "get me the late ones in GET")) == "overdue, owned by PLACE"
    assert described(read_query(reader, "OLD")) == "with “OLD”"
