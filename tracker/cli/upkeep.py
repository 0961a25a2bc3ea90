"""For the operator: is the lake whole, and does it stay quick and small."""

from __future__ import annotations

import click

from tracker.cli.options import Output, Setup, dry_run_option, lake_options, output_options

_DONE, _BROKEN = 0, 6


@click.group()
@lake_options
def lake() -> None:
    """Check the lake's files and counts, and make many small files few.

    \b
    Example:
      tracker lake check
      tracker lake compact --dry-run
    """


@lake.command("check")
@click.option("--deep", is_flag=True, help="Read every column of every file, not its footer alone.")
@output_options
@lake_options
@click.pass_obj
def check_lake(setup: Setup, output: Output, *, deep: bool) -> int:
    """Tell whether every file is there and whole, and whether all counts add up.

    What is broken comes first, all of it at once; then the exit code is 6. Runs beside whatever
    else does, changes nothing and needs no key.

    \b
    Example:
      tracker lake check
      tracker lake check --deep -o jsonl
    """
    from tracker.cli.show import say, show
    from tracker.upkeep.check import check

    found = check(setup.open(), setup.settings(), deep=deep)
    show(found, output)
    states = found["state"].to_pylist()
    say(", ".join(f"{states.count(state)} {state}" for state in ("broken", "doubtful", "ok")))
    return _BROKEN if "broken" in states else _DONE


@lake.command("compact")
@dry_run_option
@output_options
@lake_options
@click.pass_obj
def compact_lake(setup: Setup, output: Output, *, dry_run: bool) -> None:
    """Make many small files few, take out forgotten rows, delete what is older than keep_days.

    Each nightly run does it by itself. No answer changes; whoever reads or brings logs in meanwhile
    goes on. Killed at any point, nothing is lost. Needs no key.

    \b
    Example:
      tracker lake compact --dry-run
      tracker lake compact
    """
    from tracker.cli.counted import tell_compacted
    from tracker.cli.saying import current_log
    from tracker.cli.show import show
    from tracker.upkeep.compact import compact

    found = compact(setup.open(), setup.settings(), dry_run=dry_run)
    show(found, output)
    tell_compacted(current_log(), found, dry_run=dry_run)
