"""Where the files lie that ship with the program: schemas and sample logs."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
VERSION = "0.1.0"


def folder(name: str) -> Path:
    """The shipped folder `name`: inside an installed package, else beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def schemas() -> Path:
    return folder("schemas")


def samples() -> Path:
    return folder("sample_logs")
