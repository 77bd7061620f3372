"""``htst audit verify`` at the command line: what it says, what it exits with, and what it leaves alone."""

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, delete, func, select, text, update

from config.settings import VARIABLES
from htst import main
from register.register import Register
from storage.database.engine import reading, transaction
from storage.database.paper_tables import published, sign_off
from storage.database.register_tables import action, change
from tests.conftest import ROOT
from tests.workflow.test_audit import paper

__all__ = ["paper"]

MARCH = date(2023, 3, 16)


def verify(engine: Engine, *words: str) -> Result:
    url = engine.url.render_as_string(hide_password=False)
    environ = dict.fromkeys(VARIABLES, "") | {"DATABASE_URL": url}
    return CliRunner().invoke(main, ["audit", "verify", *words], env=environ)


def newest_hash(engine: Engine) -> str:
    with reading(engine) as tx:
        found: str = tx.execute(select(change.c.hash).order_by(change.c.number.desc()).limit(1)).scalar_one()
    return found


def test_the_last_hash_is_given_and_the_change_that_has_it_is_found_again(paper: Engine) -> None:
    hashed = newest_hash(paper)
    found = verify(paper)
    assert found.exit_code == 0
    assert f"changes are as they were written; the last has the hash {hashed}." in found.output.replace(
        "\n", " "
    )
    again = verify(paper, "--holds", hashed.upper())
    assert again.exit_code == 0
    with reading(paper) as tx:
        number = tx.execute(select(func.max(change.c.number))).scalar_one()
    assert f"kent: change {number} has the hash you gave." in again.output
    assert json.loads(verify(paper, "--holds", hashed, "--json").stdout)["kent"]["holds"] == number


def test_changes_that_were_cut_off_are_missed_by_whoever_kept_a_hash_and_nothing_is_written_anew(
    paper: Engine,
) -> None:
    hashed = newest_hash(paper)
    with transaction(paper) as tx:
        tx.execute(delete(sign_off))
        last = select(func.max(change.c.number)).scalar_subquery()
        tx.execute(delete(change).where(change.c.number == last))
        tx.execute(update(action).where(action.c.ref == "10").values(defined="Nothing was promised."))
    found = verify(paper, "--holds", hashed, "--recount")
    assert found.exit_code == 1
    assert "No change has the hash you gave" in found.stderr
    assert ": rewritten" not in found.stderr
    with reading(paper) as tx:
        assert (
            tx.execute(select(action.c.defined).where(action.c.ref == "10")).scalar_one().startswith("Nothing")
        )


@pytest.mark.parametrize("typed", ["", "3f2a", "g" * 64])
def test_what_is_no_whole_hash_is_refused(paper: Engine, typed: str) -> None:
    found = verify(paper, "--holds", typed)
    assert found.exit_code == 2
    assert "give all 64 digits" in " ".join(found.stderr.split())


def test_actions_are_written_anew_though_a_paper_beside_them_is_not_as_published_which_is_said_all_the_same(
    paper: Engine, kent: Register
) -> None:
    with transaction(paper) as tx:
        tx.execute(update(published).values(text="Nothing was promised."))
        tx.execute(update(action).where(action.c.ref == "10").values(defined="Nothing was promised."))
    found = verify(paper, "--recount")
    assert found.exit_code == 1  # the paper is still not as published
    assert "action 10 does not match the changes: rewritten." in found.stderr
    assert "the paper for 16 March 2023 is not as published, or gone: restore it" in found.stderr
    found = verify(paper)
    assert found.exit_code == 1
    assert ": rewritten" not in found.stderr
    assert "action 10" not in found.stderr


def test_sign_offs_that_were_edited_are_named_by_the_meeting_of_their_paper(paper: Engine) -> None:
    with transaction(paper) as tx:
        tx.execute(update(sign_off).values(by="U0EVE"))
    found = verify(paper)
    assert found.exit_code == 1
    assert "kent: the sign-offs of the paper for 16 March 2023 do not match the changes" in found.stderr
    written = json.loads(verify(paper, "--json").stdout)["kent"]
    assert (written["altered_sign_offs"], written["altered_meetings"]) == (["2023-03-16"], [])


def test_the_table_of_changes_that_the_documentation_makes_has_each_of_them(paper: Engine) -> None:
    """With its action's ref where it has one, and those of the register as a whole without."""
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (typed,) = re.findall(r"CHANGES='([^']+)'", operations)
    with reading(paper) as tx:
        rows = tx.execute(text(typed)).mappings().all()
        hashes = tx.execute(select(change.c.hash).order_by(change.c.register, change.c.number)).scalars().all()
    assert [row["hash"] for row in rows] == hashes
    assert {row["ref"] for row in rows} > {None, "1"}
