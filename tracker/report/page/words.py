"""The page's summary in sentences, for somebody who has never seen a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def summary_words(summary: Mapping[str, Any]) -> list[str]:
    """What was seen, what of it is allowed, flagged and undecided, and how whole the logs were."""
    if not summary["sessions"]:
        return ["No VPN session was judged in this time."]
    return list(_sentences(summary))


def _sentences(summary: Mapping[str, Any]) -> Iterator[str]:
    seen, nights = _many(summary["sessions"], "VPN session"), _many(summary["nights"], "night")
    yield f"In {nights}, from {summary['first_night']} to {summary['last_night']}, {seen} were judged."
    allowed = _share(summary["allowed"], summary["sessions"])
    yield f"{allowed} are registered or otherwise allowed, and nobody needs to look at them."
    flagged = _share(summary["flagged"], summary["sessions"])
    of = _many(summary["flagged_subscribers"], "subscriber")
    yield f"{flagged} are flagged, of {of}: each is in the table below, with its reasons."
    if summary["dismissed"]:
        yield f"{_many(summary['dismissed'], 'more')} would be flagged and were dismissed by review."
    undecided = summary["unattributable"] + summary["inconclusive"]
    yield (
        f"{_share(undecided, summary['sessions'])} cannot be judged: of {summary['unattributable']:,}"
        f" nobody may be named, and {summary['inconclusive']:,} are too weak to say."
    )
    if summary["provisional"]:
        lacking = _many(summary["provisional"], "night")
        yield f"Of {lacking} logs were missing: what is said of these is provisional."
    else:
        yield "Of no night logs are known to be missing."


def _many(count: int, what: str) -> str:
    plural = "" if count == 1 or what == "more" else "s"
    return f"{count:,} {what}{plural}"


def _share(count: int, whole: int) -> str:
    return f"{count:,} ({100 * count / whole:.1f} %)"
