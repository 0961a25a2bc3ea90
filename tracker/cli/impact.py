"""For auditor and public: what a ban and two kinds of whitelist would have cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.options import (
    Output,
    Setup,
    lake_options,
    moment,
    output_options,
    window_options,
)

if TYPE_CHECKING:
    from tracker.report.impact import Impact

_WIDE = 100  # signs of a line of words


@click.command()
@click.option(
    "--published",
    is_flag=True,
    help="Leave out what rests on fewer than ten subscribers, and what that follows from.",
)
@window_options
@output_options
@lake_options
@click.pass_obj
def impact(
    setup: Setup, output: Output, since: str | None, until: str | None, *, published: bool
) -> None:
    """Tell what a ban and two whitelists would have cut, beside what is flagged.

    blanket_ban cuts every session that is likely a VPN, and what only uses a VPN's protocol.
    static_whitelist lets through what a list of addresses can tell: registered static lines, licensed
    providers, carriers' gateways, infrastructure. login_whitelist lets through all that is registered
    or exempt, by whatever it is known. flagged is what this tool flags and no review has dismissed.
    Both whitelists keep a term's days of grace, and have no term that is not decided yet.

    A policy cuts a subscriber when it cuts one of his sessions; subscribers do not add up. In --published
    form no number can be worked out that rests on fewer than ten of them.

    \b
    Example:
      tracker impact --since 2026-03-01 --until 2026-04-01
      tracker impact --since 2026-03-01 --until 2026-04-01 --published -o csv --to impact.csv
    """
    from tracker.report.impact import impact as ask

    settings = setup.settings()
    zone = settings.night_zone
    since_at, until_at = moment(since, zone), moment(until, zone)
    found = ask(setup.open(), since_at, until_at, settings, published=published)
    _tell(found, output)
    _count(found)


def _tell(found: Impact, output: Output) -> None:
    """Words and tables for eyes, else the rows alone."""
    from textwrap import fill

    from tracker.cli.show import opened
    from tracker.report.impact import by_category, by_policy
    from tracker.report.impact_words import told

    with opened(output) as sink:
        if output.format != "table":
            sink.put(found.rows)
            return
        for sentences in told(found):
            sink.tell(f"{fill(sentences, _WIDE)}\n")
        sink.tell("What each policy would have cut (a dash: left out, or not known):\n")
        sink.put(by_policy(found))
        for measure in ("sessions", "subscribers"):
            sink.tell(f"\nThe {measure} of it, by the category of who registered:\n")
            sink.put(by_category(found, measure))


def _count(found: Impact) -> None:
    from tracker.cli.show import say

    left_out = found.rows["suppressed"].to_pylist().count(True)
    hidden = f", {left_out} of them left without numbers" if found.published else ""
    say(f"{found.rows.num_rows} rows of {found.nights} nights{hidden}")
