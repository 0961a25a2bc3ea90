"""What is known, and how: formats, detections, tables."""

from __future__ import annotations

import click

from tracker.cli.options import Output, output_options


@click.command()
@click.argument("name", required=False)
@output_options
def formats(name: str | None, output: Output) -> None:
    """List the log formats that are known, and how they are read.

    With NAME: which lines it claims, which column comes from which field, what is left out.

    \b
    Example:
      tracker formats
      tracker formats zeek-conn
    """
    from tracker.cli.show import show
    from tracker.report.known import known_format, known_formats

    show(known_format(name) if name else known_formats(), output)


@click.command()
@click.argument("name", required=False)
@output_options
def detections(name: str | None, output: Output) -> None:
    """List the detections: what they see and what else looks the same.

    With NAME: what it tells the auditor, its thresholds and the reason for each.

    \b
    Example:
      tracker detections
      tracker detections wireguard_port
    """
    from tracker.cli.show import show
    from tracker.report.known import known_detection, known_detections

    show(known_detection(name) if name else known_detections(), output)


@click.command()
@output_options
def tables(output: Output) -> None:
    """List the lake's tables and every column's meaning.

    \b
    Example:
      tracker tables
      tracker tables -o csv --to dictionary.csv
    """
    from tracker.cli.show import show
    from tracker.report.known import known_tables

    show(known_tables(), output)
