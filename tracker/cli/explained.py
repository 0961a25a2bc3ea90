"""For the auditor: everything behind one verdict."""

from __future__ import annotations

import click

from tracker.cli.options import Output, Setup, detections_option, lake_options, output_options


@click.command()
@click.argument("session")
@detections_option
@output_options
@lake_options
@click.pass_obj
def explain(setup: Setup, session: str, output: Output) -> None:
    """Tell everything behind one verdict.

    SESSION is an id or a beginning of it that fits one session alone.

    \b
    Example:
      tracker explain 3kq7wz2a
      tracker explain 3kq7wz2a -o jsonl
    """
    from tracker.cli.show import print_text, show
    from tracker.judge.rules import read_rules
    from tracker.report.explain import explain as ask
    from tracker.report.story import story
    from tracker.settings import zone_info

    settings = setup.settings()
    zone = settings.night_zone
    found = ask(setup.open(), session, settings)
    if output.format == "table":
        titles = read_rules(settings).titles
        print_text(story(found.to_pylist()[0], zone_info(zone), titles), output)
    else:
        show(found, output, zone=zone)
