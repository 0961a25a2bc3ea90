"""For the auditor: sessions, what is flagged, what is in the lake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import (
    Output,
    Setup,
    lake_options,
    moment,
    only_text,
    output_options,
    window_options,
)
from tracker.cli.question import Question
from tracker.report.verdicts import FLAGGED, VERDICTS

if TYPE_CHECKING:
    from tracker.report.listing import Listing
    from tracker.report.sessions import Wanted

Command = Callable[..., Any]
Ask = Callable[..., AbstractContextManager["Listing"]]
_SCREEN = 1000  # rows; whoever looks through more looks for something
_TIERS = ("confirmed", "likely", "possible")


def wanted_options(verdicts: Sequence[str]) -> Callable[[Command], Command]:
    """The filters of `sessions` and `flagged`, with the verdicts each may have."""
    verdict: dict[str, Any] = {
        "multiple": True,
        "type": click.Choice(verdicts),
        "metavar": "VERDICT",
    }

    def add(command: Command) -> Command:
        for name, told, how in reversed(_FILTERS):
            command = click.option(f"--{name}", help=told, **how)(command)
        told = f"Only this verdict, may be repeated: {', '.join(verdicts)}."
        return window_options(click.option("--verdict", help=told, **verdict)(command))

    return add


_FILTERS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("tier", "Only this tier; may be repeated.", {"multiple": True, "type": click.Choice(_TIERS)}),
    ("ip", "Only this address on the subscriber's side.", {"metavar": "A"}),
    ("remote", "Only this address on the other side.", {"metavar": "A"}),
    ("holder", "Only this holder: a pseudonym.", {"metavar": "H"}),
    ("registration", "Only where this term decided.", {"metavar": "ID", "callback": only_text}),
    ("limit", "At most so many rows; how many more is said.", {"type": click.IntRange(0)}),
)


@click.command(cls=Question)
@wanted_options(tuple(VERDICTS))
@output_options
@lake_options
@click.pass_obj
def sessions(setup: Setup, /, output: Output, **filters: Any) -> None:
    """List judged VPN sessions.

    \b
    Example:
      tracker sessions --since 2026-03-14 --until 2026-03-15 --verdict registered
      tracker sessions --ip 192.0.2.17 --since "7 days ago" -o csv --to sessions.csv
    """
    from tracker.report.sessions import listed_sessions

    _listed(listed_sessions, setup, filters, output)


@click.command(cls=Question)
@wanted_options(FLAGGED)
@click.option("--dismissed", is_flag=True, help="Show those, too, that a review has dismissed.")
@output_options
@lake_options
@click.pass_obj
def flagged(setup: Setup, /, output: Output, **filters: Any) -> None:
    """List what needs attention, the most urgent first.

    Flagged are unregistered, out_of_terms, expired, suspended and revoked, and nothing else. What a
    review has dismissed is left out, and counted.

    \b
    Example:
      tracker flagged --since 2026-03-14 --until 2026-03-15
      tracker flagged --since yesterday --until today
      tracker flagged --verdict expired -o csv --to expired.csv
    """
    from tracker.report.sessions import listed_flags

    _listed(listed_flags, setup, filters, output)


@click.command(cls=Question)
@output_options
@lake_options
@click.pass_obj
def status(setup: Setup, output: Output) -> None:
    """Tell what is in the lake, what is missing, when it last ran.

    Of each gateway it tells what its logins and its connections span, and their gaps: silences of
    `coverage_gap_hours` or longer. Without a name are records whose gateway neither the log nor
    anybody stated. A provisional night lacks logs, by what its gateways told in the nights before or
    by the numbers of their records.

    \b
    Example:
      tracker status
    """
    from tracker.cli.show import show
    from tracker.report.status import status as ask

    settings = setup.settings()
    show(ask(setup.open(), settings), output, zone=settings.night_zone)


def _wanted(filters: dict[str, Any], zone: str) -> Wanted:
    from tracker.report.sessions import Wanted

    since, until = filters.pop("since"), filters.pop("until")
    return Wanted(since=moment(since, zone), until=moment(until, zone), **filters)


def _listed(ask: Ask, setup: Setup, filters: dict[str, Any], output: Output) -> None:
    """Shows what is asked for as it is made; what is drawn is held whole, and is cut on a terminal."""
    from tracker.cli.show import show
    from tracker.engine.workplace import spilling
    from tracker.report.sessions import reviewed_in_brief

    settings = setup.settings()
    zone = settings.night_zone
    wanted, cut = _on_screen(_wanted(filters, zone), output)
    drawn = output.format == "table"
    with (
        spilling(settings) as folder,
        ask(setup.open(), wanted, replace(setup.resources(), spill=folder), brief=drawn) as found,
    ):
        show(reviewed_in_brief(found.rows.read_all()) if drawn else found.rows, output, zone=zone)
        _tell(found, cut)


def _on_screen(wanted: Wanted, output: Output) -> tuple[Wanted, str]:
    """What is wanted, with a limit where a terminal is to show it and nobody said one; what cut it."""
    if wanted.limit is not None or output.format != "table" or not output.on_terminal:
        return wanted, "--limit cut them"
    told = f"a terminal is given {_SCREEN}; --limit or --to FILE gives more"
    return replace(wanted, limit=_SCREEN), told


def _tell(found: Listing, cut: str) -> None:
    """Totals of all that was asked for, and what of it is not shown."""
    from tracker.cli.show import say

    told = ", ".join(f"{count} {verdict}" for verdict, count in found.verdicts.items())
    say(f"{sum(found.verdicts.values())} sessions{f': {told}' if told else ''}")
    if found.provisional:
        say(
            f"{found.provisional} of these lie in provisional nights:"
            " `tracker status` tells what is missing"
        )
    if found.dismissed:
        say(f"{found.dismissed} dismissed by review are not among them; --dismissed shows them")
    if found.more:
        say(f"{found.more} more are not shown; {cut}")
