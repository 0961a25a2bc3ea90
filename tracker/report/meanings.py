"""What the words of a session mean, in the words of every output that explains one."""

from __future__ import annotations

# IANA protocol numbers that VPN sessions have.
PROTOCOLS = {4: "ipip", 6: "tcp", 17: "udp", 41: "6in4", 47: "gre", 50: "esp", 51: "ah"}
ATTRIBUTION = {
    "exact": "one holder for the whole session, clear of every change",
    "edge": "near a change of holder, or over it",
    "shared": "several held the address; nobody is named",
    "address": "the address itself is the subject: somebody declared it",
    "unknown": "nobody is known to have held the address",
}
DIRECTION = {
    "outbound": "the subscriber's side opened it",
    "inbound": "the other side opened it",
    "unknown": "the log does not tell who opened it",
}
