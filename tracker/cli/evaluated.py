"""For operator and auditor: how good the judgement is where the truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.options import (
    Output,
    Setup,
    lake_options,
    moment,
    output_options,
    type_path,
    window_options,
)

if TYPE_CHECKING:
    from tracker.evaluating import Evaluation, Interval


@click.command()
@click.option(
    "--truth",
    type=type_path,
    metavar="FILE",
    required=True,
    help="What is known: a CSV, a row a flow.",
)
@click.option("--records", is_flag=True, help="The records behind each number.")
@click.option("--by-detection", is_flag=True, help="True and false sessions of each detection.")
@window_options
@output_options
@lake_options
@click.pass_obj
def evaluate(
    setup: Setup,
    /,
    output: Output,
    truth: Path,
    records: bool,
    by_detection: bool,
    since: str | None,
    until: str | None,
) -> None:
    """Compare what was judged with what is known: found, missed, false.

    The truth's columns are src_ip, dst_ip and class (tunnel, carrier, contact, encapsulation,
    ordinary, ignore), and as far as it is known protocol, src_port, dst_port, started_at, ended_at
    (times with their offset), family, capture, and scored (no: the flow does not count). Pairs of
    hosts are counted, by capture, or by night where none is told. Sessions of which the truth says
    nothing are counted apart.

    \b
    Example:
      tracker evaluate --truth truth.csv
      tracker evaluate --truth truth.csv --records -o csv --to records.csv
    """
    from tracker.cli.show import show
    from tracker.errors import UsageError
    from tracker.evaluating import brief
    from tracker.evaluating import evaluate as compare

    if records and by_detection:
        raise UsageError("both --records and --by-detection", expected="one of them")
    settings = setup.settings()
    window = [moment(at, settings.night_zone) for at in (since, until)]
    found = compare(setup.open(), truth, settings, *window)
    rows = found.detections if by_detection else found.records if records else found.families
    short = records and output.format == "table"
    show(brief(rows) if short else rows, output, zone=settings.night_zone)
    _tell(found)


def _tell(found: Evaluation) -> None:
    from tracker.cli.show import say

    for warning in found.warnings:
        say(f"warning: {warning}")
    counts = found.counts
    rest = {
        "told twice": counts["repeated"],
        "that do not count": counts["left_out"],
        "outside the time asked for": counts["outside"],
    }
    told = "".join(f", {count} {what}" for what, count in rest.items() if count)
    say(f"{counts['rows']} rows of truth{told}: {counts['flows']} flows of {counts['pairs']} pairs")
    say(
        f"{counts['sessions']} sessions stand for them; {counts['unmatched']} are of the same hosts "
        f"but fit no flow (--records names them); of {counts['untold']} more it tells nothing that counts"
    )
    say(
        f"at likely or better: {_share(found.recall, 'tunnel pairs', 'found')}; "
        f"{_share(found.precision, 'pairs', 'that came out so are tunnels')}. "
        "Few pairs leave wide intervals, and other traffic may be unlike these"
    )


def _share(of: Interval, pairs: str, what: str) -> str:
    if of.low is None or of.high is None:
        return f"none of no {pairs} {what}"
    return f"{of.hits} of {of.total} {pairs} {what} (95 %: {of.low:.1%} to {of.high:.1%})"
