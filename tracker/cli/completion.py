"""Completion in the shell: the script that asks this program what could stand there."""

from __future__ import annotations

import click

from tracker.errors import UsageError

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Write the script by which a shell completes commands, options and their values.

    Bash needs 4.4 or newer. The second and third line put it where zsh (in a folder of its fpath)
    and fish look for it.

    \b
    Example:
      tracker completion bash > ~/.local/share/bash-completion/completions/tracker
      tracker completion zsh > ~/.zfunc/_tracker
      tracker completion fish > ~/.config/fish/completions/tracker.fish
    """
    click.echo(script(shell))


def script(shell: str) -> str:
    """What bash, zsh or fish reads so as to complete command lines; UsageError for other shells."""
    from click.shell_completion import get_completion_class

    from tracker.cli import ASKED_BY, PROGRAM, cli

    if shell not in SHELLS or (found := get_completion_class(shell)) is None:
        raise UsageError(f"shell {shell!r} is not known", expected=f"one of {', '.join(SHELLS)}")
    return found(cli, {}, PROGRAM, ASKED_BY).source()
