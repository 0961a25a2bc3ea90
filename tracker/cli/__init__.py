"""The commands; a command's module is imported when it is called: `tracker --help` is instant."""

from __future__ import annotations

from importlib import import_module

import click

from tracker.cli.options import lake_options
from tracker.shipped import VERSION

# What completes a command line in a shell asks this program, and says so in the environment.
PROGRAM, ASKED_BY = "tracker", "_TRACKER_COMPLETE"
# name: (module, what --help says of it); a test compares the words with the command's own.
COMMANDS = {
    "demo": ("operate", "Show a whole night over the shipped sample logs."),
    "init": ("operate", "Make a lake and its key."),
    "doctor": ("operate", "Tell what is missing or doubtful, what that costs, and what to do."),
    "ingest": ("operate", "Bring logs into the lake, exactly once."),
    "forget": (
        "forgotten",
        "Take files' rows out of the lake again, and judge their nights without them.",
    ),
    "rejects": ("rejected", "List the records that were not understood, file by file."),
    "parse": ("operate", "Print what the tool makes of a log; needs no lake."),
    "registry": ("registers", "Check, import and list the register of VPN registrations."),
    "lists": ("lists", "Import and list networks: pools, ePDGs, providers, infrastructure."),
    "judge": ("judged", "Judge nights: which VPN use is registered and which is not."),
    "nightly": ("nightly", "Ingest what is new, judge the nights it touches, report."),
    "sessions": ("audit", "List judged VPN sessions."),
    "flagged": ("audit", "List what needs attention, the most urgent first."),
    "explain": ("explained", "Tell everything behind one verdict."),
    "review": (
        "reviewed",
        "Decide on a session: dismiss its flag, confirm or correct it, or reopen what was dismissed.",
    ),
    "reviews": ("reviewed", "List the decisions on sessions, the oldest first."),
    "logins": ("logins", "Tell who held an address at a time, or list a subscriber's logins."),
    "report": (
        "reported",
        "Write what was judged as one page to hand on, with every flag explained.",
    ),
    "evaluate": ("evaluated", "Compare what was judged with what is known: found, missed, false."),
    "impact": (
        "impact",
        "Tell what a ban and two whitelists would have cut, beside what is flagged.",
    ),
    "status": ("audit", "Tell what is in the lake, what is missing, when it last ran."),
    "lake": ("upkeep", "Check the lake's files and counts, and make many small files few."),
    "sql": ("queried", "Ask the lake's tables in SQL, read-only."),
    "formats": ("catalogue", "List the log formats that are known, and how they are read."),
    "detections": ("catalogue", "List the detections: what they see and what else looks the same."),
    "completion": (
        "completion",
        "Write the script by which a shell completes commands, options and their values.",
    ),
    "tables": ("catalogue", "List the lake's tables and every column's meaning."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and fetches one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"tracker.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as fault:  # click looks for near ones where there are none
            raise click.NoSuchCommand(fault.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="%(prog)s %(version)s")
@lake_options
def cli() -> None:
    """Registered or not: which VPN use in an operator's own logs is registered.

    \b
    Example:
      tracker demo
      tracker nightly --zone Europe/Vilnius --inbox /var/log/gateways
      tracker flagged --since 2026-03-14 --until 2026-03-15
    """
