"""What a command line states of logs: their format, the zone of their clock, their gateway."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from tracker.cli.options import formats_option

Command = Callable[..., Any]


def source_options(command: Command) -> Command:
    """--format, --zone, --gateway and --formats, handed to the command as one `asked: Asked`."""

    @wraps(command)  # with it come the options that stand below this decorator
    def run(*args: Any, **values: Any) -> Any:
        from tracker.logfile import Asked
        from tracker.settings import zone_info

        stated = [values.pop(name) for name in ("format_", "zone", "gateway", "formats")]
        asked = Asked(*stated)
        if asked.zone:
            zone_info(asked.zone)
        return command(*args, asked=asked, **values)

    told: Command = formats_option(run)
    for name, said in reversed(_SOURCE_OPTIONS):
        names = ["format_"] if name == "format" else []
        told = click.option(f"--{name}", *names, help=said)(told)
    return told


_SOURCE_OPTIONS = (
    (
        "format",
        "The logs' format, or several with commas; recognised if not said. Or a .toml file.",
    ),
    ("zone", "The zone of the logs' clock, where they print none: an IANA name."),
    ("gateway", "The name of the gateway that the logs come from."),
)
