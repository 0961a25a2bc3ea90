"""What each policy would have cut, in sentences for somebody who has never seen a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.report.concealing import FEWEST
from tracker.report.impact import Impact

Row = Mapping[str, Any]
Sums = Mapping[tuple[str, str], Row]  # of all categories, by policy and by lawful or not

_UNTOLD = "an untold number"
_THOUSAND = 1000


def told(impact: Impact) -> list[str]:
    """The figures of an impact in words, a paragraph of sentences each; no other figure is in them."""
    rows = [row for row in impact.rows.to_pylist() if row["category"] == "all"]
    sums = {(row["policy"], row["lawful"]): row for row in rows}
    if sums["blanket_ban", "all"]["sessions"] == 0:
        return ["In the time asked for nothing was seen that is likely a VPN.", *_weaker(impact)]
    parts = (_seen(impact, sums), _cut(sums), _flagged(sums), _unclear(impact, sums))
    paragraphs = [told for part in parts if (told := " ".join(part))]
    return [*paragraphs, *_weaker(impact), *_left_out(impact)]


def _seen(impact: Impact, sums: Sums) -> Iterator[str]:
    when = f"the night {impact.first_night}"
    if impact.nights > 1:
        span = f"from {impact.first_night} to {impact.last_night}"
        when = f"{_count(impact.nights, 'night')} {span}"
    every = sums["blanket_ban", "all"]
    about = "about " if impact.published else ""
    yield (f"In {when}, use of a VPN was likely in {_sessions(every)}, of {about}{_people(every)}.")
    yield "A session is one stretch of use, from its first record to its last."


def _cut(sums: Sums) -> Iterator[str]:
    every, lawful = sums["blanket_ban", "all"], sums["blanket_ban", "lawful"]
    yield f"A blanket ban on VPNs would have cut all of it{_size(every)}."
    yield (
        f"Lawful was the use in {_sessions(lawful)} of {_people(lawful)}: registered, within the "
        "days of grace, asked for and not decided yet, of a licensed provider, or a mobile or "
        "network operator's own."
    )
    yield (
        f"A whitelist of static addresses would have cut {_cuts(sums, 'static_whitelist')}: "
        "it cannot know a registered user whose address changes."
    )
    yield (
        f"A whitelist that knows logins, too, would have cut {_cuts(sums, 'login_whitelist')}: "
        "what is asked for and not decided yet is not on it."
    )


def _flagged(sums: Sums) -> Iterator[str]:
    flagged = sums["flagged", "all"]
    if flagged["sessions"] == 0:
        yield "Nothing is flagged here."
        return
    yield (
        f"Flagged here is the use in {_sessions(flagged)} of {_people(flagged)}: whose it was is "
        "known, and the register does not cover it. Nothing lawful is flagged."
    )


def _unclear(impact: Impact, sums: Sums) -> Iterator[str]:
    """The share that nobody can judge; without what was dismissed, if that may be told."""
    unclear, every = (sums["blanket_ban", lawful]["sessions"] for lawful in ("undetermined", "all"))
    rest = None if unclear is None else unclear - (impact.dismissed or 0)
    share = "" if rest is None or every is None else f" ({rest / every:.1%} of all)"
    also = " or was dismissed by an auditor" if impact.dismissed is None else ""
    if rest == 0:
        yield "All of it can be judged."
    else:
        yield (
            f"What cannot be judged{also} is the use in {_count(rest, 'session')}{share}: nobody may "
            "be named for it, or too little is known. A ban and both whitelists would have cut it; "
            "it is not flagged."
        )
    if impact.dismissed:
        yield f"An auditor has dismissed the flags of {_count(impact.dismissed, 'session')} more."


def _weaker(impact: Impact) -> Iterator[str]:
    if impact.weaker != 0:
        number = _count(impact.weaker, "weaker session")
        yield f"Not counted here: {number}, which may be something other than a VPN."


def _left_out(impact: Impact) -> Iterator[str]:
    if impact.published:
        yield (
            f"Numbers that rest on fewer than {FEWEST} subscribers are left out, and with them as "
            "many others as it takes that they cannot be worked out; people are counted in tens."
        )


def _cuts(sums: Sums, policy: str) -> str:
    every, lawful = sums[policy, "all"], sums[policy, "lawful"]["sessions"]
    number = _UNTOLD if lawful is None else f"{lawful:,}"
    return f"{_sessions(every)}, {number} of them lawful"


def _sessions(row: Row) -> str:
    return _count(row["sessions"], "session")


def _people(row: Row) -> str:
    """Subscribers, and the addresses of those who may not be named."""
    named = _count(row["subscribers"], "subscriber")
    if row["addresses"] == 0 or row["suppressed"]:
        return named
    if row["addresses"] is None:
        return f"{named} and at a few addresses that nobody may be named for"
    return f"{named} and at {_count(row['addresses'], 'address')} that nobody may be named for"


def _size(row: Row) -> str:
    if row["hours"] is None:
        return ""
    return f", {row['hours']:,.0f} hours of use{_volume(row['bytes'])}"


def _volume(size: int | None) -> str:
    """Bytes in the largest decimal unit of which there is one at least."""
    if size is None:
        return ""
    left, units = float(size), ["bytes", "kB", "MB", "GB", "TB"]
    while left >= _THOUSAND and len(units) > 1:
        left /= _THOUSAND
        units.pop(0)
    return f" and {left:,.0f} {units[0]}"


def _count(number: int | None, what: str) -> str:
    """A number with its noun; without a number that it is not told."""
    several = f"{what}es" if what.endswith("s") else f"{what}s"
    if number is None:
        return f"{_UNTOLD} of {several}"
    return f"{number:,} {what if number == 1 else several}"
