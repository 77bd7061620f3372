"""The weekly digest as it is posted: its links, its chart, and who shares one."""

from dataclasses import replace

from sqlalchemy import Engine

from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import transaction
from storage.database.queue_tables import card, notice
from storage.intake import workspaces
from tests.jobs.test_timetable_once_a_week import NOW, run, shown


def test_a_digest_links_to_cards_and_says_where_an_unchanged_chart_is(table: Engine, kent: Register) -> None:
    with transaction(table) as tx:
        workspaces.save(tx, "T1", "https://kent.slack.com/")
        number = actions.find_id(tx, kent, "3")
        tx.execute(card.insert().values(action=number, place="C0CYPE", channel="C0CYPE", ts="1668506400.0001"))
    found = run(table, "2022-11-21")
    assert "<https://kent.slack.com/archives/C0CYPE/p16685064000001|3>" in str(found[0].payload)
    to_leads, chart = [one for one in found if one.kind in ("digest", "chart")][-2:]
    assert chart.kind == "chart"
    assert "A chart of the open actions is in this message's thread." in str(to_leads.payload)
    with transaction(table) as tx:
        sent = {"state": "sent", "settled_at": NOW, "channel": "C0LEADS", "ts": "1669023000.000100"}
        tx.execute(notice.update().where(notice.c.kind.in_(("digest", "chart"))).values(sent))
    again = run(table, "2022-11-28")
    assert shown(again, "chart") == []
    where = "<https://kent.slack.com/archives/C0LEADS/p1669023000000100|the digest of 21 November 2022>"
    assert f"The chart of the open actions is as it was: it is in the thread of {where}." in str(
        again[-1].payload
    )
    assert len(shown(run(table, "2022-12-05"), "chart")) == 1  # four are overdue since


def test_a_chart_that_could_not_be_sent_is_drawn_again(table: Engine) -> None:
    assert len(shown(run(table, "2022-11-21"), "chart")) == 1
    with transaction(table) as tx:
        failed = {"state": "failed", "settled_at": NOW}
        tx.execute(notice.update().where(notice.c.kind == "chart").values(failed))
    assert len(shown(run(table, "2022-11-28"), "chart")) == 1


def test_directorates_that_share_a_channel_get_one_digest_and_one_in_the_leads_channel_the_leads(
    table: Engine, kent: Register
) -> None:
    first, second, third = kent.directorates
    shared = (first, replace(second, channel=first.channel), replace(third, channel=kent.leads_channel))
    with transaction(table) as tx:
        registers.save(tx, replace(kent, directorates=shared))
    run(table, "2023-01-06")
    found = [one for one in run(table, "2023-01-09") if one.kind == "digest"]
    assert [one.to for one in found] == ["C0CYPE", "C0LEADS"]
    assert found[0].payload["text"].startswith("CYPE and GET: the week to 9 January 2023")
    assert set(found[0].reminds) == set("1 2 7 10 13 15 24 25 34 35 36 37 38 39 43 44".split())
    assert "8" in found[1].reminds
