"""The header of syslog in one form, so that no spec need know how many there are.

What RFC 5424 lays before a message is written as RFC 3164 does, time and host, program and process:

    <30>1 2026-03-14T18:00:00Z gw1 sshd 12 - [meta sequenceId="1"] Accepted password for ona
    <30>2026-03-14T18:00:00Z gw1 sshd[12]: Accepted password for ona

A line stays as it is where what would be left out is somebody's own: an element of structured data that
tells more than how the message went, or an id with a sign in it that numbers and words have not.
The count of octets before a message (RFC 6587) goes too, and so do the level in a header of Kiwi's and
the priority behind a relay's.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracker.patterns import stands_in
from tracker.read.views import Views

_PRIORITY = "(?:<[0-9]{1,3}>)"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2}"
_EXACT = f"{_DATE}T[0-9:.]+(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})"
_TIME = f"(?:[A-Z][a-z]{{2}} [ 0-9][0-9] (?:[0-9]{{4}} )?{_CLOCK}|{_EXACT})"
_COUNTED = f"^[0-9]{{1,6}} ({_PRIORITY})"
# A relay's header before another.
_RELAYED = f"{_PRIORITY}?{_TIME} [^ ]+ "
_SECOND = f"^({_RELAYED}){_PRIORITY}({_TIME}[ :])"
# As Kiwi Syslog Server writes files: a time, facility and level, the host. The level is of no use.
_LEVEL = r"[A-Z][A-Za-z0-9]*\.(?:Emerg|Alert|Critical|Error|Warning|Notice|Info|Debug)"
_TABBED = f"^({_DATE} {_CLOCK})[ \t]+{_LEVEL}[ \t]+([^ \t]+)[ \t]+"
# Of the elements those that RFC 5424 registers and syslog servers add: time quality, origin, a number.
_ELEMENT = r'\[(?:timeQuality|origin|meta|NXLOG@[0-9]+)(?: [^ ="\]]+="(?:[^"\\]|\\.)*")*\]'
_NEW = (
    f"(?P<at>{_EXACT} [^ ]+) (?P<names>(?:[^ :]|:[^ ])+ [^ ]+) (?:-|[A-Za-z]*[0-9]*) "
    f"(?:-|(?:{_ELEMENT})+)(?P<said>(?: (?s:.*))?)$"
)
# Apart, and of four groups: what can be followed in one way only takes a quarter of the time, and RE2 follows
# no more of them so.
_FIRST, _BEHIND = f"^(?P<first>{_PRIORITY}?)1 {_NEW}", f"^(?P<first>{_RELAYED}{_PRIORITY}?)1 {_NEW}"
# A time, a serial number or a card that a relay took for the program, as it took whichever word came first.
_NO_NAME = r"^(?:[0-9]|\([A-Z]|[A-Z]+[0-9][0-9A-Z]* )"
_MARK = " \ufeff"  # RFC 5424 wants it before a message in UTF-8
_END = 1 << 30  # behind all that a text may have
_STARTS = np.frombuffer(b"<0123456789ADFJMNOS", np.uint8)  # months among them
_OTHERS = (
    "[0-9]{1,6} <",
    f"{_RELAYED}<",
    f"(?:{_RELAYED})?{_PRIORITY}?1 [0-9]{{4}}-",
    f"{_DATE} {_CLOCK}[ \t]+{_LEVEL}",
)
_stands_in = stands_in(f"(?m)^(?:{'|'.join(_OTHERS)})")


def have_other(lines: Views) -> bool:
    """Whether the header of some line may have another form than the one; quickly told."""
    starts = lines.each.view(np.uint8)[:, 4]
    return bool(np.isin(starts, _STARTS).any()) and _stands_in(lines.block)


def headed(lines: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Lines with their headers in the one form, and beside each that had another how it was written."""
    told = with_one_header(lines)
    return told, pc.if_else(pc.equal(told, lines), None, lines)


def with_one_header(lines: pa.Array) -> pa.Array:
    """Lines, each text with its header in the one form."""
    told = _without(lines, _COUNTED, r"\1")
    told = _without(told, _TABBED, r"\1 \2 ")
    for form in (_FIRST, _BEHIND):
        if pc.any(pc.match_substring_regex(told, form)).as_py():
            parts = pc.extract_regex(told, form)
            told = pc.coalesce(_as_of_old(*parts.flatten()), told)
    return _without(told, _SECOND, r"\1\2")


def _without(lines: pa.Array, pattern: str, rest: str) -> pa.Array:
    """Lines without what the rest of a pattern leaves out; to ask first takes a fifth of the time."""
    if not pc.any(pc.match_substring_regex(lines, pattern)).as_py():
        return lines
    return pc.replace_substring_regex(lines, pattern, rest)


def _as_of_old(first: pa.Array, at: pa.Array, names: pa.Array, said: pa.Array) -> pa.Array:
    """The parts of lines of RFC 5424 as RFC 3164 would have them; null where they are."""
    numbered = pc.replace_substring(names, " ", "[", max_replacements=1)
    numbered = pc.binary_join_element_wise(" ", numbered, "]:", "")
    colon = pc.if_else(pc.match_substring_regex(names, _NO_NAME), "", ":")
    named = pc.binary_join_element_wise(
        " ", pc.binary_replace_slice(names, -2, _END, ""), colon, ""
    )
    tag = pc.if_else(pc.ends_with(names, " -"), named, numbered)
    tag = pc.if_else(pc.starts_with(names, "- "), "", tag)
    marked = pc.starts_with(said, _MARK)
    if pc.any(marked).as_py():
        said = pc.if_else(marked, pc.replace_substring(said, _MARK, " ", max_replacements=1), said)
    return pc.binary_join_element_wise(first, at, tag, said, "")
