"""The counts a run ends in: each file's records by what became of them, the nights, the verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.intake import Taken
    from tracker.night import Judged

_DONE, _REFUSED = 0, 4


def tell_taken(taken: list[Taken], max_rejects: float) -> int:
    """A line for each file and one for all; the exit code that the files earn."""
    from tracker.cli.show import say

    code = _DONE
    for one in taken:
        if one.fault:
            say(f"refused: {one.fault}")
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
    instead = f"; in place of {', '.join(one.instead_of)}" if one.instead_of else ""
    read = f"{one.lines} lines{behind}, {tally.records} records"
    return f"{one.format}: {read} = {used}{rules}{reasons}{instead}"


def tell_judged(judged: Judged, done: str = "") -> None:
    """A line of counts, behind what else was done, and what is to be known of them."""
    from tracker.cli.show import say

    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(judged.verdicts.items()))
    total = judged.verdicts.total()
    nights = f"{len(judged.nights)} nights judged, {total} sessions"
    say(f"{done}{nights}{f': {verdicts}' if verdicts else ''}")
    if judged.dismissed:
        say(f"{judged.dismissed} of the flagged are dismissed by review")
    if judged.doubted:
        named = ", ".join(judged.doubted)
        say(
            f"clocks that do not fit, so that nobody is named by them: {named}; see `tracker status`"
        )
