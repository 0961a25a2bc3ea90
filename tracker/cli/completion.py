"""Completion in the shell: the script that asks this program what could stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Write the script by which a shell completes commands, options and their values.

    Bash needs 4.4 or newer. The second and third line put it where zsh (in a folder of its fpath)
    and fish look for it.

    \b
    Example:
      tracker completion bash > ~/.local/share/bash-completion/completions/tracker
      tracker completion zsh > ~/.zfunc/_tracker
      tracker completion fish > ~/.config/fish/completions/tracker.fish
    """
    click.echo(_script(ctx.find_root().command, shell).source())


def _script(command: click.Command, shell: str) -> ShellComplete:
    from click.shell_completion import get_completion_class

    from tracker.cli import ASKED_BY, PROGRAM

    found = cast("type[ShellComplete]", get_completion_class(shell))  # each of SHELLS has one
    return found(command, {}, PROGRAM, ASKED_BY)
