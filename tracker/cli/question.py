"""Commands that only ask: they bring no log in, and count no column with numpy."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, cast

import click


class Question(click.Command):
    """A command whose answer is waited for: it begins without what only other commands need."""

    def invoke(self, ctx: click.Context) -> Any:
        _load_arrow_alone()
        return super().invoke(ctx)


def _load_arrow_alone() -> None:
    """Loads Arrow as it is where no numpy is installed.

    Where there is one it takes numpy along, for more than half of the time that both take. Whatever
    needs numpy may import it afterwards; Arrow's own ways to it (`to_numpy`) fail then.
    """
    if "pyarrow" in sys.modules or "numpy" in sys.modules:
        return
    modules = cast("dict[str, Any]", sys.modules)
    modules["numpy"] = None  # as the import system has it: there is none
    try:
        import_module("pyarrow")
    finally:
        del modules["numpy"]
