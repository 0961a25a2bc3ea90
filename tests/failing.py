"""A lake whose commits fail from some point on."""

from __future__ import annotations

from tracker.errors import LakeError
from tracker.lake import Lake


def failing_from(monkeypatch, commits):
    """So many commits of whatever comes succeed, and no more."""
    append, left = Lake.append, [commits]

    def failing(self, *args, **how):
        if not left[0]:
            raise LakeError("the disk is full")
        left[0] -= 1
        append(self, *args, **how)

    monkeypatch.setattr(Lake, "append", failing)
