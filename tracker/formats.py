"""The log formats that are known: the shipped specs, and those an operator wrote."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tracker.errors import SettingsError, near
from tracker.shipped import schemas
from tracker.spec import Spec
from tracker.spec_file import read_outline, read_spec, read_specs

OWN = "own-"


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
    return outline if outline.rows else _shipped(outline.stem)


def told_specs(specs: Iterable[Spec]) -> str:
    """What `source` keeps of the specs that read a file: of each its name and digest.

    The digest of one that was not shipped has OWN before it.
    """
    return ",".join(f"{one.stem}:{_as_shipped(one)}{one.digest}" for one in specs)


def is_outdated(told: str) -> bool:
    """Whether `told_specs` told it of a shipped spec that reads otherwise today.

    An operator's own are not asked, nor is one that is shipped no longer: nobody can tell.
    """
    pairs = (one.rpartition(":") for one in told.split(","))
    return any(
        not digest.startswith(OWN) and _digest_of(stem) not in (None, digest)
        for stem, _, digest in pairs
    )


def _as_shipped(spec: Spec) -> str:
    return "" if _digest_of(spec.stem) == spec.digest else OWN


def _digest_of(stem: str) -> str | None:
    """The digest of the shipped spec of a name; None where none has it."""
    return _shipped(stem).digest if stem in outlines(None) else None


@cache
def _shipped(stem: str) -> Spec:
    """A shipped spec, read once: of many files most are of one format."""
    return read_spec(schemas() / "formats" / f"{stem}.toml")


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
        raise SettingsError(
            f"format {name!r} is not known",
            expected="one that `tracker formats` lists, or a file NAME.toml",
            todo=near(name, {spec.name for spec in known}),
        )
    return specs
