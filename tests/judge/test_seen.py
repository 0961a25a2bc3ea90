"""What a session shows of its ports, its remote and its payload, which penalties and guards read."""

from tests.planting.pairs import judged_pairs
from tests.planting.rows import listed, spoke
from tracker.settings import Settings

LINES = [listed("100.64.0.0/16", "local", "lines")]
EVERY = Settings(judge={"scored": {"possible": -200}})  # what speaks against it leaves a row
TCP, UDP = 6, 17
# Ports of the network's own services and of calls, and some beside them.
HOUSE = (
    *(53, 67, 68, 69, 123, 137, 138, 161, 162, 389, 514, 520, 546, 547, 853, 1812, 1813, 1900),
    *(3702, 5351, 5353, 5355, 6081),
)
CAPSULES = (2152, 3544, 4789, 5247)
CALLS = (3478, 3479, 3480, 3481, 5349, *range(19302, 19310))
OTHER = (52, 54, 66, 70, 122, 388, 852, 1811, 1901, 3477, 3482, 5348, 19301, 19310, 51820)


def fired(cases):
    """The detections behind each case's sessions."""
    found = judged_pairs(cases, entries=LINES, settings=EVERY)
    return {
        name: {one["detection"] for row in rows for one in row["evidence"]}
        for name, rows in found.items()
    }


def labelled(pair, port, protocol):
    sizes = {"packets_out": 10, "packets_in": 10, "app": "vpn", "app_basis": "dpi"}
    return [spoke("10:00", **pair, dport=port, protocol=protocol, **sizes)]


def test_each_port_of_the_house_and_of_calls_speaks_against_a_label():
    """Plain encapsulation over UDP is a class of its own, and no penalty."""
    cases = {
        (port, protocol): lambda pair, port=port, protocol=protocol: labelled(pair, port, protocol)
        for port in (*HOUSE, *CAPSULES, *CALLS, *OTHER)
        for protocol in (UDP, TCP)
    }
    found = fired(cases)
    assert all("dpi_label" in told for told in found.values())
    for penalty, ports in (("infrastructure_port", HOUSE), ("call_like", CALLS)):
        owed = {(port, protocol) for port in ports for protocol in (UDP, TCP)}
        if penalty == "infrastructure_port":
            owed |= {(port, TCP) for port in CAPSULES}
        assert {case for case, told in found.items() if penalty in told} == owed


PRIVATE = {
    **dict.fromkeys(("10.0.0.1", "10.255.255.1", "172.16.0.1", "172.31.255.1"), True),
    **dict.fromkeys(("192.168.0.1", "192.168.255.1", "fc00::1", "fdff::1"), True),
    **dict.fromkeys(("9.255.255.1", "11.0.0.1", "172.15.255.1", "172.32.0.1"), False),
    **dict.fromkeys(("192.167.255.1", "192.169.0.1", "fbff::1", "fe00::1", "a00::1"), False),
}


def test_it_is_said_that_a_remote_is_private():
    cases = {
        remote: lambda pair, remote=remote: [spoke("10:00", **pair | {"dst": remote})]
        for remote in PRIVATE
    }
    assert {name: "private_server" in told for name, told in fired(cases).items()} == PRIVATE


def over_tcp(pair, out, back, times=1, **more):
    """Ten packets each way in so many connections, of so many bytes in all."""
    return [
        spoke("10:00", **pair | {"dport": 1194, "protocol": TCP, "sport": 40000 + n}
              | dict.fromkeys(("packets_out", "packets_in"), 10 // times)
              | {"bytes_out": out // times, "bytes_in": back // times} | more)
        for n in range(times)
    ]  # fmt: skip


# Headers of ten packets are 520 bytes, 720 over IPv6; options of each connection 8 more.
PAYLOADS = {
    "a byte each way": (lambda p: over_tcp(p, 529, 529), True),
    "none out": (lambda p: over_tcp(p, 528, 529), False),
    "none back": (lambda p: over_tcp(p, 529, 528), False),
    "a byte each way of two connections": (lambda p: over_tcp(p, 538, 538, 2), True),
    "none of two connections": (lambda p: over_tcp(p, 536, 536, 2), False),
    "a byte each way over IPv6": (lambda p: over_tcp(p | {"dst": "2001:db8::1"}, 729, 729), True),
    "none over IPv6": (lambda p: over_tcp(p | {"dst": "2001:db8::2"}, 728, 728), False),
    "bytes alone": (lambda p: over_tcp(p, 1000, 1000, packets_out=None, packets_in=None), True),
}  # fmt: skip


def test_payload_over_tcp_is_what_headers_and_options_leave():
    found = fired({name: made for name, (made, _) in PAYLOADS.items()})
    assert {name: "openvpn_tcp_port" in told for name, told in found.items()} == {
        name: pays for name, (_, pays) in PAYLOADS.items()
    }
