"""``htst deadline``, ``diff``, ``paper``, ``brief`` and ``sources``: the run-up to a meeting, and the papers for it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine

from cli.options import Day, FilePath, as_json, with_database
from cli.registers import register_option, the_register
from cli.table import say
from register.committee.chair_brief import Question
from register.committee.meetings import deadline, next_meeting
from register.committee.movement import Movement
from register.outlooks import OnTimeRecord
from register.phrases import capitalised, day, joined, number
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading
from workflow.committee_papers import movement
from workflow.paper_files import brief_of, lacking, note_for_auditor, write_brief, write_paper
from workflow.sources import sources_of

_MOVED = {
    "completed": "Completed",
    "progress": "Progress changed",
    "updated": "Updated",
    "extended": "Extended",
    "overdue": "Overdue",
    "no_update": "No update",
    "new": "New",
    "closed": "Closed",
}
meeting_option = click.option(
    "--meeting", type=Day(), metavar="DATE", help="The day of the meeting; the next one when not given."
)


@click.command("deadline", short_help="Show by when a meeting's papers must be published.")
@click.argument("meeting", type=Day())
@register_option
@as_json
@with_database
def deadline_command(engine: Engine, meeting: datetime, slug: str | None, as_json: bool) -> None:
    """Show by when the papers for a meeting on a day must be published, and the clear days in between."""
    with reading(engine) as tx:
        register = the_register(tx, slug) if slug or registers.every(tx) else Register("", "")
    found = deadline(meeting.date(), register.calendar, register.meetings.round.clear_days)
    if as_json:
        click.echo(json.dumps(found.as_json()))
        return
    say(f"Publish by {found.publish_by:%A} {day(found.publish_by)}.")
    for clear in found.clear_days:
        say(f"  {clear:%A} {day(clear)}")
    clear_days = number(len(found.clear_days), "clear day")
    say(f"{capitalised(clear_days)} before the meeting on {found.meeting:%A} {day(found.meeting)}.")


@click.command("diff")
@click.argument("since", metavar="FROM", type=Day())
@click.argument("until", metavar="TO", type=Day())
@register_option
@as_json
@with_database
def diff_command(engine: Engine, since: datetime, until: datetime, slug: str | None, as_json: bool) -> None:
    """Show what moved between two days."""
    with reading(engine) as tx:
        moved = movement(tx, the_register(tx, slug), since.date(), until.date())
    if as_json:
        click.echo(json.dumps(moved.as_json()))
    else:
        say(_moved_text(moved, since.date(), until.date()))


def _moved_text(moved: Movement, since: date, until: date) -> str:
    lines = [f"From {day(since)} to {day(until)}:"]
    lines += [f"  {_MOVED[name]}: {joined(refs) or 'none'}" for name, refs in moved.as_json().items()]
    return "\n".join(lines)


@click.command("paper")
@meeting_option
@click.option(
    "--out",
    "out",
    required=True,
    type=FilePath(),
    help="The file; its name ends in .docx, .pdf, .xlsx, .csv or .html.",
)
@click.option(
    "--template",
    type=FilePath(exists=True, dir_okay=False),
    help="A Word file of the council's, whose look a .docx takes.",
)
@click.option("--draft", is_flag=True, help="As the register has it, even if a paper was published.")
@register_option
@with_database
def paper_command(
    engine: Engine,
    meeting: datetime | None,
    out: Path,
    template: Path | None,
    draft: bool,
    slug: str | None,
) -> None:
    """Write the committee's paper for a meeting, on any day.

    It then lists what the paper still lacks, and what an auditor needs to draw its sample again.
    """
    with reading(engine) as tx:
        register = the_register(tx, slug)
    on = meeting_day(register, meeting)
    write_paper(engine, register, on, out, template, draft=draft)
    say(f"The paper for the meeting on {day(on)} is in {out}.")
    with reading(engine) as tx:
        for line in lacking(tx, register, on):
            say(f"  Still lacking: {line}")
        if note := note_for_auditor(tx, register, on):
            say(f"  {note}")


@click.command("brief", short_help="Write the chair's brief: what the record leaves to ask.")
@meeting_option
@click.option("--out", "out", type=FilePath(), help="A .docx, .pdf, .xlsx or .html file.")
@register_option
@as_json
@with_database
def brief_command(
    engine: Engine,
    meeting: datetime | None,
    out: Path | None,
    slug: str | None,
    as_json: bool,
) -> None:
    """The chair's brief: the questions that the record itself raises, each with the changes it rests on."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        on = meeting_day(register, meeting)
        found, on_time = brief_of(tx, register, on)
        if out is not None:
            write_brief(tx, register, on, out)
    if as_json:
        click.echo(json.dumps(_brief_json(found, on_time, on), ensure_ascii=False))
    else:
        say(f"The brief for {day(on)} is in {out}." if out else _brief_text(found, on_time))


def _brief_json(found: tuple[Question, ...], on_time: tuple[OnTimeRecord, ...], on: date) -> dict[str, Any]:
    return {
        "meeting": on.isoformat(),
        "questions": [
            {
                "ref": one.ref,
                "rule": one.rule.value,
                "words": one.words,
                "rests_on": [
                    {"ref": was.ref, "day": was.on.isoformat(), "kind": was.kind, "change": was.change}
                    for was in one.rests_on
                ],
            }
            for one in found
        ],
        "on_time_held": [{"code": one.code, "number": one.number, "of": one.of} for one in on_time],
    }


def _brief_text(found: tuple[Question, ...], on_time: tuple[OnTimeRecord, ...]) -> str:
    lines = [] if found else ["The record raises no questions."]
    for question in found:
        lines.append(question.words)
        lines += [f"    {day(was.on)}: {was.kind} (change {was.change})" for was in question.rests_on]
    if on_time:
        shares = joined(f"{one.code} {one.number} of {one.of}" for one in on_time)
        lines.append(f"How often “on time: yes” held, of the dates that have passed: {shares}.")
    return "\n".join(lines)


@click.command("sources", short_help="Show where each sentence under “delivered” comes from.")
@meeting_option
@register_option
@as_json
@with_database
def sources_command(engine: Engine, meeting: datetime | None, slug: str | None, as_json: bool) -> None:
    """Show where each sentence under "delivered" in a paper comes from: who said it, when, and under which change."""
    with reading(engine) as tx:
        register = the_register(tx, slug)
        found = sources_of(tx, register, meeting_day(register, meeting))
    if as_json:
        passages = [vars(one) | {"origins": [vars(each) for each in one.origins]} for one in found]
        click.echo(json.dumps(passages, default=str, ensure_ascii=False))
        return
    for passage in found:
        say(f"{passage.ref}: {passage.text}")
        for each in passage.origins:
            say(f"    {day(each.on)}, {each.by} (change {each.change})")
        if not passage.origins:
            say("    nobody in the register")


def meeting_day(register: Register, meeting: datetime | None) -> date:
    """The day that was given, else the next meeting that the settings know. Raises Refused when there is none."""
    if meeting is not None:
        return meeting.date()
    coming = next_meeting(register.meetings.meetings, register.today(datetime.now(UTC)))
    if coming is None:
        raise Refused("The settings have no meeting to come: say which with --meeting DATE.")
    return coming.on
