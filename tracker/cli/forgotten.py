"""For the operator: what was read wrongly, out of the lake again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.counted import tell_judged
from tracker.cli.options import Setup, detections_option, dry_run_option, lake_options

if TYPE_CHECKING:
    from tracker.forgetting import Forgotten


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SOURCE|PATH...")
@dry_run_option
@detections_option
@lake_options
@click.pass_obj
def forget(setup: Setup, names: tuple[str, ...], *, dry_run: bool) -> None:
    """Take files' rows out of the lake again, and judge their nights without them.

    SOURCE is the id of a source or its beginning, PATH a file as it was brought in; what has grown
    from it goes with it. The same file may come in anew then, with its right zone or gateway. Where
    only the zone or the format was wrong, `tracker ingest --again` does both at once.

    Forgotten rows answer no question from then on. They lie in the lake's files until upkeep takes
    them off the disk. Needs no key.

    \b
    Example:
      tracker forget /var/log/zeek/conn.log --dry-run
      tracker forget 5f0c21d4 b1946ac9
    """
    from tracker.cli.show import say
    from tracker.forgetting import forget as take_out

    done = take_out(setup.open(), setup.settings(), names, dry_run=dry_run)
    _tell_sources(done)
    told = f"{done.sources.num_rows} sources, {done.rows().total()} rows"
    if dry_run:
        nights = done.judged.nights
        say(f"nights to be judged again: {', '.join(map(str, nights)) or 'none'}")
        say(f"would forget {told}, and judge {len(nights)} nights again")
    else:
        tell_judged(done.judged, f"{told} forgotten; ")


def _tell_sources(done: Forgotten) -> None:
    """A line for each source: what it was, and why it goes where nobody named it."""
    from tracker.cli.show import say
    from tracker.forgetting import counted_rows

    for one in done.sources.to_pylist():
        rows = ", ".join(f"{count} {name}" for name, count in counted_rows([one]).items())
        grown = "" if one["source"] in done.named else ", with what it had grown from"
        stated = "".join(f", {key} {one[key]}" for key in ("zone", "gateway") if one[key])
        state = "unfinished" if one["state"] == "begun" else rows or "no rows"
        say(f"{one['path']}: source {one['source']}, {one['format']}{stated}: {state}{grown}")
