"""The content of a committee's paper, part by part, from the recorded data alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from papers.assemble.material import Material
from papers.assemble.moves import moves
from papers.write.paper import (
    Appendix,
    Chart,
    CommitteePaper,
    Cover,
    Exempt,
    PaperBar,
    PaperFigures,
    PaperGroup,
    PaperRecommendation,
    PaperTheme,
    Passage,
    Section,
    Share,
)
from papers.write.phrases import actions
from register.action import Action
from register.committee.chart_data import bars
from register.committee.figures import ActionFigures as CountedLife
from register.committee.figures import Count, figures
from register.committee.movement import COMPLETE, HappeningKind
from register.committee.sample import CompletionClaim, Sample, draw
from register.committee.state_columns import unused
from register.committee.table_columns import table_rows
from register.committee.themes import led
from register.days.target_dates import Order, order_of, read_target
from register.phrases import day, joined, number, uncapitalised
from register.progress import Status
from register.refs import ref_key

INTRODUCTION = "Introduction"


def committee_paper(material: Material) -> CommitteePaper:
    """The paper for a meeting, or the notice that it is to follow.

    Exempt actions are in none of its parts but the list of exempt refs with their paragraph of the Act.
    """
    printable = material.without_exempt()
    if printable.late and printable.late.to_follow:
        return _notice(printable)
    counted = _figures(printable)
    return CommitteePaper(
        title=_title(printable),
        moment=printable.moment,
        cover=_cover(printable),
        appendix=_appendix(printable),
        moves=moves(printable) if printable.since else None,
        figures=counted,
        themes=tuple(_themes(printable)),
        questions=printable.questions,
        charts=tuple(_charts(printable, counted)),
        exempt=tuple(_exempt(material)),
    )


def _notice(material: Material) -> CommitteePaper:
    """The notice that the paper is to follow, without any of its content."""
    cover = replace(_cover(material), sections=(), background=(), assurance=())
    appendix = replace(_appendix(material), rows=())
    return CommitteePaper(_title(material), material.moment, cover, appendix)


def _title(material: Material) -> str:
    return f"{material.register.title} – report to the {material.register.committee or 'Committee'}"


def headings(material: Material) -> tuple[str, ...]:
    """The headings under which the author writes: the sections of the report, then the themes, without repeats."""
    titles = (INTRODUCTION, *(one.heading for one in material.sections), *material.register.paper.themes)
    return tuple(dict.fromkeys(titles))


def sample_of(material: Material) -> Sample | None:
    """The claims of completion that are drawn to be verified; None without claims or without a published paper.

    Claims that have been verified stay in the draw, so that a verification does not change it.
    """
    claims = [
        CompletionClaim(one.ref, material.register.reminders.is_high(one.more))
        for one in material.after
        if one.status in (Status.IMPLEMENTED, Status.VERIFIED)
    ]
    if not claims or not material.seed:
        return None
    return draw(claims, material.seed, material.register.paper.sample)


def _cover(material: Material) -> Cover:
    register, plan = material.register, material.register.paper
    committee = register.committee or "Committee"
    return Cover(
        organisation=plan.organisation,
        committee=register.committee,
        sender=plan.sender or "Not named",
        to=f"{committee}, {day(material.meeting)}",
        meeting=material.meeting,
        subject=register.title,
        status=plan.status,
        recommendations=_punctuated(list(_recommendations(material))),
        author=plan.author,
        sections=tuple(_sections(material)),
        background=(f"The table as it was reported on {day(material.since)}",) if material.since else (),
        late=material.late,
        assurance=(*_sample_section(material), *_sign_off_section(material)),
    )


def _recommendations(material: Material) -> Iterator[PaperRecommendation]:
    """The recommendations: those of the covering report that was read for the meeting, and decisions that wait."""
    from_report = material.report.recommendations if material.report else ()
    if not from_report:
        yield PaperRecommendation("note", "the progress reported in Appendix 1, and what has not moved")
    for recommendation in from_report:
        yield PaperRecommendation(recommendation.verb.lower(), recommendation.text.rstrip(" ;."))
    requested = [one.ref for one in _sorted(material.after) if one.life.asked]
    if requested:
        yield PaperRecommendation(
            "agree",
            f"or refuse the new {'date' if len(requested) == 1 else 'dates'} sought for {actions(requested)}",
        )
    verified = [one.ref for one in _sorted(material.after) if one.status is Status.VERIFIED]
    if verified:
        has = "has" if len(verified) == 1 else "have"
        yield PaperRecommendation("agree", f"to close {actions(verified)}, which {has} been verified")
    if not from_report:
        yield PaperRecommendation("agree", "the date of the next update")


def _punctuated(recommendations: Sequence[PaperRecommendation]) -> tuple[PaperRecommendation, ...]:
    """The recommendations with the punctuation of a list: semicolons, and a full stop behind the last."""
    ends = [*(";" for _ in recommendations[1:]), "."]
    return tuple(replace(one, text=one.text + end) for one, end in zip(recommendations, ends, strict=False))


def _sections(material: Material) -> Iterator[Section]:
    themes = material.register.paper.themes
    written = {one.heading: one for one in material.sections if one.heading not in themes}
    if INTRODUCTION not in written:
        since = f" and what has moved since {day(material.since)}" if material.since else ""
        count = len(material.after)
        subject = f"{number(count, 'management action')} stand{'s' if count == 1 else ''}"
        text = f"This report shows how the {subject}{since}." if count else "There are no actions to report on."
        yield Section(INTRODUCTION, (Passage(text),))
    yield from written.values()


def _sample_section(material: Material) -> Iterator[Section]:
    drawn = sample_of(material)
    if drawn is None:
        return
    is_verified = {one.ref for one in material.after if one.status is Status.VERIFIED}
    verified = [ref for ref in drawn.refs if ref in is_verified]
    claimed = [
        one.ref for one in _sorted(material.after) if one.status in (Status.IMPLEMENTED, Status.VERIFIED)
    ]
    high = [one.ref for one in drawn.drawn if one.high]
    text = (
        f"{number(drawn.claims, 'action is', 'actions are')} claimed as complete but not closed: {joined(claimed)}. "
        f"{number(len(drawn.refs), 'of them is', 'of them are')} drawn for verification: {joined(drawn.refs)}. "
        f"Verified so far: {joined(verified) or 'none'}."
    )
    how = (
        f"All those of high priority are drawn ({joined(high) or 'there are none'}), and {drawn.share}% of the "
        "others, rounded up. The last published paper determines the draw, so that nobody can choose what is examined "
        "and an auditor can repeat it."
    )
    yield Section("A sample to verify", (Passage(text), Passage(how)))


def _sign_off_section(material: Material) -> Iterator[Section]:
    """The section naming the directorates that have not signed off; none where all have."""
    if material.unsigned:
        leads = "lead" if len(material.unsigned) == 1 else "leads"
        text = f"This report is published without the sign-off of the {leads} of {joined(material.unsigned)}."
        yield Section("Sign-off", (Passage(text), Passage(f"Reason: {material.unsigned_because}")))


def _appendix(material: Material) -> Appendix:
    done_on = {one.ref: one.on for one in material.history if one.kind is HappeningKind.CLAIMED}
    columns = material.columns
    rows = table_rows(material.after, columns, material.printed, material.delivered, done_on)
    extra = unused([one.field for one in columns], [one.heading for one in columns], rows)
    if extra is not None:
        columns = (*columns[:extra], *columns[extra + 1 :])
        rows = tuple((*row[:extra], *row[extra + 1 :]) for row in rows)
    places = [place for place, one in enumerate(columns) if one.field == "ref"]
    headings = tuple(one.heading for one in columns)
    key = tuple((printed, meaning) for printed, meaning in material.key.items() if printed != meaning)
    return Appendix(
        headings, rows, material.register.paper.table, ref_column=places[0] if places else 0, key=key
    )


def _figures(material: Material) -> PaperFigures:
    claimed = {one.ref: one.on for one in material.history if one.kind is HappeningKind.CLAIMED}
    raised = _raised(material)
    action_figures = [
        CountedLife(
            ref=one.ref,
            status=one.status,
            raised=raised.get(one.ref),
            original=one.original,
            deadline=one.deadline,
            implemented=claimed.get(one.ref) if one.status in COMPLETE else None,
            verified=bool(one.life.verified_by),
            cause=one.life.cause,
            missed=one.original_passed(material.meeting),
        )
        for one in material.after
    ]
    counted = figures(action_figures, material.meeting)
    return PaperFigures(
        total=counted.total,
        open=counted.open,
        by_original=_share(counted.by_original),
        by_revised=_share(counted.by_revised),
        claimed=_share(counted.claimed),
        verified=_share(counted.verified),
        target=material.register.paper.target,
        ages=counted.ages,
        causes=counted.causes,
        assumed=counted.assumed,
    )


def _raised(material: Material) -> dict[str, date]:
    """The day on which each action was raised, by ref: as printed, else the day on which a later table brought it."""
    printed = {one.ref: one.more.get("raised", "") for one in material.after}
    order = order_of(printed.values())[0] or Order.DAY_FIRST
    days = dict(material.raised)
    for ref, words in printed.items():
        day_printed = read_target(words, days.get(ref, material.meeting), order).deadline
        if day_printed and day_printed <= material.meeting:
            days[ref] = day_printed
    return days


def _share(count: Count) -> Share:
    return Share(count.number, count.of)


def _themes(material: Material) -> Iterator[PaperTheme]:
    written = {one.heading: one.passages for one in material.sections}
    for title, refs in material.register.paper.themes.items():
        found = [one for one in material.after if one.ref in refs]
        groups = tuple(PaperGroup(one.printed, one.refs) for one in led(found, material.register.codes))
        yield PaperTheme(title, groups, written.get(title, ()))


def _charts(material: Material, counted: PaperFigures) -> Iterator[Chart]:
    if not material.after:
        return
    for group in bars(material.after, material.register, material.meeting):
        shown = tuple(PaperBar(one.label, one.open, one.overdue) for one in group.bars)
        yield Chart(f"Open actions {uncapitalised(group.heading)}", shown, dark="overdue", light="not overdue")
    shares = (
        ("By the original date", counted.by_original),
        ("By the revised date", counted.by_revised),
        ("Claimed as complete", counted.claimed),
        ("Verified, of those claimed", counted.verified),
    )
    yield Chart(
        "Implemented, claimed and verified",
        tuple(PaperBar(label, share.percent or 0) for label, share in shares),
        unit="%",
        out_of=100,
        mark=counted.target,
        mark_label="the target",
    )


def _exempt(material: Material) -> Iterator[Exempt]:
    paragraphs: dict[str, list[str]] = {}
    for action in _sorted(material.after):
        if action.life.exempt:
            paragraphs.setdefault(action.life.exempt, []).append(action.ref)
    for paragraph, refs in paragraphs.items():
        question_count = sum(not set(refs).isdisjoint(one.refs) for one in material.questions)
        yield Exempt(paragraph, tuple(refs), question_count)


def _sorted(several: Sequence[Action]) -> list[Action]:
    return sorted(several, key=lambda one: ref_key(one.ref))
