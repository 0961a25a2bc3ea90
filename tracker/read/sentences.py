"""Sentences: lines whose fields patterns find, each kind of line by its own; or blocks of such lines."""

from __future__ import annotations

from tracker.fields import Claim, Fields
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.whole import line_fields
from tracker.spec import Spec


def sentence_fields(spec: Spec, found: Look, max_line: int, claim: Claim) -> Fields:
    """The fields that the spec's patterns find."""
    lines = Whole(found, max_line, found.begin)
    nothing = "cast(null as varchar)"
    bare = (lambda text: f"unescaped({text})") if spec.lines.escapes else str
    return line_fields(
        spec, found, lines, claim, lambda *_: nothing, bare=bare, joined=found.joined
    )
