"""For the operator: judge nights, or see what two states of the register make of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import click

from tracker.cli.counted import tell_doubts
from tracker.cli.course import Course
from tracker.cli.moments import now
from tracker.cli.options import (
    Output,
    Setup,
    detections_option,
    lake_options,
    moment,
    output_options,
    window_options,
)
from tracker.cli.running import run_options


@click.command()
@click.option("--night", metavar="D", help="This night alone.")
@window_options
@click.option("--registry-as-of", metavar="T", help="By the register as it was recorded then.")
@click.option(
    "--compare",
    nargs=2,
    metavar="A B",
    help="Write nothing; list what the register as recorded at A and at B judge differently.",
)
@detections_option
@output_options
@run_options
@lake_options
@click.pass_obj
def judge(
    setup: Setup,
    /,
    output: Output,
    registry_as_of: str | None,
    compare: tuple[str, str] | None,
    course: Course,
    **window: str | None,
) -> None:
    """Judge nights: which VPN use is registered and which is not.

    A night judged again replaces what was judged before. Dates are nights in the night zone. With
    --compare two states of register and lists stand beside each other: which sessions they judge
    differently, and why: late_approval, correction, list_change. A state is a time, or `now`.

    \b
    Example:
      tracker judge --night 2026-03-14
      tracker judge --since 2026-03-01 --until 2026-04-01 --registry-as-of 2026-04-02
      tracker judge --night 2026-03-14 --compare 2026-03-15 now
    """
    from tracker.errors import UsageError
    from tracker.night import judge as decide

    course.dry = compare is not None
    settings = setup.settings()
    first, last = nights(settings.night_zone, **window)
    if compare and registry_as_of:
        found = "both --compare and --registry-as-of"
        raise UsageError(found, expected="one of them: --compare names its own two states")
    if compare is None:
        known_at = moment(registry_as_of, settings.night_zone)
        course.judged = decide(setup.open(), settings, first, last, known_at)
        tell_doubts(course.log, course.judged)
    else:
        _compare(setup, output, first, last, compare)


def nights(
    zone: str, since: str | None, until: str | None, night: str | None = None
) -> tuple[date, date]:
    """The first night and the one after the last; UsageError where that is not clear."""
    from tracker.errors import UsageError
    from tracker.holders import refuse_year

    first, end = moment(night or since, zone), moment(night or until, zone)
    if first is None or end is None or (night and (since or until)):
        raise UsageError("which nights?", expected="--night D, or --since D and --until D")
    for at in (first, end):
        refuse_year(at)
    last = end.date() + timedelta(days=1) if night else end.date()
    if last <= first.date():
        found = f"no night from {first.date()} up to {last}"
        raise UsageError(found, expected="--until after --since")
    return first.date(), last


def _compare(
    setup: Setup, output: Output, first: date, last: date, states: tuple[str, str]
) -> None:
    from tracker.cli.show import say, show
    from tracker.comparing import compare

    settings = setup.settings()
    early, late = (_state(text, settings.night_zone) for text in states)
    rows = compare(setup.open(), settings, first, last, (early, late))
    show(rows, output, brief=_COMPARED, zone=settings.night_zone)
    say(f"{rows.num_rows} sessions differ")


_COMPARED = ("session_id", "first_at", "src_ip", "remote_ip", "before", "after", "why", "what")


def _state(text: str, zone: str) -> datetime:
    return moment(text, zone) or now()
