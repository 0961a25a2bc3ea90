"""For whoever keeps the register: check a file, import it, export it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.asked import expiring, history, known_option, list_terms, show_term
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
    import pyarrow as pa

    from tracker.lake import Lake
    from tracker.registry.findings import Findings
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
@click.argument("file", type=type_path, required=False)
@click.option(
    "--unseen-days",
    metavar="N",
    type=click.IntRange(1, 3650),
    help="Without FILE: list bindings that no login of the last N days shows; as set if not said.",
)
@marked_option
@output_options
@lake_options
@click.pass_obj
def check_register(
    setup: Setup,
    file: Path | None,
    output: Output,
    unseen_days: int | None,
    marked: Path | None,
) -> None:
    """Tell every fault of a register in FILE; needs no lake and no key.

    Where a lake is there, its pools are looked at too. What is no fault and still wants an eye comes
    out as rows: terms of two registrants on one binding, wide prefixes, remotes that no list names.
    A copy with --marked can be corrected and brought in as it is: its column `fault` is not read.
    None is made of a file without a header. Without FILE the register in the lake is looked at so,
    also for bindings in pools and bindings that no login shows.

    \b
    Example:
      tracker registry check register.csv
      tracker registry check register.csv --marked faults.csv
      tracker registry check -o csv --to findings.csv
    """
    from tracker.cli.show import show
    from tracker.errors import UsageError

    if file and unseen_days:
        raise UsageError(
            "--unseen-days with a FILE", todo="leave FILE out: the lake has the logins"
        )
    if marked and not file:
        raise UsageError("--marked without a FILE", expected="the FILE that it is a copy of")
    rows = _checked_file(setup, file, marked) if file else _checked_lake(setup, unseen_days)
    if rows.num_rows or output.named or output.to:
        show(rows, output, zone=setup.settings().night_zone)


def _checked_file(setup: Setup, file: Path, marked: Path | None) -> pa.Table:
    from tracker.cli.show import say
    from tracker.lake import is_lake
    from tracker.registry.findings import file_findings
    from tracker.registry.importing import check_register as check

    settings, now = setup.settings(), datetime.now(UTC)
    lake = setup.open() if is_lake(setup.lake) else None
    register = check(lake, file, settings, now, marked)
    warn(register.warnings)
    found = file_findings(lake, register.rows, settings, now)
    say(f"{file}: {register.rows.num_rows} terms, no faults{_in_line(found)}")
    return found.rows


def _checked_lake(setup: Setup, unseen_days: int | None) -> pa.Table:
    from tracker.cli.show import say
    from tracker.registry.findings import lake_findings

    found = lake_findings(setup.open(), setup.settings(), datetime.now(UTC), unseen_days)
    warn(found.warnings)
    say(f"the register in {setup.lake}{_in_line(found) or '; nothing to look at'}")
    return found.rows


def _in_line(found: Findings) -> str:
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(found.counts().items()))
    return f"; to look at: {told}" if told else ""


@registry.command("import")
@click.argument("file", type=type_path)
@click.option("--add", is_flag=True, help="FILE is no whole register: close nothing.")
@click.option("--allow-shrink", is_flag=True, help="Close however many terms FILE lacks.")
@marked_option
@dry_run_option
@output_options
@lake_options
@click.pass_obj
def import_register(
    setup: Setup,
    file: Path,
    output: Output,
    *,
    add: bool,
    allow_shrink: bool,
    dry_run: bool,
    marked: Path | None,
) -> None:
    """Bring a register into the lake: the whole of it, or with --add terms to add.

    Terms that a whole register lacks are closed. A file with faults changes nothing. --dry-run lists
    each term that would be added, changed or closed; -o or --to lists them after an import, too.

    \b
    Example:
      tracker registry import register.csv --dry-run
      tracker registry import new-terms.csv --add
    """
    from tracker.cli.show import show
    from tracker.registry.importing import import_register as bring

    settings = setup.settings()

    def run(lake: Lake | None, *, dry_run: bool) -> Imported:
        key = setup.open_with_key()[1] if lake else None
        how: dict[str, Any] = {"whole": not add, "allow_shrink": allow_shrink, "marked": marked}
        return bring(lake, file, settings, key, now=datetime.now(UTC), dry_run=dry_run, **how)

    done = imported(setup, run, "terms", dry_run=dry_run)
    if dry_run or output.named or output.to:
        show(done.changes, output, zone=settings.night_zone)


@registry.command()
@known_option
@output_options
@lake_options
@click.pass_obj
def export(setup: Setup, output: Output, registry_as_of: str | None) -> None:
    """Write the open terms as a register that can be edited and imported again; CSV if not said.

    Accounts, circuits and numbers stand there as pseudonym:<digits>, as the lake holds no others;
    an import takes these for what they stand for.

    \b
    Example:
      tracker registry export --to register.csv
      tracker registry export --registry-as-of 2026-03-01 --to register.parquet
    """
    from tracker.cli.show import say, show
    from tracker.registry.exporting import export_terms as ask

    settings = setup.settings()
    known_at = moment(registry_as_of, settings.night_zone)
    terms = ask(setup.open(), settings, known_at=known_at)
    show(terms, output.as_sheet(), zone=settings.night_zone)
    say(f"{terms.num_rows} terms")


@registry.command()
@click.option("--examples", is_flag=True, help="With a row of each kind of binding and remote.")
@output_options
@lake_options
def template(output: Output, *, examples: bool) -> None:
    """Write an empty register: the columns' names, and examples if asked for; CSV if not said.

    \b
    Example:
      tracker registry template --to register.csv
      tracker registry template --examples
    """
    from tracker.cli.show import show
    from tracker.registry.exporting import template as ask

    show(ask(examples=examples), output.as_sheet())


for _command in (list_terms, show_term, history, expiring, precheck):
    registry.add_command(_command)
