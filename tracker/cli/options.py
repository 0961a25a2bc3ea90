"""What every command takes: which lake, which settings, which key, which output, which time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.saying import current_log

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.attribute.pseudonyms import Key
    from tracker.engine.duckdb import Resources
    from tracker.lake import Lake
    from tracker.settings import Settings

OUTPUTS = ("table", "csv", "jsonl", "parquet")
_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_SPREADSHEETS = (".xlsx", ".xls", ".ods")
type_path = click.Path(path_type=Path)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Say what would be done; write nothing."
)


def only_text(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Of a path any byte can be part; what is asked for in the lake is text."""
    if value and any("\ud800" <= sign <= "\udfff" for sign in value):  # a byte that was no UTF-8
        raise click.BadParameter(f"{value!r} has bytes that are no text", ctx, param)
    return value


@dataclass(frozen=True)
class Setup:
    """What was said of lake, settings, key, detections and resources; a command gets it with @click.pass_obj."""

    lake: Path = Path("lake")
    config: Path | None = None
    key: Path | None = None
    detections: Path | None = None
    memory: str | None = None
    spill: Path | None = None

    @property
    def key_path(self) -> Path:
        """The key file: named, or beside the lake."""
        from tracker.settings import key_beside

        return self.key or key_beside(self.lake)

    def settings(self) -> Settings:
        from tracker.settings import refuse_memory
        from tracker.settings_file import read_settings

        if self.memory:
            refuse_memory(self.memory, "--memory")
        said = {"detections": self.detections, "memory": self.memory, "spill": self.spill}
        told: dict[str, Any] = {
            name: str(value) for name, value in said.items() if value is not None
        }
        return replace(read_settings(self.config), **told)

    def resources(self) -> Resources:
        """What the settings let an engine use."""
        from tracker.engine.duckdb import Resources

        settings = self.settings()
        return Resources(settings.memory, settings.threads)

    def open(self) -> Lake:
        """The lake, which must be there."""
        from tracker.lake import open_lake

        return open_lake(self.lake)

    def open_with_key(self) -> tuple[Lake, Key]:
        """Lake and key for a command that makes pseudonyms; made on first use, which is said on stderr.

        Raises SettingsError where key or settings would make other pseudonyms than the lake has.
        """
        from tracker.attribute.pseudonyms import make_key, read_key, refuse_other_rules
        from tracker.folding import Folding
        from tracker.lake import create_lake, is_lake, refuse_place

        settings = self.settings()
        if not is_lake(self.lake):
            refuse_place(self.lake)
            key = read_key(self.key_path) if self.key_path.exists() else make_key(self.key_path)
            lake = create_lake(self.lake, key.check, Folding.of(settings))
            made = {"lake": str(self.lake), "key": str(self.key_path)}
            said = f"tracker: made the lake {self.lake}, its key is {self.key_path}"
            current_log().say(said, "lake_made", fields=made)
            return lake, key
        lake, key = self.opened_with_key()
        refuse_other_rules(lake, settings)
        return lake, key

    def opened_with_key(self) -> tuple[Lake, Key]:
        """Lake and key, which must be there and belong together."""
        from tracker.attribute.pseudonyms import read_key, refuse_other_key

        lake, key = self.open(), read_key(self.key_path)
        refuse_other_key(lake, key, self.key_path)
        return lake, key


def init(
    lake: str | Path, key: str | Path | None = None, config: str | Path | None = None
) -> tuple[Lake, Key]:
    """A lake and its key, made if they are not there; the key lies beside the lake if not said.

    The rules that fold names are those of the settings file `config`, or of ./tracker.toml.
    """
    named = [None if path is None else Path(path) for path in (config, key)]
    return Setup(Path(lake), config=named[0], key=named[1]).open_with_key()


@dataclass(frozen=True)
class Output:
    """Where rows go and how: `to` None is stdout, which a pager may show."""

    named: str | None = None
    to: Path | None = None
    pages: bool = False

    def __post_init__(self) -> None:
        """Refuses a file that its own program would not open."""
        from tracker.errors import UsageError

        if str(self.to or "").lower().endswith(_SPREADSHEETS):
            known = ", ".join(_SUFFIXES)
            raise UsageError(f"--to {self.to}", expected=f"a name that ends in {known}")

    @property
    def format(self) -> str:
        """As said, else by the file's suffix, else a table on a terminal and jsonl in a pipe."""
        if self.named:
            return self.named
        if self.to is not None:
            return _SUFFIXES.get(self.to.suffix.lower(), "jsonl")
        return "table" if self.on_terminal else "jsonl"

    @property
    def on_terminal(self) -> bool:
        """Whether rows are for somebody who looks at a terminal."""
        return self.to is None and sys.stdout.isatty()

    def as_sheet(self) -> Output:
        """The same for what is read again: a csv that keeps tabs, unless another kind is said."""
        told = self.named or (self.to and _SUFFIXES.get(self.to.suffix.lower())) or "csv"
        return replace(self, named="sheet" if told == "csv" else told)


def lake_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--lake, --config and --key, before the command or after it; the later one holds."""
    for name, said in reversed(_LAKE_OPTIONS):
        command = setup_option(name, said)(command)
    return command


_LAKE_OPTIONS = (
    ("lake", "The lake's folder; ./lake if not said."),
    ("config", "The settings file; ./tracker.toml if it is there."),
    ("key", "The key file; beside the lake, named after it, if not said."),
)


def setup_option(
    name: str, said: str, *, kind: Any = type_path, metavar: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option that goes into the setup, and no further; TRACKER_NAME in the environment says it too."""
    return click.option(
        f"--{name}",
        type=kind,
        metavar=metavar,
        envvar=f"TRACKER_{name.upper()}",
        show_envvar=True,
        help=said,
        expose_value=False,
        callback=_into_setup,
    )


def _into_setup(ctx: click.Context, param: click.Parameter, value: Path | str | None) -> None:
    """Puts what an option says into the setup; a callback of click."""
    ctx.obj = ctx.obj or Setup()
    said = ctx.get_parameter_source(str(param.name))
    # What the environment says was heard before the command; after it, it must not beat a flag.
    heard = {name for name, _ in _LAKE_OPTIONS} if ctx.parent is not None else ()
    again = param.name in heard and said is click.core.ParameterSource.ENVIRONMENT
    if value is not None and not again:
        ctx.obj = replace(ctx.obj, **{str(param.name): value})


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """-o/--output, --to and --no-pager, handed to the command as one `output: Output`."""

    @wraps(command)
    def run(
        *args: Any, output_format: str | None, to: Path | None, no_pager: bool, **values: Any
    ) -> Any:
        return command(*args, output=Output(output_format, to, pages=not no_pager), **values)

    paged = "Show what is longer than the screen at once, not by TRACKER_PAGER, PAGER or less."
    run = click.option("--no-pager", is_flag=True, help=paged)(run)
    run = click.option(
        "--to", type=type_path, metavar="FILE", help="Write the rows to a file, not to stdout."
    )(run)
    return click.option(
        "-o",
        "--output",
        "output_format",
        type=click.Choice(OUTPUTS),
        help="How rows are written; table on a terminal, jsonl in a pipe, else the file's suffix.",
    )(run)


def formats_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--formats: a folder with specs of the operator's own."""
    said = "A folder with specs of your own; they go before shipped ones of the same name."
    return click.option("--formats", type=type_path, metavar="DIR", help=said)(command)


def detections_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--detections: a folder with detections of the operator's own, put into the setup."""
    said = "A folder with detections of your own; they go before shipped ones of the same name."
    return setup_option("detections", said, metavar="DIR")(command)


def window_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--since and --until as they were written; `moment` reads them in the night zone."""
    until = "Up to this date or time in the night zone, exclusive; said as for --since."
    since = (
        "From this date or time in the night zone, or today, yesterday, '7 days ago'; inclusive."
    )
    command = click.option("--until", metavar="D", help=until)(command)
    return click.option("--since", metavar="D", help=since)(command)


def moment(text: str | None, zone: str) -> datetime | None:
    """A date (its first instant), a time, or what the clock makes of `yesterday` and `7 days ago`.

    Without an offset of its own it is in the zone. UsageError where it is none of these.
    """
    from datetime import datetime

    from tracker.cli.moments import ACCEPTED, by_the_clock, now
    from tracker.errors import UsageError
    from tracker.settings import zone_info

    if text is None:
        return None
    try:
        at = by_the_clock(text, zone_info(zone), now()) or datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is no date or time", expected=ACCEPTED) from None
    return at if at.tzinfo else at.replace(tzinfo=zone_info(zone))
