"""The shorter reports: the fortnightly sitrep, the monthly board pack, and the page for the public."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from messages import rounds
from papers.assemble.reports import board_pack_of, progress_page_of, sitrep_of
from papers.write.progress_page import Link, progress_page
from register.committee.meetings import next_meeting
from register.committee.reporting import BOARD_PACK, SITREP, Report, report_at
from register.notices.schedule import Run
from register.phrases import day
from register.refused import Refused
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.committee_papers import LastPaper, columns_of, last_paper, material_for
from workflow.publishing import paper_and_document_of


def report_bytes(engine: Engine, slug: str, report: Report, ending: str) -> bytes:
    """A sitrep or board pack in the format of that ending. Raises Refused."""
    from papers.write import compose_reports, files  # what writes papers is slow to load

    with reading(engine) as tx:
        register = registers.find(tx, slug)
        start = LastPaper(report.since, register.calendar.day_end(report.since), "")
        known = material_for(tx, register, report.until, since=start)
    if report.what == SITREP:
        document = compose_reports.sitrep(sitrep_of(known, SITREP))
    else:
        document = compose_reports.board_pack(board_pack_of(known, BOARD_PACK))
    return files.document_as_bytes(document, ending)


def save_report(engine: Engine, slug: str, report: Report, path: Path) -> None:
    """Write a report to a file, whole or not at all; its ending says the format. Raises Refused."""
    from papers.write import files

    files.save(path, report_bytes(engine, slug, report, path.suffix))


def send_sitrep(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """The sitrep of the days up to the run's moment, to whom the settings say: a message with the file under it."""
    return _sent(register, report_at(register, SITREP, register.today(run.moment)))


def send_board_pack(tx: Connection, register: Register, run: Run) -> list[Notice]:
    """The board pack of the month before the run's moment."""
    return _sent(register, report_at(register, BOARD_PACK, register.today(run.moment)))


def _sent(register: Register, report: Report) -> list[Notice]:
    recipients = register.meetings.reports_to or tuple(filter(None, (register.leads_channel,)))
    title = f"{register.title}: {report.what}, {report.span}"
    found: list[Notice] = []
    for to in recipients:
        key = f"{report.what}:{register.slug}:{report.until}:{to}"
        message = rounds.report_sent(title)
        found.append(Notice(register.slug, key, NoticeKind.REPORT, to, payload=message.arguments))
        about = {
            "register": register.slug,
            "what": report.what,
            "since": report.since.isoformat(),
            "until": report.until.isoformat(),
            "ending": ".pdf",
        }
        name = f"{register.slug}-{report.what.replace(' ', '-')}-{report.until}"
        payload = {"under": key, "name": name, "title": title, "paper": about}
        found.append(
            Notice(register.slug, f"file:{key}", NoticeKind.REPORT, to, Method.ATTACH, payload=payload)
        )
    return found


def write_page(engine: Engine, register: Register, folder: Path) -> tuple[Path, date]:
    """Write the page for the public and the paper it tells of into a folder, for any web server; give the page's
    file and the paper's meeting. Raises Refused when nothing was published.
    """
    from papers.write import files

    with reading(engine) as tx:
        last = last_paper(tx, register, date.max)
        if last is None:
            raise Refused("Nothing has been published yet: publish or import a paper first.")
        meeting = last.day
        paper, document = paper_and_document_of(tx, register, meeting)
        columns = columns_of(tx, register, meeting)
        known = actions.as_at(tx, register, last.moment)
    name = f"paper-{meeting}.pdf"
    coming = next_meeting(register.meetings.meetings, meeting + timedelta(days=1))
    page = progress_page_of(
        register,
        paper,
        columns,
        [one for one in known if not one.life.exempt],
        (Link(f"The paper for {day(meeting)} (PDF)", name),),
        coming.on if coming else None,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be a folder: {error.strerror or error}.") from error
    files.save(folder / name, files.as_bytes(paper, ".pdf", document=document))
    files.save(folder / "index.html", progress_page(page))
    return folder / "index.html", meeting
