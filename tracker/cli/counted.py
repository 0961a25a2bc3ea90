"""The counts a run ends in: each file's records by what became of them, the nights, the verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from tracker.errors import TrackerError
    from tracker.night import Judged
    from tracker.taken import Taken

_DONE, _REFUSED, _BROKEN = 0, 4, 6


def tell_taken(taken: list[Taken], max_rejects: float) -> int:
    """A line for each file and one for all; the exit code that the files earn."""
    from tracker.cli.show import say

    code = _DONE
    for one in taken:
        if one.fault:
            for line in str(one.fault).split("\n"):
                say(f"refused: {line}")
            code = _REFUSED
            continue
        say(f"{one.shown}: {_counted(one)}")
        if one.waiting:
            say(
                f"{one.shown}: its last {one.waiting} bytes wait for the end of their line or block"
            )
        if one.tally.rejected_share() > max_rejects:
            say(f"{one.shown}: more than {max_rejects:.1%} of its records were rejected")
            code = _REFUSED
    new = [one for one in taken if one.state == "done"]
    rows = sum(sum(one.tally.rows.values()) for one in new)
    refused = sum(one.state == "refused" for one in taken)
    known = sum(one.state == "known" for one in taken)
    empty = len(taken) - len(new) - known - refused
    rest = f", {empty} with nothing to read so far" if empty else ""
    say(f"{len(new)} new files, {rows} rows; {known} known files, {refused} refused{rest}")
    return code


def _counted(one: Taken) -> str:
    """What became of a file's records, so that the sum can be checked."""
    if one.state == "known":
        return f"known already, as source {one.source}"
    if one.state == "empty":
        return "nothing to read in it so far"
    tally = one.tally
    rules = "".join(
        f", {count} passed over ({rule})" for rule, count in sorted(tally.passed.items())
    )
    reasons = "".join(
        f", {count} rejected ({why})" for why, count in sorted(tally.rejected.items())
    )
    rows = ", ".join(f"{count} {table}" for table, count in sorted(tally.rows.items()) if count)
    used = f"{tally.used} used{f' ({rows})' if rows else ''}"
    behind = f" behind {one.lines_before} that are known" if one.lines_before else ""
    return (
        f"{one.format}: {one.lines} lines{behind}, {tally.records} records = {used}{rules}{reasons}"
    )


def tell_judged(judged: Judged) -> None:
    from tracker.cli.show import say

    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(judged.verdicts.items()))
    total = judged.verdicts.total()
    say(
        f"{len(judged.nights)} nights judged, {total} sessions{f': {verdicts}' if verdicts else ''}"
    )
    if judged.dismissed:
        say(f"{judged.dismissed} of the flagged are dismissed by review")
    if judged.provisional:
        named = ", ".join(map(str, judged.provisional))
        say(f"provisional, as logs of them are missing: {named}; see `tracker status`")
    if judged.doubted:
        named = ", ".join(judged.doubted)
        say(
            f"clocks that do not fit, so that nobody is named by them: {named}; see `tracker status`"
        )


def tell_compacted(compacted: pa.Table, *, dry_run: bool = False) -> None:
    """One line: what became of the lake's files, or would."""
    from tracker.cli.show import say

    total = {name: sum(compacted[name].to_pylist()) for name in compacted.column_names[1:]}
    say(
        f"{'would be: ' if dry_run else ''}{total['merged']} files made {total['into']},"
        f" {total['forgotten_rows']} forgotten rows taken out,"
        f" {total['deleted']} old files deleted ({total['bytes_freed']} bytes)"
    )


def tell_upkeep(upkeep: pa.Table | TrackerError, code: int) -> int:
    """What a night's upkeep did, if anything; the night's exit code, which a broken file makes 6."""
    from tracker.cli.show import say
    from tracker.errors import IntegrityError, TrackerError

    if isinstance(upkeep, TrackerError):
        say(f"upkeep is left to the next run: {upkeep}")
        return code or (_BROKEN if isinstance(upkeep, IntegrityError) else _DONE)
    if any(sum(upkeep[name].to_pylist()) for name in upkeep.column_names[2:]):
        tell_compacted(upkeep)
    return code
