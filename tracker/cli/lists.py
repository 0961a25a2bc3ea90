"""For whoever keeps the lists of networks: import them, list them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.imported import imported
from tracker.cli.options import (
    Output,
    Setup,
    dry_run_option,
    lake_options,
    moment,
    output_options,
    type_path,
)

if TYPE_CHECKING:
    from tracker.lake import Lake
    from tracker.registry.importing import Imported


@click.group()
@lake_options
def lists() -> None:
    """Import and list networks: pools, ePDGs, providers, infrastructure.

    \b
    Example:
      tracker lists import pools pools.csv
      tracker lists list
    """


@lists.command("import")
@click.argument("name")
@click.argument("file", type=type_path)
@click.option(
    "--version", metavar="V", help="The version's name; import date and digest if not said."
)
@click.option("--as-of", metavar="D", help="From when it counts, a date or time in the night zone.")
@click.option("--category", metavar="C", help="What the networks are, where the file is silent.")
@click.option("--provider", metavar="P", help="Who runs them, where the file is silent.")
@click.option(
    "--confidence", metavar="C", help="dedicated or shared, where the file is silent; else shared."
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="KEY",
    help="A further key of JSON under which addresses stand; repeatable.",
)
@click.option("--allow-jump", is_flag=True, help="Let a version grow or shrink beyond max_jump.")
@dry_run_option
@lake_options
@click.pass_obj
def import_list(
    setup: Setup,
    /,
    name: str,
    file: Path,
    *,
    version: str | None,
    as_of: str | None,
    allow_jump: bool,
    dry_run: bool,
    **said: Any,
) -> None:
    """Bring a version of a list of networks into the lake, under a name.

    The first version of a list counts from always, a later one from its import, unless --as-of
    says otherwise. A file with faults changes nothing. It is CSV, Parquet, a plain list of
    prefixes, or the JSON in which a provider publishes its own.

    \b
    Example:
      tracker lists import pools pools.csv
      tracker lists import vpn vpn-2026-03.csv --version 2026-03 --as-of 2026-03-01
      tracker lists import x4b ipv4.txt --category vpn
      tracker lists import mullvad relays.json --category vpn --provider Mullvad
    """
    from tracker.registry.importing import import_list as bring
    from tracker.registry.networks import Stated

    settings = setup.settings()
    dated = moment(as_of, settings.night_zone)

    def run(lake: Lake | None, *, dry_run: bool) -> Imported:
        how: dict[str, Any] = {"version": version, "as_of": dated, "dry_run": dry_run}
        how |= {"stated": Stated(**said), "allow_jump": allow_jump}
        return bring(lake, file, name, settings, now=datetime.now(UTC), **how)

    imported(setup, run, "networks", dry_run=dry_run)


@lists.command("list")
@output_options
@lake_options
@click.pass_obj
def list_lists(setup: Setup, output: Output) -> None:
    """List each version of each list, and from when to when it counts.

    \b
    Example:
      tracker lists list
    """
    from tracker.cli.show import say, show
    from tracker.registry.importing import list_lists as ask

    settings = setup.settings()
    versions = ask(setup.open(), settings)
    show(versions, output, zone=settings.night_zone)
    say(f"{versions.num_rows} versions")
