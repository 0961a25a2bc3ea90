"""For the operator: make a lake, bring logs in, judge nights."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.counted import tell_judged, tell_taken
from tracker.cli.options import (
    Output,
    Setup,
    detections_option,
    formats_option,
    lake_options,
    output_options,
)

if TYPE_CHECKING:
    from tracker.logfile import Asked

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


@click.command()
@lake_options
@click.pass_obj
def init(setup: Setup) -> None:
    """Make a lake and its key.

    The key turns names into pseudonyms, and seals the names themselves and the lines that were
    rejected. Whoever has lake and key can read both.

    With the key lost, no new log and no new register can be brought in, no pseudonym can be turned
    into its name or matched with one, and no rejected line can be read: forever, for there is no
    other copy. Judging nights, listing and explaining sessions, and asking the tables go on.

    What names are folded by (fold_case, strip_realms in tracker.toml) is settled here, too.

    \b
    Example:
      tracker init --lake /srv/lake --key /etc/tracker/lake.key
    """
    from tracker.cli.show import say
    from tracker.lake import is_lake

    known = is_lake(setup.lake)
    setup.open_with_key()
    if known:
        say(f"{setup.lake} is a lake already, and {setup.key_path} is its key")
        return
    say(f"keep a copy of {setup.key_path} apart from the lake. {_LOST}")


_LOST = (
    "With it lost, no new log and no new register can be brought in, no pseudonym can be turned into "
    "its name or matched with one, and no rejected line can be read; judging nights and asking about "
    "what is in the lake go on"
)


@click.command()
@output_options
@lake_options
@click.pass_obj
def doctor(setup: Setup, output: Output) -> None:
    """Tell what is missing or doubtful, what that costs, and what to do.

    What costs most comes first, what is well last. Needs neither lake nor key. Ends with code 0
    whatever it finds: what is told is no failure of the command, and a night can be judged without
    most of it. Whoever wants an alarm asks the rows for their state: ok, missing or doubtful.

    \b
    Example:
      tracker doctor
      tracker doctor --lake /srv/lake --key /etc/tracker/lake.key -o jsonl
    """
    from tracker.cli.show import say, show
    from tracker.doctor import doctor as ask

    found = ask(setup.lake, setup.key, setup.config)
    show(found, output)
    states = found["state"].to_pylist()
    say(", ".join(f"{states.count(state)} {state}" for state in ("missing", "doubtful", "ok")))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--again", is_flag=True, help="Read whole what is known, in place of what it was.")
@source_options
@lake_options
@click.pass_obj
def ingest(setup: Setup, paths: tuple[str, ...], asked: Asked, *, again: bool) -> int:
    """Bring logs into the lake, exactly once.

    PATH is a file, a folder of files, or - for standard input. A file that the lake has already adds
    nothing, whatever its name.

    With --again it is read once more, all of it, and what the lake had of it is forgotten in the same
    instant, whatever zone, format or spec that was read with. State the gateway that it had: for
    another it is another file. The next `tracker nightly` judges the nights that this touches.

    \b
    Example:
      tracker ingest /var/log/zeek/conn.log --gateway border-1
      tracker ingest flows.csv.gz --zone Europe/Vilnius
      tracker ingest --again flows.csv.gz --zone UTC
    """
    from tracker.cli.progress import watched
    from tracker.intake import ingest as bring

    lake, key = setup.open_with_key()
    settings = setup.settings()
    with watched() as watch:
        taken = bring(lake, key, list(paths), asked, settings, watch, again=again)
    return tell_taken(taken, settings.max_rejects)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@source_options
@output_options
@lake_options
@click.pass_obj
def parse(setup: Setup, paths: tuple[str, ...], asked: Asked, output: Output) -> int:
    """Print what the tool makes of a log; needs no lake.

    Each row says its table: connection, login or reject. Names are printed as the log has them.

    \b
    Example:
      tracker parse conn.log -o jsonl
      zcat radius.detail.gz | tracker parse - --zone Europe/Vilnius
    """
    from tracker.cli.parsed import show_parsed

    settings = setup.settings()
    taken = show_parsed(list(paths), asked, settings, output)
    return tell_taken(taken, settings.max_rejects)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--inbox", type=click.Path(path_type=Path), help="A folder; every file in it is brought in."
)
@source_options
@detections_option
@lake_options
@click.pass_obj
def nightly(setup: Setup, paths: tuple[str, ...], inbox: Path | None, asked: Asked) -> int:
    """Ingest what is new, judge the nights it touches, report.

    Nights are judged that any log brought in or forgotten since the last such run touches, late ones
    too.

    \b
    Example:
      tracker nightly --inbox /var/spool/tracker --zone Europe/Vilnius
      tracker nightly conn.log radius.detail
    """
    from tracker.cli.progress import watched
    from tracker.night import nightly as run

    lake, key = setup.open_with_key()
    settings = setup.settings()
    # An inbox with nothing in it is a night like any other.
    full = inbox and (not inbox.is_dir() or any(file.is_file() for file in inbox.rglob("*")))
    wanted = [*paths, *([str(inbox)] if full else [])]
    with watched() as watch:
        done = run(lake, key, wanted, asked, settings, watch)
    code = tell_taken(done.taken, settings.max_rejects)
    tell_judged(done.judged)
    return code


@click.command()
@lake_options
def demo() -> None:
    """Show a whole night over the shipped sample logs.

    \b
    Example:
      tracker demo
    """
    from tracker.cli.demonstration import demonstrate

    demonstrate()
