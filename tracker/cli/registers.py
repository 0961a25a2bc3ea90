"""For whoever keeps the register: check it, import it, ask it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.imported import imported, warn
from tracker.cli.options import (
    Output,
    Setup,
    dry_run_option,
    lake_options,
    moment,
    output_options,
    type_path,
)
from tracker.cli.precheck import precheck

if TYPE_CHECKING:
    from tracker.lake import Lake
    from tracker.registry.importing import Imported


marked_option = click.option(
    "--marked",
    type=type_path,
    metavar="COPY",
    help="Write a copy of FILE with a column `fault` that says what is wrong with each row.",
)


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
@marked_option
@lake_options
@click.pass_obj
def check_register(setup: Setup, file: Path, marked: Path | None) -> None:
    """Tell every fault of a register; needs no lake and no key.

    Where a lake is there, its pools are looked at too. A copy with --marked can be corrected and
    brought in as it is: its column `fault` is not read. None is made of a file without a header.

    \b
    Example:
      tracker registry check register.csv
      tracker registry check register.csv --marked faults.csv
    """
    from tracker.cli.show import say
    from tracker.lake import is_lake
    from tracker.registry.importing import check_register as check

    lake = setup.open() if is_lake(setup.lake) else None
    register = check(lake, file, setup.settings(), datetime.now(UTC), marked)
    warn(register.warnings)
    say(f"{file}: {register.rows.num_rows} terms, no faults")


@registry.command("import")
@click.argument("file", type=type_path)
@click.option("--add", is_flag=True, help="FILE is no whole register: close nothing.")
@click.option("--allow-shrink", is_flag=True, help="Close however many terms FILE lacks.")
@marked_option
@dry_run_option
@lake_options
@click.pass_obj
def import_register(
    setup: Setup, file: Path, *, add: bool, allow_shrink: bool, dry_run: bool, marked: Path | None
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
        how: dict[str, Any] = {"whole": not add, "allow_shrink": allow_shrink, "marked": marked}
        settings = setup.settings()
        return bring(lake, file, settings, key, now=datetime.now(UTC), dry_run=dry_run, **how)

    imported(setup, run, "terms", dry_run=dry_run)


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


registry.add_command(precheck)
