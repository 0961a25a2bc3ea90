"""For whoever asks the register: its terms, one term, what became of them, what ends soon."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli.moments import now
from tracker.cli.options import (
    Output,
    Setup,
    lake_options,
    moment,
    only_text,
    output_options,
    window_options,
)
from tracker.registry.words import BINDING_KINDS, CATEGORIES, EXPIRING_DAYS, STANDINGS

at_option = click.option(
    "--at", metavar="T", help="How terms stand at this date or time; now if not said."
)
known_option = click.option(
    "--registry-as-of", metavar="T", help="The register as it was recorded then; now if not said."
)


@click.command("list")
@at_option
@known_option
@click.option(
    "--standing",
    multiple=True,
    type=click.Choice(STANDINGS),
    metavar="S",
    help=f"Only terms that stand so, may be repeated: {', '.join(STANDINGS)}.",
)
@click.option("--registrant", callback=only_text, metavar="C", help="Only this registrant's terms.")
@click.option("--binding-kind", type=click.Choice(BINDING_KINDS), help="Only bindings of a kind.")
@click.option(
    "--category",
    type=click.Choice(CATEGORIES),
    metavar="C",
    help=f"Only this category: {', '.join(CATEGORIES)}.",
)
@output_options
@lake_options
@click.pass_obj
def list_terms(
    setup: Setup, /, output: Output, at: str | None, registry_as_of: str | None, **wanted: Any
) -> None:
    """List the terms in force, and how each stands.

    A term's standing is pending, active, expiring, grace, expired, suspended, revoked, rejected
    or withdrawn.

    \b
    Example:
      tracker registry list
      tracker registry list --standing expired --standing grace --at 2026-03-14
      tracker registry list --registrant C-17 -o csv --to terms.csv
    """
    from tracker.cli.show import say, show
    from tracker.registry.asking import list_terms as ask

    settings = setup.settings()
    zone = settings.night_zone
    when = moment(at, zone) or now()
    terms = ask(setup.open(), settings, when, known_at=moment(registry_as_of, zone), **wanted)
    show(terms, output, brief=_TERM, zone=zone)
    say(f"{terms.num_rows} terms")


_TERM = (
    "registration_id", "registrant_id", "category", "standing", "binding_kind", "binding_value",
    "remote_kind", "remote_value", "protocol", "port", "valid_from", "valid_to",
)  # fmt: skip


@click.command("show")
@click.argument("registration", callback=only_text)
@at_option
@known_option
@output_options
@lake_options
@click.pass_obj
def show_term(
    setup: Setup, registration: str, output: Output, at: str | None, registry_as_of: str | None
) -> None:
    """Tell one term whole: what it covers, how it stands and until when, what became of it.

    Terms that a register no longer has are told, too.

    \b
    Example:
      tracker registry show R-004
      tracker registry show R-004 --at 2026-03-14 -o jsonl
    """
    from tracker.cli.show import print_text, show
    from tracker.registry.asking import show_term as ask
    from tracker.registry.term_story import term_story
    from tracker.settings import zone_info

    settings = setup.settings()
    zone = settings.night_zone
    when = moment(at, zone) or now()
    found = ask(setup.open(), settings, registration, when, known_at=moment(registry_as_of, zone))
    if output.format == "table":
        print_text(term_story(found.to_pylist()[0], zone_info(zone)), output)
    else:
        show(found, output, zone=zone)


@click.command()
@click.argument("registration", callback=only_text, required=False)
@click.option(
    "--registrant",
    callback=only_text,
    metavar="C",
    help="Only what was or became this registrant's.",
)
@window_options
@output_options
@lake_options
@click.pass_obj
def history(
    setup: Setup, /, output: Output, since: str | None, until: str | None, **wanted: Any
) -> None:
    """List what was recorded of the terms, or of one: added, changed, closed or reopened.

    The oldest comes first. --since and --until say when it was recorded.

    \b
    Example:
      tracker registry history R-004
      tracker registry history --since 2026-03-01 --registrant C-17
    """
    from tracker.cli.show import say, show
    from tracker.registry.history import history as ask

    settings = setup.settings()
    zone = settings.night_zone
    window: dict[str, Any] = {"since": moment(since, zone), "until": moment(until, zone)}
    rows = ask(setup.open(), settings, **window, **wanted)
    show(rows, output, zone=zone)
    say(f"{rows.num_rows} versions")


@click.command()
@click.option("--at", metavar="T", help="Counted from this date or time; from now if not said.")
@click.option(
    "--days",
    multiple=True,
    type=click.IntRange(1, 3650),
    default=EXPIRING_DAYS,
    show_default=True,
    help="What ends within so many days; may be repeated.",
)
@output_options
@lake_options
@click.pass_obj
def expiring(setup: Setup, output: Output, at: str | None, days: tuple[int, ...]) -> None:
    """List whom to write to because terms end soon, a row a registrant, the soonest first.

    `within_days` is the narrowest of --days that the first of them ends in. Terms that an approved
    one goes on from are left out; `renewal` tells whether pending ones do.

    \b
    Example:
      tracker registry expiring
      tracker registry expiring --days 60 --days 14 -o csv --to letters.csv
    """
    from tracker.cli.show import say, show
    from tracker.registry.asking import expiring_terms as ask

    settings = setup.settings()
    when = moment(at, settings.night_zone) or now()
    rows = ask(setup.open(), settings, when, days)
    show(rows, output, zone=settings.night_zone)
    terms = sum(rows.column("terms").to_pylist())
    say(f"{rows.num_rows} registrants, {terms} terms that end within {max(days)} days")
