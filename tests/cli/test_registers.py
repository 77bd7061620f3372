"""``htst configure``, ``rename`` and ``list``: what they say, and of which actions."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_command_line import CommandLine, htst, november

__all__ = ["htst", "november"]

KENT = (ROOT / "config" / "kent.toml").read_text(encoding="utf-8")
SAYS = "Register kent: SEND Transport Review: management actions; directorates {}.\n"


def settings(folder: Path, *changes: tuple[str, str]) -> Path:
    """Kent's settings file with some words replaced by others."""
    text = KENT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    file = folder / "changed.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refs(line: CommandLine, *words: str) -> set[str]:
    """The refs of the actions that ``htst list`` finds."""
    return {str(one["ref"]) for one in line.json("list", *words)}


def without(directorate: str) -> tuple[str, str]:
    """The change of the settings that takes a directorate out."""
    begin = KENT.index(f"[directorates.{directorate}]")
    return KENT[begin : KENT.index("\n\n", begin)], ""


def test_settings_that_change_nothing_are_confirmed_in_one_line(november: CommandLine) -> None:
    assert november.run("configure", ROOT / "config" / "kent.toml").stdout == SAYS.format("CYPE, GET, GLD")


def test_what_became_of_the_actions_of_a_directorate_that_is_renamed_or_gone_is_said(
    november: CommandLine, tmp_path: Path
) -> None:
    is_open = ("not started", "in progress", "ongoing")
    listed = november.json("list")
    alone = [one["ref"] for one in listed if one["owners"] == ["GLD"] and one["status"] in is_open]
    file = settings(tmp_path, ("[directorates.GET]", "[directorates.PLACE]"), without("GLD"))
    confirmed, moved, left = november.run(
        "configure", file, "--renamed", " GET = PLACE ", "--removed", "GLD"
    ).stdout.splitlines()
    assert f"{confirmed}\n" == SAYS.format("CYPE, PLACE")
    assert moved.startswith("Actions with a new owner: ")
    assert moved.endswith(".")
    assert left == (
        "Actions that no directorate owns, so nobody is reminded: "
        f"{', '.join(alone[:-1])} and {alone[-1]}. Give each to one with /htst assign {alone[0]} to CODE."
    )


@pytest.mark.parametrize(("typed", "shown"), [("GLD", "GLD=NEW"), ("GLD=", "GLD=NEW"), ("=LAW", "OLD=NEW")])
def test_a_directorate_renamed_by_halves_is_asked_for_both_codes(
    htst: CommandLine, typed: str, shown: str
) -> None:
    refused = htst.run("configure", ROOT / "config" / "kent.toml", "--renamed", typed, status=2).stderr
    assert f"--renamed takes the old code and the new one: --renamed {shown}." in refused


def test_a_mistyped_slug_is_put_right(htst: CommandLine, tmp_path: Path) -> None:
    refused = htst.run("rename", "kent", "Kent Council", status=2).stderr
    assert "“Kent Council” cannot name a register: use small letters, digits and dashes" in refused
    says = htst.run("rename", "kent", "kant").stdout
    assert says == "The register kent is called kant now; its settings file should say so too.\n"
    assert htst.json("status")["register"] == "kant"
    htst.run("configure", settings(tmp_path, ('slug = "kent"', 'slug = "surrey"')))
    says = htst.run("rename", "kant", "surrey").stdout
    assert says == "The register kant is called surrey now, with the settings that surrey had.\n"
    assert htst.json("status")["register"] == "surrey"


def test_a_list_is_of_those_that_its_words_and_its_options_describe(november: CommandLine) -> None:
    everything, of_cype = refs(november), refs(november, "CYPE")
    assert len(everything) == 44
    assert refs(november, "--as-at", "2022-11-20") == everything
    assert refs(november, "--as-at", "2022-11-01") == set()
    assert refs(november, "--owner", "cype") == of_cype
    assert refs(november, "--owner", "all") == refs(november, "--owner", "ALL") > set()
    then = ("--as-at", "2022-11-20")
    within = refs(november, "--due-within", "20", *then)
    assert within > refs(november, "CYPE", "--due-within", "20", *then) == within & of_cype > set()


def test_a_list_that_cannot_be_given_says_why(november: CommandLine) -> None:
    refused = november.run("list", "--owner", "XYZ", status=2).stderr
    assert "Nothing is owned by XYZ; the directorates here are CYPE, GET, GLD." in refused
    refused = november.run("list", "GET", "--owner", "CYPE", status=2).stderr
    assert "The words and --owner both say whose actions are meant: leave one of them out." in refused
    refused = november.run("list", "due", "in", "December", "--due-within", "20", status=2).stderr
    assert "The words and --due-within both say when they are due: leave one of them out." in refused
    refused = november.run("list", "finished", "last", "week", "--as-at", "2022-11-20", status=2).stderr
    assert (
        "What was finished on some days can be listed only of the register as it is now: leave out --as-at."
        in refused
    )
    says = november.run("list", "about", "“submarines”").stdout
    assert says == "None has “submarines” in its words.\n"
