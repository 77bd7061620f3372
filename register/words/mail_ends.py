"""What a mail program puts below somebody's words: a signature, "Sent from my iPhone", the mail that they answer.

An update is printed in public papers; a telephone number or another person's mail has no place there. Only what cannot
be the author's own words is left out: of a signature each part must be a name, a post, an organisation, an address or a
number to ring, and nothing may follow it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from register.days.date_spans import MONTH_NAMES
from register.lazy_pattern import LazyPattern
from register.words.reply_refs import is_state
from register.words.text_folding import folded, word_set


class MailEnd(StrEnum):
    """What stood below somebody's words."""

    SIGNATURE = "the signature"
    QUOTED = "the mail quoted"


_FILES = LazyPattern(r"(?: ?\[(?:file|picture)(?::[^\[\]]*)?\]){1,30}$")
_MAIL_APP = r"(?:outlook|yahoo(?:\s+mail)?|gmail|proton\s*mail|mail)"
_SYSTEM = r"(?:ios|android|mac|windows(?:\s+1[01])?|iphone|ipad|web)"
_DEVICE = LazyPattern(
    r"\s*(?:sent\s+(?:from|via)\s+my\s+(?:(?:apple|samsung|galaxy|huawei|pixel|nokia|work|windows|iphone|ipad|android|"
    r"blackberry|mobile|smart|phone|tablet|device|smartphone|pro|max|mini)\b\s*|\w?\d+\s*){1,5}|"
    rf"sent\s+(?:from|via)\s+{_MAIL_APP}\s+(?:for|on)\s+{_SYSTEM}|get\s+outlook\s+for\s+{_SYSTEM})"
    r"(?:\s*[(<]https?://\S+[)>])?[\s.]*",
    re.I,
)
_DISCLAIMER = LazyPattern(
    r"\s*(?:(?:this|the\s+information\s+(?:contained\s+)?in\s+this)\s+(?:e-?mail|message)\b.*"
    r"\b(?:privileged|intended\s+(?:only|solely)|addressee|intended\s+recipient).*|"
    r"please\s+consider\s+the\s+environment\s+before\s+printing(?:\s+(?:this|the)\b.{0,60})?[\s.!]*)",
    re.I,
)
_CLOSING = LazyPattern(
    r"(?:\n[ \t]*|(?<=[.!?])[ \t]+)(?:(?:with\s+)?"
    r"(?:(?:kind|kindest|best|warm|warmest|many\s+thanks\s+and(?:\s+kind)?)\s+)?"
    r"(?P<regards>regards|rgds|yours\s+(?:sincerely|faithfully|truly)|(?:best|kind|warm)\s+wishes|all\s+the\s+best|sincerely|"
    r"cofion(?:\s+(?:cynnes|gorau|caredig))?|yn\s+gywir|(?-i:KR|BW|BR)(?=\s*,|[ \t]*\n))|"
    r"many\s+thanks|thank\s+you|with\s+thanks|thanks|cheers|best|kindest|warmly|yours|take\s+care|speak\s+soon|"
    r"diolch(?:\s+yn\s+fawr)?|--)(?=[\s,.!–-])[ ,.!–-]*(?=\n|[A-Z])",
    re.I,
)
_PIECES = LazyPattern(r"\s*[\n|•;]\s*|,\s+|\s+[-–—/]\s+")
_NAME = LazyPattern(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Sir|Prof)\.?\s+)?[A-Z][\w'’.&-]*(?:\s+(?:[A-Z][\w'’.&-]*|of|and|the|for|de|van|"
    r"officer|manager|lead|director|assistant|deputy|head|adviser|advisor|team|service|services|council|county|"
    r"department|directorate|transport|support|business|administrator|&|\(\w+(?:[/ ]\w+){0,2}\))){0,7}"
)
_FULL_NAME = LazyPattern(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Sir|Prof)\.?\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]*){1,3}"
)
_EMPTY_LINE = LazyPattern(r"\n[ \t]*\n")
_CONTACT = LazyPattern(
    r"(?:(?:t|m|e|w|d|f|tel(?:ephone)?|mob(?:ile)?|phone|direct(?:\s+(?:line|dial))?|office|ext(?:ension)?|fax|e-?mail|"
    r"web(?:site)?|teams)\b[\s.:)]*)?(?:no[\s.:]+)?"
    r"(?:\+?\(?\d[\d\s()+.-]{2,}\d(?:\s*(?:ext|x)\.?\s*\d+)?|[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|"
    r"(?:https?://|www\.)\S+|\w[\w-]*(?:\.\w[\w-]+)*\.(?:gov\.uk|co\.uk|org\.uk|org|com)(?:/\S*)?)",
    re.I,
)
_ADDRESS = LazyPattern(
    r"(?:\d{1,4}[a-z]?\s+)?(?:[A-Z][\w'’.-]*\s+){0,5}(?:[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|(?:House|Hall|Road|Street|Lane|"
    r"Square|Building|Centre|Avenue))"
)
_POST = word_set(
    """
    officer manager lead leader director head adviser advisor assistant deputy administrator coordinator planner
    solicitor lawyer barrister counsel accountant auditor analyst engineer surveyor architect consultant commissioner
    specialist inspector secretary clerk chair chairman partner trainee apprentice principal executive chief member
    councillor teacher headteacher practitioner worker superintendent supervisor developer technician buyer buyers
    strategist economist statistician librarian registrar interim intern pa ea swyddog rheolwr pennaeth cyfarwyddwr
    ba bsc ma msc mba llb phd mrtpi mrics frics cpfa acca fcca cipfa cmiia mcipd fcipd mcips ceng npqh obe mbe cbe
    """
)
_BODY = word_set(
    """
    council county borough district team department directorate service services unit office group
    board committee division section branch trust partnership university college school academy nhs ltd limited plc llp
    law legal finance transport education procurement commissioning support communications governance democracy
    environment growth people children families housing planning highways assurance audit hr ict it send hq uk
    authority agency association federation charity consortium company bureau centre kent wales england scotland
    """
)
"""What a post or a qualification, and what an organisation or a part of it is called; "Budget Shortfall" is neither."""
_WELSH_BODY = word_set("cyngor gwasanaeth gwasanaethau adran tim")
"""What an organisation is called in Welsh, where that comes first: "Cyngor Gwynedd"."""
_SENTENCE_ENDS = LazyPattern(r"(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bMrs)(?<!\bCllr)(?<!\bProf)(?<=\w\w)\.\s")
_PAST = LazyPattern(r"\w+ed\b|.*\s(?!limited$)\w+ed$", re.I)
_STATE_OR_TIME = LazyPattern(
    rf"(?:the\s+)?(?:red|amber|green|spring|summer|autumn|winter|(?:{'|'.join(MONTH_NAMES)})(?:\s+\d+)?)", re.I
)
"""What no post or organisation is called, though it is a part of names: "Kind regards⏎Jo⏎Amber"."""
_CODE = LazyPattern(r"[A-Z]{2,6}")
_IN_BRACKETS = LazyPattern(r"\([^()]*\)")
_LETTER = LazyPattern(
    r"(?<=\S)[ \t]*\n[\s>“\"'‘]*dear\s+[^\n]{1,60}\n|"
    r"\b(?:repl(?:y|ied)|respon(?:se|ded)|answer(?:ed)?|wrote|says|letter|e-?mail(?:ed)?|message|statement|received|"
    r"forward(?:ed|ing)?|fwd?)\b[^\n]{0,60}:[ \t]*\n",
    re.I,
)
"""Where somebody else's letter begins below the author's words: with "Dear …", or behind "Amey's reply:"."""
_LEAST_FIGURES = 5
"""The figures that a number to ring has at least, unless it is marked as one: "14" and "2022" are none."""
_MARKED = LazyPattern(r"(?:tel|mob|phone|direct|ext|fax)", re.I)
_NEWS = word_set(
    """
    done complete completed finished sent signed agreed closed approved delivered implemented issued published started
    delayed overdue late ongoing pending ready blocked not yet no none yes is are was were will has have had now today
    tomorrow monday tuesday wednesday thursday friday january february april june july august september october
    november december ps all still waiting awaiting chasing asking sending going gone went off back left met paid held
    given taken built found lost ran run begun meeting due next last again also but
    """
)
"""Words that are no part of a name or a post."""
_OUTCOMES = word_set(
    """
    approval consent agreement decision sign-off signoff permission feedback response reply delay meeting input
    clearance confirmation resignation absence vacancy refusal dispute query queries change changes sickness
    """
)
"""What a line of news has beside a post, "Director Approval Outstanding"; in a post another word follows: "Permission
Officer".
"""
_BETWEEN_NEWS = word_set("from by with until till after before into without")
"""Words between those of news, and of no post: "Approval From Director"."""
_MOST_PIECES = 14
_LONGEST_SIGNATURE = 800
_LONGEST_PIECE = 100
_LONGEST_WROTE = 300
_MOST_ENDS = 5
"""What is put below words at most: a signature, the telephone's line, a disclaimer, a quoted mail."""

_NEXT_HEADER = r"(?:(?:[ \t]*\n){1,2}[ \t>*]*|[ \t]+)(?:sent|date|to|subject|cc):\*?[ \t]+\S[^\n]{0,300}?"
_HEADER = LazyPattern(
    r"(?:\n[ \t>]*(?:[-_]{3,}[^\n]*|begin forwarded message:)[ \t]*)?\n(?:[ \t]*\n)?[ \t>*]*"
    rf"from:\*?[ \t]+\S[^\n]{{0,300}}?{_NEXT_HEADER}{_NEXT_HEADER}(?=[ \t]*\n|[ \t]|$)",
    re.I,
)
_WROTE = LazyPattern(r"[ \t]*on\s(?=.*\d).{5,250}\bwrote:\s*", re.I | re.S)
_ADDRESS_OR_TIME = r"[\w.+'-]+@[\w-]+\.\w|\b\d{4}\b[^\n]{0,12}\b\d{1,2}[:.]\d\d\b"
_BEYOND_DOUBT = LazyPattern(_ADDRESS_OR_TIME)
_OF_MAIL = LazyPattern(rf"{_ADDRESS_OR_TIME}|\bsubject:|-----|_____|begin forwarded message:", re.I)
"""What the head of a mail has besides: "From: Maidstone⏎To: Ashford⏎Date: 3 March" is a bus route."""
_POINTS_BELOW = LazyPattern(
    r":\W*$|\b(?:below|following|follows|forward(?:ed|ing)?|fwd?|fyi|e-?mail(?:ed)?|quote[ds]?|see|this\s+from|"
    r"(?:reply|response|answer|message|note|confirmation)\s+(?:from|is|was))\b",
    re.I,
)
"""Words that point at the mail below them, which belongs to what they say."""

_NAMES_BELOW = LazyPattern(
    r"\b(?:contacts?|appoint\w*|recruit\w*|hired|cover\w*|replac\w*|success\w*|hand(?:ed|ing)?\s?over|joins?|joined)\b[^\n]*$|"
    r"\b(?:is|are|was|were|be|been|to|with|by|from|for|as|of|and|at|under|called|named|now|lead|officer|manager)\W*$",
    re.I,
)
"""What ends before somebody's name and post that belong to it: "The new lead will be⏎⏎Jane Smith⏎Head of Transport"."""


def without_mail_end(words: str) -> tuple[str, tuple[MailEnd, ...]]:
    """The words without what a mail program put below them, and what that was; the words as they are where nothing
    would be left. The files that are named behind them stay.
    """
    files = _FILES.search(words)
    kept = "\n" + (words[: files.start()] if files else words).replace("\r\n", "\n").rstrip()
    found: dict[MailEnd, None] = {}
    for _end in range(_MOST_ENDS):
        cut = _before_quoted(kept)
        what = MailEnd.SIGNATURE if cut is None else MailEnd.QUOTED
        cut = _before_signature(kept) if cut is None else cut
        if cut is None or not any(sign.isalnum() for sign in kept[:cut]):
            break
        kept = kept[:cut].rstrip()
        found[what] = None
    return (kept.strip() + (files[0] if files else ""), tuple(found)) if found else (words, ())


def _before_quoted(words: str) -> int | None:
    """Where a quoted mail begins that goes on to the end of the words; None where there is none."""
    header = _HEADER.search(words)
    begins = [(header.start(), header.end(), True)] if header and _is_of_mail(words, header) else []
    begins += _lines_that_quote(words)
    for start, end, is_sure in sorted(begins):
        below = [line.lstrip().startswith(">") for line in words[end:].splitlines() if line.strip()]
        is_marked = bool(below) and all(below)
        if (is_marked or (is_sure and not any(below))) and not _POINTS_BELOW.search(words[:start][-300:]):
            return start
    return None


def _is_of_mail(words: str, header: re.Match[str]) -> bool:
    """Whether the head of a mail, down to the next empty line, has what only a mail has."""
    head = words[header.start() : header.end()] + words[header.end() :][:_LONGEST_WROTE].partition("\n\n")[0]
    return _OF_MAIL.search(head) is not None


def _lines_that_quote(words: str) -> Iterator[tuple[int, int, bool]]:
    """The lines "On … wrote:", alone or over two lines: where each begins and ends, and whether a program wrote it."""
    lines = words.splitlines(keepends=True)
    at = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        for text in (line, line + following):
            if len(text) < _LONGEST_WROTE and _WROTE.fullmatch(text):
                yield at, at + len(text), _BEYOND_DOUBT.search(text) is not None
                break
        at += len(line)


def _before_signature(words: str) -> int | None:
    """Where a signature begins, or a line that a program adds below it; None where there is none."""
    before, _feed, last = words.rpartition("\n")
    if _DEVICE.fullmatch(last) or _DISCLAIMER.fullmatch(last):
        return len(before)
    for match in _CLOSING.finditer(words, max(0, len(words) - _LONGEST_SIGNATURE)):
        split = (piece.strip(" .,*_\t") for piece in _PIECES.split(words[match.end() :]))
        pieces = [piece for piece in split if piece]
        is_long = len(pieces) > _MOST_PIECES or any(len(piece) > _LONGEST_PIECE for piece in pieces)
        if not pieces or is_long or _is_contact(pieces[0]) or not all(map(_is_of_signature, pieces)):
            continue
        if words[: match.start()].rstrip().endswith(":") or any(map(_is_news, _without_towns(pieces)[1:])):
            continue  # "Bids from:⏎--⏎Amey", "Kind regards⏎Jo⏎Moved for Cabinet"
        if _ends_letter(words, match.start()):
            continue
        if match["regards"] or any(map(_is_contact, pieces)):
            return match.start()
    return _before_name_and_post(words)


def _before_name_and_post(words: str) -> int | None:
    """Where a signature begins that no closing stands before: below an empty line somebody's name, their post and how
    they are reached; None where there is none.
    """
    gaps = list(_EMPTY_LINE.finditer(words, max(0, len(words) - _LONGEST_SIGNATURE)))
    before = words[: gaps[-1].start()] if gaps else ""
    if not before or any(one.search(before[-300:]) for one in (_POINTS_BELOW, _NAMES_BELOW)):
        return None
    split = (piece.strip(" .,*_\t") for piece in _PIECES.split(words[gaps[-1].end() :]))
    name, *others = [piece for piece in split if piece] or [""]
    posts = _POST.intersection(folded(" ".join(others)).split())
    is_signature = _FULL_NAME.fullmatch(name) and posts and any(map(_is_contact, others))
    is_whole = (
        len(others) < _MOST_PIECES and all(map(_is_of_signature, others)) and not any(map(_is_news, others))
    )
    return len(before) if is_signature and is_whole else None


def _is_of_signature(piece: str) -> bool:
    """Whether a piece of text is a name, a post, an organisation, an address or how somebody is reached."""
    if _is_contact(piece) or _ADDRESS.fullmatch(piece):
        return True
    is_name = _NAME.fullmatch(piece) is not None and not _SENTENCE_ENDS.search(piece) and not _figures(piece)
    return is_name and _NEWS.isdisjoint(folded(piece).split())


def _ends_letter(words: str, at: int) -> bool:
    """Whether a closing at a place is that of a letter which the author quotes, and not their own: who wrote the letter
    belongs to what it says.
    """
    begun = next(reversed(list(_LETTER.finditer(words, 0, at))), None)
    return begun is not None and not any(
        match["regards"] for match in _CLOSING.finditer(words, begun.end() - 1, at)
    )


def _without_towns(pieces: Sequence[str]) -> list[str]:
    """The pieces of a signature without a single word beside a street or a postcode: "County Road, Maidstone, ME14"."""
    return [
        piece
        for place, piece in enumerate(pieces)
        if not place or " " in piece or not any(map(_ADDRESS.fullmatch, pieces[place - 1 : place + 2]))
    ]


def _is_news(piece: str) -> bool:
    """Whether a piece of text below a name tells something of the action: "On Hold", "Contract Delayed", "Budget
    Shortfall"; no post, organisation or address is known by such words.
    """
    if any((_PAST.match(piece), _STATE_OR_TIME.fullmatch(piece), is_state(piece))):
        return True
    if _is_contact(piece) or _ADDRESS.fullmatch(piece) or _CODE.fullmatch(piece):
        return False
    words = [
        word for word in folded(_IN_BRACKETS.sub("", piece)).split() if word not in ("of", "for", "and", "the")
    ]
    tells = not (_OUTCOMES.isdisjoint(words) or "of" in folded(piece).split())
    if not _BETWEEN_NEWS.isdisjoint(words) or (tells and words[-1] not in _POST | _BODY):
        return True
    is_body = bool(words) and (words[-1] in _BODY or words[0] in _WELSH_BODY)
    return not is_body and _POST.isdisjoint(words)


def _is_contact(piece: str) -> bool:
    """Whether a piece of text is a telephone number, a mail address or a web address."""
    if not _CONTACT.fullmatch(piece):
        return False
    is_address = re.search(r"@|//|\w\.[a-z]{2}", piece, re.I) is not None
    return is_address or _MARKED.match(piece) is not None or _figures(piece) > _LEAST_FIGURES


def _figures(piece: str) -> int:
    return sum(sign.isdigit() for sign in piece)
