"""The log formats that are known: the shipped specs, and those an operator wrote."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path

from tracker.errors import SettingsError
from tracker.shipped import schemas
from tracker.spec import Spec
from tracker.spec_file import read_outline, read_spec, read_specs


@cache
def formats(folder: Path | None = None) -> dict[str, Spec]:
    """Every known spec by the name of its file; all faults of all specs are told at once.

    The specs of an operator's own folder go before shipped ones of the same name.
    """
    own = read_specs(folder) if folder else []
    return {spec.stem: spec for spec in (*read_specs(schemas() / "formats"), *own)}


@cache
def outlines(folder: Path | None = None) -> dict[str, Spec]:
    """Every known spec, but of what is shipped no more than which lines it claims.

    A file is mostly of one format: to read all of a hundred specs takes as long as many a file.
    """
    own = read_specs(folder) if folder else []
    shipped = (read_outline(path) for path in sorted((schemas() / "formats").glob("*.toml")))
    return {spec.stem: spec for spec in (*shipped, *own)}


def whole(outline: Spec) -> Spec:
    """The spec that an outline is of."""
    return outline if outline.rows else read_spec(schemas() / "formats" / f"{outline.stem}.toml")


def find_formats(names: str, folder: Path | None = None) -> list[Spec]:
    """The outlines of the formats that are named, with commas between them, in that order."""
    return [spec for name in names.split(",") for spec in find_format(name.strip(), folder)]


def find_format(name: str, folder: Path | None = None) -> list[Spec]:
    """The outlines of a known format, or the spec in a file whose name ends in .toml."""
    if name.endswith(".toml"):
        return [read_spec(Path(name))]
    known = outlines(folder).values()
    specs = [spec for spec in known if spec.name == name]
    if not specs:
        near = get_close_matches(name, {spec.name for spec in known}, n=1)
        raise SettingsError(
            f"format {name!r} is not known",
            expected="one that `tracker formats` lists, or a file NAME.toml",
            todo=f"did you mean {near[0]}?" if near else "",
        )
    return specs
