"""For whoever keeps the register and the lists: check them, import them, list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import Output, Setup, lake_options, moment, output_options, type_path

if TYPE_CHECKING:
    from tracker.lake import Lake
    from tracker.registry.importing import Imported

_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")


@click.group()
@lake_options
def registry() -> None:
    """Check, import and list the register of VPN registrations.

    \b
    Example:
      tracker registry check register.csv
      tracker registry import register.csv
    """


@registry.command("check")
@click.argument("file", type=type_path)
@lake_options
@click.pass_obj
def check_register(setup: Setup, file: Path) -> None:
    """Tell every fault of a register; needs no lake and no key.

    Where a lake is there, its pools are looked at too.

    \b
    Example:
      tracker registry check register.csv
    """
    from tracker.cli.show import say
    from tracker.lake import is_lake
    from tracker.registry.importing import check_register as check

    lake = setup.open() if is_lake(setup.lake) else None
    register = check(lake, file, setup.settings(), datetime.now(UTC))
    _warn(register.warnings)
    say(f"{file}: {register.rows.num_rows} terms, no faults")


@registry.command("import")
@click.argument("file", type=type_path)
@click.option("--add", is_flag=True, help="FILE is no whole register: close nothing.")
@click.option("--allow-shrink", is_flag=True, help="Close however many terms FILE lacks.")
@_DRY_RUN
@lake_options
@click.pass_obj
def import_register(
    setup: Setup, file: Path, *, add: bool, allow_shrink: bool, dry_run: bool
) -> None:
    """Bring a register into the lake: the whole of it, or with --add terms to add.

    Terms that a whole register lacks are closed. A file with faults changes nothing.

    \b
    Example:
      tracker registry import register.csv --dry-run
      tracker registry import new-terms.csv --add
    """
    from tracker.registry.importing import import_register as bring

    def run(lake: Lake | None, *, dry_run: bool) -> Imported:
        key = setup.open_with_key()[1] if lake else None
        how = {"whole": not add, "allow_shrink": allow_shrink, "dry_run": dry_run}
        return bring(lake, file, setup.settings(), key, now=datetime.now(UTC), **how)

    _imported(setup, run, "terms", dry_run=dry_run)


@registry.command("list")
@click.option("--at", metavar="D", help="How terms stand at this date or time; now if not said.")
@output_options
@lake_options
@click.pass_obj
def list_terms(setup: Setup, output: Output, at: str | None) -> None:
    """List the terms in force, and how each stands.

    A term's standing is pending, active, expiring, grace, expired, suspended, revoked, rejected
    or withdrawn.

    \b
    Example:
      tracker registry list
      tracker registry list --at 2026-03-14 -o csv --to terms.csv
    """
    from tracker.cli.show import say, show
    from tracker.registry.importing import list_terms as ask

    settings = setup.settings()
    when = moment(at, settings.night_zone) or datetime.now(UTC)
    terms = ask(setup.open(), settings, when)
    show(terms, output, brief=_TERM, zone=settings.night_zone)
    say(f"{terms.num_rows} terms")


_TERM = (
    "registration_id", "registrant_id", "category", "standing", "binding_kind", "binding_value",
    "remote_kind", "remote_value", "protocol", "port", "valid_from", "valid_to",
)  # fmt: skip


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
@_DRY_RUN
@lake_options
@click.pass_obj
def import_list(
    setup: Setup, name: str, file: Path, *, version: str | None, as_of: str | None, dry_run: bool
) -> None:
    """Bring a version of a list of networks into the lake, under a name.

    The first version of a list counts from always, a later one from its import, unless --as-of
    says otherwise. A file with faults changes nothing.

    \b
    Example:
      tracker lists import pools pools.csv
      tracker lists import vpn vpn-2026-03.csv --version 2026-03 --as-of 2026-03-01
    """
    from tracker.registry.importing import import_list as bring

    settings = setup.settings()
    dated = moment(as_of, settings.night_zone)

    def run(lake: Lake | None, *, dry_run: bool) -> Imported:
        how: dict[str, Any] = {"version": version, "as_of": dated, "dry_run": dry_run}
        return bring(lake, file, name, settings, now=datetime.now(UTC), **how)

    _imported(setup, run, "networks", dry_run=dry_run)


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


def _imported(setup: Setup, run: Callable[..., Imported], what: str, *, dry_run: bool) -> None:
    """Runs an import and says what it counted; a file with faults makes no lake either."""
    from tracker.cli.show import say
    from tracker.lake import is_lake

    if is_lake(setup.lake):
        done = run(setup.open(), dry_run=dry_run)
    else:
        done = run(None, dry_run=True)
        done = done if dry_run else run(setup.open_with_key()[0], dry_run=False)
    _warn(done.warnings)
    counts = ", ".join(f"{count} {word}" for word, count in done.counts.items())
    version = f"; version {done.version}" if done.version else "; nothing new"
    say(f"{what}: {counts}{version}{' (dry run: nothing is written)' if dry_run else ''}")


def _warn(warnings: Iterable[str]) -> None:
    from tracker.cli.show import say

    for warning in warnings:
        say(f"warning: {warning}")
