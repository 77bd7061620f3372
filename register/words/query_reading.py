"""Reading what somebody asks to see, in their own words, as a query. Pure.

The words are gone through from left to right. At each the longest thing that can be meant is taken: a state, a
directorate, a person, days after "due" or "updated", or a word that says nothing ("please"). What is left is
looked for in the words of the actions, phrase by phrase, and the answer says so. Where something can be read in
two ways, or only in part, it is refused with what to type.
"""

from collections.abc import Iterator
from datetime import timedelta

from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refused import Command, Refused
from register.words import query_words as words
from register.words.day_ranges import Days, ahead
from register.words.queries import STATUSES, Query, State
from register.words.query_context import QueryContext
from register.words.query_days import days_at
from register.words.query_pieces import QueryPiece, phrases, refuse_either, refuse_negations
from register.words.query_times import (
    JOINT,
    Found,
    QueryDraft,
    bare_days,
    further_days,
    how_late,
    measured,
    not_updated,
    soon,
    updated,
)
from register.words.short_forms import in_full
from register.words.spoken_meetings import with_meeting_days
from register.words.text_folding import folded, typed_plainly

_MORE = LazyPattern(r"\s*(?P<sign>[<>])\s*(?=\d+\s*(?:days?|weeks?|wks?|months?|mths?|years?)\b)")
_COMPARED = LazyPattern(
    r"\s*(?:by|before|after|since|until|till|between|up\s+to|later\s+than|in\s+the\s+next)(?!\w)"
)
_NUMBER = LazyPattern(r"\s*(?:(?:in|within|the|next)\s+)*(\d+)(?![\w/.,:-]*\w)")
_EMPHASIS = LazyPattern(r"(?<![^\W_])_+|_+(?![^\W_])")
_POSSESSIVE = LazyPattern(r"'s?(?!\w)|s'(?!\w)")
_WORD = LazyPattern(r"[^\s,;\"]+")
_MOST_WORDS = 150
"""Each word of a question is tried in many ways, and all that it asks for becomes one statement."""


def _with_signs_spelt(typed: str) -> str:
    """The words with "more than 2 weeks" for "> 2 weeks"."""
    return _MORE.sub(lambda match: " more than " if match["sign"].startswith(">") else " less than ", typed)


def read_query(reader: QueryContext, typed: str) -> Query:
    """What somebody asks to see. Raises Refused for what cannot be read whole, or can never be so."""
    if len(_WORD.findall(typed)) > _MOST_WORDS:
        raise Refused(f"That is too long for a question: ask in at most {_MOST_WORDS} words.")
    text = " ".join(in_full(_EMPHASIS.sub(" ", _with_signs_spelt(typed))).split())
    text = with_meeting_days(text, (one.on for one in reader.register.meetings.meetings), reader.today)
    plain, draft = typed_plainly(text), QueryDraft()
    pieces = list(_pieces(reader, draft, text, plain))
    refuse_negations(text, plain, pieces)
    refuse_either(text, pieces)
    draft.words = [*draft.words, *phrases(text, pieces)]
    due = tuple(draft.due) or ((soon(reader.today),) if draft.is_due else ())
    if State.OVERDUE in draft.states and any(one.last is None or one.last >= reader.today for one in due):
        # "late or due next week": what is late has its day behind it, and so both are days.
        draft.states.discard(State.OVERDUE)
        due = (Days(None, reader.today - timedelta(days=1)), *due)
    if State.ON_TIME in draft.states:
        draft.states.discard(State.OPEN)
    query = Query(
        today=reader.today,
        states=frozenset(draft.states),
        owners=tuple(draft.owners),
        but_owners=tuple(draft.but_owners),
        people=tuple(draft.people),
        due=due,
        updated=draft.updated,
        finished=draft.finished,
        words=tuple(draft.words),
        but_refs=tuple(draft.but_refs),
    )
    if query.is_impossible:
        raise Refused(
            "An action that is complete or closed is neither late nor asked about any more, so no action is both. "
            "Ask for one of the two: for instance ",
            Command("list overdue"),
            " or ",
            Command("list complete"),
            ".",
        )
    return query


def _pieces(reader: QueryContext, draft: QueryDraft, text: str, plain: str) -> Iterator[QueryPiece]:
    """What was typed in pieces, from left to right; what they ask for is put into ``draft``."""
    position = 0
    while position < len(plain):
        if plain[position] == '"':
            end = _quoted(reader, draft, text, plain, position)
            yield QueryPiece("" if end == position + 1 else "quoted", position, end)
        elif not (plain[position].isalnum() or plain[position] in "@#" or ord(plain[position]) > 0x2000):
            yield QueryPiece("stop" if plain[position] in ",;" else "", position, position + 1)
            end = position + 1
        else:
            kind, end = _at(reader, draft, text, plain, position)
            yield QueryPiece(kind, position, end)
        position = end


def _at(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> tuple[str, int]:
    """The token at the beginning of a word: its kind, and where it ends."""
    ordered = words.ORDERED.match(plain, position)
    if ordered:
        return "stop", ordered.end()
    for read in (_except, measured, _due, not_updated, _state, updated, _person, _owner, bare_days):
        found = read(reader, draft, text, plain, position)
        if found is not None:
            kind, end = found
            possessive = _POSSESSIVE.match(plain, end)
            return kind, possessive.end() if possessive else end
    word = _WORD.match(plain, position)
    end = word.end() if word else position + 1
    if word and "/" in word[0].strip("/") and not any(sign.isdigit() for sign in word[0]):
        end = position + word[0].index("/") or end
    bare = plain[position:end].strip(".:!?()[]*_'")
    if bare in words.FILLERS:
        return ("or" if bare == "or" else ""), end
    return "words", end


def _quoted(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> int:
    """A phrase in quotes: what it asks for when all of it does, else its words. Gives where it ends."""
    end = plain.find('"', position + 1)
    inner = text[position + 1 : end].strip(" .,;:!?") if end > 0 else ""
    if not folded(inner):
        return position + 1
    trial = QueryDraft()
    inside = typed_plainly(inner)
    if any(piece.kind == "words" for piece in _pieces(reader, trial, inner, inside)):
        draft.words.append(inner)
    else:
        list(_pieces(reader, draft, inner, inside))
    return end + 1


def _state(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """A state: of all that fit, the longest."""
    matches = [
        (state, match)
        for state, pattern in words.STATE_PATTERNS.items()
        if (match := pattern.match(plain, position))
    ]
    if not matches:
        return None
    state, match = max(matches, key=lambda one: one[1].end())
    draft.states.add(state)
    kind = "status" if state in STATUSES else "time" if state is State.OVERDUE else state.value
    if state is State.OVERDUE:
        return kind, how_late(reader, draft, plain, match.end())
    return kind, match.end()


def _due(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """Days behind "due"; without any, those that count as soon. None where other words follow ("due regard")."""
    # "deadlines that were extended" are none that come.
    if words.STATE_PATTERNS[State.MOVED].match(plain, position):
        return None
    match = words.DUE.match(plain, position)
    if match is None:
        return None
    end = match.end()
    start = end + len(plain[end:]) - len(plain[end:].lstrip(" :"))
    found = days_at(plain, start, reader.today, past=State.OVERDUE in draft.states, sure=True)
    if found:
        draft.due.append(found.days)
        return "time", further_days(reader, draft, plain, found.end)
    number = _NUMBER.match(plain, end)
    if number:
        draft.due.append(ahead(reader.today, number[1]))
        return "time", number.end()
    soon, compared = words.SOON_WORD.match(plain, end), _COMPARED.match(plain, end)
    after = compared or soon
    if after is None and _is_word(reader, text, plain, start):
        return None
    if compared and _is_word(reader, text, plain, compared.end() + 1):
        wrong = plain[compared.end() :].strip()
        raise Refused(
            f"I cannot read “{wrong}” as a date. Type for instance ", Command("list due by 30 November"), "."
        )
    draft.is_due = True  # soon, unless days are named elsewhere: "due in CYPE next week"
    return "time", soon.end() if soon else end


def _is_word(reader: QueryContext, text: str, plain: str, position: int) -> bool:
    """Whether the next word is unknown: neither the end, nor a filter, nor a filler."""
    rest = plain[position:].lstrip(" :")
    if not rest or not rest[0].isalnum():
        return False
    start = len(plain) - len(rest)
    return _at(reader, QueryDraft(), text, plain, start)[0] == "words"


def _person(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """Whoever asks, or somebody named by @."""
    mine = words.ABOUT_ME.match(plain, position)
    if plain[position] != "@" and not mine:
        return None
    if mine:
        if reader.me is None:
            raise Refused("I cannot tell here who you are, so not what is yours: ask in Slack.")
        whose, end = reader.me, mine.end()
    else:
        whose, end = reader.person_at(text, position)
    if whose not in draft.people:
        draft.people.append(whose)
    return "people", end


def _owner(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """A directorate by its code or name, and any that are joined to it."""
    owned = words.OWNED.match(plain, position)
    start = owned.end() if owned else position
    found = reader.owner_at(text, plain, start)
    if found is None:
        if owned and (word := _WORD.match(text, start)) and _is_word(reader, text, plain, start):
            known = joined(reader.register.codes)
            raise Refused(
                f"Nothing is owned by “{word[0].strip('.,;:!?')}”; the directorates here are {known}."
            )
        return None
    code, end = found
    draft.owners.setdefault(code)
    return "owner", end


def _except(reader: QueryContext, draft: QueryDraft, text: str, plain: str, position: int) -> Found:
    """What is excluded: directorates, and where refs can be read, actions."""
    match = words.EXCEPT.match(plain, position)
    states_at = [position, position + 4] if plain.startswith("but ", position) else [position]
    if match is None or any(
        pattern.match(plain, at) for at in states_at for pattern in words.STATE_PATTERNS.values()
    ):
        return None
    end = match.end()
    found = reader.owner_at(text, plain, end)
    while found:
        draft.but_owners.setdefault(found[0])
        possessive = _POSSESSIVE.match(plain, found[1])
        end = possessive.end() if possessive else found[1]
        joint = JOINT.match(plain, end)
        found = reader.owner_at(text, plain, joint.end()) if joint else None
    if draft.but_owners:
        return "except", end
    named = reader.refs.read(text[end:]) if reader.refs else None
    if named and named.refs:
        draft.but_refs |= dict.fromkeys(named.refs)
        return "except", end + named.end
    if match[0].split()[0] in ("not", "without", "minus") and _is_word(reader, text, plain, end):
        return None  # "not for profit": words, if anything
    raise Refused(
        f"I cannot leave out “{text[end:].strip()}”. What can be left out are directorates, as in ",
        Command("list all except CYPE"),
        "; else say what you want to see.",
    )
