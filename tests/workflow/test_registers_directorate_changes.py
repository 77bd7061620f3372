"""A directorate that settings no longer have: it is asked what became of it, and its actions follow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from config.settings import VARIABLES
from demo.office import MONITOR, SAMPLE, Office
from htst import main
from papers.assemble.moves import owners_of
from papers.read import read, read_bytes
from register.action import Action
from register.committee.table_columns import table_rows
from register.directorate_changes import DirectorateChanges
from register.imports.answers import NO_ANSWERS, Answers
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_chain, papers, registers, settings_log
from storage.actions.change_log import Author
from storage.database.engine import open_database, reading, transaction
from tests.conftest import ROOT
from tests.readings import sample
from tests.workflow.test_cards_moved import assign, author, cards, found, moved, words_of
from workflow.committee_papers import material_for
from workflow.imports import Imported, import_paper, import_reading
from workflow.registers import configure

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)
KENT = (ROOT / "config" / "kent.toml").read_text(encoding="utf-8")


def without(register: Register, code: str, new: str = "") -> Register:
    """The settings without a directorate, or with another code for it."""
    kept = (replace(d, code=new) if d.code == code else d for d in register.directorates)
    return replace(register, directorates=tuple(d for d in kept if d.code and d.code != code))


def test_settings_without_a_directorate_that_owns_actions_are_refused_with_the_actions(office: Office) -> None:
    with pytest.raises(
        Refused, match=r"no longer have GET, which owns 12 open actions: 1, 13, 14, 24.*--renamed GET"
    ):
        configure(office.engine, without(office.register, "GET"), author(office))
    with reading(office.engine) as tx:
        assert registers.find(tx, "kent") == office.register


def test_a_register_is_compared_with_its_own_settings_and_not_with_anothers(office: Office) -> None:
    other = replace(without(office.register, "GET"), slug="essex")
    configure(office.engine, other, author(office))
    with pytest.raises(Refused, match="no longer have GET, which owns 12 open actions"):
        configure(office.engine, without(office.register, "GET"), author(office))


def test_a_directorate_without_a_channel_is_asked_about_too(office: Office) -> None:
    kept = (replace(one, channel="") if one.code == "GET" else one for one in office.register.directorates)
    register = replace(office.register, directorates=tuple(kept))
    configure(office.engine, register, author(office))
    with pytest.raises(Refused, match="no longer have GET, which owns 12 open actions"):
        configure(office.engine, without(register, "GET"), author(office))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (DirectorateChanges({"GET": "XYZ"}), "GET cannot become XYZ: the settings have CYPE and GLD"),
        (
            DirectorateChanges({"CYPE": "GLD"}),
            "CYPE cannot be renamed or removed by these settings: it is still in them",
        ),
        (DirectorateChanges({}, frozenset({"OLD"})), "it was not in them before"),
        (DirectorateChanges({"GET": "GLD"}, frozenset({"GET"})), "either renamed or removed"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    office: Office, answers: DirectorateChanges, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        configure(office.engine, without(office.register, "GET"), author(office), answers)


def test_a_renamed_directorate_keeps_its_actions_people_and_cards(office: Office) -> None:
    assign(office, "13 35")
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 13 to GET").ok
    assert office.slack.command(MONITOR, "C0GET", "/htst assign 13 <@U0GET>").ok
    office.settle()
    (before,) = cards(office, "C0GET", "13")
    renamed = without(office.register, "GET", "ENV")
    came_to = configure(office.engine, renamed, author(office), DirectorateChanges({"GET": "ENV"}))
    office.settle()
    assert "13" in came_to.moved
    assert came_to.left == ()
    action = found(office, "13")
    assert action.directorates == ("CYPE", "ENV")
    assert (action.life.lead, dict(action.life.officers)) == ("ENV", {"ENV": "U0GET"})
    (after,) = cards(office, "C0GET", "13")
    assert after["ts"] == before["ts"]
    assert "ENV leads" in words_of(after)
    office.slack.move_to(datetime(2022, 11, 30, 10, tzinfo=UTC))
    office.settle()
    assert any("for ENV" in str(one) or "ENV" in one["text"] for one in office.slack.messages("C0GET"))
    with reading(office.engine) as tx:
        assert change_chain.broken_at(tx, "kent") is None
        changed = settings_log.settings_changed(tx, "kent")
    assert changed is not None
    assert changed.by == "shell"


def test_a_removed_directorate_leaves_its_joint_actions_and_what_is_its_alone_is_listed(office: Office) -> None:
    assign(office, "13 35")
    came_to = configure(
        office.engine,
        without(office.register, "GET"),
        author(office),
        DirectorateChanges({}, frozenset({"GET"})),
    )
    office.settle()
    assert came_to.left == ("35", "36")
    assert found(office, "13").directorates == ("CYPE",)
    assert found(office, "35").owners == ("GET",)
    assert "GET" not in words_of(cards(office, "C0CYPE", "13")[0])
    assert "GET, which is no longer a directorate of the register" in words_of(moved(office, "C0GET", "35")[0])
    answers = {
        "list no owner": "owned by no directorate: 2",
        "status 35": "None: GET is not a directorate here",
    }
    for typed, expected in answers.items():
        assert expected in str(office.slack.command(MONITOR, "C0LEADS", f"/htst {typed}"))
    assert office.slack.command(MONITOR, "C0LEADS", "/htst assign 35 to GLD").ok
    office.settle()
    assert found(office, "35").owners == ("GLD",)
    assert len(cards(office, "C0GLD", "35")) == 1


def run(url: str, *arguments: str) -> Result:
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": url}
    return CliRunner().invoke(main, arguments, env=environ)


def action(url: str, ref: str) -> Action:
    engine = open_database(url)
    with reading(engine) as tx:
        item = actions.find(tx, registers.find(tx, "kent"), ref)
    engine.dispose()
    assert item is not None
    return item


def test_configure_asks_and_takes_the_answer(kent: Register, database_url: str, tmp_path: Path) -> None:
    engine = open_database(database_url)
    with transaction(engine) as tx:
        import_reading(tx, kent, sample(), date(2022, 11, 15), NOW)
    engine.dispose()
    file = tmp_path / "kent.toml"
    file.write_text(KENT.replace("[directorates.GLD]", "[directorates.LAW]"), encoding="utf-8")
    asked = run(database_url, "configure", str(file))
    assert asked.exit_code != 0
    assert "no longer have GLD, which owns" in asked.stderr
    assert "--renamed GLD=NEW" in asked.stderr
    assert run(database_url, "configure", str(file), "--renamed", "GLD").exit_code != 0
    twice = run(database_url, "configure", str(file), "--renamed", "GLD=LAW", "--renamed", "GLD=GET")
    assert twice.exit_code != 0
    assert "--renamed gives “GLD” two meanings: “LAW” and “GET”." in twice.stderr
    assert action(database_url, "4").owners == ("GLD",)
    done = run(database_url, "configure", str(file), "--renamed", "GLD=LAW")
    assert done.exit_code == 0, done.output
    assert "Actions with a new owner: 4, 5, 6, 8" in done.output
    assert action(database_url, "4").directorates == ("LAW",)
    assert run(database_url, "configure", str(file)).exit_code == 0


def test_a_later_paper_that_prints_the_old_code_is_read_as_the_new_one_and_that_is_said(
    office: Office,
) -> None:
    renamed = without(office.register, "GLD", "LAW")
    configure(office.engine, renamed, author(office), DirectorateChanges({"GLD": "LAW"}))
    again = without(renamed, "LAW", "LEG")
    configure(office.engine, again, author(office), DirectorateChanges({"LAW": "LEG"}))
    office.slack.move_to(datetime(2022, 11, 16, 12, tzinfo=UTC))
    _paper, imported = import_paper(
        office.engine,
        lambda tx: registers.find(tx, "kent"),
        lambda known: read(SAMPLE, known),
        date(2022, 11, 16),
        office.slack.now(),
    )
    assert (imported.found.changed, [one for one in imported.doubts if one.field == "owners"]) == ((), [])
    (answer,) = [one for one in imported.warnings if "GLD" in one]
    assert answer.startswith("The paper prints GLD, which is LEG now, and was read as that: 4, 5, 6")
    assert found(office, "4").owners == ("LEG",)
    with reading(office.engine) as tx:
        kept = papers.newest(tx, "kent")
        assert kept is not None
        printed = {one.ref: one.owners for one in papers.lines_of(tx, kept.id)}
    assert printed["4"] == ("GLD",)


@pytest.mark.parametrize(
    ("became", "owners"),
    [
        (DirectorateChanges({"GLD": "LAW"}), ("CYPE", "LAW")),
        (DirectorateChanges(removed=frozenset({"GLD"})), ("CYPE",)),
    ],
)
def test_an_answer_that_names_a_directorate_holds_after_it_is_renamed_or_removed(
    became: DirectorateChanges, owners: tuple[str, ...], kent: Register, engine: Engine
) -> None:
    def paper(now: datetime, answers: Answers = NO_ANSWERS) -> tuple[dict[str, Action], Imported]:
        rows = b"Ref,Action,Due,Owner\n1,Plan,31 May 2024,Head of Routes\n2,Buy,31 May 2024,The Board\n"
        given = (engine, lambda tx: registers.find(tx, "kent"), lambda by: read_bytes("paper.csv", rows, by))
        _paper, imported = import_paper(*given, now.date(), now, answers)
        with reading(engine) as tx:
            return {
                one.ref: one for one in actions.by_ids(tx, kent, list(actions.ids(tx, kent).values()))
            }, imported

    with transaction(engine) as tx:
        registers.save(tx, kent)
    by_name = next(one.name for one in kent.directorates if one.code == "GLD")
    typed = Answers(owners={"Head of Routes": f"CYPE and {by_name}"}, rows={"2 owners": "gld, cype"})
    assert paper(NOW, typed)[1].doubts == ()
    settings = without(kent, "GLD", became.renamed.get("GLD", ""))
    configure(engine, settings, Author("the settings", NOW, "settings", NOW), became)
    found, imported = paper(NOW + timedelta(days=30))
    assert (imported.doubts, imported.found.changed) == ((), ())
    assert (found["1"].owners, set(found["2"].owners)) == (owners, set(owners))


def test_an_answer_whose_only_directorate_is_removed_is_asked_anew(kent: Register, engine: Engine) -> None:
    with transaction(engine) as tx:
        registers.save(tx, kent)
        papers.remember(tx, "kent", Answers(owners={"Head of Routes": "GLD"}))
    became = DirectorateChanges(removed=frozenset({"GLD"}))
    configure(engine, without(kent, "GLD"), Author("the settings", NOW, "settings", NOW), became)
    with reading(engine) as tx:
        assert papers.answers(tx, "kent").owners == {}


def test_the_paper_names_the_post_that_it_printed_after_its_directorate_is_renamed(
    kent: Register, engine: Engine
) -> None:
    def after(settings: Register, became: DirectorateChanges) -> tuple[str, str]:
        configure(engine, settings, Author("the settings", NOW, "settings", NOW), became)
        with reading(engine) as tx:
            material = material_for(tx, registers.find(tx, "kent"), date(2023, 1, 10))
        (table,) = table_rows(material.after, material.columns, material.printed, {})
        return owners_of(material, material.after[0]), table[3]

    rows = b"Ref,Action,Due,Owner\n1,Plan,31 May 2024,Head of Routes\n"
    with transaction(engine) as tx:
        registers.save(tx, kent)
    given = (engine, lambda tx: registers.find(tx, "kent"), lambda by: read_bytes("paper.csv", rows, by))
    import_paper(*given, NOW.date(), NOW, Answers(owners={"Head of Routes": "GLD"}))
    post = ("Head of Routes", "Head of Routes")
    assert after(law := without(kent, "GLD", "LAW"), DirectorateChanges({"GLD": "LAW"})) == post
    assert after(without(law, "LAW", "LEG"), DirectorateChanges({"LAW": "LEG"})) == post
