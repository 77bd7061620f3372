"""What a person answers about a paper, as options of ``htst import``."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import click

from cli.options import once_each
from register import phrases
from register.days.target_dates import Order
from register.fields import FIELDS_BY_NAME
from register.imports.answers import Answers
from register.imports.row_answers import field_of_key, row_key
from register.progress import Status
from register.refused import Refused

_OPTIONS = (
    click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column holds."),
    click.option(
        "--dates",
        type=click.Choice([order.value for order in Order]),
        help="Which number of 3/4/2023 is the day.",
    ),
    click.option(
        "--status", "statuses", multiple=True, metavar="WORDS=STATUS", help="What printed progress means."
    ),
    click.option(
        "--owner",
        "owners",
        multiple=True,
        metavar="WORDS=CODES",
        help="Which directorate a printed post or person is in.",
    ),
    click.option(
        "--not", "not_tables", multiple=True, metavar="PLACE", help="A sheet or table without actions."
    ),
    click.option(
        "--with", "tables", multiple=True, metavar="PLACE", help="A sheet or table that has actions after all."
    ),
    click.option(
        "--row",
        "rows",
        multiple=True,
        metavar="REF FIELD=WORDS",
        help="What one row means: 12 target=31 March 2024.",
    ),
)


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that answer about a paper, and pass it what was answered as ``answers``."""

    @functools.wraps(command)
    def run(
        *args: Any,
        columns: tuple[str, ...],
        dates: str | None,
        statuses: tuple[str, ...],
        owners: tuple[str, ...],
        not_tables: tuple[str, ...],
        tables: tuple[str, ...],
        rows: tuple[str, ...],
        **given: Any,
    ) -> None:
        answers = Answers(
            once_each("--column", _columns(columns)),
            Order(dates) if dates else None,
            once_each("--status", _statuses(statuses)),
            not_tables,
            once_each("--row", _rows(rows)),
            tables=tables,
            owners=once_each("--owner", _pairs(owners, "--owner", "Head of Finance=FIN")),
        )
        command(*args, answers=answers, **given)

    decorated: Callable[..., None] = run
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _columns(typed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The field of each heading that was typed; "" for a heading to be kept as it is. Raises Refused."""
    for heading, name in _pairs(typed, "--column", "Minute No.=ref"):
        if set(filter(None, name.split("+"))) - set(FIELDS_BY_NAME):
            raise Refused(f"“{name}” is not a field; --column takes {', '.join(FIELDS_BY_NAME)}.")
        yield heading, name


def _statuses(typed: tuple[str, ...]) -> Iterator[tuple[str, Status]]:
    """The status of each printed progress that was typed. Raises Refused."""
    for printed, word in _pairs(typed, "--status", "Green=in progress"):
        if word not in list(Status):
            raise Refused(f"“{word}” is not a status; --status takes {', '.join(Status)}.")
        yield printed, Status(word)


def _rows(typed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The answer about each row and field that was typed; "" takes one back. Raises Refused."""
    for answer in typed:
        about, equals, words = answer.partition("=")
        if not equals or not about.strip():
            example = phrases.option("--row", "12 target=31 March 2024")
            raise Refused(
                f"“{answer}” cannot be read: --row needs a reference, a field, “=” and what is meant, such as "
                f"{example}."
            )
        yield row_key(*field_of_key(about)), " ".join(words.split())


def _pairs(typed: tuple[str, ...], option: str, example: str) -> Iterator[tuple[str, str]]:
    for pair in typed:
        printed, equals, name = pair.rpartition("=")
        if not equals or not printed.strip():
            raise Refused(
                f"“{pair}” cannot be read: {option} needs words, “=” and their meaning, such as "
                f"{phrases.option(option, example)}."
            )
        yield printed.strip(), name.strip().casefold()
