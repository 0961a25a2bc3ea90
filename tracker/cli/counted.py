"""The counts a run ends in: each file's records by what became of them, the nights, the verdicts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.cli.saying import Log, current_log

if TYPE_CHECKING:
    import pyarrow as pa

    from tracker.errors import TrackerError
    from tracker.night import Judged
    from tracker.taken import Taken
    from tracker.tidying import Tidied

_DONE, _REFUSED, _LAKE, _BROKEN = 0, 4, 5, 6


def tell_taken(taken: list[Taken], max_rejects: float) -> int:
    """A line for each file and one for all; the exit code that the files earn."""
    log = current_log()
    for one in taken:
        tell_file(log, one, max_rejects)
    log.say(count_files(taken))
    return code_of_files(taken, max_rejects)


def tell_file(log: Log, one: Taken, max_rejects: float) -> None:
    """What became of one file; nothing in text of what is ignored, which is only counted."""
    told = _numbers(one)
    if one.fault:
        told |= {"fault": str(one.fault), "exit_code": one.fault.exit_code}
        for line in str(one.fault).split("\n"):
            log.say(f"refused: {line}", "file", "error", told)
        return
    if one.state == "ignored":
        if log.as_json:
            log.say(f"{one.shown}: ignored", "file", fields=told)
        return
    log.say(f"{one.shown}: {_counted(one)}", "file", fields=told)
    if one.waiting:
        said = f"its last {one.waiting} bytes wait for the end of their line or block"
        log.say(
            f"{one.shown}: {said}", "waiting", "info", {"path": one.shown, "bytes": one.waiting}
        )
    if one.tally.rejected_share() > max_rejects:
        said = f"more than {max_rejects:.1%} of its records were rejected"
        told = {"path": one.shown, "exit_code": _REFUSED}
        log.say(f"{one.shown}: {said}", "rejects", "error", told)


def code_of_files(taken: list[Taken], max_rejects: float) -> int:
    """The exit code that files earn: 5 where lake or machine refused one, 4 where it was its own fault.

    4 as well where too much of one was rejected.
    """
    faults = {one.fault.exit_code for one in taken if one.fault}
    if _LAKE in faults:
        return _LAKE
    bad = faults or any(one.tally.rejected_share() > max_rejects for one in taken)
    return _REFUSED if bad else _DONE


def count_files(taken: list[Taken]) -> str:
    """All files in one line."""
    states = Counter(one.state for one in taken)
    rows = sum(one.tally.rows.total() for one in taken if one.state == "done")
    rest = f", {states['empty']} with nothing to read so far" if states["empty"] else ""
    rest += f", {states['ignored']} ignored" if states["ignored"] else ""
    return (
        f"{states['done']} new files, {rows} rows; {states['known']} known files, "
        f"{states['refused']} refused{rest}"
    )


def _numbers(one: Taken) -> dict[str, object]:
    """What is known of a file, for machines; the counts where its records were read."""
    told = {"path": one.shown, "state": one.state, "source": one.source, "format": one.format}
    if one.state != "done":
        return {key: value for key, value in told.items() if value is not None}
    tally = one.tally
    return told | {
        "lines": one.lines,
        "records": tally.records,
        "used": tally.used,
        "passed": dict(tally.passed),
        "rejected": dict(+tally.rejected),
        "rows": dict(+tally.rows),
        "waiting": one.waiting,
    }


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
    instead = f"; in place of {', '.join(one.instead_of)}" if one.instead_of else ""
    read = f"{one.lines} lines{behind}, {tally.records} records"
    return f"{one.format}: {read} = {used}{rules}{reasons}{instead}"


def tell_tidied(log: Log, tidied: Tidied) -> int:
    """What became of the files in the inboxes; the exit code that this earns."""
    if tidied.counts:
        words = (
            ("moved", "moved"),
            ("deleted", "deleted"),
            ("kept", "kept in their inbox for now"),
        )
        told = [f"{tidied.counts[key]} {said}" for key, said in words if tidied.counts[key]]
        log.say(f"files that were to go: {', '.join(told)}", "tidied", fields=tidied.counts)
    for fault in tidied.faults:
        log.say(f"kept: {fault}", "fault", "error", {"exit_code": _REFUSED})
    return _REFUSED if tidied.faults else _DONE


def tell_judged(judged: Judged, done: str = "") -> None:
    """The nights and verdicts, behind what else was done; before them what is to be known of these."""
    tell_doubts(current_log(), judged)
    current_log().say(f"{done}{count_judged(judged)}")


def tell_doubts(log: Log, judged: Judged) -> None:
    """What of the flagged is dismissed, and whose clock names nobody."""
    if judged.dismissed:
        told = f"{judged.dismissed} of the flagged are dismissed by review"
        log.say(told, "dismissed", fields={"sessions": judged.dismissed})
    if judged.provisional:
        nights = list(map(str, judged.provisional))
        told = (
            f"provisional, as logs of them are missing: {', '.join(nights)}; see `tracker status`"
        )
        log.say(told, "provisional", "warning", {"nights": nights})
    if judged.doubted:
        named = ", ".join(judged.doubted)
        log.say(
            f"clocks that do not fit, so that nobody is named by them: {named}; see `tracker status`",
            *("clocks", "warning", {"gateways": list(judged.doubted)}),
        )


def tell_compacted(log: Log, compacted: pa.Table, *, dry_run: bool = False) -> None:
    """One line: what became of the lake's files, or would."""
    total = {name: sum(compacted[name].to_pylist()) for name in compacted.column_names[1:]}
    told = (
        f"{'would be: ' if dry_run else ''}{total['merged']} files made {total['into']},"
        f" {total['forgotten_rows']} forgotten rows taken out,"
        f" {total['deleted']} old files deleted ({total['bytes_freed']} bytes)"
    )
    log.say(told, "compacted", fields=total)


def tell_upkeep(log: Log, upkeep: pa.Table | TrackerError) -> int:
    """What a night's upkeep did, if anything; the exit code that it earns: 6 where a file is broken."""
    from tracker.errors import IntegrityError, TrackerError

    if isinstance(upkeep, TrackerError):
        log.say(f"upkeep is left to the next run: {upkeep}", "fault", "warning")
        return _BROKEN if isinstance(upkeep, IntegrityError) else _DONE
    if any(sum(upkeep[name].to_pylist()) for name in upkeep.column_names[2:]):
        tell_compacted(log, upkeep)
    return _DONE


def count_judged(judged: Judged) -> str:
    """Nights, sessions and verdicts in one line."""
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(judged.verdicts.items()))
    total = judged.verdicts.total()
    return (
        f"{len(judged.nights)} nights judged, {total} sessions{f': {verdicts}' if verdicts else ''}"
    )
