"""``htst round``, ``narrative``, ``publish``, ``report`` and ``page``: from a paper's draft to what is published."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import Engine

from cli.options import Day, FilePath, as_json, asked_in_shell, with_database
from cli.papers import meeting_day, meeting_option
from cli.registers import register_option, the_register
from cli.table import say
from register.committee.reporting import BOARD_PACK, SITREP, Report, report_at
from register.phrases import day, joined, number
from register.refused import Refused
from register.register import Register
from storage.database.engine import reading
from workflow.publishing import Late, publish
from workflow.read_back import read_back
from workflow.reports import save_report, write_page
from workflow.round_rows import round_rows
from workflow.rounds import round_state


def _register(engine: Engine, slug: str | None) -> Register:
    with reading(engine) as tx:
        return the_register(tx, slug)


@click.command("round", short_help="Show who has and has not answered for a meeting's paper.")
@meeting_option
@register_option
@as_json
@with_database
def round_command(engine: Engine, meeting: datetime | None, slug: str | None, as_json: bool) -> None:
    """Show who has and has not answered for a meeting's paper, and who has signed it off."""
    register = _register(engine, slug)
    with reading(engine) as tx:
        state = round_state(tx, register, meeting_day(register, meeting))
        rows = round_rows(tx, register, state.days.meeting)
    days = state.days
    if as_json:
        click.echo(
            json.dumps(
                {
                    "meeting": days.meeting.isoformat(),
                    "chase_from": days.chase_from.isoformat(),
                    "cut_off": days.cut_off.isoformat(),
                    "leads_sign_off": days.leads_sign_off.isoformat(),
                    "author_signs_off": days.author_signs_off.isoformat(),
                    "publish_by": days.publish_by.isoformat(),
                    "published": state.is_published,
                    "directorates": [
                        {
                            "code": one.code,
                            "refs": list(rows.open[one.code]),
                            "missing": list(rows.missing[one.code]),
                            "signed_by": one.signed_by,
                        }
                        for one in state.directorates
                    ],
                }
            )
        )
        return
    say(f"The round for {day(days.meeting)}:")
    say(
        f"  updates from {day(days.chase_from)} to {day(days.cut_off)}, leads by {day(days.leads_sign_off)}, "
        f"author by {day(days.author_signs_off)}, published by {day(days.publish_by)}"
    )
    for directorate in state.directorates:
        answered = f"{directorate.open - directorate.missing} of {directorate.open} answered"
        signed = "signed off" if directorate.signed_by else "not signed off"
        say(
            f"  {directorate.code}: {answered}, {signed}; no update: {joined(rows.missing[directorate.code]) or 'none'}"
        )
    say("  Published." if state.is_published else "  Not published.")


@click.command("narrative", short_help="Read back a paper that was sent round.")
@click.argument("file", type=FilePath())
@meeting_option
@register_option
@with_database
def narrative_command(engine: Engine, file: Path, meeting: datetime | None, slug: str | None) -> None:
    """Read back a paper (.docx or .xlsx) that was sent round: the words that its authors changed."""
    register = _register(engine, slug)
    on = meeting_day(register, meeting)
    context, request = asked_in_shell(engine)
    changed = read_back(context, request, register.slug, on, file)
    say(f"{number(len(changed.refs), 'action')} in new words: {joined(changed.refs) or 'none'}.")
    say(f"{number(len(changed.headings), 'heading')} in new words: {joined(changed.headings) or 'none'}.")
    for line in changed.to_look_at:
        say(f"  Please check: {line}")


@click.command("publish", short_help="Publish and freeze a meeting's paper.")
@meeting_option
@click.option(
    "--because", default="", help="Why the paper goes out despite what holds it up, such as personal data."
)
@click.option("--late", "reason", default="", help="Why the paper is late.")
@click.option("--urgent", "urgency", default="", help="The Chair's opinion of what makes it urgent.")
@click.option("--to-follow", is_flag=True, help="Publish only a notice that the paper is to follow, and why.")
@register_option
@with_database
def publish_command(
    engine: Engine,
    meeting: datetime | None,
    because: str,
    reason: str,
    urgency: str,
    to_follow: bool,
    slug: str | None,
) -> None:
    """Publish a meeting's paper: it is frozen, and comes out as it was whatever changes in the register."""
    register = _register(engine, slug)
    on = meeting_day(register, meeting)
    late = Late(reason, urgency, to_follow) if reason or urgency or to_follow else None
    context, request = asked_in_shell(engine)
    paper = publish(context, request, register.slug, on, because=because, late=late)
    what = "The notice that a paper is to follow" if paper.is_notice else "The paper"
    say(f"{what} for {day(on)} is published. SHA-256 {paper.sha256}")
    say(paper.to_keep)


@click.command("report")
@click.argument("what", type=click.Choice([SITREP, "board-pack"]))
@click.option("--from", "since", type=Day(), help="The first day; a fortnight ago.")
@click.option("--to", "until", type=Day(), help="The last day; yesterday.")
@click.option("--out", "out", required=True, type=FilePath(), help="A .docx, .pdf, .xlsx or .html.")
@register_option
@with_database
def report_command(
    engine: Engine,
    what: str,
    since: datetime | None,
    until: datetime | None,
    out: Path,
    slug: str | None,
) -> None:
    """Write the sitrep, or the board pack, of some days."""
    register = _register(engine, slug)
    kind = SITREP if what == SITREP else BOARD_PACK
    usual = report_at(register, kind, register.today(datetime.now(UTC)))
    report = Report(kind, _eve(since) or usual.since, until.date() if until else usual.until)
    if report.since >= report.until:
        raise Refused("The first day is later than the last: give the earlier with --from.")
    save_report(engine, register.slug, report, out)
    say(f"The {kind} from {day(report.since + timedelta(days=1))} to {day(report.until)} is in {out}.")


def _eve(since: datetime | None) -> date | None:
    """The day before ``since``, at whose end the period of a report begins."""
    return since.date() - timedelta(days=1) if since else None


@click.command("page", short_help="Write the public progress page as static files.")
@click.option("--out", "out", required=True, type=FilePath(), help="The folder for the page.")
@register_option
@with_database
def page_command(engine: Engine, out: Path, slug: str | None) -> None:
    """Write the public progress page of what was published last, as static files for any web server."""
    page, meeting = write_page(engine, _register(engine, slug), out)
    say(f"The page of what was published for {day(meeting)} is {page}.")
